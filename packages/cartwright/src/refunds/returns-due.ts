import type { Context } from '../context.ts'
import { type ListPage, type ListRequest, limitOf, listPage, placeOf } from '../list-page.ts'
import type { Row } from '../storage/statement.ts'
import { returnsAfter } from './refund-rows.ts'

/** A parcel that came back, and whose money is neither its buyer's again nor its seller's. */
export interface DueReturn {
  readonly order: string
  /** The seller's id; empty for goods of the shop's own. */
  readonly seller: string
  /** What its buyer has paid for it and did not get back, in minor units. */
  readonly amount: bigint
  readonly currency: string
  /** When it came back, milliseconds since 1970 (UTC); null of one that did before that was noted. */
  readonly at: bigint | null
}

/**
 * Parcels that came back and wait for somebody to decide, those of the oldest orders first, page by page: their money goes back (`shop.orders.refund`) or to
 * the seller (`shop.sellers.release`). Refuses with `invalid_input` a limit or a cursor that is none.
 *
 * @example
 * for (const { order, seller, amount } of (await shop.orders.returnsDue()).items) console.log(order, seller, amount)
 */
export async function returnsDue(context: Context, search: Omit<ListRequest, 'sort'> = {}): Promise<ListPage<DueReturn>> {
  const limit = limitOf(search)
  const [rows = []] = await context.db.read(returnsAfter(placeOf(search, ['bigint', 'string', 'string']), BigInt(limit) + 1n))
  const { currency } = context.options
  const returnOf = (row: Row): DueReturn => ({
    order: String(row.order_id),
    seller: String(row.seller),
    amount: BigInt(String(row.owed)),
    currency,
    at: row.moved_at as bigint | null,
  })
  return listPage(rows, limit, returnOf, (row) => [row.placed_at as bigint, String(row.order_id), String(row.seller)])
}
