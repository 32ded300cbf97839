import type Stripe from 'stripe'
import { systemTime } from '../context.ts'
import type { CardCharge, CardProvider } from '../payments/card.ts'
import { bodyOf, outcomeOf, wholeOf } from './intent.ts'
import { readEvent, type StripeNews } from './read-event.ts'

export type { StripeNews, StripeRefundFailed } from './read-event.ts'

const { default: StripeLibrary } = await import('stripe').catch((cause: unknown) => {
  throw new Error('cartwright/stripe needs the library of Stripe: npm install stripe', { cause })
})

/** A payment that was opened, for making the address where its buyer goes on. */
export interface StripePayment {
  readonly attempt: string
  readonly order: string
  /** For Stripe's script in the buyer's browser; whoever has it can pay. Better not a part of an address: see `clientSecret`. */
  readonly clientSecret: string
  /** The id of the payment intent. */
  readonly reference: string
}

export interface StripeCardSettings {
  /** Begins with `sk_` or `rk_`. */
  readonly secretKey: string
  /** Of the endpoint that receives the events; several while it is being changed. Begins with `whsec_`. */
  readonly webhookSecret: string | readonly string[]
  /** Where the buyer goes on, such as a page with Stripe's payment element. */
  readonly next: (payment: StripePayment) => string
  /**
   * Milliseconds for one request. `timeout * (retries + 1)`, and half a second for each retry, belong below the shop's `pluginDeadline` (4000): else it gives
   * up while a retry is on its way, and asks Stripe to cancel. Default 1700.
   */
  readonly timeout?: number
  /** How often a request that failed on its way is sent again, with the same key. Default 1. */
  readonly retries?: 0 | 1
  /** Where Stripe is. Default `api.stripe.com`. */
  readonly host?: string
  readonly port?: number
  readonly protocol?: 'http' | 'https'
  /** For tests: the time that signatures are compared with. Default the machine's. */
  readonly clock?: () => bigint
}

/** A card provider for `payments.card`, and what its events and its page need. */
export interface StripeCard extends CardProvider {
  /**
   * Reads a webhook: the raw body, byte for byte, and the header `stripe-signature`. Answers what to hand to `shop.settle`, or null for an event that
   * tells nothing of a payment. Of a refund that failed later it answers `refundFailed`: whoever runs the shop has to be told. Refuses with `invalid_input` what is not signed, older than five minutes, or of the other mode (test and live).
   */
  readonly webhook: (body: string | Uint8Array, signature: string | null) => StripeNews | null
  /** What Stripe's script needs to let the buyer pay; null once the payment is over. */
  readonly clientSecret: (reference: string) => Promise<string | null>
}

/**
 * Card payments by Stripe's PaymentIntents. The attempt's id is the idempotency key of the payment, and amount and currency are bound to it. Throws
 * `RangeError` for keys that cannot be ones.
 *
 * @example
 * const card = stripeCard({ secretKey, webhookSecret, next: ({ attempt }) => `/pay/${attempt}` })
 * const shop = await createShop({ database, currency: 'RON', products, payments: { card } })
 * const news = card.webhook(await request.text(), request.headers.get('stripe-signature'))
 * if (news !== null) await shop.settle(news.attempt, news.outcome)
 */
