import type { Product, ProductRef, Seller } from '../catalog/product.ts'
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
  /** The product as its source tells it now, with whatever facts it carries; null when it is gone. Loaded in one call per type. */
  readonly source: Product | null
  readonly options: string
  readonly unique: boolean
  readonly kind: 'item' | 'auction_win'
  /** Steps of 10^-scale units. */
  readonly quantity: bigint
  readonly scale: number
  readonly unitPrice: bigint
  readonly total: bigint
  /** Until when a unique item, or units of a counted one, are kept for this cart; null where nothing is held. */
  readonly heldUntil: bigint | null
  readonly state: LineState
  /** Why a line is expired or unavailable: `hold_expired`, `insufficient_stock`, `item_taken`, `item_sold`, `gone`, or a buying rule's code. */
  readonly reason: string | null
  /** For `item_taken`: when the other hold ends. */
  readonly availableAgainAt: bigint | null
}

/**
 * Everything about one cart at one moment. Plain and frozen; `toJson` makes it JSON-safe.
 *
 * @example
 * for (const line of await cart.read()) console.log(line.product.name, line.quantity)
 */
export interface CartView {
  /** Goes through `lines`, in the order of adding. */
  readonly [Symbol.iterator]: () => Iterator<LineView>
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
  /** The calculator's answer for the lines that can be bought now, with the shipping and tax that are known without waiting. */
  readonly quote: Quote
  /** Its totals: `subtotal - discount + fees + shipping + tax = total`. Shipping is null while it is not known. */
  readonly totals: Totals
  /** True while the tax plug-in has not been asked about these amounts: the totals are without tax then. `cart.quote()` asks it. */
  readonly taxPending: boolean
  /** Applied codes: what each takes off, or why it does not. */
  readonly discounts: readonly {
    readonly code: string
    readonly amount: bigint
    readonly reason: string | null
    /** There for those that apply by themselves: the buyer cannot take them off. */
    readonly automatic?: boolean
  }[]
  readonly notices: readonly Notice[]
  /** True while a payment is under way: the cart cannot be changed. */
  readonly paying: boolean
  /** The database's time of this view. */
  readonly now: bigint
}
