import { moveQueue, readClaim } from '../claims/claim-rows.ts'
import { type Place, queueBehind } from '../claims/queue.ts'
import { placesOn, readPlaces, tellPlace } from '../claims/queue-rows.ts'
import type { Context } from '../context.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { Unmet } from '../storage/database.ts'
import { queuesRunning } from './sweep-rows.ts'

/**
 * Tells whose turn it is, once a turn, and forgets lines whose turns are all over. Whose turn it is says the clock: a turn that was not told runs as well.
 */
export async function sweepQueues(context: Context, limit: number, now: bigint): Promise<void> {
  const [rows = []] = await context.db.read(queuesRunning(now, BigInt(limit)))
  if (rows.length === 0) return
  const claims = rows.map(readClaim)
  const [placeRows = []] = await context.db.read(placesOn(claims.map(({ product }) => product)))
  const queues = readPlaces(placeRows)
  const { turn } = context.options.holds
  for (const claim of claims) {
    const { passed, rest, startsAt } = queueBehind(claim, queues.get(claim.product) ?? [], now, turn)
    const [first] = rest
    if (startsAt === null) continue
    if (first === undefined) await unlessMoved(() => context.db.batch(moveQueue(claim, passed, startsAt)))
    else if (first.toldAt === null || first.toldAt < startsAt) await unlessMoved(() => tell(context, first, startsAt + turn, now))
  }
}

function tell(context: Context, place: Place, until: bigint, now: bigint): Promise<unknown> {
  const { product, owner } = place
  const user = owner.startsWith('user:') ? owner.slice('user:'.length) : null
  const told = eventOf(context, 'queue.turn', { product, user, until: until.toString() }, now)
  return context.db.batch([tellPlace(place, now).orReread(), recordEvents(product, [told], now)])
}

/** Somebody else was here first: the next sweep looks again. */
async function unlessMoved(change: () => Promise<unknown>): Promise<void> {
  try {
    await change()
  } catch (error) {
    if (!(error instanceof Unmet)) throw error
  }
}
