import type { Quote } from '../pricing/quote-types.ts'
import { toJson } from '../pricing/to-json.ts'

/** What an order keeps of its quote, and of how it came to be: enough to show it for ever and to undo it exactly. */
export interface FrozenQuote {
  readonly totals: Quote['totals']
  readonly discounts: readonly { readonly code: string; readonly amount: bigint }[]
  readonly hash: string
  /** The campaign of each use of a discount in one, sorted: what a code belongs to may change later. */
  readonly campaigns: readonly string[]
  /** Who used the discounts, for giving uses back. */
  readonly customer: string
  /** Whether the bought lines were put into a cart of their own. */
  readonly split: boolean
  readonly lines: readonly FrozenLine[]
  /** Whose wallets get what its sellers are owed, by seller; null: the shop's own goods. Absent: nobody had asked when it was placed. */
  readonly owners: ReadonlyMap<string, string | null>
  /** The id of the way of delivery that was chosen, by seller. */
  readonly delivery: ReadonlyMap<string, string>
}

/** What of a line is its seller's: its total after discounts, and its part of the shipping of his parcel. */
export interface FrozenLine {
  readonly id: string
  readonly seller: string
  readonly goods: bigint
  readonly shipping: bigint
}

export const frozenLines = (lines: Quote['lines']): FrozenLine[] =>
  lines.map(({ id, seller, total, discount, shipping }) => ({ id, seller, goods: total - discount, shipping }))

interface Stored {
  totals: {
    subtotal: string
    discount: string
    fees: { code: string; name: string; amount: string }[]
    shipping: string | null
    shippingIsEstimate: boolean
    tax: string
    taxIncluded: string
    total: string
  }
  discounts: { code: string; amount: string }[]
  campaigns?: string[]
  hash: string
  customer: string
  split: boolean
  lines: { id: string; seller: string; total: string; discount: string; shipping: string }[]
  owners?: Record<string, string | null>
  trace?: { rule: string }[]
}

export const freeze = (
  quote: Quote,
  customer: string,
  split: boolean,
  campaigns: readonly string[],
  owners: FrozenQuote['owners'],
): string =>
  JSON.stringify(
    toJson({
      totals: quote.totals,
      discounts: quote.discounts.map(({ code, amount }) => ({ code, amount })),
      ...(campaigns.length > 0 && { campaigns }),
      ...(owners.size > 0 && { owners }),
      hash: quote.hash,
      customer,
      split,
      trace: quote.trace,
      lines: quote.lines,
    }),
  )

export function thaw(text: string): FrozenQuote {
  const { totals, discounts, campaigns = [], owners = {}, hash, customer, split, lines, trace = [] } = JSON.parse(text) as Stored
  return {
    totals: {
      subtotal: BigInt(totals.subtotal),
      discount: BigInt(totals.discount),
      fees: totals.fees.map((fee) => ({ ...fee, amount: BigInt(fee.amount) })),
      shipping: totals.shipping === null ? null : BigInt(totals.shipping),
      shippingIsEstimate: totals.shippingIsEstimate,
      tax: BigInt(totals.tax),
      taxIncluded: BigInt(totals.taxIncluded),
      total: BigInt(totals.total),
    },
    discounts: discounts.map(({ code, amount }) => ({ code, amount: BigInt(amount) })),
    campaigns,
    hash,
    customer,
    split,
    owners: new Map(Object.entries(owners)),
    delivery: deliveryOf(trace, new Set(lines.map(({ seller }) => seller))),
    lines: lines.map(({ id, seller, total, discount, shipping }) => ({
      id,
      seller,
      goods: BigInt(total) - BigInt(discount),
      shipping: BigInt(shipping),
    })),
  }
}

/** The quote says what was chosen by the rules it names: `shipping:<seller>:<option>`. */
function deliveryOf(trace: readonly { readonly rule: string }[], sellers: ReadonlySet<string>): ReadonlyMap<string, string> {
  const chosen = [...sellers].map((seller): readonly [string, string | undefined] => {
    const start = `shipping:${seller}:`
    return [seller, trace.find(({ rule }) => rule.startsWith(start))?.rule.slice(start.length)]
  })
  return new Map(chosen.flatMap(([seller, option]) => (option === undefined ? [] : [[seller, option] as const])))
}
