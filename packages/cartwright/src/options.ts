import { type AuctionSettings, auctionSettingsOf } from './auctions/auction-settings.ts'
import type { Inventory } from './catalog/inventory.ts'
import type { Product, ProductSource } from './catalog/product.ts'
import { checkOptions } from './check-options.ts'
import type { StockSettings } from './claims/stock-policy.ts'
import type { Buyer } from './context.ts'
import type { ErrorCode } from './errors.ts'
import type { EventName, ShopEvent } from './events/event.ts'
import { type Webhook, type WebhookSettings, webhooksOf } from './events/webhooks.ts'
import type { CardProvider } from './payments/card.ts'
import type { CashOnDelivery } from './payments/cash-on-delivery.ts'
import type { FeeRule } from './pricing/quote-types.ts'
import type { ShippingCalculator } from './pricing/shipping.ts'
import type { TaxCalculator } from './pricing/tax.ts'
import type { Database } from './storage/database.ts'

/** How long and how firmly a unique item is kept for the buyer who put it into a cart. */
export interface HoldSettings {
  /**
   * `hard`: kept from the add on. `soft`: the first to pay wins. `at-checkout`: kept from the moment of placing. Default `hard`. An object says it for
   * types of products and for sellers apart.
   */
  readonly policy?: HoldPolicy | HoldPolicies
  /** Milliseconds for a logged-in buyer. Default 15 minutes: long enough to find a card and confirm at the bank. */
  readonly user?: bigint
  /** Milliseconds for a guest. Default 10 minutes. */
  readonly guest?: bigint
  /** How often a buyer may renew the hold of one line. Default 10 (the number WCAG 2.2.1 asks of a time limit). */
  readonly renewals?: number
  /** Live holds a buyer may have at once, and lines behind holds he may wait in. Default 20. */
  readonly limit?: number
  /** How often a buyer may take the same item again after his hold has run out, before he has to leave it to others for a while. Default 5. */
  readonly retakes?: number
  /** Milliseconds for which he then has to, from the end of his last hold on. Default 10 minutes. */
  readonly coolDown?: bigint
  /** Milliseconds for which the next in line has the exclusive right to take an item that has become free. Default 5 minutes. */
  readonly turn?: bigint
  /** How many may wait for one item. Default 50. */
  readonly queue?: number
  /** Holds that may be taken from one network address in 15 minutes, where the caller of `add` names it. Default 200; null: nobody counts. */
  readonly perAddress?: number | null
  /** Milliseconds for which a seller may reserve an item for one buyer at most. Default 7 days. */
  readonly reservation?: bigint
}
export type HoldPolicy = 'hard' | 'soft' | 'at-checkout'

/** Policies for parts of a shop: a seller's goes before that of a type, a type's before `default`, which is `hard` where it is left out. */
export interface HoldPolicies {
  readonly default?: HoldPolicy
  /** By product type. */
  readonly types?: Readonly<Record<string, HoldPolicy>>
  /** By the seller's id. */
  readonly sellers?: Readonly<Record<string, HoldPolicy>>
}

/**
 * A rule about who may buy what: null = allowed. Called at add, at reading, at merging and at checkout. `own`: whether the buyer is the product's seller,
 * by the seller's id or by `sellers.account`.
 */
export type BuyingRule = (
  buyer: Buyer,
  product: Product,
  own?: boolean,
) => { readonly code: ErrorCode; readonly details?: Readonly<Record<string, unknown>> } | null

export interface CartLimits {
  /** Most whole units of one product in a cart, over all its lines. A product may say less (`maxQuantity` of its own). Default 99. */
  readonly maxQuantity?: bigint
  /** Most pieces of one seller in a cart: unique goods and whole units of counted ones; a weighed line is one. Default null: any number. */
  readonly maxPerSeller?: bigint | null
  /** Smallest value of goods (before discounts) that may be ordered, in minor units. Default 0. */
  readonly minOrder?: bigint
  /** Most lines in a cart, 1 to 2000. Default 1000. */
  readonly maxLines?: number
}

/**
 * What becomes of a product that is in both carts. `add`: the sum. `replace`: the quantity of the cart that is joined in. `keep_higher`: the larger one.
 * `keep_user`, `keep_guest`: one cart stays as it is and the other one's lines are saved for later; `guest` is the cart that is joined in.
 * A function is asked for each line that is joined in, and answers the quantity (steps); 0 leaves it out.
 */
export type MergeStrategy = (typeof MERGE_STRATEGIES)[number] | ((line: MergeLine) => bigint)
const MERGE_STRATEGIES = ['add', 'replace', 'keep_higher', 'keep_user', 'keep_guest'] as const

