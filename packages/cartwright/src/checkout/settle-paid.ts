import { freeSlot, payingToPlaced } from '../cart/cart-rows.ts'
import type { Context } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { moveOrder, moveParcel, movePayments, payAttempt, paymentsOfOrder } from '../orders/order-rows.ts'
import { walletFact } from '../payments/wallet-fact.ts'
import { captureFunds, escrowAccount, heldAccount, insertTransfer, walletAccount } from '../payments/wallet-rows.ts'
import { markRestocked } from '../refunds/refund-rows.ts'
import { type RefundParts, refundStatements } from '../refunds/refund-statements.ts'
import { consumeDiscounts, moveThings } from '../refunds/undo-sale.ts'
import { proceedsStatements } from '../sellers/open-proceeds.ts'
import type { Rows, Statement } from '../storage/statement.ts'
import type { StillThere } from './late-things.ts'
import { type Settling, uniqueProducts } from './settling.ts'

/**
 * The money came: what is there is sold, the funds are captured, the cart is closed. What was paid for lines that are gone goes back at once, the way it
 * came; a parcel of which nothing is left is not sent.
 */
export async function paid(context: Context, settling: Settling, there: StillThere, reference: string, now: bigint): Promise<Statement[]> {
  const { id, cart, order, owner, quote, amount, walletAmount, currency } = settling
  const { ours, sold, gone, plan } = there
  const account = walletAccount(owner.slice('user:'.length), currency)
  const lost = gone.map((line) => String(line.line_id))
  const back = await refundOf(context, settling, gone, now)
  const kept = new Set(sold.map((line) => line.seller))
  const empty = [...new Set(gone.map((line) => String(line.seller)))].filter((seller) => !kept.has(seller)).sort()
  return [
    freeSlot(owner, cart),
    payingToPlaced(cart, owner, id, now).orReread(),
    ...consumeDiscounts(quote, id),
    ...moveThings(ours, id, 'sold', plan),
    ...recordExpired(context, plan.lapsed, now),
    ...(walletAmount === 0n
      ? []
      : [
          captureFunds(account, walletAmount).orReread(),
          insertTransfer(
            {
              account,
              id: `capture:${id}`,
              from: heldAccount(account),
              to: escrowAccount(order),
              amount: walletAmount,
              currency,
              kind: 'capture',
              place: context.nextPlace(),
              reference: order,
            },
            now,
          ).orReread(),
        ]),
    ...back.accounts,
    moveOrder(order, ['placed'], 'paid').orReread(),
    movePayments(order, ['pending', 'authorized'], 'captured'),
    ...empty.map((seller) => moveParcel(order, seller, 'placed', 'cancelled', null, now).orReread()),
    ...proceedsStatements(context, order, quote, now, new Set(lost)),
    ...back.rows,
    ...(lost.length === 0 ? [] : [markRestocked(order, lost).expect(BigInt(lost.length)).orReread()]),
    payAttempt(id, 'pending', 'paid', reference).orReread(),
    recordCartEvents(
      cart,
      [
        eventOf(context, 'order.paid', { order, attempt: id }, now),
        eventOf(context, 'cart.checked_out', { order, currency, total: (amount + walletAmount).toString() }, now),
        ...uniqueProducts({ lines: sold }).map((product) => eventOf(context, 'claim.sold', { product, order }, now)),
        ...back.facts,
        ...(lost.length === 0 ? [] : [eventOf(context, 'order.restocked', { order, lines: lost }, now)]),
        ...walletFact(context, 'wallet.paid', { order, owner, currency, amount: walletAmount }, now),
      ],
      now,
    ),
  ]
}

/** What gives back what was paid for lines that somebody else has by now. */
async function refundOf(
  context: Context,
  { order, owner, currency, quote, lines }: Settling,
  gone: Rows,
  now: bigint,
): Promise<RefundParts> {
  const amounts = new Map(gone.map((line) => [String(line.line_id), line.paid as bigint] as const).filter(([, paid]) => paid > 0n))
  const [payments = []] = amounts.size === 0 ? [] : await context.db.read(paymentsOfOrder(order))
  const captured = payments.map((payment) => ({ ...payment, state: 'captured' }))
  const as = { id: order, buyer: owner, currency, quote, lines, parcels: new Map(), payments: captured, proceeds: [] }
  const by = { id: 'settle', role: 'system' } as const
  return refundStatements(context, { order: as, amounts, name: `${order}-gone`, by, reason: 'gone' }, now)
}
