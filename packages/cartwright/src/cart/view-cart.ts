import { forbiddenBy } from '../buying-rules.ts'
import { type Product, type ProductRef, productKey, productRef } from '../catalog/product.ts'
import { type Claim, isLive, isReservedLine } from '../claims/claim.ts'
import { holdPolicy } from '../claims/hold-policy.ts'
import { turnOf } from '../claims/queue.ts'
import type { Queues } from '../claims/read-queues.ts'
import type { Buyer } from '../context.ts'
import type { CampaignStanding } from '../discounts/campaign.ts'
import type { Discount } from '../discounts/discount.ts'
import { judgeDiscounts } from '../discounts/judge-discounts.ts'
import { lineTotal } from '../money/rounding.ts'
import type { ShopSettings } from '../options.ts'
import type { Quote, QuoteInput, QuoteLine } from '../pricing/quote-types.ts'
import type { CartView, LineView, Notice } from './cart-view.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'

/** Everything a view is made of, read before: plain data, so the view itself is a pure function. */
export interface CartFacts {
  readonly stored: StoredCart | null
  readonly buyer: Buyer
  readonly products: ReadonlyMap<string, Product>
  /** Claims by product; a product that is absent has none. */
  readonly claims: ReadonlyMap<string, Claim>
  /** Who waits for products of these claims that nobody has any more. */
  readonly queues: Queues
  /** The lines' own copies of their deadlines were written by the batch just made: where they are live, no claim was asked. */
  readonly fresh: boolean
  /** By code; automatic ones are among them. */
  readonly discounts: ReadonlyMap<string, Discount>
  /** The campaigns they belong to, by name. */
  readonly campaigns: ReadonlyMap<string, CampaignStanding>
  /** How often this customer used each of them. */
  readonly uses: ReadonlyMap<string, bigint>
  /** Whether this customer has an order already; asked only where a discount wants to know. */
  readonly hasOrdered: boolean
  /** The codes of the order that the cart is being paid for with; null while it is not in payment. */
  readonly ordered: ReadonlySet<string> | null
  /** Steps that can still be sold, of counted products of which a line should hold units and does not. */
  readonly available: ReadonlyMap<string, bigint>
  readonly now: bigint
}

/**
 * The largest value of goods that is added up: half of what a column holds, so that fees and shipping find room. A line beyond it cannot be bought,
 * but the cart can still be read and the line taken out.
 */
const LARGEST = 2n ** 62n

/** The lines of a cart as the buyer sees them, with what he may know of each. */
function viewLines(settings: ShopSettings, facts: CartFacts): { lines: LineView[]; saved: LineView[]; notices: Notice[] } {
  const notices: Notice[] = []
  const lines: LineView[] = []
  const saved: LineView[] = []
  let worth = 0n
  for (const stored of facts.stored?.lines ?? []) {
    const shown = viewLine(settings, facts, stored)
    const fits = !isBuyable(shown) || stored.saved || worth + shown.total <= LARGEST
    const view: LineView = fits ? shown : { ...shown, state: 'unavailable', reason: 'amount_too_large', heldUntil: null }
    if (isBuyable(view) && !stored.saved) worth += view.total
    if (stored.saved) {
      saved.push(view)
      continue
    }
    lines.push(view)
    const product = facts.products.get(stored.product)
    if (view.reason !== null) notices.push(noticeOf(view))
    else if (view.state === 'price_changed' && product !== undefined) {
      notices.push({
        code: 'price_changed',
        severity: view.unitPrice > stored.unitPrice ? 'warning' : 'info',
        path: `lines/${view.id}`,
        details: { name: view.product.name, before: stored.unitPrice.toString(), after: view.unitPrice.toString() },
      })
    }
  }
  return { lines, saved, notices }
}

