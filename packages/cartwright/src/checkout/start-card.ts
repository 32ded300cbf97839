import { act } from '../act.ts'
import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { attemptsOf, readAttempt, writeNext } from '../orders/order-rows.ts'
import { showOrder } from '../orders/show-order.ts'
import type { CardOutcome } from '../payments/card.ts'
import { firstOf } from '../storage/database.ts'
import type { CheckoutAnswer } from './checkout-types.ts'
import { settle } from './settle.ts'

/**
 * Asks the card provider to start a payment that is pending and not started yet; the attempt's id is the idempotency key there, so asking again
 * is harmless. `id` is an attempt's or an order's. When the provider fails, the payment is cancelled there; only when that is sure does the cart
 * become the buyer's again, else the reconciler finds out. Refuses with `plugin_failed`, `card_declined`.
 */
export async function startCard(context: Context, id: string): Promise<CheckoutAnswer> {
  const [byId, byOrder] = await context.db.read(readAttempt(id), attemptsOf(id))
  const attempt = firstOf(byId) ?? firstOf(byOrder)
  if (attempt === null) throw new ShopError('not_found')
  const order = String(attempt.order_id)
  if (attempt.state !== 'pending') return { order: await showOrder(context, order), next: null }
  if (typeof attempt.next_url === 'string') return { order: await showOrder(context, order), next: attempt.next_url }

  const provider = context.options.payments.card
  if (provider === undefined) throw new ShopError('payment_not_eligible', { reason: 'unknown' })
  const { pluginDeadline } = context.options
  const key = String(attempt.id)
  const charge = {
    attempt: key,
    order,
    amount: attempt.amount as bigint,
    currency: String(attempt.currency),
    returnPath: `/orders/${order}`,
  }
  try {
    const started = await ask(
      'payments.card',
      pluginDeadline,
      () => provider.start(charge),
      () => null,
    )
    if ('state' in started) {
      const settled = await settle(context, key, started)
      if (started.state === 'failed') throw new ShopError('card_declined', { reason: started.reason })
      return { order: settled, next: null }
    }
    const next = writeNext(key, started.next, started.reference)
    await act(
      context,
      () => context.db.batch([next], { key: String(attempt.cart_id), id: context.newId() }),
      async () => [],
    )
    return { order: await showOrder(context, order), next: started.next }
  } catch (error) {
    if (!(error instanceof ShopError) || error.code !== 'plugin_failed') throw error
    const ended: CardOutcome = await ask(
      'payments.card',
      pluginDeadline,
      () => provider.cancel(key),
      () => null,
    ).catch(() => ({ state: 'pending' }))
    if (ended.state !== 'pending') await settle(context, key, ended)
    throw error
  }
}
