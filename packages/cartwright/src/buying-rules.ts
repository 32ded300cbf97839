import type { BuyingRule } from './options.ts'

/**
 * Sellers buy only with all of these rights; who is no seller may always buy. Refuses with `buyer_not_allowed` and the missing right as reason.
 *
 * @example
 * buying: [sellersNeed('buyer', 'sellerCanBuy')]
 */
export const sellersNeed =
  (...rights: readonly string[]): BuyingRule =>
  (buyer) => {
    const roles = buyer.roles ?? []
    if (!roles.includes('seller')) return null
    const missing = rights.find((right) => !roles.includes(right))
    return missing === undefined ? null : { code: 'buyer_not_allowed', details: { reason: missing } }
  }

/** Nobody buys an own product: the seller's id is the buyer's user id. */
export const notOwnProduct = (): BuyingRule => (buyer, product) =>
  buyer.userId !== undefined && product.seller?.id === buyer.userId ? { code: 'own_product' } : null
