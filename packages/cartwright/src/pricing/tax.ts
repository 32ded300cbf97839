import { sum } from '../money/rounding.ts'
import type { Figures, QuoteLine, QuoteTax } from './quote-types.ts'
import type { DeliveryPlace } from './shipping.ts'

/** What the tax plug-in is asked: amounts after discounts, in minor units. */
export interface TaxQuestion {
  readonly lines: readonly {
    readonly id: string
    readonly product: string
    readonly seller: string
    readonly taxClass: string | null
    /** What the line's goods cost after discounts. */
    readonly net: bigint
  }[]
  readonly fees: bigint
  readonly shipping: bigint
  /** Null while it is not known. */
  readonly address: DeliveryPlace | null
  readonly currency: string
}

/**
 * The tax plug-in. Its answer holds the tax of the whole order and which part of it falls on the goods of each line. It may depend on the question
 * alone: the shop keeps it for a while (`pluginMemory`) and does not ask the same thing again.
 */
export interface TaxCalculator {
  (question: TaxQuestion): Promise<QuoteTax>
  /** True for one that answers from what it has, at once, such as a rate: views of the cart ask it too, and its answers are not kept. */
  readonly local?: boolean
}

/** What to ask the tax plug-in, from figures without tax, so that nothing but the calculator adds up. */
export function taxQuestion(quote: Figures, lines: readonly QuoteLine[], address: DeliveryPlace | null): TaxQuestion {
  const classes = new Map(lines.map((line) => [line.id, line.taxClass]))
  return {
    lines: quote.lines.map(({ id, product, seller, total, discount }) => ({
      id,
      product,
      seller,
      taxClass: classes.get(id) ?? null,
      net: total - discount,
    })),
    fees: sum(quote.totals.fees.map((fee) => fee.amount)),
    shipping: quote.totals.shipping ?? 0n,
    address,
    currency: quote.currency,
  }
}
