import { type Product, productKey } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import type { ErrorCode } from '../errors.ts'
import { MAX_QUANTITY } from '../money/quantity.ts'
import type { Explanation, Statement } from '../storage/statement.ts'
import { cartWithLines } from './cart-rows.ts'
import { beyondLimits } from './limit-rows.ts'
import { readStored, type StoredLine } from './stored-cart.ts'

interface Refused {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
}

/** How many steps of one product may be in a cart, over all its lines, and what is said when it would be more. */
export interface Bound {
  readonly product: string
  readonly most: bigint
  readonly beyond: Refused
}

/** The bound of a product that is no single piece. `available`: steps that can still be sold, for counted ones. */
export function boundOf(context: Context, product: Product, available: bigint | null): Bound {
  const key = productKey(product)
  const scale = product.scale ?? 0
  const { maxQuantity } = context.options.limits
  const units = product.maxQuantity !== undefined && product.maxQuantity < maxQuantity ? product.maxQuantity : maxQuantity
  const steps = units * 10n ** BigInt(scale)
  const limit = steps > MAX_QUANTITY ? MAX_QUANTITY : steps
  if (product.stock === 'counted' && (available ?? 0n) < limit) {
    const most = available ?? 0n
    return { product: key, most, beyond: { code: 'insufficient_stock', details: { product: key, available: most, scale } } }
  }
  return { product: key, most: limit, beyond: { code: 'invalid_quantity', details: { product: key, max: limit, scale } } }
}

/** What a batch writes to the lines of a cart, as far as limits go. */
export interface Written {
  readonly cart: string
  readonly bounds: readonly Bound[]
  /** Lines as they are wanted: added to what is there, or set in its place. */
  readonly lines: readonly Pick<StoredLine, 'product' | 'options' | 'quantity' | 'scale' | 'snapshot'>[]
  readonly set: boolean
  /** How many holds are taken. */
  readonly holds: number
  /** The open carts of the buyer: the holds of all of them together are limited. */
  readonly carts: readonly string[]
}

/** The one statement that holds every limit of a cart, after the writes of its batch: what it finds undoes the batch and is refused by name. */
export function limitStatement(context: Context, written: Written, now: bigint): Statement {
  const { holds, limits } = context.options
  const sellers = [...new Set(written.lines.flatMap((line) => line.snapshot.seller?.id ?? []))]
  const question = beyondLimits(
    written.cart,
    {
      lines: limits.maxLines,
      holds: written.holds > 0 ? { carts: written.carts, most: holds.limit } : null,
      products: new Map(written.bounds.map(({ product, most }) => [product, most])),
      sellers: limits.maxPerSeller === null ? null : { ids: sellers, most: limits.maxPerSeller },
    },
    now,
  )
  return question.atMost(0n).orRefuse('invalid_quantity', explainLimits(context, written, now))
}

/** Says after the rollback which limit it was: the cart is read, and what was wanted is put to it once more. */
const explainLimits = (context: Context, written: Written, now: bigint): Explanation => ({
  statement: cartWithLines(written.cart),
  say: (rows) => {
    const { holds, limits } = context.options
    const there = (readStored(rows)?.lines ?? []).filter((line) => !line.saved)
    const identity = (line: Pick<StoredLine, 'product' | 'options'>): string => `${line.product} ${line.options}`
    const wanted = new Set(written.lines.map(identity))
    const kept = written.set ? there.filter((line) => !wanted.has(identity(line))) : there
    const after = [...kept, ...written.lines]
    for (const bound of written.bounds) {
      if (sumOf(after.filter((line) => line.product === bound.product)) > bound.most) return bound.beyond
    }
    for (const seller of limits.maxPerSeller === null ? [] : written.lines.flatMap((line) => line.snapshot.seller?.id ?? [])) {
      const pieces = after
        .filter((line) => line.snapshot.seller?.id === seller)
        .reduce((sum, line) => sum + (line.scale === 0 ? line.quantity : 1n), 0n)
      if (pieces > (limits.maxPerSeller ?? 0n)) return { code: 'invalid_quantity', details: { seller, max: limits.maxPerSeller } }
    }
    const held = there.filter((line) => line.kind === 'item' && line.snapshot.stock === 'unique' && (line.heldUntil ?? 0n) > now).length
    const known = new Set(rows.map((row) => `${row.product} ${row.options}`))
    const lines = (readStored(rows)?.lines.length ?? 0) + [...wanted].filter((line) => !known.has(line)).length
    // Neither the holds of this cart nor its lines: then the holds of the buyer's other carts.
    if (written.holds > 0 && (held + written.holds > holds.limit || lines <= limits.maxLines))
      return { code: 'hold_limit', details: { limit: BigInt(holds.limit) } }
    return { code: 'invalid_quantity', details: { maxLines: BigInt(limits.maxLines) } }
  },
})

const sumOf = (lines: readonly { readonly quantity: bigint }[]): bigint => lines.reduce((sum, line) => sum + line.quantity, 0n)
