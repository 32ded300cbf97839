import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { beginRequest, dropRequest, storeAnswer } from '../../src/http/idempotency.ts'
import { rateLimits } from '../../src/http/index.ts'
import { type CardProvider, sql } from '../../src/index.ts'
import { ANA, fund, times } from '../../src/testing/contract/kit.ts'
import { type Client, clientOf, ENGINES, jsonOf, loggedIn, scenario as onStore, openStore, type Store } from './site.ts'

const DAY = 86_400_000n
const keyed = (key: string): Record<string, string> => ({ 'idempotency-key': key })
const seen = async (response: Response) =>
  [response.status, response.headers.get('content-type'), response.headers.get('location'), await response.text()] as const

const INLINE = { name: 'Ana Pop', line1: 'Str. Lalelelor 3', city: 'București', county: 'B', postal_code: '010101', country: 'RO' }

interface WithCart {
  readonly cart: { readonly lines: readonly { readonly id: string; readonly quantity: number }[] }
}

async function quoteFor(client: Client, payment: string): Promise<string> {
  const { quote } = await jsonOf<{ quote: { hash: string } }>(await client.get(`/checkout?payment=${payment}`))
  return quote.hash
}

for (const [engine, open] of Object.entries(ENGINES)) {
  const scenario = (title: string, run: (store: Store) => Promise<void>): void => onStore(title, run, {}, open)
  /** An article with plenty of stock, so that every repeat of an add would show. */
  const article = async ({ kit }: Store) => {
    const ref = kit.shelf.article('bag')
    await kit.shop.stock.set(ref, 500n)
    return { product: 'article:bag', quantity: 2 }
  }
  const units = async ({ kit }: Store): Promise<bigint> => (await kit.shop.cart(ANA).read()).count

  describe(`a change with a key (P16), ${engine}`, () => {
    scenario('is done once, and answered the same, byte for byte', async (store) => {
      const ana = loggedIn(store, 'ana')
      const body = await article(store)
      const first = await seen(await ana.send('POST', '/cart/items', body, keyed('k')))
      store.kit.clock.advance(DAY - 1n)
      assert.deepEqual(await seen(await ana.send('POST', '/cart/items', body, keyed('k'))), first)
      assert.deepEqual(await seen(await ana.send('POST', '/cart/items', { quantity: 2, product: 'article:bag' }, keyed('k'))), first)
      assert.equal(await units(store), 2n)
      assert.equal(first[0], 200)
    })

    scenario('is done once by twenty clicks at once', async (store) => {
      const ana = loggedIn(store, 'ana')
      const body = await article(store)
      const answers = await Promise.all(times(20, async () => seen(await ana.send('POST', '/cart/items', body, keyed('k')))))
      for (const answer of answers) assert.deepEqual(answer, answers[0])
      assert.equal(await units(store), 2n)
    })

    scenario('is done again after a day', async (store) => {
      const ana = loggedIn(store, 'ana')
      const body = await article(store)
      await ana.send('POST', '/cart/items', body, keyed('k'))
      store.kit.clock.advance(DAY)
      await ana.send('POST', '/cart/items', body, keyed('k'))
      assert.equal(await units(store), 4n)
    })

    scenario('is refused for another body, and for another line', async (store) => {
      const ana = loggedIn(store, 'ana')
      const body = await article(store)
      const { cart } = await jsonOf<WithCart>(await ana.send('POST', '/cart/items', body, keyed('k')))
      const other = await ana.send('POST', '/cart/items', { ...body, quantity: 3 }, keyed('k'))
      assert.deepEqual([other.status, (await jsonOf(other)).code], [422, 'idempotency_mismatch'])
      const [line] = cart.lines
      assert.equal((await ana.send('PATCH', `/cart/items/${line?.id}`, { quantity: 5 }, keyed('q'))).status, 200)
      assert.equal((await ana.send('PATCH', '/cart/items/other', { quantity: 5 }, keyed('q'))).status, 422)
      assert.equal(await units(store), 5n)
    })

    scenario("is nobody else's, and another route's is another", async (store) => {
      const ana = loggedIn(store, 'ana')
      const bogdan = loggedIn(store, 'bogdan')
      const body = await article(store)
      const mine = await seen(await ana.send('POST', '/cart/items', body, keyed('k')))
      const other = await bogdan.send('POST', '/cart/items', { ...body, quantity: 7 }, keyed('k'))
      assert.equal(other.status, 200)
      assert.notDeepEqual(await seen(other), mine)
      assert.equal((await ana.send('POST', '/cart/clear', undefined, keyed('k'))).status, 200)
    })

    scenario('may be tried again after a failure', async (store) => {
      const ana = loggedIn(store, 'ana')
      const bogdan = loggedIn(store, 'bogdan')
      store.kit.shelf.garment('coat')
      const { cart } = await jsonOf<WithCart>(await bogdan.send('POST', '/cart/items', { product: 'garment:coat' }))
      assert.equal((await ana.send('POST', '/cart/items', { product: 'garment:coat' }, keyed('k'))).status, 409)
      const [line] = cart.lines
      await bogdan.send('DELETE', `/cart/items/${line?.id}`)
      assert.equal((await ana.send('POST', '/cart/items', { product: 'garment:coat' }, keyed('k'))).status, 200)
    })

    scenario('gives a newcomer the session that his key is kept under', async (store) => {
      const guest = clientOf(store)
      const body = await article(store)
      const first = await seen(await guest.send('POST', '/cart/items', body, keyed('k')))
      assert.equal(guest.cookies.size, 1)
      assert.deepEqual(await seen(await guest.send('POST', '/cart/items', body, keyed('k'))), first)
      const { cart } = await jsonOf<WithCart>(await guest.get('/cart/drawer'))
      assert.equal(cart.lines[0]?.quantity, 2)
    })

    scenario('sends a form the same way, and keeps no cookie', async (store) => {
      const guest = clientOf(store)
      await article(store)
      const form = { product: 'article:bag', next: '/garments' }
      const first = await seen(await guest.submit('/cart/items', form, keyed('k')))
      assert.deepEqual([first[0], first[2]], [303, '/garments'])
      assert.deepEqual(await seen(await guest.submit('/cart/items', form, keyed('k'))), first)
      const [rows = []] = await store.kit.database.read(sql`select owner, body from idempotency`)
      assert.equal(rows.length, 1)
      const token = [...guest.cookies.values()].join().split('.')[0] ?? 'none'
      assert.doesNotMatch(
        JSON.stringify(rows[0], (_, value) => (typeof value === 'bigint' ? value.toString() : value)),
        new RegExp(token),
      )
    })

    scenario('has a key of 1 to 64 plain characters', async (store) => {
      const ana = loggedIn(store, 'ana')
      const body = await article(store)
      for (const key of ['', 'a b', 'a.b', 'a/b', '%20', 'x'.repeat(65)]) {
        const response = await ana.send('POST', '/cart/items', body, keyed(key))
        assert.deepEqual([response.status, (await jsonOf(response)).code], [400, 'invalid_input'], key)
      }
      for (const key of ['a', '-_0Z', 'x'.repeat(64)])
        assert.equal((await ana.send('POST', '/cart/items', body, keyed(key))).status, 200, key)
    })
  })

  describe(`the row of a key, ${engine}`, () => {
    const request = { owner: 'user:ana', id: 'x', hash: 'h' }

    scenario('is waited for while it runs, and free again when its run has died', async ({ kit }) => {
      const { context } = kit.shop
      const first = await beginRequest(context, request)
      assert.equal(first.kind, 'run')
      await assert.rejects(beginRequest(context, request, 30), { code: 'idempotency_in_progress' })
      await assert.rejects(beginRequest(context, { ...request, hash: 'other' }, 30), { code: 'idempotency_mismatch' })
      kit.clock.advance(29_999n)
      await assert.rejects(beginRequest(context, request, 30), { code: 'idempotency_in_progress' })
      kit.clock.advance(1n)
      assert.equal((await beginRequest(context, request, 30)).kind, 'run')
    })

    scenario('belongs to the last run that took it', async ({ kit }) => {
      const { context } = kit.shop
      const kept = (body: string) => ({ status: 200, headers: [], body })
      const first = await beginRequest(context, request)
      kit.clock.advance(30_000n)
      const second = await beginRequest(context, request)
      assert.ok(first.kind === 'run' && second.kind === 'run')
      await storeAnswer(context, request, first.run, kept('late'))
      await dropRequest(context, request, first.run)
      await assert.rejects(beginRequest(context, request, 30), { code: 'idempotency_in_progress' })
      await storeAnswer(context, request, second.run, kept('right'))
      await dropRequest(context, request, second.run)
      assert.deepEqual(await beginRequest(context, request), { kind: 'replay', kept: kept('right') })
    })

    scenario('is handed to the one who waits when a run fails', async ({ kit }) => {
      const { context } = kit.shop
      const first = await beginRequest(context, request)
      const waiting = beginRequest(context, request)
      assert.ok(first.kind === 'run')
      await dropRequest(context, request, first.run)
      assert.equal((await waiting).kind, 'run')
    })
  })

  describe(`a checkout with a key (P15, P16), ${engine}`, () => {
    const filled = async (store: Store, payment: string) => {
      const ana = loggedIn(store, 'ana')
      store.kit.shelf.garment('coat')
      await fund(store.kit, ANA, 100_000n)
      await ana.send('POST', '/cart/items', { product: 'garment:coat' })
      return { ana, body: { payment, quote: await quoteFor(ana, payment), address: INLINE } }
    }

    scenario('makes one order of thirty clicks, wallet', async (store) => {
      const { ana, body } = await filled(store, 'wallet')
      const answers = await Promise.all(times(30, async () => seen(await ana.send('POST', '/checkout', body, keyed('k')))))
      for (const answer of answers) assert.deepEqual(answer, answers[0])
      assert.equal(answers[0]?.[0], 201)
      assert.equal((await store.kit.shop.orders.list(ANA)).items.length, 1)
      const field = await ana.send('POST', '/checkout', { ...body, key: 'k' })
      assert.deepEqual(await seen(field), answers[0])
    })

    it('is one try to the rate limit, however many clicks it has', async () => {
      const store = await openStore({}, { limits: rateLimits() }, open)
      try {
        const { ana, body } = await filled(store, 'wallet')
        const answers = await Promise.all(times(30, async () => seen(await ana.send('POST', '/checkout', body, keyed('k')))))
        assert.equal(answers[0]?.[0], 201)
        for (const answer of answers) assert.deepEqual(answer, answers[0])
        const others = await Promise.all(times(30, (index) => ana.send('POST', '/checkout', body, keyed(`k${index}`))))
        assert.deepEqual(
          [others.filter(({ status }) => status === 409).length, others.filter(({ status }) => status === 429).length],
          [19, 11],
        )
      } finally {
        await store.kit.shop.close()
      }
    })

    scenario('answers what was true then, even after the order has moved on', async (store) => {
      const { ana, body } = await filled(store, 'cod')
      const first = await seen(await ana.send('POST', '/checkout', body, keyed('k')))
      const { order } = JSON.parse(first[3]) as { order: { url: string } }
      assert.equal((await ana.send('POST', `${order.url}/cancel`)).status, 200)
      assert.deepEqual(await seen(await ana.send('POST', '/checkout', body, keyed('k'))), first)
    })

    scenario('answers the same when the answer was lost on the way to its row', async (store) => {
      const { ana, body } = await filled(store, 'cod')
      const first = await seen(await ana.send('POST', '/checkout', body, keyed('k')))
      assert.equal(first[0], 201)
      await store.kit.database.batch([sql`update idempotency set status = null, body = null where owner = ${'user:ana'}`])
      assert.deepEqual(await seen(await ana.send('POST', '/checkout', body, keyed('k'))), first)
    })

    scenario('is refused for another body', async (store) => {
      const { ana, body } = await filled(store, 'wallet')
      await ana.send('POST', '/checkout', body, keyed('k'))
      const other = await ana.send('POST', '/checkout', { ...body, payment: 'cod' }, keyed('k'))
      assert.deepEqual([other.status, (await jsonOf(other)).code], [422, 'idempotency_mismatch'])
    })

    scenario('may be tried again after a failure', async (store) => {
      const ana = loggedIn(store, 'ana')
      store.kit.shelf.garment('coat')
      await ana.send('POST', '/cart/items', { product: 'garment:coat' })
      const body = { payment: 'wallet', quote: await quoteFor(ana, 'wallet'), address: INLINE }
      const poor = await ana.send('POST', '/checkout', body, keyed('k'))
      assert.deepEqual([poor.status, (await jsonOf(poor)).code], [402, 'wallet_insufficient'])
      await fund(store.kit, ANA, 100_000n)
      assert.equal((await ana.send('POST', '/checkout', body, keyed('k'))).status, 201)
    })

    scenario('by card answers 202 and where to go on; a repeat while the provider is asked is told to wait', async (store) => {
      const { ana, body } = await filled(store, 'card')
      let answer = (): void => undefined
      const asked = new Promise<void>((resolve) => {
        const { start } = store.kit.card
        const slow: CardProvider['start'] = async (charge) => {
          resolve()
          await new Promise<void>((go) => {
            answer = go
          })
          return start(charge)
        }
        Object.assign(store.kit.card, { start: slow })
      })
      const first = ana.send('POST', '/checkout', body, keyed('k'))
      await asked
      const repeat = await ana.send('POST', '/checkout', body, keyed('k'))
      assert.deepEqual([repeat.status, (await jsonOf(repeat)).code], [409, 'idempotency_in_progress'])
      answer()
      const done = await seen(await first)
      assert.equal(done[0], 202)
      assert.match((JSON.parse(done[3]) as { next: { url: string } }).next.url, /^https:\/\/pay\.example\.com\//)
      assert.deepEqual(await seen(await ana.send('POST', '/checkout', body, keyed('k'))), done)
    })

    scenario('by card may be tried again with the same key after it was declined', async (store) => {
      const { ana, body } = await filled(store, 'card')
      store.kit.card.mood = 'decline'
      const declined = await ana.send('POST', '/checkout', body, keyed('k'))
      assert.deepEqual([declined.status, (await jsonOf(declined)).code], [402, 'card_declined'])
      store.kit.card.mood = 'redirect'
      assert.equal((await ana.send('POST', '/checkout', body, keyed('k'))).status, 202)
    })
  })
}
