import type { Buyer, Shop } from 'cartwright'
import type { Obstacle } from '../views/product-page.ts'
import { type Item, productOf } from './item.ts'

/** Why this visitor may not buy it, by the shop's own rules; null when he may. */
export function obstacleOf(shop: Shop, item: Item, buyer: Buyer): Obstacle | null {
  const product = productOf(item)
  for (const rule of shop.context.options.buying) {
    const no = rule(buyer, product)
    if (no?.code === 'own_product') return { code: 'own_product' }
    if (no?.code === 'buyer_not_allowed') return { code: 'buyer_not_allowed', reason: String(no.details?.reason) }
  }
  return null
}
