import { checkInventory } from '../catalog/inventory.ts'
import { productRef } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { claimsOn, readClaim, readRights, renewClaim, rightsOn } from '../claims/claim-rows.ts'
import { inOrder, type Step, stockSteps } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { EventPayloads } from '../events/event.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { MAX_QUANTITY } from '../money/quantity.ts'
import type { Changed, LineRef } from '../shop-types.ts'
import type { Statement } from '../storage/statement.ts'
import { addItems } from './add-items.ts'
import {
  deleteLine,
  deleteLines,
  overwriteLines,
  renewLine,
  saveLine,
  touchCart,
  touchCartAt,
  writeHeldUntil,
  writeQuantity,
  writeQuantityAndPrice,
} from './cart-rows.ts'
import { changeCart, lineOf } from './change-cart.ts'
import { checkPrice } from './check-price.ts'
import { sumOf } from './join-lines.ts'
import { boundOf, limitStatement } from './limits.ts'
import { optionsOf } from './line-options.ts'
import { releaseHolds } from './release-holds.ts'
import { resizeHold } from './resize-hold.ts'
import { isSameLine, type StoredCart, type StoredLine } from './stored-cart.ts'

/** What `update` may set: the quantity in steps, and with it a price that does not follow the catalogue from now on. */
export interface LineChange {
  readonly quantity: bigint
  /** Overrides the catalogue's price, minor units per whole unit. Server side only. */
  readonly unitPrice?: bigint
  /** Refuses (`price_mismatch`) when `unitPrice` is not the catalogue's price. */
  readonly validatePrice?: boolean
  /** Asks the app's inventory (`inventory.check`) for the new quantity; refuses with `insufficient_stock`. */
  readonly checkInventory?: boolean
}

/**
 * Sets the quantity of a line, in steps; 0 removes it. A unique item takes 0 or 1 only. The price stays what it was unless one is given.
 * Refuses with `item_not_found`, `invalid_quantity`, `insufficient_stock`, `price_mismatch`, `invalid_input` (a price that cannot be, or one for a won item).
 */
export function updateLine(context: Context, buyer: Buyer, ref: LineRef, change: LineChange): Promise<Changed> {
  const { quantity, unitPrice } = change
  return changeCart(context, buyer, async (cart, now) => {
    if (typeof quantity !== 'bigint' || quantity < 0n) throw new ShopError('invalid_quantity')
    const line = lineOf(cart, ref, false)
    const repriced = unitPrice !== undefined && (unitPrice !== line.unitPrice || !line.fixedPrice)
    if (quantity === line.quantity && !repriced) return null
    const fact = { ...factOf(line, quantity), deleted: quantity === 0n }
    const told = { ...eventOf(context, 'cart.item_updated', fact, now), line }
    if (quantity === 0n) {
      const held = await releaseHolds(context, [line], now)
      // Told before the line is gone, so that the quantity in the event is the one this batch has found.
      const updated = recordCartEvents(cart.id, [told, ...held.events], now)
      return { statements: [touchCart(cart.id, now).orReread(), updated, deleteLine(cart.id, line.id).orReread(), ...held.statements] }
    }
    if (line.snapshot.stock === 'unique' && quantity !== 1n) throw new ShopError('invalid_quantity', { product: line.product })
    if (unitPrice !== undefined && line.kind === 'auction_win') throw new ShopError('invalid_input', { field: 'unitPrice' })
    const written =
      unitPrice === undefined ? writeQuantity(cart.id, line.id, quantity) : writeQuantityAndPrice(cart.id, line.id, quantity, unitPrice)
    const limits = await limitsOf(context, buyer, cart, { ...line, quantity }, change, quantity > line.quantity, now)
    const { plan, until } = await resizeHold(context, line, quantity, now)
    return {
      statements: [
        touchCart(cart.id, now).orReread(),
        recordCartEvents(cart.id, [told], now),
        ...inOrder(plan.steps),
        written.orReread(),
        ...(until === line.heldUntil ? [] : [writeHeldUntil(cart.id, [line.id], until)]),
        ...limits,
        ...recordExpired(context, plan.lapsed, now),
      ],
    }
  })
}

