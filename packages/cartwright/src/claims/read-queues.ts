import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { type Claim, isLive } from './claim.ts'
import { awaited, type Place, turnOf } from './queue.ts'
import { placesOn, readPlaces } from './queue-rows.ts'

/** Lines of people, by product. */
export type Queues = ReadonlyMap<string, readonly Place[]>
export const NO_QUEUES: Queues = new Map()

/** Who waits for those of these products whose right is over: one question, and none where nobody waits. */
export async function queuesOn(
  context: Context,
  claims: ReadonlyMap<string, Claim>,
  products: readonly string[],
  now: bigint,
): Promise<Queues> {
  const keys = awaited(claims, products, now)
  if (keys.length === 0) return NO_QUEUES
  const [rows = []] = await context.db.read(placesOn(keys))
  return readPlaces(rows)
}

/** A claim to be taken over as it was read, and who leaves the line behind it. */
export interface InTurn {
  readonly seen: Claim
  readonly leaving: readonly Place[]
}

/**
 * How a buyer may take a product that nobody has a live right on: null in the plain way, else in turn. Refuses with `item_taken` while others have
 * theirs, with `hold_limit` (`cool_down`) when he has held it too often in a row; `holds`: he is to hold it, not to pay for it.
 */
export function judgeTake(
  context: Context,
  { claim, places, owner, holds }: { claim: Claim | undefined; places: readonly Place[]; owner: string; holds: boolean },
  now: bigint,
): InTurn | null {
  if (claim === undefined || isLive(claim, now)) return null
  const { turn } = context.options.holds
  const next = claim.waiters === 0n ? null : turnOf(claim, places, owner, now, turn)
  if (next?.state === 'others') throw new ShopError('item_taken', { product: claim.product, availableAgainAt: next.availableAgainAt })
  const again = next?.state === 'own' ? null : coolsUntil(context, claim, owner, now)
  if (holds && again !== null) throw new ShopError('hold_limit', { product: claim.product, reason: 'cool_down', availableAgainAt: again })
  return next === null ? null : { seen: claim, leaving: next.leaving }
}

/** Until when the one who held a product too often in a row has to leave it to others; null when he need not. */
function coolsUntil({ options }: Context, { owner, takes, expiresAt }: Claim, taker: string, now: bigint): bigint | null {
  const { retakes, coolDown } = options.holds
  if (owner !== taker || takes <= BigInt(retakes) || expiresAt === null) return null
  return now < expiresAt + coolDown ? expiresAt + coolDown : null
}
