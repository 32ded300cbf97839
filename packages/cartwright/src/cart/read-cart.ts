import type { Product } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import type { Claim } from '../claims/claim.ts'
import { claimsOn, readClaim } from '../claims/claim-rows.ts'
import { type Buyer, type Context, customerOf, ownerOf } from '../context.ts'
import { discountsByCode, readDiscount } from '../discounts/discount-rows.ts'
import { quote } from '../pricing/quote.ts'
import { shippingGroups } from '../pricing/shipping.ts'
import { firstOf } from '../storage/database.ts'
import { askShipping } from './ask-shipping.ts'
import { cartWithLines, DEFAULT_CART, findSlot } from './cart-rows.ts'
import type { CartView } from './cart-view.ts'
import { readStored, type StoredCart } from './stored-cart.ts'
import { type CartFacts, drawLines, inputOf, viewCart, weightsOf } from './view-cart.ts'

/** The open cart of an owner, without what others know of its products; null while there is none. Two statements. */
export async function loadCart(context: Context, owner: string): Promise<StoredCart | null> {
  const [slots] = await context.db.read(findSlot(owner, DEFAULT_CART))
  const id = firstOf(slots)?.cart_id
  if (typeof id !== 'string') return null
  const [rows = []] = await context.db.read(cartWithLines(id))
  return readStored(rows)
}

/** What is known already, so that it is not asked again. */
export interface Known {
  readonly products?: ReadonlyMap<string, Product>
  readonly claims?: ReadonlyMap<string, Claim>
  /** The lines' own copies of their deadlines are fresh: this batch has written them. */
  readonly fresh?: boolean
}

/** Gathers what a view is made of: products, claims and discounts, each in one question, all at once. */
export async function factsOf(context: Context, buyer: Buyer, stored: StoredCart | null, known: Known = {}): Promise<CartFacts> {
  const now = context.clock()
  const lines = stored?.lines ?? []
  const missing = [...new Set(lines.map((line) => line.product))].filter((key) => known.products?.has(key) !== true)
  const unsure = lines.filter(
    (line) => line.snapshot.stock === 'unique' && !line.saved && (known.fresh !== true || line.heldUntil === null || line.heldUntil <= now),
  )
  const unknown = unsure.map((line) => line.product).filter((key) => known.claims?.has(key) !== true)
  const customer = customerOf(buyer) ?? ''
  const codes = stored?.codes ?? []
  const questions = [
    ...(unknown.length === 0 ? [] : [claimsOn(unknown)]),
    ...(codes.length === 0 ? [] : [discountsByCode(codes, customer)]),
  ]
  const [fetched, answers] = await Promise.all([
    missing.length === 0 ? new Map<string, Product>() : readProducts(context, missing),
    questions.length === 0 ? [] : context.db.read(...questions),
  ])
  const claimRows = unknown.length === 0 ? [] : (answers[0] ?? [])
  const discountRows = codes.length === 0 ? [] : (answers.at(-1) ?? [])
  return {
    stored,
    buyer,
    products: new Map([...(known.products ?? []), ...fetched]),
    fresh: known.fresh === true,
    claims: new Map([...(known.claims ?? []), ...claimRows.map((row) => [String(row.product), readClaim(row)] as const)]),
    discounts: new Map(discountRows.map((row) => [String(row.code), readDiscount(row)])),
    uses: new Map(discountRows.map((row) => [String(row.code), (row.customer_uses as bigint | null) ?? 0n])),
    now,
  }
}

/** Draws the view from the facts; asks the local shipping estimate, never a carrier. */
export async function viewOf(context: Context, facts: CartFacts): Promise<CartView> {
  const drawn = drawLines(context.options, facts)
  const input = inputOf(context.options, facts, drawn.quoted)
  const goods = quote(input)
  const { estimate } = context.options
  if (estimate === null || drawn.quoted.length === 0) return viewCart(context.options, facts, drawn, goods)
  const { shipping } = await askShipping(
    context,
    'estimate',
    estimate,
    shippingGroups(goods, drawn.quoted, weightsOf(facts)),
    { address: null, choice: null },
    input.currency,
  )
  return viewCart(context.options, facts, drawn, shipping === null ? goods : quote({ ...input, shipping }))
}

/** Reads a buyer's cart: writes nothing. At most four statements, and one call per product type. */
export async function readCart(context: Context, buyer: Buyer): Promise<CartView> {
  const owner = ownerOf(buyer)
  const stored = owner === null ? null : await loadCart(context, owner)
  return viewOf(context, await factsOf(context, buyer, stored))
}
