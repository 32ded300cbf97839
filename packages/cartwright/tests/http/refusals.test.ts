import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { z } from 'zod'
import { type ErrorCode, REASONS, ShopError } from '../../src/errors.ts'
import { problemSchema, type Route, STATUS } from '../../src/http/index.ts'
import { clientOf, echo, jsonOf, ORIGIN, siteOf, stubShop } from './site.ts'

/** The statuses of the contract, as its page has them. */
const CONTRACT = `invalid_input 422, invalid_quantity 422, item_not_found 404, product_not_found 404, not_found 404, item_taken 409, item_sold 410, auction_only 409,
  insufficient_stock 409, own_product 403, buyer_not_allowed 403, price_mismatch 409, discount_invalid 422, cart_empty 409, cart_changed 409, quote_changed 409,
  address_required 422, address_invalid 422, shipping_unavailable 409, payment_not_eligible 409, card_declined 402, wallet_insufficient 402, minimum_order 409,
  hold_limit 429, renewal_limit 409, bid_too_low 422, auction_closed 409, order_state 409, email_taken 409, invalid_credentials 401, login_required 401,
  forbidden_origin 403, idempotency_in_progress 409, idempotency_mismatch 422, idempotency_key_required 400, rate_limited 429, payload_too_large 413,
  unsupported_media_type 415, plugin_failed 502, unavailable 503`

const throwing = (error: unknown, row: Partial<Route> = {}): Route =>
  echo({
    method: 'GET',
    run: async () => {
      throw error
    },
    ...row,
  })

async function problemOf(error: unknown, token?: string) {
  const site = siteOf(stubShop(), [throwing(error)], {
    session: { read: () => ({ token: token ?? null }), write: () => [], clear: () => [] },
  })
  const response = await clientOf(site).get('/echo')
  return { response, problem: await jsonOf(response), logged: site.logged }
}

const USER = 'token-of-user-ana-0000000000'

describe('a refusal', () => {
  it('has the status of the contract', () => {
    const pairs = CONTRACT.split(/,\s+/).map((pair) => pair.split(' '))
    for (const [code = '', status] of pairs) assert.equal(STATUS[code as ErrorCode], Number(status), code)
    const known = pairs.map(([code]) => code)
    assert.deepEqual(
      Object.keys(REASONS).filter((code) => !known.includes(code)),
      Object.keys(REASONS).filter((code) => code === 'cart_gone'),
    )
  })

  it('is a problem for programs', async () => {
    for (const code of Object.keys(REASONS) as ErrorCode[]) {
      const { response, problem } = await problemOf(new ShopError(code))
      assert.equal(response.status, STATUS[code])
      assert.equal(response.headers.get('content-type'), 'application/problem+json')
      assert.equal(response.headers.get('cache-control'), 'no-store')
      const read = problemSchema.parse(problem)
      assert.deepEqual([read.code, read.status, read.detail], [code, STATUS[code], REASONS[code]])
    }
  })

  it('says its details in the words of the contract', async () => {
    const details = {
      availableAgainAt: 1_795_000_000_000n,
      nextMinimum: 12_050n,
      available: 1_250n,
      scale: 3,
      limit: 20n,
      product: 'garment:1',
      left: null,
      absent: undefined,
      errors: [{ field: 'city', code: 'required' }],
      changes: [{ path: 'totals/total', before: '1.00', after: null }],
    }
    const { problem } = await problemOf(new ShopError('item_taken', details))
    const { type, title, status, code, detail, ...said } = problem
    assert.deepEqual([code, status], ['item_taken', 409])
    assert.deepEqual(said, {
      available_again_at: '2026-11-18T11:06:40.000Z',
      next_minimum: '120.50',
      available: '1.25',
      scale: 3,
      limit: 20,
      product: 'garment:1',
      errors: [{ field: 'city', code: 'required' }],
      changes: [{ path: 'totals/total', before: '1.00' }],
    })
  })

  it('never loses its code to a detail', async () => {
    const { problem } = await problemOf(new ShopError('discount_invalid', { code: 'SUMMER', reason: 'minimum', status: 200, detail: 'x' }))
    assert.deepEqual([problem.code, problem.status, problem.discount], ['discount_invalid', 422, 'SUMMER'])
    assert.equal(problem.detail, REASONS.discount_invalid)
  })

  it('tells guests nothing about codes', async () => {
    const reasonFor = async (reason: string, token?: string) =>
      (await problemOf(new ShopError('discount_invalid', { reason }), token)).problem.reason as unknown
    for (const reason of ['unknown', 'expired', 'not_started', 'used_up']) {
      assert.equal(await reasonFor(reason), 'unknown')
      assert.equal(await reasonFor(reason, 'token-of-a-guest-0000000000'), 'unknown')
      assert.equal(await reasonFor(reason, USER), reason)
    }
    for (const reason of ['per_customer', 'minimum', 'scope', 'combination', 'already_applied'])
      assert.equal(await reasonFor(reason), reason)
  })

  it('does not repeat what a plug-in threw, but logs it', async () => {
    const error = new ShopError('plugin_failed', { plugin: 'tax', reason: 'connect ECONNREFUSED 10.0.0.7 /etc/secret' })
    const { problem, logged } = await problemOf(error)
    assert.equal(problem.plugin, 'tax')
    assert.equal(problem.reason, undefined)
    assert.deepEqual(logged, [error])
  })

  it('that passes by itself says when', async () => {
    const retry = async (error: unknown) => (await problemOf(error)).response.headers.get('retry-after')
    assert.equal(await retry(new ShopError('rate_limited', { retryAfter: 17 })), '17')
    assert.equal(await retry(new ShopError('unavailable')), '5')
    assert.equal(await retry(new ShopError('item_taken')), null)
  })

  it('is logged only when it is not the asker who erred', async () => {
    assert.deepEqual((await problemOf(new ShopError('item_taken'))).logged, [])
    assert.equal((await problemOf(new ShopError('unavailable'))).logged.length, 1)
  })
})

