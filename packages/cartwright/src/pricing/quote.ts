import { sum } from '../money/rounding.ts'
import { deepFreeze } from './deep-freeze.ts'
import { takeDiscounts } from './quote-discounts.ts'
import { hashOf } from './quote-facts.ts'
import { addCharges, addFees } from './quote-fees.ts'
import { priceLines } from './quote-lines.ts'
import { addShipping } from './quote-shipping.ts'
import { addUp, at, checked, type LineGroup, sellerGroups, subtract, sumAt } from './quote-step.ts'
import { addTax } from './quote-tax.ts'
import type { Figures, Quote, QuotedGroup, QuotedLine, QuoteInput, Totals } from './quote-types.ts'
import type { GoodsGroup } from './shipping.ts'

/**
 * The one calculator: every line, discount, fee, shipping price, tax and total of a cart, from plain data, without a clock or a database. Cart page,
 * drawer, checkout, order and receipt show what it says; nothing else adds up.
 *
 * The order of steps is the order of the lines below. `total = subtotal - discount + fees + shipping + tax`; every part is at least zero and below
 * 2^63, and is allocated to the lines, whose `paid` sum exactly to the total, so that refunds line by line give back exactly what was paid. The
 * answer is frozen (its maps are read-only by type).
 *
 * Throws `ShopError`: `invalid_quantity` (`reason: 'amount_too_large'`) when an amount reaches 2^63, `shipping_unavailable` when shipping is known
 * but not for every seller group, `plugin_failed` for a tax answer that cannot be. Throws `RangeError` for input that is wrong in itself: a
 * negative price, a quantity of zero, a percentage above 100.
 *
 * @example
 * quote({ currency: 'RON', lines: [coat], discounts: [], fees: [protection], shipping: null, tax: null, charges: [] }).totals.total
 */
export const quote = (input: QuoteInput): Quote => sealed(figures(input))

/**
 * The same calculation, neither named by a hash nor frozen, which is more than half of what a quote costs: for what is only on the way to a quote,
 * such as the amounts that tax is asked for. Throws what `quote` throws.
 */
export function figures(input: QuoteInput): Figures {
  const { groups, lines, discounts, goods } = priceGoods(input)
  const fees = addFees(input.fees, groups, goods)
  const charges = addCharges(input.charges, goods)
  const shipping = addShipping(input.shipping, groups, goods)
  const feeParts = addUp(fees.parts, charges.parts)
  const tax = addTax(input.tax, input.lines, goods, addUp(feeParts, shipping.parts))

  const parts: Parts = { total: lines.parts, discount: discounts.parts, fee: feeParts, shipping: shipping.parts, tax: tax.parts }
  const totals: Totals = {
    subtotal: checked('subtotal', sum(parts.total)),
    discount: checked('discount', sum(parts.discount)),
    fees: [...fees.fees, ...charges.fees],
    shipping: shipping.chosen && checked('shipping', sum(parts.shipping)),
    shippingIsEstimate: shipping.chosen?.some((choice) => choice.estimate) ?? false,
    tax: checked('tax', sum(parts.tax)),
    taxIncluded: checked('included tax', sum(tax.included)),
    total: checked('total', sum(paidOf(parts))),
  }
  return {
    currency: input.currency,
    lines: quotedLines(input, parts, tax.included),
    groups: groups.map((group, index) => quotedGroup(input, group, parts, shipping.chosen?.[index]?.option ?? null)),
    discounts: discounts.taken,
    totals,
    trace: [lines, discounts, fees, charges, shipping, tax].flatMap((step) => step.trace),
  }
}

/** Makes a quote of figures: freezes them, parts and all, and gives them their hash. It is worked out when somebody asks (29 us): most views never do. */
export function sealed(answer: Figures): Quote {
  const frozen = deepFreeze(answer)
  let known: string | null = null
  return Object.freeze({
    ...frozen,
    get hash() {
      known ??= hashOf(frozen)
      return known
    },
  })
}

/** The first steps alone: goods and discounts of each seller, in the order of `groups` of the quote. Throws what these steps throw. */
export function goodsGroups(input: Pick<QuoteInput, 'lines' | 'discounts'>): readonly GoodsGroup[] {
  const { groups, lines, discounts } = priceGoods(input)
  return groups.map((group) => goodsGroup(input, group, lines.parts, discounts.parts))
}

/** Goods and discounts, which everything else is a part of. */
function priceGoods(input: Pick<QuoteInput, 'lines' | 'discounts'>): {
  readonly groups: readonly LineGroup[]
  readonly lines: ReturnType<typeof priceLines>
  readonly discounts: ReturnType<typeof takeDiscounts>
  /** What each line's goods cost after discounts. */
  readonly goods: readonly bigint[]
} {
  const groups = sellerGroups(input.lines)
  const lines = priceLines(input.lines)
  const discounts = takeDiscounts(input.discounts, input.lines, lines.parts)
  return { groups, lines, discounts, goods: subtract(lines.parts, discounts.parts) }
}

type Parts = Readonly<Record<'total' | 'discount' | 'fee' | 'shipping' | 'tax', readonly bigint[]>>

const paidOf = ({ total, discount, fee, shipping, tax }: Parts): bigint[] => addUp(subtract(total, discount), fee, shipping, tax)

function quotedLines(input: QuoteInput, parts: Parts, included: readonly bigint[]): QuotedLine[] {
  const paid = paidOf(parts)
  return input.lines.map(({ id, product, kind, seller, quantity, scale, unitPrice }, place) => ({
    id,
    product,
    kind,
    seller: seller?.id ?? '',
    quantity,
    scale,
    unitPrice,
    total: at(parts.total, place),
    discount: at(parts.discount, place),
    fee: at(parts.fee, place),
    shipping: at(parts.shipping, place),
    tax: at(parts.tax, place),
    taxIncluded: at(included, place),
    paid: at(paid, place),
  }))
}

const goodsGroup = (
  { lines }: Pick<QuoteInput, 'lines'>,
  { seller, places }: LineGroup,
  total: readonly bigint[],
  discount: readonly bigint[],
): GoodsGroup => ({
  seller,
  lines: places.map((place) => lines[place]?.id ?? ''),
  subtotal: sumAt(total, places),
  discount: sumAt(discount, places),
})

const quotedGroup = (input: QuoteInput, group: LineGroup, parts: Parts, option: string | null): QuotedGroup => ({
  ...goodsGroup(input, group, parts.total, parts.discount),
  fee: sumAt(parts.fee, group.places),
  shipping: option === null ? null : sumAt(parts.shipping, group.places),
  shippingOption: option,
})
