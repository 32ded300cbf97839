import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { reasonText } from '../../i18n/refusals.ts'
import type { CartKnown } from '../cart-known.ts'
import type { CartJson, DiscountJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { amount } from './amount.ts'
import { hidden } from './form.ts'

/** The codes of a cart and the box for one more. The box stays closed: an open one sends people away to look for codes. */
export function discountCodes({ discounts, currency }: CartJson, { refusedCode }: CartKnown, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const codes = discounts.map((discount) => appliedCode(discount, currency, locale))
  return html`${codes.length > 0 ? html`<ul class="codes" aria-label="${cart.appliedCodes}">${codes}</ul>` : ''}
<details class="code"${refusedCode ? ' open' : ''}><summary>${cart.haveCode}</summary>${codeForm(refusedCode, locale)}</details>`
}

/** A refused code stays in the box, with the reason beside it. */
function codeForm(refused: CartKnown['refusedCode'], locale: Locale): Html {
  const { cart, frame } = messagesOf(locale)
  const wrong = refused
    ? html`<p class="wrong" id="code-error"><span class="unseen">${frame.errorPrefix} </span>${refused.text}</p>`
    : html``
  return html`<form class="inline" method="post" action="/cart/discount" data-cart="discount">${hidden('next', '/cart')}
<label for="code">${cart.code}</label>${wrong}
<input class="box" id="code" name="code" value="${refused?.code ?? ''}" autocomplete="off" autocapitalize="characters" spellcheck="false" enterkeyhint="done"
 maxlength="32"${refused ? html` aria-invalid="true" aria-describedby="code-error"` : ''} required>
<button class="button secondary" id="apply-code">${cart.applyCode}</button></form>`
}

/** A code that no longer applies stays, struck out with its reason: it is never dropped silently. */
function appliedCode({ code, amount: granted, reason }: DiscountJson, currency: string, locale: Locale): Html {
  const remove = { to: '/cart/discount/remove', label: messagesOf(locale).cart.removeCode, fields: { code }, cart: 'discount-remove' }
  const what = reason
    ? html`<s>${code}</s> <span class="wrong">${reasonText('discount', reason, {}, locale)}</span>`
    : html`<strong>${code}</strong> <span class="good">${amount(`-${granted}`, currency, locale)}</span>`
  return html`<li class="row"><span>${what}</span>${actionForm({ ...remove, about: code, next: '/cart', look: 'quiet' })}</li>`
}
