import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import type { SaleJson } from './market-types.ts'
import { accountLayout } from './parts/account-frame.ts'
import { confirmedAction } from './parts/action-form.ts'
import { addressBlock } from './parts/address.ts'
import { amount, day } from './parts/amount.ts'
import { field, hidden } from './parts/form.ts'
import { orderLine } from './parts/order-parts.ts'
import { EMPTY_FORM, type PageContext } from './types.ts'

export interface SalesData {
  readonly items: readonly SaleJson[]
  /** The orders of which all that was paid was given back: nothing is to be sent any more. */
  readonly refunded: ReadonlySet<string>
  /** The cursor of the following page, null at the end. */
  readonly next: string | null
}

/** The seller's parcels, the newest first: what is to be sent where, and how the others stand. */
export function salesPage(context: PageContext, { items, refunded, next }: SalesData): Html {
  const { market, frame } = messagesOf(context.locale)
  const none = html`<div class="empty"><h2>${market.noSales}</h2><p>${market.noSalesText}</p><a class="button" href="/sell">${frame.sell}</a></div>`
  const more =
    next !== null &&
    html`<nav class="pages" aria-label="${market.sales}">
<a class="button secondary" rel="next" href="/sell/sales?cursor=${encodeURIComponent(next)}">${frame.more}</a></nav>`
  const main = items.length > 0 ? html`${items.map((sale) => saleSection(sale, refunded.has(sale.order), context))}${more}` : none
  return accountLayout(context, { title: market.salesTitle, main })
}

function saleSection(sale: SaleJson, refunded: boolean, { locale }: PageContext): Html {
  const { checkout, market } = messagesOf(locale)
  const { number, state, lines, currency, total, placed_at: at, tracking, address } = sale
  return html`<section class="parcel"><h2>${market.sale(number)} <span class="tag plain">${refunded ? checkout.paymentStates.refunded : checkout.parcelStates[state]}</span></h2>
<p class="meta">${market.soldOn} ${day(at, locale)} · ${amount(total, currency, locale)}${tracking ? html` · ${market.tracking} ${tracking}` : ''}</p>
<ul class="lines">${lines.map((line) => orderLine(line, currency, locale))}</ul>${address ? html`<h3>${market.sendTo}</h3>${addressBlock(address, locale)}` : ''}${refunded && state === 'placed' ? '' : moves(sale, locale)}</section>`
}

function moves({ order, number, state }: SaleJson, locale: PageContext['locale']): Html {
  const { market } = messagesOf(locale)
  const path = `/sell/sales/${encodeURIComponent(order)}`
  const about = market.sale(number)
  if (state === 'shipped')
    return html`<div class="actions">${confirmedAction(market.deliver, { to: `${path}/deliver`, label: market.deliverConfirm, about, next: '/sell/sales' })}</div>${shipping(market.correctTracking)}`
  return state === 'placed' ? shipping(market.ship) : html``

  function shipping(label: string): Html {
    const box = { form: EMPTY_FORM, locale, id: (part: string) => `${part}-${order}` }
    return html`<form class="narrow" method="post" action="${path}/ship">${hidden('next', '/sell/sales')}
${field({ ...box, name: 'tracking', label: market.tracking, optional: true })}
<button class="button">${label}<span class="unseen"> ${about}</span></button></form>`
  }
}
