import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { confirmedAction } from './parts/action-form.ts'
import { addressBlock, addressFields, addressLabels } from './parts/address.ts'
import { faultSummary, hasFault, hidden } from './parts/form.ts'
import type { AddressJson, FormState, PageContext } from './types.ts'

export interface AddressesData {
  readonly items: readonly AddressJson[]
  readonly form: FormState
}

/** The saved addresses, and a form for one more. */
export function addressesPage(context: PageContext, { items, form }: AddressesData): Html {
  const { locale } = context
  const { account } = messagesOf(locale)
  const cards = items.map((address) => {
    const to = `/addresses/${encodeURIComponent(address.id ?? '')}/remove`
    const remove = { to, label: account.removeConfirm, about: address.name, next: '/addresses' }
    return html`<li class="panel">${addressBlock(address, locale)}${confirmedAction(account.removeAddress, remove)}</li>`
  })
  const main = html`${items.length > 0 ? html`<ul class="halves">${cards}</ul>` : html`<p class="meta">${account.noAddresses}</p>`}
<h2>${account.addAddress}</h2>${faultSummary(form, addressLabels(locale), locale)}
<form class="narrow" method="post" action="/addresses">${hidden('next', '/addresses')}${addressFields(form, locale)}
<button class="button">${account.saveAddress}</button></form>`
  return accountLayout(context, { title: account.addressesTitle, main, faulty: hasFault(form) })
}
