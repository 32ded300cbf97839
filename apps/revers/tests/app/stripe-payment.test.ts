import assert from 'node:assert/strict'
import { after, before, describe, it, mock } from 'node:test'
import {
  type EventOptions,
  openStandIn,
  SECRET_KEY,
  type StandIn,
  WEBHOOK_SECRET,
} from '../../../../packages/cartwright/tests/payments/stripe-stand-in.ts'
import { type Browser, openApp } from './open-app.ts'

const ADDRESS = {
  name: 'Ilinca Moraru',
  line1: 'Strada Fagului 12',
  city: 'Cluj-Napoca',
  county: 'CJ',
  postal_code: '400001',
  country: 'RO',
}

describe('cards by Stripe', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  let stripe: StandIn
  before(async () => {
    stripe = await openStandIn()
    app = await openApp({
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      STRIPE_API_BASE: `http://127.0.0.1:${stripe.port}`,
    })
  })
  after(() => Promise.all([app.close(), stripe.close()]))

  /** A guest who has ordered one garment by card and stands before the page where he pays. */
  async function atThePage(garment: string): Promise<{ guest: Browser; page: string; order: string; attempt: string }> {
    const guest = app.browser()
    await guest.post('/cart/items', { product: `garment:${garment}` })
    const { quote } = (await guest.get('/checkout?payment=card')).json as unknown as { quote: { hash: string } }
    const body = { key: `key-${garment}`, quote: quote.hash, payment: 'card', address: ADDRESS, email: 'oaspete@example.com' }
    const answer = await guest.post('/checkout', body)
    assert.equal(answer.status, 202, answer.text)
    const { order, next } = answer.json as unknown as { order: { id: string }; next: { url: string } }
    return { guest, page: next.url, order: order.id, attempt: next.url.split('/').at(-1) ?? '' }
  }

  /** An event as Stripe sends it: from nowhere, with no cookie. */
  async function arrive(type: string, attempt: string, other: EventOptions = {}): Promise<number> {
    const { body, signature } = stripe.event(type, stripe.of(attempt), other)
    const request = new Request('http://127.0.0.1:3000/webhooks/stripe', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'stripe-signature': signature, origin: 'https://stripe.example' },
    })
    return (await app.handle(request)).status
  }

  const stateOf = async (guest: Browser, order: string): Promise<unknown> =>
    ((await guest.get(`/orders/${order}`)).json as unknown as { payments: { state: string }[] }).payments[0]?.state

  it('has a page for the buyer alone, and is paid by a signed event', async () => {
    const { guest, page, order, attempt } = await atThePage('1')
    const shown = await guest.get(page)
    assert.deepEqual(
      [shown.status, shown.headers.get('x-robots-tag'), (shown.json as unknown as { client_secret: string }).client_secret],
      [200, 'noindex', `${stripe.of(attempt).id}_secret`],
    )
    const { text } = await guest.get(page, 'text/html')
    assert.ok(text.includes(`data-client-secret="${stripe.of(attempt).id}_secret"`) && !page.includes('secret'))
    assert.equal((await app.browser().get(page)).status, 404)
    assert.equal((await guest.get('/payments/simulated/any')).status, 404)
    stripe.pay(attempt)
    assert.equal(await arrive('payment_intent.succeeded', attempt, { secret: 'whsec_other' }), 400)
    assert.equal(await stateOf(guest, order), 'pending')
    assert.deepEqual(
      [
        await arrive('payment_intent.succeeded', attempt),
        await arrive('payment_intent.succeeded', attempt),
        await arrive('charge.updated', attempt),
      ],
      [200, 200, 200],
    )
    assert.equal(await stateOf(guest, order), 'captured')
    assert.equal(((await guest.get(page)).json as unknown as { client_secret: unknown }).client_secret, null)
    assert.ok(!(await guest.get(page, 'text/html')).text.includes('data-client-secret'))
  })

  it('takes note of a refund that failed later, and does not ask for it again', async () => {
    const { attempt } = await atThePage('3')
    const logged = mock.method(console, 'error', () => undefined)
    const told = { id: 're_1', status: 'failed', metadata: { attempt, key: 'r1' } }
    assert.equal(await arrive('refund.failed', attempt, { told }), 200)
    assert.deepEqual(
      logged.mock.calls.map((call) => (call.arguments[0] instanceof Error ? call.arguments[0].message : call.arguments)),
      [`the refund r1 of ${attempt} has failed at Stripe (re_1: failed): the buyer has not got his money`],
    )
    logged.mock.restore()
  })

  it('answers 200 for payments of others, 400 for what is not signed', async () => {
    const { guest, order, attempt } = await atThePage('2')
    assert.equal(
      await arrive('payment_intent.succeeded', attempt, { told: { metadata: { attempt: 'c9-o9-a9' }, status: 'succeeded' } }),
      200,
    )
    assert.equal(await arrive('payment_intent.succeeded', attempt, { at: 1 }), 400)
    assert.equal(await arrive('payment_intent.succeeded', attempt, { live: true }), 400)
    assert.equal((await app.browser().post('/webhooks/stripe', {})).status, 400)
    assert.equal(await stateOf(guest, order), 'pending')
    assert.equal((await guest.post(`/orders/${order}/cancel`)).status, 200)
    assert.equal(stripe.of(attempt).status, 'canceled')
  })
})
