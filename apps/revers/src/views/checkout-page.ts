import { type Html, html } from 'cartwright/html'
import { formatAmount, isZero } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { emptyCart } from './cart-fragment.ts'
import { addressChoice, openPayment, paymentChoice, shippingChoice, type WalletMeans } from './checkout-choices.ts'
import { layout, loginPath } from './layout.ts'
import { addressLabels } from './parts/address.ts'
import { amount } from './parts/amount.ts'
import { unitsText } from './parts/cart-line.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import { holdAgainButtons, leftOutNote } from './parts/left-out.ts'
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
  /** Null for guests. */
  readonly wallet: WalletMeans | null
  readonly form: FormState
}

/** Checkout on one page. Without script the second button asks the same page again, with the choices in its address, for a new total. */
export function checkoutPage(context: PageContext, data: CheckoutData): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const { cart, quote, form, chosen, key } = data
  const frame = { title: checkout.title, back: { path: '/cart', label: checkout.backToCart } }
  const heading = html`<h1>${checkout.title}</h1>`
  const note = leftOutNote(cart, locale)
  if (quote.lines.length === 0) return layout(context, { ...frame, main: html`${heading}${note}${emptyCheckout(cart, locale)}` })
  const fields = { email: checkout.email, address: checkout.address, shipping: checkout.delivery, payment: checkout.payment }
  const main = html`${heading}${faultSummary(form, { ...fields, ...addressLabels(locale) }, locale)}${quoteChangesTable(form.refusal, cart, quote, locale)}${note}
<details class="summary-first"><summary><span>${checkout.summaryOf(quote.lines.length)}</span> <strong>${amount(quote.totals.total, cart.currency, locale)}</strong></summary>
${boughtLines(data, locale)}</details>
<form method="post" action="/checkout" class="columns checkout" data-checkout>
${hidden('key', key)}${hidden('quote', quote.hash)}${chosen.lines === null ? '' : hidden('lines', chosen.lines)}
<div>${choices(context, data)}</div>${summary(data, locale)}</form>`
  return layout(context, { ...frame, main, faulty: hasFault(form) })
}

/** With nothing to order: the shop when the cart is empty, else the cart, where lapsed things can be held again. */
function emptyCheckout({ lines }: CartJson, locale: Locale): Html {
  if (lines.length === 0) return emptyCart(locale)
  return html`<p><a class="button" href="/cart">${messagesOf(locale).cart.viewCart}</a></p>`
}

function choices({ locale, user }: PageContext, { cart, quote, addresses, chosen, wallet, form }: CheckoutData): Html {
  const bought = new Set(quote.lines.map(({ id }) => id))
  const parcels = cart.groups.filter(({ lines }) => lines.some((id) => bought.has(id)))
  const sellers = parcels.flatMap(({ seller }): SellerJson[] => (seller === null ? [] : [seller]))
  const { currency } = cart
  return html`${user ? '' : contact(form, locale)}${addressChoice(addresses, chosen.address, form, locale)}
${shippingChoice({ options: quote.shipping_options, chosen: chosen.shipping, sellers, currency, locale })}
${paymentChoice({ options: quote.payment_options, chosen: chosen.payment, useWallet: chosen.use_wallet, wallet, currency, locale })}`
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
  return html`<fieldset><legend>${checkout.contact}</legend><p class="fine"><a href="${loginPath('/checkout')}">${checkout.haveAccount}</a></p>
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
function summary(data: CheckoutData, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const { quote, cart } = data
  const money = (value: string): Html => amount(value, cart.currency, locale)
  const split = [
    [checkout.fromWallet, money(`-${quote.wallet_part}`)],
    [checkout.due, money(quote.due)],
  ] as const
  return html`<aside class="panel" aria-labelledby="summary"><h2 id="summary">${checkout.summary}</h2>${boughtLines(data, locale)}
${totalsList(quote.totals, cart.currency, locale)}${isZero(quote.wallet_part) ? '' : totalsRows(split)}
<button class="button">${submitText(data, locale)}</button>
<p class="fine">${checkout.recalculateHint}</p>
<button class="button secondary" formaction="/checkout/quote" formnovalidate>${checkout.recalculate}</button>${holdAgainButtons(cart, locale)}</aside>`
}

/** The button says what it does and how much it costs. */
function submitText({ cart, quote, chosen }: CheckoutData, locale: Locale): string {
  const { checkout } = messagesOf(locale)
  if (isZero(quote.totals.total)) return checkout.placeOrder
  if (isZero(quote.due)) return checkout.pay(formatAmount(quote.totals.total, cart.currency, locale))
  const sum = formatAmount(quote.due, cart.currency, locale)
  return openPayment(quote.payment_options, chosen.payment) === 'cod' ? checkout.orderOnDelivery(sum) : checkout.pay(sum)
}
