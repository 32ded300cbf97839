import { type Statement, sql } from '../storage/statement.ts'

export const expiredClaims = (now: bigint, limit: bigint): Statement => sql`
  select product, holder, expires_at from claim where expires_at <= ${now} and state = 'held' and source = 'cart' order by expires_at limit ${limit}`

/** The guard is the same as the question: a hold that was renewed or taken over meanwhile stays. */
export const deleteExpired = (product: string, holder: string, now: bigint): Statement => sql`
  delete from claim where product = ${product} and holder = ${holder} and state = 'held' and source = 'cart' and expires_at <= ${now}`

/** Lapsed holds on units; each is then taken back by its key with the same guard. */
export const lapsedHolds = (now: bigint, limit: bigint): Statement => sql`
  select product, holder, cast(quantity as text) as quantity, expires_at from stock_hold where expires_at <= ${now} order by expires_at limit ${limit}`

export const staleKeys = (now: bigint): Statement => sql`delete from idempotency where expires_at <= ${now}`

/** Receipts are kept far longer than any retry lasts, else a lost outcome could be read wrong (rule D13). */
export const staleReceipts = (before: bigint): Statement => sql`delete from receipt where made_at < ${before}`
