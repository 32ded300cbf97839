import { type Html, html } from 'cartwright/html'
import { productType } from '../../garments/product-types.ts'
import { formatQuantity } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import { type CartKnown, NOTHING_KNOWN } from '../cart-known.ts'
import type { CartLineJson, NoticeJson, OrderLineJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { amount } from './amount.ts'
import { hidden } from './form.ts'
import { lineState, seenPrice } from './line-state.ts'
import { problemPlace } from './problem-place.ts'
import { detailWords, nameLink, thumbnail } from './thing.ts'

export interface LineOptions {
  readonly currency: string
  readonly locale: Locale
  /** The drawer: only what fits, and only removing. */
  readonly compact?: boolean
  /** The cart waits for its payment: nothing may be done with the line. */
  readonly frozen?: boolean
  /** What the cart remarks about this line. */
  readonly notice?: NoticeJson | undefined
  readonly known?: CartKnown
}

/** One line of the cart: what it is, how it stands, what may be done with it. */
export function cartLine(line: CartLineJson, options: LineOptions): Html {
  const { currency, locale, compact = false, frozen = false, notice, known = NOTHING_KNOWN } = options
  const { id, product, state } = line
  const counted = !productType(product.type).unique
  const isOut = state === 'expired' || state === 'unavailable'
  const total = amount(line.line_total, currency, locale)
  return html`<li class="line ${state}" data-line="${id}">${thumbnail(product)}
<div><div class="row">${nameLink(product)}${isOut ? html`<s class="meta">${total}</s>` : html`<strong>${total}</strong>`}</div>
${aboutLine(line, known, currency, locale)}${lineState(line, notice, known, locale)}
${counted && !compact && !frozen ? quantityForm(line, locale) : ''}${frozen ? '' : lineActions(line, notice, locale, compact)}</div></li>`
}

/** A line put aside, with the way back. */
export function savedLine(line: CartLineJson, { currency, locale, frozen = false, known = NOTHING_KNOWN }: LineOptions): Html {
  const { id, product, unit_price: price, state } = line
  const { cart, frame } = messagesOf(locale)
  const back = { to: `/cart/saved/${encodeURIComponent(id)}/return`, label: cart.returnToCart, cart: 'return' }
  const about = product.name
  const isGone = state === 'unavailable'
  return html`<li class="line ${state}" data-line="${id}">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${amount(price, currency, locale)}</strong></div>
${aboutLine(line, known, currency, locale)}${isGone ? html`<p class="state bad">${cart.unavailable}.</p>` : ''}
${
  frozen
    ? ''
    : html`<div class="actions">${isGone ? '' : actionForm({ ...back, about, next: '/cart', look: 'quiet' })}
${actionForm({ to: `/cart/items/${encodeURIComponent(id)}/remove`, label: frame.remove, about, next: '/cart', look: 'quiet', cart: 'remove', id: `remove-${id}` })}${problemPlace()}</div>`
}</div></li>`
}

/** `Nordfall · M · bună` for a piece, as far as it is known; `2 × 39,00 RON` for what is counted; else nothing. */
function aboutLine(line: CartLineJson, { details }: CartKnown, currency: string, locale: Locale): Html {
  const { brand, size, condition } = details.get(line.id) ?? {}
  const words = detailWords(brand, size, condition && wordFor(messagesOf(locale).shop.conditions, condition))
  return html`${words === '' ? '' : html`<p class="meta">${words}</p>`}
${productType(line.product.type).unique ? '' : html`<p class="meta">${unitsText(line, currency, locale)}</p>`}`
}

/** `2 × 39,00 RON`, or `1,25 kg × 85,00 RON` for what is weighed; unique goods have no quantity, so nothing is said. */
export function unitsText({ quantity, unit_price: price, product }: OrderLineJson, currency: string, locale: Locale): Html {
  const { unique, scale } = productType(product.type)
  // Of a single piece the price stands beside it already.
  if (unique || (scale === 0 && quantity === 1)) return html``
  const unit = scale > 0 ? ` ${messagesOf(locale).frame.kilograms}` : ''
  return html`<bdi dir="ltr">${formatQuantity(quantity, locale)}${unit} × ${amount(price, currency, locale)}</bdi>`
}

function quantityForm({ id, quantity, product }: CartLineJson, locale: Locale): Html {
  const { shop, cart } = messagesOf(locale)
  const weighed = productType(product.type).scale > 0
  return html`<form class="inline" method="post" action="/cart/items/${encodeURIComponent(id)}" data-cart="update">${hidden('next', '/cart')}
<label for="quantity-${id}">${weighed ? shop.weight : shop.quantity}<span class="unseen"> ${product.name}</span></label>
<input class="box short" id="quantity-${id}" name="quantity" value="${formatQuantity(quantity, locale)}" inputmode="${weighed ? 'decimal' : 'numeric'}"
 autocomplete="off" enterkeyhint="done" required>
<button class="link" id="update-${id}">${cart.update}<span class="unseen"> ${product.name}</span></button>${problemPlace()}</form>`
}

/** Where removing leads to: a page that can put the thing back, with as much of it. */
function removedPath({ product, quantity }: CartLineJson): string {
  const { unique } = productType(product.type)
  const named = new URLSearchParams({ removed: `${product.type}:${product.id}`, ...(unique ? {} : { quantity: String(quantity) }) })
  return `/cart?${named.toString()}`
}

/**
 * A lapsed line is held again by adding its product once more. What was won is not saved for later: the right to it is kept anyway; nor is what
 * is gone.
 */
function lineActions(line: CartLineJson, notice: NoticeJson | undefined, locale: Locale, compact: boolean): Html {
  const { id, product, state, kind } = line
  const { frame, cart } = messagesOf(locale)
  const about = product.name
  const won = kind === 'auction_win'
  const remove = { to: `/cart/items/${encodeURIComponent(id)}/remove`, label: frame.remove, about, cart: 'remove', id: `remove-${id}` }
  const save = { to: '/cart/saved', label: cart.saveForLater, about, fields: { line: id }, cart: 'save' }
  return html`<div class="actions">${expiredAction(line, notice, locale)}${state === 'price_changed' ? seenPrice(about, locale) : ''}
${actionForm({ ...remove, next: removedPath(line), look: 'quiet' })}
${compact || won || state === 'unavailable' ? '' : actionForm({ ...save, next: '/cart', look: 'quiet' })}
${won && !compact ? html`<a class="link" href="/account/wins">${cart.wonDecline}</a>` : ''}${problemPlace()}</div>`
}

/** What helps a line whose hold is over: holding it again, or a look at whether it is free where somebody else has it. */
function expiredAction({ id, product, state, kind }: CartLineJson, notice: NoticeJson | undefined, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  if (state !== 'expired' || kind === 'auction_win' || notice?.code === 'insufficient_stock') return html``
  if (notice?.code === 'item_taken')
    return product.url === null
      ? html``
      : html`<a class="link" href="${product.url}">${cart.seeThing}<span class="unseen"> ${product.name}</span></a>`
  const fields = { product: `${product.type}:${product.id}` }
  return actionForm({
    to: '/cart/items',
    label: cart.holdAgain,
    about: product.name,
    next: '/cart',
    fields,
    cart: 'return',
    id: `again-${id}`,
  })
}
