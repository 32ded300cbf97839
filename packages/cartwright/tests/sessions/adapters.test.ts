import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { after, before, describe, it } from 'node:test'
import { createClient } from '@redis/client'
import { newToken } from '../../src/context.ts'
import { appSession, bearerToken, createHandler, redisSession, type SessionAdapter, signedCookie } from '../../src/http/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { type Kit, openKit } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { ORIGIN, SECRET, shopRoutes, siteOf, stubShop } from '../http/site.ts'
import { type RedisServer, redisBinary, startRedis } from './redis-server.ts'

/** What a client keeps between two requests, and how the adapter is made. */
interface Transport {
  readonly adapter: (kit: Kit) => SessionAdapter
  /** Headers (or the app's own session) of a request, from what is kept. */
  readonly prepare: (request: Request, kept: Map<string, string>) => void
  readonly keep: (response: Response, kept: Map<string, string>) => void
}

const inHeader = (sent: string, answered: string, before = ''): Omit<Transport, 'adapter'> => ({
  prepare: (request, kept) => kept.has(answered) && request.headers.set(sent, before + kept.get(answered)),
  keep: ({ headers }, kept) => {
    const token = headers.get(answered)
    if (token !== null) kept.set(answered, token)
  },
})
const inCookie: Omit<Transport, 'adapter'> = {
  prepare: (request, kept) => request.headers.set('cookie', [...kept].map((pair) => pair.join('=')).join('; ')),
  keep: ({ headers }, kept) => {
    for (const cookie of headers.getSetCookie()) kept.set(...((/^([^=]+)=([^;]*)/.exec(cookie) ?? []).slice(1, 3) as [string, string]))
  },
}

/** The example of the docstring of `SessionAdapter`, run as it stands there. */
function exampleAdapter(): SessionAdapter {
  const source = readFileSync(new URL('../../src/sessions/session.ts', import.meta.url), 'utf8')
  const example = / \* @example\n([\s\S]*?)\n \*\//.exec(source)?.[1]?.replaceAll(/^ \* ?/gm, '') ?? assert.fail('there is no example')
  const make = new Function('newToken', `${stripTypeScriptTypes(example)}\nreturn ticketSession`) as (
    make: typeof newToken,
  ) => SessionAdapter
  return make(newToken)
}

const sessions = new WeakMap<Request, Map<string, string>>()
const transports: Record<string, Transport> = {
  'a signed cookie': { adapter: ({ shop }) => signedCookie({ secret: SECRET, clock: shop.context.clock }), ...inCookie },
  'a bearer token': { adapter: () => bearerToken(), ...inHeader('authorization', 'x-session-token', 'Bearer ') },
  'a header': { adapter: () => bearerToken({ header: 'X-Cart-Token' }), ...inHeader('x-cart-token', 'x-cart-token') },
  'the session of an app': {
    adapter: () =>
      appSession({
        get: (request, key) => sessions.get(request)?.get(key),
        set: (request, key, value) => sessions.get(request)?.set(key, value),
        delete: (request, key) => sessions.get(request)?.delete(key),
      }),
    prepare: (request, kept) => sessions.set(request, kept),
    keep: () => undefined,
  },
  'an adapter of a few lines': { adapter: exampleAdapter, ...inHeader('x-ticket', 'x-ticket') },
}

const logout = {
  method: 'POST',
  path: '/logout',
  summary: 'Log out',
  run: async () => ({ status: 204, body: null, session: null }),
} as const

/** The way of a guest through a shop, whatever carries his session. */
function describeTransport(title: string, { adapter, prepare, keep }: Transport): void {
  it(`${title} carries a cart from request to request, for its owner alone`, async () => {
    const kit = await openKit(async () => sqlite(':memory:'))
    const site = siteOf(kit.shop, [...shopRoutes(kit.shop), logout], { session: adapter(kit) })
    kit.shelf.good('tea')
    const client = () => {
      const kept = new Map<string, string>()
      const ask = async (path: string, body?: object): Promise<{ status: number; lines: number }> => {
        const request = new Request(ORIGIN + path, {
          headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' },
          ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
        })
        prepare(request, kept)
        const response = await site.handler(request)
        keep(response, kept)
        const text = await response.text()
        const answer = (text === '' ? {} : JSON.parse(text)) as { lines?: unknown[]; cart?: { lines: unknown[] } }
        return { status: response.status, lines: (answer.lines ?? answer.cart?.lines ?? []).length }
      }
      return { kept, ask }
    }
    const [ana, bogdan] = [client(), client()]
    await ana.ask('/cart')
    assert.equal(ana.kept.size, 0, 'reading gave a session')
    assert.deepEqual(await ana.ask('/cart/items', { product: 'good:tea' }), { status: 200, lines: 1 })
    assert.deepEqual(await ana.ask('/cart'), { status: 200, lines: 1 })
    assert.deepEqual(await bogdan.ask('/cart'), { status: 200, lines: 0 })
    await bogdan.ask('/cart/items', { product: 'good:tea' })
    await bogdan.ask('/cart/clear', {})
    assert.deepEqual(await ana.ask('/cart'), { status: 200, lines: 1 })

    const text = JSON.stringify(await readTables(kit.database), (_, value) => (typeof value === 'bigint' ? String(value) : value))
    assert.ok(text.includes('good:tea'))
    for (const value of ana.kept.values()) assert.equal(text.includes(value.split('.')[0] ?? value), false, 'the token itself is stored')

    assert.equal((await ana.ask('/logout', {})).status, 204)
    assert.deepEqual(await ana.ask('/cart'), { status: 200, lines: 0 })
    assert.deepEqual(site.logged, [])
    await kit.shop.close()
  })
}

