import { DRAWING_WORDS } from '../garments/words.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { type Html, html } from './html.ts'
import { accountLayout } from './parts/account-frame.ts'
import { confirmedAction } from './parts/action-form.ts'
import { until } from './parts/amount.ts'
import { choicesOf, type Field, faultSummary, field, hasFault, hidden, selectField } from './parts/form.ts'
import { detailsLine, type ProductDetails, productPrice } from './parts/product-card.ts'
import { nameLink, thumbnail } from './parts/thing.ts'
import type { FormState, PageContext, ProductJson } from './types.ts'

/** A listing of the seller who looks at it. Who holds it in a cart is never said, only until when. */
export interface Listing {
  readonly product: ProductJson
  readonly details: ProductDetails | null
  /** The buyer it is set aside for, by name; null when for nobody. */
  readonly reserved_for: string | null
}

export interface SellData {
  readonly items: readonly Listing[]
  readonly form: FormState
}

/** The seller's own listings, and a form for a new one with a picture made from three choices. */
export function sellPage(context: PageContext, { items, form }: SellData): Html {
  const { locale } = context
  const { account } = messagesOf(locale)
  const listings =
    items.length > 0
      ? html`<ul class="lines">${items.map((item) => listing(item, context))}</ul>`
      : html`<p class="meta">${account.noListings}</p>`
  const mayList = context.user?.roles.includes('seller') === true
  const main = html`${listings}${mayList ? newListing(form, locale) : html`<p class="note">${account.notSeller}</p>`}`
  return accountLayout(context, { title: account.sellTitle, main, faulty: hasFault(form) })
}

function listing({ product, details, reserved_for: buyer }: Listing, context: PageContext): Html {
  const { locale } = context
  const { account, frame } = messagesOf(locale)
  const { availability, available_again_at: again } = product
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${productPrice(product, locale)}</strong></div>
<p class="meta">${detailsLine(details, locale)}</p>
<p class="meta">${account.listingStates[availability]}${again ? html` ${frame.until} ${until(again, context)}` : ''}
${buyer === null ? '' : html`· ${account.reservedFor} ${buyer}`}</p>
<div class="actions">${availability === 'available' || availability === 'held' ? withdrawAction(product, locale) : ''}</div></div></li>`
}

function withdrawAction({ id, name }: ProductJson, locale: Locale): Html {
  const { account } = messagesOf(locale)
  const to = `/sell/${encodeURIComponent(id)}/withdraw`
  return confirmedAction(account.withdraw, { to, label: account.withdrawConfirm, about: name, next: '/sell' })
}

function labelsOf(locale: Locale) {
  const { account } = messagesOf(locale)
  const { listingName: name, listingPrice: price, silhouette, fabric, colourway, brand, size, condition } = account
  return { name, price, silhouette, fabric, colourway, brand, size, condition }
}

function newListing(form: FormState, locale: Locale): Html {
  const { account, shop } = messagesOf(locale)
  const words = DRAWING_WORDS[locale]
  const labels = labelsOf(locale)
  const box = (name: keyof typeof labels, more: Partial<Field> = {}): Field => ({ name, label: labels[name], form, locale, ...more })
  return html`<h2>${account.newListing}</h2>${faultSummary(form, labels, locale)}<form class="narrow" method="post" action="/sell">${hidden('next', '/sell')}
${field(box('name', { required: true }))}
${field(box('price', { inputmode: 'decimal', hint: account.listingPriceHint, required: true }))}
<div class="fields">${selectField(box('silhouette'), choicesOf(words.silhouettes))}${selectField(box('fabric'), choicesOf(words.fabrics))}
${selectField(box('colourway'), choicesOf(words.colourways))}${selectField(box('condition'), choicesOf(shop.conditions))}
${field(box('brand', { optional: true }))}${field(box('size', { optional: true }))}</div>
<button class="button">${account.publish}</button></form>`
}
