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
import { type FindingSentence, said } from './sentences.ts'

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
  const facts = tell(told !== 1, order, 'P17', said('order $1 is told $2 times', id, told))
  if (attempt === undefined || more.length > 0)
    return [
      ...facts,
      ...tell(
        true,
        order,
        'P18',
        attempt === undefined ? said('order $1 has no attempt', id) : said('order $1 has $2 attempts', id, more.length + 1),
      ),
    ]
  return [
    ...facts,
    ...judgeSums(order, attempt, about),
    ...judgeStates(order, attempt, about),
    ...judgeThings(order, attempt, about, about.payments(id)),
    ...judgeMoney(order, attempt, about),
  ]
}

type OfTotal = Extract<FindingSentence, `the total of order $1 is $2, ${string}`>

/** Every way to add the order up comes to its total. */
function judgeSums(order: Row, attempt: Row, { lines, payments }: About): Found[] {
  const { id } = order
  const { totals } = thaw(text(order, 'quote'))
  const parts = totals.fees.reduce((sum, fee) => sum + fee.amount, totals.subtotal - totals.discount) + (totals.shipping ?? 0n) + totals.tax
  const sums: readonly (readonly [says: OfTotal, sum: bigint])[] = [
    ['the total of order $1 is $2, the parts of its quote come to $3', parts],
    ['the total of order $1 is $2, its quote comes to $3', totals.total],
    ['the total of order $1 is $2, its lines come to $3', total(lines(id), 'paid')],
    ['the total of order $1 is $2, its payments come to $3', total(payments(id), 'amount')],
    ['the total of order $1 is $2, its attempt comes to $3', amount(attempt, 'amount') + amount(attempt, 'wallet_amount')],
  ]
  return [
    ...sums.flatMap(([says, sum]) => tell(sum !== order.total, order, 'P10', said(says, id, order.total, sum))),
    ...tell(
      attempt.currency !== order.currency,
      order,
      'P18',
      said('order $1 is in $2, its attempt in $3', id, order.currency, attempt.currency),
    ),
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
    ...tell(!agrees && !strange, order, 'P17', said('order $1 is $2, its parcels are $3', id, state, texts(own, 'state').join(', '))),
    ...tell(strange, order, 'P17', said('the parcels of order $1 are not those of its sellers', id)),
    ...tell(
      counts !== ['pending', 'paid'].includes(text(attempt, 'state')) || (counts && state !== 'placed' && attempt.state === 'pending'),
      order,
      'P18',
      said('order $1 is $2, its attempt $3', id, state, attempt.state),
    ),
    ...tell(
      stray !== undefined,
      order,
      'P18',
      said('the $1 payment of order $2 is $3, its attempt $4', stray?.method, id, stray?.state, attempt.state),
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
      return tell(!ours, order, 'P1', said('$1 is ordered by $2 and not sold to it', line.product, id), naming)
    }),
    ...used.flatMap(({ code }) =>
      tell(!uses.has(`${code} ${attempt.id}`), order, 'P13', said('order $1 has a discount by $2, whose use is not counted', id, code)),
    ),
    ...tell(
      isCashUnderway(order, payments) && !cash.has(text(order, 'customer')),
      order,
      'P13',
      said('the cash order $1 of $2 is not counted', id, customer),
    ),
    ...warn(own !== undefined, order, 'P6', said('in order $1 $2 has bought $3, which is his own', id, own?.seller, own?.product)),
  ]
}

const warn = teller('placed_order', 'cart_id', 'id', 'warning')
const isCashUnderway = (order: Row, payments: Rows): boolean =>
  ['placed', 'shipped'].includes(text(order, 'state')) && payments.some(({ method, state }) => method === 'cod' && state === 'pending')
