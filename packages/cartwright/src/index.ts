// The shop.
export { createShop } from './shop.ts'
export type { AddOptions, Cart, Changed, LineRef, Page, Shop, StaffCart } from './shop-types.ts'
export type {
  BuyingRule,
  CartLimits,
  EventHandlers,
  GuessLimits,
  HoldPolicies,
  HoldPolicy,
  HoldSettings,
  LatePolicy,
  MergeLine,
  MergeSettings,
  MergeStrategy,
  PaymentMethods,
  SellerSettings,
  ShopOptions,
} from './options.ts'
export { type Actor, type Buyer, type Context, hashOf, newId, newToken, ownerOf } from './context.ts'

// Refusals: every reason the shop may say no.
export { type ErrorCode, REASONS, ShopError } from './errors.ts'

// Products.
export { type Product, type ProductRef, type ProductSource, productKey, productRef, type Seller } from './catalog/product.ts'
export { notOwnProduct, sellersNeed } from './buying-rules.ts'
export type { Availability } from './cart/availability.ts'
export type { Inventory, InventoryCase, InventoryRelease } from './catalog/inventory.ts'
export type { QueuePlace } from './cart/queue-places.ts'
export type { Release } from './cart/release-right.ts'
export type { PrivateReservation } from './cart/reserve-product.ts'
export type { ClaimSource, ClaimState } from './claims/claim.ts'
export type { ClaimView } from './claims/find-claim.ts'
export type { Reservation, Stock } from './claims/keep-stock.ts'
export type { ReservePolicy, StockRule, StockSettings } from './claims/stock-policy.ts'
export { minutes } from './minutes.ts'

// Amounts and quantities: whole minor units and whole steps, never floats.
export { decimal, format, money } from './money/money.ts'
export { quantity, quantityText } from './money/quantity.ts'
export { allocate } from './money/allocate.ts'

// What a cart, a quote, an order look like.
export type { CartView, LineState, LineView, Notice } from './cart/cart-view.ts'
export type { CartRecord, RecordedLine } from './cart/list-carts.ts'
export { CART_STATES, type CartSearch, type CartSort, type CartState, type CartSummary, type StoredRecord } from './cart/search-carts.ts'
export type { StaffAct } from './cart/staff-cart.ts'
export type { ClaimSearch, LiveClaim } from './claims/list-claims.ts'
export type { ListRequest } from './list-page.ts'
export type { OrderPage } from './orders/show-order.ts'
export { ORDER_STATES, type OrderSearch, type OrderSort, type OrderSummary } from './orders/search-orders.ts'
export {
  type AccountSort,
  type AccountView,
  type LedgerSearch,
  type ProvedAccount,
  TRANSFER_KINDS,
  type TransferView,
} from './payments/ledger.ts'
export type { Merged, MergedLine, MergeReport } from './cart/merge-types.ts'
export type { CartMap } from './cart/merge-map.ts'
export type { LineChange } from './cart/change-lines.ts'
export type { CheckoutRefusal, Closed, CloseRequest } from './checkout/close-cart.ts'
export type { FeeRule, Quote, QuotedGroup, QuotedLine, QuoteInput, QuoteLine, Totals } from './pricing/quote-types.ts'
export type { CheckoutAnswer, CheckoutChoices, CheckoutQuote, CheckoutRequest, PaymentOption } from './checkout/checkout-types.ts'
export type {
  OrderLineView,
  OrderProgress,
  OrderState,
  OrderView,
  ParcelState,
  PaymentMethod,
  PaymentState,
  RefundView,
  Sale,
} from './orders/order-view.ts'
export type { ParcelAct } from './refunds/move-parcel.ts'
export type { RefundRequest } from './refunds/refund-order.ts'
export type { DueRefund } from './refunds/refunds-due.ts'
export type { Proceeds, ProceedsState } from './sellers/proceeds-rows.ts'
export type { ProceedsRelease } from './sellers/release-by-staff.ts'
export type { SellerProceeds } from './sellers/show-proceeds.ts'
export type { Campaign, CampaignChange } from './discounts/campaign.ts'
export type { ManyDiscounts } from './discounts/create-discount.ts'
export type { Discount, DiscountChange, DiscountScope, NewDiscount } from './discounts/discount.ts'
export type { DiscountReason } from './discounts/discount-rules.ts'
export type { DiscountState } from './discounts/discount-rows.ts'
export type { DiscountPage } from './discounts/find-discounts.ts'
export type { BadRow, ImportedDiscounts, ImportOptions } from './discounts/import-csv.ts'
export type { WalletEntry, WalletView } from './payments/wallet.ts'
export { quote } from './pricing/quote.ts'
export { type QuoteChange, quoteChanges } from './pricing/quote-changes.ts'
export { toJson } from './pricing/to-json.ts'

