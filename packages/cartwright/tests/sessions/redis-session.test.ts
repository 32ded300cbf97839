import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createClient } from '@redis/client'
import { hashOf, newToken } from '../../src/context.ts'
import { bearerToken, type RedisClient, redisSession, type SessionAdapter } from '../../src/http/index.ts'
import { type RedisServer, redisBinary, startRedis } from './redis-server.ts'

const over = bearerToken()
const request = (token?: string) =>
  new Request('http://shop.test/', { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })
const keyOf = (token: string) => `cartwright:session:${hashOf(token)}`

/** A client in memory that answers what it is told to. */
const stub = (answers: Partial<RedisClient>): RedisClient => ({
  get: async () => '1',
  set: async () => 'OK',
  del: async () => 1,
  ...answers,
})

describe('a session in Redis, as a value', () => {
  it('takes no client and no adapter that lacks a method', () => {
    class Client {
      get = async () => null
    }
    for (const client of [undefined, null, 'redis://127.0.0.1', Client, new Client(), {}, Promise.resolve(stub({}))]) {
      assert.throws(() => redisSession({ client: client as unknown as RedisClient, over }), RangeError)
    }
    for (const wrong of [undefined, 'cookie', {}, bearerToken]) {
      assert.throws(() => redisSession({ client: stub({}), over: wrong as unknown as SessionAdapter }), RangeError)
    }
    for (const maxAge of [0, -1, 0.5, Number.NaN]) assert.throws(() => redisSession({ client: stub({}), over, maxAge }), RangeError)
  })

  it('takes no answer it does not understand', async () => {
    const token = newToken()
    for (const answer of [undefined, 1, {}, Buffer.from('1')]) {
      await assert.rejects(async () => redisSession({ client: stub({ get: async () => answer }), over }).read(request(token)), TypeError)
    }
    for (const answer of [undefined, null, true]) {
      await assert.rejects(
        async () => redisSession({ client: stub({ set: async () => answer }), over }).write({ token }, request()),
        TypeError,
      )
    }
  })

  it('asks nothing for a plain visitor', async () => {
    const never = async () => assert.fail('was asked')
    assert.deepEqual(await redisSession({ client: { get: never, set: never, del: never }, over }).read(request()), { token: null })
  })
})

const binary = redisBinary()
const skip = binary === null ? 'no redis-server on this machine: sessions in Redis are not tested against a real one' : false
if (skip !== false) console.log(`SKIPPED: ${skip}`)

describe('a session in a real Redis', { skip }, () => {
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
  beforeEach(() => client.current.flushAll())
  const adapterOf = (maxAge = 100) => redisSession({ client: client.current, over, maxAge })

  it('lives from the first writing to the end of its time', async () => {
    const token = newToken()
    const adapter = adapterOf()
    assert.equal((await adapter.read(request(token))).token, null, 'a token nobody was given')
    assert.deepEqual(await adapter.write({ token }, request()), [['x-session-token', token]])
    assert.equal((await adapter.read(request(token))).token, token)
    await client.current.pExpire(keyOf(token), 0)
    assert.equal((await adapter.read(request(token))).token, null)
  })

  it('is kept as a hash only', async () => {
    const token = newToken()
    await adapterOf().write({ token }, request())
    const keys = await client.current.keys('*')
    assert.deepEqual(keys, [keyOf(token)])
    assert.equal(await client.current.get(keyOf(token)), '1')
  })

  it('begins its time anew at each change, and not by reading', async () => {
    const token = newToken()
    const adapter = adapterOf(1_000_000)
    await adapter.write({ token }, request())
    await client.current.expire(keyOf(token), 1000)
    await adapter.read(request(token))
    assert.ok((await client.current.ttl(keyOf(token))) <= 1000)
    assert.deepEqual(await adapter.write({ token }, request(token)), [])
    assert.ok((await client.current.ttl(keyOf(token))) > 1000)
  })

  it('ends the old token at a login and every token at a logout, wherever else they are used', async () => {
    const [old, fresh] = [newToken(), newToken()]
    const adapter = adapterOf()
    await adapter.write({ token: old }, request())
    await adapter.write({ token: fresh }, request(old))
    assert.equal((await adapter.read(request(old))).token, null)
    assert.equal((await adapter.read(request(fresh))).token, fresh)
    assert.deepEqual(await adapter.clear(request(fresh)), [['x-session-token', '']])
    assert.equal((await adapter.read(request(fresh))).token, null)
    assert.deepEqual(await client.current.keys('*'), [])
  })

  it('stays ended when a change that began before the logout ends after it', async () => {
    const token = newToken()
    const adapter = adapterOf()
    await adapter.write({ token }, request())
    assert.equal((await adapter.read(request(token))).token, token)
    await adapter.clear(request(token))
    assert.deepEqual(await adapter.write({ token }, request(token)), [['x-session-token', '']])
    assert.equal((await adapter.read(request(token))).token, null)
  })

  it('keeps shops on one Redis apart by their prefix', async () => {
    const token = newToken()
    await redisSession({ client: client.current, over, prefix: 'one:' }).write({ token }, request())
    assert.equal((await redisSession({ client: client.current, over, prefix: 'two:' }).read(request(token))).token, null)
  })
})
