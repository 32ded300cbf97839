import type { Context } from '../context.ts'
import { Unmet } from '../storage/database.ts'
import type { Rows } from '../storage/statement.ts'
import { dueEventsOf, dueKeys, eventsSpread, insertDeliveries } from './delivery-rows.ts'

const KEYS = 100
/** Few enough that the rows of one statement stay below the parameters a statement may have. */
const EVENTS = 500

/**
 * Makes of each new event one delivery for each target it names, once. The events of one aggregate are taken together: who sees one of them sees
 * all before it, so a later one is never on its way without the earlier. Any process may do it, whoever it can tell itself. Answers whether there
 * may be more.
 */
export async function spreadEvents(context: Context): Promise<boolean> {
  const now = context.clock()
  const [found = []] = await context.db.read(dueKeys(now, BigInt(KEYS)))
  if (found.length === 0) return false
  const keys = found.map((row) => String(row.key))
  const events = await context.db.read(...keys.map((key) => dueEventsOf(key, BigInt(EVENTS))))
  for (const [place, key] of keys.entries()) await spreadKey(context, key, events[place] ?? [], now)
  return found.length === KEYS || events.some((rows) => rows.length === EVENTS)
}

async function spreadKey(context: Context, key: string, events: Rows, now: bigint): Promise<void> {
  if (events.length === 0) return
  const ids = events.map((row) => String(row.id))
  const deliveries = events.flatMap((row) =>
    (JSON.parse(String(row.targets)) as string[]).map((target) => ({ event: String(row.id), target, sequence: row.sequence as bigint })),
  )
  try {
    await context.db.batch([
      eventsSpread(key, ids).expect(BigInt(ids.length)).orReread(),
      ...(deliveries.length === 0 ? [] : [insertDeliveries(key, deliveries, now)]),
    ])
  } catch (error) {
    // Another process has done it in between.
    if (!(error instanceof Unmet)) throw error
  }
}
