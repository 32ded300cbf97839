import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { newToken } from '../../src/context.ts'
import { type SignedCookieSettings, signedCookie } from '../../src/http/index.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const SECRET = 'a secret of more than thirty-two characters'
const DAY = 86_400_000n

function kit(settings: Partial<SignedCookieSettings> = {}) {
  const clock = fakeClock()
  const adapter = signedCookie({ secret: SECRET, clock, ...settings })
  const request = (cookie?: string, url = 'http://shop.test/', headers = {}) =>
    new Request(url, { headers: { ...headers, ...(cookie !== undefined && { cookie }) } })
  /** What the browser would send back. */
  const cookieOf = (token: string, asked = request()): string => String(adapter.write({ token }, asked)[0]?.[1]).split(';')[0] ?? ''
  const read = async (cookie?: string) => (await adapter.read(request(cookie))).token
  return { clock, adapter, request, cookieOf, read }
}

describe('signed cookie', () => {
  it('gives back the token it was given', async () => {
    const { cookieOf, read } = kit()
    const token = newToken()
    assert.equal(await read(cookieOf(token)), token)
  })

  it('takes no secret shorter than 32 characters', () => {
    assert.throws(() => kit({ secret: 'x'.repeat(31) }), RangeError)
    assert.throws(() => kit({ secret: undefined as unknown as string }), RangeError)
    kit({ secret: 'x'.repeat(32) })
  })

  it('takes no senseless age and no senseless name', () => {
    for (const maxAge of [0, -1, 1.5, Number.NaN]) assert.throws(() => kit({ maxAge }), RangeError)
    assert.throws(() => kit({ name: 'a b' }), RangeError)
  })

  it('makes a plain visitor of a cookie with any byte changed', async () => {
    const { cookieOf, read } = kit()
    const [name, value = ''] = cookieOf(newToken()).split('=')
    for (let place = 0; place < value.length; place += 1) {
      for (const flip of [1, 2, 4, 8, 16, 32, 64]) {
        const changed = value.slice(0, place) + String.fromCharCode(value.charCodeAt(place) ^ flip) + value.slice(place + 1)
        if (/[;\0-\x20\x7f]/.test(changed)) continue
        assert.equal(await read(`${name}=${changed}`), null, `byte ${place} changed by ${flip} was taken`)
      }
      assert.equal(await read(`${name}=${value.slice(0, place)}`), null, `cut at ${place}`)
    }
    assert.equal(await read(`${name}=${value}x`), null)
    assert.equal((await read(`${name}=${value}`)) === null, false)
  })

  it('never throws for what a client sends', async () => {
    const { read } = kit()
    for (const cookie of [
      '',
      '=',
      'cartwright',
      'cartwright=',
      'cartwright=..',
      'cartwright=a.b.c',
      ';;;',
      `cartwright=${'.'.repeat(5000)}`,
      'cartwright=é',
    ]) {
      assert.equal(await read(cookie), null, cookie)
    }
  })

  it('knows no cookie that another secret signed', async () => {
    const { cookieOf } = kit({ secret: 'another secret of more than 32 characters' })
    assert.equal(await kit().read(cookieOf(newToken())), null)
  })

  it('is over at the very millisecond of its expiry', async () => {
    const { clock, cookieOf, read } = kit({ maxAge: 60 })
    const cookie = cookieOf(newToken())
    clock.advance(59_999n)
    assert.notEqual(await read(cookie), null)
    clock.advance(1n)
    assert.equal(await read(cookie), null)
  })

  it('slides in the second half of its life only', () => {
    const { clock, adapter, request, cookieOf } = kit()
    const token = newToken()
    const cookie = cookieOf(token)
    clock.advance(14n * DAY)
    assert.deepEqual(adapter.write({ token }, request(cookie)), [])
    clock.advance(2n * DAY)
    assert.equal(adapter.write({ token }, request(cookie)).length, 1)
    assert.equal(adapter.write({ token: newToken() }, request(cookie)).length, 1)
  })

  it('has the prefix and Secure over https, and neither over http', () => {
    const headerFor = (settings: Partial<SignedCookieSettings>, url: string, headers = {}): string => {
      const { adapter, request } = kit(settings)
      return String(adapter.write({ token: newToken() }, request(undefined, url, headers))[0]?.[1])
    }
    assert.match(headerFor({}, 'https://shop.test/'), /^__Host-cartwright=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure$/)
    assert.match(headerFor({}, 'http://shop.test/'), /^cartwright=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/)
    assert.match(headerFor({ secure: true }, 'http://shop.test/'), /^__Host-cartwright=/)
    const proxied = { 'x-forwarded-proto': 'https' }
    assert.match(headerFor({}, 'http://shop.test/', proxied), /^cartwright=/)
    assert.match(headerFor({ trustProxy: true }, 'http://shop.test/', proxied), /^__Host-cartwright=/)
  })

  it('is forgotten with the attributes it was set with', () => {
    const { adapter, request } = kit({ secure: true })
    assert.deepEqual(adapter.clear(request()), [['set-cookie', '__Host-cartwright=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure']])
  })
})
