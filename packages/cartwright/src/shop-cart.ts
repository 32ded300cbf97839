import type { CartView, Notice } from './cart/cart-view.ts'
import type { LineChange } from './cart/change-lines.ts'
import type { CartPayload } from './cart/export-cart.ts'
import type { CartMap } from './cart/merge-map.ts'
import type { Merged } from './cart/merge-types.ts'
import type { RestoreOptions } from './cart/restore-cart.ts'
import type { Restored } from './cart/restore-report.ts'
import type { ProductRef } from './catalog/product.ts'
import type { CheckoutAnswer, CheckoutChoices, CheckoutQuote, CheckoutRequest } from './checkout/checkout-types.ts'
import type { CheckoutRefusal, Closed, CloseRequest } from './checkout/close-cart.ts'
import type { Buyer } from './context.ts'
import type { MergeStrategy } from './options.ts'

export interface AddOptions {
  /** Steps of 10^-scale units; default one whole unit. Unique goods take none but 1. */
  readonly quantity?: bigint
  /** Overrides the catalogue's price, minor units per whole unit. Server side only. */
  readonly unitPrice?: bigint
  /** Refuses (`price_mismatch`) when `unitPrice` is not the catalogue's price. */
  readonly validatePrice?: boolean
  /** Asks the app's inventory (`inventory.check`) for what is in the cart and what is added; refuses with `insufficient_stock`. */
  readonly checkInventory?: boolean
  /** Part of the line's identity, such as an engraving. */
  readonly options?: Readonly<Record<string, string>>
  /** The network address that holds are counted for (`holds.perAddress`); of several items the first one's. */
  readonly address?: string
}

/** What a change answers: the whole new view, and remarks that belong to this change alone, such as `already_in_cart`. */
export interface Changed {
  readonly view: CartView
  readonly notices: readonly Notice[]
}

/** A product, or the id of a line. */
export type LineRef = ProductRef | string

/** One buyer's cart. Making it costs nothing and writes nothing; every method reads the database anew. */
export interface Cart {
  read(): Promise<CartView>
  add(product: ProductRef, options?: AddOptions): Promise<Changed>
  addMany(items: readonly ({ readonly product: ProductRef } & AddOptions)[]): Promise<Changed>
  /** Sets the quantity of a line; 0 removes it. The price stays unless one is given. */
  update(line: LineRef, change: LineChange): Promise<Changed>
  remove(line: LineRef): Promise<Changed>
  clear(): Promise<Changed>
  /** Extends the live holds of the cart's lines; refuses with `cart_empty`, and with `renewal_limit` when none is live any more. */
  renew(): Promise<Changed>
  saveForLater(line: LineRef): Promise<Changed>
  returnSaved(line: LineRef): Promise<Changed>
  /** Puts a code on the cart; `address` is the network address that guesses are counted for, beside the owner. */
  applyDiscount(code: string, options?: { readonly address?: string }): Promise<Changed>
  removeDiscount(code?: string): Promise<Changed>
  /** Forgets stored notices; without codes all of them. */
  noticesSeen(codes?: readonly string[]): Promise<Changed>
  /** Null, or the first reason why `close` would refuse now. */
  canCheckout(): Promise<CheckoutRefusal | null>
  /** The plain checkout, without order, address and payment. */
  close(request?: CloseRequest): Promise<Closed>
  /** Joins another cart into this one, once; what does not fit is saved for later. */
  merge(other: Cart | Buyer, strategy?: MergeStrategy): Promise<Merged>
  /** Undoes the last merge, for 15 minutes; what had been joined in is saved for later. */
  undoMerge(): Promise<Changed>
  /** Adds a plain map product -> quantity, as a session may keep it; `type` where its keys are ids alone. */
  mergeMap(map: CartMap, type?: string): Promise<Merged>
  /** Gives a guest's cart to a user, as a login does. */
  bindTo(userId: string): Promise<Changed>
  /** The cart as plain JSON for `restore`: products, options, exact quantities, codes; no prices. */
  export(): Promise<CartPayload>
  /** Puts an exported payload, or one of django-cart, into this cart: re-priced, clamped, judged anew; what did not fit is reported. */
  restore(payload: unknown, options?: RestoreOptions): Promise<Restored>
  quote(choices?: CheckoutChoices): Promise<CheckoutQuote>
  checkout(request: CheckoutRequest): Promise<CheckoutAnswer>
}

/** What staff can do with somebody's cart. */
export type StaffCart = Pick<Cart, 'read' | 'quote' | 'export' | 'update' | 'remove' | 'clear' | 'renew' | 'removeDiscount'>
