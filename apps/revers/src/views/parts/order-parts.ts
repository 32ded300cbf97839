import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import type { RefundKnown } from '../order-known.ts'
import type { OrderJson, OrderLineJson, OrderPaymentJson, ParcelState } from '../types.ts'
import { amount, day } from './amount.ts'
import { unitsText } from './cart-line.ts'
import { icon } from './icon.ts'
import { nameLink, thumbnail } from './thing.ts'

/** A line of an order; the product may be long gone, the line is a frozen copy. */
export function orderLine(line: OrderLineJson, currency: string, locale: Locale): Html {
  const { product, line_total: total } = line
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${amount(total, currency, locale)}</strong></div>
<p class="meta">${unitsText(line, currency, locale)}</p></div></li>`
}

/** Paid at the door, nothing is late: it says so instead of *pending*. */
function paymentText({ method, state }: OrderPaymentJson, locale: Locale): string {
  const { checkout } = messagesOf(locale)
  return method === 'cod' && state === 'pending' ? checkout.payOnDelivery : checkout.paymentStates[state]
}

export function paymentList({ payments, currency }: OrderJson, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const rows = payments.map(
    (payment) => html`<li class="row"><span>${wordFor(checkout.methods, payment.method)}
<small class="fine">${paymentText(payment, locale)}</small></span>${amount(payment.amount, currency, locale)}</li>`,
  )
  return html`<h2>${checkout.payments}</h2><ul class="codes">${rows}</ul>`
}

/** What went back, how and when; nothing where nothing did. */
export function refundList(refunds: readonly RefundKnown[], currency: string, locale: Locale): Html {
  if (refunds.length === 0) return html``
  const { checkout } = messagesOf(locale)
  const rows = refunds.map(
    ({ amount: sum, method, state, at }) => html`<li class="row"><span>${wordFor(checkout.refundedTo, method)}
<small class="fine">${checkout.refundStates[state]} · ${day(at, locale)}</small></span>${amount(sum, currency, locale)}</li>`,
  )
  return html`<h2>${checkout.refunds}</h2><ul class="codes">${rows}</ul>`
}

const STEPS: readonly ParcelState[] = ['placed', 'shipped', 'delivered', 'received']

/** How far a parcel has come: every step with a sign and a word; what was cancelled or came back has left the road. */
export function parcelTimeline(state: ParcelState, seller: string, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const now = STEPS.indexOf(state)
  if (now < 0) return html`<p class="state bad">${icon('problem')}<strong>${checkout.parcelStates[state]}</strong></p>`
  const last = STEPS.length - 1
  const steps = STEPS.map((step, index) => {
    const [look, said] =
      index < now || now === last
        ? (['past', checkout.stepDone] as const)
        : index === now
          ? (['now', checkout.stepNow] as const)
          : (['next', checkout.stepNext] as const)
    return html`<li class="${look}"${index === now ? html` aria-current="step"` : ''}><span class="mark">${look === 'past' ? icon('done') : look === 'now' ? icon('clock') : ''}</span>
<span><span class="unseen">${said} </span>${look === 'past' ? wordFor(checkout.stepsDone, step) : checkout.parcelStates[step]}</span></li>`
  })
  return html`<ol class="timeline" aria-label="${checkout.timeline(seller)}">${steps}</ol>`
}

/** How an order stands, in a word; one whose card was refused was never more than a try. */
export function orderStateText({ state, payments }: Pick<OrderJson, 'state' | 'payments'>, locale: Locale): string {
  const { checkout } = messagesOf(locale)
  const wasRefused = state === 'cancelled' && payments.some((payment) => payment.method === 'card' && payment.state === 'failed')
  return wasRefused ? checkout.notPaid : checkout.orderStates[state]
}

/** Whether the money has come, or is paid at the door: before that there is nothing to write a receipt about. */
export const isSettled = ({ payments }: Pick<OrderJson, 'payments'>): boolean =>
  payments.every(({ method, state }) => state === 'captured' || state === 'refunded' || (method === 'cod' && state === 'pending'))

// What is under way waits for somebody; what was called off is over and stays plain.
const ORDER_LOOKS = { placed: ' warn', paid: ' warn', shipped: ' warn', delivered: ' ok', cancelled: '', refunded: '' } as const

/** Orders as a list: number, state, what is in them, total. */
export function orderList(orders: readonly OrderJson[], locale: Locale): Html {
  const { checkout, frame } = messagesOf(locale)
  const entries = orders.map(({ url, number, state, payments, lines, total, currency }) => {
    const names = lines.map(({ product }) => product.name).join(', ')
    return html`<li class="line wide"><div class="row">${nameLink({ name: checkout.order(number), url })}
<strong>${amount(total, currency, locale)}</strong></div>
<p class="meta"><span class="tag plain${ORDER_LOOKS[state]}">${orderStateText({ state, payments }, locale)}</span> ${frame.items(lines.length)}: ${names}</p></li>`
  })
  return html`<ul class="lines">${entries}</ul>`
}
