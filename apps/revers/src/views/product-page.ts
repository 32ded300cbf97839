import { type Html, html } from 'cartwright/html'
import type { Measure } from '../garments/measuring.ts'
import { formatQuantity } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf, wordFor } from '../i18n/messages.ts'
import { reasonText } from '../i18n/refusals.ts'
import { layout } from './layout.ts'
import type { PlaceJson } from './market-types.ts'
import { actionForm } from './parts/action-form.ts'
import { addForm, buyBar } from './parts/add-form.ts'
import { amount, day, dayAndClock, reloadAt, until } from './parts/amount.ts'
import { gallery, type Picture } from './parts/gallery.ts'
import { icon } from './parts/icon.ts'
import { editPath } from './parts/listing.ts'
import { type CardLot, type CatalogueItem, detailsLine, type ProductDetails, productGrid, productPrice } from './parts/product-card.ts'
import { type SellerFacts, sellerCard } from './parts/seller-card.ts'
import { placeText } from './queue-page.ts'
import type { PageContext, ProductJson, WinJson } from './types.ts'

/** Why this visitor may not buy this product, whatever its availability. */
export type Obstacle = { readonly code: 'own_product' } | { readonly code: 'buyer_not_allowed'; readonly reason: string }

export interface ProductPageData {
  readonly product: ProductJson
  readonly details: ProductDetails | null
  readonly pictures: readonly Picture[]
  readonly category: string
  readonly measures: readonly Measure[]
  /** Signs of wear, in the seller's words. */
  readonly wear: readonly string[]
  readonly seller: SellerFacts
  /** When it was sold; null when it was not. */
  readonly sold_at: string | null
  /** The protection fee of this product bought alone. */
  readonly fee: string | null
  /** The cheapest delivery; null when it is not known yet. */
  readonly delivery_from: string | null
  /** How long an add keeps it; null when the shop keeps nothing. */
  readonly hold_minutes: number | null
  readonly obstacle: Obstacle | null
  readonly auction_url: string | null
  /** The auction that runs. */
  readonly lot: CardLot | null
  /** The visitor's own win of it that waits to be paid; null for none. */
  readonly win: WinJson | null
  /** The line behind a hold and the visitor's place in it, null when not waiting; null as a whole for what nobody can wait for. */
  readonly queue: { readonly place: Omit<PlaceJson, 'product'> | null } | null
  readonly similar: readonly CatalogueItem[]
}

/** One product with the one thing this visitor can do about it. */
export function productPage(context: PageContext, data: ProductPageData): Html {
  const { locale } = context
  const { shop } = messagesOf(locale)
  const { product, details, similar, category, seller } = data
  const kind = wordFor(shop.types, category)
  const buyable = product.availability === 'available' && data.obstacle === null
  const main = html`<p class="crumb"><a class="back" href="/?category=${encodeURIComponent(category)}">${icon('back')} ${kind}</a></p>
<div class="product">${gallery(data.pictures, locale)}
<div><p class="meta">${detailsLine(details, locale)}</p><h1>${product.name}</h1>
${price(data, locale)}${costs(data, locale)}
<div class="buy">${action(context, data)}</div>${product.seller ? sellerCard(product.seller, seller, locale) : ''}${facts(data, locale)}</div></div>
${similar.length > 0 ? html`<h2>${shop.similar}</h2>${productGrid(similar, context)}` : ''}${buyable ? buyBar(productPrice(product, locale), locale) : ''}`
  return layout(context, { title: product.name, main })
}

/** What it costs; of an auction where the bids stand. */
function price({ product, lot, win }: ProductPageData, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  if (win !== null) return html`<p class="price big">${amount(win.price, win.currency, locale)}</p>`
  if (lot === null) return html`<p class="price big">${productPrice(product, locale)}</p>`
  const said = lot.bids === 0 ? shop.startPrice : `${shop.currentBid} · ${shop.bids(lot.bids)}`
  return html`<p class="price big">${amount(lot.price, product.currency, locale)} <small>${said}</small></p>`
}

