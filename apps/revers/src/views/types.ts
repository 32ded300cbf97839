import type { Locale } from '../i18n/locale.ts'

/*
 * The shapes of the HTTP contract, as the pages read them. Amounts are decimal strings, times ISO 8601 UTC.
 */

export interface SellerJson {
  readonly id: string
  readonly name: string
}

export type Availability = 'available' | 'held' | 'in_your_cart' | 'sold' | 'auction'

/** A product as lines, lots and wins name it. Lines outlive their product, so page, picture and seller may be gone. */
export interface ProductSummaryJson {
  readonly type: string
  readonly id: string
  readonly name: string
  readonly url: string | null
  readonly image: string | null
  readonly seller: SellerJson | null
}

export interface ProductJson extends ProductSummaryJson {
  readonly price: string
  readonly currency: string
  readonly stock: 'unique' | 'unlimited' | number
  readonly scale: number
  readonly availability: Availability
  readonly available_again_at?: string | undefined
}

export type LineState = 'ok' | 'expired' | 'unavailable' | 'price_changed'

export interface CartLineJson {
  readonly id: string
  readonly product: ProductSummaryJson
  readonly quantity: number | string
  readonly unit_price: string
  readonly line_total: string
  readonly kind: 'item' | 'auction_win'
  readonly held_until?: string | undefined
  readonly state: LineState
}

export interface CartGroupJson {
  readonly seller: SellerJson | null
  readonly lines: readonly string[]
  readonly fee: string
  readonly shipping: string | null
}

export interface FeeJson {
  readonly code: string
  readonly name: string
  readonly amount: string
}

export interface TotalsJson {
  readonly subtotal: string
  readonly discount: string
  readonly fees: readonly FeeJson[]
  readonly shipping: string | null
  readonly shipping_is_estimate: boolean
  readonly tax: string
  readonly tax_included: string
  readonly total: string
}

export interface DiscountJson {
  readonly code: string
  readonly amount: string
  readonly reason?: string | undefined
}

/** A remark about something that changed by itself; what else it says depends on the code. */
export interface NoticeJson {
  readonly code: string
  readonly severity: string
  readonly path?: string | undefined
  readonly [detail: string]: unknown
}

export interface CartJson {
  readonly id: string | null
  readonly version: number
  readonly currency: string
  readonly lines: readonly CartLineJson[]
  readonly saved: readonly CartLineJson[]
  readonly groups: readonly CartGroupJson[]
  readonly totals: TotalsJson
  readonly discounts: readonly DiscountJson[]
  readonly notices: readonly NoticeJson[]
}

export interface DrawerJson {
  readonly count: number
  readonly cart_total: string
  readonly html: string
  readonly currency: string
  readonly version: number
  readonly now: string
  readonly announce: string
  readonly cart: CartJson
}

export interface ShippingOptionJson {
  readonly id: string
  readonly name: string
  readonly price: string
  readonly estimate: boolean
  readonly seller?: string | undefined
}

export interface PaymentOptionJson {
  readonly id: string
  readonly eligible: boolean
  readonly reason?: string | undefined
  readonly fee?: string | undefined
}

export interface QuoteJson {
  readonly hash: string
  readonly totals: TotalsJson
  readonly lines: readonly CartLineJson[]
  readonly shipping_options: readonly ShippingOptionJson[]
  readonly payment_options: readonly PaymentOptionJson[]
  readonly due: string
  readonly wallet_part: string
}

export interface AddressJson {
  readonly id?: string | undefined
  readonly name: string
  readonly line1: string
  readonly line2?: string | undefined
  readonly city: string
  readonly county?: string | undefined
  readonly postal_code: string
  readonly country: string
  readonly phone?: string | undefined
  readonly email?: string | undefined
  readonly locker?: string | undefined
}

export interface OrderLineJson {
  readonly product: ProductSummaryJson
  readonly quantity: number | string
  readonly unit_price: string
  readonly line_total: string
}

export type OrderState = 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled' | 'refunded'
export type PaymentState = 'pending' | 'authorized' | 'captured' | 'failed' | 'refunded'
export type ParcelState = 'placed' | 'shipped' | 'delivered' | 'received' | 'returned' | 'cancelled'

export interface OrderPaymentJson {
  readonly method: string
  readonly amount: string
  readonly state: PaymentState
}

export interface ParcelJson {
  readonly seller: SellerJson | null
  readonly state: ParcelState
  readonly lines: readonly OrderLineJson[]
  readonly shipping: string
}

export interface OrderJson {
  readonly id: string
  readonly number: string
  readonly state: OrderState
  readonly currency: string
  readonly totals: TotalsJson
  readonly total: string
  readonly payments: readonly OrderPaymentJson[]
  readonly lines: readonly OrderLineJson[]
  readonly parcels: readonly ParcelJson[]
  readonly address: AddressJson
  readonly url: string
}

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

export interface WalletEntryJson {
  readonly at: string
  readonly kind: string
  readonly amount: string
  readonly order?: string | undefined
}

export interface WalletJson {
  readonly balance: string
  readonly held: string
  readonly currency: string
  readonly entries: readonly WalletEntryJson[]
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
