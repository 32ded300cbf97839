import { type Html, html } from 'cartwright/html'
import { productType } from '../../garments/product-types.ts'
import type { Condition } from '../../garments/seed.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { PageContext, ProductJson } from '../types.ts'
import { amount, until } from './amount.ts'

/** What the shop knows of a thing beyond the contract's product. */
export interface ProductDetails {
  readonly brand: string | null
  readonly size: string | null
  readonly condition: Condition | null
  /** What the picture shows, in the language of the page. */
  readonly alternative: string
}

export interface CatalogueItem {
  readonly product: ProductJson
  readonly details: ProductDetails | null
}

// The first row of pictures is seen at once; the others load when they come near.
const FIRST_ROW = 4

export const productGrid = (items: readonly CatalogueItem[], context: PageContext): Html =>
  html`<ul class="grid">${items.map((item, index) => productCard(item, context, index < FIRST_ROW))}</ul>`

/** One product of a grid. The title is the only link and covers the card. */
function productCard({ product, details }: CatalogueItem, context: PageContext, eager: boolean): Html {
  const { name, url, image, seller } = product
  return html`<li class="card"><img src="${image}" width="400" height="520" alt="" decoding="async"${eager ? '' : html` loading="lazy"`}>
<h3><a href="${url}">${name}</a></h3>
<p class="meta">${detailsLine(details, context.locale) || seller?.name}</p>
<p class="price">${productPrice(product, context.locale)}</p>${availabilityTag(product, context)}</li>`
}

/** `Nordfall · M · bună`, as far as it is known. */
export function detailsLine(details: ProductDetails | null, locale: Locale): string {
  if (details === null) return ''
  const condition = details.condition && messagesOf(locale).shop.conditions[details.condition]
  return [details.brand, details.size, condition].filter(Boolean).join(' · ')
}

/** The price, per kilogram where the thing is weighed. */
export function productPrice({ type, price, currency }: ProductJson, locale: Locale): Html {
  const weighed = productType(type).scale > 0
  return html`${amount(price, currency, locale)}${weighed ? html` <small>${messagesOf(locale).frame.perKilogram}</small>` : ''}`
}

function availabilityTag({ availability, available_again_at: again, stock }: ProductJson, context: PageContext): Html {
  const { shop, frame } = messagesOf(context.locale)
  switch (availability) {
    case 'held':
      return html`<span class="tag warn">${shop.held}${again ? html` · ${frame.until} ${until(again, context)}` : ''}</span>`
    case 'in_your_cart':
      return html`<span class="tag ok">${shop.inYourCart}</span>`
    case 'sold':
      return html`<span class="tag">${stock === 'unique' ? shop.sold : shop.outOfStock}</span>`
    case 'auction':
      return html`<span class="tag warn">${shop.auction}</span>`
    case 'available':
      return html``
  }
}
