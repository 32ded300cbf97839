import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import type { OrderJson, OrderLineJson } from '../types.ts'
import { amount } from './amount.ts'
import { unitsText } from './cart-line.ts'
import { nameLink, thumbnail } from './thing.ts'

/** A line of an order; the product may be long gone, the line is a frozen copy. */
export function orderLine(line: OrderLineJson, currency: string, locale: Locale): Html {
  const { product, line_total: total } = line
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}<strong>${amount(total, currency, locale)}</strong></div>
<p class="meta">${unitsText(line, currency, locale)}</p></div></li>`
}

export function paymentList({ payments, currency }: OrderJson, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const rows = payments.map(
    ({ method, amount: sum, state }) => html`<li class="row"><span>${wordFor(checkout.methods, method)}
<span class="fine">${checkout.paymentStates[state]}</span></span>${amount(sum, currency, locale)}</li>`,
  )
  return html`<h2>${checkout.payments}</h2><ul class="codes">${rows}</ul>`
}

/** Orders as a list: number, state, what is in them, total. */
export function orderList(orders: readonly OrderJson[], locale: Locale): Html {
  const { checkout, frame } = messagesOf(locale)
  const entries = orders.map(({ url, number, state, lines, total, currency }) => {
    const names = lines.map(({ product }) => product.name).join(', ')
    return html`<li class="line wide"><div class="row">${nameLink({ name: checkout.order(number), url })}
<strong>${amount(total, currency, locale)}</strong></div>
<p class="meta">${checkout.orderStates[state]} · ${frame.items(lines.length)}: ${names}</p></li>`
  })
  return html`<ul class="lines">${entries}</ul>`
}
