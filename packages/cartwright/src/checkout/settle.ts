import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { thaw } from '../orders/frozen-quote.ts'
import { linesOfOrder, payAttempt, readAttempt, readOrder } from '../orders/order-rows.ts'
import type { OrderView } from '../orders/order-view.ts'
import { showOrder } from '../orders/show-order.ts'
import type { CardOutcome, CardStatus } from '../payments/card.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Statement } from '../storage/statement.ts'
import { stillThere } from './late-things.ts'
import { failed } from './settle-failed.ts'
import { paid } from './settle-paid.ts'
import type { Settling } from './settling.ts'

/**
 * The one completion routine. Page, provider event and reconciler call it with what they know, any number of times, in any order; the state of the
 * attempt only moves forward. Paid: things sold, funds captured, cart closed. Failed: things held again, funds and uses returned, the cart is the
 * buyer's again. Paid so late that somebody else may have the goods: what nobody took is taken again and sold, what is gone is given back, or all of it
 * (`payments.late`). Paid after it had failed, or with another amount or currency than the attempt is bound to: the refund is due, and the reconciler
 * makes it.
 * Refuses with `not_found`.
 */
export function settle(context: Context, attempt: string, outcome: CardStatus): Promise<OrderView> {
  return act(
    context,
    async () => {
      const settling = await load(context, attempt)
      const statements = outcome.state === 'pending' || outcome.state === 'unknown' ? null : await decide(context, settling, outcome)
      if (statements !== null) await context.db.batch(statements, { key: settling.cart, id: context.newId() })
      return showOrder(context, settling.order)
    },
    async () => showOrder(context, (await load(context, attempt)).order),
  )
}

async function load(context: Context, attempt: string): Promise<Settling> {
  const [attempts] = await context.db.read(readAttempt(attempt))
  const row: Row | null = firstOf(attempts)
  if (row === null) throw new ShopError('not_found')
  const order = String(row.order_id)
  const [orders, lines = []] = await context.db.read(readOrder(order), linesOfOrder(order))
  return {
    id: attempt,
    cart: String(row.cart_id),
    order,
    owner: String(row.buyer),
    state: String(row.state),
    amount: row.amount as bigint,
    walletAmount: row.wallet_amount as bigint,
    currency: String(row.currency),
    quote: thaw(String(firstOf(orders)?.quote)),
    lines,
  }
}

async function decide(
  context: Context,
  settling: Settling,
  outcome: Exclude<CardOutcome, { state: 'pending' }>,
): Promise<Statement[] | null> {
  if (outcome.state === 'failed') return settling.state === 'pending' ? failed(context, settling, null) : null
  const { reference } = outcome
  if (settling.state === 'failed') return refundDue(context, settling, reference)
  if (settling.state !== 'pending') return null
  const bound = outcome.amount === settling.amount && outcome.currency === settling.currency
  const now = context.clock()
  const there = bound ? await stillThere(context, settling, now) : null
  const { late = 'deliver_rest' } = context.options.payments
  const enough = there !== null && there.sold.length > 0 && (there.gone.length === 0 || late === 'deliver_rest')
  if (!enough) return failed(context, settling, reference)
  return paid(context, settling, there, reference, now)
}

/** Money came for a payment that had failed: it is given back. */
function refundDue(context: Context, { id, cart, order }: Settling, reference: string): Statement[] {
  const now = context.clock()
  return [
    payAttempt(id, 'failed', 'refund_due', reference).orReread(),
    recordCartEvents(cart, [eventOf(context, 'payment.refund_due', { order, attempt: id }, now)], now),
  ]
}
