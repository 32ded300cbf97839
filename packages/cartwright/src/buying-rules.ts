import { isErrorCode, ShopError } from './errors.ts'
import type { BuyingRule, ShopSettings } from './options.ts'
import { isOwn } from './seller-user.ts'

/**
 * The first no of the shop's rules; null when this buyer may buy this product. A rule that throws or answers anything but null or a refusal with a
 * known code is the refusal `plugin_failed` that names it. Rules are told whether the product is the buyer's own, which `sellers.account` decides as well.
 */
export function forbiddenBy(
  settings: Pick<ShopSettings, 'buying' | 'sellers'>,
  buyer: Parameters<BuyingRule>[0],
  product: Parameters<BuyingRule>[1],
): ReturnType<BuyingRule> {
  if (settings.buying.length === 0) return null
  const own = buyer.userId !== undefined && isOwn(settings, product.seller?.id, buyer.userId)
  for (const [place, rule] of settings.buying.entries()) {
    const answer = answerOf(`buying[${place}]`, () => rule(buyer, product, own))
    if (answer !== null) return answer
  }
  return null
}

function answerOf(plugin: string, call: () => ReturnType<BuyingRule>): ReturnType<BuyingRule> {
  let answer: unknown
  try {
    answer = call()
  } catch (error) {
    throw new ShopError('plugin_failed', { plugin, reason: error instanceof Error ? error.message : 'threw no error' }, { cause: error })
  }
  if (answer === null) return null
  if (answer instanceof Promise) {
    // Nobody waits for it: what it fails with later must not end the process.
    answer.catch(() => undefined)
    throw new ShopError('plugin_failed', { plugin, reason: 'answered a promise: a rule must not be async, every view of a cart asks it' })
  }
  if (!isRefusal(answer))
    throw new ShopError('plugin_failed', { plugin, reason: 'must answer null, or the code of a refusal and its details' })
  return answer
}

function isRefusal(answer: unknown): answer is NonNullable<ReturnType<BuyingRule>> {
  if (typeof answer !== 'object' || answer === null || !('code' in answer)) return false
  const details = 'details' in answer ? answer.details : undefined
  return typeof answer.code === 'string' && isErrorCode(answer.code) && (details === undefined || typeof details === 'object')
}

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

/** Nobody buys an own product: the seller's id is the buyer's user id, or `sellers.account` says that his wallet gets the money. */
export const notOwnProduct =
  (): BuyingRule =>
  (buyer, product, own = false) =>
    own || (buyer.userId !== undefined && product.seller?.id === buyer.userId) ? { code: 'own_product' } : null
