import { type Product, productKey } from '../catalog/product.ts'
import { ShopError } from '../errors.ts'

const LARGEST_PRICE = 2n ** 63n - 1n

/**
 * Checks a price given by the caller in place of the catalogue's, minor units per whole unit. Refuses with `invalid_input` what is no bigint, below zero
 * or beyond what a column holds, and with `price_mismatch` when it was to be compared and is another one; no price given is nothing to check.
 */
export function checkPrice(
  product: Product | undefined,
  { unitPrice, validatePrice }: { readonly unitPrice?: bigint | undefined; readonly validatePrice?: boolean | undefined },
): void {
  if (unitPrice === undefined) return
  if (typeof unitPrice !== 'bigint' || unitPrice < 0n || unitPrice > LARGEST_PRICE)
    throw new ShopError('invalid_input', { field: 'unitPrice' })
  if (validatePrice === true && product !== undefined && unitPrice !== product.price)
    throw new ShopError('price_mismatch', { product: productKey(product), price: product.price })
}
