import { type Html, html } from 'cartwright/html'
import { productType } from '../garments/product-types.ts'
import { formatQuantity } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { addressBlock } from './parts/address.ts'
import { amount } from './parts/amount.ts'
import { paymentList } from './parts/order-parts.ts'
import { totalsList } from './parts/totals.ts'
import type { OrderJson, OrderLineJson, PageContext } from './types.ts'

/** The receipt of an order, a table made for paper. */
export function receiptPage(context: PageContext, order: OrderJson): Html {
  const { locale } = context
  const { checkout, frame } = messagesOf(locale)
  const title = checkout.receipt(order.number)
  const main = html`<p class="crumb"><a href="${order.url}">${frame.back}</a> <span class="fine">${checkout.printHint}</span></p>
<article class="receipt"><h1>${title}</h1>
<div class="halves"><div><h2>${checkout.address}</h2>${addressBlock(order.address, locale)}</div><div>${paymentList(order, locale)}</div></div>
<section class="scroll" tabindex="0" aria-label="${checkout.product}"><table><thead><tr>
<th scope="col">${checkout.product}</th><th scope="col">${frame.soldBy}</th><th scope="col" class="figure">${checkout.quantity}</th>
<th scope="col" class="figure">${checkout.unitPrice}</th><th scope="col" class="figure">${checkout.amount}</th></tr></thead>
<tbody>${order.lines.map((line) => receiptRow(line, order.currency, locale))}</tbody></table></section>
${totalsList(order.totals, order.currency, locale)}</article>`
  return layout(context, { title, main })
}

function receiptRow({ product, quantity, unit_price: price, line_total: total }: OrderLineJson, currency: string, locale: Locale): Html {
  const { unique, scale } = productType(product.type)
  const unit = scale > 0 ? ` ${messagesOf(locale).frame.kilograms}` : ''
  return html`<tr><th scope="row">${product.name}</th><td>${product.seller?.name}</td>
<td class="figure">${unique ? '' : formatQuantity(quantity, locale) + unit}</td>
<td class="figure">${amount(price, currency, locale)}</td><td class="figure">${amount(total, currency, locale)}</td></tr>`
}
