import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { noticeText } from '../../i18n/notices.ts'
import type { CartJson, CartLineJson } from '../types.ts'
import { noticeAt } from './line-state.ts'

/** The lines of a cart that cannot be ordered now. */
export const linesLeftOut = ({ lines }: CartJson): readonly CartLineJson[] =>
  lines.filter(({ state }) => state === 'expired' || state === 'unavailable')

const why = ({ id, product, state }: CartLineJson, { notices }: CartJson, locale: Locale): string => {
  const notice = noticeAt(notices, id)
  return notice === undefined
    ? noticeText(state === 'expired' ? 'hold_expired' : 'unavailable', { name: product.name }, locale)
    : noticeText(notice.code, notice, locale)
}

/** Whether anything of a cart can be ordered again after a while: what is sold or withdrawn cannot. */
export const canComeBack = ({ lines }: CartJson): boolean => lines.some(({ state }) => state === 'expired')

/** Above the form: which things are not ordered, and why. What can be done about them stands in the summary. `rest`: whether others can be ordered. */
export function leftOutNote(cart: CartJson, rest: boolean, locale: Locale): Html {
  const lines = linesLeftOut(cart)
  if (lines.length === 0) return html`<div data-part="left-out"></div>`
  const { checkout } = messagesOf(locale)
  const text = rest ? checkout.leftOutText : canComeBack(cart) ? checkout.allLeftOutText : ''
  return html`<section class="notices" aria-labelledby="left-out" data-part="left-out"><h2 id="left-out">${checkout.leftOut}</h2>
<ul>${lines.map((line) => html`<li>${why(line, cart, locale)}${lapsed(line, cart) ? html` <a href="#again-${line.id}">${messagesOf(locale).cart.holdAgain}</a>` : ''}</li>`)}</ul>
${text === '' ? '' : html`<p>${text}</p>`}</section>`
}

const lapsed = ({ id, state, kind }: CartLineJson, { notices }: CartJson): boolean =>
  state === 'expired' && kind === 'item' && (noticeAt(notices, id)?.code ?? 'hold_expired') === 'hold_expired'

/**
 * Inside the form, after the button that orders: the buttons that hold lapsed things again. They send the whole form, so nothing that was typed is lost.
 */
export function holdAgainButtons(cart: CartJson, locale: Locale): Html {
  const lines = linesLeftOut(cart).filter((line) => lapsed(line, cart))
  if (lines.length === 0) return html``
  const { checkout } = messagesOf(locale)
  const entries = lines.map(
    ({
      id,
      product,
    }) => html`<li><p>${product.name}</p><button class="button secondary" id="again-${id}" name="product" value="${product.type}:${product.id}"
 formaction="/checkout/hold">${checkout.holdAgain}<span class="unseen"> ${product.name}</span></button></li>`,
  )
  return html`<div class="left-out"><h3>${checkout.leftOut}</h3><ul>${entries}</ul></div>`
}
