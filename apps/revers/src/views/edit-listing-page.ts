import { type Html, html } from 'cartwright/html'
import type { MeasureName } from '../garments/measuring.ts'
import { messagesOf } from '../i18n/messages.ts'
import { refusalText } from '../i18n/refusals.ts'
import { accountLayout } from './parts/account-frame.ts'
import { faultSummary, hasFault, hidden } from './parts/form.ts'
import { editPath } from './parts/listing.ts'
import { listingFields, listingLabels } from './parts/listing-fields.ts'
import { nameLink } from './parts/thing.ts'
import type { FormState, PageContext, ProductSummaryJson, RefusalJson } from './types.ts'

export interface EditListingData {
  readonly product: Pick<ProductSummaryJson, 'id' | 'name' | 'url' | 'image'>
  /** What the picture shows. */
  readonly alternative: string
  readonly form: FormState
  /** What the shop keeps of the price, in percent. */
  readonly commission: number
  /** What there is to measure on it. */
  readonly measures: readonly MeasureName[]
}

/** The form that changes a listing, beside its picture. */
export function editListingPage(context: PageContext, { product, alternative, form, commission, measures }: EditListingData): Html {
  const { locale } = context
  const { account, market } = messagesOf(locale)
  const main = html`${faultSummary(form, listingLabels(measures, locale), locale)}<form class="builder" method="post" action="${editPath(product.id)}">${hidden('next', '/sell')}
<figure class="seen"><img src="${product.image}" width="400" height="520" alt="${alternative}"><figcaption class="fine">${nameLink(product)}<br>${market.editText}</figcaption></figure>
<div>${listingFields({ form, commission, measures }, locale)}
<div class="actions"><button class="button">${market.saveListing}</button><a class="button secondary" href="/sell">${account.cancelEdit}</a></div></div></form>`
  return accountLayout(context, { title: market.edit, main, faulty: hasFault(form), room: '/sell' })
}

/** What stands instead of the form while the listing stays as it is, and why. */
export function closedListingPage(context: PageContext, product: EditListingData['product'], { code, details }: RefusalJson): Html {
  const { account, market } = messagesOf(context.locale)
  const held = code === 'item_taken' ? html`<br>${market.heldText}` : ''
  const main = html`<p>${nameLink(product)}</p><p class="note warn">${refusalText(code, details, context.locale)}${held}</p>
<p><a class="button secondary" href="/sell">${account.listings}</a></p>`
  return accountLayout(context, { title: market.edit, main, room: '/sell' })
}
