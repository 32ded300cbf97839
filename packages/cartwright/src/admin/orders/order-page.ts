import { type Html, html, type Piece } from '../../html/html.ts'
import type { Call } from '../../http/route.ts'
import { quantityText } from '../../money/quantity.ts'
import { cartOfId } from '../../orders/order-rows.ts'
import type { OrderLineView, OrderView, RefundView } from '../../orders/order-view.ts'
import { maySend } from '../../orders/parcel-states.ts'
import type { Proceeds } from '../../sellers/proceeds-rows.ts'
import { proceedsFor } from '../../sellers/show-proceeds.ts'
import { totalsTable } from '../carts/totals.ts'
import { amount, moment } from '../format.ts'
import { actForm, tick } from '../forms.ts'
import { facts, page, panel, tag } from '../frame.ts'
import { smallTable } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { timeline } from '../timeline.ts'
import { wordsOf } from '../words.ts'
import { begins } from './acts.ts'
import { ORDER_TONES, WORDS } from './words.ts'

/** One order with what staff may do about it: no act is offered that would be refused now. */
export async function orderPage(admin: Admin, call: Call, order: OrderView): Promise<string> {
  const { locale } = call
  const words = WORDS[locale]
  const proceeds = await proceedsFor(admin.shop.context, order.id)
  const parcels = order.parcels.map((parcel) => parcelPart(admin, call, order, parcel))
  const main = html`${facts([
    [words.placed, moment(order.placedAt, admin, locale)],
    [words.id, html`<code>${order.id}</code>`],
    [words.email, order.email ?? wordsOf(call).none],
    [words.address, addressText(order)],
  ])}
<div class="acts panel">${orderActs(admin, call, order)}</div>${parcels}
<div class="columns">${panel(words.totals, totalsTable(call, order.totals, order.currency))}${paymentsPart(call, order)}</div>
${order.refunds.length === 0 ? '' : refundsPart(admin, call, order)}${proceeds.length === 0 ? '' : proceedsPart(admin, call, order, proceeds)}
${await timeline(admin, call, cartOfId(order.id), words.timeline)}`
  return page(admin, call, {
    title: words.title(order.number),
    section: 'orders',
    main,
    crumbs: [{ label: words.caption, href: hrefOf(admin, 'orders') }],
    aside: tag(words.states[order.state], ORDER_TONES[order.state]),
  })
}

const addressText = ({ address }: OrderView): string =>
  [address.name, address.line1, address.line2, address.postalCode, address.city, address.county, address.country, address.phone]
    .filter(Boolean)
    .join(', ')

/** Refund while anything is left of what was paid, cancel while nothing has left. */
function orderActs(admin: Admin, call: Call, order: OrderView): Html {
  const words = WORDS[call.locale]
  const to = (act: string): string => hrefOf(admin, 'orders', order.id, act)
  const left = order.lines.filter(({ paid, refunded }) => paid > refunded)
  const isPaid = maySend(order.payments)
  const boxes = left.map((line) =>
    tick({
      name: 'lines',
      value: line.id,
      label: html`${line.product.name} · ${amount(line.paid - line.refunded, order.currency, call.locale)}`,
    }),
  )
  const refund = actForm(call, {
    to: to('refund'),
    title: words.refund,
    button: words.refundDo,
    money: true,
    grave: true,
    before: html`<p class="fine">${words.refundText}</p><fieldset><legend>${words.line}</legend>${boxes}</fieldset>`,
  })
  const cancel = actForm(call, { to: to('cancel'), title: words.cancel, button: words.cancel, money: true, grave: true })
  const unsent = isPaid && order.parcels.every(({ state }) => state === 'placed' || state === 'cancelled')
  return html`${isPaid && left.length > 0 ? refund : ''}${unsent && order.state !== 'cancelled' ? cancel : ''}`
}