/** A line that is joined in, as a strategy of one's own is asked about it. Quantities are steps of 10^-scale units. */
export interface MergeLine {
  /** `type:id`. */
  readonly product: string
  /** The line's options in their normal form; empty for none. */
  readonly options: string
  readonly unique: boolean
  readonly scale: number
  /** In the cart that is joined in. */
  readonly guest: bigint
  /** In the cart that stays; 0 where it has no such line. */
  readonly user: bigint
}

/** How carts are joined at login. */
export interface MergeSettings {
  /** Default `add`. */
  readonly strategy?: MergeStrategy
  /** Whose discount code stays when both carts have one. Default `keep_user`. A guest's code is taken only where it applies to the user. */
  readonly code?: 'keep_user' | 'keep_guest'
}

/** How many wrong discount codes may be tried in a time, counted in the database for all processes together. */
export interface GuessLimits {
  /** Of one cart's owner. Default 20. */
  readonly perOwner?: number
  /** From one network address, where the caller of `applyDiscount` names it. Default 100: an office or a school looks like one person. */
  readonly perAddress?: number
  /** Milliseconds from the first wrong code on. Default 10 minutes. */
  readonly window?: bigint
}

export interface PaymentMethods {
  /** The wallet of the shop's own ledger. */
  readonly wallet?: boolean
  readonly card?: CardProvider
  readonly cod?: CashOnDelivery
  /**
   * A card that pays after its time, when some of the goods are gone by then. `deliver_rest`: the others are sold, and what was paid for those that are
   * gone is given back to the minor unit. `refund_all`: nothing is sold. What nobody took meanwhile is sold either way. Default `deliver_rest`.
   */
  readonly late?: LatePolicy
}
export type LatePolicy = 'deliver_rest' | 'refund_all'

/** What becomes of the money of goods that sellers offer in the shop. */
export interface SellerSettings {
  /** The shop's part of the goods, in hundredths of a percent. Default 0. */
  readonly commission?: bigint
  /** Milliseconds after the delivery until the seller gets his money, unless the buyer confirms before. Default 14 days. */
  readonly releaseAfter?: bigint
  /** Whether the price of shipping a parcel is its seller's. Default false: the shop pays the carriers. */
  readonly shipping?: boolean
  /**
   * The user who is a seller, by the seller's id: his wallet gets the money, he may do what the seller may, and its goods are his own. Null: none, the goods
   * are the shop's own. Whose wallet gets the money is asked when an order is placed, and kept with it. Must not be async; one that throws is
   * `plugin_failed`. Default: the seller's id is the user's.
   */
  readonly account?: (seller: string) => string | null
}

export type EventHandlers = { readonly [Name in EventName]?: (event: ShopEvent<Name>) => Promise<void> | void }

export interface ShopOptions {
  /** Where everything is kept: `sqlite(...)` or `postgres(...)`. */
  readonly database: Database
  /** ISO 4217 code of the shop's currency. */
  readonly currency: string
  /** A source for each product type. A type is lower-case letters, digits, `-` and `_`. */
  readonly products: Readonly<Record<string, ProductSource>>
  readonly buying?: readonly BuyingRule[]
  readonly holds?: HoldSettings
  readonly merge?: MergeSettings
  /** When units of counted products are set aside: `never`, at `checkout` (default), or from the `add` on. */
  readonly stock?: StockSettings
  readonly auctions?: AuctionSettings
  /** The stock of an app that counts by itself, for products that are `unlimited` here. */
  readonly inventory?: Inventory
  readonly fees?: readonly FeeRule[]
  /** Asked at checkout; may call a carrier. */
  readonly shipping?: ShippingCalculator
  /** Asked whenever a cart is shown: must be local (a table of rates), because no page of the cart may wait for a carrier. Default: none, shipping is unknown. */
  readonly estimate?: ShippingCalculator
  /** Asked at checkout; a local one (`flatTax`, `taxByClass`, `tieredTax`) whenever a cart is shown. Default: none, prices are what is paid. */
  readonly tax?: TaxCalculator
  readonly payments?: PaymentMethods
  /** Left out: what sellers get is none of the shop's business. */
  readonly sellers?: SellerSettings
  readonly limits?: CartLimits
  /** Null: nobody counts wrong discount codes. */
  readonly guesses?: GuessLimits | null
  /** Called after the commit, at least once; one that fails is called again later, and undoes and holds up nothing. */
  readonly on?: EventHandlers
  /**
   * Addresses that are told of events by signed requests; what they miss is sent again for some hours. Give all processes of a shop the same ones: an
   * event is for those whom the process knows that stores it.
   */
  readonly webhooks?: readonly Webhook[]
  /** Milliseconds an event handler or the receiver of a webhook may take before it counts as failed. Default 10,000. */
  readonly eventDeadline?: number
  /** Where the page of the cart is, for links to it. Default `/cart`. */
  readonly cartUrl?: string
  /** Milliseconds a plug-in may take before it counts as failed. Default 4000. */
  readonly pluginDeadline?: number
  /**
   * Milliseconds for which the answer of a tax or shipping plug-in is remembered, so that one version of a cart asks it once, however often it is shown
   * and quoted. 0n = ask every time. Local plug-ins (tables, rates) and failures are not remembered. Default 10 minutes.
   */
  readonly pluginMemory?: bigint
  /** Milliseconds a payment may be under way before the reconciler asks the provider and ends it. Default 30 minutes. */
  readonly paymentDeadline?: bigint
  /** Where errors go that nobody waits for, such as those of the reconciler. Default: the console. */
  readonly log?: (error: unknown) => void
  /** For tests: the clock instead of the database's. */
  readonly clock?: () => bigint
}

