import { cartInSlot } from '../cart/cart-rows.ts'
import { readStored } from '../cart/stored-cart.ts'
import { type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { type Buyer, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { MAX_EXPONENT } from '../money/currencies.ts'
import { quantity } from '../money/quantity.ts'
import type { Shop } from '../shop-types.ts'

/**
 * A sent quantity in steps of the product; null when none was sent. Its form is checked before the product is looked for, so that nonsense
 * is `invalid_quantity` whatever it is about. Throws `product_not_found`.
 */
export async function stepsForProduct(shop: Shop, ref: ProductRef, sent: string | number | undefined): Promise<bigint | null> {
  if (sent === undefined) return null
  checkForm(sent)
  const key = productKey(ref)
  const product = (await readProducts(shop.context, [key])).get(key)
  if (product === undefined) throw new ShopError('product_not_found', { product: key })
  return quantity(sent, product.scale ?? 0)
}

/** The same for a line of a buyer's cart, which knows its scale: one statement. Throws `item_not_found`. */
export async function stepsForLine({ context }: Shop, buyer: Buyer, id: string, sent: string | number): Promise<bigint> {
  checkForm(sent)
  const owner = ownerOf(buyer)
  const [rows = []] = owner === null ? [] : await context.db.read(cartInSlot(owner, context.cartName))
  const line = readStored(rows)?.lines.find((one) => one.id === id && !one.saved)
  if (line === undefined) throw new ShopError('item_not_found')
  return quantity(sent, line.scale)
}

/** Whether it is a quantity of anything at all: plain digits above zero, with as many decimals as any product may have. */
function checkForm(sent: string | number): void {
  try {
    quantity(sent, MAX_EXPONENT)
  } catch {
    throw new ShopError('invalid_quantity')
  }
}
