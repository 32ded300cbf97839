import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { ShopError } from '../../src/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { type StripeCard, stripeCard } from '../../src/stripe/index.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { ANA, attemptOf, buy, type Kit, openKit, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { type EventOptions, openStandIn, SECRET_KEY, type StandIn, WEBHOOK_SECRET } from './stripe-stand-in.ts'

const MINUTE = 60_000n

describe('stripe: a shop and its webhooks', () => {
  let stripe: StandIn
  let card: StripeCard
  let kit: Kit
  before(async () => {
    stripe = await openStandIn()
  })
  after(() => stripe.close())
  beforeEach(async () => {
    card = stripeCard({
      secretKey: SECRET_KEY,
      webhookSecret: ['whsec_before', WEBHOOK_SECRET],
      next: ({ attempt }) => `/pay/${attempt}`,
      host: '127.0.0.1',
      port: stripe.port,
      protocol: 'http',
      retries: 0,
      clock: () => kit.clock(),
    })
    kit = await openKit(async () => sqlite(':memory:'), { payments: { wallet: true, card } })
  })
  afterEach(async () => {
    await assertInvariants(kit.database, kit.clock())
    await kit.shop.close()
  })

  const seconds = (): number => Number(kit.clock() / 1000n)

  /** Ana has ordered a coat by card and stands before Stripe's page. */
  async function paying(): Promise<{ order: string; attempt: string }> {
    const cart = kit.shop.cart(ANA)
    await cart.add(kit.shelf.garment('coat'))
    const { order, next } = await buy(cart, { payment: 'card' })
    const attempt = await attemptOf(kit, order.id)
    assert.equal(next, `/pay/${attempt}`)
    return { order: order.id, attempt }
  }

  /** What the shop does with an event that arrives. */
  async function arrive(type: string, attempt: string, other: EventOptions = {}, as = (body: string) => body): Promise<string> {
    const { body, signature } = stripe.event(`payment_intent.${type}`, stripe.of(attempt), { at: seconds(), ...other })
    const news = card.webhook(as(body), signature)
    return news === null ? 'nothing' : (await kit.shop.settle(news.attempt, news.outcome)).state
  }

  const refused = async (attempt: string, code: string, other: EventOptions, as?: (body: string) => string): Promise<void> => {
    await assert.rejects(arrive('succeeded', attempt, other, as), (error: unknown) => {
      assert.ok(error instanceof ShopError)
      assert.deepEqual([error.code, error.details.errors], ['invalid_input', [{ field: 'stripe-signature', code }]])
      return true
    })
    assert.deepEqual(
      (await readTables(kit.database)).attempt.map((row) => row.state),
      ['pending'],
    )
  }

  it('is paid by a signed event, once, however often and in whatever order they come', async () => {
    const { attempt, order } = await paying()
    assert.equal(await arrive('processing', attempt), 'placed')
    assert.equal(await arrive('payment_failed', attempt), 'placed', 'the buyer may try another card')
    stripe.pay(attempt)
    assert.deepEqual(
      await Promise.all(times(5, () => arrive('succeeded', attempt))),
      times(5, () => 'paid'),
    )
    assert.equal(await arrive('created', attempt), 'nothing')
    for (const type of ['payment_failed', 'canceled', 'processing'])
      assert.equal(await arrive(type, attempt, { told: { status: type === 'canceled' ? 'canceled' : 'requires_payment_method' } }), 'paid')
    assert.equal((await kit.shop.orders.find(order, ANA)).state, 'paid')
    assert.equal((await readTables(kit.database)).event.filter((one) => one.name === 'order.paid').length, 1)
  })

  it('believes no event that is not signed as it must be', async () => {
    const { attempt } = await paying()
    stripe.pay(attempt)
    await refused(attempt, 'signature', {}, (body) => body.replace('12', '13'))
    await refused(attempt, 'signature', { secret: 'whsec_other' })
    await refused(attempt, 'signature', { at: seconds() - 301 })
    await refused(attempt, 'signature', { at: seconds() + 302 })
    await refused(attempt, 'mode', { live: true })
    for (const signature of [null, '', 't=1', 'v1=00', `t=${seconds()},v1=zz`])
      assert.throws(() => card.webhook('{}', signature), ShopError)
    assert.equal(await arrive('succeeded', attempt, { at: seconds() - 300 }), 'paid')
    assert.equal(await arrive('succeeded', attempt, { secret: 'whsec_before' }), 'paid', 'the secret that is being replaced')
  })

  it('reads the bytes as they came', async () => {
    const { attempt } = await paying()
    stripe.pay(attempt)
    const { body, signature } = stripe.event('payment_intent.succeeded', stripe.of(attempt), { at: seconds() })
    assert.equal(card.webhook(new TextEncoder().encode(body), signature)?.attempt, attempt)
  })

  it('has nothing to do with payments of others', async () => {
    const { attempt } = await paying()
    assert.equal(await arrive('succeeded', attempt, { told: { metadata: {} } }), 'nothing')
    assert.equal(await arrive('succeeded', attempt, { told: { metadata: { attempt: 'c9\0' } } }), 'nothing', 'what no shop calls a payment')
    const foreign = arrive('succeeded', attempt, { told: { status: 'succeeded', metadata: { attempt: 'c9-o9-a9' } } })
    await assert.rejects(foreign, (error: unknown) => error instanceof ShopError && error.code === 'not_found')
  })

  it('tells of a refund that failed after it had been taken on', async () => {
    const { attempt } = await paying()
    const metadata = { attempt, key: 'c1-o1-r1-card' }
    const told = (type: string, other: Record<string, unknown>) => {
      const { body, signature } = stripe.event(type, stripe.of(attempt), { at: seconds(), told: { id: 're_1', metadata, ...other } })
      return card.webhook(body, signature)
    }
    const refundFailed = { reference: 're_1', key: 'c1-o1-r1-card', reason: 'expired_or_canceled_card' }
    const failure = { status: 'failed', failure_reason: 'expired_or_canceled_card' }
    for (const type of ['refund.failed', 'refund.updated', 'charge.refund.updated'])
      assert.deepEqual(told(type, failure), { attempt, outcome: { state: 'pending' }, refundFailed })
    assert.deepEqual(told('refund.updated', { status: 'canceled' })?.refundFailed, { ...refundFailed, reason: 'canceled' })
    assert.equal(told('refund.updated', { status: 'succeeded' }), null)
    assert.equal(told('refund.failed', { ...failure, metadata: {} }), null)
    assert.equal((await kit.shop.settle(attempt, { state: 'pending' })).state, 'placed')
  })

  for (const [what, told, back] of [
    ['another amount', { amount_received: 1 }, 1],
    ['another currency', { currency: 'eur' }, null],
  ] as const) {
    it(`${what} is no payment of the order: the money goes back`, async () => {
      const { attempt, order } = await paying()
      const intent = stripe.pay(attempt)
      if (back !== null) intent.amountReceived = back
      assert.equal(await arrive('succeeded', attempt, { told }), 'cancelled')
      assert.deepEqual([await kit.shop.reconcile(), kit.errors], [{ settled: 1 }, []])
      assert.deepEqual(
        stripe.refunds.filter((one) => one.intent === intent.id).map(({ amount }) => amount),
        [back ?? intent.amount],
      )
      assert.equal((await kit.shop.orders.find(order, ANA)).state, 'cancelled')
    })
  }

  it('is finished by the reconciler where no event came: paid, or cancelled there', async () => {
    const { attempt, order } = await paying()
    stripe.pay(attempt)
    kit.clock.advance(MINUTE)
    assert.deepEqual(await kit.shop.reconcile(), { settled: 1 })
    assert.equal((await kit.shop.orders.find(order, ANA)).state, 'paid')
    await kit.shop.cart(ANA).add(kit.shelf.garment('hat'))
    const second = await attemptOf(kit, (await buy(kit.shop.cart(ANA), { payment: 'card', key: 'key-2' })).order.id)
    kit.clock.advance(30n * MINUTE)
    assert.deepEqual([await kit.shop.reconcile(), kit.errors], [{ settled: 1 }, []])
    assert.equal(stripe.of(second).status, 'canceled')
    assert.equal((await kit.shop.cart(ANA).read()).paying, false)
  })

  it('is given back when the buyer cancels', async () => {
    const { attempt, order } = await paying()
    const intent = stripe.pay(attempt)
    await arrive('succeeded', attempt)
    await kit.shop.orders.cancel(order, ANA)
    await kit.shop.reconcile()
    await kit.shop.reconcile()
    assert.deepEqual(
      stripe.refunds.filter((one) => one.intent === intent.id).map(({ amount }) => amount),
      [intent.amount],
    )
    assert.deepEqual(kit.errors, [])
  })
})
