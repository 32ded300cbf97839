import { type Html, html, type Piece } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf, wordFor } from '../i18n/messages.ts'
import { reasonText } from '../i18n/refusals.ts'
import { addressFields, addressLine } from './parts/address.ts'
import { amount } from './parts/amount.ts'
import { hidden } from './parts/form.ts'
import type { AddressJson, FormState, PaymentOptionJson, SellerJson, ShippingOptionJson } from './types.ts'

interface Choice {
  readonly type?: 'radio' | 'checkbox'
  readonly name: string
  readonly value: string
  readonly checked: boolean
  readonly label: Piece
  readonly aside?: Piece
}

const choice = ({ type = 'radio', name, value, checked, label, aside }: Choice): Html =>
  html`<label class="choice"><input type="${type}" name="${name}" value="${value}"${checked ? ' checked' : ''}><span>${label}</span>
${aside ? html`<span>${aside}</span>` : ''}</label>`

/** A saved address or a new one; who has none saved gets the boxes at once. */
export function addressChoice(addresses: readonly AddressJson[], chosen: string, form: FormState, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const boxes = addressFields(form, locale)
  if (addresses.length === 0)
    return html`<fieldset id="address"><legend>${checkout.address}</legend>${hidden('address', 'new')}${boxes}</fieldset>`
  const current = chosen === 'new' || addresses.some(({ id }) => id === chosen) ? chosen : addresses[0]?.id
  const saved = addresses.map((address) =>
    choice({ name: 'address', value: address.id ?? '', checked: address.id === current, label: addressLine(address) }),
  )
  return html`<fieldset id="address"><legend>${checkout.address}</legend>${saved}
${choice({ name: 'address', value: 'new', checked: current === 'new', label: checkout.newAddress })}<div class="new-address">${boxes}</div></fieldset>`
}

export interface ShippingChoice {
  readonly options: readonly ShippingOptionJson[]
  /** One option for all parcels, or seller id -> option id; anything else means the first, which is the cheapest. */
  readonly chosen: string | Readonly<Record<string, string>>
  readonly sellers: readonly SellerJson[]
  readonly currency: string
  readonly locale: Locale
}

/** The ways of delivery. One parcel has one field `shipping`; of several each has a field `shipping[<seller id>]`. */
export function shippingChoice({ options, chosen, sellers, currency, locale }: ShippingChoice): Html {
  const { checkout } = messagesOf(locale)
  const group = (name: string, legend: string, list: readonly ShippingOptionJson[], wanted: string | undefined): Html => {
    const current = list.some(({ id }) => id === wanted) ? wanted : list[0]?.id
    const choices = list.map(({ id, name: label, price, estimate }) => {
      const cost = html`${amount(price, currency, locale)}${estimate ? ` (${checkout.estimate})` : ''}`
      return choice({ name, value: id, checked: id === current, label, aside: cost })
    })
    return html`<fieldset><legend>${legend}</legend>
${choices.length > 0 ? choices : html`<p class="note warn">${checkout.noDelivery}</p>`}</fieldset>`
  }
  const wanted = (seller: string | undefined): string | undefined => (typeof chosen === 'string' ? chosen : seller && chosen[seller])
  if (sellers.length < 2) return html`<div id="shipping">${group('shipping', checkout.delivery, options, wanted(sellers[0]?.id))}</div>`
  const groups = sellers.map(({ id, name }) => {
    const list = options.filter(({ seller }) => seller === id)
    return group(`shipping[${id}]`, `${checkout.deliveryFor} ${name}`, list, wanted(id))
  })
  return html`<div id="shipping">${groups}</div>`
}

/** The payment that is marked: the chosen one, or the first open one when the chosen is not open (or none is). */
export const openPayment = (options: readonly PaymentOptionJson[], chosen: string): string | undefined =>
  (options.find(({ id, eligible }) => eligible && id === chosen) ?? options.find(({ eligible }) => eligible))?.id

export interface PaymentChoice {
  readonly options: readonly PaymentOptionJson[]
  readonly chosen: string
  readonly useWallet: boolean
  /** Null for guests. */
  readonly balance: string | null
  readonly currency: string
  readonly locale: Locale
}

/** The ways to pay. Those not open for this order are not greyed out but listed with their reason. */
export function paymentChoice({ options, chosen, useWallet, balance, currency, locale }: PaymentChoice): Html {
  const { checkout } = messagesOf(locale)
  const hints: Readonly<Record<string, string>> = checkout.methodHints
  const current = openPayment(options, chosen)
  const open = options.filter(({ eligible }) => eligible)
  const closed = options.filter(({ eligible }) => !eligible)
  const radios = open.map(({ id, fee }) => {
    const label = html`${wordFor(checkout.methods, id)} <small class="fine">${hints[id]}</small>`
    return choice({
      name: 'payment',
      value: id,
      checked: id === current,
      label,
      aside: fee && html`+ ${amount(fee, currency, locale)} ${checkout.methodFee}`,
    })
  })
  const reasons = closed.map(
    ({ id, reason }) => html`<li><strong>${wordFor(checkout.methods, id)}.</strong>
${(reason && reasonText('payment', reason, {}, locale)) || checkout.notEligibleReason}</li>`,
  )
  return html`<fieldset id="payment"><legend>${checkout.payment}</legend>${radios}
${balance === null ? '' : walletBox(balance, useWallet, currency, locale)}
${reasons.length > 0 ? html`<p class="fine">${checkout.notEligible}</p><ul class="fine">${reasons}</ul>` : ''}</fieldset>`
}

function walletBox(balance: string, checked: boolean, currency: string, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const aside = html`${checkout.balance} ${amount(balance, currency, locale)}`
  return html`${choice({ type: 'checkbox', name: 'use_wallet', value: 'true', checked, label: checkout.useWallet, aside })}
<p class="fine"><a href="/wallet">${checkout.topUp}</a></p>`
}
