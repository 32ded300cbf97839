import { type Html, html, type Piece } from 'cartwright/html'
import { formatAmount, isZero } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf, wordFor } from '../i18n/messages.ts'
import { reasonText } from '../i18n/refusals.ts'
import type { CheckoutChoices } from './checkout-page.ts'
import { addressFields, addressLine, lockerField } from './parts/address.ts'
import { amount } from './parts/amount.ts'
import { hidden } from './parts/form.ts'
import type { AddressJson, FormState, PaymentOptionJson, SellerJson, ShippingOptionJson } from './types.ts'

interface Choice {
  readonly type?: 'radio' | 'checkbox'
  readonly name: string
  readonly value: string
  readonly checked: boolean
  readonly label: Piece
  readonly hint?: Piece
  readonly aside?: Piece
  /** Chosen, it asks for the code of a locker. */
  readonly toLocker?: boolean
}

const choice = ({ type = 'radio', name, value, checked, label, hint, aside, toLocker = false }: Choice): Html =>
  html`<label class="choice"><input type="${type}" id="${`${name}-${value}`.replaceAll(/[^\w-]+/g, '-')}" name="${name}" value="${value}"${checked ? ' checked' : ''}${toLocker ? ' data-locker' : ''}><span>${label}${hint ? html` <small class="fine">${hint}</small>` : ''}</span>
${aside ? html`<span>${aside}</span>` : ''}</label>`

/** A saved address or a new one; who has none saved gets the boxes at once. */
export function addressChoice(addresses: readonly AddressJson[], chosen: string, form: FormState, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const boxes = addressFields(form, locale, false)
  if (addresses.length === 0)
    return html`<fieldset id="address"><legend><h2>${checkout.address}</h2></legend>${hidden('address', 'new')}${boxes}</fieldset>`
  const current = chosen === 'new' || addresses.some(({ id }) => id === chosen) ? chosen : addresses[0]?.id
  const saved = addresses.map((address) =>
    choice({ name: 'address', value: address.id ?? '', checked: address.id === current, label: address.name, hint: addressLine(address) }),
  )
  return html`<fieldset id="address"><legend><h2>${checkout.address}</h2></legend>${saved}
${choice({ name: 'address', value: 'new', checked: current === 'new', label: checkout.newAddress })}<div class="new-address">${boxes}</div></fieldset>`
}

export interface ShippingChoice {
  readonly options: readonly ShippingOptionJson[]
  /** One option for all parcels, or seller id -> option id; anything else means the first, which is the cheapest. */
  readonly chosen: string | Readonly<Record<string, string>>
  readonly sellers: readonly SellerJson[]
  /** The options that end in a parcel locker; its code is asked for below them. */
  readonly lockers: ReadonlySet<string>
  readonly form: FormState
  /** The code of the kept address that is chosen. */
  readonly locker: string | undefined
  readonly currency: string
  readonly locale: Locale
}

/** The ways of delivery. One parcel has one field `shipping`; of several each has a field `shipping[<seller id>]`. */
export function shippingChoice({ options, chosen, sellers, lockers, form, locker, currency, locale }: ShippingChoice): Html {
  const { checkout } = messagesOf(locale)
  const group = (name: string, legend: string, list: readonly ShippingOptionJson[], wanted: string | undefined): Html => {
    const current = list.some(({ id }) => id === wanted) ? wanted : list[0]?.id
    const choices = list.map(({ id, name: label, price, estimate }) => {
      const cost = isZero(price) ? checkout.freeDelivery : amount(price, currency, locale)
      const aside = html`${cost}${estimate ? ` (${checkout.estimate})` : ''}`
      return choice({ name, value: id, checked: id === current, label, aside, toLocker: lockers.has(id) })
    })
    return html`<fieldset><legend><h2>${legend}</h2></legend>
${choices.length > 0 ? choices : html`<p class="note warn">${checkout.noDelivery}</p>`}</fieldset>`
  }
  const wanted = (seller: string | undefined): string | undefined => (typeof chosen === 'string' ? chosen : seller && chosen[seller])
  const there = options.filter(({ id }) => lockers.has(id)).map(({ id }) => id)
  const code =
    there.length === 0
      ? html``
      : html`<div class="locker">${hidden('locker_options', [...new Set(there)].join(','))}${lockerField(form, locale, false, locker)}</div>`
  if (sellers.length < 2)
    return html`<div id="shipping" data-part="shipping">${group('shipping', checkout.delivery, options, wanted(sellers[0]?.id))}${code}</div>`
  const groups = sellers.map(({ id, name }) => {
    const list = options.filter(({ seller }) => seller === id)
    return group(`shipping[${id}]`, checkout.deliveryOf(name), list, wanted(id))
  })
  return html`<div id="shipping" data-part="shipping">${groups}${code}</div>`
}

