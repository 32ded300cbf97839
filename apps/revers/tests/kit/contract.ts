/** Strict schemas of the JSON answers: a field too many fails as surely as a field too few. */
import { z } from 'zod'
import type {
  Address,
  Cart,
  Checkout,
  Drawer,
  Line,
  LineProduct,
  Lot,
  Order,
  Page,
  Place,
  Placed,
  Product,
  Quote,
  Totals,
  User,
  Wallet,
  Win,
} from './contract-types.ts'

const text = z.string().min(1)
const amount = z.string().regex(/^(0|[1-9]\d*)\.\d{2}$/)
const signedAmount = z.string().regex(/^-?(0|[1-9]\d*)\.\d{2}$/)
const time = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/)
const path = z.string().regex(/^\/[^/\\]/)
const quantity = z.union([z.number().positive(), z.string().regex(/^(0|[1-9]\d*)(\.\d{1,18})?$/)])
const currency = z.literal('RON')
const seller = z.strictObject({ id: text, name: text })
const parties = { type: text, id: text, name: text, url: path, image: path, seller }

/** Whole minor units of an amount of the shop. */
export const minor = (value: string | null): bigint => BigInt((value ?? '0').replace('.', ''))

export const productSchema: z.ZodType<Product> = z.strictObject({
  ...parties,
  price: amount,
  currency,
  stock: z.union([z.literal('unique'), z.literal('unlimited'), z.number().min(0)]),
  scale: z.int().min(0).max(18),
  availability: z.enum(['available', 'held', 'in_your_cart', 'sold', 'auction']),
  available_again_at: time.optional(),
})

const lineProduct: z.ZodType<LineProduct> = z.strictObject(parties)

const line: z.ZodType<Line> = z.strictObject({
  id: text,
  product: lineProduct,
  quantity,
  unit_price: amount,
  line_total: amount,
  kind: z.enum(['item', 'auction_win']),
  held_until: time.optional(),
  state: z.enum(['ok', 'expired', 'unavailable', 'price_changed']),
})

const addsUp = ({ subtotal, discount, fees, shipping, tax, total }: Totals): boolean =>
  minor(total) === minor(subtotal) - minor(discount) + fees.reduce((sum, fee) => sum + minor(fee.amount), 0n) + minor(shipping) + minor(tax)

export const totalsSchema: z.ZodType<Totals> = z
  .strictObject({
    subtotal: amount,
    discount: amount,
    fees: z.array(z.strictObject({ code: text, name: text, amount })),
    shipping: amount.nullable(),
    shipping_is_estimate: z.boolean(),
    tax: amount,
    tax_included: amount,
    total: amount,
  })
  .refine(addsUp, 'total is not subtotal - discount + fees + shipping + tax')

export const cartSchema: z.ZodType<Cart> = z
  .strictObject({
    id: text.nullable(),
    version: z.int().min(0),
    currency,
    lines: z.array(line),
    saved: z.array(line),
    groups: z.array(z.strictObject({ seller, lines: z.array(text), fee: amount, shipping: amount.nullable() })),
    totals: totalsSchema,
    discounts: z.array(z.strictObject({ code: text, amount, reason: text.optional() })),
    notices: z.array(z.looseObject({ code: text, severity: text, path: text.optional() })),
  })
  .refine((cart) => new Set(cart.lines.map((each) => each.id)).size === cart.lines.length, 'two lines share an id')

const drawerFields = {
  count: z.int().min(0),
  cart_total: amount,
  html: text,
  currency,
  version: z.int().min(0),
  now: time,
  announce: z.string(),
  cart: cartSchema,
}

/** The names of the drawer's fields, which a refused change of the cart carries as well. */
export const DRAWER_FIELDS: readonly string[] = Object.keys(drawerFields)
const sameFigures = ({ cart, cart_total, version }: Drawer): boolean => cart.totals.total === cart_total && cart.version === version
export const drawerSchema: z.ZodType<Drawer> = z
  .strictObject(drawerFields)
  .refine(sameFigures, 'cart_total or version is not the one of the cart')
/** The same beside the fields of a problem. */
export const drawerInProblemSchema: z.ZodType = z.looseObject(drawerFields)

