import type { CartView, Notice } from '../cart/cart-view.ts'
import { isoTime } from './details.ts'
import type { Render } from './render.ts'
import type { Visit } from './route.ts'
import { cartJson } from './wire.ts'
import type { DrawerJson } from './wire-types.ts'

/** Which component a change wants back as HTML. */
export type Fragment = 'drawer' | 'cart'

/** The answer of every change of the cart: figures for the badge, HTML for the page, a sentence for those who listen, and the cart itself. */
export function drawerJson(
  view: CartView,
  announce: string,
  shown: { render: Render; locale: Visit['locale']; fragment: unknown },
): DrawerJson {
  const cart = cartJson(view)
  const facts = { count: Number(view.count), now: isoTime(view.now) }
  const draw = shown.fragment === 'cart' ? shown.render.cart : shown.render.drawer
  return {
    count: facts.count,
    cart_total: cart.totals.total,
    html: draw(cart, shown.locale, facts),
    currency: cart.currency,
    version: cart.version,
    now: facts.now,
    announce,
    cart,
  }
}

/** The view with the remarks of one change before the others; what is remarked twice is shown once. */
export function withNotices(view: CartView, notices: readonly Notice[]): CartView {
  const byText = new Map([...notices, ...view.notices].map((notice) => [JSON.stringify(notice), notice]))
  return { ...view, notices: [...byText.values()] }
}
