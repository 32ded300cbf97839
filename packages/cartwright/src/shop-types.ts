import type { Win } from './auctions/award-win.ts'
import type { BidView, LotView, NewLot } from './auctions/lot.ts'
import type { LotPage } from './auctions/show-lots.ts'
import type { RightPage, RightView } from './auctions/show-wins.ts'
import type { WinView } from './auctions/win.ts'
import type { AuditPage, AuditView } from './audit/list-acts.ts'
import type { Availability } from './cart/availability.ts'
import type { CartRecord } from './cart/list-carts.ts'
import type { Merged } from './cart/merge-types.ts'
import type { QueuePlace } from './cart/queue-places.ts'
import type { Release } from './cart/release-right.ts'
import type { PrivateReservation } from './cart/reserve-product.ts'
import type { CartSearch, CartSummary, StoredRecord } from './cart/search-carts.ts'
import type { StaffAct } from './cart/staff-cart.ts'
import type { ProductRef } from './catalog/product.ts'
import type { ClaimView } from './claims/find-claim.ts'
import type { Reservation, Stock } from './claims/keep-stock.ts'
import type { ClaimSearch, LiveClaim } from './claims/list-claims.ts'
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
import type { DeadLetter, DeadLetterPage, EventPage, WaitingEvents } from './events/history.ts'
import type { DailyFigures, DayRange } from './figures/daily.ts'
import type { ListRequest } from './list-page.ts'
import type { AttemptView, OverduePage, StuckAttempt } from './orders/attempts.ts'
import type { OrderView, Sale } from './orders/order-view.ts'
import type { OrderSearch, OrderSummary } from './orders/search-orders.ts'
import type { OrderPage } from './orders/show-order.ts'
import type { CardStatus } from './payments/card.ts'
import type { AccountSort, AccountView, LedgerSearch, ProvedAccount, TransferView } from './payments/ledger.ts'
import type { WalletView } from './payments/wallet.ts'
import type { ParcelAct } from './refunds/move-parcel.ts'
import type { RefundRequest } from './refunds/refund-order.ts'
import type { DueRefund } from './refunds/refunds-due.ts'
import type { DueReturn } from './refunds/returns-due.ts'
import type { Proceeds } from './sellers/proceeds-rows.ts'
import type { ProceedsRelease } from './sellers/release-by-staff.ts'
import type { SellerProceeds } from './sellers/show-proceeds.ts'
import type { Cart, StaffCart } from './shop-cart.ts'
import type { Cleaned, CleanOptions } from './upkeep/clean-carts.ts'

export type { AddOptions, Cart, Changed, LineRef, StaffCart } from './shop-cart.ts'

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
    /** All carts, for staff: of one state by activity or age, or an owner's, or those with a product. */
    list(search?: CartSearch): Promise<Page<CartSummary>>
    /** Any cart as it is stored, for staff. Refuses with `not_found`. */
    find(id: string): Promise<StoredRecord>
    /** Somebody's open cart, for staff: what they change in it is recorded, with the reason. Refuses with `not_found`, `order_state`. */
    onBehalf(id: string, act: StaffAct): Promise<StaffCart>
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
    /** All rights in force, for staff, the one that ends next first. */
    list(search?: ClaimSearch): Promise<Page<LiveClaim>>
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
    /** `by`, here and below: who does it, for the audit. */
    create(discount: NewDiscount, by?: Actor): Promise<Discount>
    /** Makes many codes that nobody can guess, and answers them. */
    createMany(discounts: ManyDiscounts, by?: Actor): Promise<readonly string[]>
    find(code: string): Promise<Discount | null>
    list(page?: DiscountPage): Promise<Page<Discount>>
    change(code: string, change: DiscountChange, by?: Actor): Promise<Discount>
    /** Makes or changes a limit that many codes share. */
    campaign(campaign: CampaignChange, by?: Actor): Promise<Campaign>
    /** Campaigns by name, page by page. */
    campaigns(page?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<Campaign>>
    /** Ends a discount now. */
    end(code: string, by?: Actor): Promise<Discount>
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
    /** The accounts of the ledger, for staff: by name, or the largest balance first. */
    accounts(search?: ListRequest<AccountSort> & { readonly from?: string }): Promise<Page<AccountView>>
    /** One account, and whether its transfers come to its balance. Refuses with `not_found`. */
    account(id: string): Promise<ProvedAccount>
    /** The transfers of the ledger, newest first; of one account and kind where they are named. */
    ledger(search?: LedgerSearch): Promise<Page<TransferView>>
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
    /** Rights of all users, the newest first: a list for staff. */
    rights(page?: RightPage): Promise<Page<RightView>>
    /** A right by its id, whoever has it; who may see it is for the app to say. Refuses with `not_found`. */
    right(win: string): Promise<WinView & Pick<RightView, 'winner'>>
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
    list(buyer: Buyer, page?: OrderPage): Promise<Page<OrderView>>
    /** Where the buyer goes on with a card payment that waits for him; null when none does. Refuses with `not_found`. */
    next(id: string, buyer: Buyer): Promise<string | null>
    cancel(id: string, buyer: Buyer): Promise<OrderView>
    received(id: string, buyer: Buyer): Promise<OrderView>
    /** All orders, for staff: by time, of one state, buyer or seller, or by number. */
    search(search?: OrderSearch): Promise<Page<OrderSummary>>
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
    /** Refunds that are due and not given back yet, the oldest first; 1 to 100 a page, default 50. */
    refundsDue(page?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<DueRefund>>
    /** Parcels that came back and whose money is neither the buyer's again nor the seller's, those of the oldest orders first; 1 to 100 a page, default 50. */
    returnsDue(page?: { readonly limit?: number; readonly cursor?: string }): Promise<Page<DueReturn>>
  }
  readonly attempts: {
    /** A payment of the buyer's own, for the page where he pays. Refuses with `not_found`. */
    find(id: string, buyer: Buyer): Promise<AttemptView>
    /** Card payments past their deadline that the reconciler could not finish, the oldest first: a list for a person. Default 100 of them. */
    stuck(limit?: number): Promise<readonly StuckAttempt[]>
    /** The same, page by page. */
    overdue(page?: OverduePage): Promise<Page<StuckAttempt>>
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
    dead(page?: DeadLetterPage): Promise<Page<DeadLetter>>
    /** Tries anew what was given up of one event. Refuses with `not_found`. */
    retry(key: string, id: string): Promise<void>
    /** How many events wait to be told; no more than `most` (default 1,000) of them, and as many deliveries, are counted. */
    waiting(most?: number): Promise<WaitingEvents>
  }
  readonly figures: {
    /** What happened day by day, for charts: few rows, however large the shop is. `sweep` counts. */
    daily(range: DayRange): Promise<DailyFigures>
  }
  /** The one completion routine: page, provider event and reconciler call it, any number of times, in any order. */
  settle(attempt: string, outcome: CardStatus): Promise<OrderView>
  /** Tidies expired claims, closes auctions, reminds winners or passes over them, delivers due events and counts what happened. Safety never depends on it. */
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
