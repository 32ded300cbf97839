import type { CartView } from '../cart/cart-view.ts'
import type { Quote } from '../pricing/quote-types.ts'
import type { Address } from './address.ts'

export type PaymentMethod = 'wallet' | 'card' | 'cod'
export type OrderState = 'placed' | 'paid' | 'shipped' | 'delivered' | 'cancelled' | 'refunded'
export type ParcelState = 'placed' | 'shipped' | 'delivered' | 'received' | 'returned' | 'cancelled'
export type PaymentState = 'pending' | 'authorized' | 'captured' | 'failed' | 'refunded'

export interface OrderLineView {
  readonly id: string
  readonly product: CartView['lines'][number]['product']
  readonly quantity: bigint
  readonly scale: number
  readonly unitPrice: bigint
  readonly total: bigint
}

/** What one checkout made: the frozen copy of a quote. */
export interface OrderView {
  readonly id: string
  readonly number: string
  readonly state: OrderState
  readonly currency: string
  readonly totals: Quote['totals']
  readonly discounts: readonly { readonly code: string; readonly amount: bigint }[]
  readonly payments: readonly { readonly method: PaymentMethod | 'none'; readonly amount: bigint; readonly state: PaymentState }[]
  readonly lines: readonly OrderLineView[]
  readonly parcels: readonly {
    readonly seller: { readonly id: string; readonly name: string } | null
    readonly state: ParcelState
    readonly lines: readonly string[]
    readonly shipping: bigint
  }[]
  readonly address: Address
  readonly email: string | null
  readonly placedAt: bigint
}
