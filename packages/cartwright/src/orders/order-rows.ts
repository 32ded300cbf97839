import type { Place } from '../list-page.ts'
import { exact, oneOf } from '../storage/exact.ts'
import { joined, part, type Statement, sql } from '../storage/statement.ts'
import type { Waiting } from './next-look.ts'

/** The cart an order or attempt belongs to: its id begins with it, so no look-up ever has to search. */
export const cartOfId = (id: string): string => id.slice(0, Math.max(0, id.indexOf('-')))

const ORDER = part`cart_id, id, number, buyer, email, state, currency, total, quote, address, placed_at, version`
const ORDER_LINE = part`line_id, seller, product, cast(quantity as text) as quantity, scale, unit_price, total, paid, refunded, restocked, snapshot, place`
const PARCEL = part`order_id, seller, state, shipping, tracking`
const PAYMENT = part`id, method, amount, state, refunded`

export interface NewOrder {
  readonly cart: string
  readonly id: string
  readonly number: string
  /** Owner key of the buyer. */
  readonly buyer: string
  /** The person behind him, as limits per customer know him. */
  readonly customer: string
  readonly email: string | null
  readonly state: 'placed' | 'paid'
  readonly currency: string
  readonly total: bigint
  /** The frozen quote, as JSON. */
  readonly quote: string
  readonly address: string
}

/** The statements that store an order answer what they have stored, so that nobody need read it back. */
export const insertOrder = (order: NewOrder, now: bigint): Statement => sql`
  insert into placed_order (cart_id, id, number, buyer, customer, email, state, currency, total, quote, address, placed_at)
  values (${order.cart}, ${order.id}, ${order.number}, ${order.buyer}, ${order.customer}, ${order.email}, ${order.state}, ${order.currency}, ${order.total},
    ${order.quote}, ${order.address}, ${now})
  returning ${ORDER}`

export interface NewOrderLine {
  readonly line: string
  readonly seller: string
  readonly product: string
  readonly quantity: bigint
  readonly scale: number
  readonly unitPrice: bigint
  readonly total: bigint
  readonly paid: bigint
  readonly snapshot: string
}

export function insertOrderLines(cart: string, order: string, lines: readonly NewOrderLine[]): Statement {
  const tuples = lines.map(
    (
      line,
      place,
    ) => part`(${cart}, ${order}, ${line.line}, ${line.seller}, ${line.product}, ${exact(line.quantity)}, ${BigInt(line.scale)}, ${line.unitPrice},
      ${line.total}, ${line.paid}, ${line.snapshot}, ${BigInt(place)})`,
  )
  return sql`
    insert into order_line (cart_id, order_id, line_id, seller, product, quantity, scale, unit_price, total, paid, snapshot, place) values ${joined(tuples, ', ')}
    returning ${ORDER_LINE}`
}

export function insertParcels(
  cart: string,
  order: string,
  parcels: readonly { seller: string; shipping: bigint }[],
  now: bigint,
): Statement {
  const tuples = parcels.map((parcel) => part`(${cart}, ${order}, ${parcel.seller}, 'placed', ${parcel.shipping}, ${now})`)
  return sql`insert into parcel (cart_id, order_id, seller, state, shipping, placed_at) values ${joined(tuples, ', ')}
    returning ${PARCEL}`
}

export interface Tender {
  readonly id: string
  readonly method: 'wallet' | 'card' | 'cod' | 'none'
  readonly amount: bigint
  readonly state: 'pending' | 'authorized' | 'captured'
}

export function insertPayments(cart: string, order: string, tenders: readonly Tender[]): Statement {
  const tuples = tenders.map((tender) => part`(${cart}, ${order}, ${tender.id}, ${tender.method}, ${tender.amount}, ${tender.state})`)
  return sql`insert into payment (cart_id, order_id, id, method, amount, state) values ${joined(tuples, ', ')}
    returning ${PAYMENT}`
}

export interface NewAttempt {
  readonly cart: string
  readonly id: string
  readonly order: string
  readonly buyer: string
  readonly method: Tender['method']
  /** What the method itself has to bring. */
  readonly amount: bigint
  /** What comes from the wallet. */
  readonly walletAmount: bigint
  readonly currency: string
  readonly state: 'pending' | 'paid'
  readonly deadline: bigint
}