/** Checks the new price, and answers the statement that holds the limits; fewer of a thing needs none. */
async function limitsOf(
  context: Context,
  buyer: Buyer,
  cart: StoredCart,
  line: StoredLine,
  change: LineChange,
  more: boolean,
  now: bigint,
): Promise<Statement[]> {
  const counted = line.snapshot.stock === 'counted'
  const validated = change.unitPrice !== undefined && change.validatePrice === true
  checkPrice(undefined, change)
  // Where units are kept from the add on, the line's own are not among those that are free: its hold is the check.
  const kept = stockRule(context, line.product).reserve === 'add'
  const asks = change.checkInventory === true || context.options.inventory?.always === true
  if (!more && !counted && !validated && !asks) return []
  const [products, [rights = []]] = await Promise.all([
    readProducts(context, [line.product]),
    counted && !kept ? context.db.read(rightsOn([line.product], now)) : [],
  ])
  const product = products.get(line.product)
  if (product === undefined) throw new ShopError('product_not_found', { product: line.product })
  checkPrice(product, change)
  if (asks) {
    const others = cart.lines.filter((one) => one.product === line.product && !one.saved && one.id !== line.id)
    await checkInventory(context, buyer, [{ product, quantity: others.reduce((sum, one) => sum + one.quantity, line.quantity) }])
  }
  if (line.snapshot.stock === 'unique') return []
  const available = kept ? MAX_QUANTITY : (readRights(rights).available.get(line.product) ?? null)
  const known = { ...product, scale: line.scale }
  // More than may be in any cart is said before what is left of it.
  const bound = boundOf(context, known, available)
  for (const { most, beyond } of [boundOf(context, { ...known, stock: 'unlimited' }, null), bound])
    if (line.quantity > most) throw new ShopError(beyond.code, beyond.details)
  return [limitStatement(context, { cart: cart.id, bounds: [bound], lines: [line], set: true, holds: 0, carts: [] }, now)]
}

/** What is told of a line that is changed, or is gone: how many steps there were, and are. */
export const factOf = (
  { product, id, options, scale, quantity }: StoredLine,
  after: bigint,
): Omit<EventPayloads['cart.item_removed'], 'cart'> => ({
  product,
  line: id,
  options: optionsOf(options),
  scale,
  before: quantity.toString(),
  after: after.toString(),
})

/** Takes a line out of the cart and gives its hold back; a won right stays the winner's. Refuses with `item_not_found`. */
export function removeLine(context: Context, buyer: Buyer, ref: LineRef): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const line = lineOf(cart, ref)
    const told = { ...eventOf(context, 'cart.item_removed', factOf(line, 0n), now), line }
    const held = await releaseHolds(context, [line], now)
    return {
      statements: [
        touchCart(cart.id, now).orReread(),
        recordCartEvents(cart.id, [told, ...held.events], now),
        deleteLine(cart.id, line.id).orReread(),
        ...held.statements,
      ],
    }
  })
}

/** Empties the cart; what is saved for later stays. An empty cart stays as it is, without an event. */
export function clearCart(context: Context, buyer: Buyer): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const lines = cart.lines.filter((line) => !line.saved)
    if (lines.length === 0) return null
    const ids = lines.map((line) => line.id)
    const held = await releaseHolds(context, lines, now)
    return {
      statements: [
        touchCartAt(cart.id, cart.version, now).orReread(),
        ...held.statements,
        deleteLines(cart.id, ids).expect(BigInt(ids.length)).orReread(),
        recordCartEvents(cart.id, [eventOf(context, 'cart.cleared', { lines: ids.length }, now), ...held.events], now),
      ],
    }
  })
}

const byProduct = (left: StoredLine, right: StoredLine): number => (left.product < right.product ? -1 : 1)

/**
 * Extends the live holds of the cart: from now on they last `holds.user` or `holds.guest` milliseconds again. Refuses with `cart_empty` without a line in
 * the cart, and with `renewal_limit` when a line was renewed as often as allowed (`limit`), or when nothing is held any more (`reason: 'nothing_held'`).
 *
 * @example
 * const { view } = await cart.renew()
 */
