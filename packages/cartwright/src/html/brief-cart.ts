import { cartName } from '../cart/cart-name.ts'
import { cartInSlot } from '../cart/cart-rows.ts'
import type { LineView } from '../cart/cart-view.ts'
import { readStored } from '../cart/stored-cart.ts'
import { unitsOf } from '../cart/view-cart.ts'
import { type Buyer, ownerOf } from '../context.ts'
import { lineTotal } from '../money/rounding.ts'
import type { Shop } from '../shop-types.ts'

/** What the head of a page shows of a line. */
export type BriefLine = Pick<LineView, 'options' | 'unique' | 'quantity' | 'scale' | 'total'> & {
  readonly product: Pick<LineView['product'], 'name' | 'url' | 'image'>
}

/** What the head of a page shows of a cart. Every `CartView` is one. */
export interface BriefCart {
  readonly currency: string
  readonly lines: readonly BriefLine[]
  /** Units, as `CartView.count`. */
  readonly count: bigint
  readonly isEmpty: boolean
  /** Minor units; before discounts, fees, shipping and tax. */
  readonly totals: { readonly subtotal: bigint }
}

/**
 * Reads what the head of a page shows, in one statement; for nobody it asks nothing. It is the cart as its buyer saw it last: nobody asks the products
 * whether they are still there at that price, as `cart.read()` does. Writes nothing.
 * `name`: which cart, where he has several; a senseless one is refused with `invalid_input`.
 *
 * @example
 * const brief = await readBrief(shop, { token })
 * badge(brief)    // '3'
 */
export async function readBrief({ context }: Shop, buyer: Buyer, name?: string): Promise<BriefCart> {
  const owner = ownerOf(buyer)
  const slot = name === undefined ? context.cartName : cartName(name)
  const [rows = []] = owner === null ? [] : await context.db.read(cartInSlot(owner, slot))
  const stored = readStored(rows)
  const lines = (stored?.lines ?? [])
    .filter((line) => !line.saved)
    .map(
      ({ options, quantity, scale, unitPrice, snapshot }): BriefLine => ({
        product: { name: snapshot.name, url: snapshot.url, image: snapshot.image },
        options,
        unique: snapshot.stock === 'unique',
        quantity,
        scale,
        total: lineTotal(unitPrice, quantity, scale),
      }),
    )
  return {
    currency: stored?.currency ?? context.options.currency,
    lines,
    count: unitsOf(lines),
    isEmpty: lines.length === 0,
    totals: { subtotal: lines.reduce((sum, line) => sum + line.total, 0n) },
  }
}
