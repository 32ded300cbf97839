import { decimal, type Shop } from 'cartwright'
import type { Call, CheckoutPage, Render } from 'cartwright/http'
import { announce } from './announcements.ts'
import { isZero } from './i18n/format.ts'
import { contextOf, pageContext } from './page-context.ts'
import { ordersPage } from './views/account-pages.ts'
import { cartDrawer, cartFragment } from './views/cart-fragment.ts'
import { cartPage } from './views/cart-page.ts'
import { type CheckoutChoices, checkoutPage } from './views/checkout-page.ts'
import { orderPage } from './views/order-page.ts'
import { walletPage } from './views/wallet-page.ts'

/** The pages of revers for what the routes of the library answer. */
export const renderOf = (shop: Shop): Render => ({
  drawer: (cart, locale) => String(cartDrawer(cart, locale)),
  cart: (cart, locale) => String(cartFragment(cart, locale)),
  announce,
  pages: {
    cart: (call, cart) => String(cartPage(contextOf(call, cart), cart)),
    checkout: async (call, page) => {
      const { cart, quote, addresses, key, form } = page
      const balance = await balanceOf(shop, call)
      return String(checkoutPage(contextOf(call, cart), { cart, quote, addresses, chosen: chosenOn(page), key, balance, form }))
    },
    order: async (call, order) => {
      const [context, next] = await Promise.all([pageContext(shop, call), shop.orders.next(order.id, call.buyer)])
      return String(orderPage(context, { order, placed: comesFromPaying(call), next }))
    },
    orders: async (call, { items, next = null }) => String(ordersPage(await pageContext(shop, call), { items, next })),
    wallet: async (call, wallet, form) => String(walletPage(await pageContext(shop, call), { wallet, form })),
  },
})

/** What can be spent; null for guests, who have no wallet. */
async function balanceOf(shop: Shop, { user }: Call): Promise<string | null> {
  if (user === null) return null
  const { balance, currency } = await shop.wallets.read(user.id, 1)
  return decimal(balance, currency)
}

/** What is marked on the page: what was sent last, else the first saved address and the shop's own choices. */
function chosenOn({ form: { values }, addresses, quote }: CheckoutPage): CheckoutChoices {
  const bySeller = Object.entries(values).flatMap(([name, option]) => {
    const seller = /^shipping\[(.*)\]$/s.exec(name)?.[1]
    return seller === undefined ? [] : [[seller, option] as const]
  })
  return {
    address: values.address ?? addresses[0]?.id ?? 'new',
    shipping: bySeller.length > 0 ? Object.fromEntries(bySeller) : (values.shipping ?? ''),
    payment: values.payment ?? '',
    // A wallet that was to pay all and cannot is shown paying its part: what is marked must come to what is said to be due.
    use_wallet: ['on', '1', 'true'].includes(values.use_wallet ?? '') || (values.payment === 'wallet' && !isZero(quote.due)),
    lines: values.lines ?? null,
  }
}

/** Whether the browser comes from checkout or from the card provider's page. It decides about a word of thanks and nothing else. */
function comesFromPaying({ request, url }: Call): boolean {
  const from = request.headers.get('referer') ?? ''
  return ['/checkout', '/payments/'].some((path) => from.startsWith(url.origin + path))
}
