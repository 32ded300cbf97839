import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import type { WinJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { amount, dayAndClock } from './amount.ts'
import { nameLink, thumbnail } from './thing.ts'

/** Whether something is still to be done about a win. */
export const isOpen = ({ state }: Pick<WinJson, 'state'>): boolean => state === 'unpaid' || state === 'offered'

/** Whether a thing is in the cart of the one who looks; null: not asked. */
export type InCart = ((product: WinJson['product']) => boolean) | null

/** The wins as lines, each with what may be done about it. */
export const winList = (wins: readonly WinJson[], locale: Locale, inCart: InCart = null): Html =>
  html`<ul class="lines">${wins.map((win) => winLine(win, locale, inCart))}</ul>`

function winLine(win: WinJson, locale: Locale, inCart: InCart): Html {
  const { account } = messagesOf(locale)
  const { product, price, currency, state } = win
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${amount(price, currency, locale)}</strong></div>
<p class="meta"><span class="tag plain${state === 'paid' ? ' ok' : isOpen(win) ? ' warn' : ''}">${wordFor(account.winStates, state)}</span>${term(win, locale)}${state === 'unpaid' && inCart !== null ? html` ${inCart(product) ? account.winInCart : account.winNotInCart}` : ''}</p>
<div class="actions">${state === 'unpaid' ? payInCart(product, locale) : ''}
${winDecision(win, locale)}</div></div></li>`
}

/** What was won can be taken out of the cart like anything else; paying puts it back, at its price. */
function payInCart({ type, id, name }: WinJson['product'], locale: Locale): Html {
  const { account } = messagesOf(locale)
  return actionForm({ to: '/cart/items', label: account.payInCart, about: name, next: '/cart', fields: { product: `${type}:${id}` } })
}

function term({ state, pay_by: payBy }: WinJson, locale: Locale): Html {
  const { account } = messagesOf(locale)
  return html`${isOpen({ state }) ? html` ${state === 'offered' ? account.acceptBy : account.payBy} ${dayAndClock(payBy, locale)}.` : ''}`
}

/** Giving up goes to the next bidder at once, so it says so before it asks again. */
function winDecision({ id, product, state }: WinJson, locale: Locale): Html {
  const { account } = messagesOf(locale)
  const about = product.name
  const accept = { to: `/account/offers/${encodeURIComponent(id)}/accept`, label: account.acceptOffer, about, next: '/cart' }
  const decline = { to: `/account/wins/${encodeURIComponent(id)}/decline`, label: account.declineConfirm, about, next: '/account/wins' }
  return html`${state === 'offered' ? actionForm(accept) : ''}${
    isOpen({ state })
      ? html`<details class="confirm"><summary>${account.decline}<span class="unseen"> ${about}</span></summary><p class="fine">${account.declineText}</p>${actionForm(decline)}</details>`
      : ''
  }`
}
