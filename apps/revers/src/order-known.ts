import { decimal, type OrderView, type Shop } from 'cartwright'
import { type Call, isoTime } from 'cartwright/http'
import { isRefunded } from './routes/sale-json.ts'
import type { PlacedOrder } from './views/cart-known.ts'
import type { OrderKnown } from './views/order-known.ts'
import type { CartJson } from './views/types.ts'

/** What the pages may say of an order besides what the contract tells: its time, who was written to, the carriers' numbers, what went back. */
export const orderKnown = ({ placedAt, email, parcels, lines, refunds, currency }: OrderView): OrderKnown => ({
  placed_at: isoTime(placedAt),
  email,
  tracking: parcels.map(({ tracking }) => tracking),
  refunded: parcels.map((parcel) => isRefunded({ lines: lines.filter(({ id }) => parcel.lines.includes(id)) })),
  refunds: refunds.map(({ id, method, amount, state, reason, at }) => ({
    id,
    method,
    amount: decimal(amount, currency),
    state,
    reason,
    at: isoTime(at),
  })),
})

const JUST = 600_000n

/** The order that has emptied this cart a few minutes ago: in another tab, or before the buyer went back. Null where there is none. */
export async function justPlaced(shop: Shop, { buyer, now }: Call, { lines }: CartJson): Promise<PlacedOrder | null> {
  if (lines.length > 0) return null
  const [order] = (await shop.orders.list(buyer, { limit: 1 })).items
  if (order === undefined || order.state === 'cancelled' || order.placedAt + JUST < now) return null
  return { number: order.number, url: `/orders/${encodeURIComponent(order.id)}` }
}