describe('session adapters behind the handler', () => {
  for (const [title, transport] of Object.entries(transports)) describeTransport(title, transport)
})

const binary = redisBinary()
describe('Redis behind the handler', { skip: binary === null ? 'no redis-server on this machine' : false }, () => {
  let server: RedisServer
  const client = { current: createClient() }
  before(async () => {
    server = await startRedis(binary ?? '')
    client.current = createClient({ url: server.url })
    await client.current.connect()
  })
  after(async () => {
    client.current.destroy()
    await server.stop()
  })
  describeTransport('Redis over a signed cookie', {
    adapter: ({ shop }) => redisSession({ client: client.current, over: signedCookie({ secret: SECRET, clock: shop.context.clock }) }),
    ...inCookie,
  })

  it('refuses with plugin_failed while Redis is away, and makes nobody a plain visitor', async () => {
    const kit = await openKit(async () => sqlite(':memory:'), { pluginDeadline: 200 })
    const mortal = await startRedis(binary ?? '')
    const lonely = createClient({ url: mortal.url })
    lonely.on('error', () => undefined)
    await lonely.connect()
    const adapter = redisSession({ client: lonely, over: bearerToken() })
    const site = siteOf(kit.shop, shopRoutes(kit.shop), { session: adapter })
    const token = newToken()
    const ask = () =>
      site.handler(new Request(`${ORIGIN}/cart`, { headers: { accept: 'application/json', authorization: `Bearer ${token}` } }))
    assert.equal((await ask()).status, 200)
    await mortal.stop()
    const answer = await ask()
    assert.deepEqual([answer.status, ((await answer.json()) as { code: string }).code], [502, 'plugin_failed'])
    assert.equal(site.logged.length, 1)
    lonely.destroy()
    await kit.shop.close()
  })
})

describe('a wrong session adapter', () => {
  it('stops the start', () => {
    class Adapter {
      read = () => ({ token: null })
      write = () => []
      clear = () => []
    }
    const { read, write, clear } = new Adapter()
    const handlerOf = (session: unknown) =>
      createHandler([], { ...({} as Parameters<typeof createHandler>[1]), shop: stubShop(), session: session as SessionAdapter })
    for (const wrong of [
      undefined,
      null,
      'signedCookie',
      Adapter,
      signedCookie,
      {},
      { read, write },
      { read, clear },
      { write, clear },
      { read: 'x', write, clear },
    ]) {
      assert.throws(() => handlerOf(wrong), RangeError)
    }
    handlerOf(new Adapter())
  })

  it('is refused with plugin_failed when it throws, hangs or answers nonsense', async () => {
    const kit = await openKit(async () => sqlite(':memory:'), { pluginDeadline: 50 })
    kit.shelf.good('tea')
    const good = bearerToken()
    const wrongs: Partial<Record<keyof SessionAdapter, () => unknown>>[] = [
      { read: () => assert.fail('broken') },
      { read: () => new Promise(() => undefined) },
      ...[undefined, null, 'token', {}, { token: 7 }, { token: undefined }, { token: '' }].map((answer) => ({ read: () => answer })),
      { write: () => assert.fail('broken') },
      ...[undefined, 'x', {}, ['set-cookie'], [['a']], [['a', 1]]].map((answer) => ({ write: () => answer })),
    ]
    for (const wrong of wrongs) {
      const site = siteOf(kit.shop, shopRoutes(kit.shop), { session: { ...good, ...wrong } as SessionAdapter })
      const response = await site.handler(
        new Request(`${ORIGIN}/cart/items`, {
          method: 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/json' },
          body: JSON.stringify({ product: 'good:tea' }),
        }),
      )
      const { code } = (await response.json()) as { code: string }
      assert.deepEqual([response.status, code], [502, 'plugin_failed'], String(Object.values(wrong)[0]))
      assert.ok(site.logged.length > 0)
    }
    await kit.shop.close()
  })

  it('says a refused form even when the session cannot be kept alive', async () => {
    const kit = await openKit(async () => sqlite(':memory:'))
    const session = { ...bearerToken(), write: () => assert.fail('broken') }
    const site = siteOf(kit.shop, shopRoutes(kit.shop), { session })
    const response = await site.handler(
      new Request(`${ORIGIN}/cart/items`, {
        method: 'POST',
        headers: { accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', authorization: `Bearer ${newToken()}` },
        body: 'product=good:none',
      }),
    )
    assert.equal(response.status, 303)
    await kit.shop.close()
  })

  it('takes no app session that lacks a function', () => {
    const whole = { get: () => null, set: () => undefined, delete: () => undefined }
    for (const name of ['get', 'set', 'delete'] as const) assert.throws(() => appSession({ ...whole, [name]: undefined }), RangeError)
    assert.throws(() => appSession({ ...whole, key: '' }), RangeError)
  })

  it('takes nothing but a token from an app session', async () => {
    const request = new Request(ORIGIN)
    const keeping = (value: unknown) =>
      appSession({ get: () => value as string, set: () => undefined, delete: () => undefined, key: 'CART-ID' })
    for (const text of [null, undefined, '', '42', 'not-a-number']) assert.deepEqual(await keeping(text).read(request), { token: null })
    for (const value of [42, {}, true]) await assert.rejects(async () => keeping(value).read(request), TypeError)
  })
})