export function stripeCard(settings: StripeCardSettings): StripeCard {
  const { secretKey, webhookSecret, next, timeout = 1700, retries = 1, clock = systemTime, host, port, protocol } = settings
  const secrets = typeof webhookSecret === 'string' ? [webhookSecret] : webhookSecret
  if (!/^(sk|rk)_(test|live)_\S+$/.test(secretKey))
    throw new RangeError('stripe: secretKey must begin with sk_test_, sk_live_, rk_test_ or rk_live_')
  if (secrets.length === 0 || !secrets.every((secret) => /^whsec_\S+$/.test(secret)))
    throw new RangeError('stripe: webhookSecret must begin with whsec_')
  const stripe = new StripeLibrary(secretKey, {
    maxNetworkRetries: retries,
    timeout,
    telemetry: false,
    ...(host !== undefined && { host }),
    ...(port !== undefined && { port }),
    ...(protocol !== undefined && { protocol }),
  })
  const live = secretKey.includes('_live_')

  /** The one payment of an attempt: made now, or the one that was made before by the same key, as it stands. */
  const open = async (charge: CardCharge): Promise<Stripe.PaymentIntent> => {
    const intent = await stripe.paymentIntents.create(bodyOf(charge), { idempotencyKey: charge.attempt })
    // A repeated key answers what was true at its first use.
    return intent.lastResponse.headers['idempotent-replayed'] === 'true' ? stripe.paymentIntents.retrieve(intent.id) : intent
  }

  return {
    async start(charge) {
      try {
        const intent = await open(charge)
        const outcome = outcomeOf(intent)
        if (outcome.state !== 'pending') return outcome
        const { attempt, order } = charge
        return { next: next({ attempt, order, clientSecret: intent.client_secret ?? '', reference: intent.id }), reference: intent.id }
      } catch (error) {
        if (!(error instanceof StripeLibrary.errors.StripeCardError)) throw error
        return { state: 'failed', reason: error.decline_code ?? error.code ?? 'card_declined' }
      }
    },
    async status(attempt, { reference }) {
      // Nobody has noted it, so nobody was sent to pay it. Looking for it would be no proof: Stripe's search lags behind. `cancel` proves.
      if (reference === null) return { state: 'unknown' }
      const intent = await stripe.paymentIntents.retrieve(reference)
      if (intent.metadata.attempt !== attempt) throw new Error(`${reference} is no payment of ${attempt}`)
      return outcomeOf(intent)
    },
    async cancel(_attempt, known) {
      const reference = known.reference ?? (await open(known).then(({ id }) => id, neverOpened))
      if (reference === null) return { state: 'failed', reason: 'cancelled' }
      try {
        return outcomeOf(await stripe.paymentIntents.cancel(reference))
      } catch (error) {
        // It is over already, or at a bank.
        if (!(error instanceof StripeLibrary.errors.StripeError) || error.code !== 'payment_intent_unexpected_state') throw error
        return outcomeOf(await stripe.paymentIntents.retrieve(reference))
      }
    },
    async refund(attempt, amount, key, reference) {
      if (reference === null) throw new Error(`nobody has noted which payment of Stripe ${attempt} is`)
      // Stripe forgets keys after a day; what it has given back it knows for ever.
      const made = await stripe.refunds.list({ payment_intent: reference, limit: 100 }).autoPagingToArray({ limit: 1000 })
      const before = made.find((one) => one.metadata?.key === key)
      const body = { payment_intent: reference, amount: wholeOf(amount), metadata: { attempt, key } }
      const refund = before ?? (await stripe.refunds.create(body, { idempotencyKey: key }))
      if (refund.status === 'failed' || refund.status === 'canceled') throw new Error(`Stripe could not carry out the refund ${refund.id}`)
    },
    webhook: (body, signature) => readEvent(stripe, { secrets, live, now: clock() }, body, signature),
    async clientSecret(reference) {
      const intent = await stripe.paymentIntents.retrieve(reference)
      return outcomeOf(intent).state === 'pending' ? intent.client_secret : null
    },
  }
}

/**
 * Why a payment that was to be cancelled could not even be opened: null when it never will be, by whomever. Refused as it is asked for, or ended in an
 * error of Stripe's that its key keeps: whoever asked first got the same error, and nobody a secret to pay with. Anything else is thrown.
 */
function neverOpened(error: unknown): null {
  const { StripeError, StripeInvalidRequestError, StripeCardError } = StripeLibrary.errors
  if (error instanceof StripeInvalidRequestError && error.statusCode === 400) return null
  if (error instanceof StripeCardError) return null
  const kept = error instanceof StripeError && (error.headers as Record<string, string> | undefined)?.['idempotent-replayed'] === 'true'
  if (kept && (error.statusCode ?? 0) >= 500) return null
  throw error
}
