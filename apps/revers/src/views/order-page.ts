import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import type { OrderKnown } from './order-known.ts'
import { actionForm } from './parts/action-form.ts'
import { addressBlock } from './parts/address.ts'
import { amount, dayAndClock } from './parts/amount.ts'
import { icon } from './parts/icon.ts'
import { isSettled, orderLine, orderStateText, parcelTimeline, paymentList, refundList } from './parts/order-parts.ts'
import { totalsList } from './parts/totals.ts'
import type { OrderJson, PageContext, ParcelJson } from './types.ts'

export interface OrderPageData {
  readonly order: OrderJson
  readonly known: OrderKnown
  /** Just placed: the page says thank you. */
  readonly placed: boolean
  /** Where a card payment that waits for the buyer goes on; null when none does. */
  readonly next: string | null
}

/** A page of this site or of the provider; nothing else that a provider may have sent is made a link. */
const LINK = /^(?:https?:\/\/|\/(?![/\\]))/i

/** One order: each parcel and how it stands, the payments, the frozen totals. It prints without the frame of the shop. */
export function orderPage(context: PageContext, { order, known, placed, next }: OrderPageData): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const waiting = order.payments.some(({ method, state }) => method === 'card' && (state === 'pending' || state === 'authorized'))
  const isDone = placed && !waiting && order.state !== 'cancelled'
  const title = isDone ? checkout.thanks(order.number) : checkout.order(order.number)
  const parcels = order.parcels.map((parcel, index) =>
    parcelSection(order, parcel, { waiting, tracking: known.tracking[index] ?? null, refunded: known.refunded[index] === true }, locale),
  )
  // The number stays in one piece, however narrow the page.
  const [before = '', after = ''] = title.split(order.number)
  const heading = html`${before}<bdi>${order.number}</bdi>${after}`
  const main = html`${isDone ? thanks(heading, locale) : html`<h1>${heading} <span class="tag plain">${orderStateText(order, locale)}</span></h1>`}
${facts(order, known, locale)}${waiting ? waitingNote(order, next, locale) : ''}
<div class="columns"><div><h2 class="unseen">${checkout.parcels}</h2>${parcels}${isDone && context.user === null ? accountOffer(locale) : ''}</div>
<aside class="panel" aria-labelledby="summary"><h2 id="summary">${checkout.summary}</h2>${totalsList(order.totals, order.currency, locale)}
${paymentList(order, locale)}${refundList(known.refunds, order.currency, locale)}<h2>${checkout.address}</h2>${addressBlock(order.address, locale)}
<div class="actions">${isSettled(order) ? html`<a class="button secondary" href="${order.url}/receipt">${checkout.printReceipt}</a>` : ''}${moves(order, waiting, locale)}</div></aside></div>`
  return layout(context, { title, main })
}

/** Thanks come first, with the number; who cannot see the page hears them at once. */
const thanks = (title: Html, locale: Locale): Html =>
  html`<div class="thanks">${icon('done')}<div><h1 tabindex="-1" autofocus>${title}</h1><p class="lead">${messagesOf(locale).checkout.thanksText}</p></div></div>`

function facts({ address }: OrderJson, { placed_at: at, email }: OrderKnown, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const used = email ?? address.email
  return html`<p class="meta order-facts">${checkout.placedOn} ${dayAndClock(at, locale)}${used ? html` · ${checkout.usedEmail} <bdi>${used}</bdi>` : ''}</p>`
}

/** A payment under way keeps the cart: here it goes on, or the cart comes back. */
function waitingNote(order: OrderJson, next: string | null, locale: Locale): Html {
  const { checkout, shop } = messagesOf(locale)
  const way = next !== null && LINK.test(next) ? html`<a class="button" href="${next}">${checkout.continuePayment}</a>` : ''
  return html`<section class="note warn waiting" aria-labelledby="waiting"><h2 id="waiting">${icon('clock')}${checkout.processingTitle}</h2><p>${checkout.processing}</p>
<div class="actions">${way}<a class="button secondary" href="${order.url}">${shop.refresh}</a>${cancelAction(order, checkout.cancelPayingText, locale)}</div></section>`
}

/** Nobody packs what is not paid: until then a parcel has no state to show. */
function parcelSection(
  { currency }: OrderJson,
  { seller, state, lines, shipping }: ParcelJson,
  { waiting, tracking, refunded }: { readonly waiting: boolean; readonly tracking: string | null; readonly refunded: boolean },
  locale: Locale,
): Html {
  const { checkout, cart } = messagesOf(locale)
  return html`<section class="parcel"><h3>${cart.parcel(seller?.name)}</h3>${waiting ? '' : parcelProgress(state, refunded, seller?.name ?? 'revers', locale)}
${tracking ? html`<p class="fine">${checkout.tracking} <bdi dir="ltr">${tracking}</bdi></p>` : ''}
<ul class="lines">${lines.map((line) => orderLine(line, currency, locale))}</ul>
<p class="fine parcel-costs"><span>${cart.parcelDelivery} ${amount(shipping, currency, locale)}</span></p></section>`
}

/** What was paid back before it was sent is not sent any more: it has no next step. */
const parcelProgress = (state: ParcelJson['state'], refunded: boolean, seller: string, locale: Locale): Html =>
  refunded && state === 'placed'
    ? html`<p class="state bad">${icon('problem')}<strong>${messagesOf(locale).checkout.parcelRefunded}</strong></p>`
    : parcelTimeline(state, seller, locale)

/** A guest has his order already: an account is an offer, not a hurdle. */
function accountOffer(locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  return html`<section class="panel offer"><h2>${checkout.createAccount}</h2><p>${checkout.createAccountText}</p>
<a class="button secondary" href="/register">${checkout.createAccount}</a></section>`
}

/** What the buyer may still do: cancel before anything has left, confirm once something is on its way. */
function moves(order: OrderJson, waiting: boolean, locale: Locale): Html {
  const { id, url, parcels } = order
  const { checkout } = messagesOf(locale)
  const untouched = order.state !== 'refunded' && parcels.length > 0 && parcels.every(({ state }) => state === 'placed')
  const underWay = parcels.some(({ state }) => state === 'shipped' || state === 'delivered')
  const received = {
    to: `/orders/${encodeURIComponent(id)}/received`,
    label: checkout.receivedConfirm,
    next: url,
    look: 'primary',
  } as const
  return html`${underWay ? asking(checkout.received, checkout.receivedText, actionForm(received)) : ''}
${untouched && !waiting ? cancelAction(order, checkout.cancelText, locale) : ''}`
}

const asking = (label: string, text: string, form: Html): Html =>
  html`<details class="confirm"><summary>${label}</summary><p class="fine">${text}</p>${form}</details>`

function cancelAction({ id, url }: OrderJson, text: string, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  return asking(
    checkout.cancel,
    text,
    actionForm({ to: `/orders/${encodeURIComponent(id)}/cancel`, label: checkout.cancelConfirm, next: url }),
  )
}
