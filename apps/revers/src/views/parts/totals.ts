import { type Html, html, type Piece } from 'cartwright/html'
import { formatAmount, isZero } from '../../i18n/format.ts'
import { INTL_LOCALE, type Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import type { ProtectionRule } from '../cart-known.ts'
import type { TotalsJson } from '../types.ts'
import { amount } from './amount.ts'

const row = (label: Piece, value: Piece, look = ''): Html =>
  html`<div${look ? html` class="${look}"` : ''}><dt>${label}</dt><dd>${value}</dd></div>`

/** What a fee is called: in the language of the page where it is known, else as the shop named it. */
export const feeName = ({ code, name }: { readonly code: string; readonly name: string }, locale: Locale): string => {
  const known = wordFor(messagesOf(locale).cart.fees, code)
  return known === code ? name : known
}

/** Whether a total may still change. */
export const isEstimate = ({ shipping, shipping_is_estimate: estimated }: TotalsJson): boolean => shipping === null || estimated

/** The totals, the same in cart, drawer, checkout and order. Nothing is added up here: the engine's figures are only shown. */
export function totalsList(totals: TotalsJson, currency: string, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const money = (value: string): Html => amount(value, currency, locale)
  const { shipping, shipping_is_estimate: estimated } = totals
  return html`<dl class="totals">${row(cart.subtotal, money(totals.subtotal))}
${isZero(totals.discount) ? '' : row(cart.discount, money(`-${totals.discount}`), 'good')}
${totals.fees.map((fee) => row(feeName(fee, locale), money(fee.amount)))}
${row(estimated ? cart.deliveryEstimate : cart.delivery, shipping === null ? cart.deliveryUnknown : money(shipping))}
${isZero(totals.tax) ? '' : row(cart.tax, money(totals.tax))}
${row(isEstimate(totals) ? cart.estimatedTotal : cart.total, money(totals.total), 'grand')}
${isZero(totals.tax_included) ? '' : row(cart.taxIncluded, money(totals.tax_included), 'fine')}</dl>`
}

/** A further line under the totals, in the same columns. */
export const totalsRows = (rows: readonly (readonly [label: string, value: Piece])[]): Html =>
  html`<dl class="totals more">${rows.map(([label, value]) => row(label, value))}</dl>`

/** What the protection of the buyer is, and how the shop works it out. */
export function protectionDetails(rule: ProtectionRule, currency: string, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  return html`<details class="protection"><summary>${cart.protectionTitle}</summary>
<p class="fine">${cart.protectionText} ${cart.protectionRule(ruleText(rule, currency, locale))}</p></details>`
}

/** `5% + 3,00 RON (cel mult 100,00 RON)`. */
function ruleText({ percent, fixed, least, most }: ProtectionRule, currency: string, locale: Locale): string {
  const { cart } = messagesOf(locale)
  const money = (value: string): string => formatAmount(value, currency, locale)
  const rate = new Intl.NumberFormat(INTL_LOCALE[locale], { maximumFractionDigits: 2 }).format(percent)
  const parts = [percent > 0 ? `${rate}%` : '', isZero(fixed) && percent > 0 ? '' : money(fixed)].filter(Boolean).join(' + ')
  const limits = [least === null ? '' : cart.protectionLeast(money(least)), most === null ? '' : cart.protectionMost(money(most))]
  const bounds = limits.filter(Boolean).join(', ')
  return bounds === '' ? parts : `${parts} (${bounds})`
}
