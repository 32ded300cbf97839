import type { Html } from 'cartwright/html'
import { cartDrawer } from '../src/views/cart-fragment.ts'
import type { CartKnown } from '../src/views/cart-known.ts'
import { cartPage } from '../src/views/cart-page.ts'
import type { WalletMeans } from '../src/views/checkout-choices.ts'
import { type CheckoutData, checkoutPage } from '../src/views/checkout-page.ts'
import type { OrderKnown } from '../src/views/order-known.ts'
import { orderPage } from '../src/views/order-page.ts'
import { simulatedPaymentPage } from '../src/views/simulated-payment-page.ts'
import { stripePaymentPage } from '../src/views/stripe-payment-page.ts'
import { type CartJson, EMPTY_FORM, type FormState, type LineState, type NoticeJson, type PageContext } from '../src/views/types.ts'
import { address, cart, context, line, order, product, quote } from './view-samples.ts'

const UNTIL = '2026-11-21T12:35:00.000Z'

/** All that a cart may be drawn with besides the cart. */
export const cartKnown = (text = '', more: Partial<CartKnown> = {}): CartKnown => ({
  now: '2026-11-21T12:20:00.000Z',
  details: new Map([[`l1${text}`, { brand: `Nordfall${text}`, size: 'M', condition: 'good' }]]),
  minutes: 15,
  protection: { percent: 5, fixed: '3.00', least: null, most: null },
  refusedCode: null,
  removed: null,
  ...more,
})

export const orderKnown = (text = ''): OrderKnown => ({
  placed_at: UNTIL,
  email: `ana@example.com${text}`,
  tracking: [`RX1${text}`],
  refunded: [],
  refunds: [{ id: `r1${text}`, method: 'wallet', amount: '20.00', state: 'done', reason: text, at: UNTIL }],
})

/** A cart of one line that something has happened to, with what is remarked about it. */
export function cartWith(state: LineState, notice: Partial<NoticeJson> | null, text = ''): CartJson {
  const about: NoticeJson[] = notice === null ? [] : [{ code: '', severity: 'warning', path: `lines/l1${text}`, name: text, ...notice }]
  return { ...cart(text), lines: [line('l1', text, { state }), line('l9', text)], saved: [], discounts: [], notices: about }
}

/** Everything that may have happened to a line, by a name. */
export const LINE_TROUBLES: Readonly<Record<string, readonly [LineState, Partial<NoticeJson> | null]>> = {
  lapsed: ['expired', { code: 'hold_expired' }],
  taken: ['expired', { code: 'item_taken', available_again_at: UNTIL }],
  'too few': ['expired', { code: 'insufficient_stock' }],
  sold: ['unavailable', { code: 'item_sold' }],
  withdrawn: ['unavailable', { code: 'unavailable' }],
  'auction only': ['unavailable', { code: 'auction_only' }],
  'own listing': ['unavailable', { code: 'own_product' }],
  dearer: ['price_changed', { code: 'price_changed', before: '250.00', after: '289.00', currency: 'RON' }],
  cheaper: ['price_changed', { code: 'price_changed', severity: 'info', before: '300.00', after: '289.00', currency: 'RON' }],
}

export const CHANGES: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[] = [
  { path: 'lines/garment:1/unit_price', before: '250.00', after: '289.00' },
  { path: 'lines/garment:2/unit_price', before: '80.00', after: null },
  { path: 'lines/garment:2/quantity', before: '1', after: null },
  { path: 'lines/garment:2/kind', before: 'item', after: null },
  { path: 'discounts/MINUS', before: '20.00', after: null },
  { path: 'groups/mara/shipping', before: '14.99', after: '19.99' },
  { path: 'totals/fees/buyer-protection', before: '15.50', after: '17.45' },
  { path: 'totals/tax_included', before: '1.00', after: '2.00' },
  { path: 'totals/total', before: '345.00', after: '302.44' },
]

export const checkoutData = (text = '', more: Partial<CheckoutData> = {}): CheckoutData => ({
  cart: cart(text),
  quote: quote(text),
  addresses: [],
  chosen: { address: 'new', shipping: '', payment: 'card', use_wallet: false, lines: null },
  key: `k${text}`,
  lockers: new Set(['locker']),
  wallet: null,
  form: EMPTY_FORM,
  ...more,
})

const refused = (code: string, details: Readonly<Record<string, unknown>> = {}): FormState => ({
  ...EMPTY_FORM,
  refusal: { code, details },
})

const WALLETS: Readonly<Record<string, WalletMeans>> = {
  'large enough': { balance: '500.00', left: '197.56', missing: null },
  'too small': { balance: '50.00', left: null, missing: '252.44' },
}