export function renewHolds(context: Context, buyer: Buyer): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    if (cart.lines.every((line) => line.saved)) throw new ShopError('cart_empty')
    const held = cart.lines
      .filter((line) => !line.saved && line.kind === 'item' && line.heldUntil !== null && line.heldUntil > now)
      .sort(byProduct)
    if (held.length === 0) throw new ShopError('renewal_limit', { reason: 'nothing_held' })
    const { holds } = context.options
    const [rows = []] = await context.db.read(claimsOn(held.map((line) => line.product)))
    const claims = new Map(rows.map((row) => [String(row.product), readClaim(row)]))
    const ours = held.filter((line) => line.snapshot.stock === 'counted' || claims.get(line.product)?.holder === line.id)
    if (ours.length === 0) throw new ShopError('renewal_limit', { reason: 'nothing_held' })
    const whole = now + (buyer.userId === undefined ? holds.guest : holds.user)
    const untilOf = (line: StoredLine): bigint => (line.snapshot.stock === 'counted' ? now + stockRule(context, line.product).for : whole)
    const renewed = ours.flatMap((line): readonly Step[] => {
      if (line.snapshot.stock !== 'counted') return [[line.product, renewClaim(line.product, line.id, now, whole).orReread()]]
      const { quantity } = line
      const hold = { holder: line.id, from: { quantity, attempt: null }, to: { quantity, attempt: null, until: untilOf(line) } }
      return stockSteps([{ product: line.product, holds: [hold] }], null, now).steps
    })
    return {
      statements: [
        touchCart(cart.id, now).orReread(),
        ...ours.map((line) =>
          renewLine(cart.id, line.id, untilOf(line), holds.renewals).orRefuse('renewal_limit', { limit: BigInt(holds.renewals) }),
        ),
        ...inOrder(renewed),
      ],
    }
  })
}

/** Puts a line aside: it stays with the buyer, holds nothing and is not bought; a rest of it becomes part of it. Refuses with `item_not_found`. */
export function saveForLater(context: Context, buyer: Buyer, ref: LineRef): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const line = lineOf(cart, ref)
    if (line.saved) return null
    const { statements, events } = await releaseHolds(context, [line], now)
    const told = events.length === 0 ? [] : [recordCartEvents(cart.id, events, now)]
    const rest = cart.lines.find((one) => one.rest && one.product === line.product && one.options === line.options)
    const agreed = rest?.fixedPrice === true && !line.fixedPrice ? { unitPrice: rest.unitPrice, fixedPrice: true } : {}
    const saved =
      rest === undefined
        ? [touchCart(cart.id, now).orReread(), saveLine(cart.id, line.id).orReread()]
        : [
            touchCartAt(cart.id, cart.version, now).orReread(),
            deleteLine(cart.id, rest.id),
            overwriteLines(cart.id, [sumOf({ ...line, ...agreed, saved: true, heldUntil: null }, rest)]),
          ]
    return { statements: [...saved, ...statements, ...told] }
  })
}

/** Puts a saved line back into the cart, as a new add: its price, unless one was agreed, its stock and its hold are asked anew. */
export async function returnSaved(context: Context, buyer: Buyer, ref: LineRef): Promise<Changed> {
  let saved: StoredLine | null = null
  let agreed = false
  const unchanged = await changeCart(context, buyer, (cart) => {
    const line = lineOf(cart, ref, true)
    saved = line
    // A price agreed for the line in the cart came later than the one of what was saved.
    agreed = line.fixedPrice && line.kind === 'item' && !cart.lines.some((one) => !one.saved && one.fixedPrice && isSameLine(one, line))
    return null
  })
  const line = saved as StoredLine | null
  const product = line === null ? null : productRef(line.product)
  if (line === null || product === null) return unchanged
  const price = agreed ? { unitPrice: line.unitPrice } : {}
  const item = { product, quantity: line.quantity, options: optionsOf(line.options), ...price }
  return addItems(context, buyer, [item], line.id)
}
