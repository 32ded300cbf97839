import { type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { isStorable } from '../check-input.ts'
import { isAuctioned, isLive } from '../claims/claim.ts'
import { claimsOn, readClaim, readRights, rightsOn } from '../claims/claim-rows.ts'
import { holdPolicy } from '../claims/hold-policy.ts'
import { freeAt, turnOf } from '../claims/queue.ts'
import { placesOn, readPlaces } from '../claims/queue-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { linesOf, slotsOf } from './cart-rows.ts'
import { readLine } from './stored-cart.ts'

/** Who may still get a product, as this buyer sees it. */
export interface Availability {
  /** `sold`: nobody can get it: it is sold, none is left, or its source does not have it (any more). `auction`: an auction of it is under way. */
  readonly state: 'available' | 'held' | 'in_your_cart' | 'sold' | 'auction'
  /** When a hold of somebody else ends; where others wait for it, when it is this buyer's turn, or all turns are over. */
  readonly availableAgainAt: bigint | null
  /** When the turn of this buyer, who has waited for it, ends; null for all others. */
  readonly turnUntil: bigint | null
  /** For counted products: steps that can still be sold, none without a counter; null for others. */
  readonly left: bigint | null
}

/**
 * The availability of several products in one question, plus one for a buyer who has a cart or where people wait in line. Each product source is asked once;
 * one that fails is the refusal `plugin_failed`.
 */
export async function availabilityOf(
  context: Context,
  products: readonly ProductRef[],
  buyer: Buyer = {},
): Promise<ReadonlyMap<string, Availability>> {
  const keys = products.map(productKey).filter(isStorable)
  if (keys.length === 0) return new Map()
  const owner = ownerOf(buyer)
  const [listed, [rights = [], slots = []]] = await Promise.all([
    readProducts(context, keys),
    context.db.read(rightsOn(keys, context.clock()), ...(owner === null ? [] : [slotsOf(owner)])),
  ])
  const { claims, available } = readRights(rights)
  const awaited = [...claims.values()].flatMap(({ product, state, waiters }) => (state !== 'sold' && waiters > 0n ? [product] : []))
  const carts = slots.map((row) => String(row.cart_id))
  // In this order: what the buyer takes in his turn meanwhile is seen as his, not as somebody's who came before him.
  const [placeRows = [], claimRows = [], rows = []] =
    carts.length + awaited.length === 0 ? [] : await context.db.read(placesOn(awaited), claimsOn(awaited), linesOf(carts))
  for (const product of awaited) claims.delete(product)
  for (const claim of claimRows.map(readClaim)) claims.set(claim.product, claim)
  const queues = readPlaces(placeRows)
  const lines = rows.map(readLine).filter((line) => !line.saved)
  const mine = new Set(lines.map((line) => line.id))
  const inCart = new Set(lines.map((line) => line.product))
  const now = context.clock()
  const { turn } = context.options.holds
  return new Map(
    keys.map((key): [string, Availability] => {
      const claim = claims.get(key)
      const product = listed.get(key)
      const left = available.get(key) ?? (product?.stock === 'counted' ? 0n : null)
      const nothing = { availableAgainAt: null, turnUntil: null, left }
      if (claim === undefined || !isLive(claim, now)) {
        if (product === undefined || left === 0n || product.sold === true) return [key, { ...nothing, state: 'sold' }]
        const next = claim === undefined || claim.waiters === 0n ? null : turnOf(claim, queues.get(key) ?? [], owner, now, turn)
        if (next?.state === 'others') return [key, { ...nothing, state: 'held', availableAgainAt: next.availableAgainAt }]
        const soft = holdPolicy(context.options, key, product.seller?.id) !== 'hard'
        const turnUntil = next?.state === 'own' ? next.until : null
        return [key, { ...nothing, state: inCart.has(key) && soft ? 'in_your_cart' : 'available', turnUntil }]
      }
      if (claim.state === 'sold') return [key, { ...nothing, state: 'sold' }]
      if (isAuctioned(claim)) return [key, { ...nothing, state: 'auction' }]
      if (mine.has(claim.holder)) return [key, { ...nothing, state: 'in_your_cart' }]
      return [key, { ...nothing, state: 'held', availableAgainAt: freeAt(claim, queues.get(key) ?? [], owner, turn) }]
    }),
  )
}
