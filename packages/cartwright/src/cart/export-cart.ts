import { type ProductRef, productRef } from '../catalog/product.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { quantityText } from '../money/quantity.ts'
import { loadCart } from './read-cart.ts'

/** A cart as plain JSON: what is in it, and nothing that `restore` would have to trust (no prices, no amounts). */
export interface CartPayload {
  readonly version: 1
  readonly currency: string
  readonly lines: readonly PayloadLine[]
  /** Codes that were applied. */
  readonly codes: readonly string[]
}

export interface PayloadLine {
  readonly product: ProductRef
  readonly options?: Readonly<Record<string, string>>
  /** Whole units as a plain decimal, such as `1.25`: exact, with at most `scale` decimals. */
  readonly quantity: string
  readonly scale: number
}

/**
 * Writes the buyer's cart as a JSON-safe payload for `restore`. What is saved for later is no part of it. Changes nothing; no cart is an empty payload.
 *
 * @example
 * const payload = JSON.stringify(await shop.cart(buyer).export())
 */
export async function exportCart(context: Context, buyer: Buyer): Promise<CartPayload> {
  const owner = ownerOf(buyer)
  const cart = owner === null ? null : await loadCart(context, owner)
  const lines = (cart?.lines ?? []).filter((line) => !line.saved)
  return {
    version: 1,
    currency: cart?.currency ?? context.options.currency,
    lines: lines.map(({ product, options, quantity, scale }) => ({
      product: productRef(product) ?? { type: '', id: product },
      ...(options === '' ? {} : { options: Object.fromEntries(JSON.parse(options) as [string, string][]) }),
      quantity: quantityText(quantity, scale),
      scale,
    })),
    codes: cart?.codes ?? [],
  }
}
