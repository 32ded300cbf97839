import { act } from '../act.ts'
import { ask } from '../ask.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { attemptsOf, cartOfId, readAttempt, writeNext } from '../orders/order-rows.ts'
import { findOrder, showOrder } from '../orders/show-order.ts'
import type { CardAttempt, CardOutcome, CardProvider } from '../payments/card.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import type { CheckoutAnswer } from './checkout-types.ts'
import { settle } from './settle.ts'

/**
 * Asks the card provider to start a payment that is pending and not started yet; the attempt's id is the idempotency key there, so asking again
 * is harmless. `id` is an attempt's or an order's. When the provider fails, the payment is cancelled there; only when that is sure does the cart
 * become the buyer's again, and when it answers that it was paid, so is the order; else the reconciler finds out. Refuses with `plugin_failed`, `card_declined`.
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
  const { reference: _, ...charge } = knownOf(attempt)
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
    const state = await noteNext(context, key, started)
    if (state === 'failed') {
      // Somebody gave it up while we were asking: a provider that opened it all the same must close it, and the buyer must not pay.
      await cancelAt(context, provider, { ...attempt, provider_reference: started.reference }).catch(() => null)
      throw new ShopError('card_declined', { reason: 'cancelled' })
    }
    return { order: await showOrder(context, order), next: state === 'pending' ? started.next : null }
  } catch (error) {
    if (!(error instanceof ShopError) || error.code !== 'plugin_failed') throw error
    const ended = await cancelAt(context, provider, attempt).catch((): CardOutcome => ({ state: 'pending' }))
    if (ended.state === 'pending') throw error
    const settled = await settle(context, key, ended)
    // It had been paid all the same, and only the answer was lost.
    if (settled.state === 'paid') return { order: settled, next: null }
    throw error
  }
}

/** Notes where the buyer goes on, while the attempt is open; answers the state it is in. */
function noteNext(
  context: Context,
  id: string,
  { next, reference }: { readonly next: string; readonly reference: string },
): Promise<string> {
  const stateOf = async (): Promise<string> => {
    const [rows] = await context.db.read(readAttempt(id))
    return String(firstOf(rows)?.state)
  }
  return act(
    context,
    async (round) => {
      // It was open a moment ago: only a write that met nothing asks how it stands now.
      const state = round === 0 ? 'pending' : await stateOf()
      if (state === 'pending')
        await context.db.batch([writeNext(id, next, reference).orReread()], { key: cartOfId(id), id: context.newId() })
      return state
    },
    stateOf,
  )
}

/** What the shop tells a provider of a payment it asks about. */
export const knownOf = (attempt: Row): CardAttempt => ({
  attempt: String(attempt.id),
  order: String(attempt.order_id),
  amount: attempt.amount as bigint,
  currency: String(attempt.currency),
  returnPath: `/orders/${String(attempt.order_id)}`,
  reference: attempt.provider_reference as string | null,
})

/** Ends a payment at the provider; what it answers is for `settle`. Refuses with `plugin_failed`. */
export const cancelAt = (context: Context, provider: CardProvider, attempt: Row): Promise<CardOutcome> =>
  ask(
    'payments.card',
    context.options.pluginDeadline,
    () => provider.cancel(String(attempt.id), knownOf(attempt)),
    () => null,
  )

/**
 * Where the buyer goes on with a card payment that waits for him, as the provider said it; null when none waits, or when the provider has not
 * answered yet. Refuses with `not_found` for an order of somebody else.
 */
export async function nextOf(context: Context, order: string, buyer: Buyer): Promise<string | null> {
  const { id } = await findOrder(context, order, buyer)
  const [attempts] = await context.db.read(attemptsOf(id))
  const attempt = firstOf(attempts)
  return attempt?.state === 'pending' && typeof attempt.next_url === 'string' ? attempt.next_url : null
}
