import type { QuoteLine } from '../pricing/quote-types.ts'
import type { CampaignStanding } from './campaign.ts'
import type { Discount, DiscountScope } from './discount.ts'

export type DiscountReason =
  | 'unknown'
  | 'expired'
  | 'not_started'
  | 'used_up'
  | 'per_customer'
  | 'first_order'
  | 'minimum'
  | 'scope'
  | 'combination'
  | 'already_applied'

/**
 * The one canonical form of a code: trimmed, ASCII upper case, 3 to 32 of `[A-Z0-9_-]`. Anything else is no code at all: it is refused, not
 * folded, because other alphabets fold differently in every database (U+212A lowers to k, U+017F uppers to S).
 *
 * @example
 * canonicalCode(' summer25 ') // 'SUMMER25'
 */
export function canonicalCode(text: string): string | null {
  if (typeof text !== 'string') return null
  const code = text.trim().replace(/[a-z]/g, (letter) => letter.toUpperCase())
  return /^[A-Z0-9_-]{3,32}$/.test(code) ? code : null
}

/** What a discount is judged on; the first failing rule wins, in the order of the lines. */
export interface DiscountCase {
  readonly now: bigint
  /** Value of the goods before discounts, minor units. */
  readonly subtotal: bigint
  /** Value of the goods this discount may touch. */
  readonly eligible: bigint
  /** How often this customer has used it. */
  readonly usesOfCustomer: bigint
  /** Whether this customer has an order already. */
  readonly hasOrdered: boolean
  /** The campaign it belongs to. */
  readonly campaign: CampaignStanding | null
}

/** Why a discount does not apply; null = it does. Windows are half-open: at `endsAt` it is over. */
export function discountReason(
  discount: Discount | null,
  { now, subtotal, eligible, usesOfCustomer, hasOrdered, campaign }: DiscountCase,
): DiscountReason | null {
  if (discount === null || !discount.active) return 'unknown'
  if (isUsedUp(discount) || (campaign !== null && isUsedUp(campaign))) return 'used_up'
  if (discount.startsAt !== null && now < discount.startsAt) return 'not_started'
  if (discount.endsAt !== null && now >= discount.endsAt) return 'expired'
  if (hasEnough(discount, usesOfCustomer) || (campaign !== null && hasEnough(campaign, campaign.usesOfCustomer))) return 'per_customer'
  if (discount.firstOrder && hasOrdered) return 'first_order'
  if (discount.minOrder !== null && subtotal < discount.minOrder) return 'minimum'
  if (subtotal > 0n && eligible === 0n) return 'scope'
  return null
}

/** Whether the uses it has, and so many more, are as many as there may be. */
export const isUsedUp = ({ uses, maxUses }: Pick<Discount, 'uses' | 'maxUses'>, more = 0n): boolean =>
  maxUses !== null && uses + more >= maxUses

/** Whether a customer has used it as often as he may. */
export const hasEnough = ({ maxUsesPerCustomer }: Pick<Discount, 'maxUsesPerCustomer'>, uses: bigint): boolean =>
  maxUsesPerCustomer !== null && uses >= maxUsesPerCustomer

/** A stranger must not learn which codes there are: to a guest these four look alike. */
const SECRET: readonly DiscountReason[] = ['unknown', 'expired', 'not_started', 'used_up']

/** The reason as a guest may hear it. */
export const reasonForGuest = (reason: DiscountReason): DiscountReason => (SECRET.includes(reason) ? 'unknown' : reason)

type ScopedLine = Pick<QuoteLine, 'product' | 'seller' | 'kind'>

/** Whether a line takes part: wins only where they may, everything in `only`, nothing in `except`. */
export function takesPart({ onWins, only, except }: Discount, line: ScopedLine): boolean {
  if (line.kind === 'auction_win' && !onWins) return false
  if (only !== null && listsOf(only, line).includes(false)) return false
  return except === null || !listsOf(except, line).includes(true)
}

/** For each list that is given, whether the line is in it. */
function listsOf({ products, types, sellers }: DiscountScope, { product, seller }: ScopedLine): boolean[] {
  const found: boolean[] = []
  if (products !== undefined) found.push(products.includes(product))
  if (types !== undefined) found.push(types.includes(product.slice(0, product.indexOf(':'))))
  if (sellers !== undefined) found.push(seller !== null && sellers.includes(seller.id))
  return found
}
