import { claimsOn } from '../claims/claim-rows.ts'
import { thaw } from '../orders/frozen-quote.ts'
import type { ParcelState } from '../orders/order-view.ts'
import { orderStateOf } from '../orders/parcel-states.ts'
import type { Row, Rows } from '../storage/statement.ts'
import {
  attemptsOf,
  factsOf,
  orderLinesOf,
  orderPage,
  ordersAgain,
  parcelsOf,
  paymentsOf,
  proceedsOf,
  refundLinesOf,
  refundsOf,
} from './cart-questions.ts'
import { isLiving } from './cart-walks.ts'
import { cashOf } from './cash-walk.ts'
import { redemptionsFor } from './discount-questions.ts'
import { transfersFor } from './ledger-questions.ts'
import { type Asking, among, amount, byText, type Found, grouped, teller, text, texts, total, type Walk } from './look.ts'
import { judgeMoney, type Money } from './order-money.ts'

/** An order's lines, payments, parcels, attempt and money say the same as its total; what it sold is sold. */
export const orders: Walk = { table: 'placed_order', page: orderPage, again: ordersAgain, judge: judgeOrders }

function* judgeOrders(rows: Rows): Asking<Found[]> {
  const carts = texts(rows, 'cart_id')
  const [
    lines = [],
    parcels = [],
    payments = [],
    attempts = [],
    refunds = [],
    refundLines = [],
    proceeds = [],
    facts = [],
    transfers = [],
  ] = yield [
    orderLinesOf(carts),
    parcelsOf(carts),
    paymentsOf(carts),
    attemptsOf(carts),
    refundsOf(carts),
    refundLinesOf(carts),
    proceedsOf(carts),
    factsOf(carts),
    transfersFor(texts(rows, 'id')),
  ]
  const things = texts(
    lines.filter((line) => line.stock === 'unique'),
    'product',
  )
  const paid = grouped(payments, 'order_id')
  const underway = rows.filter((order) => isCashUnderway(order, paid(order.id)))
  const codes = [...new Set(rows.flatMap((order) => thaw(text(order, 'quote')).discounts.map(({ code }) => code)))]
  const [claims = [], uses = [], cash = []] = yield [
    among(things, claimsOn),
    among(codes, (used) => redemptionsFor(used, texts(attempts, 'id'))),
    among(texts(underway, 'customer'), cashOf),
  ]
  const about: About = {
    lines: grouped(lines, 'order_id'),
    parcels: grouped(parcels, 'order_id'),
    payments: paid,
    attempts: grouped(attempts, 'order_id'),
    refunds: grouped(refunds, 'order_id'),
    refundLines: grouped(refundLines, 'refund_id'),
    proceeds: grouped(proceeds, 'order_id'),
    transfers: grouped(transfers, 'reference'),
    told: grouped(facts, 'name', 'order_id'),
    claims: byText(claims, 'product'),
    uses: byText(uses, 'code', 'attempt_id'),
    cash: byText(cash, 'customer'),
  }
  return rows.flatMap((order) => judgeOrder(order, about))
}

interface About extends Money {
  readonly parcels: (order: unknown) => Rows
  readonly attempts: (order: unknown) => Rows
  readonly told: (name: string, order: unknown) => Rows
  readonly claims: ReadonlyMap<string, Row>
  readonly uses: ReadonlyMap<string, Row>
  readonly cash: ReadonlyMap<string, Row>
}

const tell = teller('placed_order', 'cart_id', 'id')

function judgeOrder(order: Row, about: About): Found[] {
  const { id } = order
  const told = about.told('order.placed', id).length
  const [attempt, ...more] = about.attempts(id)
  const facts = tell(told !== 1, order, 'P17', `order ${id} is told ${told} times`)
  if (attempt === undefined || more.length > 0)
    return [
      ...facts,
      ...tell(true, order, 'P18', `order ${id} has ${attempt === undefined ? 'no attempt' : `${more.length + 1} attempts`}`),
    ]
  return [
    ...facts,
    ...judgeSums(order, attempt, about),
    ...judgeStates(order, attempt, about),
    ...judgeThings(order, attempt, about, about.payments(id)),
    ...judgeMoney(order, attempt, about),
  ]
}

