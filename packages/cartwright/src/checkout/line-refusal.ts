import type { LineView } from '../cart/cart-view.ts'
import { productKey } from '../catalog/product.ts'
import { isErrorCode, ShopError } from '../errors.ts'

/**
 * Why a line of the cart cannot be bought now: its own reason where that is a refusal; a hold that has lapsed, another currency and the like are
 * `cart_changed` with the reason.
 */
export function lineRefusal(line: LineView): ShopError {
  const details = { line: line.id, product: productKey(line.product) }
  if (line.reason === 'gone') return new ShopError('product_not_found', details)
  if (line.reason === null || !isErrorCode(line.reason)) return new ShopError('cart_changed', { ...details, reason: line.reason })
  return new ShopError(line.reason, line.availableAgainAt === null ? details : { ...details, availableAgainAt: line.availableAgainAt })
}
