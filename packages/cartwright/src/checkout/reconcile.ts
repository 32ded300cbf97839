import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { nextLook } from '../orders/next-look.ts'
import { moveAttempt, openAttempts, putOffAttempt, unaskedAttempts } from '../orders/order-rows.ts'
import { lookAtEach } from '../payments/look-at-each.ts'
import { makeDueRefunds } from '../refunds/make-refunds.ts'
import { releaseDue } from '../sellers/release-proceeds.ts'
import { Unmet } from '../storage/database.ts'
import type { Row, Statement } from '../storage/statement.ts'
import { settle } from './settle.ts'
import { cancelAt, knownOf, startCard } from './start-card.ts'

/** A payment this young is still being made by the page that started it. */
const YOUNG = 5_000n

/** The longest time nobody looks at a payment whose buyer may still be paying. */
const PAYING = 60_000n

/** Milliseconds after which nobody starts a payment any more who began to: he asks the provider twice at most, to start it and to cancel it. */
const startedBy = (context: Context): bigint => {
  const twice = BigInt(Math.ceil(2 * context.options.pluginDeadline))
  return twice > 10_000n ? twice : 10_000n
}

/**
 * Finishes what nobody told us the end of: the provider is asked what became of each payment under way, and one that is past its deadline and still
 * open is cancelled there; a refund that is due is made. A payment that was left before anybody noted where it goes on (the process was killed, the
 * answer was lost) does not wait for its deadline: after 10 seconds, or twice `pluginDeadline` when that is more, one the provider does not know is
 * cancelled there and the cart is the buyer's again, one it knows is asked for once more. Sellers get what is theirs by now. Safe to run anywhere, at any time, in several processes.
 * What sellers get comes first: it waits for no provider. A payment of which nothing is known yet is asked for again in 5 seconds, then in 10, and so on up to
 * a minute while it may be paid, up to an hour after its deadline, so that those which stay open keep no other waiting; a refund that fails likewise. Eight
 * are asked for at a time. The error of one that fails is handed to `failed`.
 */
export async function reconcile(context: Context, failed: (error: unknown) => void): Promise<{ readonly settled: number }> {
  await releaseDue(context, failed)
  const now = context.clock()
  const [unasked = [], open = []] = await context.db.read(
    unaskedAttempts(now, now - startedBy(context), 100n),
    openAttempts(now, now - YOUNG, 100n),
  )
  const left = new Set(unasked.map((attempt) => attempt.id))
  const settled = await lookAtEach(context, [...unasked, ...open.filter(({ id }) => !left.has(id))], {
    look: (attempt) => finish(context, attempt, left.has(attempt.id)),
    putOff: (attempt) => putOff(context, attempt),
    failed,
  })
  return { settled: settled + (await makeDueRefunds(context, failed)) }
}

/**
 * While the buyer may still be paying, it is looked at every minute at least, and whenever more may be done about it than before: once nobody starts it any
 * more, and at its deadline. From then on the pauses begin anew.
 */
function putOff(context: Context, attempt: Row): Statement {
  const now = context.clock()
  const tries = attempt.tries as bigint
  const next = nextLook(tries, now)
  const moments = [(attempt.made_at as bigint) + startedBy(context), attempt.deadline as bigint]
  const moment = attempt.state === 'pending' ? moments.find((one) => one > now) : undefined
  if (moment === undefined) return putOffAttempt(String(attempt.id), tries, next)
  const soon = next.at < now + PAYING ? next.at : now + PAYING
  return putOffAttempt(String(attempt.id), tries, soon < moment ? { ...next, at: soon } : { tries: 0n, at: moment })
}

async function finish(context: Context, attempt: Row, left: boolean): Promise<boolean> {
  const provider = context.options.payments.card
  if (provider === undefined) return false
  const id = String(attempt.id)
  const now = context.clock()
  const { pluginDeadline } = context.options
  const known = await ask(
    'payments.card',
    pluginDeadline,
    () => provider.status(id, knownOf(attempt)),
    () => null,
  )
  if (attempt.state === 'refund_due') {
    if (known.state === 'pending' || known.state === 'unknown') return false
    // What was paid goes back, which is not what was due when another amount had come in.
    if (known.state === 'paid')
      await ask(
        'payments.card',
        pluginDeadline,
        () => provider.refund(id, known.amount, `refund:${id}`, known.reference),
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
  if (known.state === 'pending' && left && !over) return startAgain(context, id)
  const open = known.state === 'pending' || known.state === 'unknown'
  if (open && !over && !left) return false
  const outcome = open ? await cancelAt(context, provider, attempt) : known
  if (outcome.state === 'pending') return false
  await settle(context, id, outcome)
  return true
}

/** The provider has it, and its answer was lost: it answers the same again, and the buyer can go on. Answers whether that was its end. */
async function startAgain(context: Context, id: string): Promise<boolean> {
  try {
    const { order, next } = await startCard(context, id)
    return next === null && order.state !== 'placed'
  } catch (error) {
    if (error instanceof ShopError && error.code === 'card_declined') return true
    throw error
  }
}
