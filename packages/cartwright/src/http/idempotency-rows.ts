import { type Statement, sql } from '../storage/statement.ts'

/** A request as its row names it: whose, and which. */
export interface RequestId {
  readonly owner: string
  readonly id: string
}

/**
 * Takes the row for a run; answers it only when this run has it now. A row is free when there is none, when it is a day old, or when a run took it
 * and neither answered nor gave up until `staleBefore`.
 */
export const takeRequest = (
  { owner, id }: RequestId,
  request: string,
  run: string,
  times: { now: bigint; until: bigint; staleBefore: bigint },
): Statement => sql`
  insert into idempotency (owner, id, request, status, body, reference, made_at, expires_at)
  values (${owner}, ${id}, ${request}, null, null, ${run}, ${times.now}, ${times.until})
  on conflict (owner, id) do update set request = excluded.request, status = null, body = null, reference = excluded.reference,
    made_at = excluded.made_at, expires_at = excluded.expires_at
  where idempotency.expires_at <= ${times.now} or (idempotency.status is null and idempotency.made_at <= ${times.staleBefore})
  returning reference`

export const readRequest = ({ owner, id }: RequestId, now: bigint): Statement => sql`
  select request, status, body, made_at from idempotency where owner = ${owner} and id = ${id} and expires_at > ${now}`

/** Stores the answer of the run that has the row. */
export const answerRun = ({ owner, id }: RequestId, run: string, status: bigint, body: string): Statement => sql`
  update idempotency set status = ${status}, body = ${body} where owner = ${owner} and id = ${id} and reference = ${run} and status is null`

/** Stores the first answer in a row that the action itself has made. */
export const answerFirst = ({ owner, id }: RequestId, status: bigint, body: string): Statement => sql`
  update idempotency set status = ${status}, body = ${body} where owner = ${owner} and id = ${id} and status is null`

/** Gives the row back: nothing is remembered of a failure. */
export const dropRun = ({ owner, id }: RequestId, run: string): Statement => sql`
  delete from idempotency where owner = ${owner} and id = ${id} and reference = ${run} and status is null`
