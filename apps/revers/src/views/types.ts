import type { CartLineJson, OrderJson, ProductJson, ProductSummaryJson, TotalsJson, WalletJson } from 'cartwright/http'
import type { Locale } from '../i18n/locale.ts'

/*
 * What the pages read: the shapes of the HTTP contract, which the library has, with names for their parts, and those of revers. Amounts are decimal
 * strings, times ISO 8601 UTC.
 */

export type {
  AddressJson,
  CartGroupJson,
  CartJson,
  CartLineJson,
  DiscountJson,
  DrawerJson,
  NoticeJson,
  OrderJson,
  OrderLineJson,
  PaymentOptionJson,
  ProductJson,
  ProductSummaryJson,
  QuoteJson,
  SellerJson,
  ShippingOptionJson,
  TotalsJson,
  WalletJson,
} from 'cartwright/http'

export type Availability = ProductJson['availability']
export type LineState = CartLineJson['state']
export type FeeJson = TotalsJson['fees'][number]
export type OrderState = OrderJson['state']
export type OrderPaymentJson = OrderJson['payments'][number]
export type PaymentState = OrderPaymentJson['state']
export type ParcelJson = OrderJson['parcels'][number]
export type ParcelState = ParcelJson['state']
export type WalletEntryJson = WalletJson['entries'][number]

export interface LotJson {
  readonly id: string
  readonly product: ProductSummaryJson
  readonly currency: string
  readonly price: string
  readonly bids: number
  readonly reserve_met: boolean
  readonly next_minimum: string
  readonly ends_at: string
  readonly state: 'live' | 'closed' | 'won' | 'unsold'
  readonly your_bid?: string | undefined
  readonly leading?: boolean | undefined
}

export interface WinJson {
  readonly id: string
  readonly product: ProductSummaryJson
  readonly price: string
  readonly currency: string
  readonly pay_by: string
  readonly state: string
}

export interface UserJson {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
}

/** A sentence left by the request before this one. */
export interface Flash {
  readonly kind: 'ok' | 'error'
  readonly text: string
}

/** What every page knows about its visitor. */
export interface PageContext {
  readonly locale: Locale
  readonly user: UserJson | null
  /** The number on the cart link. */
  readonly count: number
  /** Path and query of this page, for links that come back here. */
  readonly path: string
  readonly flash: Flash | null
  /** The server's time. */
  readonly now: string
  /** The colours the visitor chose; without a choice the system's. */
  readonly theme?: 'light' | 'dark' | undefined
}

/** A reason with its details, as a problem answer carries them. */
export interface RefusalJson {
  readonly code: string
  readonly details: Readonly<Record<string, unknown>>
}

export interface FieldErrorJson {
  readonly field: string
  readonly code: string
}

/** A form shown again: what was typed, and what was wrong with it. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly errors: readonly FieldErrorJson[]
  readonly refusal: RefusalJson | null
}

/** A form nobody has sent yet. */
export const EMPTY_FORM: FormState = { values: {}, errors: [], refusal: null }
