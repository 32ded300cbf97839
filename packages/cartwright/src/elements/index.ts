import { cartBadge } from './cart-badge.ts'
import type { ClientError, DrawerJson } from '../client/index.ts'
import { type CartDrawer, cartDrawer } from './cart-drawer.ts'
import { takeOverForms } from './cart-forms.ts'
import { holdTimer } from './hold-timer.ts'
import { followCart } from './page-cart.ts'

export type { CartDrawer } from './cart-drawer.ts'

declare global {
  interface HTMLElementTagNameMap {
    'cart-badge': HTMLElement
    'cart-drawer': CartDrawer
    'hold-timer': HTMLElement
  }
  interface DocumentEventMap {
    'cart:change': CustomEvent<DrawerJson>
    /** What was answered; null when nothing came. */
    'cart:error': CustomEvent<ClientError | null>
    'cart:opened': CustomEvent<null>
    'cart:before-add': CustomEvent<URLSearchParams>
    'hold-lapsed': CustomEvent<null>
  }
  interface HTMLElementEventMap {
    'cart:before-add': CustomEvent<URLSearchParams>
    'hold-lapsed': CustomEvent<null>
  }
}

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
  if (typeof customElements === 'undefined') return
  const names = { 'cart-badge': cartBadge, 'cart-drawer': cartDrawer, 'hold-timer': holdTimer }
  // A name that is taken stays with whoever took it; when all are, this has run before.
  const free = Object.entries(names).filter(([name]) => !customElements.get(name))
  if (free.length === 0) return
  followCart()
  for (const [name, make] of free) customElements.define(name, make())
  takeOverForms()
}
