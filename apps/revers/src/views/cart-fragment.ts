import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { type CartKnown, NOTHING_KNOWN, type PlacedOrder } from './cart-known.ts'
import { actionForm } from './parts/action-form.ts'
import { amount } from './parts/amount.ts'
import { cartLine, savedLine } from './parts/cart-line.ts'
import { discountCodes } from './parts/discounts.ts'
import { hidden } from './parts/form.ts'
import { renewForm } from './parts/hold.ts'
import { noticeAt } from './parts/line-state.ts'
import { cartNotices, payingOrder } from './parts/notices.ts'
import { isEstimate, protectionDetails, totalsList } from './parts/totals.ts'
import type { CartGroupJson, CartJson, CartLineJson } from './types.ts'

/** The mini cart: lines, totals and the way to pay. Field `html` of the drawer answer. */
export function cartDrawer(cart: CartJson, locale: Locale, known: CartKnown = NOTHING_KNOWN): Html {
  const words = messagesOf(locale).cart
  const above = html`${cartNotices(cart, locale)}${putBack(known, locale)}`
  if (cart.lines.length === 0) return html`${above}${emptyCart(locale)}`
  const frozen = payingOrder(cart) !== null
  const { currency, notices } = cart
  const lines = cart.lines.map((line) =>
    cartLine(line, { currency, locale, compact: true, frozen, notice: noticeAt(notices, line.id), known }),
  )
  return html`${above}<ul class="lines" tabindex="0" aria-label="${words.lines}">${lines}</ul>
<div class="drawer-foot">${renewal(cart, known, 'renew', locale)}${money(cart, locale)}${checkoutLink(cart, locale)}
<p class="fine"><a href="/cart">${words.viewCart}</a></p></div>`
}

/** The inside of the cart page, also alone as field `html` of the drawer answer when `fragment=cart` is asked. */
export function cartFragment(cart: CartJson, locale: Locale, known: CartKnown = NOTHING_KNOWN): Html {
  const above = html`${cartNotices(cart, locale)}${putBack(known, locale)}`
  if (cart.lines.length === 0)
    return html`${above}${placedNote(known.placed, locale)}${emptyCart(locale)}${savedLines(cart, known, locale)}`
  const words = messagesOf(locale).cart
  const { currency } = cart
  const { protection } = known
  return html`${above}<div class="columns"><div>${parcels(cart, known, locale)}${clearCart(cart, locale)}${savedLines(cart, known, locale)}${payBar(cart, locale)}</div>
<aside class="panel" aria-labelledby="summary"><h2 id="summary">${words.summary}</h2>${payingOrder(cart) === null ? discountCodes(cart, known, locale) : ''}
${money(cart, locale)}${checkoutLink(cart, locale)}
${protection === null ? '' : protectionDetails(protection, currency, locale)}${renewal(cart, known, 'renew', locale)}</aside></div>`
}

/** On a narrow page the way to pay stays in sight while the lines are; it goes where the summary comes, which says the same. */
function payBar(shown: CartJson, locale: Locale): Html {
  const { totals, currency, lines } = shown
  if (payingOrder(shown) !== null || !lines.some(isBuyable)) return html``
  const { cart } = messagesOf(locale)
  return html`<div class="pay-bar"><p><span class="fine">${isEstimate(totals) ? cart.estimatedTotal : cart.total}</span> <strong>${amount(totals.total, currency, locale)}</strong></p>
${checkoutLink(shown, locale)}</div>`
}

/** Why the cart is empty: another page of the same buyer, or he himself before he went back, has just ordered. */
export function placedNote(placed: PlacedOrder | null | undefined, locale: Locale): Html {
  if (!placed) return html``
  const { cart, checkout } = messagesOf(locale)
  return html`<p class="note">${cart.justPlaced(placed.number)} <a href="${placed.url}">${checkout.toOrder}</a></p>`
}

/** An empty cart, with the way back to the shop. */
export function emptyCart(locale: Locale): Html {
  const { cart } = messagesOf(locale)
  return html`<div class="empty">${HANGER}<h2>${cart.empty}</h2><p>${cart.emptyText}</p>
<div class="actions"><a class="button" href="/">${cart.discover}</a><a href="/auctions">${cart.toAuctions}</a></div></div>`
}

/** A hanger with nothing on it. */
const HANGER = html`<svg class="icon hanger" viewBox="0 0 160 110" width="160" height="110" aria-hidden="true" focusable="false">
<path d="M10 14h140"/><path d="M72 24c0-14 18-13 18-1 0 9-10 8-10 18v5"/><path d="M80 46 24 82c-6 4-3 12 4 12h104c7 0 10-8 4-12L80 46Z"/></svg>`

