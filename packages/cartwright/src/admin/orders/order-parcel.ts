import { type Html, html, type Piece } from '../../html/html.ts'
import type { Call } from '../../http/route.ts'
import { quantityText } from '../../money/quantity.ts'
import type { OrderLineView, OrderView } from '../../orders/order-view.ts'
import { isGivenBack, maySend } from '../../orders/parcel-states.ts'
import { owesCash } from '../../refunds/move-parcel.ts'
import { amount } from '../format.ts'
import { actForm } from '../forms.ts'
import { panel, tag } from '../frame.ts'
import { smallTable } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { begins } from './acts.ts'
import { WORDS } from './words.ts'

type Parcel = OrderView['parcels'][number]

export const linesOf = ({ lines }: OrderView, parcel: Parcel): readonly OrderLineView[] =>
  lines.filter(({ id }) => parcel.lines.includes(id))

/** One parcel with what is in it, how far it is, and what can be done about it now. */
export function parcelPart(admin: Admin, call: Call, order: OrderView, parcel: Parcel): Html {
  const { locale } = call
  const words = WORDS[locale]
  const money = (minor: bigint): Html => amount(minor, order.currency, locale)
  const title = `${words.parcel} ${parcel.seller?.name ?? words.shopItself}`
  const lines = linesOf(order, parcel)
  const isBack = isGivenBack(lines)
  const state = isBack && parcel.state === 'placed' ? tag(words.parcelRefunded) : tag(words.parcelStates[parcel.state])
  const undecided = parcel.state === 'returned' && !isBack
  return panel(
    title,
    html`<p>${state} ${parcel.tracking && html`${words.tracking}: <bdi>${parcel.tracking}</bdi>`}</p>${
      undecided ? html`<p class="flash error">${words.undecided}</p>` : ''
    }
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
)}<div class="acts after">${parcelActs(admin, call, order, parcel)}</div>`,
  )
}

/** Nothing of what was given back is sent any more; its goods can still go back on sale. */
function parcelActs(admin: Admin, call: Call, order: OrderView, parcel: Parcel): readonly Piece[] {
  const words = WORDS[call.locale]
  const seller = parcel.seller?.id ?? ''
  const form = (act: string, label: string, more: object): Piece =>
    actForm(call, {
      to: hrefOf(admin, 'orders', order.id, act),
      title: label,
      button: label,
      sent: { seller },
      reason: false,
      id: `${act}-${seller.replaceAll(/[^\w-]/g, '_')}`,
      ...more,
    })
  const isPaid = maySend(order.payments)
  const isBack = isGivenBack(linesOf(order, parcel))
  const tracking = { name: 'tracking', label: words.tracking, optional: true }
  return [
    isPaid && !isBack && begins('ship', parcel.state) && form('ship', words.ship, { fields: [tracking] }),
    begins('deliver', parcel.state) && form('deliver', words.deliver, { money: owesCash(order) }),
    begins('return', parcel.state) && form('returned', words.returned, {}),
    isPaid &&
      begins('cancel', parcel.state) &&
      form('cancel-parcel', isBack ? words.backOnSale : words.cancelParcel, { reason: true, grave: !isBack, money: true }),
  ]
}
