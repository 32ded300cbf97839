import { type Html, html } from 'cartwright/html'
import { formatAmount, isZero } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { emptyCart, placedNote } from './cart-fragment.ts'
import type { PlacedOrder } from './cart-known.ts'
import { addressChoice, openPayment, paymentChoice, shippingChoice, type WalletMeans, waitingChoices } from './checkout-choices.ts'
import { layout, loginPath } from './layout.ts'
import { addressLabels } from './parts/address.ts'
import { amount } from './parts/amount.ts'
import { unitsText } from './parts/cart-line.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import { holdState } from './parts/hold.ts'
import { canComeBack, holdAgainButtons, leftOutNote } from './parts/left-out.ts'
import { quoteChangesTable } from './parts/quote-changes.ts'
import { thumbnail } from './parts/thing.ts'
import { totalsList, totalsRows } from './parts/totals.ts'
import type { AddressJson, CartJson, FormState, PageContext, QuoteJson, SellerJson } from './types.ts'

/** What is chosen now: by the address of the page, by the form that came back, or the default. */
export interface CheckoutChoices {
  /** The id of a saved address, or `new`; anything else means the first saved one. */
  readonly address: string
  readonly shipping: string | Readonly<Record<string, string>>
  readonly payment: string
  readonly use_wallet: boolean
  /** Line ids with commas between, when only some lines are bought. */
  readonly lines: string | null
}

export interface CheckoutData {
  readonly cart: CartJson
  readonly quote: QuoteJson
  readonly addresses: readonly AddressJson[]
  readonly chosen: CheckoutChoices
  /** The idempotency key of this rendering: a second click is the same order. */
  readonly key: string
  /** The ways of delivery that end in a parcel locker. */
  readonly lockers: ReadonlySet<string>
  /** Null for guests. */
  readonly wallet: WalletMeans | null
  readonly form: FormState
  /** The order just made of the cart, where the cart is empty now. */
  readonly placed?: PlacedOrder | null
}

/**
 * Checkout on one page. Without script the second button asks for a new total; with one each choice does, and the parts named by `data-part` are
 * replaced.
 */
export function checkoutPage(context: PageContext, data: CheckoutData): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const { cart, quote, form, chosen, key } = data
  const frame = { title: checkout.title, back: { path: '/cart', label: checkout.backToCart } }
  const heading = html`<h1>${checkout.title}</h1>`
  const isEmpty = quote.lines.length === 0
  const note = leftOutNote(cart, !isEmpty, locale)
  if (isEmpty && !canComeBack(cart)) return layout(context, { ...frame, main: html`${heading}${note}${emptyCheckout(data, locale)}` })
  const fields = { email: checkout.email, address: checkout.address, shipping: checkout.delivery, payment: checkout.payment }
  const main = html`${heading}${faultSummary(form, { ...fields, ...addressLabels(locale) }, locale)}${quoteChangesTable(form.refusal, cart, quote, locale)}${note}
${isEmpty ? '' : summaryFirst(data, locale)}
<form method="post" action="${isEmpty ? '/checkout/quote' : '/checkout'}" class="columns checkout" data-checkout novalidate>
${hidden('key', key)}<input type="hidden" name="quote" value="${quote.hash}" data-part="quote">${chosen.lines === null ? '' : hidden('lines', chosen.lines)}
<div>${choices(context, data)}</div>${isEmpty ? waitingSummary(cart, locale) : summary(context, data)}</form>`
  return layout(context, { ...frame, main, faulty: hasFault(form), script: 'checkout.js' })
}

/** On a narrow page what is bought and what it costs come first. */
const summaryFirst = (data: CheckoutData, locale: Locale): Html => {
  const { quote, cart } = data
  const items = messagesOf(locale).checkout.summaryOf(quote.lines.length)
  return html`<details class="summary-first"><summary data-say><span>${items}</span> <strong data-part="total">${amount(quote.totals.total, cart.currency, locale)}</strong></summary>
${boughtLines(data, locale)}</details>`
}

/** With nothing to order, now or later: the shop when the cart is empty, else the cart. */
function emptyCheckout({ cart, placed }: CheckoutData, locale: Locale): Html {
  if (cart.lines.length === 0) return html`${placedNote(placed, locale)}${emptyCart(locale)}`
  return html`<p data-part="summary"><a class="button" href="/cart">${messagesOf(locale).cart.viewCart}</a></p>`
}

