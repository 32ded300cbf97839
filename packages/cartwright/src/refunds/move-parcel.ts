import { act } from '../act.ts'
import { reasonErrors } from '../audit/reason.ts'
import { given, invalidInput, isStorable } from '../check-input.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { NewEvent } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { cartOfId } from '../orders/order-rows.ts'
import type { OrderState, ParcelState, Sale } from '../orders/order-view.ts'
import { isCollected, maySend, PARCEL_MOVES, type ParcelMove } from '../orders/parcel-states.ts'
import { saleOf, showOrder } from '../orders/show-order.ts'
import { checkSeller } from '../seller-user.ts'
import type { Rows } from '../storage/statement.ts'
import { changeStatements, leftOf, notRestocked, type OrderChange } from './change-order.ts'
import { loadOrder, type StoredOrder } from './load-order.ts'

/** Which parcel of an order, and who says so. */
export interface ParcelAct {
  /** The seller's id; empty for goods of the shop's own. */
  readonly seller: string
  readonly by: Actor
}

const LONGEST_TRACKING = 100

/**
 * A parcel has left. A seller says so of his own, staff of any. Told again, nothing changes, but while it is on its way another tracking number corrects the first. Refuses with `not_found`, and `order_state` before the order is
 * paid (cash on delivery is paid at the door), when all of the parcel was refunded, and when it is not waiting to be sent.
 *
 * @example
 * await shop.orders.ship(order.id, { seller: 'mihai', by: { id: 'mihai', role: 'seller' }, tracking: 'AWB 1234' })
 */
export async function shipParcel(context: Context, id: string, parcel: ParcelAct & { readonly tracking?: string }): Promise<Sale> {
  const { tracking = null } = given(parcel, 'parcel')
  if (tracking !== null && (typeof tracking !== 'string' || tracking.length > LONGEST_TRACKING || !isStorable(tracking)))
    throw invalidInput([{ field: 'tracking', code: 'format' }])
  return move(context, id, parcel, 'ship', (order, lines) => {
    const nothingLeft = leftOf(lines).size === 0 && lines.some((line) => (line.paid as bigint) > 0n)
    if (order.attemptState !== 'paid' || nothingLeft || !maySend(order.payments)) refuse(order, 'placed')
    const corrects = order.parcels.get(parcel.seller) === 'shipped' && { act: 'order.tracking', reason: `tracking ${tracking}` }
    return {
      tracking,
      ...corrects,
      facts: (now) => [eventOf(context, 'order.shipped', { order: id, seller: parcel.seller, tracking }, now)],
    }
  })
}

/**
 * A parcel has arrived; what is paid at the door has been paid then, which only staff and the system can say: a seller refused (`order_state`, reason `cash`)
 * tells the staff. From now on the seller waits for his money. Told again, nothing changes. Refuses with `not_found`, and `order_state` before it was sent.
 *
 * @example
 * await shop.orders.deliver(order.id, { seller: 'mihai', by: { id: 'carrier', role: 'system' } })
 */
export const deliverParcel = (context: Context, id: string, parcel: ParcelAct): Promise<Sale> =>
  move(context, id, parcel, 'deliver', (order) => {
    if (parcel.by.role === 'seller' && owesCash(order)) throw new ShopError('order_state', { state: 'shipped', reason: 'cash' })
    return { facts: (now) => [eventOf(context, 'order.delivered', { order: id, seller: parcel.seller }, now)] }
  })

/**
 * A parcel came back: its seller is not paid for it any more, unless staff say so (`sellers.release`). What was to be paid at its door is not collected any more, and what its buyer had paid for it before goes back to him; of a parcel that
 * had been paid for, `refund` gives the money back. Told again, nothing changes. Refuses with `not_found`, and `order_state` before it was sent and after the
 * buyer has confirmed it.
 *
 * @example
 * await shop.orders.returned(order.id, { seller: 'mihai', by: { id: 'eva', role: 'staff' } })
 */