export const quoteSchema: z.ZodType<Quote> = z
  .strictObject({
    hash: text.max(200),
    totals: totalsSchema,
    lines: z.array(z.unknown()),
    shipping_options: z.array(
      z.strictObject({ id: text.max(200), name: text, price: amount, estimate: z.unknown().optional(), seller: z.unknown().optional() }),
    ),
    payment_options: z.array(
      z.strictObject({ id: z.enum(['wallet', 'card', 'cod']), eligible: z.boolean(), reason: text.optional(), fee: amount.optional() }),
    ),
    due: amount,
    wallet_part: amount,
  })
  .refine(({ due, wallet_part, totals }) => minor(due) + minor(wallet_part) === minor(totals.total), 'due + wallet_part is not the total')

export const addressSchema: z.ZodType<Address> = z.strictObject({
  id: text.optional(),
  name: text,
  line1: text,
  line2: text.optional(),
  city: text,
  county: z
    .string()
    .regex(/^[A-Z0-9]{1,3}$/)
    .optional(),
  postal_code: text,
  country: z.string().regex(/^[A-Z]{2}$/),
  phone: text.optional(),
  email: text.optional(),
  locker: text.optional(),
})

export const checkoutSchema: z.ZodType<Checkout> = z.strictObject({
  cart: cartSchema,
  quote: quoteSchema,
  addresses: z.array(addressSchema),
})

export const orderSchema: z.ZodType<Order> = z
  .strictObject({
    id: text,
    number: text,
    state: text,
    currency,
    totals: totalsSchema,
    total: amount,
    payments: z.array(z.strictObject({ method: text, amount, state: z.enum(['pending', 'authorized', 'captured', 'failed', 'refunded']) })),
    lines: z.array(z.strictObject({ product: lineProduct, quantity, unit_price: amount, line_total: amount })).min(1),
    parcels: z
      .array(
        z.strictObject({
          seller,
          state: z.enum(['placed', 'shipped', 'delivered', 'received', 'returned', 'cancelled']),
          lines: z.array(z.unknown()).min(1),
          shipping: amount.nullable(),
        }),
      )
      .min(1),
    address: addressSchema,
    url: path,
  })
  .refine((order) => order.total === order.totals.total, 'total is not the one of totals')
  .refine(
    (order) => order.payments.reduce((sum, { amount: part }) => sum + minor(part), 0n) === minor(order.total),
    'the payments are not the total',
  )

export const placedSchema: z.ZodType<Placed> = z.strictObject({ order: orderSchema, next: z.strictObject({ url: text }).optional() })

export const walletSchema: z.ZodType<Wallet> = z.strictObject({
  balance: amount,
  held: amount,
  currency,
  entries: z.array(z.strictObject({ at: time, kind: text, amount: signedAmount, order: text.optional() })),
})

const pageOf = <Item>(item: z.ZodType<Item>): z.ZodType<Page<Item>> => z.strictObject({ items: z.array(item), next: text.optional() })
export const productsSchema: z.ZodType<Page<Product>> = pageOf(productSchema)
export const ordersSchema: z.ZodType<Page<Order>> = pageOf(orderSchema)
export const addressesSchema: z.ZodType<{ items: Address[] }> = z.strictObject({ items: z.array(addressSchema) })

export const lotSchema: z.ZodType<Lot> = z.strictObject({
  id: text,
  product: z.looseObject(parties),
  currency,
  price: amount,
  bids: z.int().min(0),
  reserve_met: z.boolean(),
  next_minimum: amount,
  ends_at: time,
  state: z.enum(['live', 'closed', 'won', 'unsold']),
  your_bid: amount.optional(),
  leading: z.boolean().optional(),
})
export const lotsSchema: z.ZodType<Page<Lot>> = pageOf(lotSchema)

const win: z.ZodType<Win> = z.strictObject({
  id: text,
  product: z.looseObject(parties),
  price: amount,
  currency,
  pay_by: time,
  state: text,
})
export const winsSchema: z.ZodType<Page<Win>> = pageOf(win)

const user = z.strictObject({ id: text, email: text, name: text, roles: z.array(text) })
export const userSchema: z.ZodType<{ user: User }> = z.strictObject({ user })
export const healthSchema: z.ZodType<{ status: 'ok'; database: 'sqlite' | 'postgres' }> = z.strictObject({
  status: z.literal('ok'),
  database: z.enum(['sqlite', 'postgres']),
})
export const queueSchema: z.ZodType<Place> = z.strictObject({
  product: z.looseObject(parties),
  position: z.int().min(0),
  holding_until: time.optional(),
  turn_until: time.optional(),
})
