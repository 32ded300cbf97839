import { type Html, html } from 'cartwright/html'
import { toType } from '../../i18n/format.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { loginPath } from '../layout.ts'
import type { FormState, LotJson, PageContext } from '../types.ts'
import { amount } from './amount.ts'
import { faultSummary, field, hidden } from './form.ts'
import { lotPath } from './lot.ts'

export interface BidFormData {
  readonly lot: LotJson
  /** The visitor is the seller. */
  readonly own: boolean
  readonly form: FormState
}

/** The form to bid, with the least that is taken in its box; or why the visitor has none, and what he can do. */
export function bidForm({ locale, user, path }: PageContext, { lot, own, form }: BidFormData): Html {
  const { shop, market } = messagesOf(locale)
  if (own) return html`<p class="note">${shop.ownLot} <a href="/sell">${shop.manageListing}</a></p>`
  if (user === null) return html`<p><a class="button" href="${loginPath(path)}">${shop.bidLogin}</a></p>`
  const shown = pointedAtBox(form)
  const leads = lot.leading === true && lot.your_bid !== undefined
  const [word, sum] = leads ? [market.aboveYours, lot.your_bid ?? ''] : [market.nextMinimum, lot.next_minimum]
  return html`<div data-part="faults">${faultSummary(shown, { amount: shop.maximumBid }, locale)}</div><form method="post" action="${lotPath(lot)}/bids">
${hidden('next', lotPath(lot))}<p class="minimum" data-part="minimum">${word} <strong>${amount(sum, lot.currency, locale)}</strong></p>
${field({ name: 'amount', label: shop.maximumBid, form: shown, locale, value: leads ? '' : toType(sum, locale), inputmode: 'decimal', hint: html`<span data-part="hint">${leads ? market.beyondYours : market.maximumHint}</span>`, required: true })}
<button class="button" id="send" data-part="send">${leads ? market.raiseMaximum : shop.bid}</button></form>`
}

/** A bid that is too low is refused as a whole; on the page the box is what has to change. */
function pointedAtBox(form: FormState): FormState {
  return form.refusal?.code === 'bid_too_low' ? { ...form, errors: [{ field: 'amount', code: 'bid_too_low' }] } : form
}
