import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, fund } from '../../src/testing/contract/kit.ts'
import { ENGINES, jsonOf, loggedIn, scenario as onStore, type Store } from './site.ts'

const AS_SCRIPT = { accept: 'application/json' }
const ADDRESS = {
  address: 'new',
  address_name: 'Ana Pop',
  address_line1: 'Str. Lalelelor 3',
  address_city: 'București',
  address_county: 'B',
  address_postal_code: '010101',
  address_country: 'RO',
}

const seen = async (response: Response) =>
  [response.status, response.headers.get('content-type'), response.headers.get('location'), await response.text()] as const

/** A script in a page sends the fields of a form and asks for JSON; when its answer is lost, the form is sent by the browser itself. */
for (const [engine, open] of Object.entries(ENGINES)) {
  const scenario = (title: string, run: (store: Store) => Promise<void>): void => onStore(title, run, {}, open)
  const form = async ({ kit }: Store) => {
    await kit.shop.stock.set(kit.shelf.article('bag'), 500n)
    return { product: 'article:bag', quantity: '2', fragment: 'cart', next: '/garments', idempotency_key: 'one-click' }
  }
  const units = async ({ kit }: Store): Promise<bigint> => (await kit.shop.cart(ANA).read()).count

  describe(`a key that comes again from the other kind of client, ${engine}`, () => {
    scenario('is one change, and a page never shows JSON', async (store) => {
      const ana = loggedIn(store, 'ana')
      const fields = await form(store)
      const lost = await seen(await ana.submit('/cart/items', fields, AS_SCRIPT))
      assert.deepEqual([lost[0], lost[1]], [200, 'application/json'])
      const native = await seen(await ana.submit('/cart/items', fields))
      assert.deepEqual(native, [303, null, '/garments', ''])
      assert.equal(await units(store), 2n)
      assert.deepEqual(await seen(await ana.submit('/cart/items', fields, AS_SCRIPT)), lost)
      assert.deepEqual(await seen(await ana.submit('/cart/items', fields)), native)
    })

    scenario('is one change the other way round, and a script never gets a page', async (store) => {
      const ana = loggedIn(store, 'ana')
      const fields = await form(store)
      const native = await seen(await ana.submit('/cart/items', fields))
      assert.equal(native[0], 303)
      const script = await seen(await ana.submit('/cart/items', fields, AS_SCRIPT))
      assert.deepEqual([script[0], script[1]], [200, 'application/json'])
      assert.equal((JSON.parse(script[3]) as { count: number }).count, 2)
      assert.equal(await units(store), 2n)
      assert.deepEqual(await seen(await ana.submit('/cart/items', fields)), native)
      assert.deepEqual(await seen(await ana.submit('/cart/items', fields, AS_SCRIPT)), script)
    })

    scenario('is one order, which the page then shows', async (store) => {
      const ana = loggedIn(store, 'ana')
      store.kit.shelf.garment('coat')
      await fund(store.kit, ANA, 100_000n)
      await ana.send('POST', '/cart/items', { product: 'garment:coat' })
      const { quote } = await jsonOf<{ quote: { hash: string } }>(await ana.get('/checkout?payment=wallet'))
      const fields = { ...ADDRESS, payment: 'wallet', quote: quote.hash, idempotency_key: 'one-click' }
      const lost = await seen(await ana.submit('/checkout', fields, AS_SCRIPT))
      assert.equal(lost[0], 201)
      const { order } = JSON.parse(lost[3]) as { order: { url: string } }
      assert.deepEqual(await seen(await ana.submit('/checkout', fields)), [303, null, order.url, ''])
      assert.deepEqual(await seen(await ana.submit('/checkout', fields, AS_SCRIPT)), lost)
      assert.equal((await store.kit.shop.orders.list(ANA)).items.length, 1)
    })

    scenario('in a field is the key of the header', async (store) => {
      const ana = loggedIn(store, 'ana')
      const { idempotency_key: key, ...fields } = await form(store)
      const first = await seen(await ana.submit('/cart/items', { ...fields, idempotency_key: key }))
      assert.deepEqual(await seen(await ana.submit('/cart/items', fields, { 'idempotency-key': key })), first)
      assert.deepEqual(await seen(await ana.submit('/cart/items', { ...fields, idempotency_key: key }, { 'idempotency-key': key })), first)
      assert.equal(await units(store), 2n)
      const other = await ana.submit('/cart/items', { ...fields, idempotency_key: 'other' }, { 'idempotency-key': key, ...AS_SCRIPT })
      assert.deepEqual([other.status, (await jsonOf(other)).code], [400, 'invalid_input'])
      for (const wrong of ['a b', 'x'.repeat(65)])
        assert.equal((await ana.submit('/cart/items', { ...fields, idempotency_key: wrong }, AS_SCRIPT)).status, 400, wrong)
      // A form without a key has an empty field.
      assert.equal((await ana.submit('/cart/items', { ...fields, idempotency_key: '' }, AS_SCRIPT)).status, 200)
      assert.equal(await units(store), 4n)
    })
  })
}
