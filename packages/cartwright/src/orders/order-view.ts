import type { CartView } from '../cart/cart-view.ts'
import type { Quote } from '../pricing/quote-types.ts'
import type { Address } from './address.ts'

export type PaymentMethod = 'wallet' | 'card' | 'cod'
export type OrderState = 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled' | 'refunded'
/** How far an order is for its buyer: still on the way to him, with him, or called off and paid back. */
export type OrderProgress = 'under_way' | 'finished' | 'cancelled'
export type ParcelState = 'placed' | 'shipped' | 'delivered' | 'received' | 'returned' | 'cancelled'
export type PaymentState = 'pending' | 'authorized' | 'captured' | 'failed' | 'refunded'

export interface OrderLineView {
  readonly id: string
  readonly product: CartView['lines'][number]['product']
  readonly quantity: bigint
  readonly scale: number
  readonly unitPrice: bigint
  readonly total: bigint
  /** What the buyer pays for this line with all discounts, fees, shipping and tax: the lines' sum is the total. */
  readonly paid: bigint
  /** What of it was given back, or will not be collected any more. */
  readonly refunded: bigint
}

/** Money that goes back, or (method `none`) that is not collected any more: what was to be paid at the door for a parcel that never arrived. */
export interface RefundView {
  readonly id: string
  /** How it had been paid. What was paid in cash goes into the buyer's wallet; who has none gets it from the staff. */
  readonly method: PaymentMethod | 'none'
  readonly amount: bigint
  /** `due`: the card provider, or the staff, has not made it yet. */
  readonly state: 'due' | 'done'
  readonly reason: string
  /** Milliseconds since 1970 (UTC). */
  readonly at: bigint
  /** How often the card provider was asked for it in vain. */
  readonly tries: number
  /** When it is asked again, milliseconds; null before the first try in vain, and when it is done. */
  readonly nextTry: bigint | null
  readonly lines: readonly { readonly line: string; readonly amount: bigint }[]
}

/** What one checkout made: the frozen copy of a quote. */
export interface OrderView {
  readonly id: string
  readonly number: string
  readonly state: OrderState
  readonly currency: string
  readonly totals: Quote['totals']
  readonly discounts: readonly { readonly code: string; readonly amount: bigint }[]
  readonly payments: readonly {
    readonly method: PaymentMethod | 'none'
    readonly amount: bigint
    /** `refunded` once all of it has gone back; while a refund of it is `due` it is `captured`. */
    readonly state: PaymentState
    /** What of it was given back, is due to be, or will not be collected any more. */
    readonly refunded: bigint
  }[]
  readonly lines: readonly OrderLineView[]
  readonly parcels: readonly {
    readonly seller: { readonly id: string; readonly name: string } | null
    readonly state: ParcelState
    readonly lines: readonly string[]
    readonly shipping: bigint
    /** The id of the way of delivery that the buyer chose. */
    readonly option: string | null
    /** The carrier's number, where the seller has told one. */
    readonly tracking: string | null
  }[]
  /** Oldest first. */
  readonly refunds: readonly RefundView[]
  readonly address: Address
  readonly email: string | null
  readonly placedAt: bigint
}

/** One seller's parcel as its seller sees it: what to send, and where to. */
export interface Sale {
  readonly order: string
  readonly number: string
  /** Empty for goods of the shop's own. */
  readonly seller: string
  readonly state: ParcelState
  readonly currency: string
  readonly lines: readonly OrderLineView[]
  readonly shipping: bigint
  readonly tracking: string | null
  /** Null while the parcel may not be sent (unpaid) and when it never will be (cancelled): then the address is nobody's business. */
  readonly address: Address | null
  readonly placedAt: bigint
}
