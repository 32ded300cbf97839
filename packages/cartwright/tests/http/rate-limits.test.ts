import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { type ErrorCode, ShopError } from '../../src/errors.ts'
import { BUCKETS, type Call, type HandlerSettings, type RateLimits, type Route, rateLimits } from '../../src/http/index.ts'
import { times } from '../../src/testing/contract/kit.ts'
import { clientOf, ENGINES, echo, jsonOf, ORIGIN, openStore, siteOf, stubShop } from './site.ts'

interface Asked {
  readonly token?: string
  readonly address?: string
  readonly body?: object
  readonly key?: string
}

/** A site whose one route counts how often it was really run. */
function limited(row: Partial<Route>, outcome: () => ErrorCode | null = () => null, limits: RateLimits = rateLimits()) {
  let runs = 0
  const route = echo({
    body: z.looseObject({}),
    run: async () => {
      runs += 1
      await Promise.resolve()
      const code = outcome()
      if (code !== null) throw new ShopError(code, { reason: 'expired' })
      return { status: 200, body: {} }
    },
    ...row,
  })
  const ask = async ({ token, address = '192.0.2.1', body = {} }: Asked = {}) => {
    const settings: Partial<HandlerSettings> = {
      limits,
      clientAddress: () => address,
      session: { read: () => ({ token: token ?? null }), write: () => [], clear: () => [] },
    }
    const { handler } = siteOf(stubShop(), [route], settings)
    const headers = { accept: 'application/json', 'content-type': 'application/json', origin: ORIGIN }
    return handler(new Request(`${ORIGIN}/echo`, { method: 'POST', headers, body: JSON.stringify(body) }))
  }
  const statuses = async (count: number, asked: Asked = {}) => {
    const answers = await Promise.all(times(count, () => ask(asked)))
    return Object.fromEntries(
      Map.groupBy(answers, ({ status }) => String(status))
        .entries()
        .map(([status, list]) => [status, list.length]),
    )
  }
  return { ask, statuses, runs: () => runs }
}

