import type { Place } from '../list-page.ts'
import { oneOf } from '../storage/exact.ts'
import { type Fragment, part, type Statement, sql } from '../storage/statement.ts'

const SUMMARY = part`cart_id, owner, name, state, currency, codes, made_at, used_at`
const DESCENDING = part`desc`
const ASCENDING = part`asc`
const FROM_START = part``

/** Which way a list goes, and where the page before ended. */
export interface Reading {
  readonly falling: boolean
  readonly after: Place | null
  readonly limit: bigint
}

const way = ({ falling }: Reading): Fragment => (falling ? DESCENDING : ASCENDING)

/** Carts of one state by their last use. */
export const cartsByUse = (state: string, reading: Reading): Statement => sql`
  select ${SUMMARY} from cart where state = ${state} ${beyond(part`used_at`, reading)}
  order by used_at ${way(reading)}, cart_id ${way(reading)} limit ${reading.limit}`

/** Carts of one state by their age. */
export const cartsByAge = (state: string, reading: Reading): Statement => sql`
  select ${SUMMARY} from cart where state = ${state} ${beyond(part`made_at`, reading)}
  order by made_at ${way(reading)}, cart_id ${way(reading)} limit ${reading.limit}`

/** All carts of an owner by their age. */
export const cartsOfOwner = (owner: string, reading: Reading): Statement => sql`
  select ${SUMMARY} from cart where owner = ${owner} ${beyond(part`made_at`, reading)}
  order by made_at ${way(reading)}, cart_id ${way(reading)} limit ${reading.limit}`

function beyond(column: Fragment, { falling, after }: Reading): Fragment {
  if (after === null) return FROM_START
  const [at = 0n, id = ''] = after
  return falling ? part`and (${column}, cart_id) < (${at}, ${id})` : part`and (${column}, cart_id) > (${at}, ${id})`
}

/** The carts a product is in, by their ids, which begin with their time. */
export const cartsWithProduct = (product: string, { falling, after, limit }: Reading): Statement => {
  const [id = ''] = after ?? []
  const rest = after === null ? FROM_START : falling ? part`and cart_id < ${id}` : part`and cart_id > ${id}`
  return sql`
  select distinct cart_id from cart_line where product = ${product} ${rest}
  order by cart_id ${falling ? DESCENDING : ASCENDING} limit ${limit}`
}

export const summariesOf = (carts: readonly string[]): Statement => sql`select ${SUMMARY} from cart where ${oneOf(part`cart_id`, carts)}`

/** What is in these carts, as far as a list shows it. */
export const goodsOf = (carts: readonly string[]): Statement => sql`
  select cart_id, cast(quantity as text) as quantity, scale, unit_price, saved from cart_line where ${oneOf(part`cart_id`, carts)}`
