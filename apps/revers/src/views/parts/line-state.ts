import { type Html, html, type Piece } from 'cartwright/html'
import { formatClock } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import { amountOf } from '../../i18n/refusals.ts'
import type { CartKnown } from '../cart-known.ts'
import type { CartLineJson, NoticeJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { amount, dayAndClock } from './amount.ts'
import { holdState } from './hold.ts'
import { icon } from './icon.ts'

/** What the cart remarks about a line of its own: it is said at the line, not above all. */
export const noticeAt = (notices: readonly NoticeJson[], line: string): NoticeJson | undefined =>
  notices.find(({ path }) => path === `lines/${line}`)

const state = (look: 'ok' | 'warn' | 'bad', title: Piece, text: Piece): Html =>
  html`<p class="state ${look}">${icon(look === 'ok' ? 'done' : 'problem')}<span><strong>${title}.</strong> ${text}</span></p>`

/** How a line stands: held, lapsed, taken, sold, at another price, won; nothing where there is nothing to say. */
export function lineState(line: CartLineJson, notice: NoticeJson | undefined, known: CartKnown, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const { kind, held_until: until } = line
  switch (line.state) {
    case 'expired':
      return expired(notice, locale)
    case 'unavailable':
      return state('bad', unavailableTitle(notice?.code, locale), cart.unavailableText)
    case 'price_changed':
      return html`${priceState(line, notice, locale)}${until ? holdState(line, until, known, locale) : ''}`
    case 'ok':
      if (kind === 'auction_win')
        return state('ok', cart.won, html`${until ? html`${cart.wonPayBy} ${dayAndClock(until, locale)}. ` : ''}${cart.wonPrice}`)
      return until ? holdState(line, until, known, locale) : html``
  }
}

function expired(notice: NoticeJson | undefined, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const code = notice?.code
  const again = notice?.available_again_at
  if (code === 'item_taken')
    return state('warn', typeof again === 'string' ? cart.takenUntil(formatClock(again, locale)) : cart.taken, cart.takenText)
  if (code === 'insufficient_stock') return state('warn', cart.shortStock, cart.shortStockText)
  return state('warn', cart.expired, cart.expiredText)
}

/** Why a line cannot be bought, in a few words. */
function unavailableTitle(code: string | undefined, locale: Locale): string {
  const { cart } = messagesOf(locale)
  if (code === 'item_sold') return cart.sold
  const words = wordFor(cart.reasons, code ?? '')
  return words === code ? cart.unavailable : words || cart.unavailable
}

/** The price before and the price now; the buyer says that he has seen it. */
function priceState({ unit_price: price }: CartLineJson, notice: NoticeJson | undefined, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  if (notice === undefined) return state('warn', cart.priceChanged, html``)
  const currency = typeof notice.currency === 'string' ? notice.currency : 'RON'
  const before = amountOf(notice, 'before', locale)
  const title = notice.severity === 'info' ? cart.priceFell : cart.priceRose
  const was = before === undefined ? '' : html`: ${cart.priceWas} <s><bdi dir="ltr">${before}</bdi></s>,`
  return html`<p class="state warn">${icon('problem')}<span><strong>${title}</strong>${was} ${cart.priceNow} <strong>${amount(price, currency, locale)}</strong>.</span></p>`
}

/** For a changed price: the button that says it has been seen. */
export const seenPrice = (about: string, locale: Locale): Html =>
  actionForm({
    to: '/cart/notices/seen',
    label: messagesOf(locale).cart.noticesSeen,
    about,
    next: '/cart',
    fields: { codes: 'price_changed' },
    cart: 'seen',
  })
