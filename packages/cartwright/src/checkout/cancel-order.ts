import { act } from '../act.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { eventOf } from '../events/new-event.ts'
import { attemptsOf, cartOfId } from '../orders/order-rows.ts'
import type { OrderView } from '../orders/order-view.ts'
import { findOrder, showOrder } from '../orders/show-order.ts'
import { changeStatements, leftOf, notRestocked, type OrderChange } from '../refunds/change-order.ts'
import { loadOrder } from '../refunds/load-order.ts'
import type { Row } from '../storage/statement.ts'
import { settle } from './settle.ts'
import { cancelAt } from './start-card.ts'

/** Whether nothing of the order has left its seller. */
const stillThere = (parcels: readonly string[]): boolean => parcels.every((state) => state === 'placed' || state === 'cancelled')

/**
 * Cancels the buyer's own order while nothing was sent: things are free again, uses of discounts return, what came from the wallet goes back, a
 * card is refunded. A payment that is still under way is cancelled at the provider first. Refuses with `not_found`, `order_state`.
 */
export async function cancelOrder(context: Context, id: string, buyer: Buyer): Promise<OrderView> {
  const order = await findOrder(context, id, buyer)
  if (order.state === 'cancelled') return order
  const [attempts = []] = await context.db.read(attemptsOf(id))
  const attempt = attempts[0]
  if (attempt === undefined || !stillThere(order.parcels.map(({ state }) => state)))
    throw new ShopError('order_state', { state: order.state })
  if (attempt.state === 'pending') return cancelPending(context, attempt)
  return act(
    context,
    async () => {
      const current = await loadOrder(context, id)
      if (current.state === 'cancelled') return showOrder(context, id)
      if (!stillThere([...current.parcels.values()])) throw new ShopError('order_state', { state: current.state })
      const placed = [...current.parcels].flatMap(([seller, state]) => (state === 'placed' ? [seller] : []))
      const now = context.clock()
      const change: OrderChange = {
        by: { id: ownerOf(buyer) ?? '', role: 'buyer' },
        act: 'order.cancel',
        reason: 'cancelled',
        name: `${id}-r${context.newId()}`,
        moves: new Map(placed.map((seller) => [seller, 'cancelled'])),
        amounts: leftOf(current.lines),
        restock: notRestocked(current.lines),
        facts: (state) =>
          state === 'cancelled'
            ? [eventOf(context, 'order.cancelled', { order: id, reason: 'buyer' }, now)]
            : placed.map((seller) => eventOf(context, 'order.parcel_cancelled', { order: id, seller }, now)),
      }
      await context.db.batch(await changeStatements(context, current, change, now), { key: cartOfId(id), id: context.newId() })
      return showOrder(context, id)
    },
    () => showOrder(context, id),
  )
}

async function cancelPending(context: Context, attempt: Row): Promise<OrderView> {
  const provider = context.options.payments.card
  if (provider === undefined) throw new ShopError('order_state')
  const ended = await cancelAt(context, provider, attempt)
  const order = await settle(context, String(attempt.id), ended)
  if (ended.state !== 'failed') throw new ShopError('order_state', { state: order.state })
  return order
}
