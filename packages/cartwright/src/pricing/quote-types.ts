import type { Seller } from '../catalog/product.ts'

/** A line as the calculator needs it: plain data, no database, no clock. */
export interface QuoteLine {
  readonly id: string
  readonly product: string
  readonly kind: 'item' | 'auction_win'
  readonly seller: Seller | null
  /** Steps of 10^-scale units. */
  readonly quantity: bigint
  readonly scale: number
  /** Minor units per whole unit. */
  readonly unitPrice: bigint
  readonly taxClass: string | null
}

/** A discount that applies (the rules of `discounts/` have said yes), unless another one excludes it. */
export interface QuoteDiscount {
  readonly code: string
  readonly kind: 'percent' | 'fixed'
  /** Percent: hundredths of a percent (1000 = 10 %). Fixed: minor units. */
  readonly value: bigint
  readonly maxDiscount: bigint | null
  /** Whether lines of kind `auction_win` take part. */
  readonly onWins: boolean
  /** Ids of the lines in its scope; absent: all lines. */
  readonly lines?: readonly string[]
  /** Nobody has typed it: where it takes nothing, it is not named. */
  readonly automatic?: boolean
  /** When it is taken; a percentage is one of what the discounts taken before it have left. Default 0. */
  readonly phase?: bigint
  /** Of discounts that exclude each other, the highest stays. Default 0. */
  readonly priority?: bigint
  /** Of one group one stays; `*` stays alone. Default null: goes with all others. */
  readonly exclusive?: string | null
}

/** A fee as a rule: `fixed + rate of the goods after discounts`, within min and max, for each seller group or once. */
export interface FeeRule {
  readonly code: string
  readonly name: string
  /** Hundredths of a percent. */
  readonly rate: bigint
  /** Minor units. */
  readonly fixed: bigint
  readonly min: bigint | null
  readonly max: bigint | null
  readonly per: 'seller' | 'order'
}

/** The shipping price of one seller group (seller id, `''` for goods without a seller). */
export interface QuoteShipping {
  readonly seller: string
  readonly option: string
  readonly name: string
  readonly price: bigint
  readonly estimate: boolean
}

/**
 * What the tax plug-in answered. `added` comes on top of the prices, `included` is in them already. Both are the tax of the whole order; `lines` says
 * which part of it falls on the goods of each line, and what is left of the whole is the tax on fees and shipping.
 */
export interface QuoteTax {
  readonly added: bigint
  readonly included: bigint
  readonly lines: ReadonlyMap<string, { readonly added: bigint; readonly included: bigint }>
  /** The currency of the amounts, for a plug-in that was told one: another than the question's is refused. Default: the question's. */
  readonly currency?: string
}

export interface QuoteInput {
  readonly currency: string
  readonly lines: readonly QuoteLine[]
  readonly discounts: readonly QuoteDiscount[]
  readonly fees: readonly FeeRule[]
  /** Null = not known yet (shipping is not part of the total). */
  readonly shipping: readonly QuoteShipping[] | null
  /** Null = no tax plug-in. */
  readonly tax: QuoteTax | null
  /** Further fees with a fixed amount, such as cash on delivery. */
  readonly charges: readonly { readonly code: string; readonly name: string; readonly amount: bigint }[]
}

/**
 * One step of a computation, so that every cent can be explained. Rules are named `line:<id>`, `discount:<code>`, `fee:<code>:<seller>` (`:rate`
 * and `:fixed` behind it), `charge:<code>`, `shipping:<seller>:<option>`, `tax:added`, `tax:included`. A cap that took effect is a step of its
 * own, with `:max` or `:min` behind the name: `base` before, `amount` after.
 */
export interface TraceStep {
  readonly rule: string
  /** The amount it was taken on. */
  readonly base: bigint
  /** Hundredths of a percent, where there is one. */
  readonly rate: bigint | null
  readonly amount: bigint
  readonly rounding: 'none' | 'half_up'
}

export interface QuotedLine {
  readonly id: string
  readonly product: string
  readonly kind: 'item' | 'auction_win'
  readonly seller: string
  readonly quantity: bigint
  readonly scale: number
  readonly unitPrice: bigint
  /** quantity x unit price, rounded half up once, here. */
  readonly total: bigint
  /** This line's part of all discounts. */
  readonly discount: bigint
  /** This line's part of all fees. */
  readonly fee: bigint
  /** This line's part of shipping. */
  readonly shipping: bigint
  /** This line's part of the added tax. */
  readonly tax: bigint
  /** This line's part of the tax that the prices contain. */
  readonly taxIncluded: bigint
  /** total - discount + fee + shipping + tax: the parts of all lines sum to the total of the quote. */
  readonly paid: bigint
}

/** What one seller sends: groups stand in the order in which their first lines do. */
export interface QuotedGroup {
  readonly seller: Seller | null
  readonly lines: readonly string[]
  readonly subtotal: bigint
  readonly discount: bigint
  /** The lines' parts of all fees, those of the whole order included: the fees of all groups sum to the fees of the quote. */
  readonly fee: bigint
  readonly shipping: bigint | null
  /** The id of the shipping option in the quote; null while there is none. */
  readonly shippingOption: string | null
}

/**
 * The totals of a quote, in minor units. For those who know django-cart: its `summary()` is `subtotal`, `discount_amount()` is `discount`, `tax()` is
 * `tax`, `shipping()` is `shipping`, `total()` is `total`. Each part is from 0; `total = subtotal - discount + fees + shipping + tax`.
 */
export interface Totals {
  /** Quantity x unit price of all lines, each rounded half up once, before discounts. */
  readonly subtotal: bigint
  /** What all discounts take off, at most the subtotal. */
  readonly discount: bigint
  readonly fees: readonly { readonly code: string; readonly name: string; readonly amount: bigint }[]
  /** Null while it is not known: the total is without it then. */
  readonly shipping: bigint | null
  /** True while the price of shipping may still change: without an address, or in place of a carrier that could not be asked. */
  readonly shippingIsEstimate: boolean
  /** The tax that comes on top of the prices. */
  readonly tax: bigint
  /** The tax that the prices contain: part of the total already, named for the receipt. */
  readonly taxIncluded: bigint
  readonly total: bigint
}

/** What the one calculator computes. */
export interface Figures {
  readonly currency: string
  readonly lines: readonly QuotedLine[]
  readonly groups: readonly QuotedGroup[]
  readonly discounts: readonly { readonly code: string; readonly amount: bigint; readonly lines: ReadonlyMap<string, bigint> }[]
  readonly totals: Totals
  readonly trace: readonly TraceStep[]
}

/** The answer of the one calculator: its figures, frozen, with their name. */
export interface Quote extends Figures {
  /** Covers lines, amounts and chosen options; equal quotes have equal hashes. */
  readonly hash: string
}
