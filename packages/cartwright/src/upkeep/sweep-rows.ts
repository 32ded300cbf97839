import { type Statement, sql } from '../storage/statement.ts'

export const expiredClaims = (now: bigint, limit: bigint): Statement => sql`
  select product, holder, expires_at from claim
  where expires_at <= ${now} and state = 'held' and source in ('cart', 'seller') order by expires_at limit ${limit}`

/**
 * A hold that has run out is free, and was told. The row stays for a while: it knows who had it, and how often in a row. The guard is the same as the
 * question: a hold that was renewed or taken over meanwhile stays.
 */
export const freeExpired = (product: string, holder: string, now: bigint): Statement => sql`
  update claim set state = 'free', source = 'cart', holder = '', price = null
  where product = ${product} and holder = ${holder} and state = 'held' and source in ('cart', 'seller') and expires_at <= ${now}`

/** What has been free for long and nobody waits for needs no row. */
export const staleFree = (before: bigint): Statement => sql`
  delete from claim where state = 'free' and waiters = 0 and expires_at <= ${before}`

/** Lines behind what nobody has any more, from a place on; each is then moved by its key, as it was read. */
export const queuesRunning = (after: { at: bigint; product: string }, now: bigint, limit: bigint): Statement => sql`
  select product, state, source, holder, owner, price, expires_at, waiters, takes from claim
  where expires_at <= ${now} and waiters > 0 and expires_at >= ${after.at} and (expires_at > ${after.at} or product > ${after.product})
  order by expires_at, product limit ${limit}`

/** Lapsed holds on units; each is then taken back by its key with the same guard. */
export const lapsedHolds = (now: bigint, limit: bigint): Statement => sql`
  select product, holder, cast(quantity as text) as quantity, expires_at from stock_hold where expires_at <= ${now} order by expires_at limit ${limit}`

export const staleKeys = (now: bigint): Statement => sql`delete from idempotency where expires_at <= ${now}`

/** The age of the receipt behind the oldest `many`, where there are more. */
export const receiptBehind = (before: bigint, many: bigint): Statement => sql`
  select made_at from receipt where made_at < ${before} order by made_at limit 1 offset ${many}`

/** Receipts are kept far longer than any retry lasts, else a lost outcome could be read wrong (rule D13). */
export const staleReceipts = (before: bigint): Statement => sql`delete from receipt where made_at < ${before}`
