import { act } from '../act.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { thaw } from '../orders/frozen-quote.ts'
import { attemptsOf, cartOfId, linesOfOrder, moveAttempt, moveOrder, moveParcels, movePayments, readOrder } from '../orders/order-rows.ts'
import type { OrderView } from '../orders/order-view.ts'
import { findOrder, showOrder } from '../orders/show-order.ts'
import { walletFact } from '../payments/wallet-fact.ts'
import { credit, escrowAccount, insertTransfer, walletAccount } from '../payments/wallet-rows.ts'
import { firstOf } from '../storage/database.ts'
import { returnedStock } from './payment-stock.ts'
import { settle } from './settle.ts'
import { cancelAt } from './start-card.ts'
import { moveThings, returnDiscounts, uniqueThings } from './undo-sale.ts'

/** Whether nothing of the order has left its seller. */
const stillThere = (order: OrderView): boolean => order.parcels.every((parcel) => parcel.state === 'placed')

/**
 * Cancels the buyer's own order while nothing was sent: things are free again, uses of discounts return, what came from the wallet goes back, a
 * card is refunded. A payment that is still under way is cancelled at the provider first. Refuses with `not_found`, `order_state`.
 */
export async function cancelOrder(context: Context, id: string, buyer: Buyer): Promise<OrderView> {
  const order = await findOrder(context, id, buyer)
  if (order.state === 'cancelled') return order
  const [attempts = []] = await context.db.read(attemptsOf(id))
  const attempt = attempts[0]
  if (attempt === undefined || !stillThere(order)) throw new ShopError('order_state', { state: order.state })
  if (attempt.state === 'pending') return cancelPending(context, String(attempt.id))
  return act(
    context,
    async () => {
      const current = await showOrder(context, id)
      if (current.state === 'cancelled') return current
      if (!stillThere(current)) throw new ShopError('order_state', { state: current.state })
      const [orders, lines = []] = await context.db.read(readOrder(id), linesOfOrder(id))
      const quote = thaw(String(firstOf(orders)?.quote))
      const key = String(attempt.id)
      const now = context.clock()
      const owner = ownerOf(buyer) ?? ''
      const wallet = attempt.wallet_amount as bigint
      const card = attempt.method === 'card' && (attempt.amount as bigint) > 0n
      const account = walletAccount(owner.slice('user:'.length), current.currency)
      const cancelled = eventOf(context, 'order.cancelled', { order: id, reason: 'buyer' }, now)
      const refunded = walletFact(context, 'wallet.refunded', { order: id, owner, currency: current.currency, amount: wallet }, now)
      const released = uniqueThings(lines).map(({ product, line }) => eventOf(context, 'claim.released', { product, line }, now))
      await context.db.batch(
        [
          ...returnDiscounts(quote, key),
          ...moveThings(lines, key, 'free', returnedStock(lines, now)),
          ...(wallet === 0n
            ? []
            : [
                credit(account, current.currency, wallet, now),
                insertTransfer(
                  {
                    account,
                    id: `refund:${key}`,
                    from: escrowAccount(id),
                    to: account,
                    amount: wallet,
                    currency: current.currency,
                    kind: 'refund',
                    place: context.nextPlace(),
                    reference: id,
                  },
                  now,
                ).orReread(),
              ]),
          moveOrder(id, ['placed', 'paid'], 'cancelled').orReread(),
          moveParcels(id, ['placed'], 'cancelled').expect(BigInt(current.parcels.length)).orReread(),
          movePayments(id, ['captured'], 'refunded'),
          movePayments(id, ['pending', 'authorized'], 'failed'),
          moveAttempt(key, 'paid', card ? 'refund_due' : 'refunded').orReread(),
          recordCartEvents(cartOfId(id), [cancelled, ...refunded, ...released], now),
        ],
        { key: cartOfId(id), id: context.newId() },
      )
      return showOrder(context, id)
    },
    () => showOrder(context, id),
  )
}

async function cancelPending(context: Context, attempt: string): Promise<OrderView> {
  const provider = context.options.payments.card
  if (provider === undefined) throw new ShopError('order_state')
  const ended = await cancelAt(context, provider, attempt)
  const order = await settle(context, attempt, ended)
  if (ended.state !== 'failed') throw new ShopError('order_state', { state: order.state })
  return order
}
