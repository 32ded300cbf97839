import { type Product, productKey } from '../catalog/product.ts'
import { type Claim, isLive, isOwnRight } from '../claims/claim.ts'
import type { Rights } from '../claims/claim-rows.ts'
import { holdPolicy } from '../claims/hold-policy.ts'
import { type InTurn, judgeTake, type Queues } from '../claims/read-queues.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { quantity } from '../money/quantity.ts'
import { buyable } from './judge-items.ts'
import { boundOf } from './limits.ts'
import { optionsText } from './line-options.ts'
import { fitLines } from './line-room.ts'
import { ownUnits } from './move-holds.ts'
import type { Wish } from './read-payload.ts'
import { cut, type Report } from './restore-report.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'

/** What a restore is decided on, read in one round. */
export interface Restoring {
  readonly buyer: Buyer
  readonly owner: string
  /** Null: it is born with what is restored. */
  readonly cart: StoredCart | null
  /** All open carts of the buyer. */
  readonly carts: readonly string[]
  /** Live holds in the buyer's other carts. */
  readonly heldElsewhere: number
  readonly products: ReadonlyMap<string, Product>
  readonly rights: Rights
  /** Who waits for products that nobody has any more. */
  readonly queues: Queues
  /** Lines of the cart that go because the payload does not name them. */
  readonly gone: readonly StoredLine[]
  /** All others. */
  readonly stay: readonly StoredLine[]
  readonly now: bigint
}

/** One line as it is to be, while the shop has not said no. */
export interface RestoredLine {
  readonly key: string
  readonly product: Product
  /** In their normal form. */
  readonly options: string
  readonly scale: number
  readonly quantity: bigint
  /** Most steps of the product, of the product's scale. */
  readonly most: bigint
}

/** The lines of the cart as a restore leaves them, by what the payload names. */
export function divide(cart: StoredCart | null, wishes: readonly Wish[], mode: 'overlay' | 'replace'): Pick<Restoring, 'gone' | 'stay'> {
  const named = new Set(wishes.map((wish) => `${productKey(wish.product)} ${optionsText(wish.options)}`))
  // A right that was won stays in the cart, and what is saved.
  const goes = (line: StoredLine): boolean =>
    mode === 'replace' && !line.saved && line.kind !== 'auction_win' && !named.has(`${line.product} ${line.options}`)
  const lines = cart?.lines ?? []
  return { gone: lines.filter(goes), stay: lines.filter((line) => !goes(line)) }
}

/** The live claim that stands in the way of a single piece; the hold of a line that goes is free with it. */
export function claimOn({ rights, gone, now }: Restoring, key: string): Claim | null {
  const claim = rights.claims.get(key)
  if (claim === undefined || !isLive(claim, now)) return null
  // Where others wait for it, it is theirs as soon as it is given back.
  const goes = claim.state === 'held' && claim.source === 'cart' && claim.waiters === 0n && gone.some((line) => line.id === claim.holder)
  return goes ? null : claim
}

/** A single piece that is in the cart already, as it should be: a hold that came with a merge names its line, whoever took it. */
export const pieceIn = (context: Context, restoring: Restoring, key: string): StoredLine | undefined =>
  restoring.stay.find(
    (line) =>
      line.product === key &&
      !line.saved &&
      (holdPolicy(context.options, key, line.snapshot.seller?.id) !== 'hard' || claimOn(restoring, key)?.holder === line.id),
  )

/** A right to the piece that is the buyer's own and no hold of a cart: won, or reserved for him. */
export function ownRight(restoring: Restoring, key: string): Claim | null {
  const claim = claimOn(restoring, key)
  return claim !== null && isOwnRight(claim, restoring.owner) ? claim : null
}

/** How the buyer takes a piece that nobody has any more; refuses while it is somebody else's turn. */
export function turnAt(context: Context, { products, rights, queues, owner, now }: Restoring, key: string): InTurn | null {
  const holds = holdPolicy(context.options, key, products.get(key)?.seller?.id) === 'hard'
  return judgeTake(context, { claim: rights.claims.get(key), places: queues.get(key) ?? [], owner, holds }, now)
}

