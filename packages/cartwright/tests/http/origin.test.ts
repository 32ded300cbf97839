import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { echo, jsonOf, ORIGIN, siteOf, stubShop } from './site.ts'

const METHODS = ['POST', 'PATCH', 'DELETE'] as const
const EVIL = 'http://evil.test'

// What a request may say of where it comes from, and whether it passes with and without cookies.
const CASES: readonly { readonly says: Record<string, string>; readonly passes: boolean; readonly plainPasses?: boolean }[] = [
  { says: {}, passes: false, plainPasses: true },
  { says: { origin: ORIGIN }, passes: true },
  { says: { origin: EVIL }, passes: false },
  { says: { origin: 'null' }, passes: false },
  { says: { origin: 'http://shop.test.evil.test' }, passes: false },
  { says: { origin: 'http://shop.test:8080' }, passes: false },
  { says: { origin: 'https://shop.test' }, passes: false },
  { says: { origin: '' }, passes: false },
  { says: { 'sec-fetch-site': 'same-origin' }, passes: true },
  { says: { 'sec-fetch-site': 'none' }, passes: true },
  { says: { 'sec-fetch-site': 'same-site' }, passes: false },
  { says: { 'sec-fetch-site': 'cross-site' }, passes: false },
  { says: { 'sec-fetch-site': 'nonsense' }, passes: false },
  { says: { 'sec-fetch-site': 'same-origin', origin: ORIGIN }, passes: true },
  { says: { 'sec-fetch-site': 'same-origin', origin: 'null' }, passes: true },
  { says: { 'sec-fetch-site': 'same-origin', origin: EVIL }, passes: false },
  { says: { 'sec-fetch-site': 'cross-site', origin: ORIGIN }, passes: false },
  { says: { 'sec-fetch-site': 'cross-site', origin: EVIL }, passes: false },
]

const BODIES: Readonly<Record<string, string>> = {
  'application/json': '{}',
  'application/json; charset=utf-8': '{}',
  'application/x-www-form-urlencoded': 'next=%2Fcart',
  'multipart/form-data; boundary=x': '--x\r\ncontent-disposition: form-data; name="next"\r\n\r\n/cart\r\n--x--\r\n',
  '': '',
}

function countingSite() {
  let runs = 0
  const run = async () => {
    runs += 1
    return { status: 200, body: {} }
  }
  const site = siteOf(
    stubShop(),
    METHODS.map((method) => echo({ method, run })),
  )
  return { ...site, runs: () => runs }
}

describe('the origin of a change (P27)', () => {
  for (const method of METHODS) {
    for (const [type, body] of Object.entries(BODIES)) {
      it(`is looked at for ${method} with ${type === '' ? 'no body' : type}`, async () => {
        for (const { says, passes, plainPasses = passes } of CASES) {
          for (const cookie of ['a=b', null]) {
            const { handler, runs } = countingSite()
            const headers = {
              accept: 'application/json',
              ...says,
              ...(type !== '' && { 'content-type': type }),
              ...(cookie !== null && { cookie }),
            }
            const response = await handler(new Request(`${ORIGIN}/echo`, { method, headers, ...(body !== '' && { body }) }))
            const expected = cookie === null ? plainPasses : passes
            const label = JSON.stringify(headers)
            assert.equal(response.status, expected ? 200 : 403, label)
            assert.equal(runs(), expected ? 1 : 0, label)
            if (!expected) assert.equal((await jsonOf(response)).code, 'forbidden_origin', label)
          }
        }
      })
    }
  }

  it('is refused before the session is asked', async () => {
    const asked: unknown[] = []
    const identify = async () => {
      asked.push(1)
      return null
    }
    const session = { read: () => ({ token: asked.push(2).toString() }), write: () => [], clear: () => [] }
    const { handler } = siteOf(stubShop(), [echo()], { identify, session })
    await handler(new Request(`${ORIGIN}/echo`, { method: 'POST', headers: { origin: EVIL, cookie: 'a=b' } }))
    assert.deepEqual(asked, [])
  })

  it('comes after what is wrong with the form of the request', async () => {
    const { handler } = siteOf(stubShop(), [echo()])
    const from = { origin: EVIL, cookie: 'a=b', accept: 'application/json' }
    const statusFor = async (type: string, body: string) =>
      (await handler(new Request(`${ORIGIN}/echo`, { method: 'POST', headers: { ...from, 'content-type': type }, body }))).status
    assert.equal(await statusFor('text/plain', 'x'), 415)
    assert.equal(await statusFor('application/json', '{'), 400)
    assert.equal(await statusFor('application/json', `{"a":"${'x'.repeat(70_000)}"}`), 413)
  })

  it('is the one that was set, whatever the request was sent to', async () => {
    const { handler } = siteOf(stubShop(), [echo()], { origin: 'https://shop.example' })
    const statusFor = async (origin: string) =>
      (await handler(new Request(`${ORIGIN}/echo`, { method: 'POST', headers: { origin, accept: 'application/json' } }))).status
    assert.equal(await statusFor('https://shop.example'), 200)
    assert.equal(await statusFor(ORIGIN), 403)
  })

  it('does not matter for reading, nor for a signed webhook', async () => {
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET' }), echo({ path: '/hook', anyOrigin: true, rawBody: true })])
    assert.equal((await handler(new Request(`${ORIGIN}/echo`, { headers: { origin: EVIL, cookie: 'a=b' } }))).status, 200)
    const hook = await handler(
      new Request(`${ORIGIN}/hook`, {
        method: 'POST',
        headers: { origin: EVIL, cookie: 'a=b', accept: 'application/json' },
        body: '{"a": 1 }',
      }),
    )
    assert.equal((await jsonOf(hook)).body, '{"a": 1 }')
  })
})
