import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { SellerJson } from '../types.ts'

/** What the shop knows of a seller. */
export interface SellerFacts {
  readonly pieces: number
  /** There are more pieces than were counted. */
  readonly many: boolean
  /** Parcels sent. */
  readonly sales: number
}

/** Who sells it, with nothing but what the shop has seen of him. */
export function sellerCard({ id, name }: SellerJson, { pieces, many, sales }: SellerFacts, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const known = [
    pieces > 0 ? `${many ? `${shop.atLeast} ` : ''}${shop.sellerPieces(pieces)}` : '',
    sales > 0 ? shop.sellerSales(sales) : '',
  ].filter(Boolean)
  return html`<section class="seller" aria-labelledby="seller"><span class="initial" aria-hidden="true">${[...name][0]}</span>
<div><h2 id="seller"><span class="fine">${shop.sellerTitle}</span> ${name}</h2><p class="meta">${known.join(' · ')}</p></div>
<a href="/?seller=${encodeURIComponent(id)}">${shop.sellerOther}</a></section>`
}
