import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { amount } from './parts/amount.ts'
import type { PageContext } from './types.ts'

export interface SimulatedPaymentData {
  /** The id of the attempt. */
  readonly attempt: string
  readonly amount: string
  readonly currency: string
}

/** The page of the simulated card provider: whoever pays chooses what the bank does. */
export function simulatedPaymentPage(context: PageContext, data: SimulatedPaymentData): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const buttons = Object.entries(checkout.outcomes).map(
    ([outcome, label]) =>
      html`<button class="button${outcome === 'succeed' ? '' : ' secondary'}" name="outcome" value="${outcome}">${label}</button>`,
  )
  const main = html`<div class="narrow"><h1>${checkout.simulatedTitle}</h1>
<p class="price big">${amount(data.amount, data.currency, locale)}</p><p class="note">${checkout.simulatedText}</p>
<form class="stack" method="post" action="/payments/simulated/${encodeURIComponent(data.attempt)}">${buttons}</form></div>`
  return layout(context, { title: checkout.simulatedTitle, main })
}
