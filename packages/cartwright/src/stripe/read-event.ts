import type Stripe from 'stripe'
import { invalidInput, isStorable } from '../check-input.ts'
import type { CardOutcome } from '../payments/card.ts'
import { outcomeOf } from './intent.ts'

/** Seconds for which a signature is good, before and after the moment it was made. */
const TOLERANCE = 300

/** How the events of one endpoint are told from forged ones. */
export interface Endpoint {
  readonly secrets: readonly string[]
  /** Whether its key moves real money: events of the other mode are not for it. */
  readonly live: boolean
  /** Milliseconds since 1970. */
  readonly now: bigint
}

/** What a signed event says of a payment. */
export interface StripeNews {
  readonly attempt: string
  /** `pending` where the event is not about what was paid: `shop.settle` changes nothing then. */
  readonly outcome: CardOutcome
  /** A refund that Stripe had taken on and that came to nothing after all: the buyer has not got his money, and a person must give it to him. */
  readonly refundFailed?: StripeRefundFailed
}

/** A refund that came to nothing. */
export interface StripeRefundFailed {
  /** Its id at Stripe. */
  readonly reference: string
  /** What the shop calls it: the id of the order's refund. */
  readonly key: string
  readonly reason: string
}

/** Reads a signed event; null for one that tells nothing of a payment of a shop. Refuses with `invalid_input` what is not signed as it must be. */
export function readEvent(
  stripe: Stripe,
  { secrets, live, now }: Endpoint,
  body: string | Uint8Array,
  signature: string | null,
): StripeNews | null {
  const event = secrets.map((secret) => verified(stripe, body, signature, secret, now)).find((one) => one !== null)
  if (event === undefined || !isRecent(signature, now)) throw wrong('signature')
  if (event.livemode !== live) throw wrong('mode')
  switch (event.type) {
    case 'payment_intent.succeeded':
    case 'payment_intent.canceled':
    case 'payment_intent.payment_failed':
    case 'payment_intent.processing':
    case 'payment_intent.requires_action': {
      const intent = event.data.object
      const attempt = intent.metadata.attempt
      return isId(attempt) ? { attempt, outcome: outcomeOf(intent) } : null
    }
    case 'refund.failed':
    case 'refund.updated':
    case 'charge.refund.updated': {
      const { id, status, metadata, failure_reason } = event.data.object
      const { attempt, key } = metadata ?? {}
      if ((status !== 'failed' && status !== 'canceled') || !isId(attempt) || !isId(key)) return null
      return { attempt, outcome: { state: 'pending' }, refundFailed: { reference: id, key, reason: failure_reason ?? status } }
    }
    default:
      return null
  }
}

/** Somebody else's payment may be named as no shop names its own. */
const isId = (text: string | undefined): text is string => text !== undefined && text !== '' && isStorable(text)

const wrong = (code: string): Error => invalidInput([{ field: 'stripe-signature', code }])

function verified(
  stripe: Stripe,
  body: string | Uint8Array,
  signature: string | null,
  secret: string,
  now: bigint,
): ReturnType<Stripe['webhooks']['constructEvent']> | null {
  try {
    return stripe.webhooks.constructEvent(body as string, signature ?? '', secret, TOLERANCE, undefined, Number(now))
  } catch {
    return null
  }
}

/** The library refuses what is too old; what is dated ahead of us would be good for longer than it may. */
function isRecent(signature: string | null, now: bigint): boolean {
  const at = /(?:^|,)t=(\d{1,15})(?:,|$)/.exec(signature ?? '')?.[1]
  return at !== undefined && Number(at) - Number(now) / 1000 <= TOLERANCE
}
