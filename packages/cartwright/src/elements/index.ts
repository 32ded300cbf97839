import { cartBadge } from './cart-badge.ts'
import { cartDrawer } from './cart-drawer.ts'
import { takeOverForms } from './cart-forms.ts'
import { holdTimer } from './hold-timer.ts'
import { followCart } from './page-cart.ts'

/**
 * Makes `<cart-badge>`, `<cart-drawer>` and `<hold-timer>` known to the page, and takes over its forms with `data-cart`. The page works without it:
 * these elements only improve markup that is there, and a request that fails becomes the form's own POST. Called again, or on a server, it does
 * nothing. Events: `cart:change` (detail: the drawer answer), `cart:error` (the problem, or null), `cart:opened`, and `cart:before-add` on the form
 * (the fields; cancellable).
 *
 * @example
 * import { defineElements } from 'cartwright/elements'
 * defineElements()
 */
export function defineElements(): void {
  if (typeof customElements === 'undefined' || customElements.get('cart-drawer') !== undefined) return
  followCart()
  takeOverForms()
  customElements.define('cart-badge', cartBadge())
  customElements.define('cart-drawer', cartDrawer())
  customElements.define('hold-timer', holdTimer())
}
