import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { cartFragment } from './cart-fragment.ts'
import { layout } from './layout.ts'
import type { CartJson, PageContext } from './types.ts'

/** The cart, `GET /cart`: what the fragment shows, under the heading of a page. */
export function cartPage(context: PageContext, cart: CartJson): Html {
  const { title } = messagesOf(context.locale).cart
  const main = html`<h1>${title}</h1><div data-cart-fragment="cart">${cartFragment(cart, context.locale)}</div>`
  return layout(context, { title, main })
}
