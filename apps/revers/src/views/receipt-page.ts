import { type Html, html } from 'cartwright/html'
import { productType } from '../garments/product-types.ts'
import { formatQuantity } from '../i18n/format.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import type { OrderKnown } from './order-known.ts'
import { addressBlock } from './parts/address.ts'
import { amount, day } from './parts/amount.ts'
import { icon } from './parts/icon.ts'
import { paymentList, refundList } from './parts/order-parts.ts'
import { totalsList } from './parts/totals.ts'
import type { OrderJson, OrderLineJson, PageContext } from './types.ts'

/** The receipt of an order, a table made for paper. */
export function receiptPage(context: PageContext, order: OrderJson, known: OrderKnown): Html {
  const { locale } = context
  const { checkout } = messagesOf(locale)
  const title = checkout.receipt(order.number)
  const { currency } = order
  const [before = '', after = ''] = title.split(order.number)
  const main = html`<p class="crumb"><a class="back" href="${order.url}">${icon('back')} ${checkout.order(order.number)}</a></p>
<article class="receipt"><h1>${before}<bdi>${order.number}</bdi>${after}</h1><p class="meta">${checkout.placedOn} ${day(known.placed_at, locale)} · ${checkout.orderStates[order.state]}</p>
<div class="halves"><div><h2>${checkout.address}</h2>${addressBlock(order.address, locale)}</div>
<div>${paymentList(order, locale)}${refundList(known.refunds, currency, locale)}</div></div>
<section class="scroll" tabindex="0" aria-label="${checkout.product}"><table><thead><tr>
<th scope="col">${checkout.product}</th><th scope="col" class="figure">${checkout.quantity}</th><th scope="col" class="figure">${checkout.amount}</th></tr></thead>
<tbody>${order.lines.map((line) => receiptRow(line, currency, locale))}</tbody></table></section>
${totalsList(order.totals, currency, locale)}<p class="fine">${checkout.madeBy}</p><p class="crumb fine">${checkout.printHint}</p></article>`
  return layout(context, { title, main })
}

function receiptRow({ product, quantity, unit_price: price, line_total: total }: OrderLineJson, currency: string, locale: Locale): Html {
  const { unique, scale } = productType(product.type)
  const { frame } = messagesOf(locale)
  const unit = scale > 0 ? ` ${frame.kilograms}` : ''
  return html`<tr><th scope="row">${product.name}${product.seller === null ? '' : html`<small class="fine">${frame.soldBy} ${product.seller.name}</small>`}</th>
<td class="figure"><bdi dir="ltr">${unique ? '1' : formatQuantity(quantity, locale) + unit} × ${amount(price, currency, locale)}</bdi></td><td class="figure">${amount(total, currency, locale)}</td></tr>`
}
