import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import type { SaleJson } from './market-types.ts'
import { accountLayout } from './parts/account-frame.ts'
import { confirmedAction } from './parts/action-form.ts'
import { addressBlock } from './parts/address.ts'
import { amount, day } from './parts/amount.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import { orderLine } from './parts/order-parts.ts'
import { EMPTY_FORM, type FormState, type PageContext } from './types.ts'

export interface SalesData {
  readonly items: readonly SaleJson[]
  /** The orders of which all that was paid was given back: nothing is to be sent any more. */
  readonly refunded: ReadonlySet<string>
  /** The cursor of the following page, null at the end. */
  readonly next: string | null
  readonly form: FormState
  /** The order whose step was refused: the form belongs to it; null for none. */
  readonly sending: string | null
}

/** The seller's parcels: what is to be sent where, what is on the way, and those that are done, each the newest first. */
export function salesPage(context: PageContext, { items, refunded, next, form, sending }: SalesData): Html {
  const { market, frame } = messagesOf(context.locale)
  const none = html`<div class="empty"><h2>${market.noSales}</h2><p>${market.noSalesText}</p><a class="button" href="/sell">${frame.sell}</a></div>`
  const more =
    next !== null &&
    html`<nav class="pages" aria-label="${market.sales}">
<a class="button secondary" rel="next" href="/sell/sales?cursor=${encodeURIComponent(next)}">${frame.more}</a></nav>`
  const show = (sale: SaleJson): Html => saleSection(sale, refunded.has(sale.order), sale.order === sending ? form : EMPTY_FORM, context)
  const isOpen = ({ state, order }: SaleJson): boolean => state === 'placed' && !refunded.has(order)
  const part = (heading: string, sales: readonly SaleJson[]): Html =>
    html`${sales.length > 0 ? html`<section class="part"><h2>${heading} <span class="tag plain">${sales.length}</span></h2>${sales.map(show)}</section>` : ''}`
  const main = html`${part(market.toSend, items.filter(isOpen))}${part(
    market.underWay,
    items.filter(({ state }) => state === 'shipped'),
  )}${part(
    market.closedSales,
    items.filter((sale) => !isOpen(sale) && sale.state !== 'shipped'),
  )}${more}`
  return accountLayout(context, { title: market.salesTitle, main: items.length > 0 ? main : none, faulty: hasFault(form) })
}

function saleSection(sale: SaleJson, refunded: boolean, form: FormState, { locale }: PageContext): Html {
  const { checkout, market } = messagesOf(locale)
  const { number, state, lines, currency, total, placed_at: at, tracking, address } = sale
  return html`<article class="panel sale"><h3>${market.sale(number)} <span class="tag plain">${refunded ? market.refundedSale : checkout.parcelStates[state]}</span></h3>
<p class="meta">${market.soldOn} ${day(at, locale)} · ${amount(total, currency, locale)}${tracking ? html` · ${market.tracking} ${tracking}` : ''}</p>
<ul class="lines">${lines.map((line) => orderLine(line, currency, locale))}</ul>${address ? html`<h4>${market.sendTo}</h4>${addressBlock(address, locale)}` : ''}${nextStep(sale, refunded, form, locale)}</article>`
}

function nextStep(sale: SaleJson, refunded: boolean, form: FormState, locale: PageContext['locale']): Html {
  const { market } = messagesOf(locale)
  const { order, number, state, address } = sale
  if (refunded && state === 'placed') return html`<p class="note">${market.paidBack}</p>`
  const about = market.sale(number)
  const delivered = { to: `${pathOf(order)}/deliver`, label: market.deliverConfirm, about, next: '/sell/sales' }
  if (state === 'shipped')
    return html`<div class="actions">${confirmedAction(market.deliver, delivered)}<details class="confirm"${hasFault(form) ? ' open' : ''}><summary>${market.correctTracking}<span class="unseen"> ${about}</span></summary>${shipForm(sale, form, locale)}</details></div>`
  if (state !== 'placed') return html``
  return address === undefined ? html`<p class="note">${market.waitsForPayment}</p>` : shipForm(sale, form, locale)
}

const pathOf = (order: string): string => `/sell/sales/${encodeURIComponent(order)}`

/** The box has the order's id in its name, because a page has many of them. */
function shipForm({ order, number, state, tracking = '' }: SaleJson, form: FormState, locale: PageContext['locale']): Html {
  const { market } = messagesOf(locale)
  const box = { form, locale, id: (part: string) => `${part}-${order}` }
  return html`${faultSummary(form, { tracking: market.tracking }, locale, box.id)}<form class="narrow" method="post" action="${pathOf(order)}/ship">${hidden('next', '/sell/sales')}
${field({ ...box, name: 'tracking', label: market.tracking, value: tracking, hint: market.sendHint, optional: true })}
<button class="button">${state === 'shipped' ? market.correctTracking : market.ship}<span class="unseen"> ${market.sale(number)}</span></button></form>`
}
