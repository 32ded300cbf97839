import { type ProductRef, productKey } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import { firstOf } from '../storage/database.ts'
import { type Claim, type ClaimSource, type ClaimState, isLive } from './claim.ts'
import { claimsOn, readClaim } from './claim-rows.ts'
import { queueBehind } from './queue.ts'
import { placesOn, readPlace } from './queue-rows.ts'

/** The right on a unique product, as sellers and staff see it. */
export interface ClaimView {
  /** `type:id`. */
  readonly product: string
  /** `free`: nobody has it, and others wait for it, one turn after the other. */
  readonly state: ClaimState
  /** How it came about: an add or a checkout (`cart`), an auction, an offer, a seller's reservation. */
  readonly source: ClaimSource
  /** Whose it is: `user:<id>` or `guest:<hash>`; null for nobody's. For staff only. */
  readonly owner: string | null
  /** The price that was agreed with it, minor units. */
  readonly price: bigint | null
  /** Until when, half-open, milliseconds since 1970; null once sold, and while it is free. */
  readonly until: bigint | null
  /** How often the owner took it in a row. */
  readonly takes: number
  /** How many wait for it whose turn is still to come or runs. */
  readonly waiters: number
}

/** Reads the right on a product as it stands now; null where nobody has it and nobody waits for it. */
export async function findClaim(context: Context, ref: ProductRef): Promise<ClaimView | null> {
  const product = productKey(ref)
  const now = context.clock()
  const [claims, rows = []] = await context.db.read(claimsOn([product]), placesOn([product]))
  const row = firstOf(claims)
  if (row === null) return null
  const claim = readClaim(row)
  const { rest } = queueBehind(claim, rows.map(readPlace), now, context.options.holds.turn)
  return isLive(claim, now) || rest.length > 0 ? viewOf(claim, rest.length, now) : null
}

function viewOf(claim: Claim, waiters: number, now: bigint): ClaimView {
  const { product, state, source, owner, price, expiresAt, takes } = claim
  if (!isLive(claim, now)) return { product, state: 'free', source: 'cart', owner: null, price: null, until: null, takes: 0, waiters }
  return { product, state, source, owner, price, until: expiresAt, takes: Number(takes), waiters }
}
