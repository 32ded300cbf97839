import type { CartView } from '../cart/cart-view.ts'
import type { FieldError } from '../check-input.ts'
import type { OrderView } from '../orders/order-view.ts'
import type { Call, Flash, RefusalDetails, Visit } from './route.ts'
import type { AddressJson, CartJson, OrderJson, OrdersJson, QuoteJson, WalletJson } from './wire-types.ts'

/** What a change of the cart is announced as, besides the codes of refusals and of notices such as `already_in_cart`. */
export type Announcement =
  | 'item_added'
  | 'quantity_changed'
  | 'item_removed'
  | 'cart_cleared'
  | 'holds_renewed'
  | 'discount_applied'
  | 'discount_removed'
  | 'saved_for_later'
  | 'returned_to_cart'
  | 'merge_undone'
  | 'notices_seen'

/** A form shown again: what was typed, and what was wrong with it. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>
  readonly errors: readonly FieldError[]
  readonly refusal: { readonly code: string; readonly details: RefusalDetails } | null
}

/** Everything a checkout page shows. `key` is a fresh idempotency key for its form. */
export interface CheckoutPage {
  readonly cart: CartJson
  readonly quote: QuoteJson
  readonly addresses: readonly AddressJson[]
  /** The ids of the ways of delivery that end in a parcel locker, whose code the address has to name. */
  readonly lockers: ReadonlySet<string>
  readonly key: string
  readonly form: FormState
}

/** What a drawn cart may show besides the cart of the contract. */
export interface CartFacts {
  readonly count: number
  /** The server's time, ISO 8601. */
  readonly now: string
  /** The cart as the library has it, with the facts of its products. */
  readonly view: CartView
  readonly call: Call
  /** What was said of the change just made or refused, or of the one before this page; null when there was none. */
  readonly said: Flash | null
}

type Page = Promise<string> | string

/** How the app draws what the routes of this package answer. All get the shapes of the contract, never the library's own. */
export interface Render {
  /** The mini cart, as HTML. */
  drawer(cart: CartJson, locale: Visit['locale'], facts: CartFacts): string
  /** The lines and totals of the cart page, as HTML. */
  cart(cart: CartJson, locale: Visit['locale'], facts: CartFacts): string
  /**
   * One sentence for the live region, and for the next page. Details of an announcement: `name` (of the product), `count`, `total`, `currency`,
   * `discount`; of a refusal and a notice: their own.
   */
  announce(code: string, details: RefusalDetails, locale: Visit['locale']): string
  /** What a line is called in announcements, where that depends on the language. Absent: as the line says. */
  readonly nameOf?: (line: CartView['lines'][number], locale: Visit['locale']) => string
  readonly pages: {
    cart(call: Call, cart: CartJson, facts: CartFacts): Page
    checkout(call: Call, page: CheckoutPage): Page
    /** `view`: the same order as the library has it, with what the contract leaves out: times, refunds, the carrier's numbers. */
    order(call: Call, order: OrderJson, view: OrderView): Page
    orders(call: Call, orders: OrdersJson): Page
    wallet(call: Call, wallet: WalletJson, form: FormState): Page
  }
}

/** A form that was refused, or one nobody has sent yet. Lists and objects are not shown again. */
export function formState(fields: Readonly<Record<string, unknown>>, code?: string, details: RefusalDetails = {}): FormState {
  const values = Object.entries(fields).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  const errors = Array.isArray(details.errors) ? (details.errors as FieldError[]) : []
  return { values: Object.fromEntries(values), errors, refusal: code === undefined ? null : { code, details } }
}
