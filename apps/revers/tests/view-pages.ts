import type { Html } from 'cartwright/html'
import { accountPage, ordersPage, winsPage } from '../src/views/account-pages.ts'
import { addressesPage } from '../src/views/addresses-page.ts'
import { adminOrderPage, adminPage, adminWinPage, auditPage } from '../src/views/admin-pages.ts'
import { auctionPage, auctionsPage } from '../src/views/auction-pages.ts'
import { cartDrawer } from '../src/views/cart-fragment.ts'
import { cartPage } from '../src/views/cart-page.ts'
import { cataloguePage } from '../src/views/catalogue-page.ts'
import { checkoutPage } from '../src/views/checkout-page.ts'
import { errorPage } from '../src/views/error-page.ts'
import { orderPage } from '../src/views/order-page.ts'
import { payoutsPage } from '../src/views/payouts-page.ts'
import { type ProductPageData, productPage } from '../src/views/product-page.ts'
import { queuePage } from '../src/views/queue-page.ts'
import { receiptPage } from '../src/views/receipt-page.ts'
import { salesPage } from '../src/views/sales-page.ts'
import { sellPage } from '../src/views/sell-page.ts'
import { loginPage, registerPage } from '../src/views/sign-in-pages.ts'
import { simulatedPaymentPage } from '../src/views/simulated-payment-page.ts'
import type { Availability, PageContext } from '../src/views/types.ts'
import { walletPage } from '../src/views/wallet-page.ts'
import { address, cart, context, form, item, lot, order, product, quote, wallet, win } from './view-samples.ts'
import { adminOrder, audit, listing, overview, payouts, place, sale } from './view-samples-market.ts'

/** The product page of a thing in a state. */
export const productData = (text: string, more: Partial<ProductPageData> = {}): ProductPageData => ({
  ...item(text),
  fee: '17.45',
  delivery_from: '14.99',
  hold_minutes: 15,
  obstacle: null,
  auction_url: `/auctions/1${text}`,
  queue: { place: null },
  similar: [item(text)],
  ...more,
})

const STATES: readonly Availability[] = ['available', 'held', 'in_your_cart', 'sold', 'auction']

/** Every page of the shop, with the text in every place that a person, a seller or a database fills. */
export function everyPage(text: string, locale: PageContext['locale'] = 'ro'): ReadonlyMap<string, Html> {
  const page = context(text, { locale })
  const guest = context(text, { locale, user: null })
  const filters = { q: text, type: text, seller: text, availability: text }
  const chosen = { address: text, shipping: text, payment: text, use_wallet: true, lines: text }
  const checkout = { cart: cart(text), quote: quote(text), chosen, key: text, form: form(text) }
  return new Map<string, Html>([
    ['catalogue', cataloguePage(page, { items: [item(text)], filters, sellers: [{ id: text, name: text }], next: text, continued: true })],
    ...STATES.map((availability): [string, Html] => [
      `product ${availability}`,
      productPage(page, productData(text, { product: product(text, { availability, available_again_at: '2026-11-21T12:35:00.000Z' }) })),
    ]),
    ['product weighed', productPage(page, productData(text, { product: product(text, { type: 'material', stock: 40, scale: 3 }) }))],
    ['product refused', productPage(page, productData(text, { obstacle: { code: 'buyer_not_allowed', reason: text } }))],
    ['cart', cartPage(page, cart(text))],
    ['drawer', cartDrawer(cart(text), locale)],
    ['checkout', checkoutPage(page, { ...checkout, addresses: [address(text)], balance: '10.00' })],
    ['checkout of a guest', checkoutPage(guest, { ...checkout, addresses: [], balance: null })],
    ['order', orderPage(page, { order: order(text), placed: true, next: text })],
    [
      'order that waits',
      orderPage(page, {
        order: { ...order(text), payments: [{ method: 'card', amount: '1.00', state: 'pending' }] },
        placed: false,
        next: `/pay/${text}`,
      }),
    ],
    [
      'cart that waits',
      cartPage(page, { ...cart(text), notices: [{ code: 'payment_in_progress', severity: 'info', order: `c1-${text}` }] }),
    ],
    ['receipt', receiptPage(page, order(text))],
    ['orders', ordersPage(page, { items: [order(text)], next: text })],
    ['account', accountPage(page, { wallet: wallet(text), orders: [order(text)], wins: [win(text)] })],
    ['wins', winsPage(page, [win(text), { ...win(text), state: 'offered' }, { ...win(text), state: text }])],
    ['wallet', walletPage(page, { wallet: wallet(text), form: form(text) })],
    ['addresses', addressesPage(page, { items: [address(text)], form: form(text) })],
    ['auctions', auctionsPage(page, { items: [lot(text)], next: text })],
    ['auction', auctionPage(page, { lot: lot(text), details: item(text).details, own: false, again: text, form: form(text) })],
    ['sell', sellPage(page, { items: [listing(text)], form: form(text), reserving: `1${text}` })],
    ['sell again', sellPage(page, { items: [], form: form(text), reserving: null })],
    [
      'sales',
      salesPage(page, { items: [sale(text), { ...sale(text), state: 'shipped', order: 'o2' }], refunded: new Set(['o2']), next: text }),
    ],
    ['payouts', payoutsPage(page, { payouts: payouts(), balance: '10.00', key: text, form: form(text) })],
    ['queue', queuePage(page, [place(text), { ...place(text), position: 0, turn_until: '2026-11-21T12:35:00.000Z' }])],
    ['queue of a guest', queuePage(guest, [place(text)])],
    ['admin', adminPage(page, overview(text))],
    ['audit', auditPage(page, audit(text))],
    ['order for staff', adminOrderPage(page, adminOrder(text))],
    ['win for staff', adminWinPage(page, `w1${text}`)],
    ['login', loginPage(guest, { next: text, form: form(text) })],
    ['register', registerPage(guest, { next: text, form: form(text) })],
    ['payment', simulatedPaymentPage(page, { attempt: text, amount: '10.00', currency: 'RON' })],
    ['refusal', errorPage(page, { status: 409, refusal: { code: text, details: { reason: text } } })],
  ])
}