describe('rate limits (P30)', () => {
  it('hold when everything comes at once, and say when to come again', async () => {
    const { ask, statuses, runs } = limited({ limit: 'checkout' })
    assert.deepEqual(await statuses(50, { token: 'guest' }), { '200': 20, '429': 30 })
    assert.equal(runs(), 20)
    const refused = await ask({ token: 'guest' })
    const seconds = Number(refused.headers.get('retry-after'))
    assert.ok(seconds > 0 && seconds <= 60, String(seconds))
    const problem = await jsonOf(refused)
    assert.deepEqual([problem.code, problem.retry_after], ['rate_limited', seconds])
  })

  it('count each actor alone: users and guests by who they are, newcomers by their address', async () => {
    const { statuses } = limited({ limit: 'checkout' })
    assert.deepEqual(await statuses(21, { token: 'one' }), { '200': 20, '429': 1 })
    assert.deepEqual(await statuses(20, { token: 'two' }), { '200': 20 })
    assert.deepEqual(await statuses(21), { '200': 20, '429': 1 })
    assert.deepEqual(await statuses(20, { address: '192.0.2.2' }), { '200': 20 })
  })

  it('count a checkout once, however often it is sent: the same key with the same fields', async () => {
    const { guard } = rateLimits()
    let runs = 0
    const sent = async (count: number, { token, key, fields = {} }: { token?: string; key: string; fields?: object }) => {
      const call = { buyer: { token }, idempotencyKey: key, url: new URL(ORIGIN), fields } as unknown as Call
      const work = async (): Promise<void> => {
        runs += 1
      }
      const answers = await Promise.allSettled(times(count, () => guard('checkout', call, '192.0.2.1', work)))
      return answers.filter(({ status }) => status === 'fulfilled').length
    }
    const click = { token: 'guest', key: 'click' }
    assert.equal(await sent(30, click), 30)
    assert.equal(runs, 30)
    assert.equal(await sent(25, { ...click, fields: { payment: 'cod' } }), 25, 'other fields: a second try')
    const others = await Promise.all(times(30, (index) => sent(1, { token: 'guest', key: `key-${index}` })))
    assert.equal(others.filter((one) => one === 1).length, 18)
    assert.equal(await sent(5, click), 5, 'what was counted is not counted again')
    assert.equal(await sent(40, { token: 'guest', key: 'late' }), 0, 'what was not let through is not remembered')
    assert.equal(await sent(1, { token: 'other', key: 'click' }), 1)
    assert.equal(await sent(30, { key: 'click' }), 20, 'a newcomer has no name to tell his tries by')
  })

  it('let a counted try be repeated, but not for ever', async () => {
    const { guard } = rateLimits()
    const call = { buyer: { token: 'guest' }, idempotencyKey: 'click', url: new URL(ORIGIN), fields: {} } as unknown as Call
    const answers = await Promise.allSettled(times(320, () => guard('checkout', call, '192.0.2.1', async () => null)))
    assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 301)
  })

  it('leave room for many newcomers at one address', async () => {
    const { statuses } = limited({ limit: 'add' })
    assert.deepEqual(await statuses(150), { '200': 150 })
    assert.deepEqual(await statuses(150, { token: 'one' }), { '200': 120, '429': 30 })
  })

  it('count failed logins only, by address and name', async () => {
    let right = true
    const { statuses } = limited({ limit: 'login' }, () => (right ? null : 'invalid_credentials'))
    const ana = { body: { email: 'ana@example.com' } }
    for (let round = 0; round < 5; round += 1) assert.deepEqual(await statuses(10, ana), { '200': 10 })
    assert.deepEqual(await statuses(40, ana), { '200': 10, '429': 30 })
    assert.deepEqual(await statuses(10, ana), { '200': 10 })
    right = false
    assert.deepEqual(await statuses(15, ana), { '401': 10, '429': 5 })
    assert.deepEqual(await statuses(1, { body: { email: ' ANA@example.com ' } }), { '429': 1 })
    assert.deepEqual(await statuses(1, { body: { email: 'bogdan@example.com' } }), { '401': 1 })
    assert.deepEqual(await statuses(1, { ...ana, address: '192.0.2.2' }), { '401': 1 })
  })

  it('count guesses of codes only: of a guest every refusal, of a user only unknown codes', async () => {
    const { statuses, runs } = limited({ limit: 'coupon' }, () => 'discount_invalid')
    assert.deepEqual(await statuses(50, { token: 'guest' }), { '422': 5, '429': 45 })
    assert.equal(runs(), 5)
    const user = limited({ limit: 'coupon' }, () => 'discount_invalid')
    for (let round = 0; round < 4; round += 1)
      assert.deepEqual(await user.statuses(5, { token: 'token-of-user-ana-0000000000' }), { '422': 5 })
  })

  it('hold every change, and no reading', async () => {
    const { statuses } = limited({}, () => null, rateLimits({ ...BUCKETS, change: { points: 3, key: () => '' } }))
    assert.deepEqual(await statuses(5), { '200': 3, '429': 2 })
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET' })], { limits: rateLimits({}) })
    for (let round = 0; round < 5; round += 1) assert.equal((await handler(new Request(`${ORIGIN}/echo`))).status, 200)
  })

  it('leave signed webhooks alone', async () => {
    const { statuses } = limited({ anyOrigin: true }, () => null, rateLimits({ change: { points: 1, key: () => '' } }))
    assert.deepEqual(await statuses(5), { '200': 5 })
  })

  it('fail closed: a bucket that is not there lets nobody through', async () => {
    const { statuses, runs } = limited({ limit: 'nothing' })
    assert.deepEqual(await statuses(1), { '503': 1 })
    assert.equal(runs(), 0)
  })
})

for (const [engine, open] of Object.entries(ENGINES))
  describe(`wrong codes over HTTP, ${engine}`, () => {
    it('are counted for the network address of guests who come without their cookie', async () => {
      let address = '192.0.2.1'
      const guesses = { perOwner: 20, perAddress: 3, window: 600_000n }
      const store = await openStore({ guesses }, { clientAddress: () => address }, open)
      try {
        store.kit.shelf.article('bag')
        await store.kit.shop.stock.set({ type: 'article', id: 'bag' }, 500n)
        const guess = async (code: string) => {
          const guest = clientOf(store)
          assert.equal((await guest.send('POST', '/cart/items', { product: 'article:bag' })).status, 200)
          return (await jsonOf(await guest.send('POST', '/cart/discount', { code }))).code
        }
        const told: unknown[] = []
        for (const code of ['GUESS1', 'GUESS2', 'GUESS3', 'GUESS4', 'GUESS5']) told.push(await guess(code))
        assert.deepEqual(told, ['discount_invalid', 'discount_invalid', 'discount_invalid', 'rate_limited', 'rate_limited'])
        address = '192.0.2.2'
        assert.equal(await guess('GUESS6'), 'discount_invalid')
        // Nobody's address is not one that all of them have.
        address = ''
        for (const code of ['GUESS7', 'GUESS8', 'GUESS9', 'GUESS10']) assert.equal(await guess(code), 'discount_invalid')
      } finally {
        await store.kit.shop.close()
      }
    })
  })
