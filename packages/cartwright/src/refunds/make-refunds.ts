import { act } from '../act.ts'
import { ask } from '../ask.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { given } from '../check-input.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { attemptsOf, cartOfId, touchOrdered } from '../orders/order-rows.ts'
import type { OrderView } from '../orders/order-view.ts'
import { showOrder } from '../orders/show-order.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { dueRefunds, readRefund, refundMade } from './refund-rows.ts'

const AT_ONCE = 100n

/**
 * Makes the refunds that are due at the card provider, each with its own id as the idempotency key there, so it is made once however often it is tried.
 * Answers how many. One that fails is met again at the next run; its error is handed to `failed`.
 */
export async function makeDueRefunds(context: Context, failed: (error: unknown) => void): Promise<number> {
  if (context.options.payments.card === undefined) return 0
  const [due = []] = await context.db.read(dueRefunds(AT_ONCE))
  let made = 0
  for (const refund of due) {
    try {
      made += (await makeRefund(context, refund)) ? 1 : 0
    } catch (error) {
      failed(error)
    }
  }
  return made
}

async function makeRefund(context: Context, refund: Row): Promise<boolean> {
  const { card } = context.options.payments
  const [id, order] = [String(refund.id), String(refund.order_id)]
  const [attempts] = await context.db.read(attemptsOf(order))
  const attempt = firstOf(attempts)
  if (card === undefined || attempt === null) return false
  const key = String(attempt.id)
  await ask(
    'payments.card',
    context.options.pluginDeadline,
    () => card.refund(key, refund.amount as bigint, id, attempt.provider_reference as string | null),
    () => null,
  )
  return act(
    context,
    async () => {
      const [rows] = await context.db.read(readRefund(id))
      // Another reconciler was faster; the provider has refunded once, by its key.
      if (firstOf(rows)?.state !== 'due') return false
      const now = context.clock()
      const fact = eventOf(context, 'payment.refunded', { order, attempt: key }, now)
      await context.db.batch([touchOrdered(order), refundMade(id).orReread(), recordCartEvents(cartOfId(id), [fact], now)], {
        key: cartOfId(id),
        id: context.newId(),
      })
      return true
    },
    async () => true,
  )
}

/**
 * Staff has given a guest back what he had paid in cash: notes it, once. Refuses with `not_found`, and `order_state` for what the card provider makes.
 *
 * @example
 * await shop.orders.refunded(refund.id, { id: 'eva', role: 'staff' })
 */
export function noteRefunded(context: Context, refund: string, by: Actor): Promise<OrderView> {
  const { role } = given(by, 'by')
  if (role !== 'staff' && role !== 'system') throw new ShopError('not_found')
  const read = async (): Promise<Row> => {
    const [rows] = await context.db.read(readRefund(refund))
    const row = firstOf(rows)
    if (row === null) throw new ShopError('not_found')
    return row
  }
  return act(
    context,
    async () => {
      const row = await read()
      const order = String(row.order_id)
      if (row.state === 'done') return showOrder(context, order)
      if (row.method !== 'cod') throw new ShopError('order_state', { method: row.method })
      const [attempts] = await context.db.read(attemptsOf(order))
      const now = context.clock()
      const cart = cartOfId(refund)
      const told = eventOf(context, 'payment.refunded', { order, attempt: String(firstOf(attempts)?.id) }, now)
      const noted = { actor: by, act: 'order.refunded', before: { refund, state: 'due' }, after: { refund, state: 'done' } } as const
      await context.db.batch(
        [
          touchOrdered(order),
          refundMade(refund).orReread(),
          recordCartEvents(cart, [told], now),
          recordAct(cart, context.newId(), noted, now),
        ],
        { key: cart, id: context.newId() },
      )
      return showOrder(context, order)
    },
    async () => showOrder(context, String((await read()).order_id)),
  )
}
