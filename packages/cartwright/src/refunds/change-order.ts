import { recordAct } from '../audit/audit-rows.ts'
import type { Actor, Context } from '../context.ts'
import { type NewEvent, recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { cartOfId, changePayment, moveAttempt, moveOrderAt, moveParcel, touchOrdered } from '../orders/order-rows.ts'
import type { OrderState, ParcelState, PaymentState } from '../orders/order-view.ts'
import { isCollected, orderStateOf } from '../orders/parcel-states.ts'
import { closeCashOrder } from '../payments/cash-rows.ts'
import { holdBack, setDue } from '../sellers/proceeds-rows.ts'
import type { Row, Rows, Statement } from '../storage/statement.ts'
import type { StoredOrder } from './load-order.ts'
import { markRestocked } from './refund-rows.ts'
import { type RefundParts, refundStatements } from './refund-statements.ts'
import { returnDiscounts, returnedStock, undoThings, uniqueThings, wonThings } from './undo-sale.ts'

/** What somebody does to an order after the sale. */
export interface OrderChange {
  readonly by: Actor
  /** As it is noted of sellers and staff: `order.refund`. */
  readonly act: string
  readonly reason: string
  /** Names the refund, as in `Refunding`. */
  readonly name: string
  /** Where parcels go, by seller. */
  readonly moves?: ReadonlyMap<string, ParcelState>
  readonly tracking?: string | null
  /** What is given back, by line. */
  readonly amounts?: ReadonlyMap<string, bigint>
  /** Lines whose goods are on sale again. */
  readonly restock?: readonly string[]
  /** What is told beside the money. */
  readonly facts: (state: OrderState) => readonly NewEvent[]
}

/**
 * The one list of statements that changes an order after the sale. Lock order: the customer's cash orders, cart, discounts by code, products by key, accounts by
 * id, order, attempt, events, audit. The order's version is the guard: everything here was decided on the order as it was at that version.
 */
export async function changeStatements(context: Context, order: StoredOrder, change: OrderChange, now: bigint): Promise<Statement[]> {
  const { by, reason, name, moves = new Map(), amounts = new Map(), restock = [], tracking = null } = change
  const { id, attempt, quote } = order
  const cart = cartOfId(id)
  const parcels = new Map([...order.parcels, ...moves])
  const refund = await refundStatements(context, { order, amounts, name, by, reason }, now)
  const state = stateAfter(order, parcels, amounts)
  const closing = (state === 'cancelled' || state === 'refunded') && order.attemptState === 'paid'
  const payments = paymentsAfter(order, parcels, refund, closing)
  const things = order.lines.filter((line) => restock.includes(String(line.line_id)))
  const byBuyer = by.role === 'buyer'
  const won = await wonThings(context, things)
  const freed = uniqueThings(things).filter(({ product }) => !(byBuyer && won.has(product)))
  const released = [
    ...freed.map(({ product, line }) => eventOf(context, 'claim.released', { product, line, order: id }, now)),
    ...(restock.length === 0 ? [] : [eventOf(context, 'order.restocked', { order: id, lines: restock }, now)]),
  ]
  return [
    ...(payments.some(({ payment }) => payment.method === 'cod' && payment.state === 'pending') ? [closeCashOrder(quote.customer)] : []),
    touchOrdered(id),
    ...(closing ? returnDiscounts(quote, attempt) : []),
    ...undoThings(things, attempt, won, { stock: returnedStock(things, now), byBuyer, now }),
    ...refund.accounts,
    moveOrderAt(id, order.version, state).orReread(),
    ...[...moves].map(([seller, to]) => moveParcel(id, seller, order.parcels.get(seller) ?? '', to, tracking, now).orReread()),
    ...refund.rows,
    ...payments.map(({ payment, to }) => changePayment(id, String(payment.id), String(payment.state), to, 0n).orReread()),
    ...(restock.length === 0 ? [] : [markRestocked(id, restock).expect(BigInt(restock.length)).orReread()]),
    ...dueStatements(context, order, moves, now),
    ...(closing ? [moveAttempt(attempt, 'paid', 'refunded').orReread()] : []),
    recordCartEvents(cart, [...change.facts(state), ...refund.facts, ...released], now),
    ...(by.role === 'buyer' ? [] : [recordAct(cart, context.newId(), actOf(order, change, state, parcels), now)]),
  ]
}

/** Refunded, for good, when nothing of it is paid for any more, cancelled when no parcel is sent any more, else as far as its parcels are. */
function stateAfter(order: StoredOrder, parcels: ReadonlyMap<string, ParcelState>, amounts: ReadonlyMap<string, bigint>): OrderState {
  const state = order.state === 'refunded' ? order.state : orderStateOf(order.state, [...parcels.values()])
  if (state === 'cancelled' || state === 'refunded') return state
  const left = order.lines.map((line) => (line.paid as bigint) - (line.refunded as bigint) - (amounts.get(String(line.line_id)) ?? 0n))
  const paid = order.lines.some((line) => (line.paid as bigint) > 0n)
  return paid && left.every((amount) => amount === 0n) ? 'refunded' : state
}

/** Payments that come to their end: all of one is given back, or nothing is left to be collected at a door. */
function paymentsAfter(
  order: StoredOrder,
  parcels: ReadonlyMap<string, ParcelState>,
  refund: RefundParts,
  closing: boolean,
): { readonly payment: Row; readonly to: PaymentState }[] {
  const wasCollected = refund.methods.has('cod') || order.refunds.some(({ method }) => method === 'cod')
  const isUnderway = [...parcels.values()].some((parcel) => !isCollected(parcel))
  return order.payments.flatMap((payment): { readonly payment: Row; readonly to: PaymentState }[] => {
    const amount = payment.amount as bigint
    const nothingLeft = (payment.refunded as bigint) + (refund.refunded.get(String(payment.id)) ?? 0n) === amount
    const over = nothingLeft && (amount > 0n || closing)
    if (payment.state === 'captured') return over ? [{ payment, to: 'refunded' }] : []
    if (payment.state !== 'pending') return []
    if (over) return [{ payment, to: wasCollected ? 'refunded' : 'failed' }]
    return isUnderway ? [] : [{ payment, to: 'captured' }]
  })
}

/** When the sellers get their money: some time after the parcel has arrived, at once when the buyer says so. What came back the staff decide. */
function dueStatements(context: Context, order: StoredOrder, moves: ReadonlyMap<string, ParcelState>, now: bigint): Statement[] {
  const later = now + (context.options.sellers?.releaseAfter ?? 0n)
  const waiting = order.proceeds.filter(({ state }) => state === 'waiting')
  return waiting.flatMap(({ seller }) => {
    const to = moves.get(seller)
    if (to === 'delivered') return [setDue(order.id, seller, later)]
    if (to === 'received') return [setDue(order.id, seller, now)]
    return to === 'returned' ? [holdBack(order.id, seller)] : []
  })
}

function actOf(
  order: StoredOrder,
  { by, act, reason, moves = new Map() }: OrderChange,
  state: OrderState,
  parcels: ReadonlyMap<string, string>,
) {
  const statesOf = (some: ReadonlyMap<string, string>) =>
    Object.fromEntries([...moves.keys()].map((seller) => [`parcel ${seller}`, some.get(seller) ?? null]))
  return {
    actor: by,
    act,
    reason: reason === '' ? null : reason,
    before: { order: order.id, state: order.state, ...statesOf(order.parcels) },
    after: { order: order.id, state, ...statesOf(parcels) },
  }
}

/** What is left to be given back of these lines. */
export const leftOf = (lines: Rows): ReadonlyMap<string, bigint> =>
  new Map(
    lines.flatMap((line) => {
      const left = (line.paid as bigint) - (line.refunded as bigint)
      return left === 0n ? [] : [[String(line.line_id), left] as const]
    }),
  )

/** Lines whose goods are not on sale again. */
export const notRestocked = (lines: Rows): string[] => lines.filter((line) => line.restocked === 0n).map((line) => String(line.line_id))
