import { type Html, html } from 'cartwright/html'
import { isZero } from '../i18n/format.ts'
import { messagesOf } from '../i18n/messages.ts'
import type { PayoutsJson } from './market-types.ts'
import { accountLayout } from './parts/account-frame.ts'
import { amount } from './parts/amount.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import type { FormState, PageContext } from './types.ts'

export interface PayoutsData {
  readonly payouts: PayoutsJson
  /** What can be paid out. */
  readonly balance: string
  /** What the shop keeps of each price, in percent. */
  readonly commission: number
  /** The idempotency key of this rendering: a second click is the same payout. */
  readonly key: string
  readonly form: FormState
}

/** What a seller has earned, what waits, and a form to have it paid out. */
export function payoutsPage(context: PageContext, { payouts, balance, commission, key, form }: PayoutsData): Html {
  const { locale } = context
  const { market, account } = messagesOf(locale)
  const { waiting, released, refunded, debt } = payouts
  const isNew = [waiting, released, refunded, debt].every(isZero)
  const sum = { name: 'amount', label: market.payOutAmount, hint: market.payOutHint, inputmode: 'decimal', required: true } as const
  const main = html`<p class="meta">${market.payoutsText} ${market.commission(commission)}</p>${isNew ? html`<p class="note">${market.noPayouts}</p>` : ''}
<div class="halves"><section class="panel"><h2>${market.payouts}</h2>${figures(payouts, balance, context)}</section>
<section class="panel"><h2>${market.payOut}</h2>
${faultSummary(form, { amount: market.payOutAmount }, locale)}
<form method="post" action="/wallet/pay-out">${hidden('next', '/sell/payouts')}${hidden('key', key)}${field({ ...sum, form, locale })}
<button class="button">${market.payOut}</button></form></section></div>
<p class="ways"><a href="/wallet">${account.seeLedger}</a></p>`
  return accountLayout(context, { title: market.payoutsTitle, main, faulty: hasFault(form) })
}

/** Each figure with a sentence that says what it is: nobody should have to ask why the money is not there. */
function figures({ waiting, released, refunded, debt, currency }: PayoutsJson, balance: string, { locale }: PageContext): Html {
  const { market, account } = messagesOf(locale)
  const figure = (label: string, value: string, text: string): Html =>
    html`<div><dt>${label}<span class="fine">${text}</span></dt><dd>${amount(value, currency, locale)}</dd></div>`
  return html`<dl class="figures">${figure(account.balance, balance, market.availableText)}${figure(market.waiting, waiting, market.waitingText)}
${figure(market.releasedMoney, released, market.releasedText)}${isZero(refunded) ? '' : figure(market.refundedMoney, refunded, '')}
${isZero(debt) ? '' : figure(market.debt, debt, market.debtText)}</dl>`
}
