import { type Actor, decimal, type OrderView, type Shop, ShopError } from 'cartwright'
import { isoTime, orderJson } from 'cartwright/http'
import type { AdminOrderJson } from '../views/admin-types.ts'

/** An order as the staff sees it: what the buyer sees, and what is needed to give money back. */
export function adminOrderJson(order: OrderView): AdminOrderJson {
  const amount = (minor: bigint): string => decimal(minor, order.currency)
  return {
    order: orderJson(order),
    lines: order.lines.map(({ id, product, paid, refunded }) => ({
      id,
      name: product.name,
      paid: amount(paid),
      refunded: amount(refunded),
    })),
    refunds: order.refunds.map(({ id, method, amount: sum, state, reason, at }) => ({
      id,
      method,
      amount: amount(sum),
      state,
      reason,
      at: isoTime(at),
    })),
  }
}

/** Cancels what nobody has sent yet, parcel by parcel: the last one cancels the order. Refuses with `order_state` once something is on its way. */
export async function cancelByStaff(shop: Shop, id: string, by: Actor, reason: string): Promise<OrderView> {
  const order = await shop.orders.show(id)
  if (order.parcels.some(({ state }) => state !== 'placed' && state !== 'cancelled'))
    throw new ShopError('order_state', { state: order.state })
  for (const seller of sellersOf(order, null)) await shop.orders.cancelParcel(id, { seller, by, reason })
  return shop.orders.show(id)
}

/** Moves one parcel, or all that are where the step begins. Refuses with `order_state` when there is none. */
export async function moveByStaff(
  shop: Shop,
  id: string,
  { by, seller, step }: { readonly by: Actor; readonly seller: string | null; readonly step: 'ship' | 'deliver' },
): Promise<OrderView> {
  const order = await shop.orders.show(id)
  const sellers = seller === null ? sellersOf(order, step === 'ship' ? 'placed' : 'shipped') : [seller]
  if (sellers.length === 0) throw new ShopError('order_state', { state: order.state })
  for (const each of sellers) await shop.orders[step](id, { seller: each, by })
  return shop.orders.show(id)
}

const sellersOf = ({ parcels }: OrderView, state: string | null): string[] =>
  parcels.filter((parcel) => state === null || parcel.state === state).map(({ seller }) => seller?.id ?? '')