const isBuyable = ({ state }: CartLineJson): boolean => state === 'ok' || state === 'price_changed'

function checkoutLink(shown: CartJson, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  const paying = payingOrder(shown)
  if (paying !== null) return html`<a class="button" href="/orders/${encodeURIComponent(paying)}">${cart.toPayment}</a>`
  return shown.lines.some(isBuyable)
    ? html`<a class="button" href="/checkout">${cart.checkout}</a>`
    : html`<p class="note warn">${cart.nothingToBuy}</p>`
}

/** The totals and what they leave out. Where nothing can be bought there is nothing to add up: the line below says so. */
const money = (shown: CartJson, locale: Locale): Html =>
  html`${shown.lines.some(isBuyable) ? totalsList(shown.totals, shown.currency, locale) : ''}${excluded(shown, locale)}`

/** How many lines the total leaves out, so that nobody wonders. */
function excluded({ lines }: CartJson, locale: Locale): Html {
  const out = lines.filter((line) => !isBuyable(line)).length
  return out === 0 || out === lines.length ? html`` : html`<p class="fine">${messagesOf(locale).cart.excluded(out)}</p>`
}

/** Where holds run, the button that makes them longer. It stands where nothing moves when a script makes it appear. */
function renewal(shown: CartJson, known: CartKnown, id: string, locale: Locale): Html {
  const held = shown.lines.some((line) => line.kind === 'item' && line.held_until !== undefined)
  return held && payingOrder(shown) === null ? renewForm(known, id, locale) : html``
}

/** What was just taken out can be put back while it is free: it is added once more. */
function putBack({ removed }: CartKnown, locale: Locale): Html {
  if (removed === null) return html``
  const { cart } = messagesOf(locale)
  const { product, quantity } = removed
  return html`<form class="note put-back" method="post" action="/cart/items" data-cart="return">${hidden('next', '/cart')}${hidden('product', product)}
${quantity === null ? '' : hidden('quantity', quantity)}<p>${cart.removed}</p><button class="link" id="put-back">${cart.putBack}</button></form>`
}

/** One parcel a seller; lines that belong to no parcel, such as lapsed ones, come last under a heading of their own. */
function parcels(shown: CartJson, known: CartKnown, locale: Locale): Html {
  const { lines, groups, currency, notices } = shown
  const { cart } = messagesOf(locale)
  const frozen = payingOrder(shown) !== null
  const section = (title: string, members: readonly CartLineJson[], foot: Html): Html => {
    const items = members.map((line) => cartLine(line, { currency, locale, frozen, notice: noticeAt(notices, line.id), known }))
    return html`<section class="parcel"><h2>${title}</h2><ul class="lines">${items}</ul>${foot}</section>`
  }
  const grouped = new Set(groups.flatMap((group) => group.lines))
  const others = lines.filter(({ id }) => !grouped.has(id))
  return html`${groups.map((group) =>
    section(
      cart.parcel(group.seller?.name),
      lines.filter(({ id }) => group.lines.includes(id)),
      parcelCosts(group, shown, locale),
    ),
  )}${others.length > 0 ? section(cart.otherLines, others, html``) : ''}`
}

function parcelCosts({ fee, shipping }: CartGroupJson, { totals, currency }: CartJson, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  return html`<p class="fine parcel-costs"><span>${cart.parcelProtection} ${amount(fee, currency, locale)}</span>
<span>${totals.shipping_is_estimate ? cart.parcelEstimate : cart.parcelDelivery} ${shipping === null ? cart.deliveryUnknown : amount(shipping, currency, locale)}</span></p>`
}

/** Emptying asks first: the button stands behind a summary that says what it does. */
function clearCart(shown: CartJson, locale: Locale): Html {
  if (payingOrder(shown) !== null) return html``
  const { cart } = messagesOf(locale)
  return html`<details class="confirm"><summary>${cart.clear}</summary><p class="fine">${cart.clearText}${shown.lines.some(({ kind }) => kind === 'auction_win') ? html` ${cart.clearKeepsWins}` : ''}</p>
${actionForm({ to: '/cart/clear', label: cart.clearConfirm, next: '/cart', cart: 'clear' })}</details>`
}

function savedLines(shown: CartJson, known: CartKnown, locale: Locale): Html {
  const { saved, currency } = shown
  if (saved.length === 0) return html``
  const frozen = payingOrder(shown) !== null
  return html`<section class="parcel saved"><h2>${messagesOf(locale).cart.saved}</h2>
<ul class="lines">${saved.map((line) => savedLine(line, { currency, locale, frozen, known }))}</ul></section>`
}
