import { type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { isStorable } from '../check-input.ts'
import { isLive } from '../claims/claim.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { linesOf, slotsOf } from './cart-rows.ts'
import { readLine } from './stored-cart.ts'

/** Who may still get a product, as this buyer sees it. */
export interface Availability {
  /** `sold`: nobody can get it: it is sold, none is left, or its source does not have it (any more). */
  readonly state: 'available' | 'held' | 'in_your_cart' | 'sold'
  /** When a hold of somebody else ends. */
  readonly availableAgainAt: bigint | null
  /** For counted products: steps that can still be sold, none without a counter; null for others. */
  readonly left: bigint | null
}

/**
 * The availability of several products in one question, plus two for a buyer who may have a cart. Each product source is asked once; one that fails is the
 * refusal `plugin_failed`.
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
  const [rows = []] = slots.length === 0 ? [[]] : await context.db.read(linesOf(slots.map((row) => String(row.cart_id))))
  const lines = rows.map(readLine).filter((line) => !line.saved)
  const mine = new Set(lines.map((line) => line.id))
  const inCart = new Set(lines.map((line) => line.product))
  const { claims, available } = readRights(rights)
  const now = context.clock()
  return new Map(
    keys.map((key): [string, Availability] => {
      const claim = claims.get(key)
      const product = listed.get(key)
      const left = available.get(key) ?? (product?.stock === 'counted' ? 0n : null)
      if (claim === undefined || !isLive(claim, now)) {
        const isSold = product === undefined || left === 0n || product.sold === true
        const state = isSold ? 'sold' : inCart.has(key) && context.options.holds.policy !== 'hard' ? 'in_your_cart' : 'available'
        return [key, { state, availableAgainAt: null, left }]
      }
      if (claim.state === 'sold') return [key, { state: 'sold', availableAgainAt: null, left }]
      if (mine.has(claim.holder)) return [key, { state: 'in_your_cart', availableAgainAt: null, left }]
      return [key, { state: 'held', availableAgainAt: claim.expiresAt, left }]
    }),
  )
}
