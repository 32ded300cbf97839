import { shownTarget } from '../events/targets.ts'
import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Rows, type Statement, sql } from '../storage/statement.ts'
import { type Asking, type Found, teller, text, texts, type Walk } from './look.ts'
import { said } from './sentences.ts'

/** Work that is not done this long after its time is not being done: the reconciler, the sweeper or a handler does not run. */
const GRACE = 60n * 60_000n

const latePayment = (now: bigint) => part`state = 'pending' and deadline <= ${now - GRACE}`
const lateReturn = (now: bigint) => part`state = 'refund_due' and deadline <= ${now - GRACE}`
const lateRefund = (now: bigint) => part`state = 'due' and made_at <= ${now - GRACE}`
const ATTEMPT = part`cart_id, id, order_id, state`

const latePaymentPage = (after: Row | null, limit: bigint, now: bigint): Statement => sql`
  select ${ATTEMPT} from attempt where (cart_id, id) > (${text(after ?? undefined, 'cart_id')}, ${text(after ?? undefined, 'id')})
    and ((${latePayment(now)}) or (${lateReturn(now)})) order by cart_id, id limit ${limit}`

const latePaymentsAgain = (rows: Rows, now: bigint): Statement => sql`
  select ${ATTEMPT} from attempt where ${oneOf(part`cart_id`, texts(rows, 'cart_id'))} and ${oneOf(part`id`, texts(rows, 'id'))}
    and ((${latePayment(now)}) or (${lateReturn(now)}))`

/** Payments that nobody finishes, and refunds by a provider that nobody makes: the reconciler does not run, or cannot. */
export const latePayments: Walk = {
  table: 'attempt',
  page: latePaymentPage,
  again: latePaymentsAgain,
  *judge(rows): Asking<Found[]> {
    const warn = teller('attempt', 'cart_id', 'id', 'warning')
    return rows.flatMap((row) =>
      warn(true, row, 'P18', said('attempt $1 is $2 an hour after its deadline: is cartwright reconcile running?', row.id, row.state)),
    )
  },
}

const lateRefundPage = (after: Row | null, limit: bigint, now: bigint): Statement => sql`
  select cart_id, id, order_id from refund where (cart_id, id) > (${text(after ?? undefined, 'cart_id')}, ${text(after ?? undefined, 'id')})
    and ${lateRefund(now)} order by cart_id, id limit ${limit}`

const lateRefundsAgain = (rows: Rows, now: bigint): Statement => sql`
  select cart_id, id, order_id from refund
  where ${oneOf(part`cart_id`, texts(rows, 'cart_id'))} and ${oneOf(part`id`, texts(rows, 'id'))} and ${lateRefund(now)}`

/** Refunds that are promised and not made. */
export const lateRefunds: Walk = {
  table: 'refund',
  page: lateRefundPage,
  again: lateRefundsAgain,
  *judge(rows): Asking<Found[]> {
    const warn = teller('refund', 'cart_id', 'id', 'warning')
    return rows.flatMap((row) => warn(true, row, 'P18', said('refund $1 of order $2 is due for more than an hour', row.id, row.order_id)))
  },
}

const deadPage = (after: Row | null, limit: bigint): Statement => sql`
  select key, event_id, target from delivery
  where due_at is null and (key, event_id, target) > (${text(after ?? undefined, 'key')}, ${text(after ?? undefined, 'event_id')}, ${text(after ?? undefined, 'target')})
  order by key, event_id, target limit ${limit}`

const deadAgain = (rows: Rows): Statement => sql`
  select key, event_id, target from delivery
  where due_at is null and ${oneOf(part`key`, texts(rows, 'key'))} and ${oneOf(part`event_id`, texts(rows, 'event_id'))}`

/** Events that a handler or a webhook could not be told of, after all tries. */
export const deadLetters: Walk = {
  table: 'delivery',
  page: deadPage,
  again: deadAgain,
  *judge(rows): Asking<Found[]> {
    const warn = teller('delivery', 'key', 'event_id', 'warning')
    return rows.flatMap((row) =>
      warn(true, row, 'P17', said('event $1 could not be told to $2: see shop.events.dead', row.event_id, shownTarget(String(row.target)))),
    )
  },
}
