import type { ProductRef } from '../catalog/product.ts'
import { productKey } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import { choiceOf, type ListPage, type ListRequest, limitOf, listPage, type Place, placeOf } from '../list-page.ts'
import type { Row } from '../storage/statement.ts'
import type { ClaimSource } from './claim.ts'
import { claimsUntil } from './claim-rows.ts'

export interface ClaimSearch extends ListRequest<'until' | '-until'> {
  /** `held`: for a cart, a winner or whom a seller reserved it for; `paying`: while it is paid. Default both. */
  readonly state?: 'held' | 'paying'
  /** `user:<id>` or `guest:<hash>`. */
  readonly owner?: string
  readonly product?: ProductRef
}

/** One right in force, for staff. */
export interface LiveClaim {
  /** `type:id`. */
  readonly product: string
  readonly state: 'held' | 'paying'
  readonly source: ClaimSource
  /** `user:<id>`, `guest:<hash>`, or `lot:<id>` while it is auctioned. */
  readonly owner: string
  readonly price: bigint | null
  readonly takenAt: bigint
  /** Half-open, milliseconds since 1970. */
  readonly until: bigint
  readonly waiters: number
}

const SORTS = ['-until', 'until'] as const
const STATES = ['held', 'paying'] as const

/**
 * The exclusive rights in force now, the one that ends next first (`-until`); for staff. Sold things are no part of it. Refuses with `invalid_input`.
 *
 * @example
 * const { items } = await shop.claims.list({ state: 'held', limit: 20 })
 */
export async function listClaims(context: Context, search: ClaimSearch = {}): Promise<ListPage<LiveClaim>> {
  const limit = limitOf(search)
  const sort = choiceOf(search.sort, SORTS, 'sort')
  const filter = {
    state: search.state === undefined ? null : choiceOf(search.state, STATES, 'state'),
    owner: search.owner ?? null,
    product: search.product === undefined ? null : productKey(search.product),
  }
  const after = placeOf(search, ['bigint', 'string'])
  const [rows = []] = await context.db.read(
    claimsUntil(filter, { now: context.clock(), falling: sort === 'until', after, limit: BigInt(limit) + 1n }),
  )
  return listPage(rows, limit, claimOf, (row): Place => [row.expires_at as bigint, String(row.product)])
}

const claimOf = (row: Row): LiveClaim => ({
  product: String(row.product),
  state: String(row.state) as LiveClaim['state'],
  source: String(row.source) as ClaimSource,
  owner: String(row.owner),
  price: row.price as bigint | null,
  takenAt: row.taken_at as bigint,
  until: row.expires_at as bigint,
  waiters: Number(row.waiters),
})
