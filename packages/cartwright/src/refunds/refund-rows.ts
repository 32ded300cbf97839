import type { Place } from '../list-page.ts'
import type { Waiting } from '../orders/next-look.ts'
import { cartOfId } from '../orders/order-rows.ts'
import { exactTotal, oneOf } from '../storage/exact.ts'
import { joined, part, type Statement, sql } from '../storage/statement.ts'

export interface NewRefund {
  readonly id: string
  readonly method: 'wallet' | 'card' | 'cod' | 'none'
  /** Minor units, above zero. */
  readonly amount: bigint
  readonly state: 'due' | 'done'
  /** Amounts by line; they sum to the amount. */
  readonly lines: ReadonlyMap<string, bigint>
}

/** Why, and by whom: the same for all refunds of one act. */
export interface RefundCause {
  readonly reason: string
  readonly madeBy: string
}

export function insertRefunds(order: string, refunds: readonly NewRefund[], { reason, madeBy }: RefundCause, now: bigint): Statement {
  const tuples = refunds.map(
    ({ id, method, amount, state }) =>
      part`(${cartOfId(order)}, ${id}, ${order}, ${method}, ${amount}, ${state}, ${reason}, ${madeBy}, ${now})`,
  )
  return sql`
    insert into refund (cart_id, id, order_id, method, amount, state, reason, made_by, made_at) values ${joined(tuples, ', ')}`
}

export function insertRefundLines(order: string, refunds: readonly NewRefund[]): Statement {
  const tuples = refunds.flatMap(({ id, lines }) =>
    [...lines].map(([line, amount]) => part`(${cartOfId(order)}, ${id}, ${line}, ${amount})`),
  )
  return sql`insert into refund_line (cart_id, refund_id, line_id, amount) values ${joined(tuples, ', ')}`
}

/** So much more of a line is given back; changes no row when somebody gave any of it back since it was read, or beyond what was paid. */
export const refundLine = (order: string, line: string, refunded: bigint, amount: bigint): Statement => sql`
  update order_line set refunded = refunded + ${amount}
  where cart_id = ${cartOfId(order)} and order_id = ${order} and line_id = ${line} and refunded = ${refunded} and refunded + ${amount} <= paid`

/** The same of several lines of which nothing was given back yet: all that was paid for them. Lines that cost nothing are none of them. */
export const refundWholeLines = (order: string, lines: readonly string[]): Statement => sql`
  update order_line set refunded = paid
  where cart_id = ${cartOfId(order)} and order_id = ${order} and refunded = 0 and paid > 0 and ${oneOf(part`line_id`, lines)}`

/** The goods of these lines are on sale again; once. */
export const markRestocked = (order: string, lines: readonly string[]): Statement => sql`
  update order_line set restocked = 1
  where cart_id = ${cartOfId(order)} and order_id = ${order} and restocked = 0 and ${oneOf(part`line_id`, lines)}`

/** Refunds that a provider has to make, and whose turn it is, the first first. */
export const dueRefunds = (now: bigint, limit: bigint): Statement => sql`
  select id, order_id, method, amount, tries from refund where state = 'due' and method = 'card' and look_at <= ${now}
  order by look_at, made_at limit ${limit}`

/** What is due, the oldest first, after a place. */
export const refundsAfter = (after: Place | null, limit: bigint): Statement => sql`
  select id, order_id, method, amount, reason, made_at from refund
  where state = 'due' ${after === null ? part`` : part`and (made_at, id) > (${after[0] ?? ''}, ${after[1] ?? ''})`} order by made_at, id limit ${limit}`

const OF_PARCEL = part`cart_id = p.cart_id and order_id = p.order_id and seller = p.seller`

/** Parcels that came back and of whose money nobody has decided, those of the oldest orders first, after a place. */
export const returnsAfter = (after: Place | null, limit: bigint): Statement => sql`
  select p.order_id, p.seller, p.placed_at, p.moved_at,
    (select ${exactTotal(part`paid - refunded`)} from order_line where ${OF_PARCEL}) as owed
  from parcel p
  where p.state = 'returned' and exists (select 1 from order_line where ${OF_PARCEL} and paid > refunded)
    and not exists (select 1 from proceeds where ${OF_PARCEL} and state = 'released')
    ${after === null ? part`` : part`and (p.placed_at, p.order_id, p.seller) > (${after[0] ?? ''}, ${after[1] ?? ''}, ${after[2] ?? ''})`}
  order by p.placed_at, p.order_id, p.seller limit ${limit}`

/** It was tried in vain: it is tried again at `at`; changes no row when somebody else has tried it, or it is made. */
export const putOffRefund = (id: string, tries: bigint, to: Waiting): Statement => sql`
  update refund set tries = ${to.tries}, look_at = ${to.at} where cart_id = ${cartOfId(id)} and id = ${id} and tries = ${tries} and state = 'due'`

export const readRefund = (id: string): Statement => sql`
  select id, order_id, method, amount, state from refund where cart_id = ${cartOfId(id)} and id = ${id}`

/** The money has gone out; changes no row when it had before. */
export const refundMade = (id: string): Statement => sql`
  update refund set state = 'done' where cart_id = ${cartOfId(id)} and id = ${id} and state = 'due'`