/** The durable record of one try to pay, stored before anybody outside is called. */
export const insertAttempt = (attempt: NewAttempt, now: bigint): Statement => sql`
  insert into attempt (cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, made_at, deadline)
  values (${attempt.cart}, ${attempt.id}, ${attempt.order}, ${attempt.buyer}, ${attempt.method}, ${attempt.amount}, ${attempt.walletAmount}, ${attempt.currency},
    ${attempt.state}, null, null, ${now}, ${attempt.deadline})`

export const readAttempt = (id: string): Statement => sql`
  select cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, deadline from attempt
  where cart_id = ${cartOfId(id)} and id = ${id}`

/** The last attempt at an order. */
export const attemptsOf = (order: string): Statement => sql`
  select cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, deadline from attempt
  where cart_id = ${cartOfId(order)} and order_id = ${order} order by made_at desc`

/** Moves an attempt along; changes no row when it is not where the mover thinks: two movers cannot both win. */
export const moveAttempt = (id: string, from: string, to: string): Statement => sql`
  update attempt set state = ${to} where cart_id = ${cartOfId(id)} and id = ${id} and state = ${from}`

/** As `moveAttempt`, when money has come: notes what the provider calls the payment, to give it back by. */
export const payAttempt = (id: string, from: string, to: string, reference: string): Statement => sql`
  update attempt set state = ${to}, provider_reference = ${reference}, tries = 0, look_at = 0 where cart_id = ${cartOfId(id)} and id = ${id} and state = ${from}`

/** Notes where the buyer goes on; changes no row once the attempt is over. */
export const writeNext = (id: string, next: string, reference: string): Statement => sql`
  update attempt set next_url = ${next}, provider_reference = ${reference}
  where cart_id = ${cartOfId(id)} and id = ${id} and state = 'pending'`

/** Attempts nobody told us the end of, made before `before` or past their deadline, and refunds that are due: those whose turn it is, the first first. */
export const openAttempts = (now: bigint, before: bigint, limit: bigint): Statement => sql`
  select cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, made_at, deadline, tries from attempt
  where state in ('pending', 'refund_due') and look_at <= ${now} and (state = 'refund_due' or made_at <= ${before} or deadline <= ${now})
  order by look_at, deadline limit ${limit}`

/** Nothing came of asking: it is looked at again at `at`; changes no row when somebody else has looked, or it is over. */
export const putOffAttempt = (id: string, tries: bigint, to: Waiting): Statement => sql`
  update attempt set tries = ${to.tries}, look_at = ${to.at}
  where cart_id = ${cartOfId(id)} and id = ${id} and tries = ${tries} and state in ('pending', 'refund_due')`

/** Attempts made before `before` of which nobody noted that the provider has them, and whose turn it is. */
export const unaskedAttempts = (now: bigint, before: bigint, limit: bigint): Statement => sql`
  select cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, made_at, deadline, tries from attempt
  where state = 'pending' and provider_reference is null and made_at <= ${before} and look_at <= ${now} order by look_at, made_at limit ${limit}`

/** Payments that should be over and are not, the oldest first. */
export const overdueAttempts = (now: bigint, limit: bigint): Statement => sql`
  select cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, deadline from attempt
  where state in ('pending', 'refund_due') and deadline <= ${now} order by deadline, id limit ${limit}`

/** The same of one state, after a place. */
export const overdueAfter = (state: 'pending' | 'refund_due', after: Place | null, now: bigint, limit: bigint): Statement => sql`
  select cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, deadline from attempt
  where state = ${state} and deadline <= ${now} ${after === null ? part`` : part`and (deadline, id) > (${after[0] ?? ''}, ${after[1] ?? ''})`}
  order by deadline, id limit ${limit}`

export const moveOrder = (id: string, from: readonly string[], to: string): Statement => sql`
  update placed_order set state = ${to}, version = version + 1 where cart_id = ${cartOfId(id)} and id = ${id}
    and state in (${joined(
      from.map((state) => part`${state}`),
      ', ',
    )})`

/** Something happens to an order of this cart: its facts come after all that were told before, because their sequence is the cart's version. Nobody has used the cart for that. */
export const touchOrdered = (order: string): Statement => sql`update cart set version = version + 1 where cart_id = ${cartOfId(order)}`

