import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { z } from 'zod'
import type {
  CartJson,
  CheckoutJson,
  DrawerJson,
  OrderJson,
  OrdersJson,
  PlacedJson,
  ProductJson,
  WalletJson,
} from '../../src/client/index.ts'
import {
  cartSchema,
  checkoutSchema,
  drawerSchema,
  type orderSchema,
  ordersSchema,
  placedSchema,
  productSchema,
  walletSchema,
} from '../../src/http/index.ts'

type Equal<One, Other> = (<Value>() => Value extends One ? 1 : 2) extends <Value>() => Value extends Other ? 1 : 2 ? true : false

/** Does not compile where the two are not the same. */
const same = <One, Other>(equal: Equal<One, Other>): boolean => equal

/** A type with nothing left out, however deep: what may be absent has to be there. */
type Whole<Value> = Value extends readonly (infer Part)[]
  ? readonly Whole<Part>[]
  : Value extends object
    ? { readonly [Name in keyof Value]-?: Whole<Value[Name]> }
    : Value

const seller = { id: 's', name: 'Mihai' }
const summary = { type: 'garment', id: '1', name: 'Coat', url: '/p/1', image: '/i/1.svg', seller }
const line: Whole<CartJson['lines'][number]> = {
  id: 'l',
  product: summary,
  quantity: 1,
  unit_price: '1.00',
  line_total: '1.00',
  kind: 'item',
  held_until: '2026-01-01T00:00:00.000Z',
  state: 'ok',
}
const totals: Whole<CartJson['totals']> = {
  subtotal: '1.00',
  discount: '0.00',
  fees: [{ code: 'f', name: 'F', amount: '1.00' }],
  shipping: '1.00',
  shipping_is_estimate: true,
  tax: '0.00',
  tax_included: '0.00',
  total: '3.00',
}
const cart: Whole<Omit<CartJson, 'notices'>> & Pick<CartJson, 'notices'> = {
  id: 'c',
  version: 1,
  currency: 'RON',
  lines: [line],
  saved: [line],
  groups: [{ seller, lines: ['l'], fee: '1.00', shipping: '1.00' }],
  totals,
  discounts: [{ code: 'TEN', amount: '1.00', reason: 'expired' }],
  notices: [{ code: 'merged', severity: 'info', path: 'lines' }],
}
const address: Whole<CheckoutJson['addresses'][number]> = {
  id: 'a',
  name: 'Ana',
  line1: '1',
  line2: '2',
  city: 'Cluj',
  county: 'CJ',
  postal_code: '400001',
  country: 'RO',
  phone: '1',
  email: 'ana@example.com',
  locker: 'x',
}
const quote: Whole<CheckoutJson['quote']> = {
  hash: 'h',
  totals,
  lines: [line],
  shipping_options: [{ id: 'o', name: 'O', price: '1.00', estimate: false, seller: 's' }],
  payment_options: [{ id: 'cod', eligible: false, reason: 'limit', fee: '1.00' }],
  due: '1.00',
  wallet_part: '0.00',
}
const ordered = { product: summary, quantity: 1, unit_price: '1.00', line_total: '1.00' }
const order: Whole<OrderJson> = {
  id: 'o',
  number: '1',
  state: 'paid',
  currency: 'RON',
  totals,
  total: '3.00',
  payments: [{ method: 'card', amount: '3.00', state: 'captured' }],
  lines: [ordered],
  parcels: [{ seller, state: 'placed', lines: [ordered], shipping: '1.00' }],
  address,
  url: '/orders/o',
}
const product: Whole<ProductJson> = {
  ...summary,
  price: '1.00',
  currency: 'RON',
  stock: 'unique',
  scale: 0,
  availability: 'held',
  available_again_at: '2026-01-01T00:00:00.000Z',
}
const drawer: Omit<DrawerJson, 'cart'> & { readonly cart: typeof cart } = {
  count: 1,
  cart_total: '3.00',
  html: '',
  currency: 'RON',
  version: 1,
  now: '2026-01-01T00:00:00.000Z',
  announce: '',
  cart,
}

describe('the types of the client', () => {
  it('are those of the schemas that check the answers', () => {
    assert.ok(same<z.output<typeof cartSchema>, CartJson>(true))
    assert.ok(same<z.output<typeof drawerSchema>, DrawerJson>(true))
    assert.ok(same<z.output<typeof checkoutSchema>, CheckoutJson>(true))
    assert.ok(same<z.output<typeof orderSchema>, OrderJson>(true))
    assert.ok(same<z.output<typeof ordersSchema>, OrdersJson>(true))
    assert.ok(same<z.output<typeof placedSchema>, PlacedJson>(true))
    assert.ok(same<z.output<typeof productSchema>, ProductJson>(true))
    assert.ok(same<z.output<typeof walletSchema>, WalletJson>(true))
  })

  // The schemas are strict, so a field that a type has and a schema has not is refused here; the compiler asks for every field.
  it('have no field that the schemas do not know', () => {
    const wallet: Whole<WalletJson> = {
      balance: '1.00',
      held: '0.00',
      currency: 'RON',
      entries: [{ at: '2026-01-01T00:00:00.000Z', kind: 'topup', amount: '1.00', order: 'o' }],
    }
    const checkout = { cart, quote, addresses: [address] }
    const orders: Whole<OrdersJson> = { items: [order], next: 'n' }
    const placed: Whole<PlacedJson> = { order, next: { url: '/pay' } }
    for (const [schema, value] of [
      [cartSchema, cart],
      [drawerSchema, drawer],
      [checkoutSchema, checkout],
      [ordersSchema, orders],
      [placedSchema, placed],
      [productSchema, product],
      [walletSchema, wallet],
    ] as const)
      assert.deepEqual(schema.parse(value), value)
  })
})
