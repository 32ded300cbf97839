import { productRef } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { claimsOn, readClaim, readRights, releaseClaim, renewClaim, rightsOn } from '../claims/claim-rows.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Changed, LineRef } from '../shop-types.ts'
import { addItems } from './add-items.ts'
import { deleteLine, deleteLines, renewLine, saveLine, touchCart, touchCartAt, writeQuantity } from './cart-rows.ts'
import { changeCart, lineOf } from './change-cart.ts'
import type { StoredLine } from './stored-cart.ts'

/**
 * Sets the quantity of a line, in steps; 0 removes it. A unique item takes 0 or 1 only.
 * Refuses with `item_not_found`, `invalid_quantity`, `insufficient_stock`.
 */
export function updateLine(context: Context, buyer: Buyer, ref: LineRef, quantity: bigint): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    if (quantity < 0n) throw new ShopError('invalid_quantity')
    const line = lineOf(cart, ref, false)
    if (quantity === line.quantity) return null
    const was = {
      product: line.product,
      line: line.id,
      before: line.quantity.toString(),
      after: quantity.toString(),
      deleted: quantity === 0n ? 'true' : null,
    }
    const updated = recordCartEvents(cart.id, [eventOf(context, 'cart.item_updated', was, now)], now)
    if (quantity === 0n) {
      const gone = [deleteLine(cart.id, line.id).orReread(), ...released([line])]
      return { statements: [touchCart(cart.id, now).orReread(), ...gone, updated] }
    }
    if (line.snapshot.stock === 'unique') throw new ShopError('invalid_quantity')
    await checkQuantity(context, line, quantity)
    return { statements: [touchCart(cart.id, now).orReread(), writeQuantity(cart.id, line.id, quantity).orReread(), updated] }
  })
}

async function checkQuantity(context: Context, line: StoredLine, quantity: bigint): Promise<void> {
  const most = context.options.limits.maxQuantity * 10n ** BigInt(line.scale)
  if (quantity > most) throw new ShopError('invalid_quantity', { max: most, scale: line.scale })
  if (line.snapshot.stock !== 'counted') return
  const [products, [rights = []]] = await Promise.all([readProducts(context, [line.product]), context.db.read(rightsOn([line.product]))])
  if (!products.has(line.product)) throw new ShopError('product_not_found', { product: line.product })
  const available = readRights(rights).available.get(line.product) ?? 0n
  if (quantity > available) throw new ShopError('insufficient_stock', { available, scale: line.scale })
}

/** Takes a line out of the cart and gives its hold back; a won right stays the winner's. Refuses with `item_not_found`. */
export function removeLine(context: Context, buyer: Buyer, ref: LineRef): Promise<Changed> {
  return changeCart(context, buyer, (cart, now) => {
    const line = lineOf(cart, ref)
    const events = [
      eventOf(context, 'cart.item_removed', { product: line.product, line: line.id, before: line.quantity.toString(), after: '0' }, now),
    ]
    return {
      statements: [
        touchCart(cart.id, now).orReread(),
        deleteLine(cart.id, line.id).orReread(),
        ...released([line]),
        recordCartEvents(cart.id, events, now),
      ],
    }
  })
}

/** Empties the cart; what is saved for later stays. An empty cart stays as it is, without an event. */
export function clearCart(context: Context, buyer: Buyer): Promise<Changed> {
  return changeCart(context, buyer, (cart, now) => {
    const lines = cart.lines.filter((line) => !line.saved)
    if (lines.length === 0) return null
    const ids = lines.map((line) => line.id)
    return {
      statements: [
        touchCartAt(cart.id, cart.version, now).orReread(),
        ...released(lines),
        deleteLines(cart.id, ids).expect(BigInt(ids.length)).orReread(),
        recordCartEvents(cart.id, [eventOf(context, 'cart.cleared', { lines: String(ids.length) }, now)], now),
      ],
    }
  })
}

/** Gives holds back, in the order of products, which is the order every batch takes claims in. */
const released = (lines: readonly StoredLine[]) =>
  lines
    .filter((line) => line.snapshot.stock === 'unique' && line.heldUntil !== null)
    .sort(byProduct)
    .map((line) => releaseClaim(line.product, line.id))

const byProduct = (left: StoredLine, right: StoredLine): number => (left.product < right.product ? -1 : 1)

/**
 * Extends the live holds of the cart. Refuses with `renewal_limit` when a line was renewed as often as allowed, or when nothing is held.
 */
export function renewHolds(context: Context, buyer: Buyer): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const held = cart.lines
      .filter((line) => !line.saved && line.kind === 'item' && line.heldUntil !== null && line.heldUntil > now)
      .sort(byProduct)
    if (held.length === 0) throw new ShopError('renewal_limit', { reason: 'nothing_held' })
    const { holds } = context.options
    const [rows = []] = await context.db.read(claimsOn(held.map((line) => line.product)))
    const claims = new Map(rows.map((row) => [String(row.product), readClaim(row)]))
    const ours = held.filter((line) => claims.get(line.product)?.holder === line.id)
    if (ours.length === 0) throw new ShopError('renewal_limit', { reason: 'nothing_held' })
    const until = now + (buyer.userId === undefined ? holds.guest : holds.user)
    return {
      statements: [
        touchCart(cart.id, now).orReread(),
        ...ours.map((line) =>
          renewLine(cart.id, line.id, until, holds.renewals).orRefuse('renewal_limit', { limit: BigInt(holds.renewals) }),
        ),
        ...ours.map((line) => renewClaim(line.product, line.id, now, until).orReread()),
      ],
    }
  })
}

/** Puts a line aside: it stays with the buyer, holds nothing and is not bought. Refuses with `item_not_found`. */
export function saveForLater(context: Context, buyer: Buyer, ref: LineRef): Promise<Changed> {
  return changeCart(context, buyer, (cart, now) => {
    const line = lineOf(cart, ref)
    if (line.saved) return null
    return { statements: [touchCart(cart.id, now).orReread(), saveLine(cart.id, line.id).orReread(), ...released([line])] }
  })
}

/** Puts a saved line back into the cart, as a new add: its price, its stock and its hold are asked anew. */
export async function returnSaved(context: Context, buyer: Buyer, ref: LineRef): Promise<Changed> {
  let saved: StoredLine | null = null
  const unchanged = await changeCart(context, buyer, (cart) => {
    saved = lineOf(cart, ref, true)
    return null
  })
  const line = saved as StoredLine | null
  const product = line === null ? null : productRef(line.product)
  if (line === null || product === null) return unchanged
  const options = line.options === '' ? {} : { options: Object.fromEntries(JSON.parse(line.options) as [string, string][]) }
  return addItems(context, buyer, [{ product, quantity: line.quantity, ...options }])
}
