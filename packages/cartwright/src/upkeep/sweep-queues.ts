import { workThrough } from '../auctions/work-through.ts'
import type { Claim } from '../claims/claim.ts'
import { moveQueue, readClaim } from '../claims/claim-rows.ts'
import { type Place, queueBehind } from '../claims/queue.ts'
import { placesOn, readPlaces, tellPlace } from '../claims/queue-rows.ts'
import type { Context } from '../context.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Statement } from '../storage/statement.ts'
import { queuesRunning } from './sweep-rows.ts'

/**
 * Tells whose turn it is, once a turn, and forgets lines whose turns are all over. Whose turn it is says the clock: a turn that was not told runs as well.
 * All lines that run are looked at, `limit` at a time: those of which everything was told keep no other waiting.
 */
export async function sweepQueues(context: Context, limit: number, now: bigint): Promise<void> {
  let after = { at: -1n, product: '' }
  for (;;) {
    const [rows = []] = await context.db.read(queuesRunning(after, now, BigInt(limit)))
    const last = rows.at(-1)
    if (last === undefined) return
    const [placeRows = []] = await context.db.read(placesOn(rows.map((row) => String(row.product))))
    const queues = readPlaces(placeRows)
    await workThrough(context, rows, async (row) => {
      const claim = readClaim(row)
      const statements = nextOf(context, claim, queues.get(claim.product) ?? [], now)
      if (statements.length > 0) await context.db.batch(statements, { key: claim.product, id: context.newId() })
    })
    if (rows.length < limit) return
    after = { at: last.expires_at as bigint, product: String(last.product) }
  }
}

function nextOf(context: Context, claim: Claim, places: readonly Place[], now: bigint): Statement[] {
  const { turn } = context.options.holds
  const { passed, rest, startsAt } = queueBehind(claim, places, now, turn)
  const [first] = rest
  if (startsAt === null) return []
  if (first === undefined) return moveQueue(claim, passed, startsAt)
  return first.toldAt === null || first.toldAt < startsAt ? tell(context, first, startsAt + turn, now) : []
}

function tell(context: Context, place: Place, until: bigint, now: bigint): Statement[] {
  const { product, owner } = place
  const user = owner.startsWith('user:') ? owner.slice('user:'.length) : null
  const told = eventOf(context, 'queue.turn', { product, user, until: until.toString() }, now)
  return [tellPlace(place, now).orReread(), recordEvents(product, [told], now)]
}
