import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Page } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import type { Statement } from '../storage/statement.ts'
import type { Discount } from './discount.ts'
import {
  type DiscountPlace,
  type DiscountState,
  discountsAfter,
  discountsBefore,
  discountsByCode,
  discountsInState,
  readDiscount,
} from './discount-rows.ts'
import { canonicalCode } from './discount-rules.ts'

/** The discount behind a code; null when there is none. */
export async function findDiscount(context: Context, text: string): Promise<Discount | null> {
  const code = canonicalCode(text)
  if (code === null) return null
  const [rows] = await context.db.read(discountsByCode([code], ''))
  const row = firstOf(rows)
  return row === null ? null : readDiscount(row)
}

export interface DiscountPage {
  /** Default 50, at most 1000. */
  readonly limit?: number
  /** The `next` of the page before. */
  readonly cursor?: string
  /** Only codes that begin so. */
  readonly prefix?: string
  /** Only codes of this campaign. */
  readonly campaign?: string
  /** Only those that are in this state now. */
  readonly state?: DiscountState
  /** `code` (default): by code. `newest`: the newest first; takes none of the filters. */
  readonly order?: 'code' | 'newest'
}

const ORDERS = ['code', 'newest'] as const
const STATES: readonly DiscountState[] = ['active', 'scheduled', 'ended', 'off']
/** Later than any discount was made, and ends. */
const LATEST = 2n ** 63n - 1n

/**
 * Discounts in the order of their codes, page by page. Those of one state (without another filter) come by time: active ones the first to end first, ended
 * ones the last to end first, scheduled ones the first to begin first. Refuses with `invalid_input` for a limit outside 1 to 1000, a cursor that is none, and
 * filters that are none.
 *
 * @example
 * const { items, next } = await shop.discounts.list({ prefix: 'XMAS-', limit: 100 })
 */
export async function listDiscounts(context: Context, page: DiscountPage = {}): Promise<Page<Discount>> {
  const { limit = 50, cursor, prefix = '', campaign, state, order = 'code' } = page
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new ShopError('invalid_input', { field: 'limit' })
  if (state !== undefined && !STATES.includes(state)) throw new ShopError('invalid_input', { field: 'state' })
  if (!ORDERS.includes(order)) throw new ShopError('invalid_input', { field: 'order' })
  // A code that begins otherwise is none: nothing is found, and nothing is looked for.
  if (!/^[A-Z0-9_-]{0,32}$/.test(prefix)) return { items: [], next: null }
  const now = context.clock()
  const more = BigInt(limit) + 1n
  const place = (first: bigint): DiscountPlace => (cursor === undefined || cursor === '' ? { at: first, code: '' } : readPlace(cursor))
  const byTime = async (question: Statement, column: 'made_at' | 'place'): Promise<Page<Discount>> => {
    const [rows = []] = await context.db.read(question)
    const last = rows.length > limit ? rows[limit - 1] : undefined
    return { items: rows.slice(0, limit).map(readDiscount), next: last === undefined ? null : `${last[column]}.${last.code}` }
  }
  if (order === 'newest') return byTime(discountsBefore(place(LATEST), more), 'made_at')
  if (state !== undefined && state !== 'off' && prefix === '' && campaign === undefined)
    return byTime(discountsInState(state, place(state === 'ended' ? LATEST : -1n), now, more), 'place')
  if (cursor !== undefined && cursor !== '' && canonicalCode(cursor) !== cursor) throw new ShopError('invalid_input', { field: 'cursor' })
  const filter = { prefix, campaign: campaign ?? null, state: state ?? null }
  const [rows = []] = await context.db.read(discountsAfter(cursor ?? '', filter, now, more))
  const items = rows.slice(0, limit).map(readDiscount)
  return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
}

function readPlace(cursor: string): DiscountPlace {
  const [, at, code] = /^(\d{1,19})\.([A-Z0-9_-]{3,32})$/.exec(cursor) ?? []
  if (at === undefined || code === undefined || BigInt(at) > LATEST) throw new ShopError('invalid_input', { field: 'cursor' })
  return { at: BigInt(at), code }
}
