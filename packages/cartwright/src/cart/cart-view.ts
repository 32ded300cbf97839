import type { ProductRef, Seller } from '../catalog/product.ts'
import type { Quote, Totals } from '../pricing/quote-types.ts'

/** A machine-readable remark about something that changed by itself. */
export interface Notice {
  readonly code: string
  readonly severity: 'info' | 'warning' | 'error'
  /** What it speaks of, such as `lines/<id>`. */
  readonly path?: string
  readonly details?: Readonly<Record<string, string>>
}

export type LineState = 'ok' | 'expired' | 'unavailable' | 'price_changed'

export interface LineView {
  readonly id: string
  readonly product: {
    readonly type: string
    readonly id: string
    readonly name: string
    readonly url: string | null
    readonly image: string | null
    readonly seller: Seller | null
  }
  readonly options: string
  readonly unique: boolean
  readonly kind: 'item' | 'auction_win'
  /** Steps of 10^-scale units. */
  readonly quantity: bigint
  readonly scale: number
  readonly unitPrice: bigint
  readonly total: bigint
  /** Until when a unique item is kept for this cart; null where nothing is held. */
  readonly heldUntil: bigint | null
  readonly state: LineState
  /** Why a line is expired or unavailable: `hold_expired`, `item_taken`, `item_sold`, `gone`, or a buying rule's code. */
  readonly reason: string | null
  /** For `item_taken`: when the other hold ends. */
  readonly availableAgainAt: bigint | null
}

/** Everything about one cart at one moment. Plain and frozen; `toJson` makes it JSON-safe. */
export interface CartView {
  /** Null while no cart exists. */
  readonly id: string | null
  readonly version: bigint
  readonly currency: string
  /** Lines in the order of adding. */
  readonly lines: readonly LineView[]
  /** Saved for later. */
  readonly saved: readonly LineView[]
  /** Lines of unique goods + units of counted ones; a weighed line counts 1. Unavailable lines do not count. */
  readonly count: bigint
  readonly uniqueCount: number
  readonly isEmpty: boolean
  readonly has: (product: ProductRef) => boolean
  /** The calculator's answer for the lines that can be bought now, with the shop's default shipping estimate. */
  readonly quote: Quote
  readonly totals: Totals
  /** Applied codes: what each takes off, or why it does not. */
  readonly discounts: readonly { readonly code: string; readonly amount: bigint; readonly reason: string | null }[]
  readonly notices: readonly Notice[]
  /** True while a payment is under way: the cart cannot be changed. */
  readonly paying: boolean
  /** The database's time of this view. */
  readonly now: bigint
}