export const returnParcel = (context: Context, id: string, parcel: ParcelAct): Promise<Sale> =>
  move(context, id, parcel, 'return', (order, lines) => {
    const unpaid = owesCash(order) && !isCollected(order.parcels.get(parcel.seller) ?? 'placed')
    return {
      ...(unpaid && { amounts: leftOf(lines) }),
      facts: (now) => [eventOf(context, 'order.returned', { order: id, seller: parcel.seller }, now)],
    }
  })

/**
 * A parcel is not sent: its seller, or staff, gives the buyer all back that was paid for it, and its goods are on sale again. When no parcel of the order is
 * left, the order is cancelled and its discounts may be used again. Told again, nothing changes. Refuses with `not_found`, and `order_state` once it was sent,
 * or while its payment is under way.
 *
 * @example
 * await shop.orders.cancelParcel(order.id, { seller: 'mihai', by: { id: 'mihai', role: 'seller' }, reason: 'it was torn' })
 */
export async function cancelParcel(context: Context, id: string, parcel: ParcelAct & { readonly reason: string }): Promise<Sale> {
  const errors = reasonErrors(given(parcel, 'parcel').reason)
  if (errors.length > 0) throw invalidInput(errors)
  return move(context, id, parcel, 'cancel', (order, lines) => {
    if (order.attemptState !== 'paid' && order.attemptState !== 'refunded') refuse(order, 'placed')
    const reason = parcel.by.role === 'seller' ? 'seller' : 'staff'
    return {
      reason: parcel.reason,
      amounts: leftOf(lines),
      restock: notRestocked(lines),
      facts: (now, state) => [
        state === 'cancelled'
          ? eventOf(context, 'order.cancelled', { order: id, reason }, now)
          : eventOf(context, 'order.parcel_cancelled', { order: id, seller: parcel.seller }, now),
      ],
    }
  })
}

interface Decided extends Pick<OrderChange, 'amounts' | 'restock' | 'tracking'> {
  readonly act?: string
  readonly reason?: string
  readonly facts: (now: bigint, state: OrderState) => readonly NewEvent[]
}

/** Reads, decides and moves one parcel, as `PARCEL_MOVES` lets it. */
async function move(
  context: Context,
  id: string,
  parcel: ParcelAct & { readonly tracking?: string },
  step: ParcelMove,
  decide: (order: StoredOrder, lines: Rows) => Decided,
): Promise<Sale> {
  const { seller, by, tracking } = given(parcel, 'parcel')
  checkSeller(context, seller, given(by, 'by'))
  const sale = async (): Promise<Sale> => saleOf(await showOrder(context, id), seller)
  return act(
    context,
    async () => {
      const order = await loadOrder(context, id)
      const from = order.parcels.get(seller)
      if (from === undefined) throw new ShopError('not_found')
      const isThere = Object.values(PARCEL_MOVES[step]).includes(from) && PARCEL_MOVES[step][from] === undefined
      if (isThere && (step !== 'ship' || tracking === undefined)) return sale()
      if (isThere && (await sale()).tracking === tracking) return sale()
      const to = isThere ? from : (PARCEL_MOVES[step][from] ?? refuse(order, from))
      const now = context.clock()
      const decided = decide(
        order,
        order.lines.filter((line) => line.seller === seller),
      )
      const change: OrderChange = {
        by,
        act: `order.${step}`,
        reason: step,
        name: `${id}-r${context.newId()}`,
        moves: new Map([[seller, to]]),
        ...decided,
        facts: (state) => decided.facts(now, state),
      }
      await context.db.batch(await changeStatements(context, order, change, now), { key: cartOfId(id), id: context.newId() })
      return sale()
    },
    sale,
  )
}

const refuse = (order: StoredOrder, parcel: ParcelState): never => {
  throw new ShopError('order_state', { state: order.state, parcel })
}

/** Whether anything of the order is still to be paid at a door. */
export const owesCash = ({
  payments,
}: {
  readonly payments: readonly { readonly method?: unknown; readonly state?: unknown }[]
}): boolean => payments.some((payment) => payment.method === 'cod' && payment.state === 'pending')
