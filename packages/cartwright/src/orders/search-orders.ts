import { invalidInput } from '../check-input.ts'
import type { Context } from '../context.ts'
import { choiceOf, type ListPage, type ListRequest, limitOf, listPage, type Place, placeOf } from '../list-page.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { cartOfId } from './order-rows.ts'
import type { OrderState, ParcelState } from './order-view.ts'
import { type OrderRange, ordersByTime, ordersNamed, ordersNumbered, ordersOfSeller, parcelsOfOrders } from './search-orders-rows.ts'

export const ORDER_STATES: readonly [OrderState, ...OrderState[]] = ['placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded']

/** By their time, the newest first (`placed`); with `-` the oldest. */
export type OrderSort = 'placed' | '-placed'
const SORTS: readonly [OrderSort, ...OrderSort[]] = ['placed', '-placed']

export interface OrderSearch extends ListRequest<OrderSort> {
  readonly state?: OrderState
  /** Owner's key: `user:<id>` or `guest:<hash>`. */
  readonly buyer?: string
  /** A seller's id: orders with a parcel of his. Not together with a buyer. */
  readonly seller?: string
  /** The number or the id of one order; all else is left out of account then. */
  readonly number?: string
  /** Milliseconds since 1970: placed at this moment or later. */
  readonly from?: bigint
  /** Placed before this moment. */
  readonly until?: bigint
}

/** One order of a list for staff. */
export interface OrderSummary {
  readonly id: string
  readonly number: string
  readonly state: OrderState
  /** Owner's key of the buyer. */
  readonly buyer: string
  readonly email: string | null
  readonly currency: string
  readonly total: bigint
  readonly placedAt: bigint
  readonly parcels: readonly { readonly seller: string; readonly state: ParcelState }[]
}

const LATEST = 9_000_000_000_000_000n

/**
 * All orders of the shop, for staff, page by page along one index. Refuses with `invalid_input` a state, sort, limit, time or cursor that is none, and a buyer
 * together with a seller.
 *
 * @example
 * const { items } = await shop.orders.search({ state: 'paid', seller: 'mihai' })
 */
export async function searchOrders(context: Context, search: OrderSearch = {}): Promise<ListPage<OrderSummary>> {
  const { buyer, seller, number, from = 0n, until = LATEST } = search
  if (buyer !== undefined && seller !== undefined) throw invalidInput([{ field: 'seller', code: 'choice' }])
  for (const [field, time] of Object.entries({ from, until }))
    if (typeof time !== 'bigint') throw invalidInput([{ field, code: 'invalid' }])
  const limit = limitOf(search)
  const falling = choiceOf(search.sort, SORTS, 'sort') === 'placed'
  const state = search.state === undefined ? null : choiceOf(search.state, ORDER_STATES, 'state')
  const after = placeOf(search, ['bigint', 'string'])
  if (number !== undefined) return { items: await withParcels(context, await numbered(context, number)), next: null }
  const range: OrderRange = { state, from, until, falling, after, limit: BigInt(limit) + 1n }
  const [rows = []] = await context.db.read(seller === undefined ? ordersByTime(buyer ?? null, range) : ordersOfSeller(seller, range))
  const page = listPage(
    rows,
    limit,
    (row) => row,
    (row): Place => [row.placed_at as bigint, String(row.id)],
  )
  const orders =
    seller === undefined ? page.items : (await named(context, page.items)).filter((row) => state === null || row.state === state)
  return { items: await withParcels(context, orders), next: page.next }
}

async function numbered(context: Context, text: string): Promise<Rows> {
  const [byNumber = [], byId = []] = await context.db.read(ordersNumbered(text), ordersNamed([cartOfId(text)], [text]))
  return byNumber.length > 0 ? byNumber : byId
}

/** The orders of some parcels, in their order. A page of one state may be short, and still have a next one. */
async function named(context: Context, parcels: Rows): Promise<Rows> {
  const ids = parcels.map((row) => String(row.id))
  const [orders = []] = ids.length === 0 ? [] : await context.db.read(ordersNamed(ids.map(cartOfId), ids))
  return ids.flatMap((id) => orders.filter((order) => order.id === id))
}

async function withParcels(context: Context, orders: Rows): Promise<OrderSummary[]> {
  const carts = [...new Set(orders.map((order) => cartOfId(String(order.id))))]
  const [parcels = []] = carts.length === 0 ? [] : await context.db.read(parcelsOfOrders(carts))
  const byOrder = Map.groupBy(parcels, (parcel) => parcel.order_id)
  return orders.map((order) => summaryOf(order, byOrder.get(order.id) ?? []))
}

const summaryOf = (row: Row, parcels: Rows): OrderSummary => ({
  id: String(row.id),
  number: String(row.number),
  state: String(row.state) as OrderState,
  buyer: String(row.buyer),
  email: row.email as string | null,
  currency: String(row.currency),
  total: row.total as bigint,
  placedAt: row.placed_at as bigint,
  parcels: parcels.map(({ seller, state }) => ({ seller: String(seller), state: String(state) as ParcelState })),
})
