import type { CatalogueItem } from '../src/views/parts/product-card.ts'
import {
  type AddressJson,
  type CartJson,
  type CartLineJson,
  EMPTY_FORM,
  type FormState,
  type LotJson,
  type OrderJson,
  type PageContext,
  type ProductJson,
  type QuoteJson,
  type TotalsJson,
  type WalletJson,
  type WinJson,
} from '../src/views/types.ts'

/** What somebody types who wants to run a script in other people's browsers. */
export const HOSTILE = '"><img onerror=x>'

const UNTIL = '2026-11-21T12:35:00.000Z'
const seller = (text: string) => ({ id: `mara${text}`, name: text })

export const context = (text = '', more: Partial<PageContext> = {}): PageContext => ({
  locale: 'ro',
  user: { id: 'u1', email: `ana@example.com${text}`, name: `Ana${text}`, roles: ['buyer', 'seller'] },
  count: 3,
  path: `/here?q=${text}`,
  flash: { kind: 'ok', text },
  now: '2026-11-21T12:20:00.000Z',
  ...more,
})

export const product = (text = '', more: Partial<ProductJson> = {}): ProductJson => ({
  type: 'garment',
  id: `1${text}`,
  name: `Rochie${text}`,
  url: `/p/garment/1${text}`,
  image: `/img/1.svg${text}`,
  seller: seller(text),
  price: '289.00',
  currency: 'RON',
  stock: 'unique',
  scale: 0,
  availability: 'available',
  ...more,
})

export const item = (text = '', more: Partial<ProductJson> = {}): CatalogueItem => ({
  product: product(text, more),
  details: { brand: text, size: text, condition: 'good', alternative: text },
})

export const line = (id: string, text = '', more: Partial<CartLineJson> = {}): CartLineJson => ({
  id: id + text,
  product: product(text),
  quantity: 1,
  unit_price: '289.00',
  line_total: '289.00',
  kind: 'item',
  held_until: UNTIL,
  state: 'ok',
  ...more,
})

export const totals = (text = ''): TotalsJson => ({
  subtotal: '289.00',
  discount: '20.00',
  fees: [
    { code: 'buyer-protection', name: text, amount: '17.45' },
    { code: `other${text}`, name: text, amount: '1.00' },
  ],
  shipping: '14.99',
  shipping_is_estimate: true,
  tax: '0.00',
  tax_included: '40.00',
  total: '302.44',
})

/** A cart with a line in every state. */
export const cart = (text = ''): CartJson => ({
  id: 'c1',
  version: 3,
  currency: 'RON',
  lines: [
    line('l1', text),
    line('l2', text, { state: 'expired' }),
    line('l3', text, { state: 'unavailable' }),
    line('l4', text, { state: 'price_changed' }),
    line('l5', text, { kind: 'auction_win' }),
    line('l6', text, { product: product(text, { type: `article${text}` }), quantity: `2${text}` }),
  ],
  saved: [line('s1', text)],
  groups: [
    { seller: seller(text), lines: [`l1${text}`], fee: '17.45', shipping: '14.99' },
    { seller: { id: 'dan', name: text }, lines: [`l5${text}`, `l6${text}`], fee: '17.45', shipping: null },
  ],
  totals: totals(text),
  discounts: [
    { code: `CODE${text}`, amount: '20.00' },
    { code: `OTHER${text}`, amount: '0.00', reason: `expired${text}` },
  ],
  notices: [
    { code: 'price_changed', severity: 'warning', name: `Rochie${text}`, before: '1.00', after: '2.00' },
    { code: 'discount_dropped', severity: 'warning', discount: text, reason: 'minimum' },
    { code: `unheard_of${text}`, severity: 'info' },
  ],
})

export const quote = (text = ''): QuoteJson => ({
  hash: `h${text}`,
  totals: totals(text),
  lines: [line('l1', text), line('l6', text, { product: product(text, { type: 'article' }), quantity: `2${text}` })],
  shipping_options: [
    { id: `curier${text}`, name: text, price: '14.99', estimate: true, seller: `mara${text}` },
    { id: 'locker', name: text, price: '9.99', estimate: false, seller: 'dan' },
  ],
  payment_options: [
    { id: 'card', eligible: true, fee: '1.00' },
    // An older page may meet a newer shop.
    { id: `strange${text}` as 'card', eligible: true },
    { id: 'cod', eligible: false, reason: `amount${text}` },
  ],
  due: '252.44',
  wallet_part: '50.00',
})

export const address = (text = ''): AddressJson => ({
  id: `a1${text}`,
  name: `Ana${text}`,
  line1: text,
  line2: text,
  city: text,
  county: `B${text}`,
  postal_code: text,
  country: `RO${text}`,
  phone: text,
  email: text,
  locker: text,
})

export const order = (text = ''): OrderJson => ({
  id: `o1${text}`,
  number: `R-1${text}`,
  state: 'paid',
  currency: 'RON',
  totals: totals(text),
  total: '302.44',
  payments: [{ method: `card${text}` as 'card', amount: '302.44', state: 'captured' }],
  lines: [line('l1', text)],
  parcels: [
    { seller: seller(text), state: 'placed', lines: [line('l1', text)], shipping: '14.99' },
    { seller: null, state: 'shipped', lines: [], shipping: '0.00' },
  ],
  address: address(text),
  url: `/orders/o1${text}`,
})

export const lot = (text = ''): LotJson => ({
  id: `x1${text}`,
  product: product(text),
  currency: 'RON',
  price: '120.00',
  bids: 21,
  reserve_met: false,
  next_minimum: '125.00',
  ends_at: UNTIL,
  state: 'live',
  your_bid: '110.00',
  leading: false,
})

export const wallet = (text = ''): WalletJson => ({
  balance: '1000.00',
  held: '10.00',
  currency: 'RON',
  entries: [{ at: UNTIL, kind: `pay${text}`, amount: '-50.00', order: `o1${text}` }],
})

export const win = (text = ''): WinJson => ({
  id: `w1${text}`,
  product: product(text),
  price: '80.00',
  currency: 'RON',
  pay_by: UNTIL,
  state: 'unpaid',
})

/** A form that came back with a text in every box. */
export const form = (text = ''): FormState => {
  if (text === '') return EMPTY_FORM
  const names = ['name', 'email', 'amount', 'price', 'brand', 'size', 'address_name', 'address_line1', 'address_city', 'address_phone']
  return {
    values: Object.fromEntries(names.map((name) => [name, text])),
    errors: [
      { field: 'name', code: text },
      { field: text, code: 'required' },
    ],
    refusal: { code: text, details: { reason: text, name: text } },
  }
}
