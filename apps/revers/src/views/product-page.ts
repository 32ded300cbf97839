import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { reasonText } from '../i18n/refusals.ts'
import { layout } from './layout.ts'
import type { PlaceJson } from './market-types.ts'
import { actionForm } from './parts/action-form.ts'
import { addForm } from './parts/add-form.ts'
import { amount, until } from './parts/amount.ts'
import { type CatalogueItem, detailsLine, type ProductDetails, productGrid, productPrice } from './parts/product-card.ts'
import { placeText } from './queue-page.ts'
import type { PageContext, ProductJson } from './types.ts'

/** Why this visitor may not buy this product, whatever its availability. */
export type Obstacle = { readonly code: 'own_product' } | { readonly code: 'buyer_not_allowed'; readonly reason: string }

export interface ProductPageData {
  readonly product: ProductJson
  readonly details: ProductDetails | null
  /** The protection fee of this product bought alone. */
  readonly fee: string | null
  /** The cheapest delivery; null when it is not known yet. */
  readonly delivery_from: string | null
  /** How long an add keeps it; null when the shop keeps nothing. */
  readonly hold_minutes: number | null
  readonly obstacle: Obstacle | null
  readonly auction_url: string | null
  /** The line behind a hold and the visitor's place in it, null when not waiting; null as a whole for what nobody can wait for. */
  readonly queue: { readonly place: Omit<PlaceJson, 'product'> | null } | null
  readonly similar: readonly CatalogueItem[]
}

/** One product with the one thing this visitor can do about it. */
export function productPage(context: PageContext, data: ProductPageData): Html {
  const { locale } = context
  const { shop } = messagesOf(locale)
  const { product, details, similar } = data
  const main = html`<div class="product">
<img class="picture" src="${product.image}" width="400" height="520" alt="${details?.alternative ?? product.name}" fetchpriority="high">
<div><p class="meta">${detailsLine(details, locale)}</p><h1>${product.name}</h1>
<p class="price big">${productPrice(product, locale)}</p>${costs(data, locale)}
<div class="buy">${action(context, data)}</div>${facts(data, locale)}</div></div>
${similar.length > 0 ? html`<h2>${shop.similar}</h2>${productGrid(similar, context)}` : ''}`
  return layout(context, { title: product.name, main })
}

function facts({ product: { seller }, details }: ProductPageData, locale: Locale): Html {
  const { shop, frame } = messagesOf(locale)
  const fact = (label: string, value: Html | string | null | undefined): Html =>
    html`${value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : ''}`
  return html`<dl class="facts">${fact(shop.brand, details?.brand)}${fact(shop.size, details?.size)}
${fact(shop.condition, details?.condition && shop.conditions[details.condition])}
${fact(frame.soldBy, seller && html`<a href="/?seller=${encodeURIComponent(seller.id)}">${seller.name}</a>`)}</dl>`
}

/** What comes on top of the price stands before the button, never after it. */
function costs({ product, fee, delivery_from: delivery }: ProductPageData, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  if (product.availability === 'sold') return html``
  return html`<p class="meta">${fee === null ? '' : html`+ ${amount(fee, product.currency, locale)} ${shop.protection} · `}
${delivery === null ? shop.deliveryLater : html`${shop.deliveryFrom} ${amount(delivery, product.currency, locale)}`}</p>`
}

function action(context: PageContext, data: ProductPageData): Html {
  const { shop } = messagesOf(context.locale)
  const { product, obstacle, auction_url: auction, hold_minutes: minutes, queue } = data
  if (obstacle?.code === 'own_product') return html`<p class="note">${shop.ownListing} <a href="/sell">${shop.manageListing}</a></p>`
  switch (product.availability) {
    case 'sold':
      if (product.stock !== 'unique') return html`<p class="note warn"><strong>${shop.outOfStock}.</strong></p>`
      return html`<p class="note warn"><strong>${shop.sold}.</strong> ${shop.soldText}</p>`
    case 'auction':
      return html`<p class="note">${shop.auctionOnly}</p>${auction && html`<a class="button" href="${auction}">${shop.toAuction}</a>`}`
    case 'in_your_cart':
      return html`<a class="button secondary" href="/cart" data-cart-open>${shop.addedLink}</a><p class="note ok">${shop.alreadyInCart}</p>`
    case 'held':
      return heldAction(context, data)
    case 'available':
      if (obstacle) return html`<p class="note warn">${reasonText('buyer', obstacle.reason, {}, context.locale) ?? shop.notAllowed}</p>`
      return html`${queue?.place ? waitingLine(context, product, queue) : ''}${addForm(product, minutes, context.locale)}`
  }
}

/** Somebody else holds it: no dead button, but until when, and a place in line. */
function heldAction(context: PageContext, { product, queue }: ProductPageData): Html {
  const { shop, frame } = messagesOf(context.locale)
  const again = product.available_again_at
  return html`<p class="note warn"><strong>${shop.someoneHolds}${again ? html` ${frame.until} ${until(again, context)}` : ''}.</strong>
${shop.heldText}</p>${waitingLine(context, product, queue)}`
}

function waitingLine(context: PageContext, { type, id }: ProductJson, queue: ProductPageData['queue']): Html {
  const { shop, market } = messagesOf(context.locale)
  const asked = { next: context.path, fields: { product: `${type}:${id}` } }
  if (queue === null) return html``
  if (queue.place === null)
    return html`${actionForm({ ...asked, to: '/queue', label: shop.joinQueue })}<p class="fine">${shop.queueText}</p>`
  return html`<p class="note${queue.place.turn_until ? ' ok' : ''}">${placeText(queue.place, context)} <a href="/queue">${market.places}</a></p>
${actionForm({ ...asked, to: '/queue/leave', label: shop.leaveQueue, look: 'quiet' })}`
}