/** In the place of the summary while everything has lapsed: what brings things back, and nothing that orders. */
function waitingSummary(cart: CartJson, locale: Locale): Html {
  const { checkout, cart: words } = messagesOf(locale)
  return html`<aside class="panel" aria-labelledby="summary" data-part="summary"><h2 id="summary">${checkout.summary}</h2>${holdAgainButtons(cart, locale)}
<button class="button secondary" id="recalculate" formaction="/checkout/quote">${checkout.lookAgain}</button>
<p class="fine"><a href="/cart">${words.viewCart}</a></p></aside>`
}

function choices({ locale, user }: PageContext, { cart, quote, addresses, chosen, lockers, wallet, form }: CheckoutData): Html {
  const locker = (addresses.find(({ id }) => id === chosen.address) ?? addresses[0])?.locker
  const bought = new Set(quote.lines.map(({ id }) => id))
  const parcels = cart.groups.filter(({ lines }) => lines.some((id) => bought.has(id)))
  const sellers = parcels.flatMap(({ seller }): SellerJson[] => (seller === null ? [] : [seller]))
  const { currency } = cart
  return html`${user ? '' : contact(form, locale)}${addressChoice(addresses, chosen.address, form, locale)}
${
  quote.lines.length === 0
    ? waitingChoices(chosen)
    : html`${shippingChoice({ options: quote.shipping_options, chosen: chosen.shipping, sellers, lockers, form, locker, currency, locale })}
${paymentChoice({ options: quote.payment_options, chosen: chosen.payment, useWallet: chosen.use_wallet, wallet, currency, locale })}`
}`
}

function contact(form: FormState, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const email = {
    name: 'email',
    label: checkout.email,
    type: 'email',
    autocomplete: 'email',
    hint: checkout.emailHint,
    enterkeyhint: 'next',
  } as const
  return html`<fieldset><legend><h2>${checkout.contact}</h2></legend><p class="fine"><a href="${loginPath('/checkout')}">${checkout.haveAccount}</a></p>
${field({ ...email, form, locale, required: true })}</fieldset>`
}

function boughtLines({ quote, cart }: CheckoutData, locale: Locale): Html {
  const lines = quote.lines.map(
    (
      line,
    ) => html`<li>${thumbnail(line.product)}<span>${line.product.name}<small class="fine">${unitsText(line, cart.currency, locale)}</small></span>
<span>${amount(line.line_total, cart.currency, locale)}</span></li>`,
  )
  return html`<ul class="bought">${lines}</ul>`
}

// The button that orders comes first in the page, so that Enter in a box never asks for a new total instead.
function summary({ locale, now }: PageContext, data: CheckoutData): Html {
  const { checkout } = messagesOf(locale)
  const { quote, cart } = data
  const money = (value: string): Html => amount(value, cart.currency, locale)
  const split = [
    [checkout.fromWallet, money(`-${quote.wallet_part}`)],
    [checkout.due, money(quote.due)],
  ] as const
  return html`<aside class="panel" aria-labelledby="summary" data-part="summary"><h2 id="summary">${checkout.summary}</h2>${boughtLines(data, locale)}
${totalsList(quote.totals, cart.currency, locale)}${isZero(quote.wallet_part) ? '' : totalsRows(split)}
<button class="button" id="pay">${submitText(data, locale)}</button>${heldWhile(data, now, locale)}
<p class="fine">${checkout.recalculateHint}</p>
<button class="button secondary" id="recalculate" formaction="/checkout/quote">${checkout.recalculate}</button>${holdAgainButtons(cart, locale)}</aside>`
}

/** How long what is ordered is still kept, and the button that keeps it longer; it sends the whole form, so nothing that was typed is lost. */
function heldWhile({ cart, quote }: CheckoutData, now: string, locale: Locale): Html {
  const bought = new Set(quote.lines.map(({ id }) => id))
  const [first] = cart.lines
    .flatMap((line) =>
      line.kind === 'item' && line.held_until !== undefined && bought.has(line.id) ? [{ line, until: line.held_until }] : [],
    )
    .toSorted((one, other) => Date.parse(one.until) - Date.parse(other.until))
  if (first === undefined) return html``
  return html`<div class="kept">${holdState(first.line, first.until, { now }, locale)}
<button class="link" id="renew" formaction="/checkout/hold">${messagesOf(locale).cart.renew}</button></div>`
}

/** The button says what it does and how much it costs. */
function submitText({ cart, quote, chosen }: CheckoutData, locale: Locale): string {
  const { checkout } = messagesOf(locale)
  if (isZero(quote.totals.total)) return checkout.placeOrder
  if (isZero(quote.due)) return checkout.pay(formatAmount(quote.totals.total, cart.currency, locale))
  const sum = formatAmount(quote.due, cart.currency, locale)
  return openPayment(quote.payment_options, chosen.payment) === 'cod' ? checkout.orderOnDelivery(sum) : checkout.pay(sum)
}
