import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { LotJson, PageContext, WinJson } from '../types.ts'
import { amount, clock, dayAndClock } from './amount.ts'

export const lotPath = ({ id }: Pick<LotJson, 'id'>): string => `/auctions/${encodeURIComponent(id)}`

/** Where the visitor stands; `open`: he has not bid. `closed`: it is over, and who won is not settled. */
export type Standing = 'open' | 'leading' | 'outbid' | 'closed' | 'over'

const SETTLED: readonly LotJson['state'][] = ['won', 'unsold']

export function standingOf({ state, your_bid: yours, leading }: LotJson): Standing {
  if (SETTLED.includes(state)) return 'over'
  if (state === 'closed') return 'closed'
  if (yours === undefined) return 'open'
  return leading ? 'leading' : 'outbid'
}

// Five minutes: long enough to find the form and to think about an amount.
const SOON = 300_000

export const isEndingSoon = ({ state, ends_at: end }: LotJson, { now }: Pick<PageContext, 'now'>): boolean =>
  state === 'live' && Date.parse(end) - Date.parse(now) < SOON

/** When it ends, or ended. */
export function endingOf({ state, ends_at: end }: LotJson, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  return html`${state === 'live' ? shop.ends : shop.ended} ${dayAndClock(end, locale)}`
}

/** The tag on the picture of a lot: where the visitor stands, else that it ends soon. */
export function lotTag(lot: LotJson, context: Pick<PageContext, 'now' | 'locale'>): Html {
  const { market } = messagesOf(context.locale)
  const standing = standingOf(lot)
  if (standing === 'leading') return html`<span class="tag ok">${market.bidStates.leading}</span>`
  if (standing === 'outbid') return html`<span class="tag warn">${market.bidStates.outbid}</span>`
  const isWon = lot.state === 'won' && lot.leading === true
  if (standing !== 'open')
    return html`<span class="tag plain${isWon ? ' ok' : ''}">${isWon ? market.bidStates.won : market.bidStates.ended}</span>`
  return isEndingSoon(lot, context)
    ? html`<span class="tag warn">${market.endsSoon} · ${clock(lot.ends_at, context.locale)}</span>`
    : html``
}

/** One strip that says where the visitor stands; his own maximum is for nobody else. */
export function standingStrip(
  standing: Standing,
  lot: LotJson,
  { win, locale }: { readonly win: WinJson | null; readonly locale: Locale },
): Html {
  const { market } = messagesOf(locale)
  const { price, currency, your_bid: yours } = lot
  const money = (value: string): Html => amount(value, currency, locale)
  const maximum = yours === undefined ? '' : html`<br>${market.onlyYou} ${money(yours)}.`
  switch (standing) {
    case 'open':
      return html``
    case 'leading':
      return html`<p class="note ok"><strong data-say>${market.leadingAt} ${money(price)}.</strong>${maximum}</p>`
    case 'outbid':
      return html`<p class="note warn"><strong data-say>${market.outbidAt} ${money(price)}.</strong>${maximum}</p>`
    case 'closed':
      return win === null ? html`<p class="note" data-say>${closedText(lot, locale)}</p>` : wonStrip(win, locale)
    case 'over':
      return win === null ? html`<p class="note" data-say>${overText(lot, locale)}</p>` : wonStrip(win, locale)
  }
}

/** What the winner does next depends on his right, which may be paid, given up, over, or only offered to him. */
function wonStrip({ state, price, currency, pay_by: payBy }: WinJson, locale: Locale): Html {
  const { market, account } = messagesOf(locale)
  if (state === 'paid') return html`<p class="note ok"><strong data-say>${market.wonPaid}</strong></p>`
  if (state === 'offered')
    return html`<div class="note ok"><p data-say>${account.offeredText}</p></div><p><a class="button" href="/account/wins">${market.seeOffer}</a></p>`
  if (state !== 'unpaid') return html`<p class="note" data-say>${market.wonGone}</p>`
  return html`<div class="note ok"><p data-say><strong>${market.wonFor} ${amount(price, currency, locale)}.</strong> ${market.wonPayBy} ${dayAndClock(payBy, locale)}.</p></div>
<p><a class="button" href="/cart">${account.payInCart}</a></p>`
}

function closedText({ leading, your_bid: yours, bids }: LotJson, locale: Locale): string {
  const { market, shop } = messagesOf(locale)
  if (bids === 0) return market.unsoldEmpty
  if (leading) return market.leadAtEnd
  return yours === undefined ? shop.lotOver : market.lostTo
}

function overText({ state, bids, reserve_met: reserveMet, your_bid: yours }: LotJson, locale: Locale): string {
  const { market, shop } = messagesOf(locale)
  if (state === 'won') return yours === undefined ? shop.lotClosed : market.lostTo
  if (bids === 0) return market.unsoldEmpty
  return reserveMet ? shop.lotUnsold : market.unsoldReserve
}
