import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newToken } from '../../src/context.ts'
import { signedCookie } from '../../src/http/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { echo, ORIGIN, SECRET, siteOf, stubShop } from './site.ts'

/** What is remembered between requests must not be seen from outside. */
describe('a request after another one', () => {
  it('is read as if it were the first, whatever the bytes before it were', async () => {
    const { handler } = siteOf(stubShop(), [echo({ rawBody: true, anyOrigin: true })])
    const send = async (body: Uint8Array<ArrayBuffer>): Promise<readonly [number, unknown]> => {
      const response = await handler(new Request(`${ORIGIN}/echo`, { method: 'POST', headers: { accept: 'application/json' }, body }))
      return [response.status, ((await response.json()) as { readonly body?: unknown }).body]
    }
    const word = new TextEncoder().encode('ș')
    // Cut in the middle of a letter: the rest must not wait for the next request.
    for (const wrong of [word.slice(0, 1), word.slice(1), new Uint8Array([0xff])]) {
      assert.equal((await send(wrong))[0], 400)
      assert.deepEqual(await send(word), [200, 'ș'])
    }
  })

  it('with a cookie that was known comes from a plain visitor once the session is over', async () => {
    const clock = fakeClock()
    const adapter = signedCookie({ secret: SECRET, clock, maxAge: 60 })
    const token = newToken()
    const cookie = String((await adapter.write({ token }, new Request(ORIGIN)))[0]?.[1]).split(';')[0] ?? ''
    const read = (sent: string): string | null => adapter.read(new Request(ORIGIN, { headers: { cookie: sent } })).token
    assert.equal(read(cookie), token)
    assert.equal(read(cookie), token)
    assert.equal(read(`${cookie}A`), null)
    clock.advance(60_000n)
    assert.equal(read(cookie), null)
  })

  it('has its session however many others came in between', () => {
    const clock = fakeClock()
    const adapter = signedCookie({ secret: SECRET, clock })
    const cookies = Array.from({ length: 1_100 }, () => {
      const token = newToken()
      return { token, cookie: String(adapter.write({ token }, new Request(ORIGIN))[0]?.[1]).split(';')[0] ?? '' }
    })
    for (const round of [1, 2])
      for (const { token, cookie } of cookies)
        assert.equal(adapter.read(new Request(ORIGIN, { headers: { cookie } })).token, token, `round ${round}`)
  })
})
