/*
 * The shapes of the HTTP contract. Amounts are decimal strings with the currency beside them, times ISO 8601 UTC, quantities numbers (decimal
 * strings for what is weighed).
 */

export interface SellerJson {
  readonly id: string
  readonly name: string
}

/** A product as lines, lots and wins name it. */
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
  readonly availability: 'available' | 'held' | 'in_your_cart' | 'sold' | 'auction'
  readonly available_again_at?: string
}

export interface CartLineJson {
  readonly id: string
  readonly product: ProductSummaryJson
  readonly quantity: number | string
  readonly unit_price: string
  readonly line_total: string
  readonly kind: 'item' | 'auction_win'
  readonly held_until?: string
  readonly state: 'ok' | 'expired' | 'unavailable' | 'price_changed'
}

export interface CartGroupJson {
  readonly seller: SellerJson | null
  /** Ids of lines. */
  readonly lines: readonly string[]
  readonly fee: string
  readonly shipping: string | null
}

export interface TotalsJson {
  readonly subtotal: string
  readonly discount: string
  readonly fees: readonly { readonly code: string; readonly name: string; readonly amount: string }[]
  readonly shipping: string | null
  readonly shipping_is_estimate: boolean
  readonly tax: string
  readonly tax_included: string
  readonly total: string
}

export interface DiscountJson {
  readonly code: string
  readonly amount: string
  readonly reason?: string
}

/** What else a notice says depends on its code. */
export interface NoticeJson {
  readonly code: string
  readonly severity: 'info' | 'warning' | 'error'
  readonly path?: string
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
  readonly seller?: string
}

export interface PaymentOptionJson {
  readonly id: 'wallet' | 'card' | 'cod'
  readonly eligible: boolean
  readonly reason?: string
  readonly fee?: string
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
  readonly id?: string
  readonly name: string
  readonly line1: string
  readonly line2?: string
  readonly city: string
  readonly county?: string
  readonly postal_code: string
  readonly country: string
  readonly phone?: string
  readonly email?: string
  readonly locker?: string
}

export interface CheckoutJson {
  readonly cart: CartJson
  readonly quote: QuoteJson
  readonly addresses: readonly AddressJson[]
}

export interface OrderLineJson {
  readonly product: ProductSummaryJson
  readonly quantity: number | string
  readonly unit_price: string
  readonly line_total: string
}

export interface OrderJson {
  readonly id: string
  readonly number: string
  readonly state: 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled' | 'refunded'
  readonly currency: string
  readonly totals: TotalsJson
  readonly total: string
  readonly payments: readonly {
    readonly method: 'wallet' | 'card' | 'cod' | 'none'
    readonly amount: string
    readonly state: 'pending' | 'authorized' | 'captured' | 'failed' | 'refunded'
  }[]
  readonly lines: readonly OrderLineJson[]
  readonly parcels: readonly {
    readonly seller: SellerJson | null
    readonly state: 'placed' | 'shipped' | 'delivered' | 'received' | 'returned' | 'cancelled'
    readonly lines: readonly OrderLineJson[]
    readonly shipping: string
  }[]
  readonly address: AddressJson
  readonly url: string
}

export interface OrdersJson {
  readonly items: readonly OrderJson[]
  readonly next?: string
}

export interface WalletJson {
  readonly balance: string
  readonly held: string
  readonly currency: string
  readonly entries: readonly { readonly at: string; readonly kind: string; readonly amount: string; readonly order?: string }[]
}

export interface ProblemJson {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly [detail: string]: unknown
}
