import { act } from '../act.ts'
import { type Product, type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { type Claim, isLive } from '../claims/claim.ts'
import { readRights, rightsOn, takeClaim } from '../claims/claim-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { AddOptions, Changed } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import type { Statement } from '../storage/statement.ts'
import {
  addCounted,
  addUnique,
  cartWithLines,
  countLines,
  DEFAULT_CART,
  findSlot,
  insertCart,
  liveHolds,
  type NewLine,
  takeSlot,
  touchCart,
} from './cart-rows.ts'
import { refuseWhilePaying, viewAfter } from './change-cart.ts'
import { factsOf, loadCart, readCart, viewOf } from './read-cart.ts'
import { snapshotOf } from './stored-cart.ts'

export type Item = { readonly product: ProductRef } & AddOptions

/** One line to be added, as decided. */
interface Wanted {
  readonly key: string
  readonly product: Product
  readonly line: NewLine
  readonly unique: boolean
  /** Takes the claim on a unique product; false in soft shops, and for a right the buyer has already. */
  readonly claims: boolean
  /** For counted goods: most steps the line may come to, and the refusal when it would be more. */
  readonly most: bigint
  readonly beyond: { readonly code: 'invalid_quantity' | 'insufficient_stock'; readonly details: Readonly<Record<string, unknown>> }
}

/**
 * Puts items into the buyer's cart, all or none; the cart is born with the first. A unique item that is there already changes nothing and is
 * remarked as `already_in_cart`; counted quantities are summed by the statement itself, so adds at the same time all survive.
 * Refuses with `product_not_found`, `auction_only`, `item_sold`, `item_taken`, `insufficient_stock`, `invalid_quantity`, `price_mismatch`,
 * `hold_limit`, what a buying rule says, and `cart_changed` while a payment is under way.
 * At most three statements are asked before the batch and six are in it, whatever the size of the cart.
 */
export function addItems(context: Context, buyer: Buyer, items: readonly Item[]): Promise<Changed> {
  const owner = ownerOf(buyer)
  if (owner === null) throw new RangeError('a cart needs a buyer: a token or a user id')
  if (items.length === 0) return readCart(context, buyer).then((view) => ({ view, notices: [] }))
  return act(
    context,
    (round) => addOnce(context, buyer, owner, items, round),
    async () => ({ view: await readCart(context, buyer), notices: [] }),
  )
}

async function addOnce(context: Context, buyer: Buyer, owner: string, items: readonly Item[], round: number): Promise<Changed> {
  const keys = [...new Set(items.map((item) => productKey(item.product)))].sort()
  const [products, [slots, rights = []]] = await Promise.all([
    readProducts(context, keys),
    context.db.read(findSlot(owner, DEFAULT_CART), rightsOn(keys)),
  ])
  const { claims, available } = readRights(rights)
  const now = context.clock()
  const slot = firstOf(slots)?.cart_id
  const cartId = typeof slot === 'string' ? slot : context.newId()
  const until = now + (buyer.userId === undefined ? context.options.holds.guest : context.options.holds.user)

  const blocked = new Map<string, Claim>()
  for (const key of keys) {
    const claim = claims.get(key)
    if (claim !== undefined && isLive(claim, now) && products.get(key)?.stock === 'unique') blocked.set(key, claim)
  }
  const mine = new Set<string>()
  if (blocked.size > 0 || round > 0) {
    // Asked anew, even where there was no cart: this buyer's own first add may have come in between the two questions above.
    const cart = await loadCart(context, owner)
    if (cart !== null) refuseWhilePaying(cart)
    for (const line of cart?.lines ?? []) {
      if (line.saved || line.snapshot.stock !== 'unique') continue
      if (blocked.get(line.product)?.holder === line.id || (context.options.holds.policy !== 'hard' && keys.includes(line.product)))
        mine.add(line.product)
    }
  }
  const wanted: Wanted[] = []
  for (const item of merged(items, products)) {
    const key = productKey(item.product)
    const product = buyable(context, buyer, key, products.get(key))
    if (mine.has(key)) continue
    const claim = blocked.get(key)
    const own = claim !== undefined && claim.owner === owner && claim.state === 'held' && claim.source !== 'cart' ? claim : null
    if (claim !== undefined && own === null) throw taken(key, claim)
    wanted.push(decide(context, item, product, { until, available: available.get(key) ?? null, own }))
  }
  const notices = [...mine].map((key) => ({
    code: 'already_in_cart',
    severity: 'info' as const,
    details: { product: key, name: products.get(key)?.name ?? '' },
  }))
  const known = { products, claims: new Map([...claims].filter(([key]) => !blocked.has(key))) }
  if (wanted.length === 0)
    return { view: await viewOf(context, await factsOf(context, buyer, await loadCart(context, owner), { products })), notices }

  const statements = [
    ...(typeof slot === 'string'
      ? [touchCart(cartId, now).orReread()]
      : [
          takeSlot(owner, DEFAULT_CART, cartId).orReread(),
          insertCart({ id: cartId, owner, name: DEFAULT_CART, currency: context.options.currency }, now),
        ]),
    ...wanted
      .filter((want) => want.claims)
      .sort(byKey)
      .map((want) => takeClaim({ product: want.key, holder: want.line.id, owner }, now, until).orReread()),
    ...wanted.flatMap((want) => lineStatements(context, cartId, want, now)),
    ...limitStatements(context, cartId, wanted, typeof slot === 'string', now),
    cartWithLines(cartId).rows(),
  ]
  const answers = await context.db.batch(statements, { key: cartId, id: context.newId() })
  return viewAfter(context, buyer, answers, known, notices)
}

/** The same counted product twice in one call is one line with the sum; the same unique one is one line, whatever its options. */
function merged(items: readonly Item[], products: ReadonlyMap<string, Product>): Item[] {
  const byLine = new Map<string, Item>()
  for (const item of items) {
    const key = productKey(item.product)
    const product = products.get(key)
    const unique = product?.stock === 'unique'
    const one = 10n ** BigInt(product?.scale ?? 0)
    const identity = unique ? key : `${key} ${optionsText(item.options)}`
    const there = byLine.get(identity)
    if (there === undefined) byLine.set(identity, item)
    else if (!unique) byLine.set(identity, { ...item, quantity: (there.quantity ?? one) + (item.quantity ?? one) })
  }
  return [...byLine.values()]
}

/** The order every batch takes claims in: bundles that share items never wait for each other in a circle. */
const byKey = (left: Wanted, right: Wanted): number => (left.key < right.key ? -1 : 1)

function buyable(context: Context, buyer: Buyer, key: string, product: Product | undefined): Product {
  if (product === undefined) throw new ShopError('product_not_found', { product: key })
  for (const rule of context.options.buying) {
    const no = rule(buyer, product)
    if (no !== null) throw new ShopError(no.code, { product: key, ...no.details })
  }
  if (product.sold === true) throw new ShopError('item_sold', { product: key })
  return product
}

const taken = (product: string, claim: Claim): ShopError =>
  claim.state === 'sold'
    ? new ShopError('item_sold', { product })
    : new ShopError('item_taken', { product, availableAgainAt: claim.expiresAt })

function decide(
  context: Context,
  item: Item,
  product: Product,
  { until, available, own }: { until: bigint; available: bigint | null; own: Claim | null },
): Wanted {
  const key = productKey(item.product)
  const scale = product.scale ?? 0
  const one = 10n ** BigInt(scale)
  const unique = product.stock === 'unique'
  const quantity = item.quantity ?? one
  if (product.auctionOnly === true && own === null) throw new ShopError('auction_only', { product: key })
  if (quantity < 1n || (unique && quantity !== 1n)) throw new ShopError('invalid_quantity', { product: key })
  const unitPrice = own?.price ?? item.unitPrice ?? product.price
  if (unitPrice < 0n) throw new ShopError('invalid_input', { field: 'unitPrice' })
  if (item.validatePrice === true && item.unitPrice !== undefined && item.unitPrice !== product.price)
    throw new ShopError('price_mismatch', { product: key, price: product.price })
  const limit = context.options.limits.maxQuantity * one
  const scarce = product.stock === 'counted' && (available ?? 0n) < limit
  const most = scarce ? (available ?? 0n) : limit
  const beyond = scarce
    ? ({ code: 'insufficient_stock', details: { product: key, available: most, scale } } as const)
    : ({ code: 'invalid_quantity', details: { product: key, max: most, scale } } as const)
  if (!unique && quantity > most) throw new ShopError(beyond.code, beyond.details)
  const claims = unique && own === null && context.options.holds.policy === 'hard'
  return {
    key,
    product,
    unique,
    claims,
    most,
    beyond,
    line: {
      id: own?.holder ?? context.newId(),
      product: key,
      options: optionsText(item.options),
      kind: own === null ? 'item' : 'auction_win',
      quantity: unique ? 1n : quantity,
      scale: unique ? 0 : scale,
      unitPrice,
      fixedPrice: own !== null || item.unitPrice !== undefined,
      snapshot: snapshotOf(product),
      heldUntil: own?.expiresAt ?? (claims ? until : null),
      place: context.nextPlace(),
    },
  }
}

function lineStatements(context: Context, cart: string, want: Wanted, now: bigint): Statement[] {
  const held = want.claims ? [eventOf(context, 'claim.held', { product: want.key, line: want.line.id }, now)] : []
  const added = eventOf(context, 'cart.item_added', { product: want.key, added: want.line.quantity.toString() }, now)
  return [
    want.unique
      ? addUnique(cart, want.line, now).orReread()
      : addCounted(cart, want.line, want.most, now).orRefuse(want.beyond.code, want.beyond.details),
    recordCartEvents(cart, [...held, added], now, { product: want.key, options: want.line.options }),
  ]
}

/** The limits that count rows, asked under the cart's own row, which this batch has taken first. */
function limitStatements(context: Context, cart: string, wanted: readonly Wanted[], exists: boolean, now: bigint): Statement[] {
  const { limit } = context.options.holds
  const { maxLines } = context.options.limits
  const claiming = wanted.filter((want) => want.claims).length
  return [
    ...(claiming > 0 && (exists || claiming > limit)
      ? [
          liveHolds(cart, now)
            .atMost(BigInt(limit))
            .orRefuse('hold_limit', { limit: BigInt(limit) }),
        ]
      : []),
    ...(wanted.some((want) => !want.unique) && (exists || wanted.length > maxLines)
      ? [
          countLines(cart, maxLines)
            .atMost(BigInt(maxLines))
            .orRefuse('invalid_quantity', { maxLines: BigInt(maxLines) }),
        ]
      : []),
  ]
}

/** The normal form of a line's options: keys in order, or nothing. */
const optionsText = (options: Readonly<Record<string, string>> | undefined): string =>
  options === undefined || Object.keys(options).length === 0
    ? ''
    : JSON.stringify(Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1)))
