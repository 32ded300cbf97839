import type { Shop } from 'cartwright'
import type { Call, Render } from 'cartwright/http'
import { announce } from './announcements.ts'
import { cartAsShown, nameIn, ordersAsShown, quoteAsShown, thingsIn, thingsOf } from './as-shown.ts'
import { cartKnown } from './cart-known.ts'
import { chosenOn, shownForm, walletMeans } from './checkout-known.ts'
import { justPlaced, orderKnown } from './order-known.ts'
import { contextOf, pageContext } from './page-context.ts'
import { ORDER_PROGRESS, type OrdersData, ordersPage } from './views/account-pages.ts'
import { cartDrawer, cartFragment } from './views/cart-fragment.ts'
import { cartPage } from './views/cart-page.ts'
import { checkoutPage } from './views/checkout-page.ts'
import { orderPage } from './views/order-page.ts'
import { walletPage } from './views/wallet-page.ts'

/** The pages of revers for what the routes of the library answer. */
export const renderOf = (shop: Shop): Render => ({
  drawer: (cart, locale, facts) => String(cartDrawer(cartAsShown(cart, thingsIn(facts.view, locale)), locale, cartKnown(shop, facts))),
  cart: (cart, locale, facts) => String(cartFragment(cartAsShown(cart, thingsIn(facts.view, locale)), locale, cartKnown(shop, facts))),
  announce,
  nameOf: ({ product, source }, locale) => nameIn(locale, source?.facts) ?? product.name,
  pages: {
    cart: async (call, cart, facts) => {
      const placed = await justPlaced(shop, call, cart)
      const shown = cartAsShown(cart, thingsIn(facts.view, call.locale))
      return String(cartPage(contextOf(call, cart), shown, { ...cartKnown(shop, facts), placed }))
    },
    checkout: async (call, page) => {
      const { cart, quote, addresses, lockers, key } = page
      const [things, wallet, form, placed] = await Promise.all([
        thingsOf(shop, cart.lines, call.locale),
        walletMeans(shop, call, page),
        shownForm(shop, call, page),
        justPlaced(shop, call, cart),
      ])
      const chosen = chosenOn({ ...page, form })
      const shown = { cart: cartAsShown(cart, things), quote: quoteAsShown(quote, things) }
      return String(checkoutPage(contextOf(call, cart), { ...shown, addresses, lockers, chosen, key, wallet, form, placed }))
    },
    order: async (call, order, view) => {
      const [context, next, [shown = order]] = await Promise.all([
        pageContext(shop, call),
        shop.orders.next(order.id, call.buyer),
        ordersAsShown(shop, [order], call.locale),
      ])
      return String(orderPage(context, { order: shown, known: orderKnown(view), placed: comesFromPaying(call), next }))
    },
    orders: async (call, { items, next = null }) => {
      const [context, shown] = await Promise.all([pageContext(shop, call), ordersAsShown(shop, items, call.locale)])
      return String(ordersPage(context, { items: shown, next, progress: progressOf(call) }))
    },
    wallet: async (call, wallet, form) => String(walletPage(await pageContext(shop, call), { wallet, form })),
  },
})

const progressOf = ({ url }: Call): OrdersData['progress'] =>
  ORDER_PROGRESS.find((progress) => progress === url.searchParams.get('progress')) ?? null

/** Whether the browser comes from checkout or from the card provider's page. It decides about a word of thanks and nothing else. */
function comesFromPaying({ request, url }: Call): boolean {
  const from = request.headers.get('referer') ?? ''
  return ['/checkout', '/payments/'].some((path) => from.startsWith(url.origin + path))
}
