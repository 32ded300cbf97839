import { lineTotal, sum } from '../money/rounding.ts'
import type { QuoteDiscount, QuoteLine } from '../pricing/quote-types.ts'
import { stackDiscounts } from '../pricing/stack-discounts.ts'
import type { CampaignStanding } from './campaign.ts'
import type { Discount } from './discount.ts'
import { type DiscountReason, discountReason, hasEnough, isUsedUp, takesPart } from './discount-rules.ts'

/** What is known of a cart's discounts; automatic ones are among `discounts` without being among the codes. */
export interface DiscountFacts {
  readonly stored: { readonly codes: readonly string[] } | null
  readonly discounts: ReadonlyMap<string, Discount>
  /** The campaigns they belong to, by name. */
  readonly campaigns: ReadonlyMap<string, CampaignStanding>
  /** How often this customer used each of them. */
  readonly uses: ReadonlyMap<string, bigint>
  /** Whether this customer has an order already; asked only where a discount wants to know. */
  readonly hasOrdered: boolean
  /** The codes of the order that the cart is being paid for with; null while it is not in payment. */
  readonly ordered: ReadonlySet<string> | null
  readonly now: bigint
}

export interface Judgement {
  /** For the calculator, in the order in which they are taken. */
  readonly applied: readonly QuoteDiscount[]
  /** Codes of the buyer that do not apply, and why. */
  readonly refused: readonly { readonly code: string; readonly reason: DiscountReason }[]
}

/**
 * Judges the codes of a cart and all automatic discounts against the lines that are bought. An automatic one that does not apply is not spoken of.
 * While a cart is being paid for, exactly the codes of its order apply: they have taken their uses, and what has become free since comes too late.
 */
export function judgeDiscounts(facts: DiscountFacts, lines: readonly QuoteLine[]): Judgement {
  const typed = typedCodes(facts)
  const others = otherCodes(facts, typed)
  if (typed.length === 0 && others.length === 0) return { applied: [], refused: [] }

  const totals = lines.map((line) => lineTotal(line.unitPrice, line.quantity, line.scale))
  const subtotal = sum(totals)
  const reasons = new Map<string, DiscountReason>()
  const fitting = [...typed, ...others].flatMap((code): QuoteDiscount[] => {
    const discount = facts.discounts.get(code) ?? null
    if (discount !== null && facts.ordered?.has(code) === true) return [quoteDiscountOf(discount, lines)]
    const eligible = discount === null ? 0n : sum(totals.filter((_, place) => isIn(discount, lines[place])))
    const usesOfCustomer = facts.uses.get(code) ?? 0n
    const { now, hasOrdered } = facts
    const reason = discountReason(discount, { now, subtotal, eligible, usesOfCustomer, hasOrdered, campaign: campaignOf(facts, code) })
    if (reason === null && facts.ordered === null && discount !== null) return [quoteDiscountOf(discount, lines)]
    reasons.set(code, reason ?? 'used_up')
    return []
  })
  const { taken, leftOut } = stackDiscounts(withinCampaigns(facts, fitting, reasons))
  for (const { code } of leftOut) reasons.set(code, 'combination')
  const refused = typed.flatMap((code) => {
    const reason = reasons.get(code)
    return reason === undefined ? [] : [{ code, reason }]
  })
  return { applied: taken, refused }
}

/**
 * What is left when codes of one campaign are used at once, and all of them would be more uses than it has left: the ones that are taken last are
 * not. Why is put into `reasons`.
 */
function withinCampaigns(
  facts: DiscountFacts,
  fitting: readonly QuoteDiscount[],
  reasons: Map<string, DiscountReason>,
): readonly QuoteDiscount[] {
  if (facts.ordered !== null) return fitting
  const used = new Map<string, bigint>()
  for (const { code } of stackDiscounts(fitting).taken) {
    const campaign = campaignOf(facts, code)
    if (campaign === null) continue
    const more = used.get(campaign.name) ?? 0n
    const isOver = isUsedUp(campaign, more)
    if (isOver || hasEnough(campaign, campaign.usesOfCustomer + more)) {
      reasons.set(code, isOver ? 'used_up' : 'per_customer')
      return withinCampaigns(
        facts,
        fitting.filter((one) => one.code !== code),
        reasons,
      )
    }
    used.set(campaign.name, more + 1n)
  }
  return fitting
}

const campaignOf = ({ discounts, campaigns }: DiscountFacts, code: string): CampaignStanding | null =>
  campaigns.get(discounts.get(code)?.campaign ?? '') ?? null

/** The discounts as the buyer may have seen them last: every code he typed, whether or not it applies now, and automatic ones that do. */
export function seenDiscounts(facts: DiscountFacts, lines: readonly QuoteLine[]): readonly QuoteDiscount[] {
  const { applied } = judgeDiscounts(facts, lines)
  const lapsed = typedCodes(facts).flatMap((code): QuoteDiscount[] => {
    const discount = facts.discounts.get(code)
    return discount === undefined || applied.some((one) => one.code === code) ? [] : [quoteDiscountOf(discount, lines)]
  })
  return [...applied, ...lapsed]
}

/** Automatic discounts, and what the order had that is neither automatic any more nor among the codes. */
const otherCodes = ({ discounts, ordered }: DiscountFacts, typed: readonly string[]): string[] =>
  [...discounts.values()]
    .filter(({ code, automatic }) => automatic || (ordered?.has(code) === true && !typed.includes(code)))
    .map(({ code }) => code)
    .sort((left, right) => (left < right ? -1 : 1))

/** A code that has become automatic since it was typed is one of those. */
const typedCodes = ({ stored, discounts }: DiscountFacts): readonly string[] =>
  (stored?.codes ?? []).filter((code) => discounts.get(code)?.automatic !== true)

const isIn = (discount: Discount, line: QuoteLine | undefined): boolean => line !== undefined && takesPart(discount, line)

function quoteDiscountOf(discount: Discount, lines: readonly QuoteLine[]): QuoteDiscount {
  const { code, kind, value, maxDiscount, onWins, automatic, phase, priority, exclusive, only, except } = discount
  const scope = only === null && except === null ? {} : { lines: lines.filter((line) => takesPart(discount, line)).map(({ id }) => id) }
  return { code, kind, value, maxDiscount, onWins, automatic, phase, priority, exclusive, ...scope }
}
