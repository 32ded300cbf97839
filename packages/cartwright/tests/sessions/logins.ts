import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { newToken } from '../../src/context.ts'
import { bearerToken, loginSession, logoutSession, type Route, startLogin } from '../../src/http/index.ts'
import { ANA, BOGDAN, guest, type Kit, type OpenDatabase, scenario, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { clientOf, jsonOf, PEOPLE, shopRoutes, siteOf } from '../http/site.ts'

const adapter = bearerToken()
const request = (token: string | null) =>
  new Request('http://shop.test/', { headers: token === null ? {} : { authorization: `Bearer ${token}` } })

/** Logging in and out, on one engine. */
export function describeLogins(engine: string, open: OpenDatabase): void {
  const test = (title: string, run: (kit: Kit) => Promise<void>): void => scenario(open, title, run)

  describe(`login on ${engine}`, () => {
    test('gives a fresh token, joins the carts and answers what became of each line', async ({ shop, shelf }) => {
      const token = newToken()
      await shop.cart({ token }).addMany([{ product: shelf.good('tea'), quantity: 2n }, { product: shelf.garment('coat') }])
      await shop.cart(ANA).add(shelf.good('tea'))
      const remembered: unknown[] = []
      const { session, headers, report, view, notices } = await loginSession(shop, adapter, request(token), ANA, async (...call) => {
        remembered.push(call)
      })
      assert.notEqual(session.token, token)
      assert.deepEqual(headers, [['x-session-token', session.token]])
      assert.deepEqual(remembered, [[session.token, token]])
      assert.deepEqual([report.moved.length, report.summed.map(({ quantity }) => quantity)], [1, [3n]])
      assert.deepEqual([view.count, notices.map(({ code }) => code)], [4n, ['merged']])
      assert.equal((await shop.cart(ANA).read()).count, 4n)
    })

    test('leaves nothing behind the old token and nothing behind the new one without its user', async ({ shop, shelf, database }) => {
      const token = newToken()
      await shop.cart({ token }).add(shelf.garment('coat'))
      const { session } = await loginSession(shop, adapter, request(token), ANA)
      for (const secret of [token, session.token]) {
        assert.equal((await shop.cart({ token: secret }).read()).id, null)
        const stored = JSON.stringify(await readTables(database), (_, value) => (typeof value === 'bigint' ? String(value) : value))
        assert.equal(stored.includes(secret), false, 'a token is stored')
      }
    })

    test('is the same for a plain visitor, and for a user who logs in again', async ({ shop, shelf }) => {
      await shop.cart(ANA).add(shelf.good('tea'))
      const first = await loginSession(shop, adapter, request(null), ANA)
      const second = await loginSession(shop, adapter, request(first.session.token), ANA)
      assert.notEqual(first.session.token, second.session.token)
      for (const { view, report } of [first, second]) assert.deepEqual([view.count, report.moved.length], [1n, 0])
    })

    test('joins nothing when the app cannot remember it', async ({ shop, shelf }) => {
      const token = newToken()
      await shop.cart({ token }).add(shelf.good('tea'))
      const broken = async () => assert.fail('no room')
      await assert.rejects(() => loginSession(shop, adapter, request(token), ANA, broken), { message: 'no room' })
      assert.deepEqual([(await shop.cart({ token }).read()).count, (await shop.cart(ANA).read()).id], [1n, null])
    })

    test('fifteen times at once with one guest cart loses and doubles nothing', async ({ shop, shelf }) => {
      const token = newToken()
      const tea = shelf.good('tea')
      await shop.cart({ token }).addMany([{ product: tea, quantity: 2n }, { product: shelf.garment('coat') }])
      await shop.cart(ANA).add(tea)
      const logins = await Promise.all(times(15, () => loginSession(shop, adapter, request(token), ANA)))
      assert.equal(new Set(logins.map(({ session }) => session.token)).size, 15)
      assert.equal(logins.filter(({ report }) => report.moved.length > 0).length, 1)
      const view = await shop.cart(ANA).read()
      assert.deepEqual([view.count, view.uniqueCount], [4n, 2])
    })

    test('at once for two users gives the guest cart to one of them', async ({ shop, shelf }) => {
      const token = newToken()
      await shop.cart({ token }).add(shelf.good('tea'), { quantity: 2n })
      await Promise.all([ANA, BOGDAN].map((user) => loginSession(shop, adapter, request(token), user)))
      const counts = await Promise.all([ANA, BOGDAN].map(async (user) => (await shop.cart(user).read()).count))
      assert.deepEqual(counts.sort(), [0n, 2n])
    })

    test('out lets the app forget, empties the browser, and leaves the cart to its user', async ({ shop, shelf }) => {
      const token = newToken()
      await shop.cart(ANA).add(shelf.good('tea'))
      const forgotten: string[] = []
      const headers = await logoutSession(shop, adapter, request(token), async (ended) => {
        forgotten.push(ended)
      })
      assert.deepEqual([headers, forgotten], [[['x-session-token', '']], [token]])
      assert.equal((await shop.cart({ token }).read()).id, null)
      assert.equal((await shop.cart(ANA).read()).count, 1n)
      await logoutSession(shop, adapter, request(null), () => assert.fail('there is nothing to forget'))
    })

    test('behind the handler turns the guest into the user, and out makes a plain visitor of him', async ({ shop, shelf }) => {
      const people = new Map<string, (typeof PEOPLE)[string]>()
      const user = Object.values(PEOPLE)[0] ?? assert.fail('nobody')
      const routes: Route[] = [
        {
          method: 'POST',
          path: '/login',
          summary: 'Log in',
          run: async (call) => {
            const { session } = await startLogin(shop, call.session, { userId: user.id }, async (token) => void people.set(token, user))
            return { status: 200, body: {}, session }
          },
        },
        { method: 'POST', path: '/logout', summary: 'Log out', run: async () => ({ status: 204, body: null, session: null }) },
      ]
      const identify = async ({ token }: { readonly token: string }) => people.get(token) ?? null
      const site = siteOf(shop, [...shopRoutes(shop), ...routes], { identify })
      shelf.good('tea')
      const client = clientOf(site)
      const lines = async () => (await jsonOf<{ lines: unknown[] }>(await client.get('/cart'))).lines.length
      await client.send('POST', '/cart/items', { product: 'good:tea' })
      const before = client.cookies.get('cartwright')
      await client.send('POST', '/login', {})
      assert.notEqual(client.cookies.get('cartwright'), before)
      assert.equal(await lines(), 1)
      assert.equal((await shop.cart({ userId: user.id }).read()).count, 1n)
      await client.send('POST', '/logout', {})
      assert.deepEqual([client.cookies.size, await lines()], [0, 0])
      client.cookies.set('cartwright', before ?? '')
      assert.equal(await lines(), 0, 'the cookie from before the login still opens the cart')
      assert.deepEqual(site.logged, [])
    })

    test('is never needed to see that a cart belongs to somebody else', async ({ shop, shelf }) => {
      await shop.cart(ANA).add(shelf.good('tea'))
      const { id } = await shop.cart(ANA).read()
      for (const buyer of [BOGDAN, guest('ana'), { token: String(id) }, { token: 'user:ana' }, { userId: `guest:${id}` }, {}]) {
        assert.equal((await shop.cart(buyer).read()).isEmpty, true)
      }
    })
  })
}
