import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../../i18n/messages.ts'
import type { ListingJson } from '../market-types.ts'
import type { FormState, LotJson, PageContext } from '../types.ts'
import { confirmedAction } from './action-form.ts'
import { amount, until } from './amount.ts'
import { auctionForm, reserveForm } from './listing-forms.ts'
import { lotPath } from './lot.ts'
import { detailsLine, type ProductDetails, productPrice } from './product-card.ts'
import { nameLink, thumbnail } from './thing.ts'

/** A listing of the seller who looks at it, with what a page says beyond the contract. */
export interface Listing {
  readonly product: ListingJson
  readonly details: ProductDetails | null
  /** Its latest auction; null when it had none. */
  readonly lot: Pick<LotJson, 'id' | 'state'> | null
}

/** A form of a listing that asks for something. */
export interface ListingAct {
  readonly id: string
  readonly act: 'reserve' | 'auction'
}

/** A refused form of the listing, shown again. */
export interface RefusedForm {
  readonly act: ListingAct['act']
  readonly form: FormState
}

const LOOKS = { available: '', held: ' warn', reserved: ' warn', auction: ' warn', sold: ' ok' }

/** One listing: how it stands, and what its seller may do. */
export function listingLine(listing: Listing, context: PageContext, refused: RefusedForm | null): Html {
  const { product, details } = listing
  const { locale } = context
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${productPrice(product, locale)}</strong></div>
<p class="meta">${detailsLine(details, locale)}</p><p class="meta">${standing(listing, context)}</p>
${actions(listing, context, refused)}</div></li>`
}

/** Where a listing is changed. */
export const editPath = (id: string): string => `/sell/${encodeURIComponent(id)}/edit`

/** Offered for sale by auction, and no auction runs or waits for its winner. */
const isIdle = ({ product, lot }: Listing): boolean => product.state === 'auction' && (lot === null || lot.state === 'unsold')

/** Who holds it in a cart is said to nobody, only that somebody does and until when. */
function standing(listing: Listing, context: PageContext): Html {
  const { product, lot } = listing
  const { state, currency, reserved_for: buyer, reserved_price: price } = product
  const { market, account, frame } = messagesOf(context.locale)
  const end = product.reserved_until ?? product.available_again_at
  const word = state === 'held' ? market.inOneCart : market.states[state]
  return html`<span class="tag plain${LOOKS[state]}">${word}</span>${end && state !== 'sold' ? html` ${frame.until} ${until(end, context)}` : ''}
${buyer ? html` · ${account.reservedFor} ${buyer}` : ''}${price ? html` · ${amount(price, currency, context.locale)}` : ''}${
  state === 'auction' && lot !== null ? html` <a href="${lotPath(lot)}">${market.toLot}</a>` : ''
}`
}

function actions(listing: Listing, context: PageContext, refused: RefusedForm | null): Html {
  const { market } = messagesOf(context.locale)
  const { product } = listing
  const { state, id, name, stock } = product
  const idle = isIdle(listing)
  if (state === 'sold' || (state === 'auction' && !idle)) return html``
  const isUnique = stock === 'unique'
  const isKept = state === 'held' || state === 'reserved'
  const release = { to: `/sell/${encodeURIComponent(id)}/release`, label: market.releaseConfirm, about: name, next: '/sell' }
  const formOf = (act: ListingAct['act']): FormState | null => (refused?.act === act ? refused.form : null)
  return html`${state === 'held' ? html`<p class="fine">${market.heldText}</p>` : ''}${idle && listing.lot !== null ? html`<p class="fine">${market.auctionIdle}</p>` : ''}<div class="actions">
${isUnique && !isKept ? html`<a class="link" href="${editPath(id)}">${market.edit}<span class="unseen"> ${name}</span></a>` : ''}${isUnique && isKept ? confirmedAction(market.release, release) : ''}${isUnique && state === 'available' ? reserveForm(product, context, formOf('reserve')) : ''}
${isUnique && (state === 'available' || idle) ? auctionForm(product, context, formOf('auction')) : ''}${withdrawal(product, context)}</div>`
}

/** What it does to the one who has it in a cart is said before it is done. */
function withdrawal({ id, name, state }: ListingJson, { locale }: PageContext): Html {
  const { account, market } = messagesOf(locale)
  const text = state === 'held' ? market.heldWithdraw : market.withdrawText
  return html`<details class="confirm"><summary>${account.withdraw}<span class="unseen"> ${name}</span></summary><p class="fine">${text}</p>
<form method="post" action="/sell/${encodeURIComponent(id)}/withdraw"><input type="hidden" name="next" value="/sell">
<button class="button secondary">${account.withdrawConfirm}<span class="unseen"> ${name}</span></button></form></details>`
}
