import { act } from '../act.ts'
import { type ProductRef, productKey } from '../catalog/product.ts'
import type { Claim } from '../claims/claim.ts'
import { claimsOn, countOut, forgetFree, moveQueue, readClaim } from '../claims/claim-rows.ts'
import { type Place, queueBehind } from '../claims/queue.ts'
import { leavePlace, placesOn, readPlace } from '../claims/queue-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { firstOf } from '../storage/database.ts'
import type { Statement } from '../storage/statement.ts'
import { lapsedClaims } from './lapsed-claims.ts'

/**
 * Waits no more for a product. Whoever leaves in his own turn leaves the rest of it to the next, whose whole turn begins now; those whose turn is over
 * leave with him. Who does not wait changes nothing.
 *
 * @example
 * await shop.queue.leave({ type: 'garment', id: '42' }, { userId: 'ana' })
 */
export async function leaveQueue(context: Context, product: ProductRef, buyer: Buyer): Promise<void> {
  const owner = ownerOf(buyer)
  if (owner !== null) await leaveAs(context, productKey(product), owner)
}

/** As `leaveQueue`, by the keys. */
export function leaveAs(context: Context, product: string, owner: string): Promise<void> {
  return act(
    context,
    async () => {
      const { claim, places, now } = await readQueue(context, product)
      const own = places.find((place) => place.owner === owner)
      if (own === undefined || claim === null) return
      const told = eventOf(context, 'queue.left', { product, user: userOf(owner) }, now)
      await context.db.batch([...leaveSteps(context, claim, places, own, now), recordEvents(product, [told], now)], {
        key: product,
        id: context.newId(),
      })
    },
    async () => undefined,
  )
}

/** A claim and who waits for it, as they are now. */
export async function readQueue(
  context: Context,
  product: string,
): Promise<{ readonly claim: Claim | null; readonly places: readonly Place[]; readonly now: bigint }> {
  const [claims, places = []] = await context.db.read(claimsOn([product]), placesOn([product]))
  const row = firstOf(claims)
  return { claim: row === null ? null : readClaim(row), places: places.map(readPlace), now: context.clock() }
}

/** The statements by which one leaves, on the line as it was read. */
function leaveSteps(context: Context, claim: Claim, places: readonly Place[], own: Place, now: bigint): Statement[] {
  const { product } = claim
  const { running, passed, rest, startsAt } = queueBehind(claim, places, now, context.options.holds.turn)
  if (!running || (rest.includes(own) && rest[0] !== own))
    return [countOut(claim, 1n).orReread(), leavePlace(product, own.owner).orReread(), forgetFree(product)]
  const moved = rest[0] === own ? moveQueue(claim, [...passed, own], now) : moveQueue(claim, passed, startsAt ?? now)
  return [...moved, ...recordExpired(context, lapsedClaims(new Map([[product, claim]]), [product], now), now)]
}

/** A user's id; a guest is nobody to be told of. */
export const userOf = (owner: string): string | null => (owner.startsWith('user:') ? owner.slice('user:'.length) : null)
