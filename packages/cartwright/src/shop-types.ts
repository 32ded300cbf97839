import type { Win } from './auctions/award-win.ts'
import type { BidView, LotView, NewLot } from './auctions/lot.ts'
import type { LotPage } from './auctions/show-lots.ts'
import type { WinView } from './auctions/win.ts'
import type { AuditPage, AuditView } from './audit/list-acts.ts'
import type { Availability } from './cart/availability.ts'
import type { CartView, Notice } from './cart/cart-view.ts'
import type { LineChange } from './cart/change-lines.ts'
import type { CartPayload } from './cart/export-cart.ts'
import type { CartRecord } from './cart/list-carts.ts'
import type { CartMap } from './cart/merge-map.ts'
import type { Merged } from './cart/merge-types.ts'
import type { QueuePlace } from './cart/queue-places.ts'
import type { Release } from './cart/release-right.ts'
import type { PrivateReservation } from './cart/reserve-product.ts'
import type { RestoreOptions } from './cart/restore-cart.ts'
import type { Restored } from './cart/restore-report.ts'
import type { ProductRef } from './catalog/product.ts'
import type { CheckoutAnswer, CheckoutChoices, CheckoutQuote, CheckoutRequest } from './checkout/checkout-types.ts'
import type { CheckoutRefusal, Closed, CloseRequest } from './checkout/close-cart.ts'
import type { ClaimView } from './claims/find-claim.ts'
import type { Reservation, Stock } from './claims/keep-stock.ts'
import type { Actor, Buyer, Context } from './context.ts'
import type { Campaign, CampaignChange } from './discounts/campaign.ts'
import type { ManyDiscounts } from './discounts/create-discount.ts'
import type { Discount, DiscountChange, NewDiscount } from './discounts/discount.ts'
import type { DiscountPage } from './discounts/find-discounts.ts'
import type { ImportedDiscounts, ImportOptions } from './discounts/import-csv.ts'
import type { DoctorOptions } from './doctor/doctor.ts'
import type { Finding } from './doctor/finding.ts'
import type { Fixed } from './doctor/fix.ts'
import type { ShopEvent } from './events/event.ts'
import type { DeadLetter, EventPage } from './events/history.ts'
import type { MergeStrategy } from './options.ts'
import type { AttemptView, StuckAttempt } from './orders/attempts.ts'
import type { OrderView, Sale } from './orders/order-view.ts'
import type { CardStatus } from './payments/card.ts'
import type { WalletView } from './payments/wallet.ts'
import type { ParcelAct } from './refunds/move-parcel.ts'
import type { RefundRequest } from './refunds/refund-order.ts'
import type { Proceeds } from './sellers/proceeds-rows.ts'
import type { ProceedsRelease } from './sellers/release-by-staff.ts'
import type { SellerProceeds } from './sellers/show-proceeds.ts'
import type { Cleaned, CleanOptions } from './upkeep/clean-carts.ts'

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

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** What `createShop` makes. It holds no state but the database. */
export interface Shop {
  readonly context: Context
  migrate(): Promise<void>
  /** The buyer's cart; by name where he has several: `[a-z0-9_-]{1,32}`, default `default`. Another name is refused with `invalid_input`. */
  cart(buyer: Buyer, which?: { readonly name?: string }): Cart
  readonly carts: {
    /** A user's open carts, by name. */
    active(userId: string): Promise<readonly CartRecord[]>
    /** A user's closed and ordered carts, newest first; 1 to 100 a page, default 20. */
    history(userId: string, page?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<CartRecord>>
  }
  /** Joins a guest's cart into the user's at login: in one batch, once, nothing lost. */
  login(guest: { readonly token: string }, user: Buyer & { readonly userId: string }): Promise<Merged>
  /** Who may still get these products, by product key, as this buyer sees it. */
  availability(products: readonly ProductRef[], buyer?: Buyer): Promise<ReadonlyMap<string, Availability>>
  /** The line behind a unique item that somebody else has. */
  readonly queue: {
    /** Waits for a product; asked again it changes nothing. */
    join(product: ProductRef, buyer: Buyer): Promise<QueuePlace>
    /** Waits no more; who does not wait changes nothing. */
    leave(product: ProductRef, buyer: Buyer): Promise<void>
    /** Where the buyer waits, in the order of joining; never who else does. */
    places(buyer: Buyer): Promise<readonly QueuePlace[]>
  }
  /** The exclusive rights on unique items, for sellers and staff. */
  readonly claims: {
    /** The right on a product; null where there is none. */
    find(product: ProductRef): Promise<ClaimView | null>
    /** Ends a cart's hold or a seller's reservation. */
    release(product: ProductRef, release: Release): Promise<void>
    /** Reserves a product for one user, who alone can put it into his cart until then. */
    reserve(product: ProductRef, reservation: PrivateReservation): Promise<ClaimView>
  }
  readonly stock: {
    /** Sets what is on hand of a counted product, in steps; never below what is set aside. */
    set(product: ProductRef, onHand: bigint): Promise<Stock>
    /** Changes what is on hand by so many steps, up or down; never below what is set aside. */
    change(product: ProductRef, by: bigint): Promise<Stock>
    /** The counter as it stands; null where there is none. */
    read(product: ProductRef): Promise<Stock | null>
    /** Sets units aside for a holder of the app's own until a moment; again: changes them to this. */
    reserve(product: ProductRef, quantity: bigint, reservation: Reservation): Promise<Stock>
    /** Gives them back. */
    release(product: ProductRef, reservation: Pick<Reservation, 'holder'>): Promise<Stock>
  }
  readonly discounts: {
    create(discount: NewDiscount): Promise<Discount>
    /** Makes many codes that nobody can guess, and answers them. */
    createMany(discounts: ManyDiscounts): Promise<readonly string[]>
    find(code: string): Promise<Discount | null>
    list(page?: DiscountPage): Promise<Page<Discount>>
    change(code: string, change: DiscountChange): Promise<Discount>
    /** Makes or changes a limit that many codes share. */
    campaign(campaign: CampaignChange): Promise<Campaign>
    /** Ends a discount now. */
    end(code: string): Promise<Discount>
    /** Reads discounts from CSV: adds, changes, and reports each bad line. */
    importCsv(source: string | AsyncIterable<string | Uint8Array>, options?: ImportOptions): Promise<ImportedDiscounts>
    /** Writes all discounts as CSV, in pieces. */
    exportCsv(): AsyncIterable<string>
  }
  readonly wallets: {
    read(userId: string, limit?: number): Promise<WalletView>
    /** Money comes into the wallet; once a key. Staff who does it says why. */
    topUp(userId: string, amount: bigint, key: string, staff?: { readonly by: Actor; readonly reason: string }): Promise<WalletView>
    /** Money leaves the wallet for its owner's bank; once a key. What he owes is taken off first. Staff who does it says why. */
    payOut(userId: string, amount: bigint, key: string, staff?: { readonly by: Actor; readonly reason: string }): Promise<WalletView>
  }
  readonly auctions: {
    /** Gives somebody the exclusive right to buy, for auctions of the app's own. */
    award(win: Win): Promise<WinView>
    /** Begins the auction of a thing that is sold by auction only. */
    open(lot: NewLot & { readonly by?: Actor }): Promise<LotView>
    /** Bids up to `most` minor units: the shop bids for the buyer, step by step. */
    bid(lot: string, buyer: Buyer, most: bigint): Promise<LotView>
    find(lot: string, buyer?: Buyer): Promise<LotView>
    list(page?: LotPage, buyer?: Buyer): Promise<Page<LotView>>
    /** All bids, the first first; who and how much is for the seller and staff (role `staff`), and for each bidder his own. */
    history(lot: string, buyer?: Buyer): Promise<readonly BidView[]>
    /** The rights a user has, had or was offered, newest first, 200 at most. */
    wins(userId: string): Promise<readonly WinView[]>
    /** A right by its id, whoever has it; who may see it is for the app to say. Refuses with `not_found`. */
    right(win: string): Promise<WinView>
    /** Takes an offer up. */
    accept(win: string, buyer: Buyer): Promise<WinView>
    /** Gives a right or an offer up; it goes to the next bidder. */
    decline(win: string, buyer: Buyer): Promise<WinView>
    /** Gives an unpaid right to somebody else, by its seller or staff; `roles`: what the buying rules are to know of him. */
    transfer(
      win: string,
      change: { readonly to: string; readonly roles?: readonly string[]; readonly by: Actor; readonly reason: string },
    ): Promise<WinView>
    /** Takes an unpaid right back, by its seller or staff; the thing is free. */
    revoke(win: string, change: { readonly by: Actor; readonly reason: string }): Promise<WinView>
  }
  readonly orders: {
    find(id: string, buyer: Buyer): Promise<OrderView>
    list(buyer: Buyer, page?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<OrderView>>
    /** Where the buyer goes on with a card payment that waits for him; null when none does. Refuses with `not_found`. */
    next(id: string, buyer: Buyer): Promise<string | null>
    cancel(id: string, buyer: Buyer): Promise<OrderView>
    received(id: string, buyer: Buyer): Promise<OrderView>
    /** Any order, for staff. Refuses with `not_found`. */
    show(id: string): Promise<OrderView>
    /** A seller's parcels, newest first; 1 to 100 a page, default 20. */
    sales(seller: string, page?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<Sale>>
    /** A parcel has left, by its seller or staff. */
    ship(id: string, parcel: ParcelAct & { readonly tracking?: string }): Promise<Sale>
    /** A parcel has arrived; what is paid at the door has been paid. */
    deliver(id: string, parcel: ParcelAct): Promise<Sale>
    /** A parcel came back. */
    returned(id: string, parcel: ParcelAct): Promise<Sale>
    /** A parcel is not sent: its buyer gets his money back, its goods are on sale again. */
    cancelParcel(id: string, parcel: ParcelAct & { readonly reason: string }): Promise<Sale>
    /** Gives money back, by line or by parts of one, the way it had come. */
    refund(id: string, refund: RefundRequest): Promise<OrderView>
    /** Staff has given back what was due: cash of who has no wallet, or, with a reason, what the card provider will never make. */
    refunded(refund: string, by: Actor, reason?: string): Promise<OrderView>
  }
  readonly attempts: {
    /** A payment of the buyer's own, for the page where he pays. Refuses with `not_found`. */
    find(id: string, buyer: Buyer): Promise<AttemptView>
    /** Card payments past their deadline that the reconciler could not finish, the oldest first: a list for a person. Default 100 of them. */
    stuck(limit?: number): Promise<readonly StuckAttempt[]>
  }
  readonly sellers: {
    /** What a seller is owed, has, gave back and owes; with his sales, newest first. */
    proceeds(seller: string, page?: { readonly limit?: number; readonly cursor?: string }): Promise<SellerProceeds>
    /** Staff give a seller his money of a parcel now, of one that came back as well. */
    release(order: string, seller: string, release: ProceedsRelease): Promise<Proceeds>
  }
  readonly events: {
    /** Everything that was told of one aggregate (a cart, a product key, an account), oldest first. */
    read(key: string, page?: EventPage): Promise<Page<ShopEvent>>
    /** What a handler or a webhook could not be told of, after all tries. */
    dead(page?: EventPage): Promise<Page<DeadLetter>>
    /** Tries anew what was given up of one event. Refuses with `not_found`. */
    retry(key: string, id: string): Promise<void>
  }
  /** The one completion routine: page, provider event and reconciler call it, any number of times, in any order. */
  settle(attempt: string, outcome: CardStatus): Promise<OrderView>
  /** Tidies expired claims, closes auctions, reminds winners or passes over them, and delivers due events. Safety never depends on it. */
  sweep(): Promise<{ readonly claims: number; readonly events: number }>
  /** Removes carts that nobody has used for some days (default 90), in short batches; never one bound to a payment, a win or an unfinished order. */
  cleanCarts(options?: CleanOptions): Promise<Cleaned>
  /** Finishes payments whose end nobody told us. */
  reconcile(): Promise<{ readonly settled: number }>
  /** Proves on the live database what it can show of the promises P1 to P18; only reads. */
  doctor(options?: DoctorOptions): Promise<readonly Finding[]>
  /** Carries out the changes that findings propose, each only where its row still is as it was seen, audited; never money. */
  fix(findings: readonly Finding[]): Promise<readonly Fixed[]>
  readonly audit: {
    /** What sellers, staff and the shop itself did to what is not their own, the newest first. */
    list(page?: AuditPage): Promise<Page<AuditView>>
  }
  close(): Promise<void>
}
