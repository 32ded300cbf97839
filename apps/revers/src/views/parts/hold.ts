import { type Html, html } from 'cartwright/html'
import { formatClock } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { CartKnown } from '../cart-known.ts'
import type { CartLineJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { dayAndClock } from './amount.ts'
import { icon } from './icon.ts'
import { problemPlace } from './problem-place.ts'

// What a seller keeps for somebody for days needs a date, and nobody wants to see it tick.
const HALF_A_DAY = 43_200_000

const isSoon = (until: string, now: string | null): boolean => now === null || Date.parse(until) - Date.parse(now) < HALF_A_DAY

/** Until when a thing is kept for this cart: a clock for those without script, a countdown where one runs. At zero the server really lets it go. */
export function holdState(
  { product }: Pick<CartLineJson, 'product'>,
  until: string,
  { now }: Pick<CartKnown, 'now'>,
  locale: Locale,
): Html {
  const { cart } = messagesOf(locale)
  if (!isSoon(until, now))
    return html`<p class="state ok">${icon('clock')}<span>${cart.held} ${cart.heldUntil} ${dayAndClock(until, locale)}</span></p>`
  const { name } = product
  const timer = html`<hold-timer until="${until}" warn="${cart.warnHold(name)}" gone="${cart.goneHold(name)}">${formatClock(until, locale)}</hold-timer>`
  return html`<p class="state ok hold">${icon('clock')}<span>${cart.held} <span class="at">${cart.heldUntil}</span><span class="left">${cart.heldFor}</span>
<bdi dir="ltr">${timer}</bdi>${cart.heldLeft === '' ? '' : html`<span class="left"> ${cart.heldLeft}</span>`}</span></p>`
}

/** One button that keeps all held things longer. With a script it shows when the time gets short, without one always. */
export function renewForm({ minutes }: CartKnown, id: string, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const label = minutes === null ? cart.renew : cart.renewMinutes(minutes)
  return html`<div class="renew"><p>${cart.moreTime}</p>${actionForm({ to: '/cart/renew', label, next: '/cart', cart: 'renew', id })}${problemPlace()}</div>`
}
