import { cartWithLines } from '../cart/cart-rows.ts'
import { readStored, type StoredLine } from '../cart/stored-cart.ts'
import { claimsOn } from '../claims/claim-rows.ts'
import type { Context } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { moveAttempt, moveOrder, moveParcels, movePayments, payAttempt } from '../orders/order-rows.ts'
import { walletFact } from '../payments/wallet-fact.ts'
import { heldAccount, insertTransfer, releaseFunds, walletAccount } from '../payments/wallet-rows.ts'
import { moveThings, returnDiscounts } from '../refunds/undo-sale.ts'
import type { Statement } from '../storage/statement.ts'
import { giveBackCart } from './give-back-cart.ts'
import { freeKey } from './key-rows.ts'
import { heldStock, linesHeldAgain } from './payment-stock.ts'
import { isOurs, type Settling, uniqueProducts } from './settling.ts'

/** Everything goes back; `reference`: the money came all the same, by this name at the provider, and is to be returned. */
export async function failed(context: Context, settling: Settling, reference: string | null): Promise<Statement[]> {
  const { id, cart, order, owner, lines, quote, walletAmount, currency } = settling
  const now = context.clock()
  const account = walletAccount(owner.slice('user:'.length), currency)
  const [rows = []] = await context.db.read(cartWithLines(cart))
  const bought = readStored(rows)
  const unique = await heldAgain(context, settling, bought?.lines ?? [], now)
  const { lines: back, units } = await linesHeldAgain(context, lines, unique, id, now)
  const deadlines = new Map(back.flatMap((line): [string, bigint][] => (line.heldUntil === null ? [] : [[line.product, line.heldUntil]])))
  const home = await giveBackCart(context, settling, bought, back, now)
  const kept = new Map(back.map((line) => [line.id, line]))
  return [
    freeKey(owner, order),
    ...home.statements,
    ...returnDiscounts(quote, id),
    ...moveThings(lines, id, 'held', heldStock(lines, id, units, kept, home.joined, now), deadlines),
    ...(walletAmount === 0n
      ? []
      : [
          releaseFunds(account, walletAmount).orReread(),
          insertTransfer(
            {
              account,
              id: `release:${id}`,
              from: heldAccount(account),
              to: account,
              amount: walletAmount,
              currency,
              kind: 'release',
              place: context.nextPlace(),
              reference: order,
            },
            now,
          ).orReread(),
        ]),
    moveOrder(order, ['placed'], 'cancelled').orReread(),
    moveParcels(order, ['placed'], 'cancelled'),
    movePayments(order, ['pending', 'authorized'], 'failed'),
    (reference === null ? moveAttempt(id, 'pending', 'failed') : payAttempt(id, 'pending', 'refund_due', reference)).orReread(),
    recordCartEvents(
      cart,
      [
        eventOf(context, reference === null ? 'payment.failed' : 'payment.refund_due', { order, attempt: id }, now),
        eventOf(context, 'order.cancelled', { order, reason: 'payment' }, now),
        ...walletFact(context, 'wallet.released', { order, owner, currency, amount: walletAmount }, now),
      ],
      now,
    ),
  ]
}

/** The lines as they come back: held for a while from now, a win until its own deadline, nothing held where somebody has taken the item over. */
async function heldAgain(context: Context, settling: Settling, lines: readonly StoredLine[], now: bigint): Promise<StoredLine[]> {
  const products = uniqueProducts(settling)
  const [claims = []] = products.length === 0 ? [] : await context.db.read(claimsOn(products))
  const ours = new Set(claims.filter((claim) => isOurs(claim, settling.id)).map((claim) => String(claim.product)))
  const until = now + (settling.owner.startsWith('user:') ? context.options.holds.user : context.options.holds.guest)
  return lines.map((line) => {
    if (line.snapshot.stock !== 'unique' || line.saved) return line
    if (!ours.has(line.product)) return { ...line, heldUntil: null }
    return line.kind === 'auction_win' ? line : { ...line, heldUntil: until }
  })
}
