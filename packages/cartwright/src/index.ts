// The shop.
export { createShop } from './shop.ts'
export type { AddOptions, Cart, Changed, LineRef, Page, Shop } from './shop-types.ts'
export type { BuyingRule, CartLimits, EventHandlers, HoldPolicy, HoldSettings, PaymentMethods, ShopOptions } from './options.ts'
export { type Buyer, type Context, hashOf, newId, newToken, ownerOf } from './context.ts'

// Refusals: every reason the shop may say no.
export { type ErrorCode, REASONS, ShopError } from './errors.ts'

// Products.
export { type Product, type ProductRef, type ProductSource, productKey, productRef, type Seller } from './catalog/product.ts'
export { notOwnProduct, sellersNeed } from './buying-rules.ts'
export type { Availability } from './cart/availability.ts'
export { minutes } from './minutes.ts'

// Amounts and quantities: whole minor units and whole steps, never floats.
export { decimal, format, money } from './money/money.ts'
export { quantity, quantityText } from './money/quantity.ts'
export { allocate } from './money/allocate.ts'

// What a cart, a quote, an order look like.
export type { CartView, LineState, LineView, Notice } from './cart/cart-view.ts'
export type { FeeRule, Quote, QuotedGroup, QuotedLine, QuoteInput, QuoteLine, Totals } from './pricing/quote-types.ts'
export type { CheckoutAnswer, CheckoutChoices, CheckoutQuote, CheckoutRequest, PaymentOption } from './checkout/checkout-types.ts'
export type { OrderLineView, OrderState, OrderView, ParcelState, PaymentMethod, PaymentState } from './orders/order-view.ts'
export type { Discount, NewDiscount } from './discounts/discount.ts'
export type { WalletEntry, WalletView } from './payments/wallet.ts'
export { quote } from './pricing/quote.ts'
export { type QuoteChange, quoteChanges } from './pricing/quote-changes.ts'
export { toJson } from './pricing/to-json.ts'

// Plug-ins: plain typed values for the options, and ready-made ones.
export { parseFeeRule, percentFee } from './pricing/fee-rules.ts'
export type { DeliveryPlace, ShippingCalculator, ShippingGroup, ShippingOption } from './pricing/shipping.ts'
export { type TableRate, tableRates } from './pricing/table-rates.ts'
export { flatTax, type TaxCalculator, type TaxQuestion } from './pricing/tax.ts'
export { type CashOnDelivery, type CodCase, cashOnDelivery } from './payments/cash-on-delivery.ts'
export type { CardCharge, CardOutcome, CardProvider } from './payments/card.ts'
export { type Address, type AddressProblem, checkAddress, ROMANIAN_COUNTIES } from './orders/address.ts'

// Facts to listen to.
export type { EventName, ShopEvent } from './events/event.ts'

// The seam to the database, for tables and actions of your own.
export { act } from './act.ts'
export { type Database, type Fault, firstOf, type Migration, Unmet } from './storage/database.ts'
export { openDatabase } from './storage/open.ts'
export { oneOf } from './storage/exact.ts'
export { joined, part, type Row, type Rows, type Statement, sql, type Value } from './storage/statement.ts'
