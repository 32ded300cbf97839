import { html, type Piece } from '../../html/html.ts'
import type { Call } from '../../http/route.ts'
import type { OrderView, RefundView } from '../../orders/order-view.ts'
import type { Proceeds } from '../../sellers/proceeds-rows.ts'
import { commissionLeft, netOf } from '../../sellers/seller-share.ts'
import { amount, count, moment } from '../format.ts'
import { actForm } from '../forms.ts'
import { panel, tag } from '../frame.ts'
import { smallTable } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

type Payment = OrderView['payments'][number]

/** Cash that is over without having been collected is no payment that failed. */
const paymentWord = ({ locale }: Call, { method, state }: Payment): string =>
  method === 'cod' && state === 'failed' ? WORDS[locale].notCollected : WORDS[locale].paymentStates[state]

export function paymentsPart(call: Call, { payments, currency }: OrderView): Piece {
  const { locale } = call
  const words = WORDS[locale]
  return panel(
    words.payments,
    smallTable<Payment>(
      words.payments,
      [
        { label: words.method, cell: ({ method }) => words.methods[method] },
        { label: words.state, cell: (payment) => tag(paymentWord(call, payment)) },
        { label: words.amount, numeric: true, cell: (payment) => amount(payment.amount, currency, locale) },
        { label: words.refunded, numeric: true, cell: ({ refunded }) => amount(refunded, currency, locale) },
      ],
      payments,
    ),
  )
}

/** What was given back, or is not collected any more. What is still to be made can be noted as made: of a card only once the shop has tried in vain. */
export function refundsPart(admin: Admin, call: Call, order: OrderView): Piece {
  const { locale } = call
  const words = WORDS[locale]
  const act = ({ id, state, method, tries }: RefundView): Piece => {
    if (state === 'done') return wordsOf(call).none
    if (method === 'card' && tries === 0) return words.refundComes
    const to = hrefOf(admin, 'orders', order.id, 'refunded')
    return actForm(call, { to, title: words.refundDone, button: words.refundDone, sent: { refund: id }, money: true, id: `refund-${id}` })
  }
  const state = ({ state: at, method, tries, nextTry }: RefundView): Piece =>
    method === 'none'
      ? tag(words.notCollected)
      : html`${tag(words.refundStates[at], at === 'due' ? 'warn' : 'ok')}${
          tries === 0 || nextTry === null
            ? ''
            : html` <span class="fine">${words.tries(count(tries, locale))} ${moment(nextTry, admin, locale)}</span>`
        }`
  return panel(
    words.refunds,
    smallTable<RefundView>(
      words.refunds,
      [
        { label: words.when, cell: ({ at }) => moment(at, admin, locale) },
        { label: words.method, cell: ({ method }) => words.backTo[method] },
        { label: words.amount, numeric: true, cell: (refund) => amount(refund.amount, order.currency, locale) },
        { label: words.state, cell: state },
        { label: words.reason, cell: ({ reason }) => reason },
        { label: words.acts, cell: act },
      ],
      order.refunds,
    ),
  )
}

const ARRIVED: readonly string[] = ['delivered', 'received', 'returned']

/** What the sellers get, as the ledger has it: of what went back to the buyer neither they nor the shop keep anything. */
export function proceedsPart(admin: Admin, call: Call, order: OrderView, proceeds: readonly Proceeds[]): Piece {
  const { locale } = call
  const words = WORDS[locale]
  const parcelOf = (seller: string) => order.parcels.find((parcel) => (parcel.seller?.id ?? '') === seller)
  const release = ({ seller, state }: Proceeds): Piece => {
    const parcel = parcelOf(seller)?.state ?? ''
    if (state !== 'waiting' || !ARRIVED.includes(parcel)) return wordsOf(call).none
    const title = parcel === 'returned' ? words.releaseReturned : words.release
    const id = `proceeds-${seller.replaceAll(/[^\w-]/g, '_')}`
    const to = hrefOf(admin, 'orders', order.id, 'proceeds')
    return actForm(call, { to, title, button: title, sent: { seller }, money: true, grave: parcel === 'returned', id })
  }
  return panel(
    words.proceeds,
    smallTable<Proceeds>(
      words.proceeds,
      [
        { label: words.seller, cell: ({ seller }) => parcelOf(seller)?.seller?.name ?? seller },
        { label: words.state, cell: ({ state }) => tag(words.proceedsStates[state], state === 'released' ? 'ok' : 'plain') },
        { label: words.owed, numeric: true, cell: (one) => amount(netOf(one, one.refunded), order.currency, locale) },
        { label: words.commission, numeric: true, cell: (one) => amount(commissionLeft(one, one.refunded), order.currency, locale) },
        {
          label: words.due,
          cell: ({ dueAt, state }) => (dueAt === null || state === 'returned' ? wordsOf(call).none : moment(dueAt, admin, locale)),
        },
        { label: words.acts, cell: release },
      ],
      proceeds,
    ),
  )
}