/** Every way to add the order up comes to its total. */
function judgeSums(order: Row, attempt: Row, { lines, payments }: About): Found[] {
  const { id } = order
  const { totals } = thaw(text(order, 'quote'))
  const parts = totals.fees.reduce((sum, fee) => sum + fee.amount, totals.subtotal - totals.discount) + (totals.shipping ?? 0n) + totals.tax
  const sums: readonly (readonly [what: string, sum: bigint])[] = [
    ['the parts of its quote', parts],
    ['its quote', totals.total],
    ['its lines', total(lines(id), 'paid')],
    ['its payments', total(payments(id), 'amount')],
    ['its attempt', amount(attempt, 'amount') + amount(attempt, 'wallet_amount')],
  ]
  return [
    ...sums.flatMap(([what, sum]) =>
      tell(sum !== order.total, order, 'P10', `the total of order ${id} is ${order.total}, ${what} come to ${sum}`),
    ),
    ...tell(attempt.currency !== order.currency, order, 'P18', `order ${id} is in ${order.currency}, its attempt in ${attempt.currency}`),
  ]
}

/** Which states of a payment by wallet or card go with each state of the attempt. */
const PAYMENTS: Readonly<Record<string, readonly string[]>> = {
  pending: ['pending', 'authorized'],
  paid: ['captured', 'refunded'],
}

function judgeStates(order: Row, attempt: Row, { lines, parcels, payments }: About): Found[] {
  const { id, state } = order
  const sellers = new Set(lines(id).map((line) => line.seller))
  const own = parcels(id)
  const strange = own.length !== sellers.size || own.some((parcel) => !sellers.has(parcel.seller ?? ''))
  const fits = PAYMENTS[text(attempt, 'state')]
  const stray = payments(id).find((one) => ['wallet', 'card'].includes(text(one, 'method')) && fits?.includes(text(one, 'state')) === false)
  const counts = state !== 'cancelled' && state !== 'refunded'
  const parcelsSay = orderStateOf(
    'placed',
    own.map((parcel) => text(parcel, 'state') as ParcelState),
  )
  const agrees = state === parcelsSay || state === 'refunded' || (state === 'paid' && parcelsSay === 'placed')
  return [
    ...tell(!agrees && !strange, order, 'P17', `order ${id} is ${state}, its parcels are ${texts(own, 'state').join(' and ')}`),
    ...tell(strange, order, 'P17', `the parcels of order ${id} are not those of its sellers`),
    ...tell(
      counts !== ['pending', 'paid'].includes(text(attempt, 'state')) || (counts && state !== 'placed' && attempt.state === 'pending'),
      order,
      'P18',
      `order ${id} is ${state}, its attempt ${attempt.state}`,
    ),
    ...tell(
      stray !== undefined,
      order,
      'P18',
      `the ${stray?.method} payment of order ${id} is ${stray?.state}, its attempt ${attempt.state}`,
    ),
  ]
}

/** What a paid order has taken is taken, but for what is on sale again: unique things are sold by its payment. Its discounts are used by it. */
function judgeThings(order: Row, attempt: Row, { lines, claims, uses, cash }: About, payments: Rows): Found[] {
  const { id, customer } = order
  if (!isLiving(order)) return []
  const used = thaw(text(order, 'quote')).discounts.filter((discount) => discount.amount > 0n)
  const isPaid = attempt.state === 'paid' || attempt.state === 'refunded'
  const things = isPaid ? lines(id).filter((line) => line.stock === 'unique' && line.restocked === 0n) : []
  const own = lines(id).find((line) => `user:${line.seller}` === order.buyer)
  return [
    ...things.flatMap((line) => {
      const claim = claims.get(text(line, 'product'))
      const ours = claim?.state === 'sold' && claim.attempt_id === attempt.id
      const naming = { table: 'order_line', id: text(line, 'line_id') }
      return tell(!ours, order, 'P1', `${line.product} is ordered by ${id} and not sold to it`, naming)
    }),
    ...used.flatMap(({ code }) =>
      tell(!uses.has(`${code} ${attempt.id}`), order, 'P13', `order ${id} has a discount by ${code}, whose use is not counted`),
    ),
    ...tell(
      isCashUnderway(order, payments) && !cash.has(text(order, 'customer')),
      order,
      'P13',
      `the cash order ${id} of ${customer} is not counted`,
    ),
    ...warn(own !== undefined, order, 'P6', `in order ${id} ${own?.seller} has bought ${own?.product}, which is his own`),
  ]
}

const warn = teller('placed_order', 'cart_id', 'id', 'warning')
const isCashUnderway = (order: Row, payments: Rows): boolean =>
  ['placed', 'shipped'].includes(text(order, 'state')) && payments.some(({ method, state }) => method === 'cod' && state === 'pending')
