import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cartRoutes } from '../../src/http/index.ts'
import type { SessionHeaders } from '../../src/sessions/session.ts'
import { echo, ORIGIN, render, type Site, siteOf, stubShop } from './site.ts'

/** A handler whose session sends these headers with every change. */
const sending = (headers: SessionHeaders, own: Readonly<Record<string, string>> = {}): Site =>
  siteOf(stubShop(), [echo({ run: async () => ({ status: 200, body: {}, headers: own }) })], {
    session: { read: () => ({ token: 'a-token-of-a-browser-000' }), write: () => headers, clear: () => [] },
  })

const post = ({ handler }: Site): Promise<Response> =>
  handler(new Request(`${ORIGIN}/echo`, { method: 'POST', headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' } }))

describe('the headers of an answer', () => {
  it('are those of the house, and over them its own, however these are written', async () => {
    const { headers } = await post(sending([], { 'Referrer-Policy': 'no-referrer', 'Cache-Control': 'public' }))
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('content-type'), 'application/json')
  })

  it('hold every cookie by itself, one or several', async () => {
    assert.deepEqual((await post(sending([['Set-Cookie', 'a=1; Path=/']]))).headers.getSetCookie(), ['a=1; Path=/'])
    const two: SessionHeaders = [
      ['set-cookie', 'a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT'],
      ['set-cookie', 'b=2'],
    ]
    assert.deepEqual((await post(sending(two))).headers.getSetCookie(), ['a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT', 'b=2'])
  })

  it('join what a session adds to a header of the house', async () => {
    assert.equal((await post(sending([['Vary', 'X-Ticket']]))).headers.get('vary'), 'Accept, Cookie, X-Ticket')
  })

  it('hold nothing that is none: the answer is a refusal then, and the mistake is logged', async () => {
    for (const wrong of [
      ['x-ticket', 'a\nb'],
      ['x ticket', 'a'],
      ['x-ticket', 'ș'],
    ] as const) {
      const site = sending([wrong])
      const response = await post(site)
      assert.equal(response.status, 503, wrong.join(': '))
      assert.equal(response.headers.get('x-ticket'), null)
      assert.ok(site.logged.length > 0)
    }
  })

  it('name the targets of forms of this site, and of no other site of the process', async () => {
    const policy = async (formTargets?: readonly string[]): Promise<string> => {
      const { handler } = siteOf(stubShop(), cartRoutes(stubShop(), render), formTargets === undefined ? {} : { formTargets })
      return (await handler(new Request(`${ORIGIN}/nothing`))).headers.get('content-security-policy') ?? ''
    }
    assert.match(await policy(['https://pay.test']), /form-action 'self' https:\/\/pay\.test;/)
    assert.match(await policy(), /form-action 'self';/)
    assert.match(await policy(['https://other.test']), /form-action 'self' https:\/\/other\.test;/)
  })
})
