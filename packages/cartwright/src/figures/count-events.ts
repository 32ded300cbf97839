import type { Context } from '../context.ts'
import { Lost, Unmet } from '../storage/database.ts'
import type { Rows } from '../storage/statement.ts'
import { addFigures, beginCursor, cursorNamed, type EventPlace, eventsSince, firstAdds, moveCursor, readPlace } from './figure-rows.ts'
import { tally } from './tally.ts'

/** The cursor that has counted events. */
export const COUNTED_EVENTS = 'events'
/**
 * An event bears the time at which its batch was decided on, and is seen when that has committed: this much later no batch is on its way any more. What is
 * younger is left for the next run.
 */
export const COMMIT_LAG = 60_000n
/** Where nothing happens, that somebody looked is said once in so long. */
const SAID_ANEW = 60_000n
/** Events of one batch. */
const PIECE = 500
/** Pieces of one run: a shop with a long history is counted little by little. */
const PIECES = 20
const BEFORE_ALL: EventPlace = { at: -1n, key: '', id: '' }

/**
 * Counts the events that came since the last run. The cursor moves in the batch that adds to the figures, from where it was read: two who count at the same
 * time count nothing twice, and one who dies in between has counted either all of a piece or nothing of it.
 */
export async function countEvents(context: Context, size: number = PIECE): Promise<void> {
  for (let piece = 0; piece < PIECES; piece += 1) if (!(await countPiece(context, size))) return
}

/** Answers whether there may be more. */
async function countPiece(context: Context, size: number): Promise<boolean> {
  const now = context.clock()
  const [[cursor] = []] = await context.db.read(cursorNamed(COUNTED_EVENTS))
  const from = cursor === undefined ? BEFORE_ALL : readPlace(cursor)
  const [events = []] = await context.db.read(eventsSince(from, now - COMMIT_LAG, BigInt(size)))
  const last = events.at(-1)
  if (last === undefined && cursor !== undefined && now - (cursor.looked_at as bigint) < SAID_ANEW) return false
  const to = last === undefined ? from : { at: last.made_at as bigint, key: String(last.key), id: String(last.id) }
  const figures = tally(events, await firstAddsOf(context, events))
  const statements = [
    ...(cursor === undefined ? [beginCursor(COUNTED_EVENTS)] : []),
    moveCursor(COUNTED_EVENTS, from, to, now).orReread(),
    ...(figures.length === 0 ? [] : [addFigures(figures)]),
  ]
  try {
    await context.db.batch(statements, { key: COUNTED_EVENTS, id: context.newId() })
  } catch (error) {
    // Another process is counting.
    if (error instanceof Unmet) return false
    if (!(error instanceof Lost && error.committed === true)) throw error
  }
  return events.length === size
}

async function firstAddsOf(context: Context, events: Rows): Promise<ReadonlyMap<string, bigint>> {
  const carts = [...new Set(events.filter(({ name }) => name === 'cart.item_added').map(({ key }) => String(key)))]
  if (carts.length === 0) return new Map()
  const [rows = []] = await context.db.read(firstAdds(carts))
  return new Map(rows.map((row) => [String(row.key), row.sequence as bigint]))
}
