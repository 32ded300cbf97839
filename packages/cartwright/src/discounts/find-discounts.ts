import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Page } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import type { Discount } from './discount.ts'
import { discountsAfter, discountsByCode, readDiscount } from './discount-rows.ts'
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
}

/**
 * Discounts in the order of their codes, page by page. Refuses with `invalid_input` for a limit outside 1 to 1000 and a cursor that is none.
 *
 * @example
 * const { items, next } = await shop.discounts.list({ prefix: 'XMAS-', limit: 100 })
 */
export async function listDiscounts(
  context: Context,
  { limit = 50, cursor = '', prefix = '' }: DiscountPage = {},
): Promise<Page<Discount>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new ShopError('invalid_input', { field: 'limit' })
  if (cursor !== '' && canonicalCode(cursor) !== cursor) throw new ShopError('invalid_input', { field: 'cursor' })
  const [rows = []] = await context.db.read(discountsAfter(cursor, prefix, limit + 1))
  const items = rows.slice(0, limit).map(readDiscount)
  return { items, next: rows.length > limit ? (items.at(-1)?.code ?? null) : null }
}
