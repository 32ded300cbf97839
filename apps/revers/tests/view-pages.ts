import type { Html } from 'cartwright/html'
import { accountPage, ordersPage, winsPage } from '../src/views/account-pages.ts'
import { addressesPage } from '../src/views/addresses-page.ts'
import { auctionsPage } from '../src/views/auction-pages.ts'
import { bidsPage } from '../src/views/bids-page.ts'
import { cartDrawer } from '../src/views/cart-fragment.ts'
import { cartPage } from '../src/views/cart-page.ts'
import { type CatalogueData, cataloguePage } from '../src/views/catalogue-page.ts'
import { checkoutPage } from '../src/views/checkout-page.ts'
import { closedListingPage, editListingPage } from '../src/views/edit-listing-page.ts'
import { errorPage } from '../src/views/error-page.ts'
import { helpPage } from '../src/views/help-page.ts'
import type { ListingState } from '../src/views/market-types.ts'
import { newListingPage } from '../src/views/new-listing-page.ts'
import { notSellerPage } from '../src/views/not-seller-page.ts'
import { orderPage } from '../src/views/order-page.ts'
import { payoutsPage } from '../src/views/payouts-page.ts'
import { type ProductPageData, productPage } from '../src/views/product-page.ts'
import { profilePage } from '../src/views/profile-page.ts'
import { queuePage } from '../src/views/queue-page.ts'
import { receiptPage } from '../src/views/receipt-page.ts'
import { salesPage } from '../src/views/sales-page.ts'
import { sellPage } from '../src/views/sell-page.ts'
import { loginPage, registerPage } from '../src/views/sign-in-pages.ts'
import { simulatedPaymentPage } from '../src/views/simulated-payment-page.ts'
import { type Availability, EMPTY_FORM, type PageContext } from '../src/views/types.ts'
import { walletPage } from '../src/views/wallet-page.ts'
import { address, cart, context, form, item, lot, order, product, quote, wallet, win } from './view-samples.ts'
import { lotPages } from './view-samples-auction.ts'
import { buyingPages, orderKnown } from './view-samples-checkout.ts'
import { listing, payouts, place, sale, seller } from './view-samples-market.ts'

/** The product page of a thing in a state. */
export const productData = (text: string, more: Partial<ProductPageData> = {}): ProductPageData => ({
  ...item(text),
  pictures: [
    { view: 'front', source: `/img/1.svg${text}`, alternative: text },
    { view: 'cloth', source: `/img/2.svg${text}`, alternative: text },
  ],
  category: `dress${text}`,
  measures: [{ name: 'chest', centimetres: 45 }],
  wear: [text],
  seller: { pieces: 3, many: false, sales: 2 },
  sold_at: '2026-11-12T12:35:00.000Z',
  fee: '17.45',
  delivery_from: '14.99',
  hold_minutes: 15,
  obstacle: null,
  lot: null,
  auction_url: `/auctions/1${text}`,
  win: null,
  queue: { place: null },
  similar: [item(text)],
  ...more,
})

/** The catalogue narrowed by everything at once. */
export const catalogueData = (text: string, more: Partial<CatalogueData> = {}): CatalogueData => ({
  items: [
    item(text),
    { ...item(text, { availability: 'auction' }), lot: { price: '10.00', bids: 2, ends_at: '2026-11-21T12:35:00.000Z' } },
  ],
  count: 1_000,
  more: true,
  filters: {
    q: text,
    category: text,
    seller: text,
    brand: text,
    size: text,
    condition: text,
    colour: text,
    price_min: text,
    price_max: text,
    sale: 'buy',
    reserved: 'hide',
    availability: 'held',
    sort: 'price_up',
  },
  errors: [],
  choices: { sellers: [{ id: text, name: text }], brands: [text], sizes: [text] },
  closest: [
    { ...item(text), own: true },
    { ...item(text, { availability: 'in_your_cart' }), quick: true, with_protection: '306.45' },
  ],
  next: text,
  continued: true,
  ...more,
})

const STATES: readonly Availability[] = ['available', 'held', 'in_your_cart', 'sold', 'auction']

const LISTING_ACTS = ['reserve', 'auction'] as const
const LISTING_STATES: readonly ListingState[] = ['available', 'held', 'reserved', 'sold', 'auction']

