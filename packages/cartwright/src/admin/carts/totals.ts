import { type Html, html } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import type { Totals } from '../../pricing/quote-types.ts'
import { amount } from '../format.ts'
import { WORDS } from './words.ts'

/** The sums of a cart or an order, as the calculator made them. */
export function totalsTable({ locale }: Visit, totals: Totals, currency: string): Html {
  const words = WORDS[locale]
  const sum = (minor: bigint): Html => amount(minor, currency, locale)
  const row = (label: string, value: Html | string, css = ''): Html =>
    html`<div${css ? html` class="${css}"` : ''}><dt>${label}</dt><dd>${value}</dd></div>`
  return html`<dl class="facts">${row(words.subtotal, sum(totals.subtotal))}${
    totals.discount === 0n ? '' : row(words.discount, sum(-totals.discount))
  }${totals.fees.map((fee) => row(fee.name, sum(fee.amount)))}${row(
    words.shipping,
    totals.shipping === null ? words.shippingUnknown : sum(totals.shipping),
  )}${totals.tax === 0n ? '' : row(words.tax, sum(totals.tax))}${row(words.whole, sum(totals.total), 'total')}</dl>`
}
