// The client of the shop's HTTP contract, and a store around it for those who show the cart.
export { type CartChanges, type Client, type ClientOptions, createClient } from './client.ts'
export { type CartState, type CartStore, createCartStore } from './store.ts'
export type { ClientError, FieldFault, NetworkError, QuoteChangeJson, Refusal, RefusalFacts, Result, UnexpectedAnswer } from './result.ts'
export type { Fetch } from './ask.ts'
export type {
  CheckoutChoice,
  CheckoutOrder,
  ListQuestion,
  OrderQuestion,
  PlacedJson,
  PlaceJson,
  ProductName,
  ProductQuestion,
  ProductsJson,
  ReadOptions,
} from './wire.ts'

// The shapes that come over the wire.
export type { ErrorCode } from '../errors.ts'
export type {
  AddressJson,
  CartGroupJson,
  CartJson,
  CartLineJson,
  CheckoutJson,
  DiscountJson,
  DrawerJson,
  NoticeJson,
  OrderJson,
  OrderLineJson,
  OrdersJson,
  PaymentOptionJson,
  ProductJson,
  ProductSummaryJson,
  QuoteJson,
  SellerJson,
  ShippingOptionJson,
  TotalsJson,
  WalletJson,
} from '../http/wire-types.ts'
