import { type Product, productKey } from '../catalog/product.ts'
import { holdPolicy } from '../claims/hold-policy.ts'
import type { Context } from '../context.ts'
import type { StoredLine } from './stored-cart.ts'

/** A line as it would be in the cart. */
export interface FittingLine {
  readonly product: Product
  /** The line's options in their normal form. */
  readonly options: string
  /** Steps of `scale`: what the line would have in all. */
  readonly quantity: bigint
  readonly scale: number
  /** Most steps of the product in the cart, over all its lines, and what is said when it would be more. */
  readonly most: bigint
  readonly beyond: string
}

/** How much of a line there is room for, 0 for none, and what stands in the way of the rest. */
export interface Room {
  readonly quantity: bigint
  readonly reason: string | null
}

/**
 * Judges lines one after the other by what the limits leave of a cart, before anything is written: a batch that is refused for one line too many would be
 * tried again for each of them. `there`: the lines that stay; `heldElsewhere`: live holds in the buyer's other carts, where they are known. What others do
 * meanwhile only the batch knows.
 */
export function fitLines(context: Context, there: readonly StoredLine[], lines: readonly FittingLine[], heldElsewhere = 0): Room[] {
  const { limits, holds } = context.options
  const now = context.clock()
  const wanted = new Set(lines.map(({ product }) => productKey(product)))
  const active = there.filter((line) => !line.saved)
  // A single piece that is saved is taken up as it is; other things stay saved beside their new line.
  let free = limits.maxLines - there.filter((line) => !line.saved || line.snapshot.stock !== 'unique' || !wanted.has(line.product)).length
  const held = new Set(active.filter((line) => isHeldPiece(line, now)).map((line) => line.product))
  let holdsLeft = holds.limit - held.size - heldElsewhere
  const used = new Map<string, bigint>()
  const pieces = new Map<string, bigint>()
  const count = (key: string, seller: string | undefined, { quantity, scale }: Amount, sign: bigint): void => {
    used.set(key, (used.get(key) ?? 0n) + sign * smallest(quantity, scale))
    if (seller !== undefined) pieces.set(seller, (pieces.get(seller) ?? 0n) + sign * piecesOf(quantity, scale))
  }
  for (const line of active) count(line.product, line.snapshot.seller?.id, line, 1n)
  const byProduct = Map.groupBy(active, (line) => line.product)

  return lines.map(({ product, options, quantity, scale, most, beyond }) => {
    const key = productKey(product)
    const seller = product.seller?.id
    const unique = product.stock === 'unique'
    const old = byProduct.get(key)?.find((line) => unique || line.options === options)
    const takes = unique && product.auctionOnly !== true && !held.has(key) && holdPolicy(context.options, key, seller) === 'hard'
    if (old === undefined && free < 1) return { quantity: 0n, reason: 'max_lines' }
    if (takes && holdsLeft < 1) return { quantity: 0n, reason: 'hold_limit' }
    if (old !== undefined) count(key, seller, old, -1n)
    const steps = (smallest(unique ? 1n : most, unique ? 0 : (product.scale ?? 0)) - (used.get(key) ?? 0n)) / 10n ** BigInt(18 - scale)
    let fit: Room = steps < quantity ? { quantity: steps, reason: beyond } : { quantity, reason: null }
    const left = limits.maxPerSeller === null || seller === undefined ? null : limits.maxPerSeller - (pieces.get(seller) ?? 0n)
    if (left !== null && left < piecesOf(fit.quantity, scale)) fit = { quantity: scale === 0 ? left : 0n, reason: 'max_per_seller' }
    // Less than before is within every limit, even one that was lowered.
    const own = old === undefined ? 0n : lesser(old.quantity, quantity)
    if (fit.quantity < own) fit = { quantity: own, reason: own < quantity ? fit.reason : null }
    if (fit.quantity < 1n) return { quantity: 0n, reason: fit.reason }
    if (old === undefined) free -= 1
    if (takes) holdsLeft -= 1
    count(key, seller, { quantity: fit.quantity, scale }, 1n)
    return fit
  })
}

const lesser = (left: bigint, right: bigint): bigint => (left < right ? left : right)

type Amount = Pick<StoredLine, 'quantity' | 'scale'>

const isHeldPiece = ({ kind, snapshot, heldUntil }: StoredLine, now: bigint): boolean =>
  kind === 'item' && snapshot.stock === 'unique' && heldUntil !== null && heldUntil > now

/** Quantities of different scales are compared in the smallest steps there are. */
const smallest = (quantity: bigint, scale: number): bigint => quantity * 10n ** BigInt(18 - scale)

/** A unique piece, or whole units, count one by one; what is weighed is one piece. */
const piecesOf = (quantity: bigint, scale: number): bigint => (scale === 0 || quantity === 0n ? quantity : 1n)
