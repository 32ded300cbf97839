import { type Html, html, type Piece } from 'cartwright/html'
import { isZero } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import type { TotalsJson } from '../types.ts'
import { amount } from './amount.ts'

const row = (label: Piece, value: Piece, look = ''): Html =>
  html`<div${look ? html` class="${look}"` : ''}><dt>${label}</dt><dd>${value}</dd></div>`

/** The totals, the same in cart, drawer, checkout and order. Nothing is added up here: the engine's figures are only shown. */
export function totalsList(totals: TotalsJson, currency: string, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const money = (value: string): Html => amount(value, currency, locale)
  const { shipping, shipping_is_estimate: estimated } = totals
  return html`<dl class="totals">${row(cart.subtotal, money(totals.subtotal))}
${isZero(totals.discount) ? '' : row(cart.discount, money(`-${totals.discount}`), 'good')}
${totals.fees.map((fee) => row(wordFor(cart.fees, fee.code) === fee.code ? fee.name : wordFor(cart.fees, fee.code), money(fee.amount)))}
${row(estimated ? cart.deliveryEstimate : cart.delivery, shipping === null ? cart.deliveryUnknown : money(shipping))}
${isZero(totals.tax) ? '' : row(cart.tax, money(totals.tax))}
${row(shipping === null || estimated ? cart.estimatedTotal : cart.total, money(totals.total), 'grand')}
${isZero(totals.tax_included) ? '' : row(cart.taxIncluded, money(totals.tax_included), 'fine')}</dl>`
}

/** A further line under the totals, in the same columns. */
export const totalsRows = (rows: readonly (readonly [label: string, value: Piece])[]): Html =>
  html`<dl class="totals">${rows.map(([label, value]) => row(label, value))}</dl>`
