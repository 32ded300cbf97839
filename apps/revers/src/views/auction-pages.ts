import { type Html, html } from 'cartwright/html'
import { formatAmount } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout, loginPath } from './layout.ts'
import { amount, dayAndClock } from './parts/amount.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import { detailsLine, type ProductDetails } from './parts/product-card.ts'
import type { FormState, LotJson, PageContext } from './types.ts'

export interface AuctionsData {
  readonly items: readonly LotJson[]
  /** The cursor of the following page, null at the end. */
  readonly next: string | null
}

/** The open auctions. */
export function auctionsPage(context: PageContext, { items, next }: AuctionsData): Html {
  const { locale } = context
  const { shop, cart, frame } = messagesOf(locale)
  const none = html`<div class="empty"><h2>${shop.noAuctions}</h2><p>${shop.noAuctionsText}</p><a class="button" href="/">${cart.discover}</a></div>`
  const main = html`<div class="hero"><h1>${shop.auctionsTitle}</h1><p>${shop.auctionsText}</p></div><h2 class="unseen">${shop.results}</h2>
${items.length > 0 ? html`<ul class="grid">${items.map((lot) => lotCard(lot, locale))}</ul>` : none}
${next === null ? '' : html`<nav class="pages" aria-label="${shop.results}"><a class="button secondary" rel="next" href="/auctions?cursor=${encodeURIComponent(next)}">${frame.more}</a></nav>`}`
  return layout(context, { title: shop.auctionsTitle, main })
}

const lotPath = ({ id }: LotJson): string => `/auctions/${encodeURIComponent(id)}`

function lotCard(lot: LotJson, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const { product, price, currency, bids, leading, your_bid: yours } = lot
  return html`<li class="card"><img src="${product.image}" width="400" height="520" alt="" loading="lazy">
<h3><a href="${lotPath(lot)}">${product.name}</a></h3>
<p class="meta">${ending(lot, locale)}</p>
<p class="price">${amount(price, currency, locale)} <small>${shop.bids(bids)}</small></p>
${yours === undefined ? '' : html`<span class="tag ${leading ? 'ok' : 'warn'}">${leading ? shop.leading : shop.outbid}</span>`}</li>`
}

function ending({ state, ends_at: end }: LotJson, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  return html`${state === 'live' ? shop.ends : shop.ended} ${dayAndClock(end, locale)}`
}

export interface AuctionPageData {
  readonly lot: LotJson
  readonly details: ProductDetails | null
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
  const { lot, details, form, again } = data
  const { product } = lot
  const live = lot.state === 'live'
  const main = html`<p class="crumb"><a href="/auctions">${shop.auctionsTitle}</a></p><div class="product">
<img class="picture" src="${product.image}" width="400" height="520" alt="${details?.alternative ?? product.name}" fetchpriority="high">
<div><p class="meta">${detailsLine(details, locale)}</p><h1>${product.name}</h1><p class="meta">${frame.soldBy} ${product.seller?.name}</p>
<div class="panel">${standing(lot, locale)}${bidsSoFar(lot, locale)}
<p>${ending(lot, locale)} ${live ? html`<a href="${lotPath(lot)}">${shop.refresh}</a>` : ''}</p>
${live ? bidForm(context, data) : ''}${again === null ? '' : html`<p><a class="button secondary" href="${again}">${shop.auctionedAgain}</a></p>`}</div><p class="fine">${shop.bidRules}</p></div></div>`
  return layout(context, { title: product.name, main, faulty: hasFault(form) })
}

function bidsSoFar({ bids, price, currency, reserve_met: reserveMet }: LotJson, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  return html`<p class="meta">${bids > 0 ? shop.currentBid : shop.startPrice}</p><p class="price big">${amount(price, currency, locale)}</p>
<p class="meta">${bids > 0 ? `${shop.bids(bids)} · ${reserveMet ? shop.reserveMet : shop.reserveNotMet}` : shop.noBids}</p>`
}

function standing({ state, leading, your_bid: yours, currency }: LotJson, locale: Locale): Html {
  const { shop, account } = messagesOf(locale)
  if (state === 'won' && leading) return html`<p class="note ok">${shop.wonByYou} <a href="/account/wins">${account.payInCart}</a></p>`
  if (state !== 'live') return html`<p class="note">${{ closed: shop.lotOver, won: shop.lotClosed, unsold: shop.lotUnsold }[state]}</p>`
  if (yours === undefined) return html``
  return html`<p class="note ${leading ? 'ok' : 'warn'}"><strong>${leading ? shop.leading : shop.outbid}</strong>
${shop.yourMaximum} ${amount(yours, currency, locale)}</p>`
}

function bidForm({ locale, user, path }: PageContext, { lot, own, form }: AuctionPageData): Html {
  const { shop } = messagesOf(locale)
  if (own) return html`<p class="note">${shop.ownLot}</p>`
  if (user === null) return html`<a class="button" href="${loginPath(path)}">${shop.bidLogin}</a>`
  const minimum = `${shop.minimumBid} ${formatAmount(lot.next_minimum, lot.currency, locale)}`
  return html`${faultSummary(form, { amount: shop.maximumBid }, locale)}<form method="post" action="${lotPath(lot)}/bids">
${hidden('next', lotPath(lot))}
${field({ name: 'amount', label: shop.maximumBid, form, locale, value: lot.next_minimum, inputmode: 'decimal', hint: minimum, required: true })}
<button class="button">${shop.bid}</button></form>`
}
