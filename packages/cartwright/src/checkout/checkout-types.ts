import type { CartView } from '../cart/cart-view.ts'
import type { Address } from '../orders/address.ts'
import type { OrderView, PaymentMethod } from '../orders/order-view.ts'
import type { Quote } from '../pricing/quote-types.ts'
import type { ShippingOption } from '../pricing/shipping.ts'

/** What the buyer chooses on the way to an order. Nothing of it is stored with the cart: it is sent with each quote, and with the order that keeps it. */
export interface CheckoutChoices {
  readonly address?: Address | null
  /** One option id for all groups, or seller id -> option id; absent: the cheapest street delivery. */
  readonly shipping?: string | Readonly<Record<string, string>> | null
  readonly payment?: PaymentMethod | null
  /** Pays from the wallet first, the rest by `payment`. */
  readonly useWallet?: boolean
  /** Only these lines; absent: every line that can be bought. */
  readonly lines?: readonly string[] | null
  /** A guest's address for receipts; required for guests who order. Discounts per customer go by it. */
  readonly email?: string
}

export interface PaymentOption {
  readonly id: PaymentMethod
  readonly eligible: boolean
  readonly reason: string | null
  readonly fee: bigint
}

/** A full quote: the calculator's answer with the choices there are. */
export interface CheckoutQuote {
  readonly cart: CartView
  readonly quote: Quote
  readonly shippingOptions: readonly ShippingOption[]
  readonly paymentOptions: readonly PaymentOption[]
  /** What remains to be paid by the chosen method after the wallet's part. */
  readonly due: bigint
  readonly walletPart: bigint
}

export interface CheckoutRequest extends CheckoutChoices {
  /** The buyer's idempotency key: a text of 1 to 255 characters. */
  readonly key: string
  /** The hash of the quote the buyer saw. */
  readonly quote: string
  readonly payment: PaymentMethod
  readonly address: Address
}

/** The order, and where the buyer goes on when a card provider waits for him. */
export interface CheckoutAnswer {
  readonly order: OrderView
  readonly next: string | null
}
