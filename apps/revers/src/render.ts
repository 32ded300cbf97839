import type { Shop } from 'cartwright'
import type { Call, Render } from 'cartwright/http'
import { announce } from './announcements.ts'
import { cartKnown } from './cart-known.ts'
import { chosenOn, shownForm, walletMeans } from './checkout-known.ts'
import { orderKnown } from './order-known.ts'
import { contextOf, pageContext } from './page-context.ts'
import { ordersPage } from './views/account-pages.ts'
import { cartDrawer, cartFragment } from './views/cart-fragment.ts'
import { cartPage } from './views/cart-page.ts'
import { checkoutPage } from './views/checkout-page.ts'
import { orderPage } from './views/order-page.ts'
import { walletPage } from './views/wallet-page.ts'

/** The pages of revers for what the routes of the library answer. */
export const renderOf = (shop: Shop): Render => ({
  drawer: (cart, locale, facts) => String(cartDrawer(cart, locale, cartKnown(shop, facts))),
  cart: (cart, locale, facts) => String(cartFragment(cart, locale, cartKnown(shop, facts))),
  announce,
  pages: {
    cart: (call, cart, facts) => String(cartPage(contextOf(call, cart), cart, cartKnown(shop, facts))),
    checkout: async (call, page) => {
      const { cart, quote, addresses, key } = page
      const [wallet, form] = await Promise.all([walletMeans(shop, call, page), shownForm(shop, call, page.form)])
      const chosen = chosenOn({ ...page, form })
      return String(checkoutPage(contextOf(call, cart), { cart, quote, addresses, chosen, key, wallet, form }))
    },
    order: async (call, order, view) => {
      const [context, next] = await Promise.all([pageContext(shop, call), shop.orders.next(order.id, call.buyer)])
      return String(orderPage(context, { order, known: orderKnown(view), placed: comesFromPaying(call), next }))
    },
    orders: async (call, { items, next = null }) => String(ordersPage(await pageContext(shop, call), { items, next })),
    wallet: async (call, wallet, form) => String(walletPage(await pageContext(shop, call), { wallet, form })),
  },
})

/** Whether the browser comes from checkout or from the card provider's page. It decides about a word of thanks and nothing else. */
function comesFromPaying({ request, url }: Call): boolean {
  const from = request.headers.get('referer') ?? ''
  return ['/checkout', '/payments/'].some((path) => from.startsWith(url.origin + path))
}
