import { type Html, html, type Piece } from '../../html/html.ts'
import type { Call } from '../../http/route.ts'
import { cartOfId } from '../../orders/order-rows.ts'
import type { OrderView } from '../../orders/order-view.ts'
import { isGivenBack, maySend } from '../../orders/parcel-states.ts'
import { walletAccount } from '../../payments/wallet-rows.ts'
import { proceedsFor } from '../../sellers/show-proceeds.ts'
import { totalsTable } from '../carts/totals.ts'
import { amount, moment } from '../format.ts'
import { actForm, tick } from '../forms.ts'
import { facts, page, panel, tag } from '../frame.ts'
import { namesOf, ownerName } from '../people.ts'
import { refusedForm } from '../refused.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { timeline } from '../timeline.ts'
import { wordsOf } from '../words.ts'
import { paymentsPart, proceedsPart, refundsPart } from './order-money.ts'
import { linesOf, parcelPart } from './order-parcel.ts'
import { ORDER_TONES, WORDS } from './words.ts'

/** One order with what staff may do about it: no act is offered that would be refused now. */
export async function orderPage(admin: Admin, call: Call, order: OrderView): Promise<string> {
  const { locale } = call
  const words = WORDS[locale]
  const [proceeds, buyer, told] = await Promise.all([
    proceedsFor(admin.shop.context, order.id),
    buyerOf(admin, call, order),
    timeline(admin, call, cartOfId(order.id), words.timeline),
  ])
  const parcels = order.parcels.map((parcel) => parcelPart(admin, call, order, parcel))
  const main = html`${facts([
    [words.buyer, buyer],
    [words.email, order.email ?? wordsOf(call).none],
    [words.address, addressText(order)],
    [words.placed, moment(order.placedAt, admin, locale)],
    [words.id, html`<code class="fine">${order.id}</code>`],
  ])}
<div class="acts panel">${orderActs(admin, call, order)}</div>${parcels}
<div class="columns">${panel(words.totals, totalsTable(call, order.totals, order.currency))}${paymentsPart(call, order)}</div>
${order.refunds.length === 0 ? '' : refundsPart(admin, call, order)}${proceeds.length === 0 ? '' : proceedsPart(admin, call, order, proceeds)}
${told}`
  return page(admin, call, {
    title: words.title(order.number),
    section: 'orders',
    main,
    crumbs: [{ label: words.caption, href: hrefOf(admin, 'orders') }],
    aside: tag(words.states[order.state], ORDER_TONES[order.state]),
  })
}

const USER = 'user:'

/** Who bought, with the ways to what else is his. */
async function buyerOf(admin: Admin, call: Call, { id, currency }: OrderView): Promise<Piece> {
  const words = WORDS[call.locale]
  const { items } = await admin.shop.orders.search({ number: id })
  const owner = items.find((one) => one.id === id)?.buyer ?? ''
  const name = ownerName(call, await namesOf(admin, [owner]), owner)
  const of = (list: string): string => `${hrefOf(admin, list)}?buyer=${encodeURIComponent(owner)}`
  const wallet = owner.startsWith(USER) ? hrefOf(admin, 'wallets', walletAccount(owner.slice(USER.length), currency)) : null
  const { sections } = wordsOf(call)
  return html`${name} · <a href="${of('orders')}">${words.caption}</a> · <a href="${of('carts')}">${sections.carts}</a>${
    wallet === null ? '' : html` · <a href="${wallet}">${words.wallet}</a>`
  }`
}

const addressText = ({ address }: OrderView): string =>
  [address.name, address.line1, address.line2, address.postalCode, address.city, address.county, address.country, address.phone]
    .filter(Boolean)
    .join(', ')

/** Refund while anything is left of what was paid, cancel while nothing has left and not all went back. */
function orderActs(admin: Admin, call: Call, order: OrderView): Html {
  const words = WORDS[call.locale]
  const isPaid = maySend(order.payments)
  const isLeft = order.lines.some(({ paid, refunded }) => paid > refunded)
  const cancel = actForm(call, {
    to: hrefOf(admin, 'orders', order.id, 'cancel'),
    title: words.cancel,
    button: words.cancel,
    money: true,
    grave: true,
  })
  const unsent = order.parcels.every(({ state }) => state === 'placed' || state === 'cancelled')
  const isOver = order.state === 'cancelled' || order.parcels.every((parcel) => isGivenBack(linesOf(order, parcel)))
  return html`${isPaid && isLeft ? refundForm(admin, call, order) : ''}${isPaid && unsent && !isOver ? cancel : ''}`
}

/** What is given back is ticked, the whole of it as well. */
function refundForm(admin: Admin, call: Call, order: OrderView): Html {
  const words = WORDS[call.locale]
  const to = hrefOf(admin, 'orders', order.id, 'refund')
  const before = refusedForm(call, to)
  const ticked = [before?.fields.lines].flat()
  const wrong = before?.state.errors.some(({ field }) => field === 'lines') ?? false
  const left = order.lines.filter(({ paid, refunded }) => paid > refunded)
  const money = (minor: bigint): Html => amount(minor, order.currency, call.locale)
  const boxes = left.map((line) =>
    tick({
      name: 'lines',
      value: line.id,
      on: ticked.includes(line.id),
      label: html`${line.product.name} · ${money(line.paid - line.refunded)}`,
    }),
  )
  const whole = left.reduce((sum, { paid, refunded }) => sum + paid - refunded, 0n)
  const all = tick({ name: 'all', on: before?.fields.all === 'true', label: html`${words.refundAll} · ${money(whole)}` })
  return actForm(call, {
    to,
    title: words.refund,
    button: words.refundDo,
    money: true,
    grave: true,
    before: html`<p class="fine">${words.refundText}</p><fieldset${wrong ? html` aria-describedby="refund-wrong"` : ''}><legend>${words.refundWhat}</legend>${
      wrong
        ? html`<p class="wrong" id="refund-wrong"><span class="unseen">${wordsOf(call).errorPrefix} </span>${words.refundNothing}</p>`
        : ''
    }${boxes}${all}</fieldset>`,
  })
}
