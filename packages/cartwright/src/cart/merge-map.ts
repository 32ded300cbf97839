import { type Product, type ProductRef, productKey, productRef } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { isStorable } from '../check-input.ts'
import { isLive } from '../claims/claim.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { quantity } from '../money/quantity.ts'
import { addItems } from './add-items.ts'
import { refuseWhilePaying } from './change-cart.ts'
import { buyable, type Item } from './judge-items.ts'
import { boundOf } from './limits.ts'
import { fitLines } from './line-room.ts'
import type { Merged, MergedLine, MergeReport } from './merge-types.ts'
import { ownUnits } from './move-holds.ts'
import { loadCart, readCart } from './read-cart.ts'
import { checkEntries } from './read-payload.ts'
import type { StoredCart } from './stored-cart.ts'

/** A cart as a plain session keeps it: product -> quantity. A bigint is in steps of the product's scale; a number or a text is in whole units (`2`, `'1.25'`). */
export type CartMap = Readonly<Record<string, bigint | number | string>>

/** What came of one entry of the map. */
type Entry =
  | { readonly item: Item; readonly line: MergedLine; readonly joins: boolean; readonly known: Product; readonly most: bigint }
  | { readonly dropped: MergedLine }

/**
 * Adds a plain map product -> quantity, as older carts keep it in a session, to the buyer's cart: all that can be had, in one batch, the rest
 * in the report. Nothing in it is trusted: prices are the catalogue's, quantities are cut to what fits, unique goods take their claims. Forget the map
 * afterwards: merging it again adds it again. Keys are `type:id`, or ids alone when `type` is given.
 * Refuses with `cart_changed` while a payment is under way, `plugin_failed`.
 *
 * @example
 * const { view, report } = await shop.cart({ userId: 'ana' }).mergeMap({ 'garment:42': 1n, 'tea:7': '1.25' })
 * await shop.cart({ userId: 'ana' }).mergeMap(session.cart, 'garment')
 */
export async function mergeMap(context: Context, buyer: Buyer, map: CartMap, type?: string): Promise<Merged> {
  const owner = ownerOf(buyer)
  if (owner === null) throw new RangeError('a cart needs a buyer: a token or a user id')
  checkEntries(Object.keys(map).length, '')
  const refused = new Map<string, string>()
  for (;;) {
    const entries = await judge(context, buyer, owner, { map, type: type ?? null }, refused)
    const sound = entries.flatMap((entry) => ('item' in entry ? [entry] : []))
    const report = reportOf(entries)
    const notices = [...report.clamped, ...report.dropped].map(({ product, name, reason }) => ({
      code: report.dropped.some((line) => line.product === product) ? 'item_dropped' : 'quantity_clamped',
      severity: 'warning' as const,
      details: { product, name, reason: reason ?? '' },
    }))
    if (sound.length === 0) return { view: await readCart(context, buyer), notices, report }
    try {
      const changed = await addItems(
        context,
        buyer,
        sound.map(({ item }) => item),
      )
      return { ...changed, notices: [...changed.notices, ...notices], report }
    } catch (error) {
      refused.set(
        ...refusedOf(
          error,
          sound.map(({ line }) => line),
        ),
      )
    }
  }
}

/** The entry that a limit or somebody else stood in the way of: it is left out, and the others are tried again. */
function refusedOf(error: unknown, lines: readonly MergedLine[]): [product: string, reason: string] {
  if (!(error instanceof ShopError) || ['cart_changed', 'plugin_failed', 'unavailable'].includes(error.code)) throw error
  const { product } = error.details
  const culprit = lines.find((line) => line.product === product) ?? lines.at(-1)
  if (culprit === undefined) throw error
  return [culprit.product, error.code]
}

