import { type Html, html } from 'cartwright/html'
import { DRAWING_WORDS } from '../garments/words.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { choicesOf, type Field, faultSummary, field, hasFault, hidden, selectField } from './parts/form.ts'
import { type Listing, listingLine } from './parts/listing.ts'
import { EMPTY_FORM, type FormState, type PageContext } from './types.ts'

export interface SellData {
  readonly items: readonly Listing[]
  readonly form: FormState
  /** The id of the listing whose reservation was refused: the form belongs to it; null when to the new listing. */
  readonly reserving: string | null
}

/** The seller's own listings, and a form for a new one with a picture made from three choices. */
export function sellPage(context: PageContext, { items, form, reserving }: SellData): Html {
  const { locale } = context
  const { account } = messagesOf(locale)
  const listings =
    items.length > 0
      ? html`<ul class="lines">${items.map((item) => listingLine(item, context, item.product.id === reserving ? form : null))}</ul>`
      : html`<p class="meta">${account.noListings}</p>`
  const mayList = context.user?.roles.includes('seller') === true
  const main = html`${listings}${mayList ? newListing(reserving === null ? form : null, locale) : html`<p class="note">${account.notSeller}</p>`}`
  return accountLayout(context, { title: account.sellTitle, main, faulty: hasFault(form) })
}

function labelsOf(locale: Locale) {
  const { account } = messagesOf(locale)
  const { listingName: name, listingPrice: price, silhouette, fabric, colourway, brand, size, condition } = account
  return { name, price, silhouette, fabric, colourway, brand, size, condition }
}

function newListing(sent: FormState | null, locale: Locale): Html {
  const { account, shop } = messagesOf(locale)
  const words = DRAWING_WORDS[locale]
  const labels = labelsOf(locale)
  const form = sent ?? EMPTY_FORM
  const box = (name: keyof typeof labels, more: Partial<Field> = {}): Field => ({ name, label: labels[name], form, locale, ...more })
  return html`<h2>${account.newListing}</h2>${faultSummary(form, labels, locale)}<form class="narrow" method="post" action="/sell">${hidden('next', '/sell')}
${field(box('name', { required: true }))}
${field(box('price', { inputmode: 'decimal', hint: account.listingPriceHint, required: true }))}
<div class="fields">${selectField(box('silhouette'), choicesOf(words.silhouettes))}${selectField(box('fabric'), choicesOf(words.fabrics))}
${selectField(box('colourway'), choicesOf(words.colourways))}${selectField(box('condition'), choicesOf(shop.conditions))}
${field(box('brand', { optional: true }))}${field(box('size', { optional: true }))}</div>
<button class="button">${account.publish}</button></form>`
}
