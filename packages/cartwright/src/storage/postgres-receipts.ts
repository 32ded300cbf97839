import type { Receipt } from './database.ts'
import type { PostgresConnections, Query } from './postgres-connections.ts'
import type { Patience } from './postgres-patience.ts'
import { type Statement, sql } from './statement.ts'

/** The mark of a batch, stored by the batch itself. */
export const doneReceipt = (receipt: Receipt, now: bigint): Statement => sql`
  insert into receipt (key, id, state, made_at) values (${receipt.key}, ${receipt.id}, 'done', ${now})`

/**
 * Settles what became of a batch: stores its mark as void, unless it is there. A batch whose COMMIT is still open holds the mark, so this waits
 * for it; a batch that did not commit never can after this. Reading the mark, or `pg_xact_status`, could be wrong: it tells how things stand,
 * and a COMMIT may be on its way. The update changes nothing: it makes the statement answer the mark that is there, so it may be asked again
 * when its own answer was lost.
 */
export const voidReceipt = (receipt: Receipt, now: bigint): Statement => sql`
  insert into receipt (key, id, state, made_at) values (${receipt.key}, ${receipt.id}, 'void', ${now})
  on conflict (key, id) do update set state = receipt.state returning state`

/** Whether the batch of a receipt is committed; null when nobody could be asked in time. */
export async function settle(connections: PostgresConnections, voiding: Query, patience: Patience): Promise<boolean | null> {
  while (!patience.isOver) {
    const state = await stateOfReceipt(connections, voiding).catch(() => null)
    if (state !== null) return state === 'done'
    await patience.pause()
  }
  return null
}

/** The state of the mark; null when it is still held by an open batch. */
async function stateOfReceipt(connections: PostgresConnections, voiding: Query): Promise<string | null> {
  const client = await connections.acquire()
  const [answer] = await connections.fly(client, [voiding])
  client.release(connections.isBroken(client))
  return answer === undefined || answer instanceof Error ? null : String(answer.rows[0]?.state)
}