/** Moves an order as it was read; changes no row when anybody has changed anything of it meanwhile. */
export const moveOrderAt = (id: string, version: bigint, to: string): Statement => sql`
  update placed_order set state = ${to}, version = version + 1 where cart_id = ${cartOfId(id)} and id = ${id} and version = ${version}`

/** Moves one parcel; changes no row when it is not where the mover thinks. A carrier's number that was told stays. */
export const moveParcel = (order: string, seller: string, from: string, to: string, tracking: string | null, now: bigint): Statement => sql`
  update parcel set state = ${to}, tracking = coalesce(cast(${tracking} as text), tracking), moved_at = ${now}
  where cart_id = ${cartOfId(order)} and order_id = ${order} and seller = ${seller} and state = ${from}`

/** What of a payment is not the shop's any more grows, and with it the payment may be over; changes no row beyond what was paid. */
export const changePayment = (order: string, id: string, from: string, to: string, refunded: bigint): Statement => sql`
  update payment set refunded = refunded + ${refunded}, state = ${to}
  where cart_id = ${cartOfId(order)} and order_id = ${order} and id = ${id} and state = ${from} and refunded + ${refunded} <= amount`

export const moveParcels = (order: string, from: readonly string[], to: string): Statement => sql`
  update parcel set state = ${to} where cart_id = ${cartOfId(order)} and order_id = ${order}
    and state in (${joined(
      from.map((state) => part`${state}`),
      ', ',
    )})`

export const movePayments = (order: string, from: readonly string[], to: string): Statement => sql`
  update payment set state = ${to} where cart_id = ${cartOfId(order)} and order_id = ${order}
    and state in (${joined(
      from.map((state) => part`${state}`),
      ', ',
    )})`

export const readOrder = (id: string): Statement => sql`
  select ${ORDER} from placed_order where cart_id = ${cartOfId(id)} and id = ${id}`

/** Only the version: equal versions mean that nobody moved the order in between. */
export const versionOfOrder = (id: string): Statement =>
  sql`select version from placed_order where cart_id = ${cartOfId(id)} and id = ${id}`

export const linesOfOrder = (id: string): Statement => sql`
  select ${ORDER_LINE} from order_line
  where cart_id = ${cartOfId(id)} and order_id = ${id} order by place`

export const parcelsOfOrder = (id: string): Statement => sql`
  select ${PARCEL} from parcel where cart_id = ${cartOfId(id)} and order_id = ${id}`

export const paymentsOfOrder = (id: string): Statement => sql`
  select ${PAYMENT} from payment where cart_id = ${cartOfId(id)} and order_id = ${id}`

export const refundsOfOrder = (id: string): Statement => sql`
  select id, method, amount, state, reason, made_at, tries, look_at from refund where cart_id = ${cartOfId(id)} and order_id = ${id}`

/** Of all orders of the cart: the refunds say whose they are. */
export const refundLinesOf = (order: string): Statement => sql`
  select refund_id, line_id, amount from refund_line where cart_id = ${cartOfId(order)}`

/** A seller's parcels, newest first, by key. What a card should have paid and did not was never sold. */
export const parcelsOf = (seller: string, before: { at: bigint; id: string }, limit: bigint): Statement => sql`
  select order_id, placed_at from parcel where seller = ${seller} and (placed_at < ${before.at} or (placed_at = ${before.at} and order_id < ${before.id}))
    and not exists (select 1 from payment
      where payment.cart_id = parcel.cart_id and payment.order_id = parcel.order_id and payment.method = 'card' and payment.state = 'failed')
  order by placed_at desc, order_id desc limit ${limit}`

/**
 * A buyer's orders, newest first, by key: one of the few questions that are not asked by the cart's key. Of some states only, it passes by the
 * buyer's other orders, never by those of anybody else.
 */
export const ordersOf = (
  buyer: string,
  states: readonly string[] | null,
  before: { at: bigint; id: string },
  limit: bigint,
): Statement => sql`
  select id, placed_at from placed_order where buyer = ${buyer} and (placed_at < ${before.at} or (placed_at = ${before.at} and id < ${before.id}))
    ${states === null ? part`` : part`and ${oneOf(part`state`, states)}`}
  order by placed_at desc, id desc limit ${limit}`
