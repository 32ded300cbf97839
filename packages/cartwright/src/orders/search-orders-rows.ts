import type { Place } from '../list-page.ts'
import { oneOf } from '../storage/exact.ts'
import { type Fragment, part, type Statement, sql } from '../storage/statement.ts'

const SUMMARY = part`id, number, buyer, email, state, currency, total, placed_at`
const DESCENDING = part`desc`
const ASCENDING = part`asc`

/** What a list of orders is narrowed to; from and until are half-open, milliseconds. */
export interface OrderRange {
  readonly state: string | null
  readonly from: bigint
  readonly until: bigint
  readonly falling: boolean
  readonly after: Place | null
  readonly limit: bigint
}

/** Orders by their time: of one state, of one buyer, or all, each along an index of its own. */
export const ordersByTime = (buyer: string | null, range: OrderRange): Statement => sql`
  select ${SUMMARY} from placed_order
  where ${between(part`id`, range)} ${buyer === null ? part`` : part`and buyer = ${buyer}`}
    ${range.state === null ? part`` : part`and state = ${range.state}`}
  order by placed_at ${way(range)}, id ${way(range)} limit ${range.limit}`

/** Orders a seller has a parcel of, by their time; each is there once. */
export const ordersOfSeller = (seller: string, range: OrderRange): Statement => sql`
  select order_id as id, placed_at from parcel
  where seller = ${seller} and ${between(part`order_id`, range)}
  order by placed_at ${way(range)}, order_id ${way(range)} limit ${range.limit}`

/** The place takes the place of the bound it lies behind: with both, a database may begin at the bound and walk to the place. */
function between(column: Fragment, { falling, after, from, until }: OrderRange): Fragment {
  if (after === null) return part`placed_at >= ${from} and placed_at < ${until}`
  const [at = 0n, id = ''] = after
  return falling
    ? part`placed_at >= ${from} and (placed_at, ${column}) < (${at}, ${id})`
    : part`(placed_at, ${column}) > (${at}, ${id}) and placed_at < ${until}`
}

const way = ({ falling }: OrderRange): Fragment => (falling ? DESCENDING : ASCENDING)

/** These orders, which are of these carts. */
export const ordersNamed = (carts: readonly string[], orders: readonly string[]): Statement => sql`
  select ${SUMMARY} from placed_order where ${oneOf(part`cart_id`, carts)} and ${oneOf(part`id`, orders)}`

export const ordersNumbered = (number: string): Statement => sql`
  select ${SUMMARY} from placed_order where number = ${number} order by placed_at desc limit 20`

export const parcelsOfOrders = (carts: readonly string[]): Statement => sql`
  select order_id, seller, state from parcel where ${oneOf(part`cart_id`, carts)} order by seller`
