import { ShopError } from '../errors.ts'
import { checked, type LineGroup, type Step, spread, sumAt, zeros } from './quote-step.ts'
import type { QuoteShipping, TraceStep } from './quote-types.ts'

/** The chosen shipping of each group, in the order of the groups; null when shipping is not known yet. */
export interface ShippingStep extends Step {
  readonly chosen: readonly QuoteShipping[] | null
}

/**
 * Charges each seller group its shipping and allocates it to the group's lines by value. A group without a price is refused
 * (`shipping_unavailable`), never sent for nothing.
 */
export function addShipping(
  shipping: readonly QuoteShipping[] | null,
  groups: readonly LineGroup[],
  goods: readonly bigint[],
): ShippingStep {
  const parts = zeros(goods)
  if (shipping === null) return { chosen: null, parts, trace: [] }
  const bySeller = new Map(shipping.map((choice) => [choice.seller, choice]))
  if (bySeller.size !== shipping.length) throw new RangeError('quote: two shipping prices for one seller group')

  const trace: TraceStep[] = []
  const chosen = groups.map(({ key, places }) => {
    const choice = bySeller.get(key)
    if (choice === undefined) throw new ShopError('shipping_unavailable', { seller: key })
    const price = checked(`shipping of ${key}`, choice.price)
    spread(price, goods, places, parts)
    trace.push({ rule: `shipping:${key}:${choice.option}`, base: sumAt(goods, places), rate: null, amount: price, rounding: 'none' })
    return choice
  })
  return { chosen, parts, trace }
}
