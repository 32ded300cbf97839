import { type Html, html } from 'cartwright/html'
import { formatDay, formatDayAndClock } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import type { BidJson } from './market-types.ts'
import { amount, clock, dayAndClock } from './parts/amount.ts'
import { bidForm } from './parts/bid-form.ts'
import { hasFault } from './parts/form.ts'
import { icon } from './parts/icon.ts'
import { endingOf, isEndingSoon, lotPath, lotTag, standingOf, standingStrip } from './parts/lot.ts'
import { detailsLine, type ProductDetails } from './parts/product-card.ts'
import type { FormState, LotJson, PageContext, WinJson } from './types.ts'

export interface AuctionsData {
  readonly items: readonly LotJson[]
  /** The cursor of the following page, null at the end. */
  readonly next: string | null
}

/** The open auctions, the next to end first. */
export function auctionsPage(context: PageContext, { items, next }: AuctionsData): Html {
  const { shop, cart, frame, account } = messagesOf(context.locale)
  const none = html`<div class="empty"><h2>${shop.noAuctions}</h2><p>${shop.noAuctionsText}</p><a class="button" href="/">${cart.discover}</a></div>`
  const own = html`<ul class="chips"><li><a href="/account/bids">${account.bids}</a></li><li><a href="/account/wins">${account.wins}</a></li></ul>`
  const main = html`<div class="hero"><h1>${shop.auctionsTitle}</h1><p>${shop.auctionsText}</p></div>${context.user === null ? '' : own}
<h2 class="unseen">${shop.results}</h2>
${items.length > 0 ? html`<ul class="grid">${items.map((lot) => lotCard(lot, context))}</ul>` : none}
${next === null ? '' : html`<nav class="pages" aria-label="${shop.results}"><a class="button secondary" rel="next" href="/auctions?cursor=${encodeURIComponent(next)}">${frame.more}</a></nav>`}`
  return layout(context, { title: shop.auctionsTitle, main })
}

function lotCard(lot: LotJson, context: PageContext): Html {
  const { shop } = messagesOf(context.locale)
  const { product, price, currency, bids } = lot
  return html`<li class="card"><img src="${product.image}" width="400" height="520" alt="" loading="lazy">
<h3><a href="${lotPath(lot)}">${product.name}</a></h3>
<p class="meta">${endingOf(lot, context.locale)}</p>
<p class="price">${amount(price, currency, context.locale)} <small>${shop.bids(bids)}</small></p>${lotTag(lot, context)}</li>`
}

export interface AuctionPageData {
  readonly lot: LotJson
  /** Rises with every change: what a script compares with the events. */
  readonly version: string
  readonly details: ProductDetails | null
  /** The bids so far, the newest first. */
  readonly history: readonly BidJson[]
  /** The right that the visitor won by it; null for none. */
  readonly win: WinJson | null
  /** The visitor is the seller. */
  readonly own: boolean
  /** The page of a later auction of the same thing; null when this is the latest. */
  readonly again: string | null
  readonly form: FormState
}

/** One auction: where it stands, where the visitor stands, and the form to bid. */
export function auctionPage(context: PageContext, data: AuctionPageData): Html {
  const { locale } = context
  const { shop, frame } = messagesOf(locale)
  const { lot, details, form } = data
  const { product } = lot
  const main = html`<p class="crumb"><a class="back" href="/auctions">${icon('back')} ${shop.auctionsTitle}</a></p><div class="product">
<img class="picture" src="${product.image}" width="400" height="520" alt="${details?.alternative ?? product.name}" fetchpriority="high">
<div><p class="meta">${detailsLine(details, locale)}</p><h1>${product.name}</h1><p class="meta">${frame.soldBy} ${product.seller?.name}</p>
<lot-live class="panel lot" src="${lotPath(lot)}/events">${panel(context, data)}</lot-live><p class="fine">${shop.bidRules}</p></div></div>`
  return layout(context, { title: product.name, main, faulty: hasFault(form), script: 'auction.js' })
}