/** With nothing to order there is nothing to choose from; what was chosen waits in the form. */
export function waitingChoices({
  shipping,
  payment,
  use_wallet: useWallet,
}: Pick<CheckoutChoices, 'shipping' | 'payment' | 'use_wallet'>): Html {
  const ways =
    typeof shipping === 'string'
      ? [['shipping', shipping] as const]
      : Object.entries(shipping).map(([id, way]) => [`shipping[${id}]`, way] as const)
  const sent = (fields: readonly (readonly [string, string])[]): readonly Html[] =>
    fields.flatMap(([name, value]) => (value === '' ? [] : [hidden(name, value)]))
  return html`<div data-part="shipping">${sent(ways)}</div>
<div data-part="payment">${sent([
    ['payment', payment],
    ['use_wallet', useWallet ? 'true' : ''],
  ])}</div>`
}

/** The payment that is marked: the chosen one where it is open, else the first that is. */
export const openPayment = (options: readonly PaymentOptionJson[], chosen: string): string | undefined => {
  const open = options.filter(({ eligible }) => eligible)
  return (open.find(({ id }) => id === chosen) ?? open[0])?.id
}

/** What the buyer has in his wallet, and what this order leaves in it or lacks. Decimal strings, reckoned by the shop. */
export interface WalletMeans {
  readonly balance: string
  /** After this order; null when the wallet is too small for it. */
  readonly left: string | null
  /** Null when the wallet is large enough. */
  readonly missing: string | null
}

export interface PaymentChoice {
  readonly options: readonly PaymentOptionJson[]
  readonly chosen: string
  readonly useWallet: boolean
  /** Null for guests. */
  readonly wallet: WalletMeans | null
  readonly currency: string
  readonly locale: Locale
}

/** The ways to pay. Those not open for this order are not greyed out but listed with their reason. */
export function paymentChoice({ options, chosen, useWallet, wallet, currency, locale }: PaymentChoice): Html {
  const { checkout } = messagesOf(locale)
  const hints: Readonly<Record<string, string>> = checkout.methodHints
  const current = openPayment(options, chosen)
  const money = (value: string): string => formatAmount(value, currency, locale)
  const hint = (id: string): string | undefined =>
    id === 'wallet' && wallet?.left ? checkout.walletEnough(money(wallet.balance), money(wallet.left)) : hints[id]
  const radios = options
    .filter(({ eligible }) => eligible)
    .map(({ id, fee }) => {
      const aside = fee && html`+ ${amount(fee, currency, locale)} ${checkout.methodFee}`
      return choice({ name: 'payment', value: id, checked: id === current, label: wordFor(checkout.methods, id), hint: hint(id), aside })
    })
  const closed = options.filter(({ eligible }) => !eligible)
  const canPayAll = options.some(({ id, eligible }) => id === 'wallet' && eligible)
  const part =
    wallet === null || canPayAll || isZero(wallet.balance)
      ? html``
      : choice({
          type: 'checkbox',
          name: 'use_wallet',
          value: 'true',
          checked: useWallet,
          label: checkout.useWallet,
          hint: checkout.useWalletHint(money(wallet.balance)),
        })
  return html`<fieldset id="payment" data-part="payment"><legend><h2>${checkout.payment}</h2></legend>${radios}${part}
${closed.length > 0 ? html`<div class="closed"><h3>${checkout.notEligible}</h3><ul>${closed.map((option) => closedPayment(option, wallet, money, locale))}</ul></div>` : ''}</fieldset>`
}

/** A way to pay that is not open for this order, and why; a wallet that is too small can be filled and used. */
function closedPayment(
  { id, reason }: PaymentOptionJson,
  wallet: WalletMeans | null,
  money: (value: string) => string,
  locale: Locale,
): Html {
  const { checkout } = messagesOf(locale)
  const name = html`<strong>${wordFor(checkout.methods, id)}.</strong>`
  if (reason === 'wallet_insufficient' && wallet?.missing) {
    const query = new URLSearchParams({ amount: wallet.missing, next: '/checkout' })
    return html`<li>${name} ${checkout.walletMissing(money(wallet.balance), money(wallet.missing))} <a href="/wallet?${query.toString()}">${checkout.topUp}</a></li>`
  }
  return html`<li>${name} ${(reason && reasonText('payment', reason, {}, locale)) || checkout.notEligibleReason}</li>`
}
