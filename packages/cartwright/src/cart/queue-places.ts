import { type ProductRef, productRef } from '../catalog/product.ts'
import type { Claim } from '../claims/claim.ts'
import { claimsOn, readClaim } from '../claims/claim-rows.ts'
import { type Place, queueBehind } from '../claims/queue.ts'
import { placesOf, placesOn, readPlace, readPlaces } from '../claims/queue-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'

/** Where a buyer stands in the line behind a unique item. Times are milliseconds since 1970. */
export interface QueuePlace {
  readonly product: ProductRef
  /** 1: next. 0: it is his turn, or nothing is in his way. */
  readonly position: number
  /** Until when the right that is in front lasts: the hold, or the turn of somebody before him; null for none, and for a sale. */
  readonly holdingUntil: bigint | null
  /** The end of his own turn, half-open; null while it is not his. */
  readonly turnUntil: bigint | null
}

/** A place as its owner may see it; null for one whose turn is over while others have theirs. */
export function placeIn(
  { options }: Context,
  product: ProductRef,
  claim: Claim | undefined,
  places: readonly Place[],
  owner: string,
  now: bigint,
): QueuePlace | null {
  const free = { product, position: 0, holdingUntil: null, turnUntil: null }
  if (claim === undefined) return free
  const { turn } = options.holds
  const { running, rest, startsAt } = queueBehind(claim, places, now, turn)
  const place = rest.findIndex((one) => one.owner === owner)
  if (!running) return place === -1 ? null : { ...free, position: place + 1, holdingUntil: startsAt }
  const ends = (startsAt ?? now) + turn
  if (place === 0) return { ...free, turnUntil: ends }
  if (place > 0) return { ...free, position: place, holdingUntil: ends }
  return rest.length === 0 ? free : null
}

/** Where the buyer waits, in the order of joining. Two questions; only his own places are told. */
export async function queuePlaces(context: Context, buyer: Buyer): Promise<readonly QueuePlace[]> {
  const owner = ownerOf(buyer)
  const [own = []] = owner === null ? [] : await context.db.read(placesOf(owner))
  const products = own.map((row) => String(row.product))
  if (owner === null || products.length === 0) return []
  const [claimRows = [], placeRows = []] = await context.db.read(claimsOn(products), placesOn(products))
  const claims = new Map(claimRows.map((row) => [String(row.product), readClaim(row)]))
  const queues = readPlaces(placeRows)
  const now = context.clock()
  return own.map(readPlace).flatMap(({ product }) => {
    const ref = productRef(product) ?? { type: '', id: product }
    return placeIn(context, ref, claims.get(product), queues.get(product) ?? [], owner, now) ?? []
  })
}
