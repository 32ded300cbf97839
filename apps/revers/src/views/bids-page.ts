import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { amount } from './parts/amount.ts'
import { endingOf, lotPath, lotTag } from './parts/lot.ts'
import { nameLink, thumbnail } from './parts/thing.ts'
import type { LotJson, PageContext } from './types.ts'

export interface BidsData {
  /** The next to end first. */
  readonly running: readonly LotJson[]
  /** The last to end first. */
  readonly ended: readonly LotJson[]
}

/** The auctions a buyer bids in, and how he stands in each; then those that are over. */
export function bidsPage(context: PageContext, { running, ended }: BidsData): Html {
  const { account, market, shop } = messagesOf(context.locale)
  const empty = html`<div class="empty"><h2>${market.noBids}</h2><p>${market.noBidsText}</p><a class="button" href="/auctions">${shop.auctionsTitle}</a></div>`
  const part = (heading: string, lots: readonly LotJson[]): Html =>
    html`${lots.length > 0 ? html`<section class="part"><h2>${heading}</h2><ul class="lines">${lots.map((lot) => bidLine(lot, context))}</ul></section>` : ''}`
  const isEmpty = running.length + ended.length === 0
  const main = isEmpty ? empty : html`${part(market.runningBids, running)}${part(market.endedBids, ended)}`
  return accountLayout(context, { title: account.bids, main })
}

function bidLine(lot: LotJson, context: PageContext): Html {
  const { locale } = context
  const { market } = messagesOf(locale)
  const { product, price, currency, your_bid: yours } = lot
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink({ name: product.name, url: lotPath(lot) })}<strong>${amount(price, currency, locale)}</strong></div>
<p class="meta">${lotTag(lot, context)} ${endingOf(lot, locale)}</p>
${yours === undefined ? '' : html`<p class="fine">${market.onlyYou} ${amount(yours, currency, locale)}</p>`}</div></li>`
}
