import { type Html, html } from 'cartwright/html'
import { productType } from '../../garments/product-types.ts'
import { formatQuantity } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { CartLineJson, OrderLineJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { amount, clock, dayAndClock } from './amount.ts'
import { nameLink, thumbnail } from './thing.ts'

export interface LineOptions {
  readonly currency: string
  readonly locale: Locale
  /** The drawer: only what fits, and only removing. */
  readonly compact?: boolean
  /** The cart waits for its payment: nothing may be done with the line. */
  readonly frozen?: boolean
}

/** One line of the cart: what it is, how it stands, what may be done with it. */
export function cartLine(line: CartLineJson, { currency, locale, compact = false, frozen = false }: LineOptions): Html {
  const { product, state } = line
  const counted = !productType(product.type).unique
  return html`<li class="line ${state}" data-line="${line.id}">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${amount(line.line_total, currency, locale)}</strong></div>
<p class="meta">${unitsText(line, currency, locale)}</p>${lineState(line, locale)}
${counted && !compact && !frozen ? quantityForm(line, locale) : ''}${frozen ? '' : lineActions(line, locale, compact)}</div></li>`
}

/** A line put aside, with the way back. */
export function savedLine({ id, product, unit_price: price }: CartLineJson, { currency, locale, frozen = false }: LineOptions): Html {
  const back = { to: `/cart/saved/${encodeURIComponent(id)}/return`, label: messagesOf(locale).cart.returnToCart }
  return html`<li class="line" data-line="${id}">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${amount(price, currency, locale)}</strong></div>
<p class="meta">${product.seller?.name}</p>
${frozen ? '' : html`<div class="actions">${actionForm({ ...back, about: product.name, next: '/cart', look: 'quiet', cart: 'return' })}</div>`}</div></li>`
}

/** `2 × 39,00 RON`, or `1,25 kg × 85,00 RON` for what is weighed; unique goods have no quantity, so nothing is said. */
export function unitsText({ quantity, unit_price: price, product }: OrderLineJson, currency: string, locale: Locale): Html {
  const { unique, scale } = productType(product.type)
  if (unique) return html``
  const unit = scale > 0 ? ` ${messagesOf(locale).frame.kilograms}` : ''
  return html`<bdi dir="ltr">${formatQuantity(quantity, locale)}${unit} × ${amount(price, currency, locale)}</bdi>`
}

function lineState({ state, kind, held_until: until }: CartLineJson, locale: Locale): Html {
  const { cart } = messagesOf(locale)
  switch (state) {
    case 'expired':
      return html`<p class="state warn"><strong>${cart.expired}.</strong> ${cart.expiredText}</p>`
    case 'unavailable':
      return html`<p class="state bad"><strong>${cart.unavailable}.</strong> ${cart.unavailableText}</p>`
    case 'price_changed':
      return html`<p class="state warn"><strong>${cart.priceChanged}.</strong> ${cart.priceChangedText}</p>`
    case 'ok':
      if (kind === 'auction_win')
        return html`<p class="state ok">${until ? html`${cart.wonPayBy} ${dayAndClock(until, locale)}` : cart.won}</p>`
      return until ? html`<p class="state ok">${cart.held} ${clock(until, locale)}</p>` : html``
  }
}

function quantityForm({ id, quantity, product }: CartLineJson, locale: Locale): Html {
  const { shop, cart } = messagesOf(locale)
  const weighed = productType(product.type).scale > 0
  return html`<form class="inline" method="post" action="/cart/items/${encodeURIComponent(id)}" data-cart="update">
<input type="hidden" name="next" value="/cart">
<label for="quantity-${id}">${weighed ? shop.weight : shop.quantity}<span class="unseen"> ${product.name}</span></label>
<input class="box short" id="quantity-${id}" name="quantity" value="${String(quantity)}" inputmode="${weighed ? 'decimal' : 'numeric'}"
 autocomplete="off" required>
<button class="link">${cart.update}<span class="unseen"> ${product.name}</span></button></form>`
}

/** A lapsed line is held again by adding its product once more. What was won is not saved for later: the right to it is kept anyway. */
function lineActions({ id, product, state, kind }: CartLineJson, locale: Locale, compact: boolean): Html {
  const { frame, cart } = messagesOf(locale)
  const about = product.name
  const remove = { to: `/cart/items/${encodeURIComponent(id)}/remove`, label: frame.remove, cart: 'remove', id: `remove-${id}` }
  const again = (): Html =>
    actionForm({
      about,
      next: '/cart',
      to: '/cart/items',
      label: cart.holdAgain,
      fields: { product: `${product.type}:${product.id}` },
      cart: 'add',
    })
  const save = (): Html =>
    actionForm({ about, next: '/cart', to: '/cart/saved', label: cart.saveForLater, fields: { line: id }, cart: 'save', look: 'quiet' })
  return html`<div class="actions">${state === 'expired' ? again() : ''}
${actionForm({ ...remove, about, next: '/cart', look: 'quiet' })}
${compact || kind === 'auction_win' ? '' : save()}</div>`
}