// Plug-ins: plain typed values for the options, and ready-made ones.
export { parseFeeRule, percentFee } from './pricing/fee-rules.ts'
export type { DeliveryPlace, ShippingCalculator, ShippingGroup, ShippingOption, ShippingQuestion } from './pricing/shipping.ts'
export { type FlatShipping, flatShipping, freeOver } from './pricing/flat-shipping.ts'
export { type CarrierSettings, carrier } from './plugins/carrier.ts'
export { type TableRate, tableRates } from './pricing/table-rates.ts'
export type { TaxCalculator, TaxQuestion } from './pricing/tax.ts'
export { type ClassRates, flatTax, type TaxMode, type TaxTier, taxByClass, tieredTax } from './pricing/tax-rates.ts'
export { type CashOnDelivery, type CodCase, type CodRules, cashOnDelivery } from './payments/cash-on-delivery.ts'
export type { CardAttempt, CardCharge, CardOutcome, CardProvider, CardStatus } from './payments/card.ts'
export type { AttemptView, OverduePage, StuckAttempt } from './orders/attempts.ts'
export { type Address, type AddressProblem, checkAddress, ROMANIAN_COUNTIES } from './orders/address.ts'

// Auctions, and the rights they end in.
export type { AuctionSettings } from './auctions/auction-settings.ts'
export type { Win } from './auctions/award-win.ts'
export type { BidView, LotState, LotView, NewLot } from './auctions/lot.ts'
export type { LotPage } from './auctions/show-lots.ts'
export type { RightPage, RightView } from './auctions/show-wins.ts'
export type { WinState, WinView } from './auctions/win.ts'

// A cart as JSON, and back.
export type { CartPayload, PayloadLine } from './cart/export-cart.ts'
export type { RestoreOptions } from './cart/restore-cart.ts'
export type { Restored } from './cart/restore-report.ts'

// Carts and discounts of a django-cart database.
export { type DjangoImportOptions, importDjangoCart } from './django/import-django-cart.ts'
export type { DjangoProblem, DjangoReport } from './django/django-report.ts'

// What may never be, and who did what.
export type { DoctorOptions, DoctorProgress } from './doctor/doctor.ts'
export type { Finding, Fix } from './doctor/finding.ts'
export type { Fixed } from './doctor/fix.ts'
export type { AuditPage, AuditView } from './audit/list-acts.ts'

// Figures for charts.
export type { DailyFigures, DayFigures, DayRange } from './figures/daily.ts'

// Upkeep.
export type { CartClass, Cleaned, CleanOptions } from './upkeep/clean-carts.ts'

// Facts to listen to.
export type { EventName, EventPayloads, ShopEvent } from './events/event.ts'
export type { DeadLetter, DeadLetterPage, EventPage, WaitingEvents } from './events/history.ts'
export { type ReceivedWebhook, verifyWebhook } from './events/sign-webhook.ts'
export type { Webhook } from './events/webhooks.ts'

// The seam to the database, for tables and actions of your own.
export { act } from './act.ts'
export { type Database, type Fault, firstOf, type Migration, Unmet } from './storage/database.ts'
export { openDatabase } from './storage/open.ts'
export { oneOf } from './storage/exact.ts'
export { joined, part, type Row, type Rows, type Statement, sql, type Value } from './storage/statement.ts'
