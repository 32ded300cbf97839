import { oneOf } from '../storage/exact.ts'
import { part, type Statement, sql } from '../storage/statement.ts'

/** Further away than any shop will last: the sweeper leaves these rows alone. */
const FOR_EVER = 9_000_000_000_000_000n
const MARK = 'carried'

/** Remembers that something of another system was carried over, and what it was like; changes no row when it was already. */
export const markCarried = (key: string, likeness: string, now: bigint): Statement => sql`
  insert into idempotency (owner, id, request, status, body, reference, made_at, expires_at)
  values (${key}, ${MARK}, ${likeness}, null, null, null, ${now}, ${FOR_EVER}) on conflict (owner, id) do nothing`

export const carriedAmong = (keys: readonly string[]): Statement => sql`
  select owner, request from idempotency where ${oneOf(part`owner`, keys)} and id = ${MARK}`
