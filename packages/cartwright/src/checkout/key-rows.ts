import { hashOf } from '../context.ts'
import { type Statement, sql } from '../storage/statement.ts'

/** The row of one checkout key, in the buyer's own namespace: nobody else's key is ever seen (C24). */
export const checkoutKey = (key: string): string => `checkout:${hashOf(key)}`

export const readKey = (owner: string, id: string): Statement => sql`
  select request, reference, status, body, expires_at from idempotency where owner = ${owner} and id = ${id}`

/**
 * Binds the key to the order in the batch that makes it: a success only, so a failure stays retryable. A key that ran out is taken anew;
 * changes no row while it is bound.
 */
export const bindKey = (owner: string, id: string, request: string, order: string, now: bigint, until: bigint): Statement => sql`
  insert into idempotency (owner, id, request, status, body, reference, made_at, expires_at)
  values (${owner}, ${id}, ${request}, null, null, ${order}, ${now}, ${until})
  on conflict (owner, id) do update set request = excluded.request, status = null, body = null, reference = excluded.reference,
    made_at = excluded.made_at, expires_at = excluded.expires_at
  where idempotency.expires_at <= excluded.made_at`

/** Frees the key of an order whose payment failed, so the same key may be tried again. */
export const freeKey = (owner: string, order: string): Statement =>
  sql`delete from idempotency where owner = ${owner} and reference = ${order}`
