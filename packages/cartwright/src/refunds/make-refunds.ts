import { act } from '../act.ts'
import { ask } from '../ask.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { reasonErrors } from '../audit/reason.ts'
import { given, invalidInput } from '../check-input.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { nextLook } from '../orders/next-look.ts'
import { attemptsOf, cartOfId, touchOrdered } from '../orders/order-rows.ts'
import type { OrderView } from '../orders/order-view.ts'
import { showOrder } from '../orders/show-order.ts'
import { lookAtEach } from '../payments/look-at-each.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Statement } from '../storage/statement.ts'
import { dueRefunds, putOffRefund, readRefund, refundMade } from './refund-rows.ts'

const AT_ONCE = 100n

/**
 * Makes the refunds that are due at the card provider, each with its own id as the idempotency key there, so it is made once however often it is tried.
 * Answers how many. One that fails is tried again in 5 seconds, then in 10 and so on up to an hour; its error is handed to `failed`.
 */
export async function makeDueRefunds(context: Context, failed: (error: unknown) => void): Promise<number> {
  if (context.options.payments.card === undefined) return 0
  const [due = []] = await context.db.read(dueRefunds(context.clock(), AT_ONCE))
  const putOff = (refund: Row): Statement => {
    const tries = refund.tries as bigint
    return putOffRefund(String(refund.id), tries, nextLook(tries, context.clock()))
  }
  return lookAtEach(context, due, { look: (refund) => makeRefund(context, refund), putOff, failed })
}

async function makeRefund(context: Context, refund: Row): Promise<boolean> {
  const { card } = context.options.payments
  const [id, order] = [String(refund.id), String(refund.order_id)]
  const [attempts, current] = await context.db.read(attemptsOf(order), readRefund(id))
  const attempt = firstOf(attempts)
  // Those before it may have taken long, and the staff may have closed it meanwhile.
  if (card === undefined || attempt === null || firstOf(current)?.state !== 'due') return false
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
 * Staff has given back what is `due`: notes it, once, and with its reason in the record. Of cash that is what a buyer without a wallet gets by hand. A refund
 * to a card is the reconciler's to make; staff closes it only when the provider never will (the card is gone, it was too long ago) and the money has gone
 * back another way: it is not asked for at the provider any more, so a `reason` is needed that says how (1 to 500 characters). Refuses with `not_found`;
 * `invalid_input` for a reason that is missing or wrong.
 *
 * @example
 * await shop.orders.refunded(refund.id, { id: 'eva', role: 'staff' }, 'the card is closed, paid by bank transfer')
 */
export function noteRefunded(context: Context, refund: string, by: Actor, reason?: string): Promise<OrderView> {
  const { role } = given(by, 'by')
  if (role !== 'staff' && role !== 'system') throw new ShopError('not_found')
  const errors = reasonErrors(reason)
  if (reason !== undefined && errors.length > 0) throw invalidInput(errors)
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
      if (row.method === 'card' && errors.length > 0) throw invalidInput(errors)
      const [attempts] = await context.db.read(attemptsOf(order))
      const now = context.clock()
      const cart = cartOfId(refund)
      const told = eventOf(context, 'payment.refunded', { order, attempt: String(firstOf(attempts)?.id) }, now)
      const [before, after] = [
        { refund, state: 'due' },
        { refund, state: 'done' },
      ]
      const noted = { actor: by, act: 'order.refunded', reason: reason ?? null, before, after }
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
