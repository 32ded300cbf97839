import { act } from '../act.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { cartOfId, moveOrder, moveParcels } from './order-rows.ts'
import type { OrderView } from './order-view.ts'
import { findOrder, showOrder } from './show-order.ts'

/** The buyer has got what he bought. Refuses with `not_found`, and `order_state` before it was sent. */
export async function receiveOrder(context: Context, id: string, buyer: Buyer): Promise<OrderView> {
  await findOrder(context, id, buyer)
  return act(
    context,
    async () => {
      const order = await showOrder(context, id)
      if (order.parcels.every((parcel) => parcel.state === 'received')) return order
      const underway = order.parcels.filter((parcel) => parcel.state === 'shipped' || parcel.state === 'delivered')
      if (underway.length === 0) throw new ShopError('order_state', { state: order.state })
      const now = context.clock()
      await context.db.batch(
        [
          moveOrder(id, ['paid', 'shipped', 'placed', 'delivered'], 'delivered').orReread(),
          moveParcels(id, ['shipped', 'delivered'], 'received').expect(BigInt(underway.length)).orReread(),
          recordCartEvents(cartOfId(id), [eventOf(context, 'order.received', { order: id }, now)], now),
        ],
        { key: cartOfId(id), id: context.newId() },
      )
      return showOrder(context, id)
    },
    () => showOrder(context, id),
  )
}
