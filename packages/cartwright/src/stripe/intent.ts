import type Stripe from 'stripe'
import type { CardCharge, CardOutcome } from '../payments/card.ts'

type Intent = Stripe.PaymentIntent

/** Currencies whose smallest unit Stripe counts otherwise than ISO 4217: an amount would be wrong a hundredfold. */
const COUNTED_OTHERWISE: readonly string[] = ['ISK', 'MGA', 'UGX']

/** What is asked for; throws `RangeError` for an amount or a currency that Stripe would understand otherwise. */
export function bodyOf({ attempt, order, amount, currency }: CardCharge): Stripe.PaymentIntentCreateParams {
  if (COUNTED_OTHERWISE.includes(currency)) throw new RangeError(`Stripe counts ${currency} in another unit than this shop`)
  return {
    amount: wholeOf(amount),
    currency: currency.toLowerCase(),
    metadata: { attempt, order },
    automatic_payment_methods: { enabled: true },
  }
}

/** An amount as Stripe takes it. */
export function wholeOf(amount: bigint): number {
  if (amount > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${amount} is more than Stripe can be asked for`)
  return Number(amount)
}

/** What a payment intent says. One whose card was refused is open still: its buyer may try another card until it is cancelled. */
export function outcomeOf({ id, status, amount_received, currency, cancellation_reason }: Intent): CardOutcome {
  if (status === 'succeeded') return { state: 'paid', amount: BigInt(amount_received), currency: currency.toUpperCase(), reference: id }
  if (status === 'canceled') return { state: 'failed', reason: cancellation_reason ?? 'cancelled' }
  return { state: 'pending' }
}
