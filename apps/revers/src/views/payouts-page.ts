import { type Html, html } from 'cartwright/html'
import { isZero } from '../i18n/format.ts'
import { messagesOf } from '../i18n/messages.ts'
import type { PayoutsJson } from './market-types.ts'
import { accountLayout } from './parts/account-frame.ts'
import { amount } from './parts/amount.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import { totalsRows } from './parts/totals.ts'
import type { FormState, PageContext } from './types.ts'

export interface PayoutsData {
  readonly payouts: PayoutsJson
  /** What can be paid out. */
  readonly balance: string
  /** The idempotency key of this rendering: a second click is the same payout. */
  readonly key: string
  readonly form: FormState
}

/** What a seller has earned, what waits, and a form to have it paid out. */
export function payoutsPage(context: PageContext, { payouts, balance, key, form }: PayoutsData): Html {
  const { locale } = context
  const { market, account } = messagesOf(locale)
  const { currency, waiting, released, debt } = payouts
  const sums = totalsRows([
    [market.waiting, amount(waiting, currency, locale)],
    [market.releasedMoney, amount(released, currency, locale)],
    ...(isZero(debt) ? [] : [[market.debt, amount(debt, currency, locale)] as const]),
  ])
  const sum = { name: 'amount', label: market.payOutAmount, hint: market.payOutHint, inputmode: 'decimal', required: true } as const
  const main = html`<p class="fine">${market.payoutsText}</p><div class="halves"><section class="panel"><h2>${market.payouts}</h2>${sums}</section>
<section class="panel"><h2>${market.payOut}</h2><p class="meta">${account.balance}: ${amount(balance, currency, locale)}</p>
${faultSummary(form, { amount: market.payOutAmount }, locale)}
<form method="post" action="/wallet/pay-out">${hidden('next', '/sell/payouts')}${hidden('key', key)}${field({ ...sum, form, locale })}
<button class="button">${market.payOut}</button></form></section></div>
<p><a href="/wallet">${account.ledger}</a></p>`
  return accountLayout(context, { title: market.payoutsTitle, main, faulty: hasFault(form) })
}
