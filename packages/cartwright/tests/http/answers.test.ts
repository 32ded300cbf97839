import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ShopError } from '../../src/errors.ts'
import type { Answer, Route } from '../../src/http/index.ts'
import { clientOf, echo, ORIGIN, siteOf, stubShop } from './site.ts'

const USER = 'token-of-user-ana-0000000000'

const answering = (answer: Answer, row: Partial<Route> = {}): Route => echo({ run: async () => answer, ...row })

async function ask(row: Route, headers: Record<string, string> = {}, init: RequestInit = {}): Promise<Response> {
  const { handler } = siteOf(stubShop(), [row])
  return handler(new Request(`${ORIGIN}/echo`, { method: row.method, headers: { origin: ORIGIN, ...headers }, ...init }))
}

describe('what a client gets', () => {
  const answer: Answer = { status: 201, body: { a: 1 }, page: () => '<p>', redirect: '/there' }
  const reading = answering(answer, { method: 'GET' })

  it('is JSON for who asks for JSON', async () => {
    for (const accept of [
      'application/json',
      'application/problem+json',
      'text/plain, application/json;q=0.9',
      'APPLICATION/JSON',
      'application/json; charset=utf-8, text/html',
      'text/html;q=0.5, application/json; q=0.9',
    ]) {
      const response = await ask(reading, { accept })
      assert.deepEqual(
        [response.status, response.headers.get('content-type'), await response.text()],
        [201, 'application/json', '{"a":1}'],
        accept,
      )
    }
  })

  it('is the page for everybody else', async () => {
    for (const accept of [
      'text/html',
      '*/*',
      'text/html,application/xhtml+xml,*/*;q=0.8',
      '',
      'text/html, application/json;q=0.9',
      'application/json;q=0.1, text/html;q=0.2',
      'application/json;q=0',
    ]) {
      const response = await ask(reading, { accept })
      assert.deepEqual([response.headers.get('content-type'), await response.text()], ['text/html; charset=utf-8', '<p>'], accept)
    }
  })

  it('is JSON where there is no page to read, and for clients that speak JSON without saying so', async () => {
    const bare = { status: 200, body: { a: 1 } }
    assert.equal(await (await ask(answering(bare, { method: 'GET' }), { accept: '*/*' })).text(), '{"a":1}')
    assert.equal(await (await ask(answering(bare, { method: 'GET', jsonOnly: true }), { accept: 'text/html' })).text(), '{"a":1}')
    const sending = await ask(answering(bare), { accept: '*/*', 'content-type': 'application/json' }, { body: '{}' })
    assert.equal(await sending.text(), '{"a":1}')
    assert.equal(await (await ask(answering(bare, { method: 'DELETE' }), { accept: '*/*' })).text(), '{"a":1}')
    assert.equal((await ask(answering(bare, { method: 'DELETE' }), { accept: 'text/html' })).status, 303)
  })

  it('is nothing where there is nothing', async () => {
    const response = await ask(answering({ status: 204, body: null }), { accept: 'application/json' })
    assert.deepEqual([response.status, await response.text(), response.headers.get('content-type')], [204, '', null])
  })

  it('is the way on for a form: what was forced, what was asked for, what the route says, the cart', async () => {
    const form = async (answered: Partial<Answer>, next?: string) => {
      const body = next === undefined ? '' : `next=${encodeURIComponent(next)}`
      const response = await ask(
        answering({ status: 200, body: {}, ...answered }),
        { 'content-type': 'application/x-www-form-urlencoded', referer: `${ORIGIN}/referer` },
        { body },
      )
      return [response.status, response.headers.get('location')]
    }
    assert.deepEqual(await form({}), [303, '/cart'])
    assert.deepEqual(await form({ redirect: '/orders/1' }), [303, '/orders/1'])
    assert.deepEqual(await form({ redirect: '/orders/1' }, '/garments?x=1'), [303, '/garments?x=1'])
    assert.deepEqual(await form({ redirect: '/orders/1' }, '//evil.test'), [303, '/cart'])
    assert.deepEqual(await form({ forward: 'https://pay.example.com/1' }, '/garments'), [303, 'https://pay.example.com/1'])
  })

  it('may be something else altogether', async () => {
    const raw = answering({ status: 200, body: null, raw: { type: 'image/svg+xml', content: '<svg/>' } }, { method: 'GET' })
    const response = await ask(raw, { accept: 'application/json' })
    assert.deepEqual([response.headers.get('content-type'), await response.text()], ['image/svg+xml', '<svg/>'])
  })
})

