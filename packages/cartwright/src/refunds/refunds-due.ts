import type { Context } from '../context.ts'
import { type ListPage, type ListRequest, limitOf, listPage, placeOf } from '../list-page.ts'
import type { PaymentMethod } from '../orders/order-view.ts'
import type { Row } from '../storage/statement.ts'
import { refundsAfter } from './refund-rows.ts'

/** Money that is to be given back and was not yet: by the card provider, or by a person. */
export interface DueRefund {
  readonly id: string
  readonly order: string
  readonly method: PaymentMethod | 'none'
  /** Minor units. */
  readonly amount: bigint
  readonly currency: string
  readonly reason: string
  /** Milliseconds since 1970 (UTC). */
  readonly at: bigint
}

/**
 * Refunds that are due, the oldest first, page by page: those to a card the reconciler tries again, what was paid in cash is for a person
 * (`shop.orders.refunded`). Refuses with `invalid_input` a limit or a cursor that is none.
 *
 * @example
 * for (const { order, amount } of (await shop.orders.refundsDue()).items) console.log(order, amount)
 */
export async function refundsDue(context: Context, search: Omit<ListRequest, 'sort'> = {}): Promise<ListPage<DueRefund>> {
  const limit = limitOf(search)
  const [rows = []] = await context.db.read(refundsAfter(placeOf(search, ['bigint', 'string']), BigInt(limit) + 1n))
  const { currency } = context.options
  const refundOf = (row: Row): DueRefund => ({
    id: String(row.id),
    order: String(row.order_id),
    method: String(row.method) as DueRefund['method'],
    amount: row.amount as bigint,
    currency,
    reason: String(row.reason),
    at: row.made_at as bigint,
  })
  return listPage(rows, limit, refundOf, (row) => [row.made_at as bigint, String(row.id)])
}