function parcelPart(admin: Admin, call: Call, order: OrderView, parcel: OrderView['parcels'][number]): Html {
  const words = WORDS[call.locale]
  const { locale } = call
  const money = (minor: bigint): Html => amount(minor, order.currency, locale)
  const seller = parcel.seller?.id ?? ''
  const name = parcel.seller?.name ?? words.shopItself
  const title = `${words.parcel} ${name}`
  const lines = order.lines.filter(({ id }) => parcel.lines.includes(id))
  const to = (act: string): string => hrefOf(admin, 'orders', order.id, act)
  const sent = { seller }
  const form = (act: string, label: string, more: object): Piece =>
    actForm(call, {
      to: to(act),
      title: label,
      button: label,
      sent,
      reason: false,
      id: `${act}-${seller.replaceAll(/[^\w-]/g, '_')}`,
      ...more,
    })
  const isPaid = maySend(order.payments)
  const acts = [
    isPaid &&
      begins('ship', parcel.state) &&
      form('ship', words.ship, { fields: [{ name: 'tracking', label: words.tracking, optional: true }] }),
    begins('deliver', parcel.state) && form('deliver', words.deliver, {}),
    begins('return', parcel.state) && form('returned', words.returned, {}),
    isPaid && begins('cancel', parcel.state) && form('cancel-parcel', words.cancelParcel, { reason: true, grave: true, money: true }),
  ]
  return panel(
    title,
    html`<p>${tag(words.parcelStates[parcel.state])} ${parcel.tracking && `${words.tracking}: ${parcel.tracking}`}</p>
${smallTable<OrderLineView>(
  title,
  [
    {
      label: words.line,
      cell: ({ product }) => (product.url === null ? product.name : html`<a href="${product.url}">${product.name}</a>`),
    },
    { label: words.quantity, numeric: true, cell: (line) => quantityText(line.quantity, line.scale) },
    { label: words.total, numeric: true, cell: ({ total }) => money(total) },
    { label: words.paid, numeric: true, cell: ({ paid }) => money(paid) },
    { label: words.refunded, numeric: true, cell: ({ refunded }) => money(refunded) },
  ],
  lines,
)}<div class="acts after">${acts}</div>`,
  )
}

function paymentsPart({ locale }: Call, { payments, currency }: OrderView): Html {
  const words = WORDS[locale]
  return panel(
    words.payments,
    smallTable<OrderView['payments'][number]>(
      words.payments,
      [
        { label: words.payments, cell: ({ method }) => words.methods[method] },
        { label: words.state, cell: ({ state }) => tag(words.paymentStates[state]) },
        { label: words.amount, numeric: true, cell: (payment) => amount(payment.amount, currency, locale) },
        { label: words.refunded, numeric: true, cell: ({ refunded }) => amount(refunded, currency, locale) },
      ],
      payments,
    ),
  )
}

/** What was given back; what the provider or the staff still has to make can be noted as made. */
function refundsPart(admin: Admin, call: Call, order: OrderView): Html {
  const words = WORDS[call.locale]
  const { locale } = call
  const done = (refund: RefundView): Piece =>
    refund.state === 'done'
      ? wordsOf(call).none
      : actForm(call, {
          to: hrefOf(admin, 'orders', order.id, 'refunded'),
          title: words.refundDone,
          button: words.refundDone,
          sent: { refund: refund.id },
          money: true,
          id: refund.id,
        })
  return panel(
    words.refunds,
    smallTable<RefundView>(
      words.refunds,
      [
        { label: words.when, cell: ({ at }) => moment(at, admin, locale) },
        { label: words.payments, cell: ({ method }) => words.methods[method] },
        { label: words.amount, numeric: true, cell: (refund) => amount(refund.amount, order.currency, locale) },
        { label: words.state, cell: ({ state }) => tag(words.refundStates[state], state === 'due' ? 'warn' : 'ok') },
        { label: words.reason, cell: ({ reason }) => reason },
        { label: words.acts, cell: done },
      ],
      order.refunds,
    ),
  )
}

const ARRIVED: readonly string[] = ['delivered', 'received', 'returned']

function proceedsPart(admin: Admin, call: Call, order: OrderView, proceeds: readonly Proceeds[]): Html {
  const words = WORDS[call.locale]
  const { locale } = call
  const hasArrived = (seller: string): boolean =>
    order.parcels.some((parcel) => (parcel.seller?.id ?? '') === seller && ARRIVED.includes(parcel.state))
  const release = ({ seller, state }: Proceeds): Piece =>
    state !== 'waiting' || !hasArrived(seller)
      ? wordsOf(call).none
      : actForm(call, {
          to: hrefOf(admin, 'orders', order.id, 'proceeds'),
          title: words.release,
          button: words.release,
          sent: { seller },
          money: true,
          id: `proceeds-${seller.replaceAll(/[^\w-]/g, '_')}`,
        })
  return panel(
    words.proceeds,
    smallTable<Proceeds>(
      words.proceeds,
      [
        { label: words.seller, cell: ({ seller }) => seller },
        { label: words.state, cell: ({ state }) => tag(words.proceedsStates[state], state === 'released' ? 'ok' : 'plain') },
        { label: words.owed, numeric: true, cell: (one) => amount(one.amount - one.commission - one.refunded, order.currency, locale) },
        { label: words.commission, numeric: true, cell: ({ commission }) => amount(commission, order.currency, locale) },
        { label: words.due, cell: ({ dueAt }) => (dueAt === null ? wordsOf(call).none : moment(dueAt, admin, locale)) },
        { label: words.acts, cell: release },
      ],
      proceeds,
    ),
  )
}
