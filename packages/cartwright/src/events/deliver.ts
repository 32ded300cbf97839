import type { Context } from '../context.ts'
import { Unmet } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import type { EventName, ShopEvent } from './event.ts'
import { dueEvents, eventDone, eventFailed, leaseEvent } from './event-rows.ts'

/** How long a handler may take before another process tries as well: longer than any sane handler, short enough for an impatient admin. */
const LEASE = 60_000n
/** Ten tries over about three hours (10 s, doubled each time); then a person has to look. */
const TRIES = 10n

/** Hands due events to their handlers: at least once, after the commit, one process at a time. A failing handler neither undoes nor blocks anything. */
export async function deliverEvents(context: Context, limit = 100): Promise<number> {
  const [due = []] = await context.db.read(dueEvents(context.clock(), BigInt(limit)))
  let delivered = 0
  for (const row of due) delivered += (await deliver(context, row)) ? 1 : 0
  return delivered
}

async function deliver(context: Context, row: Row): Promise<boolean> {
  const key = String(row.key)
  const id = String(row.id)
  const now = context.clock()
  try {
    await context.db.batch([leaseEvent(key, id, row.due_at as bigint, now + LEASE).orReread()])
  } catch (error) {
    if (error instanceof Unmet) return false
    throw error
  }
  const name = String(row.name) as EventName
  try {
    await context.options.on[name]?.(eventOfRow(row, name))
  } catch (error) {
    const tries = (row.tries as bigint) + 1n
    const again = tries >= TRIES ? null : now + 10_000n * 2n ** (tries - 1n)
    await context.db.batch([eventFailed(key, id, error instanceof Error ? error.message : 'threw no error', again)])
    return false
  }
  await context.db.batch([eventDone(key, id)])
  return true
}

function eventOfRow(row: Row, name: EventName): ShopEvent {
  const stored = JSON.parse(String(row.payload)) as Record<string, string | null>
  const after = row.quantity as string | null
  const payload =
    after === null || stored.added == null
      ? stored
      : { ...stored, line: row.line_id as string, before: (BigInt(after) - BigInt(stored.added)).toString(), after }
  return { id: String(row.id), key: String(row.key), sequence: row.sequence as bigint, name, payload, madeAt: row.made_at as bigint }
}
