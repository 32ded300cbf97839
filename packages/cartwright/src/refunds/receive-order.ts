import { act } from '../act.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { eventOf } from '../events/new-event.ts'
import { cartOfId } from '../orders/order-rows.ts'
import type { OrderView, ParcelState } from '../orders/order-view.ts'
import { PARCEL_MOVES } from '../orders/parcel-states.ts'
import { findOrder, showOrder } from '../orders/show-order.ts'
import { changeStatements, type OrderChange } from './change-order.ts'
import { loadOrder } from './load-order.ts'
import { owesCash } from './move-parcel.ts'

/**
 * The buyer has got what was sent to him; its sellers get their money now. A parcel that is paid at the door must have been delivered: that it was paid,
 * the buyer cannot say. Refuses with `not_found`, and `order_state` before anything was sent.
 */
export async function receiveOrder(context: Context, id: string, buyer: Buyer): Promise<OrderView> {
  await findOrder(context, id, buyer)
  return act(
    context,
    async () => {
      const order = await loadOrder(context, id)
      const cash = owesCash(order)
      const moves = new Map<string, ParcelState>()
      for (const [seller, state] of order.parcels) {
        const to = PARCEL_MOVES.receive[state]
        if (to !== undefined && !(cash && state === 'shipped')) moves.set(seller, to)
      }
      if (moves.size === 0) {
        if ([...order.parcels.values()].every((state) => state === 'received')) return showOrder(context, id)
        throw new ShopError('order_state', { state: order.state })
      }
      const now = context.clock()
      const change: OrderChange = {
        by: { id: ownerOf(buyer) ?? '', role: 'buyer' },
        act: 'order.receive',
        reason: '',
        name: '',
        moves,
        facts: () => [eventOf(context, 'order.received', { order: id }, now)],
      }
      await context.db.batch(await changeStatements(context, order, change, now), { key: cartOfId(id), id: context.newId() })
      return showOrder(context, id)
    },
    () => showOrder(context, id),
  )
}
