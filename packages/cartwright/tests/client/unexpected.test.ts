import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type ClientOptions, createClient, type Result } from '../../src/client/index.ts'
import { scenario } from '../http/site.ts'
import { answer, hang, lose, openClient } from './open-client.ts'

const faultOf = (result: Result<unknown>): readonly [string, number] => (result.ok ? ['ok', 0] : [result.error.code, result.error.status])
const PAGE = '<h1>Sign in to this hotel</h1>'
const HTML = { 'content-type': 'text/html' }

describe('an answer that is not of the shop', () => {
  scenario('keeps its status, and is asked for once where asking again would not help', async (store) => {
    for (const [status, body] of [
      [200, PAGE],
      [200, 'null'],
      [200, '"x"'],
      [200, '{"cart":null,"html":"","now":"2026-01-01T00:00:00Z"}'],
      [200, '{"cart":{"lines":[]},"html":"","now":"nope"}'],
      [200, '{"cart":{"lines":[]},"html":5,"now":"2026-01-01T00:00:00Z"}'],
      [401, '{"message":"who are you"}'],
      [404, '{"code":"ENOENT"}'],
      [404, PAGE],
    ] as const) {
      const { client, sent } = openClient(store, null, [answer(status, body)])
      assert.deepEqual(faultOf(await client.add('garment:coat')), ['unexpected_answer', status], body)
      assert.equal(sent.length, 1, body)
    }
    const { client } = openClient(store, null, [answer(200, 'null'), answer(200, '5')])
    assert.deepEqual(faultOf(await client.drawer()), ['unexpected_answer', 200])
    assert.deepEqual(faultOf(await client.orders()), ['unexpected_answer', 200])
  })

  scenario('is asked for again where it may pass: an error page, and a limit of somebody on the way', async (store) => {
    for (const status of [500, 502, 503, 429]) {
      const { client, sent } = openClient(store, null, [answer(status, PAGE, HTML), answer(status, PAGE, HTML)])
      assert.deepEqual(faultOf(await client.drawer()), ['ok', 0])
      assert.equal(sent.length, 3)
    }
  })

  scenario('is waited for as long as it says, in seconds or until a moment, whatever its body is', async (store) => {
    for (const wait of ['3600', new Date(Date.now() + 3_600_000).toUTCString()]) {
      const { client, sent } = openClient(store, null, [answer(503, PAGE, { ...HTML, 'retry-after': wait })])
      assert.deepEqual(faultOf(await client.drawer()), ['unexpected_answer', 503], wait)
      assert.equal(sent.length, 1, wait)
    }
    const { client } = openClient(store, null, [answer(503, '', { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' })], { pause: 3_600_000 })
    assert.deepEqual(faultOf(await client.drawer()), ['ok', 0])
  })

  scenario('is told from none at all', async (store) => {
    const { client } = openClient(store, null, [lose, lose, lose])
    assert.deepEqual(await client.drawer(), { ok: false, error: { code: 'network', status: 0, detail: 'No answer came.' } })
    const hanging = openClient(store, null, [hang], { timeout: 10, retries: 0 })
    assert.deepEqual(faultOf(await hanging.client.cart()), ['network', 0])
  })
})

describe('a question', () => {
  scenario('can be called off, under way and before its next try', async (store) => {
    const calling = new AbortController()
    const waiting = openClient(store, null, [hang])
    const asked = waiting.client.products({ q: 'coat' }, { signal: calling.signal })
    calling.abort()
    assert.deepEqual(faultOf(await asked), ['network', 0])
    assert.equal(waiting.sent.length, 1)
    const pausing = new AbortController()
    const patient = openClient(store, null, [lose], { pause: 14_000 })
    const later = patient.client.cart({ signal: pausing.signal })
    await new Promise((resolve) => setTimeout(resolve, 5))
    pausing.abort()
    assert.deepEqual(faultOf(await later), ['network', 0])
    assert.equal(patient.sent.length, 1)
  })
})

describe('the settings of a client', () => {
  it('are looked at', async () => {
    assert.throws(() => createClient({ retires: 3 } as ClientOptions), RangeError)
    await assert.rejects(createClient().cart(), TypeError)
    await assert.rejects(createClient({ base: 'shop' }).add('garment:coat'), TypeError)
  })

  it('may have headers, which go with every request', async () => {
    const seen: (string | null)[] = []
    const fetch = async (_: string, { headers }: RequestInit): Promise<Response> => {
      const sent = new Headers(headers)
      seen.push(`${sent.get('cookie')} ${sent.get('accept')}`)
      return new Response('{}')
    }
    const client = createClient({ fetch, headers: { cookie: 'cartwright=me', accept: 'text/html' } })
    await client.cart()
    await client.cancelOrder('1')
    assert.deepEqual(seen, ['cartwright=me application/json', 'cartwright=me application/json'])
  })
})
