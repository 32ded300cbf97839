import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { reasonText } from '../../i18n/refusals.ts'
import type { CartJson, DiscountJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { amount } from './amount.ts'

/** The codes of a cart and the box for one more. The box stays closed: an open one sends people away to look for codes. */
export function discountCodes({ discounts, currency }: CartJson, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const codes = discounts.map((discount) => appliedCode(discount, currency, locale))
  return html`${codes.length > 0 ? html`<ul class="codes" aria-label="${cart.appliedCodes}">${codes}</ul>` : ''}
<details class="code"><summary>${cart.haveCode}</summary>
<form class="inline" method="post" action="/cart/discount" data-cart="discount"><input type="hidden" name="next" value="/cart">
<label for="code">${cart.code}</label>
<input class="box" id="code" name="code" autocomplete="off" autocapitalize="characters" maxlength="32" required>
<button class="button secondary">${cart.applyCode}</button></form></details>`
}

/** A code that no longer applies stays, struck out with its reason: it is never dropped silently. */
function appliedCode({ code, amount: granted, reason }: DiscountJson, currency: string, locale: Locale): Html {
  const remove = { to: '/cart/discount/remove', label: messagesOf(locale).cart.removeCode, fields: { code }, cart: 'discount-remove' }
  const what = reason
    ? html`<s>${code}</s> <span class="fine">${reasonText('discount', reason, {}, locale)}</span>`
    : html`${code} <span class="fine">${amount(`-${granted}`, currency, locale)}</span>`
  return html`<li class="row"><span>${what}</span>${actionForm({ ...remove, about: code, next: '/cart', look: 'quiet' })}</li>`
}
