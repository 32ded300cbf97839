import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { cartFragment } from './cart-fragment.ts'
import { type CartKnown, NOTHING_KNOWN } from './cart-known.ts'
import { layout } from './layout.ts'
import type { CartJson, PageContext } from './types.ts'

/** The cart, `GET /cart`: what the fragment shows, under the heading of a page. */
export function cartPage(context: PageContext, cart: CartJson, known: CartKnown = NOTHING_KNOWN): Html {
  const { title } = messagesOf(context.locale).cart
  const main = html`<h1>${title}</h1><div data-cart-fragment="cart">${cartFragment(cart, context.locale, known)}</div>`
  // What is said of a code or of a removed thing is said where it happened, not above the page as well.
  const isSaidBelow = known.refusedCode !== null || known.removed !== null
  return layout(isSaidBelow ? { ...context, flash: null } : context, { title, main, drawer: false, faulty: known.refusedCode !== null })
}