function cartPages(page: PageContext, text: string): [string, Html][] {
  const { locale } = page
  const empty: CartJson = { ...cart(text), id: null, lines: [], saved: [], groups: [], discounts: [], notices: [] }
  const merged: CartJson = { ...cart(text), notices: [{ code: 'merged', severity: 'info', undo_until: UNTIL }] }
  const known = (more: Partial<CartKnown> = {}): CartKnown => cartKnown(text, more)
  return [
    ...Object.entries(LINE_TROUBLES).flatMap(([name, [state, notice]]): [string, Html][] => [
      [`cart: ${name}`, cartPage(page, cartWith(state, notice, text), known())],
      [`drawer: ${name}`, cartDrawer(cartWith(state, notice, text), locale, known())],
    ]),
    ['cart: empty', cartPage(page, { ...empty, saved: [line('s1', text), line('s2', text, { state: 'unavailable' })] }, known())],
    [
      'drawer: empty',
      cartDrawer({ ...empty, notices: merged.notices }, locale, known({ removed: { product: `garment:1${text}`, quantity: null } })),
    ],
    ['cart: code refused', cartPage(page, cart(text), known({ refusedCode: { code: `CODE${text}`, text } }))],
    ['cart: removed', cartPage(page, cart(text), known({ removed: { product: `article:1${text}`, quantity: '2' } }))],
    [
      'cart: merged',
      cartPage(page, merged, known({ minutes: null, protection: { percent: 0, fixed: '3.00', least: '1.00', most: '9.00' } })),
    ],
    [
      'cart: held for days',
      cartPage(page, { ...cart(text), lines: [line('l1', text, { held_until: '2026-11-25T12:35:00.000Z' })] }, known()),
    ],
  ]
}

function checkoutPages(page: PageContext, text: string): [string, Html][] {
  const shown = (more: Partial<CheckoutData>, by: PageContext = page): Html => checkoutPage(by, checkoutData(text, more))
  const wallet = (eligible: boolean) => ({ id: 'wallet' as const, eligible, ...(eligible ? {} : { reason: 'wallet_insufficient' }) })
  const errors = ['name', 'line1', 'city', 'county', 'postal_code', 'country', 'phone'].map((field) => ({ field, code: 'required' }))
  const lapsed = cartWith('expired', { code: 'hold_expired' }, text)
  return [
    ...Object.entries(WALLETS).map(([name, means]): [string, Html] => [
      `checkout: wallet ${name}`,
      shown({ wallet: means, quote: { ...quote(text), payment_options: [wallet(means.left !== null), ...quote(text).payment_options] } }),
    ]),
    ['checkout: total changed', shown({ form: refused('quote_changed', { changes: CHANGES, currency: 'RON' }) })],
    [
      'checkout: nonsense changed',
      shown({ form: refused('quote_changed', { changes: [null, 7, { path: 7 }, { path: text, before: text, after: text }] }) }),
    ],
    ['checkout: card refused', shown({ form: refused('card_declined') })],
    ['checkout: hold lapsed', shown({ cart: lapsed })],
    ['checkout: nothing left', shown({ cart: lapsed, quote: { ...quote(text), lines: [] } })],
    ['checkout: no delivery', shown({ quote: { ...quote(text), shipping_options: [] }, form: refused('shipping_unavailable') })],
    [
      'checkout: address wrong',
      shown(
        {
          form: {
            values: { address_line2: text, email: text },
            errors: [...errors, { field: 'email', code: 'email' }],
            refusal: refused('address_invalid').refusal,
          },
        },
        { ...page, user: null },
      ),
    ],
    [
      'checkout: saved addresses',
      shown({ addresses: [address(text), { ...address(text), id: 'a2' }], chosen: { ...checkoutData().chosen, address: 'a2' } }),
    ],
  ]
}

function orderPages(page: PageContext, text: string): [string, Html][] {
  const known = orderKnown(text)
  const shown = order(text)
  const parcels = (['placed', 'shipped', 'delivered', 'received', 'returned', 'cancelled'] as const).map((state) => ({
    seller: { id: state, name: `${state}${text}` },
    state,
    lines: [line(state, text, { product: product(text, { type: 'article' }), quantity: 2 })],
    shipping: '14.99',
  }))
  const charge = { attempt: `a1${text}`, amount: '10.00', currency: 'RON', order: `/orders/o1${text}` }
  return [
    ['order: every parcel', orderPage(page, { order: { ...shown, parcels }, known, placed: false, next: null })],
    ['order: just placed by a guest', orderPage({ ...page, user: null }, { order: shown, known, placed: true, next: null })],
    [
      'order: on delivery',
      orderPage(page, {
        order: { ...shown, payments: [{ method: 'cod', amount: '1.00', state: 'pending' }] },
        known,
        placed: true,
        next: null,
      }),
    ],
    [
      'order: cancelled',
      orderPage(page, {
        order: { ...shown, state: 'cancelled' },
        known: { ...known, tracking: [], email: null },
        placed: true,
        next: null,
      }),
    ],
    ...(['challenged', 'paid', 'failed'] as const).map((state): [string, Html] => [
      `payment: ${state}`,
      simulatedPaymentPage(page, { ...charge, state }),
    ]),
    ...[`secret${text}`, null].map((secret): [string, Html] => [
      `stripe: ${secret === null ? 'over' : 'open'}`,
      stripePaymentPage(page, { order: `o1${text}`, amount: '10.00', currency: 'RON', client_secret: secret }),
    ]),
  ]
}

/** Every state of cart, checkout, orders and payments that the plain samples do not show. */
export const buyingPages = (text: string, locale: PageContext['locale']): [string, Html][] => {
  const page = context(text, { locale })
  return [...cartPages(page, text), ...checkoutPages(page, text), ...orderPages(page, text)]
}
