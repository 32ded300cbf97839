import { type Html, html } from 'cartwright/html'
import { productType } from '../../garments/product-types.ts'
import { formatQuantity } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { ProductJson } from '../types.ts'
import { hidden } from './form.ts'

/** The form's id: a button elsewhere on the page may send it as well. */
const ADD = 'add'

/**
 * Into the cart. A unique thing has no quantity, but a note that says how long it is kept. It comes back to the page it stands on, which says what has
 * become of the thing; so a refusal (somebody was faster) shows the page anew.
 */
export function addForm(product: ProductJson, holdMinutes: number | null, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const { unique } = productType(product.type)
  const note = holdMinutes === null ? shop.onePiece : shop.heldForYou(holdMinutes)
  return html`<form id="${ADD}" method="post" action="/cart/items" data-cart="add" data-done="${shop.addedLink}"${unique ? html` data-reload` : ''}>
${hidden('product', `${product.type}:${product.id}`)}${unique && product.url !== null ? hidden('next', product.url) : ''}
${unique ? '' : quantityField(product, locale)}<p class="wrong" role="alert" data-problem></p>
<button class="button">${shop.addToCart}</button></form>${unique ? html`<p class="fine">${note}</p>` : ''}`
}

/** Price and button at the foot of a small screen, wherever the page is scrolled to. */
export const buyBar = (price: Html, locale: Locale): Html =>
  html`<div class="buybar"><span class="price">${price}</span><button class="button" form="${ADD}">${messagesOf(locale).shop.addToCart}</button></div>`

/** The small button of a card, for those who point at it. */
export function quickAdd({ type, id, name }: ProductJson, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  return html`<form class="quick" method="post" action="/cart/items" data-cart="add" data-done="${shop.inYourCart}">${hidden('product', `${type}:${id}`)}
<button class="button secondary">${shop.quickAdd}<span class="unseen">: ${name}</span></button><p class="tag warn" role="alert" data-problem></p></form>`
}

function quantityField({ type, stock }: ProductJson, locale: Locale): Html {
  const { shop, frame } = messagesOf(locale)
  const weighed = productType(type).scale > 0
  const left = (count: number): string => (weighed ? `${formatQuantity(count, locale)} ${frame.kilograms}` : frame.pieces(count))
  return html`<div class="field"><label for="quantity">${weighed ? shop.weight : shop.quantity}</label>
<p class="fine" id="quantity-hint">${typeof stock === 'number' ? `${shop.stockLeft} ${left(stock)}` : shop.inStock}</p>
<input class="box short" id="quantity" name="quantity" value="1" inputmode="${weighed ? 'decimal' : 'numeric'}" autocomplete="off"
 aria-describedby="quantity-hint" required></div>`
}
