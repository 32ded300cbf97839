import type { Win } from './auctions/award-win.ts'
import type { Availability } from './cart/availability.ts'
import type { CartView, Notice } from './cart/cart-view.ts'
import type { ProductRef } from './catalog/product.ts'
import type { CheckoutAnswer, CheckoutChoices, CheckoutQuote, CheckoutRequest } from './checkout/checkout-types.ts'
import type { Buyer, Context } from './context.ts'
import type { Discount, NewDiscount } from './discounts/discount.ts'
import type { OrderView } from './orders/order-view.ts'
import type { CardOutcome } from './payments/card.ts'
import type { WalletView } from './payments/wallet.ts'

export interface AddOptions {
  /** Steps of 10^-scale units; default one whole unit. Unique goods take none but 1. */
  readonly quantity?: bigint
  /** Overrides the catalogue's price, minor units per whole unit. Server side only. */
  readonly unitPrice?: bigint
  /** Refuses (`price_mismatch`) when `unitPrice` is not the catalogue's price. */
  readonly validatePrice?: boolean
  /** Part of the line's identity, such as an engraving. */
  readonly options?: Readonly<Record<string, string>>
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
  /** Sets the quantity of a counted line; 0 removes it. */
  update(line: LineRef, change: { readonly quantity: bigint }): Promise<Changed>
  remove(line: LineRef): Promise<Changed>
  clear(): Promise<Changed>
  /** Extends the holds of the cart's lines. */
  renew(): Promise<Changed>
  saveForLater(line: LineRef): Promise<Changed>
  returnSaved(line: LineRef): Promise<Changed>
  applyDiscount(code: string): Promise<Changed>
  removeDiscount(code?: string): Promise<Changed>
  /** Forgets stored notices; without codes all of them. */
  noticesSeen(codes?: readonly string[]): Promise<Changed>
  quote(choices?: CheckoutChoices): Promise<CheckoutQuote>
  checkout(request: CheckoutRequest): Promise<CheckoutAnswer>
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** What `createShop` makes. It holds no state but the database. */
export interface Shop {
  readonly context: Context
  migrate(): Promise<void>
  cart(buyer: Buyer): Cart
  /** Joins a guest's cart into the user's at login: in one batch, once, nothing lost. */
  login(guest: { readonly token: string }, user: Buyer & { readonly userId: string }): Promise<Changed>
  /** Who may still get these products, by product key, as this buyer sees it. */
  availability(products: readonly ProductRef[], buyer?: Buyer): Promise<ReadonlyMap<string, Availability>>
  readonly stock: {
    /** Puts the counter of a counted product, in steps. */
    set(product: ProductRef, onHand: bigint): Promise<void>
  }
  readonly discounts: {
    create(discount: NewDiscount): Promise<Discount>
    find(code: string): Promise<Discount | null>
  }
  readonly wallets: {
    read(userId: string, limit?: number): Promise<WalletView>
    topUp(userId: string, amount: bigint, key: string): Promise<WalletView>
  }
  readonly auctions: {
    award(win: Win): Promise<void>
  }
  readonly orders: {
    find(id: string, buyer: Buyer): Promise<OrderView>
    list(buyer: Buyer, page?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<OrderView>>
    cancel(id: string, buyer: Buyer): Promise<OrderView>
    received(id: string, buyer: Buyer): Promise<OrderView>
  }
  /** The one completion routine: page, provider event and reconciler call it, any number of times, in any order. */
  settle(attempt: string, outcome: CardOutcome): Promise<OrderView>
  /** Tidies expired claims and delivers due events. Safety never depends on it. */
  sweep(): Promise<{ readonly claims: number; readonly events: number }>
  /** Finishes payments whose end nobody told us. */
  reconcile(): Promise<{ readonly settled: number }>
  close(): Promise<void>
}
