// The handler: a function from a request to its response.
export { createHandler } from './server.ts'
export type { HandlerSettings } from './settings.ts'
export { type NodeServer, serveNode, socketAddress } from './node.ts'

// Routes: the shop's own, and what an app needs to write more of them.
export { cartRoutes } from './cart-routes.ts'
export { type AddressBook, checkoutRoutes } from './checkout-routes.ts'
export { orderRoutes, type PageQuery, pageQuery } from './order-routes.ts'
export { type WalletRouteSettings, walletRoutes } from './wallet-routes.ts'
export { type Answer, type Call, type Flash, type RefusalDetails, type Route, route, type Visit, type WebUser } from './route.ts'
export { type Announcement, type CartFacts, type CheckoutPage, type FormState, formState, type Render } from './render.ts'
export { checkInput, type FieldError, invalidInput } from '../check-input.ts'
export { sitePath } from './next-path.ts'
export { typedNumbers } from './typed-numbers.ts'

// Who asks, and how often.
export { type SignedCookieSettings, signedCookie } from '../sessions/signed-cookie.ts'
export { type BearerTokenSettings, bearerToken } from '../sessions/bearer-token.ts'
export { type AppSessionSettings, appSession } from '../sessions/app-session.ts'
export { type RedisClient, type RedisSessionSettings, type RedisSetOptions, redisSession } from '../sessions/redis-session.ts'
export { type LoggedIn, loginSession, logoutSession, type RememberLogin, startLogin } from '../sessions/login-session.ts'
export type { ClientSession, Session, SessionAdapter, SessionHeaders } from '../sessions/session.ts'
export { BUCKETS, type Bucket, type RateLimits, rateLimits } from './rate-limits.ts'

// The shapes that go over the wire, and their schemas.
export { addressJson, cartJson, noticeJson, orderJson, productJson, quoteJson, summaryJson, totalsJson, walletJson } from './wire.ts'
export { detailsJson, isoTime, quantityJson } from './details.ts'
export { problemJson, statusOf } from './problem.ts'
export { STATUS } from './status.ts'
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
  ProblemJson,
  ProductJson,
  ProductSummaryJson,
  QuoteJson,
  SellerJson,
  ShippingOptionJson,
  TotalsJson,
  WalletJson,
} from './wire-types.ts'
export {
  addressSchema,
  amountSchema,
  cartLineSchema,
  cartProblemSchema,
  cartSchema,
  checkoutSchema,
  currencySchema,
  drawerSchema,
  noticeSchema,
  orderSchema,
  ordersSchema,
  placedSchema,
  problemSchema,
  productSchema,
  productSummarySchema,
  quoteSchema,
  sellerSchema,
  timeSchema,
  totalsSchema,
  walletSchema,
} from './schemas.ts'
export { type Description, openApi } from './openapi.ts'