describe('an error that is no refusal', () => {
  const SECRET = new Error("select * from account where id = 'x' at /srv/app/secret.ts:12")

  it('is 503 unavailable without a word about itself, to programs and browsers', async () => {
    const { response, problem, logged } = await problemOf(SECRET)
    assert.deepEqual([response.status, response.headers.get('retry-after')], [503, '5'])
    assert.deepEqual([problem.code, problem.status], ['unavailable', 503])
    assert.deepEqual(logged, [SECRET])
    assert.doesNotMatch(JSON.stringify(problem), /select|srv|Error/)
    const page = await siteOf(stubShop(), [throwing(SECRET)]).handler(new Request(`${ORIGIN}/echo`, { headers: { accept: 'text/html' } }))
    assert.deepEqual([page.status, await page.text()], [503, '<h1>503 unavailable</h1>'])
  })

  it('may be anything that can be thrown', async () => {
    for (const thrown of [undefined, null, 'text', 5, {}, Object.create(null)]) assert.equal((await problemOf(thrown)).response.status, 503)
  })

  it('is answered even when the error page fails', async () => {
    const errorPage = () => {
      throw new Error('no page')
    }
    const { handler, logged } = siteOf(stubShop(), [throwing(SECRET)], { errorPage })
    const response = await handler(new Request(`${ORIGIN}/echo`, { headers: { accept: 'text/html' } }))
    assert.equal(response.status, 503)
    assert.equal(logged.length, 2)
  })

  it('is answered when finding out who asks fails', async () => {
    const identify = async () => {
      throw SECRET
    }
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET' })], {
      identify,
      session: { read: () => ({ token: 'x' }), write: () => [], clear: () => [] },
    })
    assert.equal((await handler(new Request(`${ORIGIN}/echo`))).status, 503)
  })
})

describe('the order of refusals', () => {
  const BODY = z.strictObject({ product: z.string() })
  const row = (needs?: 'login' | 'admin'): Route =>
    echo({
      body: BODY,
      ...(needs !== undefined && { needs }),
      run: async () => {
        throw new ShopError('product_not_found')
      },
    })
  const codeFor = async (route: Route, { type = 'application/json', body = '{}', headers = {}, token = null as string | null }) => {
    const site = siteOf(stubShop(), [route], { session: { read: () => ({ token }), write: () => [], clear: () => [] } })
    const response = await site.handler(
      new Request(`${ORIGIN}/echo`, {
        method: 'POST',
        headers: { accept: 'application/json', 'content-type': type, cookie: 'a=b', ...headers },
        body,
      }),
    )
    return (await jsonOf(response)).code as unknown
  }
  const here = { origin: ORIGIN }

  it('is form, origin, login, input, and then the rest', async () => {
    assert.equal(await codeFor(row('login'), { type: 'text/plain' }), 'unsupported_media_type')
    assert.equal(await codeFor(row('login'), { body: '{' }), 'invalid_input')
    assert.equal(await codeFor(row('login'), {}), 'forbidden_origin')
    assert.equal(await codeFor(row('login'), { headers: here }), 'login_required')
    assert.equal(await codeFor(row('login'), { headers: here, token: 'token-of-a-guest-0000000000' }), 'login_required')
    assert.equal(await codeFor(row('login'), { headers: here, token: USER }), 'invalid_input')
    assert.equal(await codeFor(row('login'), { headers: here, token: USER, body: '{"product":"x"}' }), 'product_not_found')
  })

  it('hides what is for admins from everybody else', async () => {
    for (const token of [null, 'token-of-a-guest-0000000000', USER])
      assert.equal(await codeFor(row('admin'), { headers: here, token }), 'not_found')
    assert.equal(await codeFor(row('admin'), { headers: here, token: 'token-of-user-admin-00000000' }), 'invalid_input')
  })

  it('asks for the key of a checkout before anything about the asker', async () => {
    const keyed: Route = { ...row('login'), idempotency: 'required' }
    assert.equal(await codeFor(keyed, {}), 'idempotency_key_required')
    for (const key of ['', ' ', 'a b', 'x'.repeat(65), 'ș', 'a/b']) {
      assert.equal(
        await codeFor(keyed, { headers: { 'idempotency-key': encodeURIComponent(key) === key ? key : encodeURIComponent(key) } }),
        'invalid_input',
        key,
      )
    }
    assert.equal(await codeFor(keyed, { headers: { 'idempotency-key': 'a' }, body: '{"key":"b"}' }), 'invalid_input')
    assert.equal(await codeFor(keyed, { body: '{"key":5}' }), 'invalid_input')
    assert.equal(await codeFor(keyed, { headers: { 'idempotency-key': 'a' }, body: '{"key":"a"}' }), 'forbidden_origin')
    assert.equal(await codeFor(keyed, { body: '{"key":"a"}' }), 'forbidden_origin')
  })
})