async function judge(
  context: Context,
  buyer: Buyer,
  owner: string,
  { map, type }: { readonly map: CartMap; readonly type: string | null },
  refused: ReadonlyMap<string, string>,
): Promise<Entry[]> {
  const wishes = Object.entries(map).map(([key, wanted]) => ({ key: type === null ? key : productKey({ type, id: key }), wanted }))
  const keys = wishes.map(({ key }) => key).filter(isStorable)
  if (wishes.length === 0) return []
  const cart = await loadCart(context, owner)
  if (cart !== null) refuseWhilePaying(cart)
  const now = context.clock()
  const [products, [rights = []]] = await Promise.all([readProducts(context, keys), context.db.read(rightsOn(keys, now))])
  const { claims, available } = readRights(rights)
  const own = ownUnits(cart?.lines ?? [], now)
  const entries = wishes.map(({ key, wanted }): Entry => {
    const product = products.get(key)
    const dropped = (reason: string): Entry => ({
      dropped: { product: key, name: product?.name ?? '', options: '', quantity: 0n, scale: product?.scale ?? 0, reason },
    })
    const ref: ProductRef | null = productRef(key)
    const before = refused.get(key)
    if (ref === null || before !== undefined) return dropped(before ?? 'product_not_found')
    try {
      const known = buyable(context, buyer, key, product)
      const unique = known.stock === 'unique'
      const steps = typeof wanted === 'bigint' ? wanted : quantity(wanted, known.scale ?? 0)
      if (steps < 1n) return dropped('invalid_quantity')
      const claim = claims.get(key)
      if (
        unique &&
        claim !== undefined &&
        isLive(claim, now) &&
        claim.owner !== owner &&
        cart?.lines.every(({ id }) => id !== claim.holder) !== false
      )
        return dropped(claim.state === 'sold' ? 'item_sold' : 'item_taken')
      const most = unique ? 1n : boundOf(context, known, (available.get(key) ?? 0n) + (own.get(key) ?? 0n)).most
      const room = unique ? 1n : most - inCart(cart, key)
      if (room < 1n) return dropped(known.stock === 'counted' ? 'insufficient_stock' : 'max_quantity')
      const fits = steps < room ? steps : room
      const line = { product: key, name: known.name, options: '', quantity: fits, scale: unique ? 0 : (known.scale ?? 0) }
      const reason = fits === steps ? null : known.stock === 'counted' ? 'insufficient_stock' : 'max_quantity'
      return {
        item: { product: ref, quantity: fits },
        line: { ...line, reason, quantity: fits },
        joins: inCart(cart, key) > 0n,
        known,
        most,
      }
    } catch (error) {
      if (!(error instanceof ShopError) || error.code === 'plugin_failed') throw error
      return dropped(error.code)
    }
  })
  return withinRoom(context, cart, entries)
}

/** What is beyond the limits of the cart is left out, the last first. */
function withinRoom(context: Context, cart: StoredCart | null, entries: readonly Entry[]): Entry[] {
  const there = cart?.lines ?? []
  const ownOf = (key: string): bigint => there.find((one) => !one.saved && one.product === key && one.options === '')?.quantity ?? 0n
  const sound = entries.filter((entry) => 'item' in entry)
  const fits = fitLines(
    context,
    there,
    sound.map(({ line, known, most }) => ({
      product: known,
      options: '',
      quantity: known.stock === 'unique' ? 1n : line.quantity + ownOf(line.product),
      scale: line.scale,
      most,
      beyond: known.stock === 'counted' ? 'insufficient_stock' : 'max_quantity',
    })),
  )
  const rooms = new Map(sound.map((entry, place) => [entry, fits[place]]))
  return entries.map((entry): Entry => {
    const fit = 'item' in entry ? rooms.get(entry) : undefined
    if (!('item' in entry) || fit === undefined || fit.reason === null) return entry
    const { line, item, known } = entry
    const left = known.stock === 'unique' ? fit.quantity : fit.quantity - ownOf(line.product)
    if (left < 1n) return { dropped: { ...line, quantity: 0n, reason: fit.reason } }
    return { ...entry, item: { ...item, quantity: left }, line: { ...line, quantity: left, reason: fit.reason } }
  })
}

const inCart = (cart: StoredCart | null, product: string): bigint =>
  (cart?.lines ?? []).filter((line) => line.product === product && !line.saved).reduce((sum, line) => sum + line.quantity, 0n)

function reportOf(entries: readonly Entry[]): MergeReport {
  const sound = entries.flatMap((entry) => ('item' in entry ? [entry] : []))
  return {
    moved: sound.filter(({ joins }) => !joins).map(({ line }) => line),
    summed: sound.filter(({ joins }) => joins).map(({ line }) => line),
    clamped: sound.filter(({ line }) => line.reason !== null).map(({ line }) => line),
    saved: [],
    dropped: entries.flatMap((entry) => ('dropped' in entry ? [entry.dropped] : [])),
  }
}
