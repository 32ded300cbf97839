import { decimal, type OrderView } from 'cartwright'
import { isoTime } from 'cartwright/http'
import type { OrderKnown } from './views/order-known.ts'

/** What the pages may say of an order besides what the contract tells: its time, who was written to, the carriers' numbers, what went back. */
export const orderKnown = ({ placedAt, email, parcels, refunds, currency }: OrderView): OrderKnown => ({
  placed_at: isoTime(placedAt),
  email,
  tracking: parcels.map(({ tracking }) => tracking),
  refunds: refunds.map(({ id, method, amount, state, reason, at }) => ({
    id,
    method,
    amount: decimal(amount, currency),
    state,
    reason,
    at: isoTime(at),
  })),
})
