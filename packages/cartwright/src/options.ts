import type { Product, ProductSource } from './catalog/product.ts'
import type { Buyer } from './context.ts'
import type { ErrorCode } from './errors.ts'
import type { EventName, ShopEvent } from './events/event.ts'
import type { CardProvider } from './payments/card.ts'
import type { CashOnDelivery } from './payments/cash-on-delivery.ts'
import type { FeeRule } from './pricing/quote-types.ts'
import type { ShippingCalculator } from './pricing/shipping.ts'
import type { TaxCalculator } from './pricing/tax.ts'
import type { Database } from './storage/database.ts'

/** How long and how firmly a unique item is kept for the buyer who put it into a cart. */
export interface HoldSettings {
  /** `hard`: kept from the add on. `soft`: the first to pay wins. `at-checkout`: kept from the moment of placing. Default `hard`. */
  readonly policy?: HoldPolicy
  /** Milliseconds for a logged-in buyer. Default 15 minutes: long enough to find a card and confirm at the bank. */
  readonly user?: bigint
  /** Milliseconds for a guest. Default 10 minutes. */
  readonly guest?: bigint
  /** How often a buyer may renew the hold of one line. Default 10 (the number WCAG 2.2.1 asks of a time limit). */
  readonly renewals?: number
  /** Live holds a buyer may have at once. Default 20. */
  readonly limit?: number
}
export type HoldPolicy = 'hard' | 'soft' | 'at-checkout'

/** A rule about who may buy what: null = allowed. Called at add, at reading, at merging and at checkout. */
export type BuyingRule = (
  buyer: Buyer,
  product: Product,
) => { readonly code: ErrorCode; readonly details?: Readonly<Record<string, unknown>> } | null

export interface CartLimits {
  /** Most whole units of one counted product in a cart. Default 99. */
  readonly maxQuantity?: bigint
  /** Smallest value of goods (before discounts) that may be ordered, in minor units. Default 0. */
  readonly minOrder?: bigint
  /** Most lines in a cart. Default 1000. */
  readonly maxLines?: number
}

export interface PaymentMethods {
  /** The wallet of the shop's own ledger. */
  readonly wallet?: boolean
  readonly card?: CardProvider
  readonly cod?: CashOnDelivery
}

export type EventHandlers = { readonly [Name in EventName]?: (event: ShopEvent) => Promise<void> | void }

export interface ShopOptions {
  /** Where everything is kept: `sqlite(...)` or `postgres(...)`. */
  readonly database: Database
  /** ISO 4217 code of the shop's currency. */
  readonly currency: string
  /** A source for each product type. A type is lower-case letters, digits, `-` and `_`. */
  readonly products: Readonly<Record<string, ProductSource>>
  readonly buying?: readonly BuyingRule[]
  readonly holds?: HoldSettings
  readonly fees?: readonly FeeRule[]
  /** Asked at checkout; may call a carrier. */
  readonly shipping?: ShippingCalculator
  /** Asked whenever a cart is shown: must be local (a table of rates), because no page of the cart may wait for a carrier. Default: none, shipping is unknown. */
  readonly estimate?: ShippingCalculator
  readonly tax?: TaxCalculator
  readonly payments?: PaymentMethods
  readonly limits?: CartLimits
  readonly on?: EventHandlers
  /** Milliseconds a plug-in may take before it counts as failed. Default 4000. */
  readonly pluginDeadline?: number
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
  readonly fees: readonly FeeRule[]
  readonly shipping: ShippingCalculator | null
  readonly estimate: ShippingCalculator | null
  readonly tax: TaxCalculator | null
  readonly payments: PaymentMethods
  readonly limits: Required<CartLimits>
  readonly on: EventHandlers
  readonly pluginDeadline: number
  readonly paymentDeadline: bigint
}

const MINUTE = 60_000n

/**
 * Puts the defaults in and refuses senseless values when the shop is made, not at the first sale.
 * Throws `RangeError` with one clear line.
 */
export function settingsOf(options: ShopOptions): ShopSettings {
  const holds = { policy: 'hard', user: 15n * MINUTE, guest: 10n * MINUTE, renewals: 10, limit: 20, ...options.holds } as const
  const limits = { maxQuantity: 99n, minOrder: 0n, maxLines: 1000, ...options.limits }
  if (!/^[A-Z]{3}$/.test(options.currency)) throw new RangeError(`currency: ${options.currency} is not an ISO 4217 code`)
  if (Object.keys(options.products).length === 0) throw new RangeError('products: at least one product source is needed')
  for (const [type, source] of Object.entries(options.products)) {
    if (!/^[a-z][a-z0-9_-]*$/.test(type)) throw new RangeError(`products: the type ${type} must be lower-case letters, digits, - and _`)
    if (typeof source?.getMany !== 'function') throw new RangeError(`products: ${type} has no getMany(ids)`)
  }
  if (!['hard', 'soft', 'at-checkout'].includes(holds.policy))
    throw new RangeError(`holds.policy: ${holds.policy} is none of hard, soft, at-checkout`)
  if (holds.user <= 0n || holds.guest <= 0n) throw new RangeError('holds: the times must be above zero')
  if (!(holds.renewals >= 0) || !(holds.limit >= 1)) throw new RangeError('holds: renewals from 0, limit from 1')
  if (limits.maxQuantity < 1n) throw new RangeError('limits.maxQuantity must be at least 1')
  if (limits.minOrder < 0n) throw new RangeError('limits.minOrder must not be negative')
  if (!(limits.maxLines >= 1)) throw new RangeError('limits.maxLines must be at least 1')
  for (const [name, plugin] of Object.entries({ shipping: options.shipping, estimate: options.estimate, tax: options.tax })) {
    if (plugin !== undefined && typeof plugin !== 'function') throw new RangeError(`${name}: must be a function`)
  }
  return {
    currency: options.currency,
    products: options.products,
    buying: options.buying ?? [],
    holds,
    fees: options.fees ?? [],
    shipping: options.shipping ?? options.estimate ?? null,
    estimate: options.estimate ?? null,
    tax: options.tax ?? null,
    payments: options.payments ?? {},
    limits,
    on: options.on ?? {},
    pluginDeadline: options.pluginDeadline ?? 4000,
    paymentDeadline: options.paymentDeadline ?? 30n * MINUTE,
  }
}
