import { boundOf } from '../cart/limits.ts'
import { type StoredLine, snapshotOf } from '../cart/stored-cart.ts'
import { type Product, productKey } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import { MAX_QUANTITY, quantity } from '../money/quantity.ts'
import type { Tally } from './django-report.ts'
import { amountOf } from './read-amount.ts'
import type { SourceLine } from './read-source.ts'

/** A product as the import knows it; its price may be unknown. */
export interface Listed {
  readonly product: Product
  readonly priced: boolean
}

/** Answers products by key; those that do not exist are absent. */
export type Catalogue = (keys: readonly string[]) => Promise<ReadonlyMap<string, Listed>>

/** Where the import asks for products, and which tables it missed. */
export interface Products {
  readonly catalogue: Catalogue
  readonly notChecked: () => readonly string[]
}

/**
 * Makes lines of the shop from lines of one cart. The price is the one its buyer saw; what is paid is the catalogue's, as in any cart. Unique goods are
 * held for nobody. What cannot be is reported and left out.
 */
export function judgeLines(
  context: Context,
  lines: readonly SourceLine[],
  { types, listed, history }: { types: ReadonlyMap<string, string>; listed: ReadonlyMap<string, Listed>; history: boolean },
  tally: Tally,
): StoredLine[] {
  const now = context.clock()
  return lines.flatMap((line) => {
    tally.lines.found += 1
    const say = (outcome: 'left_out' | 'changed', reason: string, detail: string): never[] => {
      tally.problems.push({ what: 'line', id: line.id, cart: line.cart, outcome, reason, detail })
      if (outcome === 'left_out') tally.lines.leftOut += 1
      return []
    }
    const type = types.get(line.contentType)
    if (type === undefined) return say('left_out', 'content_type', line.contentType)
    const key = productKey({ type, id: line.objectId })
    const known = listed.get(key)
    if (known === undefined) return say('left_out', 'product_not_found', key)
    const { product, priced } = known
    const unique = product.stock === 'unique'
    const scale = unique ? 0 : (product.scale ?? 0)
    const sent = stepsOf(line.quantity, scale)
    if (sent === null) return say('left_out', 'quantity', line.quantity)
    const price = amountOf(line.unitPrice, context.options.currency)
    if (price === null && !priced) return say('left_out', 'price', line.unitPrice)
    if (price === null) say('changed', 'price', line.unitPrice)
    // What was ordered is kept as it was; only what may still be bought has limits.
    const most = history ? MAX_QUANTITY : unique ? 1n : boundOf(context, product, MAX_QUANTITY).most
    if (sent > most) say('changed', unique ? 'one_piece' : 'max_quantity', line.quantity)
    const snapshot = snapshotOf(product)
    return {
      id: context.newId(),
      product: key,
      options: '',
      kind: 'item' as const,
      saved: false,
      rest: false,
      quantity: sent > most ? most : sent,
      scale,
      unitPrice: price ?? product.price,
      fixedPrice: history,
      // An old order takes nothing from this shop's stock.
      snapshot: history ? { ...snapshot, stock: 'unlimited' as const } : snapshot,
      heldUntil: null,
      renewals: 0n,
      addedAt: now,
      place: context.nextPlace(),
    }
  })
}

function stepsOf(text: string, scale: number): bigint | null {
  try {
    return quantity(text, scale)
  } catch {
    return null
  }
}
