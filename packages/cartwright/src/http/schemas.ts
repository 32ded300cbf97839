import { z } from 'zod'
import type {
  AddressJson,
  CartGroupJson,
  CartJson,
  CartLineJson,
  CheckoutJson,
  DrawerJson,
  NoticeJson,
  OrderJson,
  OrderLineJson,
  OrdersJson,
  ProblemJson,
  ProductJson,
  ProductSummaryJson,
  QuoteJson,
  SellerJson,
  TotalsJson,
  WalletJson,
} from './wire-types.ts'

/*
 * The answers of the contract as schemas: OpenAPI is made from them, and tests hold every answer against them. Strict, so that a field too many
 * fails as well.
 */

/** An amount in a shop's currency. */
export const amountSchema: z.ZodType<string> = z.string().regex(/^-?[0-9]+(\.[0-9]+)?$/)
/** A moment, UTC. */
export const timeSchema: z.ZodType<string> = z.iso.datetime()
export const currencySchema: z.ZodType<string> = z.string().min(3).max(8)
const quantitySchema = z.union([z.number().positive(), z.string().regex(/^[0-9]+(\.[0-9]+)?$/)])

export const sellerSchema: z.ZodType<SellerJson> = z.strictObject({ id: z.string(), name: z.string() })

const summary = {
  type: z.string(),
  id: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  image: z.string().nullable(),
  seller: sellerSchema.nullable(),
}
export const productSummarySchema: z.ZodType<ProductSummaryJson> = z.strictObject(summary)

export const productSchema: z.ZodType<ProductJson> = z.strictObject({
  ...summary,
  price: amountSchema,
  currency: currencySchema,
  stock: z.union([z.enum(['unique', 'unlimited']), z.number().min(0)]),
  scale: z.int().min(0).max(18),
  availability: z.enum(['available', 'held', 'in_your_cart', 'sold', 'auction']),
  available_again_at: z.exactOptional(timeSchema),
})

export const cartLineSchema: z.ZodType<CartLineJson> = z.strictObject({
  id: z.string(),
  product: productSummarySchema,
  quantity: quantitySchema,
  unit_price: amountSchema,
  line_total: amountSchema,
  kind: z.enum(['item', 'auction_win']),
  held_until: z.exactOptional(timeSchema),
  state: z.enum(['ok', 'expired', 'unavailable', 'price_changed']),
})

const groupSchema: z.ZodType<CartGroupJson> = z.strictObject({
  seller: sellerSchema.nullable(),
  lines: z.array(z.string()),
  fee: amountSchema,
  shipping: amountSchema.nullable(),
})

export const totalsSchema: z.ZodType<TotalsJson> = z.strictObject({
  subtotal: amountSchema,
  discount: amountSchema,
  fees: z.array(z.strictObject({ code: z.string(), name: z.string(), amount: amountSchema })),
  shipping: amountSchema.nullable(),
  shipping_is_estimate: z.boolean(),
  tax: amountSchema,
  tax_included: amountSchema,
  total: amountSchema,
})

/** Open: what else a notice says depends on its code. */
export const noticeSchema: z.ZodType<NoticeJson> = z.looseObject({
  code: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  path: z.exactOptional(z.string()),
})

export const cartSchema: z.ZodType<CartJson> = z.strictObject({
  id: z.string().nullable(),
  version: z.int().min(0),
  currency: currencySchema,
  lines: z.array(cartLineSchema),
  saved: z.array(cartLineSchema),
  groups: z.array(groupSchema),
  totals: totalsSchema,
  discounts: z.array(z.strictObject({ code: z.string(), amount: amountSchema, reason: z.exactOptional(z.string()) })),
  notices: z.array(noticeSchema),
})

const drawer = {
  count: z.int().min(0),
  cart_total: amountSchema,
  html: z.string(),
  currency: currencySchema,
  version: z.int().min(0),
  now: timeSchema,
  announce: z.string(),
  cart: cartSchema,
}
export const drawerSchema: z.ZodType<DrawerJson> = z.strictObject(drawer)

export const quoteSchema: z.ZodType<QuoteJson> = z.strictObject({
  hash: z.string(),
  totals: totalsSchema,
  lines: z.array(cartLineSchema),
  shipping_options: z.array(
    z.strictObject({ id: z.string(), name: z.string(), price: amountSchema, estimate: z.boolean(), seller: z.exactOptional(z.string()) }),
  ),
  payment_options: z.array(
    z.strictObject({
      id: z.enum(['wallet', 'card', 'cod']),
      eligible: z.boolean(),
      reason: z.exactOptional(z.string()),
      fee: z.exactOptional(amountSchema),
    }),
  ),
  due: amountSchema,
  wallet_part: amountSchema,
})

export const addressSchema: z.ZodType<AddressJson> = z.strictObject({
  id: z.exactOptional(z.string()),
  name: z.string(),
  line1: z.string(),
  line2: z.exactOptional(z.string()),
  city: z.string(),
  county: z.exactOptional(z.string()),
  postal_code: z.string(),
  country: z.string(),
  phone: z.exactOptional(z.string()),
  email: z.exactOptional(z.string()),
  locker: z.exactOptional(z.string()),
})

export const checkoutSchema: z.ZodType<CheckoutJson> = z.strictObject({
  cart: cartSchema,
  quote: quoteSchema,
  addresses: z.array(addressSchema),
})

const orderLineSchema: z.ZodType<OrderLineJson> = z.strictObject({
  product: productSummarySchema,
  quantity: quantitySchema,
  unit_price: amountSchema,
  line_total: amountSchema,
})

export const orderSchema: z.ZodType<OrderJson> = z.strictObject({
  id: z.string(),
  number: z.string(),
  state: z.enum(['placed', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded']),
  currency: currencySchema,
  totals: totalsSchema,
  total: amountSchema,
  payments: z.array(
    z.strictObject({
      method: z.enum(['wallet', 'card', 'cod', 'none']),
      amount: amountSchema,
      state: z.enum(['pending', 'authorized', 'captured', 'failed', 'refunded']),
    }),
  ),
  lines: z.array(orderLineSchema),
  parcels: z.array(
    z.strictObject({
      seller: sellerSchema.nullable(),
      state: z.enum(['placed', 'shipped', 'delivered', 'received', 'returned', 'cancelled']),
      lines: z.array(orderLineSchema),
      shipping: amountSchema,
    }),
  ),
  address: addressSchema,
  url: z.string(),
})

export const ordersSchema: z.ZodType<OrdersJson> = z.strictObject({ items: z.array(orderSchema), next: z.exactOptional(z.string()) })

export const placedSchema: z.ZodType<{ readonly order: OrderJson; readonly next?: { readonly url: string } }> = z.strictObject({
  order: orderSchema,
  next: z.exactOptional(z.strictObject({ url: z.string() })),
})

export const walletSchema: z.ZodType<WalletJson> = z.strictObject({
  balance: amountSchema,
  held: amountSchema,
  currency: currencySchema,
  entries: z.array(z.strictObject({ at: timeSchema, kind: z.string(), amount: amountSchema, order: z.exactOptional(z.string()) })),
})

/** Every refusal (RFC 9457). Open: what else it says depends on its code. */
export const problemSchema: z.ZodType<ProblemJson> = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string(),
  detail: z.string(),
})

/** A refused change of the cart: the drawer answer comes along. */
export const cartProblemSchema: z.ZodType<ProblemJson & DrawerJson> = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int().min(400).max(599),
  code: z.string(),
  detail: z.string(),
  ...drawer,
})
