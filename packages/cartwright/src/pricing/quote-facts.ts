import { hash } from 'node:crypto'
import { quantityText } from '../money/quantity.ts'

/** An amount in minor units, as a bigint or as the text `toJson` makes of it. */
type Amount = bigint | string

/** What was shown or stored of a quote: a `Quote`, its `toJson` form, or only some parts of either. */
export interface ShownQuote {
  readonly currency: string
  readonly lines?: readonly {
    readonly product: string
    readonly kind: string
    readonly quantity: Amount
    readonly scale: number
    readonly unitPrice: Amount
  }[]
  readonly discounts?: readonly { readonly code: string; readonly amount: Amount }[]
  readonly groups?: readonly {
    readonly seller: { readonly id: string } | null
    readonly shipping: Amount | null
    readonly shippingOption: string | null
  }[]
  readonly totals: {
    readonly subtotal: Amount
    readonly discount: Amount
    readonly fees: readonly { readonly code: string; readonly amount: Amount }[]
    readonly shipping: Amount | null
    readonly tax: Amount
    readonly taxIncluded: Amount
    readonly total: Amount
  }
}

/** One thing a quote says to its buyer; the hash and the readable diff are both made of these. What is null is no fact. */
export interface Fact {
  readonly path: readonly string[]
  /** An amount is in minor units; everything else is a text as it is shown. */
  readonly unit: 'amount' | 'text'
  readonly value: string
}

/**
 * Everything a buyer agrees to, and nothing else: currency, each line's product, kind, quantity and price, each discount and fee by code, the shipping
 * option and price of each seller, every total. Ids of lines are left out (a merge gives new ones), the address too, and so is every order of
 * appearance: equal facts have equal hashes.
 */
export function factsOf({ currency, lines = [], discounts = [], groups = [], totals }: ShownQuote): readonly Fact[] {
  const facts: Fact[] = []
  const text = (value: string | null, ...path: string[]): void => {
    if (value !== null) facts.push({ path, unit: 'text', value })
  }
  const amount = (value: Amount | null, ...path: string[]): void => {
    if (value !== null) facts.push({ path, unit: 'amount', value: value.toString() })
  }
  text(currency, 'currency')
  for (const [key, line] of numbered(lines, (one) => one.product, lineOrder)) {
    text(line.kind, 'lines', ...key, 'kind')
    text(quantityText(BigInt(line.quantity), line.scale), 'lines', ...key, 'quantity')
    amount(line.unitPrice, 'lines', ...key, 'unit_price')
  }
  for (const [key, discount] of numbered(discounts, codeOf, amountOrder)) amount(discount.amount, 'discounts', ...key)
  for (const { seller, shipping, shippingOption } of groups) {
    text(shippingOption, 'groups', seller?.id ?? '', 'shipping_option')
    amount(shipping, 'groups', seller?.id ?? '', 'shipping')
  }
  amount(totals.subtotal, 'totals', 'subtotal')
  amount(totals.discount, 'totals', 'discount')
  for (const [key, fee] of numbered(totals.fees, codeOf, amountOrder)) amount(fee.amount, 'totals', 'fees', ...key)
  amount(totals.shipping, 'totals', 'shipping')
  amount(totals.tax, 'totals', 'tax')
  amount(totals.taxIncluded, 'totals', 'tax_included')
  amount(totals.total, 'totals', 'total')
  return facts
}

const codeOf = ({ code }: { readonly code: string }): string => code
const amountOrder = (item: { readonly amount: Amount }): string => item.amount.toString()
const lineOrder = (line: NonNullable<ShownQuote['lines']>[number]): string =>
  JSON.stringify([line.kind, line.scale, `${line.quantity}`, `${line.unitPrice}`])

/** Gives each item its key; items with one key (a product with two engravings) are told apart by a number, in an order of their own. */
function numbered<Item>(items: readonly Item[], keyOf: (item: Item) => string, orderOf: (item: Item) => string): [string[], Item][] {
  if (new Set(items.map(keyOf)).size === items.length) return items.map((item) => [[keyOf(item)], item])
  const seen = new Map<string, number>()
  const ordered = items
    .map((item) => ({ item, order: orderOf(item) }))
    .sort((one, other) => (one.order < other.order ? -1 : one.order > other.order ? 1 : 0))
  return ordered.map(({ item }) => {
    const key = keyOf(item)
    const number = (seen.get(key) ?? 0) + 1
    seen.set(key, number)
    return [number === 1 ? [key] : [key, number.toString()], item]
  })
}

/** The name of a quote: the first 32 hexadecimal digits (128 bits) of SHA-256 over its facts, as JSON sorted by code unit. */
export function hashOf(quote: ShownQuote): string {
  const canonical = factsOf(quote).map(({ path, unit, value }) => JSON.stringify([path, unit, value]))
  return hash('sha256', canonical.sort().join('\n'), 'hex').slice(0, 32)
}