/** The parts named by `data-part` are replaced while the page is open; the box of the form is left to the one who types. */
function panel(context: PageContext, data: AuctionPageData): Html {
  const { locale } = context
  const { lot, version, again, history, win } = data
  const { shop, market } = messagesOf(locale)
  const standing = standingOf(lot)
  const live = lot.state === 'live'
  return html`<div data-part="state" data-seen="${version}-${lot.state}" data-standing="${standing}" data-ends="${lot.ends_at}" data-extended="${market.extendedTo} ${formatDayAndClock(lot.ends_at, locale)}."${standing === 'over' ? ' data-over' : ''}>${standingStrip(standing, lot, { win, locale })}${figures(lot, locale)}
${remaining(lot, context)}</div>
<div data-part="act">${live ? bidForm(context, data) : afterwards(again, locale)}</div>
<div data-part="history">${bidList(history, lot, context)}</div>${live ? html`<p class="refresh"><a href="${lotPath(lot)}">${shop.refresh}</a></p>` : ''}`
}

function figures({ bids, price, currency, state, reserve_met: reserveMet }: LotJson, locale: Locale): Html {
  const { shop, market } = messagesOf(locale)
  const live = state === 'live'
  const label = bids === 0 ? shop.startPrice : live ? shop.currentBid : state === 'won' ? market.finalPrice : market.lastBid
  const count = bids > 0 ? shop.bids(bids) : live ? shop.noBids : ''
  return html`<p class="meta">${label}</p><p class="price big">${amount(price, currency, locale)}</p>
${count ? html`<p class="meta">${count}${live && bids > 0 ? ` · ${reserveMet ? shop.reserveMet : shop.reserveNotMet}` : ''}</p>` : ''}`
}

/** When it ends, by the clock; with a script also how long that is. In its last minutes a word and a colour say so. */
function remaining(lot: LotJson, context: PageContext): Html {
  const { market } = messagesOf(context.locale)
  if (lot.state !== 'live') return html`<p class="meta">${endingOf(lot, context.locale)}</p>`
  const soon = isEndingSoon(lot, context)
  return html`<p class="ends${soon ? ' state warn' : ''}"><span>${soon ? html`<strong>${market.endsSoon}:</strong> ${dayAndClock(lot.ends_at, context.locale)}` : endingOf(lot, context.locale)}</span>
<hold-timer until="${lot.ends_at}"></hold-timer></p>${soon ? html`<p class="fine">${market.extendsRule}</p>` : ''}`
}

function afterwards(again: string | null, locale: Locale): Html {
  const { shop, market } = messagesOf(locale)
  return again === null
    ? html`<p><a class="button secondary" href="/auctions">${market.otherAuctions}</a></p>`
    : html`<p><a class="button secondary" href="${again}">${shop.auctionedAgain}</a></p>`
}

/** The clock for what was today, day and clock for what was before. */
const since = (iso: string, { now, locale }: PageContext): Html =>
  formatDay(iso, locale) === formatDay(now, locale) ? clock(iso, locale) : dayAndClock(iso, locale)

// As many are read at a glance; the others are a click away.
const SHOWN_BIDS = 6

function bidList(history: readonly BidJson[], { currency }: LotJson, context: PageContext): Html {
  const { locale } = context
  const { market } = messagesOf(locale)
  if (history.length === 0) return html``
  const entries = history.map(
    ({ number, at, own, most }) => html`<li class="row"><span>${own ? html`<strong>${market.you}</strong>` : market.bidder(number)}
${most ? html`<span class="fine">${market.upTo} ${amount(most, currency, locale)}</span>` : ''}</span><span class="fine">${since(at, context)}</span></li>`,
  )
  const older = entries.slice(SHOWN_BIDS)
  return html`<h2>${market.history}</h2><ol class="bids" reversed>${entries.slice(0, SHOWN_BIDS)}</ol>
${older.length > 0 ? html`<details><summary>${market.olderBids(older.length)}</summary><ol class="bids" reversed>${older}</ol></details>` : ''}`
}
