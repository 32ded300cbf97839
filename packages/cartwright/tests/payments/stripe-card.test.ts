import assert from 'node:assert/strict'
import { after, beforeEach, describe, it } from 'node:test'
import type { CardAttempt, CardCharge } from '../../src/payments/card.ts'
import { type StripeCard, type StripeCardSettings, stripeCard } from '../../src/stripe/index.ts'
import { openStandIn, SECRET_KEY, type StandIn, WEBHOOK_SECRET } from './stripe-stand-in.ts'

const CHARGE: CardCharge = { attempt: 'c1-o1-a1', order: 'c1-o1', amount: 12_345n, currency: 'RON', returnPath: '/orders/c1-o1' }
const known = (reference: string | null): CardAttempt => ({ ...CHARGE, reference })

/** A provider that talks to a stand-in of its own. */
async function openCard(other: Partial<StripeCardSettings> = {}): Promise<{ stripe: StandIn; card: StripeCard }> {
  const stripe = await openStandIn()
  const card = stripeCard({
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    next: ({ attempt, reference }) => `/pay/${attempt}?${reference}`,
    host: '127.0.0.1',
    port: stripe.port,
    protocol: 'http',
    retries: 0,
    timeout: 1000,
    ...other,
  })
  return { stripe, card }
}

describe('stripe: payments', () => {
  let stripe: StandIn
  let card: StripeCard
  const opened: StandIn[] = []
  beforeEach(async () => {
    const made = await openCard()
    stripe = made.stripe
    card = made.card
    opened.push(stripe)
  })
  after(() => Promise.all(opened.map((one) => one.close())))

  it('opens one payment of the amount asked, however often it is asked', async () => {
    const started = { next: '/pay/c1-o1-a1?pi_1', reference: 'pi_1' }
    assert.deepEqual([await card.start(CHARGE), await card.start(CHARGE)], [started, started])
    const [intent, ...others] = stripe.intents.values()
    assert.deepEqual(others, [])
    assert.deepEqual([intent?.amount, intent?.currency, intent?.metadata], [12_345, 'ron', { attempt: 'c1-o1-a1', order: 'c1-o1' }])
    assert.equal(await card.clientSecret('pi_1'), 'pi_1_secret')
  })

  it('tells what became of it, also to whom asks it to start once more', async () => {
    await card.start(CHARGE)
    assert.deepEqual(await card.status(CHARGE.attempt, known('pi_1')), { state: 'pending' })
    stripe.pay(CHARGE.attempt)
    const paid = { state: 'paid', amount: 12_345n, currency: 'RON', reference: 'pi_1' }
    assert.deepEqual([await card.status(CHARGE.attempt, known('pi_1')), await card.start(CHARGE)], [paid, paid])
    assert.deepEqual(await card.cancel(CHARGE.attempt, known('pi_1')), paid)
    assert.equal(await card.clientSecret('pi_1'), null)
    await assert.rejects(card.status('c2-o2-a2', known('pi_1')), /no payment of c2-o2-a2/)
    await assert.rejects(card.status(CHARGE.attempt, known('pi_9')), /resource_missing/)
  })

  it('cancels for good what was opened, and what was not', async () => {
    await card.start(CHARGE)
    assert.equal((await card.cancel(CHARGE.attempt, known('pi_1'))).state, 'failed')
    assert.equal((await card.cancel(CHARGE.attempt, known('pi_1'))).state, 'failed')
    const over = { state: 'failed', reason: 'cancelled' }
    assert.deepEqual(await card.start(CHARGE), over, 'a start that comes late opens nothing')
    assert.deepEqual(await card.status('c2', known(null)), { state: 'unknown' })
    const other = { ...known(null), attempt: 'c2-o2-a2' }
    assert.equal((await card.cancel('c2-o2-a2', other)).state, 'failed')
    assert.deepEqual(await card.start({ ...CHARGE, attempt: 'c2-o2-a2' }), over)
    assert.deepEqual(
      [...stripe.intents.values()].map(({ status }) => status),
      ['canceled', 'canceled'],
    )
  })

  it('leaves open what a bank is still at', async () => {
    await card.start(CHARGE)
    stripe.of(CHARGE.attempt).status = 'processing'
    assert.deepEqual(await card.cancel(CHARGE.attempt, known('pi_1')), { state: 'pending' })
  })

  it('opens one payment although the answer was lost after the work was done', async () => {
    // A cut connection is asked once more by the library, with the same key.
    stripe.mishaps.push('reset after')
    assert.deepEqual(await card.start(CHARGE), { next: '/pay/c1-o1-a1?pi_1', reference: 'pi_1' })
    assert.equal(stripe.intents.size, 1)
  })

  for (const [mishap, why] of [
    ['error', /api_error/],
    ['error after', /api_error/],
    ['busy', /rate_limit/],
    ['refuse', /parameter_invalid/],
  ] as const) {
    it(`fails on ${mishap}, and can be sure that nothing is paid`, async () => {
      stripe.mishaps.push(mishap)
      await assert.rejects(card.start(CHARGE), why)
      stripe.mishaps.push(...(mishap === 'refuse' ? (['refuse'] as const) : []))
      assert.deepEqual((await card.cancel(CHARGE.attempt, known(null))).state, 'failed')
    })
  }

  it('is sure of nothing while an error is new, the key is in use, or the server is silent', async () => {
    stripe.mishaps.push('error')
    await assert.rejects(card.cancel(CHARGE.attempt, known(null)), /api_error/)
    const { card: hasty, stripe: silent } = await openCard({ timeout: 60 })
    opened.push(silent)
    silent.mishaps.push('hang')
    await assert.rejects(hasty.start(CHARGE))
    await assert.rejects(hasty.cancel(CHARGE.attempt, known(null)), /idempotency_key_in_use/)
    await assert.rejects(hasty.start({ ...CHARGE, amount: 1n }), /idempotency_error/)
  })

  it('says that the card was refused', async () => {
    stripe.mishaps.push('decline')
    assert.deepEqual(await card.start(CHARGE), { state: 'failed', reason: 'insufficient_funds' })
    assert.equal((await card.cancel(CHARGE.attempt, known(null))).state, 'failed')
  })

  it('gives back parts and the rest, each key once for ever', async () => {
    await card.start(CHARGE)
    stripe.pay(CHARGE.attempt)
    stripe.mishaps.push('error after')
    await assert.rejects(card.refund(CHARGE.attempt, 2_345n, 'one', 'pi_1'), /api_error/)
    await card.refund(CHARGE.attempt, 2_345n, 'one', 'pi_1')
    stripe.forgetKeys()
    await card.refund(CHARGE.attempt, 2_345n, 'one', 'pi_1')
    await card.refund(CHARGE.attempt, 10_000n, 'rest', 'pi_1')
    assert.deepEqual(
      stripe.refunds.map(({ amount, key }) => [amount, key]),
      [
        [2_345, 'one'],
        [10_000, 'rest'],
      ],
    )
    await assert.rejects(card.refund(CHARGE.attempt, 1n, 'more', 'pi_1'), /charge_already_refunded/)
    await assert.rejects(card.refund(CHARGE.attempt, 1n, 'more', null), /nobody has noted/)
  })

  it('makes one refund of two at once', async () => {
    await card.start(CHARGE)
    stripe.pay(CHARGE.attempt)
    await Promise.all([1, 2, 3].map(() => card.refund(CHARGE.attempt, 100n, 'same', 'pi_1')))
    assert.equal(stripe.refunds.length, 1)
  })

  it('refuses keys that cannot be ones, and amounts Stripe would misread', async () => {
    const settings = { secretKey: SECRET_KEY, webhookSecret: WEBHOOK_SECRET, next: () => '/' }
    assert.throws(() => stripeCard({ ...settings, secretKey: 'pk_test_1' }), RangeError)
    assert.throws(() => stripeCard({ ...settings, webhookSecret: [] }), RangeError)
    assert.throws(() => stripeCard({ ...settings, webhookSecret: [WEBHOOK_SECRET, ''] }), RangeError)
    await assert.rejects(card.start({ ...CHARGE, currency: 'ISK' }), RangeError)
    await assert.rejects(card.start({ ...CHARGE, amount: 2n ** 60n }), RangeError)
    assert.deepEqual(stripe.requests, [])
  })
})
