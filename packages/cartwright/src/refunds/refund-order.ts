import { act } from '../act.ts'
import { reasonErrors } from '../audit/reason.ts'
import { type FieldError, given, invalidInput } from '../check-input.ts'
import { type Actor, type Context, hashOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { sum } from '../money/rounding.ts'
import { cartOfId, refundLinesOf } from '../orders/order-rows.ts'
import type { OrderView } from '../orders/order-view.ts'
import { showOrder } from '../orders/show-order.ts'
import { isSellerOf } from '../seller-user.ts'
import type { Rows } from '../storage/statement.ts'
import { changeStatements, leftOf, notRestocked } from './change-order.ts'
import { loadOrder, type StoredOrder } from './load-order.ts'
import { owesCash } from './move-parcel.ts'

/** What is to be given back of an order. */
export interface RefundRequest {
  /** Ids of lines; default all that the actor may refund. Not together with `amounts`. */
  readonly lines?: readonly string[] | 'all'
  /** A part of what was paid for a line, minor units, by line; without it all that is left. Needs a `key`. */
  readonly amounts?: Readonly<Record<string, bigint>>
  /** The same key of the same actor is the same refund, however often it is asked for. Without amounts none is needed: what is given back is given back once. */
  readonly key?: string
  readonly by: Actor
  /** For the receipt and the record; 1 to 500 characters. */
  readonly reason: string
  /** The goods are on sale again, of those lines of which nothing is left to refund then; a line that is refunded in part stays sold. Default false. */
  readonly restock?: boolean
}

/**
 * Gives money of a paid order back: whole lines, or parts of what was paid for them, in any order, any number of times. Every refund goes back the way the
 * money came, and all together never more than came that way, to the minor unit: what the wallet paid at once, what a card paid by the reconciler, cash into
 * the buyer's wallet (where he or the shop has none, `refunded` says when the staff gave it). A seller refunds his own lines only. When nothing is left to
 * refund of what was asked for, the order is answered as it is. Refuses with `not_found`; `item_not_found` (`line`); `order_state` when it is not paid yet,
 * and (reason `cash_under_way`) for lines whose parcel is on its way to be paid at the door, until it has arrived or came back; `invalid_input` for an
 * amount that is not above zero (`positive`) or more than is left (`too_big`), a missing reason or key; `idempotency_mismatch` for a key that was used for
 * other lines or amounts.
 *
 * @example
 * await shop.orders.refund(order.id, { lines: [line.id], by: { id: 'eva', role: 'staff' }, reason: 'a button was missing' })
 */
export async function refundOrder(context: Context, id: string, request: RefundRequest): Promise<OrderView> {
  check(request)
  return act(
    context,
    async () => {
      const order = await loadOrder(context, id)
      const lines = chosenLines(context, order, request)
      const name = nameOf(context, id, request)
      if (await isReplay(context, order, name, request.amounts, lines)) return showOrder(context, id)
      if (order.attemptState !== 'paid' && order.attemptState !== 'refunded') throw new ShopError('order_state', { state: order.state })
      const left = leftOf(lines)
      const amounts = request.amounts === undefined ? left : partsOf(request.amounts, left)
      const whole = lines.filter((line) => (left.get(String(line.line_id)) ?? 0n) === (amounts.get(String(line.line_id)) ?? 0n))
      const restock = request.restock === true ? notRestocked(whole) : []
      if (amounts.size === 0 && restock.length === 0) return showOrder(context, id)
      if (isCashUnderWay(order, lines, amounts)) throw new ShopError('order_state', { state: order.state, reason: 'cash_under_way' })
      const now = context.clock()
      const { by, reason } = request
      const change = { by, reason, name, amounts, restock, act: 'order.refund', facts: () => [] }
      await context.db.batch(await changeStatements(context, order, change, now), { key: cartOfId(id), id: context.newId() })
      return showOrder(context, id)
    },
    () => showOrder(context, id),
  )
}

function check(request: RefundRequest): void {
  const { lines, amounts, key, reason } = given(request, 'refund')
  given(request.by, 'by')
  const errors: FieldError[] = []
  if (lines !== undefined && lines !== 'all' && !Array.isArray(lines)) errors.push({ field: 'lines', code: 'invalid' })
  errors.push(...reasonErrors(reason))
  if (lines !== undefined && amounts !== undefined) errors.push({ field: 'lines', code: 'invalid' })
  if (key === undefined ? amounts !== undefined : typeof key !== 'string' || key === '') errors.push({ field: 'key', code: 'required' })
  for (const [line, amount] of Object.entries(amounts ?? {}))
    if (typeof amount !== 'bigint' || amount <= 0n) errors.push({ field: `amounts.${line}`, code: 'positive' })
  if (errors.length > 0) throw invalidInput(errors)
}

/** The lines that are meant, all of which the actor may refund. */
function chosenLines(context: Context, order: StoredOrder, { lines, amounts, by }: RefundRequest): Rows {
  const named = lines === undefined || lines === 'all' ? null : lines
  const wanted = amounts === undefined ? named : Object.keys(amounts)
  const own = order.lines.filter((line) => isSellerOf(context, String(line.seller), by))
  if (own.length === 0) throw new ShopError('not_found')
  if (wanted === null) return own
  return [...new Set(wanted)].map((id) => {
    const line = own.find((one) => one.line_id === id)
    if (line === undefined) throw new ShopError('item_not_found', { line: id })
    return line
  })
}

/** Parts of what is left of lines. */
function partsOf(amounts: Readonly<Record<string, bigint>>, left: ReadonlyMap<string, bigint>): ReadonlyMap<string, bigint> {
  const parts = new Map(Object.entries(amounts))
  const beyond = [...parts].filter(([line, amount]) => amount > (left.get(line) ?? 0n))
  if (beyond.length > 0) throw invalidInput(beyond.map(([line]) => ({ field: `amounts.${line}`, code: 'too_big' })))
  return parts
}

/** A key is its actor's own: what others call their refunds does not matter. */
const nameOf = (context: Context, id: string, { key, by }: RefundRequest): string =>
  `${id}-r${key === undefined ? context.newId() : hashOf(JSON.stringify([by.role, by.id, key])).slice(0, 24)}`

/**
 * Whether parts were given back under this name before. Whole lines are given back once without a name, so all that matters is that the name means nothing
 * else: those lines, of which nothing is left. Refuses with `idempotency_mismatch`.
 */
async function isReplay(
  context: Context,
  order: StoredOrder,
  name: string,
  amounts: RefundRequest['amounts'],
  lines: Rows,
): Promise<boolean> {
  const before = new Set(order.refunds.flatMap(({ id }) => (id.startsWith(`${name}-`) ? [id] : [])))
  if (before.size === 0) return false
  const [rows = []] = await context.db.read(refundLinesOf(order.id))
  const made = Map.groupBy(
    rows.filter((row) => before.has(String(row.refund_id))),
    (row) => String(row.line_id),
  )
  const wanted = new Set(lines.map((line) => String(line.line_id)))
  const asked = Object.entries(amounts ?? {})
  const same =
    amounts === undefined
      ? leftOf(lines).size === 0 && [...made.keys()].every((line) => wanted.has(line))
      : made.size === asked.length &&
        asked.every(([line, amount]) => sum((made.get(line) ?? []).map((row) => row.amount as bigint)) === amount)
  if (!same) throw new ShopError('idempotency_mismatch')
  return amounts !== undefined
}

/** Whether the carrier is on its way to collect what is to be given back: nobody can tell him, so the parcel has to arrive or come back first. */
const isCashUnderWay = (order: StoredOrder, lines: Rows, amounts: ReadonlyMap<string, bigint>): boolean =>
  owesCash(order) && lines.some((line) => amounts.has(String(line.line_id)) && order.parcels.get(String(line.seller)) === 'shipped')
