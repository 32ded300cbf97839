import { type Html, html } from 'cartwright/html'
import { productType } from '../../garments/product-types.ts'
import type { Condition } from '../../garments/seed.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { PageContext, ProductJson } from '../types.ts'
import { quickAdd } from './add-form.ts'
import { amount, until } from './amount.ts'
import { detailWords } from './thing.ts'

/** What the shop knows of a thing beyond the contract's product. */
export interface ProductDetails {
  readonly brand: string | null
  readonly size: string | null
  readonly condition: Condition | null
  /** What the picture shows, in the language of the page. */
  readonly alternative: string
}

/** A running auction, as far as a card shows it. */
export interface CardLot {
  readonly price: string
  readonly bids: number
  readonly ends_at: string
}

export interface CatalogueItem {
  readonly product: ProductJson
  readonly details: ProductDetails | null
  /** The price with the buyer's protection; absent where that is not shown. */
  readonly with_protection?: string
  /** The auction that runs. */
  readonly lot?: CardLot | null
  /** The visitor sells it. */
  readonly own?: boolean
  /** The visitor may put it into the cart from here. */
  readonly quick?: boolean
}

// The first row of pictures is seen at once; the others load when they come near.
const FIRST_ROW = 4

export const productGrid = (items: readonly CatalogueItem[], context: PageContext): Html =>
  html`<ul class="grid">${items.map((item, index) => productCard(item, context, index))}</ul>`

/** One product of a grid. The title is the only link to it and covers the card. */
function productCard(item: CatalogueItem, context: PageContext, index: number): Html {
  const { product, details, quick = false } = item
  const { name, url, image, seller } = product
  const loading = index === 0 ? html` fetchpriority="high"` : index < FIRST_ROW ? '' : html` loading="lazy"`
  return html`<li class="card"><img src="${image}" width="400" height="520" alt="" decoding="async"${loading}>
<h3><a href="${url}">${name}</a></h3>
<p class="meta">${detailsLine(details, context.locale) || seller?.name}</p>
${priceLines(item, context.locale)}${tag(item, context)}${quick ? quickAdd(product, context.locale) : ''}</li>`
}

function priceLines({ product, lot, with_protection: whole }: CatalogueItem, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const { currency, availability } = product
  if (lot)
    return html`<p class="price">${amount(lot.price, currency, locale)}</p><p class="fine">${lot.bids === 0 ? shop.startPrice : `${shop.currentBid} · ${shop.bids(lot.bids)}`}</p>`
  const included =
    whole === undefined || availability === 'sold'
      ? ''
      : html`<p class="fine">${amount(whole, currency, locale)} ${shop.withProtection}</p>`
  return html`<p class="price">${productPrice(product, locale)}</p>${included}`
}

/** `Nordfall · M · bună`, as far as it is known. */
export function detailsLine(details: ProductDetails | null, locale: Locale): string {
  if (details === null) return ''
  const condition = details.condition && messagesOf(locale).shop.conditions[details.condition]
  return detailWords(details.brand, details.size, condition)
}

/** The price, per kilogram where the thing is weighed. */
export function productPrice({ type, price, currency }: ProductJson, locale: Locale): Html {
  const weighed = productType(type).scale > 0
  return html`${amount(price, currency, locale)}${weighed ? html` <small>${messagesOf(locale).frame.perKilogram}</small>` : ''}`
}

/** Where it stands: its own seller reads that first, for everybody else it is what can be done about it. */
function tag({ product, own = false, lot }: CatalogueItem, context: PageContext): Html {
  const { shop, frame } = messagesOf(context.locale)
  const { availability, available_again_at: again, stock } = product
  if (availability === 'sold') return html`<span class="tag">${stock === 'unique' ? shop.sold : shop.outOfStock}</span>`
  if (own) return html`<a class="tag ok" href="/sell">${shop.yours}</a>`
  switch (availability) {
    case 'held':
      return html`<span class="tag warn">${shop.held}${again ? html` · ${frame.until} ${until(again, context)}` : ''}</span>`
    case 'in_your_cart':
      return html`<a class="tag ok" href="/cart" data-cart-open>${shop.inYourCart}</a>`
    case 'auction':
      return html`<span class="tag">${shop.auction}${lot ? html` · ${frame.until} ${until(lot.ends_at, context)}` : ''}</span>`
    case 'available':
      return html``
  }
}
