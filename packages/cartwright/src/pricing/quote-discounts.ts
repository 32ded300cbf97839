import { rateOf, WHOLE_RATE } from '../money/rounding.ts'
import { addUp, at, checked, type Step, spread, subtract, sumAt, zeros } from './quote-step.ts'
import type { Quote, QuoteDiscount, QuoteLine, TraceStep } from './quote-types.ts'
import { stackDiscounts } from './stack-discounts.ts'

/**
 * Takes the discounts that go together one after the other, each on what the ones before it have left of the lines in its scope: a percentage of it,
 * or a fixed amount, never more than `maxDiscount` and never more than there is. Each is allocated to its lines by what is left of them.
 */
export function takeDiscounts(
  discounts: readonly QuoteDiscount[],
  lines: readonly QuoteLine[],
  totals: readonly bigint[],
): Step & { readonly taken: Quote['discounts'] } {
  let parts = zeros(lines)
  const trace: TraceStep[] = []
  const taken = stackDiscounts(discounts).taken.flatMap((discount) => {
    const left = subtract(totals, parts)
    const places = eligiblePlaces(discount, lines)
    const amount = amountOf(discount, sumAt(left, places), trace)
    if (amount === 0n && discount.automatic === true) return []
    const shares = zeros(lines)
    spread(amount, left, places, shares)
    parts = addUp(parts, shares)
    return [{ code: discount.code, amount, lines: new Map(places.map((place) => [lines[place]?.id ?? '', at(shares, place)])) }]
  })
  return { taken, parts, trace }
}

function eligiblePlaces(discount: QuoteDiscount, lines: readonly QuoteLine[]): number[] {
  const scope = discount.lines && new Set(discount.lines)
  return [...lines.entries()]
    .filter(([, line]) => (discount.onWins || line.kind !== 'auction_win') && (scope === undefined || scope.has(line.id)))
    .map(([place]) => place)
}

function amountOf({ code, kind, value, maxDiscount }: QuoteDiscount, base: bigint, trace: TraceStep[]): bigint {
  checked(`discount ${code}`, value)
  if (kind === 'percent' && value > WHOLE_RATE) throw new RangeError(`quote: discount ${code} is above 100 %`)
  const wanted = kind === 'percent' ? rateOf(base, value) : value
  const rate = kind === 'percent' ? value : null
  trace.push({ rule: `discount:${code}`, base, rate, amount: wanted, rounding: kind === 'percent' ? 'half_up' : 'none' })

  const cap = maxDiscount === null || maxDiscount > base ? base : checked(`the cap of discount ${code}`, maxDiscount)
  if (wanted <= cap) return wanted
  trace.push({ rule: `discount:${code}:max`, base: wanted, rate: null, amount: cap, rounding: 'none' })
  return cap
}
