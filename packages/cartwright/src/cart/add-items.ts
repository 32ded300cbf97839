import { act } from '../act.ts'
import { checkInventory } from '../catalog/inventory.ts'
import { productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { invalidInput } from '../check-input.ts'
import { type Claim, isAuctioned, isLive, isOwnRight } from '../claims/claim.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { spendBudget } from '../claims/hold-budget.ts'
import { holdPolicy } from '../claims/hold-policy.ts'
import { freeAt } from '../claims/queue.ts'
import { placesOn, readPlace } from '../claims/queue-rows.ts'
import { judgeTake, queuesOn } from '../claims/read-queues.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordExpired } from '../events/record-expired.ts'
import { MAX_QUANTITY } from '../money/quantity.ts'
import type { Changed } from '../shop-types.ts'
import { Unmet } from '../storage/database.ts'
import { lineStatements, reserves, type Wanted } from './add-batch.ts'
import { cartWithLines, deleteLine, insertCart, slotsOf, takeSlot, touchCart, touchCartAt } from './cart-rows.ts'
import { refuseWhilePaying, viewAfter } from './change-cart.ts'
import { amountsWith, buyable, checkItem, checkScale, decide, type Item, merged, problemOf } from './judge-items.ts'
import { lapsedClaims } from './lapsed-claims.ts'
import { factsOf, loadCart, readCart, viewOf } from './read-cart.ts'
import { reserveLines } from './reserve-lines.ts'
import { isSameLine, makesWay, readStored, type StoredLine } from './stored-cart.ts'

/**
 * Puts items into the buyer's cart, all or none; the cart is born with the first. A unique item that is there already changes nothing and is
 * remarked as `already_in_cart`; counted quantities are summed by the statement itself, so adds at the same time all survive.
 * Refuses with `product_not_found`, `auction_only`, `item_sold`, `item_taken` (`reason: 'offer'` for what is offered to the buyer himself), `insufficient_stock`, `invalid_quantity`, `price_mismatch`,
 * `hold_limit`, `plugin_failed`, what a buying rule says, and `cart_changed` while a payment is under way.
 * `instead`: a line that goes with it, the one these items were saved as; gone already is `item_not_found`.
 * `invalid_input` for options that cannot be and for a product whose price is in another currency than the shop's; more items than a cart may have lines are refused before anything is asked.
 * What is saved for later of a product stays saved, beside the line.
 * At most three statements are asked before the batch and nine are in it, whatever the size of the cart and the number of items.
 * Where units are kept from the add on, or an inventory is asked, the cart is read as well, and each counted product adds two to the batch.
 */
export function addItems(context: Context, buyer: Buyer, items: readonly Item[], instead: string | null = null): Promise<Changed> {
  const owner = ownerOf(buyer)
  if (owner === null) throw new RangeError('a cart needs a buyer: a token or a user id')
  if (!Array.isArray(items) || items.some((item) => typeof item !== 'object' || item === null))
    return Promise.reject(invalidInput([{ field: 'items', code: 'invalid' }]))
  const problem = problemOf(context, items)
  if (problem !== null) return Promise.reject(problem)
  if (items.length === 0) return readCart(context, buyer).then((view) => ({ view, notices: [] }))
  return act(
    context,
    (round) => addOnce(context, buyer, owner, items, round, instead),
    async () => ({ view: await readCart(context, buyer), notices: [] }),
  )
}

async function addOnce(
  context: Context,
  buyer: Buyer,
  owner: string,
  items: readonly Item[],
  round: number,
  instead: string | null,
): Promise<Changed> {
  const keys = [...new Set(items.map((item) => productKey(item.product)))].sort()
  const asked = context.clock()
  const [products, [slots = [], rights = []]] = await Promise.all([
    readProducts(context, keys),
    context.db.read(slotsOf(owner), rightsOn(keys, asked)),
  ])
  const known = readRights(rights)
  const { claims, available } = known
  const now = context.clock()
  const slot = slots.find((row) => row.name === context.cartName)?.cart_id
  const cartId = typeof slot === 'string' ? slot : context.newId()
  const until = now + (buyer.userId === undefined ? context.options.holds.guest : context.options.holds.user)

  const blocked = new Map<string, Claim>()
  for (const key of keys) {
    const claim = claims.get(key)
    if (claim !== undefined && isLive(claim, now) && products.get(key)?.stock === 'unique') blocked.set(key, claim)
  }
  const mine = new Set<string>()
  let version: bigint | null = null
  let linesSeen: readonly StoredLine[] | null = null
  if (blocked.size > 0 || round > 0) {
    // Asked anew, even where there was no cart: this buyer's own first add may have come in between the two questions above.
    const cart = await loadCart(context, owner)
    if (cart !== null) refuseWhilePaying(cart)
    linesSeen = (cart?.lines ?? []).filter((line) => line.id !== instead)
    version = cart?.version ?? null
    for (const line of linesSeen) {
      if (line.saved || line.snapshot.stock !== 'unique') continue
      const soft = holdPolicy(context.options, line.product, line.snapshot.seller?.id) !== 'hard'
      if (blocked.get(line.product)?.holder === line.id || (soft && keys.includes(line.product))) mine.add(line.product)
    }
  }
  const queues = await queuesOn(context, claims, keys, now)
  const wanted: Wanted[] = []
  for (const item of items) {
    const product = buyable(context, buyer, productKey(item.product), products.get(productKey(item.product)))
    // Nobody could pay for it here, and meanwhile nobody else could have it.
    if (product.currency !== context.options.currency) throw invalidInput([{ field: 'product', code: 'currency' }])
    checkItem(item, product)
  }
  for (const item of merged(items, products)) {
    const key = productKey(item.product)
    const product = products.get(key)
    if (product === undefined || mine.has(key)) continue
    const claim = blocked.get(key)
    const own = claim !== undefined && isOwnRight(claim, owner) ? claim : null
    if (claim !== undefined && own === null) throw await taken(context, owner, claim)
    // Where units are kept from the add on, those of the cart are not among the free ones: the holds are the check.
    const left = reserves(context, product) ? MAX_QUANTITY : (available.get(key) ?? null)
    const want = decide(context, item, product, { until, available: left, own })
    const about = { claim: want.unique ? claims.get(key) : undefined, places: queues.get(key) ?? [], owner, holds: want.claims }
    wanted.push({ ...want, turn: own === null ? judged(context, about, now, round) : null })
  }
  const notices = [...mine].map((key) => ({
    code: 'already_in_cart',
    severity: 'info' as const,
    details: { product: key, name: products.get(key)?.name ?? '' },
  }))
  const seen = { products, claims: new Map([...claims].filter(([key]) => !blocked.has(key))) }
  if (wanted.length === 0)
    return { view: await viewOf(context, await factsOf(context, buyer, await loadCart(context, owner), { products }), 'at-once'), notices }

  const checked = items.filter((item) => item.checkInventory === true || context.options.inventory?.always === true)
  const reserving = wanted.filter((want) => reserves(context, want.product))
  const there =
    typeof slot === 'string' && (reserving.length > 0 || checked.length > 0)
      ? readStored((await context.db.read(cartWithLines(cartId)))[0] ?? [])
      : null
  const lines = there === null ? linesSeen : there.lines.filter((line) => line.id !== instead)
  // What is saved becomes a rest on one version of the cart only; other adds are summed, whatever came between.
  const at = lines?.some((line) => makesWay(line, lines) && wanted.some((want) => isSameLine(line, want.line)))
    ? (there?.version ?? version)
    : null
  for (const { line, unique } of wanted) if (!unique) checkScale(line, lines ?? [])
  await checkInventory(context, buyer, amountsWith(lines ?? [], wanted, new Set(checked.map((item) => productKey(item.product)))))
  const reserved = reserveLines(
    context,
    cartId,
    lines ?? [],
    reserving.map((want) => want.line),
    known,
    now,
  )

  const carts = [...new Set([...slots.map((row) => String(row.cart_id)), cartId])]
  const { address } = items.find((item) => item.address !== undefined) ?? {}
  const statements = [
    ...spendBudget(context, address, wanted.filter((want) => want.claims).length, now),
    ...(typeof slot === 'string'
      ? [
          (at === null ? touchCart(cartId, now) : touchCartAt(cartId, at, now)).orReread(),
          ...(instead === null ? [] : [deleteLine(cartId, instead).orRefuse('item_not_found')]),
        ]
      : [
          takeSlot(owner, context.cartName, cartId).orReread(),
          insertCart({ id: cartId, owner, name: context.cartName, currency: context.options.currency }, now),
        ]),
    ...lineStatements(
      context,
      { cart: cartId, carts, owner, exists: typeof slot === 'string', until, now, there: lines },
      wanted,
      reserved,
    ),
    ...recordExpired(
      context,
      [
        ...lapsedClaims(
          claims,
          wanted.flatMap((want) => (want.claims ? [want.key] : [])),
          now,
        ),
        ...reserved.plan.lapsed,
      ],
      now,
    ),
    cartWithLines(cartId).rows(),
  ]
  const answers = await context.db.batch(statements, { key: cartId, id: context.newId() })
  return viewAfter(context, buyer, answers, seen, notices)
}

/** Who waits was asked after the claims: the buyer's own add may have taken his turn in between, so a no is looked at once more, with his cart. */
function judged(context: Context, about: Parameters<typeof judgeTake>[1], now: bigint, round: number): Wanted['turn'] {
  try {
    return judgeTake(context, about, now)
  } catch (error) {
    if (round > 0 || about.claim?.waiters === 0n) throw error
    throw new Unmet(0, { kind: 'reread' })
  }
}

/** Why a right of somebody else is in the way; an offer of the buyer's own is one as well, until he accepts it. */
async function taken(context: Context, owner: string, claim: Claim): Promise<ShopError> {
  const { product } = claim
  if (claim.state === 'sold') return new ShopError('item_sold', { product })
  if (isAuctioned(claim)) return new ShopError('auction_only', { product })
  if (claim.source === 'offer' && claim.owner === owner)
    return new ShopError('item_taken', { product, reason: 'offer', availableAgainAt: claim.expiresAt })
  const [places = []] = claim.waiters === 0n ? [] : await context.db.read(placesOn([product]))
  return new ShopError('item_taken', { product, availableAgainAt: freeAt(claim, places.map(readPlace), owner, context.options.holds.turn) })
}