function viewLine(settings: ShopSettings, facts: CartFacts, stored: StoredLine): LineView {
  const product = facts.products.get(stored.product)
  const ref = productRef(stored.product) ?? { type: '', id: stored.product }
  const unitPrice = stored.fixedPrice || product === undefined ? stored.unitPrice : product.price
  const standing = standingOf(settings, facts, stored, product)
  const seen = standing.state === 'ok' && unitPrice !== stored.unitPrice ? 'price_changed' : standing.state
  return {
    id: stored.id,
    product: {
      type: ref.type,
      id: ref.id,
      name: product?.name ?? stored.snapshot.name,
      url: product?.url ?? stored.snapshot.url,
      image: product?.image ?? stored.snapshot.image,
      seller: product?.seller ?? stored.snapshot.seller,
    },
    source: product ?? null,
    options: stored.options,
    unique: (product?.stock ?? stored.snapshot.stock) === 'unique',
    // A reserved item is one to buy like others; what was won says so.
    kind: isReservedLine(stored.id) ? 'item' : stored.kind,
    quantity: stored.quantity,
    scale: stored.scale,
    unitPrice,
    total: lineTotal(unitPrice, stored.quantity, stored.scale),
    heldUntil: standing.heldUntil,
    state: seen,
    reason: standing.reason,
    availableAgainAt: standing.availableAgainAt,
  }
}

type Standing = Pick<LineView, 'state' | 'reason' | 'heldUntil' | 'availableAgainAt'>
const bad = (state: 'expired' | 'unavailable', reason: string, availableAgainAt: bigint | null = null): Standing => ({
  state,
  reason,
  heldUntil: null,
  availableAgainAt,
})

/** Whether a line can be bought now, and why not. Expiry is decided here, by reading, whether or not anything was swept. */
function standingOf(settings: ShopSettings, facts: CartFacts, stored: StoredLine, product: Product | undefined): Standing {
  const free: Standing = { state: 'ok', reason: null, heldUntil: null, availableAgainAt: null }
  if (product === undefined) return bad('unavailable', 'gone')
  if (product.sold === true) return bad('unavailable', 'item_sold')
  if (product.auctionOnly === true && stored.kind === 'item') return bad('unavailable', 'auction_only')
  const no = forbiddenBy(settings, facts.buyer, product)
  if (no !== null) return bad('unavailable', no.code)
  if (product.currency !== (facts.stored?.currency ?? settings.currency)) return bad('unavailable', 'currency')
  if (stored.saved) return free
  if (product.stock === 'counted') return countedStanding(facts, stored, free)
  if (product.stock !== 'unique') return free
  if (facts.fresh && stored.heldUntil !== null && stored.heldUntil > facts.now) return { ...free, heldUntil: stored.heldUntil }
  const claim = facts.claims.get(stored.product)
  const owner = facts.stored?.owner ?? null
  const { turn } = settings.holds
  if (claim === undefined || !isLive(claim, facts.now)) {
    const next =
      claim === undefined || claim.waiters === 0n ? null : turnOf(claim, facts.queues.get(stored.product) ?? [], owner, facts.now, turn)
    if (next?.state === 'others') return bad('expired', 'item_taken', next.availableAgainAt)
    const hard = holdPolicy(settings, stored.product, product.seller?.id) === 'hard'
    return hard || stored.kind === 'auction_win' ? bad('expired', 'hold_expired') : free
  }
  if (claim.holder === stored.id) return { ...free, heldUntil: claim.expiresAt }
  if (claim.state === 'sold') return bad('unavailable', 'item_sold')
  return bad('expired', 'item_taken', claim.expiresAt)
}

/** A line whose units are kept, or were: without a hold it can be bought as long as there are enough left, and holds units again at checkout. */
function countedStanding(facts: CartFacts, { product, quantity, heldUntil }: StoredLine, free: Standing): Standing {
  if (heldUntil !== null && heldUntil > facts.now) return { ...free, heldUntil }
  const left = facts.available.get(product)
  if (left === undefined || quantity <= left) return free
  return bad('expired', heldUntil === null ? 'insufficient_stock' : 'hold_expired')
}

const noticeOf = (view: LineView): Notice => ({
  code: view.reason === 'gone' ? 'unavailable' : (view.reason ?? view.state),
  severity: 'warning',
  path: `lines/${view.id}`,
  details: { name: view.product.name, ...(view.availableAgainAt === null ? {} : { availableAgainAt: view.availableAgainAt.toString() }) },
})

/** Whether a line takes part in the totals. */
export const isBuyable = (line: LineView): boolean => line.state === 'ok' || line.state === 'price_changed'

const quoteLineOf = (line: LineView, product: Product | undefined): QuoteLine => ({
  id: line.id,
  product: productKey(line.product),
  kind: line.kind,
  seller: line.product.seller,
  quantity: line.quantity,
  scale: line.scale,
  unitPrice: line.unitPrice,
  taxClass: product?.taxClass ?? null,
})