/** Size, condition, delivery and money, each folded but for what decides whether it fits. */
function facts({ details, measures, wear }: ProductPageData, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const fact = (label: string, value: string | null | undefined): Html =>
    html`${value ? html`<div><dt>${label}</dt><dd>${value}</dd></div>` : ''}`
  const condition = details?.condition
  return html`<dl class="facts">${fact(shop.brand, details?.brand)}${fact(shop.size, details?.size)}
${fact(shop.condition, condition && shop.conditions[condition])}</dl>
${condition ? html`<p class="meta">${shop.conditionTexts[condition]}</p>` : ''}
${wear.length > 0 ? html`<div class="note"><strong>${shop.defects}</strong><ul>${wear.map((sign) => html`<li>${sign}</li>`)}</ul></div>` : ''}
${measures.length > 0 ? folded(shop.measurements, measureTable(measures, locale), true) : ''}
${folded(shop.deliveryTitle, html`<p>${shop.deliveryText}</p><p>${shop.parcelText}</p>`)}
${folded(shop.safetyTitle, html`<p>${shop.safetyText}</p><p>${shop.cancelText}</p>`)}`
}

const folded = (label: string, content: Html, open = false): Html =>
  html`<details class="fold"${open ? ' open' : ''}><summary>${label}</summary>${content}</details>`

function measureTable(measures: readonly Measure[], locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const rows = measures.map(
    ({ name, centimetres }) => html`<tr><th scope="row">${shop.measures[name]}</th>
<td class="figure"><bdi dir="ltr">${formatQuantity(centimetres, locale)} ${shop.centimetres}</bdi></td></tr>`,
  )
  return html`<table><caption class="fine">${shop.measurementsText}</caption><tbody>${rows}</tbody></table>`
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
  if (data.win !== null && product.availability === 'held') return wonAction(data.win, product, context.locale)
  if (obstacle?.code === 'own_product') return ownAction(product, context.locale)
  switch (product.availability) {
    case 'sold':
      if (product.stock !== 'unique') return html`<p class="note warn"><strong>${shop.outOfStock}.</strong></p>`
      return html`<p class="note"><strong>${shop.sold}${data.sold_at ? html` ${shop.soldOn} ${day(data.sold_at, context.locale)}` : ''}.</strong> ${shop.soldText}</p>`
    case 'auction':
      return html`<p class="note">${shop.auctionOnly}${data.lot ? html` ${shop.ends} ${dayAndClock(data.lot.ends_at, context.locale)}.` : ''}</p>${auction && html`<a class="button" href="${auction}">${shop.toAuction}</a>`}`
    case 'in_your_cart':
      return html`<a class="button" href="/cart" data-cart-open>${shop.addedLink}</a><p class="note ok">${shop.alreadyInCart}</p>`
    case 'held':
      return heldAction(context, data)
    case 'available':
      if (obstacle) return html`<p class="note warn">${reasonText('buyer', obstacle.reason, {}, context.locale) ?? shop.notAllowed}</p>`
      return html`${queue?.place ? waitingLine(context, product, queue) : ''}${addForm(product, minutes, context.locale)}`
  }
}

/** Who sells it changes it here, as long as nobody has it. */
function ownAction({ id, stock, availability }: ProductJson, locale: Locale): Html {
  const { shop, market } = messagesOf(locale)
  const edit =
    stock === 'unique' && availability === 'available' ? html`<a class="button secondary" href="${editPath(id)}">${market.edit}</a>` : ''
  return html`<p class="note">${shop.ownListing} <a href="/sell">${shop.manageListing}</a></p>${edit}`
}

/** It is the visitor's own by an auction, and only not in the cart. */
function wonAction({ price: paid, currency, pay_by: payBy }: WinJson, { type, id }: ProductJson, locale: Locale): Html {
  const { market, account } = messagesOf(locale)
  return html`<p class="note ok"><strong>${market.wonThis} ${amount(paid, currency, locale)}.</strong> ${market.payUntil} ${dayAndClock(payBy, locale)}.</p>
${actionForm({ to: '/cart/items', label: account.payInCart, next: '/cart', fields: { product: `${type}:${id}` }, look: 'primary' })}`
}

/** Somebody else holds it: no dead button, but until when, and a place in line. */
function heldAction(context: PageContext, { product, queue }: ProductPageData): Html {
  const { shop, frame } = messagesOf(context.locale)
  const again = product.available_again_at
  // Whoever was a moment too late has just read who was faster.
  const late = context.flash?.kind === 'error'
  return html`<p class="note warn">${
    late
      ? ''
      : html`<strong>${shop.someoneHolds}${again ? html` ${frame.until} ${until(again, context)}` : ''}.</strong>
`
  }${shop.heldText}${reloadAt(again, context)}</p>${waitingLine(context, product, queue)}`
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