/** Every page of the shop, with the text in every place that a person, a seller or a database fills. */
export function everyPage(text: string, locale: PageContext['locale'] = 'ro'): ReadonlyMap<string, Html> {
  const page = context(text, { locale })
  const guest = context(text, { locale, user: null })
  const chosen = { address: text, shipping: text, payment: text, use_wallet: true, lines: text }
  const checkout = { cart: cart(text), quote: quote(text), chosen, key: text, lockers: new Set(['locker']), form: form(text) }
  return new Map<string, Html>([
    ['catalogue', cataloguePage(page, catalogueData(text))],
    ['catalogue with nothing', cataloguePage(page, { ...catalogueData(text), items: [], count: 0, next: null, continued: false })],
    ['catalogue asked wrongly', cataloguePage(page, { ...catalogueData(text), errors: [{ field: 'price_max', code: 'too_small' }] })],
    ...STATES.map((availability): [string, Html] => [
      `product ${availability}`,
      productPage(page, productData(text, { product: product(text, { availability, available_again_at: '2026-11-21T12:35:00.000Z' }) })),
    ]),
    ['product weighed', productPage(page, productData(text, { product: product(text, { type: 'material', stock: 40, scale: 3 }) }))],
    ['product refused', productPage(page, productData(text, { obstacle: { code: 'buyer_not_allowed', reason: text } }))],
    ['cart', cartPage(page, cart(text))],
    ['drawer', cartDrawer(cart(text), locale)],
    [
      'checkout',
      checkoutPage(page, { ...checkout, addresses: [address(text)], wallet: { balance: '10.00', left: null, missing: '242.44' } }),
    ],
    ['checkout of a guest', checkoutPage(guest, { ...checkout, addresses: [], wallet: null })],
    ['order', orderPage(page, { order: order(text), known: orderKnown(text), placed: true, next: text })],
    [
      'order that waits',
      orderPage(page, {
        order: { ...order(text), payments: [{ method: 'card', amount: '1.00', state: 'pending' }] },
        known: orderKnown(text),
        placed: false,
        next: `/pay/${text}`,
      }),
    ],
    [
      'cart that waits',
      cartPage(page, { ...cart(text), notices: [{ code: 'payment_in_progress', severity: 'info', order: `c1-${text}` }] }),
    ],
    ...buyingPages(text, locale),
    ['receipt', receiptPage(page, order(text), orderKnown(text))],
    ['orders', ordersPage(page, { items: [order(text)], next: text, progress: null })],
    ['orders of one kind', ordersPage(page, { items: [order(text)], next: text, progress: 'under_way' })],
    ['no orders of one kind', ordersPage(page, { items: [], next: null, progress: 'cancelled' })],
    ['account', accountPage(page, { wallet: wallet(text), orders: [order(text)], wins: [win(text)] })],
    ['wins', winsPage(page, [win(text), { ...win(text), state: 'offered' }, { ...win(text), state: text }])],
    ['wallet', walletPage(page, { wallet: wallet(text), form: form(text) })],
    ['addresses', addressesPage(page, { items: [address(text), { ...address(text), id: 'a2' }], form: form(text), editing: null })],
    ['address to change', addressesPage(page, { items: [address(text)], form: form(text), editing: address(text) })],
    ['auctions', auctionsPage(page, { items: [lot(text)], next: text })],
    ...lotPages(page, text),
    ['bids', bidsPage(page, { running: [lot(text)], ended: [{ ...lot(text), state: 'won' }] })],
    ['profile', profilePage(page)],
    ...LISTING_ACTS.map((act): [string, Html] => [
      `sell ${act}`,
      sellPage(page, { items: [listing(text)], state: null, form: form(text), refused: { id: `1${text}`, act } }),
    ]),
    ...LISTING_STATES.map((state): [string, Html] => [
      `sell ${state}`,
      sellPage(page, {
        items: [{ ...listing(text), product: { ...listing(text).product, state } }],
        state,
        form: EMPTY_FORM,
        refused: null,
      }),
    ]),
    ['new listing', newListingPage(context(text, { locale, user: seller(text) }), { form: form(text), commission: 10 })],
    [
      'edit listing',
      editListingPage(page, { product: product(text), alternative: text, form: form(text), commission: 10, measures: ['chest', 'length'] }),
    ],
    ['edit listing in a cart', closedListingPage(page, product(text), { code: 'item_taken', details: {} })],
    [
      'sales',
      salesPage(page, {
        items: [sale(text), { ...sale(text), state: 'shipped', order: 'o2' }, { ...sale(text), state: 'delivered', order: 'o3' }],
        refunded: new Set(['o3']),
        next: text,
        form: form(text),
        sending: `o1${text}`,
      }),
    ],
    ['nothing for buyers', notSellerPage(page)],
    ['payouts', payoutsPage(page, { payouts: payouts(), balance: '10.00', commission: 12.5, key: text, form: form(text) })],
    ['queue', queuePage(page, [place(text), { ...place(text), position: 0, turn_until: '2026-11-21T12:35:00.000Z' }])],
    ['queue of a guest', queuePage(guest, [place(text)])],
    ['help', helpPage(page, { holdMinutes: { user: 15, guest: 10 }, releaseDays: 14, commission: 10 })],
    ['login', loginPage(guest, { next: text, form: form(text) })],
    ['register', registerPage(guest, { next: text, form: form(text) })],
    ['payment', simulatedPaymentPage(page, { attempt: text, amount: '10.00', currency: 'RON', state: 'open', order: `/orders/o1${text}` })],
    ['refusal', errorPage(page, { status: 409, refusal: { code: text, details: { reason: text } } })],
  ])
}
