import { allocate } from '../money/allocate.ts'
import { divideHalfUp, percent, rateOf, sum, WHOLE_RATE } from '../money/rounding.ts'
import type { Quote, QuoteLine, QuoteTax } from './quote-types.ts'
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

/** The tax plug-in. Its answer holds the tax of the whole order and which part of it falls on the goods of each line. */
export type TaxCalculator = (question: TaxQuestion) => Promise<QuoteTax>

/** What to ask the tax plug-in, from a quote made without tax, so that nothing but the calculator adds up. */
export function taxQuestion(quote: Quote, lines: readonly QuoteLine[], address: DeliveryPlace | null): TaxQuestion {
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

/**
 * The ready-made tax plug-in: one rate on everything, goods, fees and shipping. `added`: rate x amount comes on top. `included`: the prices contain
 * amount x rate / (100 % + rate). The tax of the order is computed on its whole amount and rounded half up once; the lines (and fees with shipping)
 * get their shares of it by the largest remainder. So the tax is never further than half a minor unit from the exact one, whatever the number of lines,
 * and no line's contained tax exceeds its price. (Where to round, at the line or at the invoice, is left to the member states: Court of Justice,
 * C-484/06, Ahold. Write an own plug-in where the law wants it at the line.) Throws `RangeError` for a rate that is not understood.
 *
 * @example
 * flatTax({ rate: '21%', mode: 'included' })
 */
export function flatTax({ rate, mode }: { readonly rate: string; readonly mode: 'included' | 'added' }): TaxCalculator {
  const hundredths = percent(rate)
  return async ({ lines, fees, shipping }) => {
    const weights = [...lines.map((line) => line.net), fees + shipping]
    const base = sum(weights)
    const tax = mode === 'added' ? rateOf(base, hundredths) : divideHalfUp(base * hundredths, WHOLE_RATE + hundredths)
    const shares = allocate(tax, weights)
    const both = (amount: bigint) => (mode === 'added' ? { added: amount, included: 0n } : { added: 0n, included: amount })
    return { ...both(tax), lines: new Map(lines.map((line, place) => [line.id, both(shares[place] ?? 0n)])) }
  }
}
