import type { Context } from '../context.ts'

/**
 * When units of a counted product are set aside. `never`: not at all, only the sale is guarded, and a card that pays too late is refunded.
 * `checkout`: while a payment is under way. `add`: from the add on, for some time, and while a payment is under way.
 */
export type ReservePolicy = 'never' | 'add' | 'checkout'

/** How counted stock is reserved. */
export interface StockRule {
  /** Default `checkout`. */
  readonly reserve?: ReservePolicy
  /** Milliseconds for which an add sets units aside; each change of the line begins it anew. Default 15 minutes. */
  readonly for?: bigint
}

/**
 * How counted stock is reserved in the whole shop, and otherwise for some types of products. A sale never takes more than there is, whatever the rule.
 *
 * With `add`, the line tells until when its units are kept (`heldUntil`). At that millisecond they are everybody's again: the next who needs them takes
 * them back in the batch of his own add or checkout, whether or not anything sweeps. The line stays in its cart: it can be bought as long as
 * there are enough units left, which reading asks, and takes its units anew with the next change of the line or at checkout; else it is
 * `expired`. While a payment is under way units do not lapse, however long it takes.
 *
 * @example
 * stock: { reserve: 'add', for: minutes(15), byType: { seat: { for: minutes(5) }, download: { reserve: 'never' } } }
 */
export interface StockSettings extends StockRule {
  /** Rules of single product types; what they leave out is the shop's. */
  readonly byType?: Readonly<Record<string, StockRule>>
}

const MINUTE = 60_000n

/** The rule of a product, by its key; the defaults are put in. */
export function stockRule(context: Context, product: string): Required<StockRule> {
  const { stock } = context.options
  const type = product.slice(0, product.indexOf(':'))
  const own = Object.hasOwn(stock.byType ?? {}, type) ? stock.byType?.[type] : undefined
  return { reserve: own?.reserve ?? stock.reserve ?? 'checkout', for: own?.for ?? stock.for ?? 15n * MINUTE }
}

/** Refuses senseless rules when the shop is made; throws `RangeError` with one clear line. */
export function checkStockSettings(settings: StockSettings, types: readonly string[]): void {
  const rules: [string, StockRule][] = [
    ['stock', settings],
    ...Object.entries(settings.byType ?? {}).map(([type, rule]): [string, StockRule] => [`stock.byType.${type}`, rule]),
  ]
  for (const [name, rule] of rules) {
    if (rule.reserve !== undefined && !['never', 'add', 'checkout'].includes(rule.reserve))
      throw new RangeError(`${name}.reserve: ${rule.reserve} is none of never, add, checkout`)
    if (rule.for !== undefined && (typeof rule.for !== 'bigint' || rule.for <= 0n))
      throw new RangeError(`${name}.for must be a bigint above 0n, in milliseconds`)
  }
  for (const type of Object.keys(settings.byType ?? {}))
    if (!types.includes(type)) throw new RangeError(`stock.byType: there is no product type ${type}`)
}
