import { type Html, html } from 'cartwright/html'
import { isZero } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf, wordFor } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { amount, day } from './parts/amount.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import type { FormState, PageContext, WalletJson } from './types.ts'

export interface WalletPageData {
  readonly wallet: WalletJson
  readonly form: FormState
}

/** The wallet: what is there, how it came about, and a way to put more in. */
export function walletPage(context: PageContext, { wallet, form }: WalletPageData): Html {
  const { locale } = context
  const { account } = messagesOf(locale)
  const { balance, held, currency } = wallet
  const topUp = { name: 'amount', label: account.topUpAmount, hint: account.topUpHint, inputmode: 'decimal', required: true } as const
  const main = html`<div class="halves"><section class="panel"><h2>${account.balance}</h2>
<p class="price big">${amount(balance, currency, locale)}</p>
${isZero(held) ? '' : html`<p class="meta">${account.held}: ${amount(held, currency, locale)}</p>`}</section>
<section class="panel"><h2>${account.topUpTitle}</h2>${faultSummary(form, { amount: account.topUpAmount }, locale)}
<form method="post" action="/wallet/top-up">${hidden('next', '/wallet')}${field({ ...topUp, form, locale })}
<button class="button">${account.topUp}</button></form></section></div>
<h2>${account.ledger}</h2>${ledger(wallet, locale)}`
  return accountLayout(context, { title: account.wallet, main, faulty: hasFault(form) })
}

function ledger({ entries, currency }: WalletJson, locale: Locale): Html {
  const { account } = messagesOf(locale)
  if (entries.length === 0) return html`<p class="meta">${account.noEntries}</p>`
  const rows = entries.map(
    ({ at, kind, amount: sum, order }) => html`<tr><td>${day(at, locale)}</td><td>${wordFor(account.kinds, kind)}</td>
<td>${order === undefined ? '' : html`<a href="/orders/${encodeURIComponent(order)}">${account.order}</a>`}</td>
<td class="figure">${amount(sum, currency, locale)}</td></tr>`,
  )
  return html`<section class="scroll" tabindex="0" aria-label="${account.ledger}"><table><thead><tr>
<th scope="col">${account.at}</th><th scope="col">${account.kind}</th><th scope="col">${account.order}</th>
<th scope="col" class="figure">${account.amount}</th></tr></thead><tbody>${rows}</tbody></table></section>`
}