/** The lines as they stand, and the part of them that can be bought, in the calculator's form. */
export interface Drawn {
  readonly lines: readonly LineView[]
  readonly saved: readonly LineView[]
  readonly notices: readonly Notice[]
  readonly quoted: readonly QuoteLine[]
}

export function drawLines(settings: ShopSettings, facts: CartFacts): Drawn {
  const { lines, saved, notices } = viewLines(settings, facts)
  const quoted = lines.filter(isBuyable).map((line) => quoteLineOf(line, facts.products.get(productKey(line.product))))
  return { lines, saved, notices, quoted }
}

/** What the calculator is asked first, before shipping and tax are known. */
export const inputOf = (settings: ShopSettings, facts: CartFacts, quoted: readonly QuoteLine[]): QuoteInput => ({
  currency: facts.stored?.currency ?? settings.currency,
  lines: quoted,
  discounts: judgeDiscounts(facts, quoted).applied,
  fees: settings.fees,
  shipping: null,
  tax: null,
  charges: [],
})

/** Grams of one whole unit by product, for carriers. */
export const weightsOf = (facts: CartFacts): ReadonlyMap<string, bigint> =>
  new Map([...facts.products].flatMap(([key, product]) => (product.weight === undefined ? [] : [[key, product.weight] as const])))

/** What the number on the cart counts: each unique thing and each weighed line as one, counted goods by the unit. */
export const unitsOf = (lines: readonly Pick<LineView, 'unique' | 'scale' | 'quantity'>[]): bigint =>
  lines.reduce((sum, line) => sum + (line.unique || line.scale > 0 ? 1n : line.quantity), 0n)

/** The whole view, around the calculator's answer. */
export function viewCart(settings: ShopSettings, facts: CartFacts, drawn: Drawn, answer: Quote, taxPending: boolean): CartView {
  const { lines, saved, notices, quoted } = drawn
  const { refused } = judgeDiscounts(facts, quoted)
  const present = new Set(lines.map((line) => productKey(line.product)))
  const counted = lines.filter((line) => line.state !== 'unavailable')
  return Object.freeze({
    id: facts.stored?.id ?? null,
    version: facts.stored?.version ?? 0n,
    currency: facts.stored?.currency ?? settings.currency,
    lines,
    saved,
    count: unitsOf(counted),
    uniqueCount: lines.length,
    isEmpty: lines.length === 0,
    [Symbol.iterator]: goThrough,
    has: (product: ProductRef) => present.has(productKey(product)),
    quote: answer,
    totals: answer.totals,
    taxPending,
    discounts: [
      ...answer.discounts.map(({ code, amount }) => {
        const automatic = facts.discounts.get(code)?.automatic === true
        return { code, amount, reason: null, ...(automatic && { automatic }) }
      }),
      ...refused.map(({ code, reason }) => ({ code, amount: 0n, reason })),
    ],
    notices: [
      ...payingNotices(facts.stored),
      ...(facts.stored?.notices ?? []).map((notice) => stillTrue(notice, facts.now)),
      ...notices,
      ...refused.map(droppedNotice),
    ],
    paying: facts.stored?.state === 'paying',
    now: facts.now,
  })
}

/** One function for all views, so that equal views are equal. */
function goThrough(this: Pick<CartView, 'lines'>): Iterator<LineView> {
  return this.lines[Symbol.iterator]()
}

/** A merge can be undone for a while; later the notice does not offer it any more. */
function stillTrue(notice: Notice, now: bigint): Notice {
  const { undoUntil, ...details } = notice.details ?? {}
  return undoUntil === undefined || BigInt(undoUntil) > now ? notice : { ...notice, details }
}

/** While a payment is under way the cart is frozen; the notice says which order it waits for. */
const payingNotices = (stored: StoredCart | null): Notice[] =>
  stored?.attempt == null
    ? []
    : [{ code: 'payment_in_progress', severity: 'info', details: { order: stored.attempt.slice(0, stored.attempt.lastIndexOf('-')) } }]

const droppedNotice = ({ code, reason }: { code: string; reason: string }): Notice => ({
  code: 'discount_dropped',
  severity: 'warning',
  path: `discounts/${code}`,
  details: { code, reason },
})
