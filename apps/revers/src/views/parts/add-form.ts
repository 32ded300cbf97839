import { type Html, html } from 'cartwright/html'
import { productType } from '../../garments/product-types.ts'
import { formatQuantity } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { ProductJson } from '../types.ts'
import { hidden } from './form.ts'

/** Into the cart. A unique thing has no quantity, but a note that says how long it is kept. */
export function addForm(product: ProductJson, holdMinutes: number | null, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const { unique } = productType(product.type)
  const note = holdMinutes === null ? shop.onePiece : shop.heldForYou(holdMinutes)
  return html`<form method="post" action="/cart/items" data-cart="add" data-done="${shop.addedLink}">
${hidden('product', `${product.type}:${product.id}`)}${unique ? '' : quantityField(product, locale)}
<button class="button">${shop.addToCart}</button></form>${unique ? html`<p class="note ok">${note}</p>` : ''}`
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
