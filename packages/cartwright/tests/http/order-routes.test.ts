import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { orderSchema, ordersSchema, placedSchema, walletSchema } from '../../src/http/index.ts'
import { BOGDAN } from '../../src/testing/contract/kit.ts'
import { codeOf, filled, place, quoted } from './buying.ts'
import { clientOf, loggedIn, scenario } from './site.ts'

describe('orders and wallets over HTTP', () => {
  scenario('lets a buyer cancel and confirm his own orders', async (store) => {
    const ana = await filled(store)
    const { quote } = await quoted(ana, '?payment=cod')
    const { order } = placedSchema.parse(await (await place(ana, { address: 'home', payment: 'cod', quote: quote.hash })).json())
    const refused = await ana.submit(`${order.url}/received`, {})
    assert.deepEqual([refused.status, refused.headers.get('location')], [303, order.url])
    assert.equal(await codeOf(await ana.send('POST', `${order.url}/received`)), 'order_state')
    const cancelled = orderSchema.parse(await (await ana.send('POST', `${order.url}/cancel`)).json())
    assert.deepEqual([cancelled.state, cancelled.parcels[0]?.state], ['cancelled', 'cancelled'])
    assert.equal((await ana.submit('/orders/none/cancel', {})).status, 404)
  })

  scenario('lists orders page by page', async (store) => {
    const ana = loggedIn(store, 'ana')
    for (const id of ['a', 'b', 'c']) {
      store.kit.shelf.garment(id)
      await ana.send('POST', '/cart/items', { product: `garment:${id}` })
      const { quote } = await quoted(ana, '?payment=cod')
      assert.equal((await place(ana, { address: 'home', payment: 'cod', quote: quote.hash }, `key-${id}`)).status, 201)
      store.kit.clock.advance(1n)
    }
    const first = ordersSchema.parse(await (await ana.get('/orders?limit=2')).json())
    const second = ordersSchema.parse(await (await ana.get(`/orders?limit=2&cursor=${encodeURIComponent(first.next ?? '')}`)).json())
    const names = [...first.items, ...second.items].map(({ lines }) => lines[0]?.product.id)
    assert.deepEqual([names, second.next], [['c', 'b', 'a'], undefined])
    for (const search of ['limit=0', 'limit=101', 'limit=x', 'limit=1e1', 'limit=-1', 'cursor=nonsense'])
      assert.equal(await codeOf(await ana.get(`/orders?${search}`)), 'invalid_input', search)
  })

  scenario('keeps wallets, for those who are logged in', async (store) => {
    const bogdan = loggedIn(store, 'bogdan')
    for (const path of ['/wallet', '/orders']) assert.equal(await codeOf(await clientOf(store).get(path)), 'login_required')
    assert.equal(await codeOf(await clientOf(store).send('POST', '/wallet/top-up', { amount: '1.00' })), 'login_required')
    const empty = walletSchema.parse(await (await bogdan.get('/wallet')).json())
    assert.deepEqual(empty, { balance: '0.00', held: '0.00', currency: 'RON', entries: [] })
    const topped = walletSchema.parse(
      await (await bogdan.send('POST', '/wallet/top-up', { amount: '50.5' }, { 'idempotency-key': 'k' })).json(),
    )
    assert.deepEqual([topped.balance, topped.entries[0]?.amount], ['50.50', '50.50'])
    await bogdan.send('POST', '/wallet/top-up', { amount: '50.5' }, { 'idempotency-key': 'k' })
    assert.equal((await store.kit.shop.wallets.read(BOGDAN.userId)).balance, 5_050n)
    for (const amount of ['0', '0.00', '-1', '1.001', '1e3', '', ' 1', '1,5', '9'.repeat(30), 5, null]) {
      assert.equal(await codeOf(await bogdan.send('POST', '/wallet/top-up', { amount })), 'invalid_input', String(amount))
    }
    const form = await bogdan.submit('/wallet/top-up', { amount: '7' })
    assert.deepEqual([form.status, form.headers.get('location')], [303, '/wallet'])
    const wrong = await bogdan.submit('/wallet/top-up', { amount: 'x' })
    assert.equal(wrong.status, 422)
    assert.match(await wrong.text(), /^<h1>wallet<\/h1>57\.50.*"amount":"x".*"code":"amount"/)
  })
})
