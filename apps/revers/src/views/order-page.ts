import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { actionForm, confirmedAction } from './parts/action-form.ts'
import { addressBlock } from './parts/address.ts'
import { amount } from './parts/amount.ts'
import { orderLine, paymentList } from './parts/order-parts.ts'
import { totalsList } from './parts/totals.ts'
import type { OrderJson, PageContext, ParcelJson } from './types.ts'

export interface OrderPageData {
  readonly order: OrderJson
  /** Just placed: the page says thank you. */
  readonly placed: boolean
  /** Where a card payment that waits for the buyer goes on; null when none does. */
  readonly next: string | null
}

/** A page of this site or of the provider; nothing else that a provider may have sent is made a link. */
const LINK = /^(?:https?:\/\/|\/(?![/\\]))/i

/** One order: each parcel and how it stands, the payments, the frozen totals. It prints without the frame of the shop. */
export function orderPage(context: PageContext, { order, placed, next }: OrderPageData): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const title = checkout.order(order.number)
  const waiting = order.payments.some(({ method, state }) => method === 'card' && (state === 'pending' || state === 'authorized'))
  const main = html`<h1>${title} <span class="tag plain">${checkout.orderStates[order.state]}</span></h1>
${placed ? html`<p class="flash ok" role="status"><strong>${checkout.thanks}</strong> ${checkout.thanksText}</p>` : ''}
${waiting ? waitingNote(order, next, locale) : ''}
<div class="columns"><div><h2 class="unseen">${checkout.parcels}</h2>${order.parcels.map((parcel) => parcelSection(order, parcel, waiting, locale))}</div>
<aside class="panel" aria-labelledby="summary"><h2 id="summary">${checkout.summary}</h2>${totalsList(order.totals, order.currency, locale)}
${paymentList(order, locale)}<h2>${checkout.address}</h2>${addressBlock(order.address, locale)}
<div class="actions"><a class="button secondary" href="${order.url}/receipt">${checkout.printReceipt}</a>${moves(order, waiting, locale)}</div></aside></div>`
  return layout(context, { title, main })
}

/** A payment under way keeps the cart: here it goes on, or the cart comes back. */
function waitingNote(order: OrderJson, next: string | null, locale: Locale): Html {
  const { checkout, shop } = messagesOf(locale)
  const way = next !== null && LINK.test(next) ? html`<a class="button" href="${next}">${checkout.continuePayment}</a>` : ''
  return html`<div class="note warn"><p>${checkout.processing} <a href="${order.url}">${shop.refresh}</a></p>
<div class="actions">${way}${cancelAction(order, locale)}</div></div>`
}

/** Nobody packs what is not paid: until then a parcel has no state to show. */
function parcelSection({ currency }: OrderJson, { seller, state, lines, shipping }: ParcelJson, waiting: boolean, locale: Locale): Html {
  const { checkout, cart } = messagesOf(locale)
  const tag = waiting ? '' : html` <span class="tag plain">${checkout.parcelStates[state]}</span>`
  return html`<section class="parcel"><h2>${cart.parcel(seller?.name)}${tag}</h2>
<ul class="lines">${lines.map((line) => orderLine(line, currency, locale))}</ul>
<p class="fine">${cart.parcelDelivery}: ${amount(shipping, currency, locale)}</p></section>`
}

/** What the buyer may still do: cancel before anything has left, confirm once something is on its way. */
function moves(order: OrderJson, waiting: boolean, locale: Locale): Html {
  const { id, url, parcels } = order
  const { checkout } = messagesOf(locale)
  const untouched = parcels.length > 0 && parcels.every(({ state }) => state === 'placed')
  const underWay = parcels.some(({ state }) => state === 'shipped' || state === 'delivered')
  const received = { to: `/orders/${encodeURIComponent(id)}/received`, label: checkout.received, next: url, look: 'primary' } as const
  return html`${underWay ? html`${actionForm(received)}<p class="fine">${checkout.receivedText}</p>` : ''}
${untouched && !waiting ? cancelAction(order, locale) : ''}`
}

function cancelAction({ id, url }: OrderJson, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  return confirmedAction(checkout.cancel, { to: `/orders/${encodeURIComponent(id)}/cancel`, label: checkout.cancelConfirm, next: url })
}
