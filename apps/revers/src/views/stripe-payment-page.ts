import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { amount } from './parts/amount.ts'
import type { PageContext } from './types.ts'

export interface StripePaymentData {
  readonly order: string
  readonly amount: string
  readonly currency: string
  /** What Stripe's script needs; null once the payment is over. */
  readonly client_secret: string | null
}

/** Where a buyer pays by Stripe. A script finds what it needs in the attributes; without one the buyer gets back to the order. */
export function stripePaymentPage(context: PageContext, data: StripePaymentData): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const order = `/orders/${encodeURIComponent(data.order)}`
  const pay =
    data.client_secret === null
      ? html`<p class="note">${checkout.stripeOver}</p>`
      : html`<p class="note info">${checkout.stripeText}</p>
<div id="payment" data-client-secret="${data.client_secret}" data-return="${order}"></div>`
  const main = html`<div class="narrow bank"><h1>${checkout.stripeTitle}</h1>
<p class="price big">${amount(data.amount, data.currency, locale)}</p>${pay}
<a class="button secondary" href="${order}">${checkout.toOrder}</a></div>`
  return layout(context, { title: checkout.stripeTitle, main, back: { path: order, label: checkout.toOrder } })
}
