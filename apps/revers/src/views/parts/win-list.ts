import type { Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import { type Html, html } from '../html.ts'
import type { WinJson } from '../types.ts'
import { actionForm, confirmedAction } from './action-form.ts'
import { amount, dayAndClock } from './amount.ts'
import { nameLink, thumbnail } from './thing.ts'

/** Whether something is still to be done about a win. */
export const isOpen = ({ state }: WinJson): boolean => state === 'unpaid' || state === 'offered'

/** Whether a win may be given up and an offer accepted here. Default no: what is won can only be paid. */
export interface WinDecisions {
  readonly decide?: boolean
}

/** The wins as lines, each with what may be done about it. */
export const winList = (wins: readonly WinJson[], locale: Locale, { decide = false }: WinDecisions = {}): Html =>
  html`<ul class="lines">${wins.map((win) => winLine(win, locale, decide))}</ul>`

function winLine(win: WinJson, locale: Locale, decide: boolean): Html {
  const { account } = messagesOf(locale)
  const { product, price, currency, pay_by: payBy, state } = win
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${amount(price, currency, locale)}</strong></div>
<p class="meta">${wordFor(account.winStates, state)}${isOpen(win) ? html` · ${account.payBy} ${dayAndClock(payBy, locale)}` : ''}</p>
<div class="actions">${state === 'unpaid' ? html`<a class="button secondary" href="/cart">${account.payInCart}</a>` : ''}
${decide ? winDecision(win, locale) : ''}</div></div></li>`
}

function winDecision({ id, product, state }: WinJson, locale: Locale): Html {
  const { account } = messagesOf(locale)
  const about = product.name
  const accept = { to: `/account/offers/${encodeURIComponent(id)}/accept`, label: account.acceptOffer, about, next: '/cart' }
  const decline = { to: `/account/wins/${encodeURIComponent(id)}/decline`, label: account.declineConfirm, about, next: '/account/wins' }
  if (state === 'offered') return actionForm(accept)
  return state === 'unpaid' ? confirmedAction(account.decline, decline) : html``
}
