import { type Html, html } from 'cartwright/html'
import { toType } from '../../i18n/format.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { ListingJson } from '../market-types.ts'
import { EMPTY_FORM, type FormState, type PageContext } from '../types.ts'
import { faultSummary, field, hidden } from './form.ts'

/*
 * Forms of one listing, each behind a summary and open when it has come back. Their boxes have the listing's id in their names, because a page has many.
 */

interface FoldedForm {
  readonly label: string
  readonly about: string
  readonly to: string
  readonly text: string
  readonly button: string
}

const folded = ({ label, about, to, text, button }: FoldedForm, isOpen: boolean, faults: Html, boxes: Html): Html =>
  html`<details class="confirm"${isOpen ? ' open' : ''}><summary>${label}<span class="unseen"> ${about}</span></summary>
${faults}<form class="narrow" method="post" action="${to}">${hidden('next', '/sell')}
<p class="fine">${text}</p>${boxes}
<button class="button secondary">${button}<span class="unseen"> ${about}</span></button></form></details>`

/** Sets the thing aside for one buyer. */
export function reserveForm({ id, name }: ListingJson, { locale }: PageContext, sent: FormState | null): Html {
  const { market } = messagesOf(locale)
  const labels = { buyer: market.reserveBuyer, hours: market.reserveHours, price: market.reservePrice }
  const form = sent ?? EMPTY_FORM
  const box = { form, locale, id: (part: string) => `${part}-${id}` }
  return folded(
    {
      label: market.reserve,
      about: name,
      to: `/sell/${encodeURIComponent(id)}/reserve`,
      text: market.reserveText,
      button: market.reserveDo,
    },
    sent !== null,
    faultSummary(form, labels, locale, box.id),
    html`${field({ ...box, name: 'buyer', label: labels.buyer, type: 'email', required: true })}
${field({ ...box, name: 'hours', label: labels.hours, hint: market.reserveHoursHint, inputmode: 'numeric', optional: true })}
${field({ ...box, name: 'price', label: labels.price, hint: market.reservePriceHint, inputmode: 'decimal', optional: true })}`,
  )
}

/** How long an auction may last, in days. */
export const AUCTION_DAYS = ['1', '3', '5', '7'] as const

/** Sells the thing to the highest bidder. */
export function auctionForm({ id, name, price }: ListingJson, { locale }: PageContext, sent: FormState | null): Html {
  const { market } = messagesOf(locale)
  const labels = { start_price: market.startPrice, reserve_price: market.reserveFloor, days: market.days }
  const form = sent ?? EMPTY_FORM
  const box = { form, locale, id: (part: string) => `${part}-${id}` }
  const chosen = form.values.days ?? '3'
  const days = AUCTION_DAYS.map(
    (count) =>
      html`<label class="choice"><input type="radio" name="days" value="${count}"${count === chosen ? ' checked' : ''}><span>${market.dayCount(Number(count))}</span></label>`,
  )
  return folded(
    {
      label: market.startAuction,
      about: name,
      to: `/sell/${encodeURIComponent(id)}/auction`,
      text: market.startAuctionText,
      button: market.startAuctionDo,
    },
    sent !== null,
    faultSummary(form, labels, locale, box.id),
    html`${field({ ...box, name: 'start_price', label: labels.start_price, value: toType(price, locale), inputmode: 'decimal', required: true })}
${field({ ...box, name: 'reserve_price', label: labels.reserve_price, hint: market.reserveFloorText, inputmode: 'decimal', optional: true })}
<fieldset class="side-by-side"><legend id="${box.id('days')}">${market.days}</legend>${days}</fieldset>`,
  )
}
