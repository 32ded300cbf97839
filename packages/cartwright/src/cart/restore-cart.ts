import { type Product, type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { isLive } from '../claims/claim.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { canonicalCode } from '../discounts/discount-rules.ts'
import { ShopError } from '../errors.ts'
import { quantity, quantityText } from '../money/quantity.ts'
import type { Changed } from '../shop-types.ts'
import { addItems, buyable } from './add-items.ts'
import { applyDiscount, removeDiscount } from './apply-discount.ts'
import type { Notice } from './cart-view.ts'
import { refuseWhilePaying } from './change-cart.ts'
import { removeLine, updateLine } from './change-lines.ts'
import { boundOf } from './limits.ts'
import { optionsText } from './line-options.ts'
import { fitLines } from './line-room.ts'
import { ownUnits } from './move-holds.ts'
import { loadCart, readCart } from './read-cart.ts'
import { readPayload, type Wish } from './read-payload.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'

export interface RestoreOptions {
  /** `overlay` (default): lines that the payload does not name stay. `replace`: they go, but for won items. */
  readonly mode?: 'overlay' | 'replace'
  /** For payloads of django-cart: which of our product types each content type id is. */
  readonly contentTypes?: Readonly<Record<string, string>>
}

/** What a restore has done: the cart as it is now, and what could not be as the payload had it. */
export interface Restored extends Changed {
  /** Lines left out, by product key, with the code of the refusal, or `currency`, `content_type`. */
  readonly dropped: readonly { readonly product: string; readonly reason: string }[]
  /** Lines with less than was asked for, in whole units as text. */
  readonly clamped: readonly { readonly product: string; readonly wanted: string; readonly quantity: string; readonly reason: string }[]
  /** Codes that were not applied. */
  readonly skipped: readonly { readonly code: string; readonly reason: string }[]
}

/** One line as it is to be, while the shop has not said no. */
interface Line {
  readonly key: string
  readonly ref: ProductRef
  readonly product: Product
  readonly options: Readonly<Record<string, string>>
  readonly scale: number
  readonly quantity: bigint
  /** Most steps of the product. */
  readonly most: bigint
}

type Report = { readonly names: Map<string, string> } & { readonly [Part in 'dropped' | 'clamped' | 'skipped']: Restored[Part][number][] }

/**
 * Puts an exported payload, or one of django-cart, into the buyer's cart. Nothing in it is trusted: prices come from the catalogue, quantities are cut to
 * what may be had, unique goods take their claims as by `add`, unknown and forbidden products are left out, codes are judged anew. All of that is
 * reported, none of it is an error. A line that is there gets the payload's quantity. Restoring again changes nothing more.
 * Throws `RangeError` for a mode there is not, `invalid_input` with the fields of a malformed payload, before anything is changed; refuses with `cart_changed` while a payment is under way.
 *
 * @example
 * const { view, dropped } = await shop.cart(buyer).restore(payload)
 * await shop.cart(buyer).restore({ '7:42': { quantity: 2 } }, { contentTypes: { 7: 'garment' } })
 */
export async function restoreCart(context: Context, buyer: Buyer, sent: unknown, options: RestoreOptions = {}): Promise<Restored> {
  if (!['overlay', 'replace'].includes(options.mode ?? 'overlay')) throw new RangeError(`mode: ${options.mode} is none of overlay, replace`)
  const wishes = readPayload(sent, options.contentTypes ?? {})
  const owner = ownerOf(buyer)
  if (owner === null) throw new RangeError('a cart needs a buyer: a token or a user id')
  const cart = await loadCart(context, owner)
  if (cart !== null) refuseWhilePaying(cart)
  const report: Report = {
    names: new Map(),
    dropped: [...wishes.dropped],
    clamped: [],
    skipped: [],
  }
  const judged = await judge(context, buyer, owner, wishes.lines, cart, report)
  const named = options.mode === 'replace' ? namedBy(wishes.lines) : null
  const lines = withinRoom(
    context,
    judged,
    (cart?.lines ?? []).filter((line) => named === null || !goes(line, named)),
    report,
  )

  if (named !== null) await removeOthers(context, buyer, cart, named, wishes.codes)
  const missing: Line[] = []
  for (const line of lines) {
    const there = lineThere(cart, line)
    if (there === undefined || line.product.stock === 'unique') missing.push(line)
    else if (!(await setQuantity(context, buyer, there, line, report))) missing.push(line)
  }
  await addAll(context, buyer, missing, report)
  for (const code of wishes.codes) await applyCode(context, buyer, code, report)
  const { dropped, clamped, skipped } = report
  return { view: await readCart(context, buyer), notices: noticesOf(report), dropped, clamped, skipped }
}

const lineThere = (cart: StoredCart | null, { key, options }: Pick<Line, 'key' | 'options'>): StoredLine | undefined =>
  cart?.lines.find((line) => line.product === key && line.options === optionsText(options) && !line.saved)

/** Judges all lines at once, with one question to the catalogue; what can still be refused later is a limit or a race. */
async function judge(
  context: Context,
  buyer: Buyer,
  owner: string,
  wishes: readonly Wish[],
  cart: StoredCart | null,
  report: Report,
): Promise<Line[]> {
  if (wishes.length === 0) return []
  const keys = [...new Set(wishes.map((wish) => productKey(wish.product)))].sort()
  const [products, [rights = []]] = await Promise.all([readProducts(context, keys), context.db.read(rightsOn(keys, context.clock()))])
  const { claims, available } = readRights(rights)
  const now = context.clock()
  for (const [key, { name }] of products) report.names.set(key, name)
  const kept = ownUnits(cart?.lines ?? [], now)
  const lines = new Map<string, Line>()
  for (const wish of wishes) {
    const key = productKey(wish.product)
    try {
      const product = buyable(context, buyer, key, products.get(key))
      const claim = claims.get(key)
      // A hold that came with a merge names the guest it was taken by; the line it names says whose it is now.
      const held = cart?.lines.some((line) => line.id === claim?.holder) === true
      const own = claim !== undefined && isLive(claim, now) && (claim.owner === owner || held)
      if (product.currency !== context.options.currency) report.dropped.push({ product: key, reason: 'currency' })
      else if (claim !== undefined && isLive(claim, now) && !own && product.stock === 'unique')
        report.dropped.push({ product: key, reason: claim.state === 'sold' ? 'item_sold' : 'item_taken' })
      else if (product.auctionOnly === true && !own) report.dropped.push({ product: key, reason: 'auction_only' })
      else {
        // Units that are kept for this very cart are not in its own way.
        const left = (available.get(key) ?? 0n) + (kept.get(key) ?? 0n)
        const most = product.stock === 'unique' ? 1n : boundOf(context, product, left).most
        const line = { ...lineOf(wish, key, product, cart), most }
        const fitting = line.quantity > most ? cut(line, most, beyondMost(product), report) : line
        if (fitting !== null) lines.set(`${key} ${optionsText(wish.options)}`, fitting)
      }
    } catch (error) {
      if (!(error instanceof ShopError) || error.code === 'plugin_failed') throw error
      report.dropped.push({ product: key, reason: error.code })
    }
  }
  return [...lines.values()]
}

const beyondMost = (product: Product): string => (product.stock === 'counted' ? 'insufficient_stock' : 'invalid_quantity')

/** What is beyond the limits of the cart is left out here, the last first; lines that are there get their quantity before others are added. */
function withinRoom(context: Context, lines: readonly Line[], there: readonly StoredLine[], report: Report): readonly Line[] {
  const known = new Set(there.filter((line) => !line.saved).map((line) => `${line.product} ${line.options}`))
  const isThere = ({ key, options }: Line): boolean => known.has(`${key} ${optionsText(options)}`)
  const ordered = [...lines.filter(isThere), ...lines.filter((line) => !isThere(line))]
  const fitting = ordered.map((line) => ({ ...line, options: optionsText(line.options), beyond: beyondMost(line.product) }))
  const fits = fitLines(context, there, fitting)
  return ordered.flatMap((line, place) => {
    const fit = fits[place]
    if (fit === undefined || fit.quantity >= line.quantity) return [line]
    const reason = fit.reason === 'hold_limit' || fit.reason === 'insufficient_stock' ? fit.reason : 'invalid_quantity'
    return cut(line, fit.quantity, reason, report) ?? []
  })
}

function lineOf(wish: Wish, key: string, product: Product, cart: StoredCart | null): Omit<Line, 'most'> {
  const there = lineThere(cart, { key, options: wish.options })
  const scale = product.stock === 'unique' ? 0 : (there?.scale ?? product.scale ?? 0)
  const kept = wish.quantity === null ? there?.quantity : undefined
  return { key, ref: wish.product, product, options: wish.options, scale, quantity: kept ?? quantity(wish.quantity ?? '1', scale) }
}

/** The line with as much as may be had; null, and left out, when that is nothing. */
function cut(line: Line, most: bigint, reason: string, report: Report): Line | null {
  if (most < 1n) {
    report.dropped.push({ product: line.key, reason })
    return null
  }
  const earlier = report.clamped.findIndex((one) => one.product === line.key)
  const wanted = report.clamped[earlier]?.wanted ?? quantityText(line.quantity, line.scale)
  if (earlier >= 0) report.clamped.splice(earlier, 1)
  report.clamped.push({ product: line.key, wanted, quantity: quantityText(most, line.scale), reason })
  return { ...line, quantity: most }
}

const namedBy = (wishes: readonly Wish[]): ReadonlySet<string> =>
  new Set(wishes.map((wish) => `${productKey(wish.product)} ${optionsText(wish.options)}`))

/** What the payload does not name goes; a right that was won stays in the cart, and what is saved. */
const goes = (line: StoredLine, named: ReadonlySet<string>): boolean =>
  !line.saved && line.kind !== 'auction_win' && !named.has(`${line.product} ${line.options}`)

async function removeOthers(
  context: Context,
  buyer: Buyer,
  cart: StoredCart | null,
  named: ReadonlySet<string>,
  codes: readonly string[],
): Promise<void> {
  for (const line of cart?.lines ?? []) {
    if (!goes(line, named)) continue
    await removeLine(context, buyer, line.id).catch(unlessRefused('item_not_found'))
  }
  const kept = codes.map(canonicalCode)
  for (const code of cart?.codes ?? []) if (!kept.includes(code)) await removeDiscount(context, buyer, code)
}

const unlessRefused =
  (code: string) =>
  (error: unknown): void => {
    if (!(error instanceof ShopError) || error.code !== code) throw error
  }

/** Sets the quantity of a line that is there; false when it is gone by now and must be added. */
async function setQuantity(context: Context, buyer: Buyer, there: StoredLine, wanted: Line, report: Report): Promise<boolean> {
  let line: Line | null = wanted
  while (line !== null) {
    try {
      await updateLine(context, buyer, there.id, { quantity: line.quantity })
      return true
    } catch (error) {
      if (error instanceof ShopError && error.code === 'item_not_found') return false
      line = withoutRefused(error, [line], report)[0] ?? null
    }
  }
  return true
}

/** Adds what is not there, all in one batch; what a limit or a race refuses is left out and the rest tried again. */
async function addAll(context: Context, buyer: Buyer, missing: readonly Line[], report: Report): Promise<void> {
  let lines = missing
  while (lines.length > 0) {
    try {
      await addItems(
        context,
        buyer,
        lines.map(({ ref, options, quantity: steps }) => ({ product: ref, options, quantity: steps })),
      )
      return
    } catch (error) {
      lines = withoutRefused(error, lines, report)
    }
  }
}

/** The lines without the one that was refused, or with less of it: always less than before. An error that is no refusal of a line goes on. */
function withoutRefused(error: unknown, lines: readonly Line[], report: Report): readonly Line[] {
  if (!(error instanceof ShopError) || !LEAVES_OUT.includes(error.code)) throw error
  const { product, seller, available, max } = error.details
  const refused = lines.findLast(
    (line) =>
      (product === undefined || line.key === product) &&
      (seller === undefined || line.product.seller?.id === seller) &&
      (error.code !== 'hold_limit' || line.product.stock === 'unique'),
  )
  if (refused === undefined) throw error
  const most = product === undefined ? null : ((available ?? max) as bigint | null | undefined)
  const cutTo = most != null && most < refused.quantity ? most : 0n
  const left = cut(refused, cutTo, error.code, report)
  return lines.flatMap((line) => (line === refused ? (left ?? []) : line))
}

const LEAVES_OUT: readonly string[] = [
  'product_not_found',
  'item_sold',
  'item_taken',
  'auction_only',
  'own_product',
  'buyer_not_allowed',
  'insufficient_stock',
  'invalid_quantity',
  'hold_limit',
]

async function applyCode(context: Context, buyer: Buyer, code: string, report: Report): Promise<void> {
  try {
    await applyDiscount(context, buyer, code)
  } catch (error) {
    if (!(error instanceof ShopError) || !['discount_invalid', 'cart_empty', 'rate_limited'].includes(error.code)) throw error
    const reason = String(error.details.reason ?? error.code)
    if (reason !== 'already_applied') report.skipped.push({ code, reason })
  }
}

const noticesOf = ({ names, dropped, clamped, skipped }: Report): Notice[] => [
  ...dropped.map(({ product, reason }) => ({
    code: 'item_dropped',
    severity: 'warning' as const,
    details: { product, name: names.get(product) ?? product, reason },
  })),
  ...clamped.map(({ product, wanted, quantity: left }) => ({
    code: 'quantity_clamped',
    severity: 'warning' as const,
    details: { product, name: names.get(product) ?? product, wanted, quantity: left },
  })),
  ...skipped.map(({ code, reason }) => ({
    code: 'discount_dropped',
    severity: 'warning' as const,
    path: `discounts/${code}`,
    details: { code, reason },
  })),
]