describe('the headers of every answer', () => {
  const answers: readonly [string, () => Promise<Response>][] = [
    ['a page', () => ask(answering({ status: 200, body: {}, page: () => '' }, { method: 'GET' }))],
    ['JSON', () => ask(answering({ status: 200, body: {} }), { accept: 'application/json' })],
    ['the way on', () => ask(answering({ status: 200, body: {} }))],
    ['a page that is not there', () => ask(echo({ path: '/elsewhere' }))],
    [
      'a failure',
      () =>
        ask(
          echo({
            run: async () => {
              throw new Error('x')
            },
          }),
        ),
    ],
  ]
  for (const [name, asked] of answers) {
    it(`are those of the house: ${name}`, async () => {
      const { headers } = await asked()
      const policy = headers.get('content-security-policy') ?? ''
      for (const rule of [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
      ]) {
        assert.ok(policy.split('; ').includes(rule), rule)
      }
      assert.doesNotMatch(policy, /unsafe|\*/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('referrer-policy'), 'same-origin')
      assert.equal(headers.get('vary'), 'Accept, Cookie')
      assert.equal(headers.get('cache-control'), 'no-store')
    })
  }

  it('let forms lead to a payment page where the shop says so', async () => {
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET' })], { formTargets: ['https://checkout.example.com'] })
    const policy = (await handler(new Request(`${ORIGIN}/echo`))).headers.get('content-security-policy')
    assert.match(policy ?? '', /form-action 'self' https:\/\/checkout\.example\.com;/)
  })

  it('let the same for everybody be kept, and nobody be asked who he is', async () => {
    const shared = answering(
      { status: 200, body: null, raw: { type: 'text/css', content: '' }, headers: { 'cache-control': 'public, max-age=60' } },
      { method: 'GET', shared: true },
    )
    const read = () => assert.fail('the session was read')
    const { handler } = siteOf(stubShop(), [shared], { session: { read, write: () => [], clear: () => [] } })
    assert.equal((await handler(new Request(`${ORIGIN}/echo`))).headers.get('cache-control'), 'public, max-age=60')
    const personal = await ask({ ...shared, shared: false })
    assert.equal(personal.headers.get('cache-control'), 'no-store')
  })

  it('let what is for one person be kept by his own browser, where the route says so, and no refusal', async () => {
    const mine = (status: number) => answering({ status, body: {}, headers: { 'cache-control': 'private, max-age=60' } }, { method: 'GET' })
    assert.equal((await ask(mine(200))).headers.get('cache-control'), 'private, max-age=60')
    assert.equal((await ask(mine(404))).headers.get('cache-control'), 'no-store')
  })
})

describe('the session', () => {
  const site = (row: Route) => siteOf(stubShop(), [row, echo({ method: 'GET' })])

  it('is who the buyer is: a user, a guest, nobody', async () => {
    const asUser = siteOf(stubShop(), [echo({ method: 'GET' })], {
      session: { read: () => ({ token: USER }), write: () => [], clear: () => [] },
    })
    const body = async (handler: Awaited<typeof asUser>['handler']) =>
      (await (await handler(new Request(`${ORIGIN}/echo`))).json()) as { buyer: unknown; user: unknown }
    assert.deepEqual(await body(asUser.handler), {
      body: {},
      query: {},
      params: {},
      user: 'ana',
      buyer: { userId: 'ana', email: 'ana@example.com', roles: ['buyer'] },
      next: null,
    })
    const asGuest = siteOf(stubShop(), [echo({ method: 'GET' })], {
      session: { read: () => ({ token: 'guest' }), write: () => [], clear: () => [] },
    })
    assert.deepEqual((await body(asGuest.handler)).buyer, { token: 'guest' })
    assert.deepEqual((await body(siteOf(stubShop(), [echo({ method: 'GET' })]).handler)).buyer, {})
  })

  it('begins and ends as the route says, and no reading ever sends a cookie', async () => {
    const begin = clientOf(site(answering({ status: 200, body: {}, session: { token: USER } })))
    assert.equal((await begin.get('/echo')).headers.get('set-cookie'), null)
    await begin.send('POST', '/echo')
    assert.equal(begin.cookies.size, 1)
    const asked = await begin.get('/echo')
    assert.equal(((await asked.json()) as { user: string }).user, 'ana')
    assert.equal(asked.headers.get('set-cookie'), null)

    const end = clientOf(site(answering({ status: 200, body: {}, session: null })))
    for (const [name, value] of begin.cookies) end.cookies.set(name, value)
    await end.send('POST', '/echo')
    assert.equal(end.cookies.size, 0)
  })

  it('is not begun by a change that needs none, nor by a refused one', async () => {
    const plain = await clientOf(site(answering({ status: 200, body: {} }))).send('POST', '/echo')
    assert.equal(plain.headers.get('set-cookie'), null)
    const refused = echo({
      run: async () => {
        throw new ShopError('item_taken')
      },
    })
    assert.equal((await clientOf(site(refused)).send('POST', '/echo')).headers.get('set-cookie'), null)
  })
})

describe('a sentence for the next page', () => {
  const flashing = answering({ status: 200, body: {}, flash: { kind: 'ok', text: 'Gata: ș „x” <b>; a=b' } })
  const page = echo({ method: 'GET', run: async (call) => ({ status: 200, body: {}, page: () => call.flash?.text ?? 'none' }) })
  const open = () => clientOf(siteOf(stubShop(), [flashing, page]))

  it('is shown once', async () => {
    const client = open()
    await client.submit('/echo', {})
    assert.equal(await (await client.get('/echo', { accept: 'text/html' })).text(), 'Gata: ș „x” <b>; a=b')
    assert.equal(await (await client.get('/echo', { accept: 'text/html' })).text(), 'none')
    assert.equal(client.cookies.size, 0)
  })

  it('waits while no page is shown', async () => {
    const client = open()
    await client.submit('/echo', {})
    await client.get('/echo')
    await client.send('POST', '/echo')
    assert.match(await (await client.get('/echo', { accept: 'text/html' })).text(), /^Gata/)
  })

  it('is nothing when the cookie is nonsense', async () => {
    for (const value of ['', 'x', '%', btoa('{}'), btoa('null'), btoa('{"kind":"x","text":"y"}'), btoa('{"kind":"ok","text":5}')]) {
      const client = open()
      client.cookies.set('flash', value)
      assert.equal(await (await client.get('/echo', { accept: 'text/html' })).text(), 'none', value)
    }
  })
})
