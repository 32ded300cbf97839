import { type ProductRef, productKey } from '../catalog/product.ts'
import { isLive } from '../claims/claim.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { firstOf } from '../storage/database.ts'
import { cartWithLines, DEFAULT_CART, findSlot } from './cart-rows.ts'
import { readStored } from './stored-cart.ts'

/** Who may still get a product, as this buyer sees it. */
export interface Availability {
  readonly state: 'available' | 'held' | 'in_your_cart' | 'sold'
  /** When a hold of somebody else ends. */
  readonly availableAgainAt: bigint | null
  /** For counted products: steps that can still be sold; null for others. */
  readonly left: bigint | null
}

/** The availability of several products in one question, plus two for a buyer who may have a cart. Products without claim or counter are available. */
export async function availabilityOf(
  context: Context,
  products: readonly ProductRef[],
  buyer: Buyer = {},
): Promise<ReadonlyMap<string, Availability>> {
  const keys = products.map(productKey)
  if (keys.length === 0) return new Map()
  const owner = ownerOf(buyer)
  const [rights = [], slots] = await context.db.read(rightsOn(keys), ...(owner === null ? [] : [findSlot(owner, DEFAULT_CART)]))
  const slot = firstOf(slots)?.cart_id
  const [rows = []] = typeof slot === 'string' ? await context.db.read(cartWithLines(slot)) : [[]]
  const mine = new Set((readStored(rows)?.lines ?? []).filter((line) => !line.saved).map((line) => line.id))
  const inCart = new Set((readStored(rows)?.lines ?? []).filter((line) => !line.saved).map((line) => line.product))
  const { claims, available } = readRights(rights)
  const now = context.clock()
  return new Map(
    keys.map((key): [string, Availability] => {
      const claim = claims.get(key)
      const left = available.get(key) ?? null
      if (claim === undefined || !isLive(claim, now)) {
        const state = left === 0n ? 'sold' : inCart.has(key) && context.options.holds.policy !== 'hard' ? 'in_your_cart' : 'available'
        return [key, { state, availableAgainAt: null, left }]
      }
      if (claim.state === 'sold') return [key, { state: 'sold', availableAgainAt: null, left }]
      if (mine.has(claim.holder)) return [key, { state: 'in_your_cart', availableAgainAt: null, left }]
      return [key, { state: 'held', availableAgainAt: claim.expiresAt, left }]
    }),
  )
}
