import type { Product } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import type { Claim } from '../claims/claim.ts'
import { claimsOn, readClaim, readRights, rightsOn } from '../claims/claim-rows.ts'
import { queuesOn } from '../claims/read-queues.ts'
import { stockRule } from '../claims/stock-policy.ts'
import { type Buyer, type Context, customerOf, ownerOf } from '../context.ts'
import { automaticCodes } from '../discounts/automatic-codes.ts'
import { campaignsOf } from '../discounts/campaigns.ts'
import { discountsByCode, readDiscount } from '../discounts/discount-rows.ts'
import { hasOrdered } from '../discounts/has-ordered.ts'
import { quoteOfAttempt, readCodesOfOrder } from '../discounts/redemption-rows.ts'
import { firstOf } from '../storage/database.ts'
import { cartWithLines, findSlot } from './cart-rows.ts'
import type { CartView } from './cart-view.ts'
import { estimateTotals, type Patience } from './estimate-totals.ts'
import { readStored, type StoredCart, type StoredLine } from './stored-cart.ts'
import { type CartFacts, drawLines, viewCart } from './view-cart.ts'

/** The open cart of an owner (the one this context means), without what others know of its products; null while there is none. Two statements. */
export async function loadCart(context: Context, owner: string): Promise<StoredCart | null> {
  const [slots] = await context.db.read(findSlot(owner, context.cartName))
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
  const [automatic, ordered] = await Promise.all([lines.length === 0 ? [] : automaticCodes(context), orderedCodes(context, stored)])
  const codes = [...new Set([...(stored?.codes ?? []), ...automatic, ...(ordered ?? [])])]
  const unheld = stored?.state === 'paying' ? [] : lines.filter((line) => isUnheld(context, line, now))
  const customer = codes.length === 0 ? '' : (customerOf(buyer) ?? '')
  const questions = [
    ...(unknown.length === 0 ? [] : [claimsOn(unknown)]),
    ...(codes.length === 0 ? [] : [discountsByCode(codes, customer)]),
  ]
  const [fetched, answers, [rights = []]] = await Promise.all([
    missing.length === 0 ? new Map<string, Product>() : readProducts(context, missing),
    questions.length === 0 ? [] : context.db.read(...questions),
    unheld.length === 0 ? [] : context.db.read(rightsOn([...new Set(unheld.map((line) => line.product))], now)),
  ])
  const claimRows = unknown.length === 0 ? [] : (answers[0] ?? [])
  const discountRows = codes.length === 0 ? [] : (answers.at(-1) ?? [])
  const discounts = new Map(discountRows.map((row) => [String(row.code), readDiscount(row)]))
  const claims = new Map([...(known.claims ?? []), ...claimRows.map((row) => [String(row.product), readClaim(row)] as const)])
  const [queues, campaigns] = await Promise.all([
    queuesOn(
      context,
      claims,
      unsure.map((line) => line.product),
      now,
    ),
    campaignsOf(context, discounts.values(), customer),
  ])
  const asksForOrders = [...discounts.values()].some(({ firstOrder }) => firstOrder)
  return {
    stored,
    buyer,
    products: new Map([...(known.products ?? []), ...fetched]),
    fresh: known.fresh === true,
    claims,
    queues,
    discounts,
    campaigns,
    uses: new Map(discountRows.map((row) => [String(row.code), (row.customer_uses as bigint | null) ?? 0n])),
    hasOrdered: asksForOrders && (await hasOrdered(context, customer)),
    ordered,
    available: readRights(rights).available,
    now,
  }
}

/** The codes of the order that a cart is being paid for with; asks nothing where no payment is under way. */
async function orderedCodes(context: Context, stored: StoredCart | null): Promise<ReadonlySet<string> | null> {
  if (stored === null || stored.attempt === null) return null
  const [rows] = await context.db.read(quoteOfAttempt(stored.id, stored.attempt))
  return new Set(readCodesOfOrder(firstOf(rows)))
}

/** Whether units should be kept for the line and are not (any more): only the counter tells whether there are enough left. */
const isUnheld = (context: Context, line: StoredLine, now: bigint): boolean =>
  line.snapshot.stock === 'counted' &&
  !line.saved &&
  stockRule(context, line.product).reserve === 'add' &&
  (line.heldUntil === null || line.heldUntil <= now)

/** Draws the view from the facts; asks local plug-ins only, never a carrier. */
export async function viewOf(context: Context, facts: CartFacts, patience: Patience = 'wait'): Promise<CartView> {
  const drawn = drawLines(context.options, facts)
  const { quote, taxPending } = await estimateTotals(context, facts, drawn, patience)
  return viewCart(context.options, facts, drawn, quote, taxPending)
}

/** Reads a buyer's cart: writes nothing. At most four statements (one more while it is being paid for, and one with a code of a
 * campaign), and one call per product type. */
export async function readCart(context: Context, buyer: Buyer): Promise<CartView> {
  const owner = ownerOf(buyer)
  const stored = owner === null ? null : await loadCart(context, owner)
  return viewOf(context, await factsOf(context, buyer, stored))
}
