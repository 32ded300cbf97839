import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { actionForm } from './parts/action-form.ts'
import { addressBlock, addressFields, addressLabels } from './parts/address.ts'
import { faultSummary, hasFault, hidden } from './parts/form.ts'
import type { AddressJson, FormState, PageContext } from './types.ts'

export interface AddressesData {
  readonly items: readonly AddressJson[]
  readonly form: FormState
  /** The address whose form is shown; null for a new one. */
  readonly editing: AddressJson | null
}

/** The saved addresses, the one proposed at checkout first, and a form for one more or for a change of one. */
export function addressesPage(context: PageContext, { items, form, editing }: AddressesData): Html {
  const { locale } = context
  const { account } = messagesOf(locale)
  const none = html`<div class="empty small"><h2>${account.noAddresses}</h2><p>${account.noAddressesText}</p></div>`
  const main = html`${items.length > 0 ? html`<ul class="halves">${items.map((address, index) => card(address, index === 0, locale))}</ul>` : none}
<h2 id="form">${editing ? account.editAddressTitle : account.addAddress}</h2>${faultSummary(form, addressLabels(locale), locale)}
<form class="narrow" method="post" action="${editing ? pathOf(editing) : '/addresses'}">${hidden('next', '/addresses')}${addressFields(filled(form, editing), locale)}
<button class="button">${editing ? account.saveChanges : account.saveAddress}</button></form>
${editing ? html`<p class="ways"><a href="/addresses">${account.cancelEdit}</a></p>` : ''}`
  return accountLayout(context, { title: account.addressesTitle, main, faulty: hasFault(form) })
}

const pathOf = ({ id = '' }: AddressJson): string => `/addresses/${encodeURIComponent(id)}`

function card(address: AddressJson, isFirst: boolean, locale: Locale): Html {
  const { account } = messagesOf(locale)
  const remove = { to: `${pathOf(address)}/remove`, label: account.removeConfirm, about: address.name, next: '/addresses' }
  const place = `${address.name}, ${address.line1}`
  const about = html`<span class="unseen"> ${place}</span>`
  const use = { to: `${pathOf(address)}/use`, label: account.useAddress, about: place, next: '/addresses', look: 'quiet' } as const
  return html`<li class="panel">${isFirst ? html`<p><span class="tag plain">${account.defaultAddress}</span></p>` : ''}${addressBlock(address, locale)}
<div class="actions">${isFirst ? '' : actionForm(use)}<a class="link" href="/addresses?edit=${encodeURIComponent(address.id ?? '')}#form">${account.editAddress}${about}</a>
<details class="confirm"><summary>${account.removeAddress}${about}</summary><p class="fine">${account.removeText}</p>${actionForm(remove)}</details></div></li>`
}

/** What is saved, until something was typed: a box that was emptied stays empty. */
function filled(form: FormState, editing: AddressJson | null): FormState {
  if (editing === null || hasFault(form)) return form
  const saved = Object.entries(editing).flatMap(([name, value]) =>
    typeof value === 'string' && name !== 'id' ? [[`address_${name}`, value]] : [],
  )
  return { ...form, values: Object.fromEntries(saved) }
}
