import type { Exponents } from '../money/currencies.ts'
import { decimal } from '../money/money.ts'
import { factsOf, type ShownQuote } from './quote-facts.ts'
import type { Quote } from './quote-types.ts'

/** One difference between what was shown and what is; null = it was, or is, not there. Amounts are decimal strings. */
export interface QuoteChange {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/**
 * What a buyer has to be told when a quote has moved, for `quote_changed`. `before` may be a whole quote, its `toJson` form, or as little as currency
 * and totals: only the parts it has are compared. Paths are those of the HTTP contract: `lines/garment:42/unit_price`, `discounts/SUMMER25`,
 * `groups/<seller>/shipping_option`, `totals/fees/buyer-protection`, `totals/total`. Two whole quotes have no changes exactly when their hashes
 * are equal.
 *
 * @example
 * quoteChanges(shown, fresh)    // [{ path: 'totals/shipping', before: '14.99', after: '19.99' }, ...]
 */
export function quoteChanges(before: ShownQuote, after: Quote, options: { readonly exponents?: Exponents } = {}): QuoteChange[] {
  const { lines, discounts, groups, ...rest } = after
  const comparable: ShownQuote = {
    ...rest,
    ...(before.lines && { lines }),
    ...(before.discounts && { discounts }),
    ...(before.groups && { groups }),
  }
  const was = textsOf(before, options.exponents)
  const is = textsOf(comparable, options.exponents)
  const paths = [...new Set([...is.keys(), ...was.keys()])]
  return paths
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((change) => change.before !== change.after)
}

const textsOf = (quote: ShownQuote, exponents: Exponents = {}): Map<string, string> =>
  new Map(
    factsOf(quote).map(({ path, unit, value }) => [
      path.join('/'),
      unit === 'amount' ? decimal(BigInt(value), quote.currency, { exponents }) : value,
    ]),
  )
