import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { moveAttempt, openAttempts } from '../orders/order-rows.ts'
import { Unmet } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { settle } from './settle.ts'

/** A payment this young is still being made by the page that started it. */
const YOUNG = 5_000n

/**
 * Finishes what nobody told us the end of: the provider is asked what became of each payment under way, and one that is past its deadline and still
 * open is cancelled there; a refund that is due is made. Safe to run anywhere, at any time, in several processes. One that fails is met again at the next run; its error is
 * handed to `failed`.
 */
export async function reconcile(context: Context, failed: (error: unknown) => void): Promise<{ readonly settled: number }> {
  const now = context.clock()
  const [attempts = []] = await context.db.read(openAttempts(now, now - YOUNG, 100n))
  let settled = 0
  for (const attempt of attempts) {
    try {
      settled += (await finish(context, attempt)) ? 1 : 0
    } catch (error) {
      failed(error)
    }
  }
  return { settled }
}

async function finish(context: Context, attempt: Row): Promise<boolean> {
  const provider = context.options.payments.card
  if (provider === undefined) return false
  const id = String(attempt.id)
  const now = context.clock()
  const { pluginDeadline } = context.options
  const known = await ask(
    'payments.card',
    pluginDeadline,
    () => provider.status(id),
    () => null,
  )
  if (attempt.state === 'refund_due') {
    if (known.state === 'pending') return false
    // What was paid goes back, which is not what was due when another amount had come in.
    if (known.state === 'paid')
      await ask(
        'payments.card',
        pluginDeadline,
        () => provider.refund(id, known.amount),
        () => null,
      )
    const cart = String(attempt.cart_id)
    const refunded = eventOf(context, 'payment.refunded', { order: String(attempt.order_id), attempt: id }, now)
    try {
      await context.db.batch([moveAttempt(id, 'refund_due', 'refunded').orReread(), recordCartEvents(cart, [refunded], now)], {
        key: cart,
        id: context.newId(),
      })
    } catch (error) {
      // Another reconciler was faster; the provider has refunded once, by its key.
      if (!(error instanceof Unmet)) throw error
      return false
    }
    context.announce()
    return true
  }
  const over = (attempt.deadline as bigint) <= context.clock()
  const outcome =
    known.state === 'pending' && over
      ? await ask(
          'payments.card',
          pluginDeadline,
          () => provider.cancel(id),
          () => null,
        )
      : known
  if (outcome.state === 'pending') return false
  await settle(context, id, outcome)
  return true
}
