import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { amount } from './parts/amount.ts'
import type { PageContext } from './types.ts'

export interface SimulatedPaymentData {
  /** The id of the attempt. */
  readonly attempt: string
  readonly amount: string
  readonly currency: string
  readonly state: 'open' | 'challenged' | 'paid' | 'failed'
  /** The path of the order that is paid. */
  readonly order: string
}

/** The page of the simulated card provider: whoever pays chooses what the bank does, and reads beforehand what comes of it. */
export function simulatedPaymentPage(context: PageContext, data: SimulatedPaymentData): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const isOpen = data.state === 'open' || data.state === 'challenged'
  const main = html`<div class="narrow bank"><h1>${checkout.simulatedTitle}</h1>
<p class="price big">${amount(data.amount, data.currency, locale)}</p>${isOpen ? outcomes(data, locale) : over(data, locale)}</div>`
  return layout(context, { title: checkout.simulatedTitle, main, back: { path: data.order, label: checkout.toOrder } })
}

function outcomes({ attempt, state }: SimulatedPaymentData, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const hints: Readonly<Record<string, string>> = checkout.outcomeHints
  const buttons = Object.entries(checkout.outcomes)
    .filter(([outcome]) => state === 'open' || outcome !== 'challenge')
    .map(
      ([outcome, label]) => html`<li><button class="button${outcome === 'succeed' ? '' : ' secondary'}" name="outcome" value="${outcome}"
 aria-describedby="about-${outcome}">${label}</button><p class="fine" id="about-${outcome}">${hints[outcome]}</p></li>`,
    )
  return html`<p class="note info">${state === 'challenged' ? checkout.simulatedAsked : checkout.simulatedText}</p>
<form method="post" action="/payments/simulated/${encodeURIComponent(attempt)}"><ul class="outcomes" aria-label="${checkout.choosePayment}">${buttons}</ul></form>`
}

/** A payment that is over cannot be paid again: the page says how it ended and leads on. */
function over({ state, order }: SimulatedPaymentData, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  if (state === 'paid')
    return html`<p class="note ok">${checkout.simulatedPaid}</p><a class="button" href="${order}">${checkout.toOrder}</a>`
  return html`<p class="note warn">${checkout.simulatedFailed}</p><a class="button" href="/checkout">${checkout.toCheckout}</a>`
}