/** The options with every default in its place; made once, by `settingsOf`. */
export interface ShopSettings {
  readonly currency: string
  readonly products: Readonly<Record<string, ProductSource>>
  readonly buying: readonly BuyingRule[]
  readonly holds: Required<HoldSettings>
  readonly merge: Required<MergeSettings>
  readonly stock: StockSettings
  readonly auctions: Required<AuctionSettings>
  readonly inventory: Inventory | null
  readonly fees: readonly FeeRule[]
  readonly shipping: ShippingCalculator | null
  readonly estimate: ShippingCalculator | null
  readonly tax: TaxCalculator | null
  readonly payments: PaymentMethods
  readonly sellers: Required<SellerSettings> | null
  readonly limits: Required<CartLimits>
  readonly guesses: Required<GuessLimits> | null
  readonly on: EventHandlers
  readonly webhooks: readonly WebhookSettings[]
  readonly eventDeadline: number
  readonly cartUrl: string
  readonly pluginDeadline: number
  readonly pluginMemory: bigint
  readonly paymentDeadline: bigint
}

const MINUTE = 60_000n
const SELLERS: Required<SellerSettings> = {
  commission: 0n,
  releaseAfter: 14n * 24n * 60n * MINUTE,
  shipping: false,
  account: (seller) => seller,
}

const HOLDS: Required<HoldSettings> = {
  policy: 'hard',
  user: 15n * MINUTE,
  guest: 10n * MINUTE,
  renewals: 10,
  limit: 20,
  retakes: 5,
  coolDown: 10n * MINUTE,
  turn: 5n * MINUTE,
  queue: 50,
  perAddress: 200,
  reservation: 7n * 24n * 60n * MINUTE,
}

/**
 * Puts the defaults in and refuses senseless values when the shop is made, not at the first sale.
 * Throws `RangeError` with one clear line.
 */
export function settingsOf(options: ShopOptions): ShopSettings {
  checkOptions(options)
  const holds = { ...HOLDS, ...options.holds }
  const limits = { maxQuantity: 99n, maxPerSeller: null, minOrder: 0n, maxLines: 1000, ...options.limits }
  const guesses = options.guesses === null ? null : { perOwner: 20, perAddress: 100, window: 10n * MINUTE, ...options.guesses }
  const merge = { strategy: 'add', code: 'keep_user', ...options.merge } as const
  checkStrategy(merge.strategy)
  return {
    currency: options.currency,
    products: options.products,
    buying: options.buying ?? [],
    holds,
    merge,
    stock: options.stock ?? {},
    auctions: auctionSettingsOf(options.auctions),
    inventory: options.inventory ?? null,
    fees: options.fees ?? [],
    shipping: options.shipping ?? options.estimate ?? null,
    estimate: options.estimate ?? (options.shipping?.local === true ? options.shipping : null),
    tax: options.tax ?? null,
    payments: options.payments ?? {},
    sellers: options.sellers === undefined ? null : { ...SELLERS, ...options.sellers },
    limits,
    guesses,
    on: options.on ?? {},
    webhooks: webhooksOf(options.webhooks ?? []),
    eventDeadline: options.eventDeadline ?? 10_000,
    cartUrl: options.cartUrl ?? '/cart',
    pluginDeadline: options.pluginDeadline ?? 4000,
    pluginMemory: options.pluginMemory ?? 10n * MINUTE,
    paymentDeadline: options.paymentDeadline ?? 30n * MINUTE,
  }
}

/** Refuses what is no way to join carts; throws `RangeError`. */
export function checkStrategy(strategy: MergeStrategy): void {
  if (typeof strategy === 'function' || MERGE_STRATEGIES.includes(strategy)) return
  throw new RangeError(`merge: ${String(strategy)} is none of ${MERGE_STRATEGIES.join(', ')}, nor a function`)
}
