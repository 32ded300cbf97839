import type { CartView, Notice } from '../cart/cart-view.ts'
import { isoTime } from './details.ts'
import type { CartFacts, Render } from './render.ts'
import type { Call, Flash } from './route.ts'
import { cartJson } from './wire.ts'
import type { DrawerJson } from './wire-types.ts'

/** Which component a change wants back as HTML. */
export type Fragment = 'drawer' | 'cart'

/** The answer of every change of the cart: figures for the badge, HTML for the page, a sentence for those who listen, and the cart itself. */
export function drawerJson(
  view: CartView,
  announce: string,
  shown: { render: Render; call: Call; fragment: unknown; said: Flash | null },
): DrawerJson {
  const cart = cartJson(view)
  const facts = cartFacts(view, shown.call, shown.said)
  const draw = shown.fragment === 'cart' ? shown.render.cart : shown.render.drawer
  return {
    count: facts.count,
    cart_total: cart.totals.total,
    html: draw(cart, shown.call.locale, facts),
    currency: cart.currency,
    version: cart.version,
    now: facts.now,
    announce,
    cart,
  }
}

/** What the pages may know of a cart besides what the contract says. */
export const cartFacts = (view: CartView, call: Call, said: Flash | null): CartFacts => ({
  count: Number(view.count),
  now: isoTime(view.now),
  view,
  call,
  said,
})

/** The view with the remarks of one change before the others; what is remarked twice is shown once. */
export function withNotices(view: CartView, notices: readonly Notice[]): CartView {
  const byText = new Map([...notices, ...view.notices].map((notice) => [JSON.stringify(notice), notice]))
  return { ...view, notices: [...byText.values()] }
}
