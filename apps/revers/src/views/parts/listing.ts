import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../../i18n/messages.ts'
import type { ListingJson } from '../market-types.ts'
import { EMPTY_FORM, type FormState, type PageContext } from '../types.ts'
import { confirmedAction } from './action-form.ts'
import { amount, until } from './amount.ts'
import { faultSummary, field, hidden } from './form.ts'
import { detailsLine, type ProductDetails, productPrice } from './product-card.ts'
import { nameLink, thumbnail } from './thing.ts'

/** A listing of the seller who looks at it, with what a page says beyond the contract. */
export interface Listing {
  readonly product: ListingJson
  readonly details: ProductDetails | null
}

/** One listing: how it stands, and what its seller may do. `form` is a refused reservation of it. */
export function listingLine({ product, details }: Listing, context: PageContext, form: FormState | null): Html {
  const { locale } = context
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${productPrice(product, locale)}</strong></div>
<p class="meta">${detailsLine(details, locale)}</p><p class="meta">${standing(product, context)}</p>
${actions(product, context, form)}</div></li>`
}

function standing({ state, currency, ...product }: ListingJson, context: PageContext): Html {
  const { market, account, frame } = messagesOf(context.locale)
  const { reserved_for: buyer, reserved_until: end = product.available_again_at, reserved_price: price } = product
  return html`${market.states[state]}${end ? html` ${frame.until} ${until(end, context)}` : ''}
${buyer ? html` · ${account.reservedFor} ${buyer}` : ''}${price ? html` · ${amount(price, currency, context.locale)}` : ''}`
}

function actions(product: ListingJson, context: PageContext, form: FormState | null): Html {
  const { account, market } = messagesOf(context.locale)
  const { state, id, name, stock } = product
  const path = `/sell/${encodeURIComponent(id)}`
  const release = { to: `${path}/release`, label: market.releaseConfirm, about: name, next: '/sell' }
  const withdraw = { to: `${path}/withdraw`, label: account.withdrawConfirm, about: name, next: '/sell' }
  if (state === 'sold' || state === 'auction') return html``
  const isUnique = stock === 'unique'
  return html`<div class="actions">${isUnique && state !== 'available' ? confirmedAction(market.release, release) : ''}
${confirmedAction(account.withdraw, withdraw)}</div>${isUnique && state === 'available' ? reserveForm(product, context, form) : ''}`
}

/** The form is behind a summary, and open when it has come back. Its boxes have the listing's id in their names, because a page has many of them. */
function reserveForm({ id, name }: ListingJson, { locale }: PageContext, sent: FormState | null): Html {
  const { market } = messagesOf(locale)
  const labels = { buyer: market.reserveBuyer, hours: market.reserveHours, price: market.reservePrice }
  const form = sent ?? EMPTY_FORM
  const box = { form, locale, id: (part: string) => `${part}-${id}` }
  return html`<details class="confirm"${sent ? ' open' : ''}><summary>${market.reserve}<span class="unseen"> ${name}</span></summary>
${faultSummary(form, labels, locale, box.id)}<form class="narrow" method="post" action="/sell/${encodeURIComponent(id)}/reserve">${hidden('next', '/sell')}
<p class="fine">${market.reserveText}</p>${field({ ...box, name: 'buyer', label: labels.buyer, type: 'email', required: true })}
${field({ ...box, name: 'hours', label: labels.hours, hint: market.reserveHoursHint, inputmode: 'numeric', optional: true })}
${field({ ...box, name: 'price', label: labels.price, hint: market.reservePriceHint, inputmode: 'decimal', optional: true })}
<button class="button secondary">${market.reserveDo}</button></form></details>`
}
