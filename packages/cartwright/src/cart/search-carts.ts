import { type ProductRef, productKey } from '../catalog/product.ts'
import { invalidInput } from '../check-input.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { choiceOf, type ListPage, type ListRequest, limitOf, listPage, placeOf } from '../list-page.ts'
import { lineTotal } from '../money/rounding.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { type CartRecord, recordsOf } from './list-carts.ts'
import { cartsByAge, cartsByUse, cartsOfOwner, cartsWithProduct, goodsOf, type Reading, summariesOf } from './search-carts-rows.ts'

/** `merged`: its lines went into another cart. */
export type CartState = 'open' | 'paying' | 'placed' | 'merged'
export const CART_STATES: readonly [CartState, ...CartState[]] = ['open', 'paying', 'placed', 'merged']
/** Last used first, newest first; with `-` the other way. */
export type CartSort = 'activity' | '-activity' | 'age' | '-age'
const SORTS: readonly [CartSort, ...CartSort[]] = ['activity', '-activity', 'age', '-age']
const BY_AGE: readonly [CartSort, ...CartSort[]] = ['age', '-age']

export interface CartSearch extends ListRequest<CartSort> {
  /** Default `open`; of an owner or with a product: all. */
  readonly state?: CartState
  /** `user:<id>` or `guest:<hash>`, as a cart's `owner` says it. By age only. */
  readonly owner?: string
  /** Only carts it is in, saved or not. By age only, and not together with an owner. */
  readonly product?: ProductRef
}

/** One cart of a list for staff. */
export interface CartSummary extends Pick<CartRecord, 'id' | 'name' | 'currency' | 'codes' | 'madeAt' | 'usedAt'> {
  readonly state: CartState
  readonly owner: string
  /** Lines in it, without what is saved for later. */
  readonly lines: number
  /** What they come to at the prices the buyer saw, minor units; nothing is asked of the catalogue. */
  readonly goods: bigint
}

/**
 * All carts of the shop, for staff, page by page along one index: a list of a million is read as fast as one of ten. Refuses with `invalid_input` a state,
 * sort, limit or cursor that is none, and an owner together with a product.
 *
 * @example
 * const { items, next } = await shop.carts.list({ state: 'open', sort: '-activity', limit: 50 })
 */
export async function listCarts(context: Context, search: CartSearch = {}): Promise<ListPage<CartSummary>> {
  const { owner, product } = search
  if (owner !== undefined && product !== undefined) throw invalidInput([{ field: 'product', code: 'choice' }])
  const limit = limitOf(search)
  const sort = choiceOf(search.sort, owner === undefined && product === undefined ? SORTS : BY_AGE, 'sort')
  const state = search.state === undefined ? null : choiceOf(search.state, CART_STATES, 'state')
  const reading = (kinds: readonly ('bigint' | 'string')[]): Reading => ({
    falling: !sort.startsWith('-'),
    after: placeOf(search, kinds),
    limit: BigInt(limit) + 1n,
  })
  if (product !== undefined) return withProduct(context, productKey(product), state, limit, reading(['string']))
  const byUse = sort.endsWith('activity')
  const place = reading(['bigint', 'string'])
  const [rows = []] = await context.db.read(
    owner !== undefined ? cartsOfOwner(owner, place) : (byUse ? cartsByUse : cartsByAge)(state ?? 'open', place),
  )
  const page = listPage(
    rows,
    limit,
    (row) => row,
    (row) => [row[byUse ? 'used_at' : 'made_at'] as bigint, String(row.cart_id)],
  )
  return { items: await summaries(context, inState(page.items, state)), next: page.next }
}

/** The ids of a page come first; a page of one state may be short, and still have a next one. */
async function withProduct(
  context: Context,
  product: string,
  state: string | null,
  limit: number,
  reading: Reading,
): Promise<ListPage<CartSummary>> {
  const [rows = []] = await context.db.read(cartsWithProduct(product, reading))
  const { items: ids, next } = listPage(
    rows,
    limit,
    (row) => String(row.cart_id),
    (row) => [String(row.cart_id)],
  )
  const [carts = []] = ids.length === 0 ? [] : await context.db.read(summariesOf(ids))
  const ordered = ids.flatMap((id) => carts.filter((cart) => cart.cart_id === id))
  return { items: await summaries(context, inState(ordered, state)), next }
}

const inState = (rows: Rows, state: string | null): Rows => rows.filter((row) => state === null || row.state === state)

async function summaries(context: Context, rows: Rows): Promise<CartSummary[]> {
  const [goods = []] = rows.length === 0 ? [] : await context.db.read(goodsOf(rows.map((row) => String(row.cart_id))))
  const byCart = Map.groupBy(goods, (line) => line.cart_id)
  return rows.map((row) =>
    summaryOf(
      row,
      (byCart.get(row.cart_id) ?? []).filter((line) => line.saved === 0n),
    ),
  )
}

const summaryOf = (row: Row, lines: Rows): CartSummary => ({
  id: String(row.cart_id),
  name: String(row.name),
  owner: String(row.owner),
  state: String(row.state) as CartState,
  currency: String(row.currency),
  codes: JSON.parse(String(row.codes)) as string[],
  madeAt: row.made_at as bigint,
  usedAt: row.used_at as bigint,
  lines: lines.length,
  goods: lines.reduce((sum, line) => sum + lineTotal(line.unit_price as bigint, BigInt(String(line.quantity)), Number(line.scale)), 0n),
})

/** A cart of any state with its owner. */
export interface StoredRecord extends Omit<CartRecord, 'state'>, Pick<CartSummary, 'owner' | 'state'> {}

/** Any cart as it is stored, with its owner; nothing is asked of the catalogue. Refuses with `not_found`. */
export async function findCart(context: Context, id: string): Promise<StoredRecord> {
  const [rows] = await context.db.read(summariesOf([id]))
  const row = firstOf(rows)
  const [record] = row === null ? [] : await recordsOf(context, [row])
  if (row === null || record === undefined) throw new ShopError('not_found')
  return { ...record, owner: String(row.owner), state: String(row.state) as CartState }
}
