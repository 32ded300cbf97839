import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import type { ListingState } from './market-types.ts'
import { accountLayout } from './parts/account-frame.ts'
import { hasFault } from './parts/form.ts'
import { type Listing, type ListingAct, listingLine } from './parts/listing.ts'
import { notSeller } from './parts/not-seller.ts'
import type { FormState, PageContext } from './types.ts'

export interface SellData {
  /** All of them, newest first. */
  readonly items: readonly Listing[]
  /** The state whose tab is open; null for all. */
  readonly state: ListingState | null
  readonly form: FormState
  /** The listing whose form was refused, and which of its forms; null when none was. */
  readonly refused: ListingAct | null
}

const TABS: readonly ListingState[] = ['available', 'held', 'reserved', 'auction', 'sold']

/** The seller's own listings by their state, each with what can be done about it. */
export function sellPage(context: PageContext, { items, state, form, refused }: SellData): Html {
  const { account, market } = messagesOf(context.locale)
  const isSeller = context.user?.roles.includes('seller') === true
  const begin = html`<p><a class="button" href="/sell/new">${market.newListing}</a></p>`
  if (items.length === 0) {
    const none = html`<div class="empty"><h2>${account.noListings}</h2>${isSeller ? html`<p>${market.previewText}</p>${begin}` : notSeller(context.locale)}</div>`
    return accountLayout(context, { title: account.sellTitle, main: none })
  }
  const shown = items.filter(({ product }) => state === null || product.state === state)
  const lines = shown.map((item) => listingLine(item, context, refused?.id === item.product.id ? { act: refused.act, form } : null))
  const main = html`${isSeller ? begin : ''}${tabs(items, state, context)}
${lines.length > 0 ? html`<ul class="lines">${lines}</ul>` : html`<p class="meta">${market.noneInTab}</p>`}`
  return accountLayout(context, { title: account.sellTitle, main, faulty: hasFault(form), room: '/sell' })
}

/** A state without a listing has no tab, except the one that is open. */
function tabs(items: readonly Listing[], open: ListingState | null, { locale }: PageContext): Html {
  const { market } = messagesOf(locale)
  const count = (state: ListingState): number => items.filter(({ product }) => product.state === state).length
  const tab = (path: string, label: string, total: number, isOpen: boolean): Html =>
    html`<li><a href="${path}"${isOpen ? html` aria-current="page"` : ''}>${label} <span class="count">${total}</span></a></li>`
  const named = TABS.filter((state) => state === open || count(state) > 0)
  return html`<nav aria-label="${market.tabs}"><ul class="chips">${tab('/sell', market.all, items.length, open === null)}
${named.map((state) => tab(`/sell?state=${state}`, market.tabNames[state], count(state), state === open))}</ul></nav>`
}
