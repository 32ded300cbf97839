import { type Html, html } from 'cartwright/html'
import { isZero, toType } from '../i18n/format.ts'
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
  const { locale, user } = context
  const { account } = messagesOf(locale)
  const { balance, held, currency } = wallet
  const topUp = { name: 'amount', label: account.topUpAmount, hint: account.topUpHint, inputmode: 'decimal', required: true } as const
  // Checkout sends those here whose wallet is too small, with what is missing and the way back.
  const asked = new URLSearchParams(context.path.split('?')[1])
  const sells = user?.roles.includes('seller') === true
  const main = html`<div class="halves"><section class="panel"><h2>${account.balance}</h2>
<p class="price big">${amount(balance, currency, locale)}</p><p class="meta">${isZero(balance) ? account.emptyWallet : account.howToSpend}</p>
${isZero(held) ? '' : html`<p><strong>${account.held}: ${amount(held, currency, locale)}</strong><br><span class="meta">${account.heldText}</span></p>`}
${sells ? html`<p><a href="/sell/payouts">${account.payOutLink}</a></p>` : ''}</section>
<section class="panel"><h2>${account.topUpTitle}</h2>${faultSummary(form, { amount: account.topUpAmount }, locale)}
<form method="post" action="/wallet/top-up">${hidden('next', asked.get('next') ?? '/wallet')}${field({ ...topUp, value: toType(asked.get('amount') ?? '', locale), form, locale })}
<button class="button">${account.topUp}</button></form></section></div>
<h2>${account.ledger}</h2>${ledger(wallet, locale)}`
  return accountLayout(context, { title: account.wallet, main, faulty: hasFault(form) })
}

function ledger(wallet: WalletJson, locale: Locale): Html {
  const { entries, currency } = wallet
  const { account } = messagesOf(locale)
  if (entries.length === 0) return html`<div class="empty small"><h3>${account.noEntries}</h3><p>${account.noEntriesText}</p></div>`
  const after = balancesAfter(wallet)
  const rows = entries.map(
    ({ at, kind, amount: sum, order }, index) => html`<tr><td>${wordFor(account.kinds, kind)}${
      order === undefined ? '' : html` · <a href="/orders/${encodeURIComponent(order)}">${account.order}</a>`
    }<span class="fine">${day(at, locale)}</span></td>
<td class="figure${sum.startsWith('-') || isZero(sum) ? '' : ' good'}">${amount(sum, currency, locale)}</td><td class="figure">${amount(after[index] ?? '', currency, locale)}</td></tr>`,
  )
  return html`<section class="scroll" tabindex="0" aria-label="${account.ledger}"><table class="ledger"><thead><tr><th scope="col">${account.kind}</th>
<th scope="col" class="figure">${account.amount}</th><th scope="col" class="figure">${account.balanceAfter}</th></tr></thead><tbody>${rows}</tbody></table></section>`
}

/** What could be spent after each entry, from the balance of now back: entries beyond the last one shown need not be known. */
function balancesAfter({ balance, entries }: WalletJson): string[] {
  const decimals = balance.split('.')[1]?.length ?? 0
  let left = minorOf(balance)
  return entries.map(({ amount: sum }) => {
    const after = left
    left -= minorOf(sum)
    return decimalOf(after, decimals)
  })
}

const minorOf = (text: string): bigint => BigInt(text.replace('.', ''))

function decimalOf(minor: bigint, decimals: number): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  return `${minor < 0n ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(-decimals)}` : ''}`
}
