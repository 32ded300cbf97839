import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { actionForm, confirmedAction } from './parts/action-form.ts'
import { amount } from './parts/amount.ts'
import { cartLine, savedLine } from './parts/cart-line.ts'
import { discountCodes } from './parts/discounts.ts'
import { cartNotices, payingOrder } from './parts/notices.ts'
import { totalsList } from './parts/totals.ts'
import type { CartGroupJson, CartJson, CartLineJson } from './types.ts'

/** The mini cart: lines, totals and the way to pay. Field `html` of the drawer answer. */
export function cartDrawer(cart: CartJson, locale: Locale): Html {
  const words = messagesOf(locale).cart
  if (cart.lines.length === 0) return html`${cartNotices(cart, locale)}${emptyCart(locale)}`
  const lines = cart.lines.map((line) =>
    cartLine(line, { currency: cart.currency, locale, compact: true, frozen: payingOrder(cart) !== null }),
  )
  return html`${cartNotices(cart, locale)}<ul class="lines" tabindex="0" aria-label="${words.lines}">${lines}</ul>
<div class="drawer-foot">${totalsList(cart.totals, cart.currency, locale)}${checkoutLink(cart, locale)}
<p class="fine"><a href="/cart">${words.viewCart}</a></p></div>`
}

/** The inside of the cart page, also alone as field `html` of the drawer answer when `fragment=cart` is asked. */
export function cartFragment(cart: CartJson, locale: Locale): Html {
  if (cart.lines.length === 0) return html`${cartNotices(cart, locale)}${emptyCart(locale)}${savedLines(cart, locale)}`
  const words = messagesOf(locale).cart
  return html`${cartNotices(cart, locale)}<div class="columns"><div>${parcels(cart, locale)}${cartActions(cart, locale)}${savedLines(cart, locale)}</div>
<aside class="panel" aria-labelledby="summary"><h2 id="summary">${words.summary}</h2>${payingOrder(cart) === null ? discountCodes(cart, locale) : ''}
${totalsList(cart.totals, cart.currency, locale)}${checkoutLink(cart, locale)}<p class="fine">${words.protectionExplained}</p></aside></div>`
}

/** An empty cart, with the way back to the shop. */
export function emptyCart(locale: Locale): Html {
  const { cart } = messagesOf(locale)
  return html`<div class="empty"><h2>${cart.empty}</h2><p>${cart.emptyText}</p><a class="button" href="/">${cart.discover}</a></div>`
}

function checkoutLink(shown: CartJson, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const paying = payingOrder(shown)
  if (paying !== null) return html`<a class="button" href="/orders/${encodeURIComponent(paying)}">${cart.toPayment}</a>`
  const { lines } = shown
  const buyable = lines.some(({ state }) => state === 'ok' || state === 'price_changed')
  return buyable ? html`<a class="button" href="/checkout">${cart.checkout}</a>` : html`<p class="note warn">${cart.nothingToBuy}</p>`
}

/** One parcel a seller; lines that belong to no parcel, such as lapsed ones, come last under a heading of their own. */
function parcels(shown: CartJson, locale: Locale): Html {
  const { lines, groups, currency } = shown
  const { cart } = messagesOf(locale)
  const frozen = payingOrder(shown) !== null
  const section = (title: string, members: readonly CartLineJson[], foot: Html): Html =>
    html`<section class="parcel"><h2>${title}</h2>
<ul class="lines">${members.map((line) => cartLine(line, { currency, locale, frozen }))}</ul>${foot}</section>`
  const grouped = new Set(groups.flatMap((group) => group.lines))
  const others = lines.filter(({ id }) => !grouped.has(id))
  return html`${groups.map((group) =>
    section(
      cart.parcel(group.seller?.name),
      lines.filter(({ id }) => group.lines.includes(id)),
      parcelCosts(group, currency, locale),
    ),
  )}${others.length > 0 ? section(cart.otherLines, others, html``) : ''}`
}

function parcelCosts({ fee, shipping }: CartGroupJson, currency: string, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  return html`<p class="fine">${cart.parcelProtection}: ${amount(fee, currency, locale)} ·
${cart.parcelDelivery}: ${shipping === null ? cart.deliveryUnknown : amount(shipping, currency, locale)}</p>`
}

function cartActions(shown: CartJson, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  if (payingOrder(shown) !== null) return html``
  const { lines } = shown
  const held = lines.some((line) => line.kind === 'item' && line.held_until !== undefined)
  return html`<div class="actions">${held ? actionForm({ to: '/cart/renew', label: cart.renew, next: '/cart', cart: 'renew' }) : ''}
${confirmedAction(cart.clear, { to: '/cart/clear', label: cart.clearConfirm, next: '/cart', cart: 'clear' })}</div>`
}

function savedLines(shown: CartJson, locale: Locale): Html {
  const { saved, currency } = shown
  if (saved.length === 0) return html``
  const frozen = payingOrder(shown) !== null
  return html`<section class="parcel"><h2>${messagesOf(locale).cart.saved}</h2>
<ul class="lines">${saved.map((line) => savedLine(line, { currency, locale, frozen }))}</ul></section>`
}