/** Judges all lines at once; what does not fit goes into the report. */
export function judgeRestore(context: Context, restoring: Restoring, wishes: readonly Wish[], report: Report): readonly RestoredLine[] {
  const { products, rights, cart, now } = restoring
  for (const [key, { name }] of products) report.names.set(key, name)
  const kept = ownUnits(cart?.lines ?? [], now)
  const lines = new Map<string, RestoredLine>()
  for (const wish of wishes) {
    const key = productKey(wish.product)
    const options = optionsText(wish.options)
    try {
      const product = buyable(context, restoring.buyer, key, products.get(key))
      const no = refusalOf(context, restoring, product)
      if (no !== null) report.dropped.push({ product: key, reason: no })
      else {
        // Units that are kept for this very cart are not in its own way.
        const left = (rights.available.get(key) ?? 0n) + (kept.get(key) ?? 0n)
        const most = product.stock === 'unique' ? 1n : boundOf(context, product, left).most
        const line = { ...lineOf(restoring, wish, product), key, product, options, most }
        const mostOfLine = inScale(most, product.stock === 'unique' ? 0 : (product.scale ?? 0), line.scale)
        const fitting = line.quantity > mostOfLine ? cut(line, mostOfLine, beyondMost(product), report) : line
        if (fitting !== null) lines.set(`${key} ${options}`, fitting)
      }
    } catch (error) {
      if (!(error instanceof ShopError) || error.code === 'plugin_failed') throw error
      report.dropped.push({ product: key, reason: error.code })
    }
  }
  return withinRoom(context, restoring, [...lines.values()], report)
}

function refusalOf(context: Context, restoring: Restoring, product: Product): string | null {
  if (product.currency !== context.options.currency) return 'currency'
  const key = productKey(product)
  const claim = claimOn(restoring, key)
  const isOwn = claim !== null && (restoring.stay.some(({ id }) => id === claim.holder) || claim.owner === restoring.owner)
  const isHad = isOwn && (pieceIn(context, restoring, key) !== undefined || ownRight(restoring, key) !== null)
  if (claim !== null && !isHad && product.stock === 'unique') return claim.state === 'sold' ? 'item_sold' : 'item_taken'
  if (!isHad && product.stock === 'unique') turnAt(context, restoring, key)
  return product.auctionOnly === true && !isHad ? 'auction_only' : null
}

const beyondMost = (product: Product): string => (product.stock === 'counted' ? 'insufficient_stock' : 'invalid_quantity')

const inScale = (quantity: bigint, scale: number, other: number): bigint =>
  other >= scale ? quantity * 10n ** BigInt(other - scale) : quantity / 10n ** BigInt(scale - other)

/** A line counts in the steps it began with; without a quantity it keeps its own, and a new one is one. */
function lineOf({ stay }: Restoring, wish: Wish, product: Product): Pick<RestoredLine, 'scale' | 'quantity'> {
  const there = stay.find((line) => line.product === productKey(wish.product) && line.options === optionsText(wish.options) && !line.saved)
  const scale = product.stock === 'unique' ? 0 : (there?.scale ?? product.scale ?? 0)
  const kept = wish.quantity === null ? there?.quantity : undefined
  return { scale, quantity: kept ?? quantity(wish.quantity ?? '1', scale) }
}

/** What is beyond the limits of the cart is left out here, the last first; lines that are there get their quantity before others are added. */
function withinRoom(
  context: Context,
  { stay, heldElsewhere }: Restoring,
  lines: readonly RestoredLine[],
  report: Report,
): readonly RestoredLine[] {
  const known = new Set(stay.filter((line) => !line.saved).map((line) => `${line.product} ${line.options}`))
  const isThere = ({ key, options }: RestoredLine): boolean => known.has(`${key} ${options}`)
  const ordered = [...lines.filter(isThere), ...lines.filter((line) => !isThere(line))]
  const fitting = ordered.map((line) => ({ ...line, beyond: beyondMost(line.product) }))
  const fits = fitLines(context, stay, fitting, heldElsewhere)
  return ordered.flatMap((line, place) => {
    const fit = fits[place]
    if (fit === undefined || fit.quantity >= line.quantity) return [line]
    const reason = fit.reason === 'hold_limit' || fit.reason === 'insufficient_stock' ? fit.reason : 'invalid_quantity'
    return cut(line, fit.quantity, reason, report) ?? []
  })
}
