import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { cartProblemSchema, cartSchema, drawerSchema } from '../../src/http/index.ts'
import { ANA, BOGDAN, IOANA, MIHAI } from '../../src/testing/contract/kit.ts'
import { readState } from '../../src/testing/contract/tables.ts'
import { type Client, clientOf, loggedIn, scenario } from './site.ts'

const drawerOf = async (response: Response) => {
  assert.equal(response.status, 200)
  assert.equal(response.headers.get('content-type'), 'application/json')
  return drawerSchema.parse(await response.json())
}
const refusalOf = async (response: Response, code: string) => {
  const problem = cartProblemSchema.parse(await response.json())
  assert.deepEqual([problem.code, problem.status], [code, response.status])
  return problem
}
const add = (client: Client, product: string, quantity?: unknown): Promise<Response> =>
  client.send('POST', '/cart/items', { product, ...(quantity !== undefined && { quantity }) })

describe('the cart over HTTP', () => {
  scenario('is empty for everybody at first, with all its zeros, and reading it leaves no trace (P26)', async (store) => {
    const before = await readState(store.kit.database)
    for (const client of [clientOf(store), loggedIn(store, 'ana')]) {
      const response = await client.get('/cart')
      assert.equal(response.headers.get('set-cookie'), null)
      const cart = cartSchema.parse(await response.json())
      assert.deepEqual([cart.id, cart.lines, cart.totals.total, cart.totals.subtotal, cart.currency], [null, [], '0.00', '0.00', 'RON'])
      await drawerOf(await client.get('/cart/drawer'))
      assert.equal((await client.get('/cart', { accept: 'text/html' })).headers.get('set-cookie'), null)
    }
    assert.deepEqual(await readState(store.kit.database), before)
  })

  scenario('takes a unique thing once', async (store) => {
    const guest = clientOf(store)
    store.kit.shelf.garment('coat', { name: 'Palton', seller: MIHAI, price: 28_900n, url: '/garments/coat', image: '/coat.svg' })
    const first = await drawerOf(await add(guest, 'garment:coat'))
    assert.equal(first.count, 1)
    assert.equal(first.cart_total, first.cart.totals.total)
    assert.equal(first.version, first.cart.version)
    const [line] = first.cart.lines
    assert.deepEqual(line?.product, {
      type: 'garment',
      id: 'coat',
      name: 'Palton',
      url: '/garments/coat',
      image: '/coat.svg',
      seller: MIHAI,
    })
    assert.deepEqual([line?.quantity, line?.unit_price, line?.line_total, line?.kind, line?.state], [1, '289.00', '289.00', 'item', 'ok'])
    assert.equal(line?.held_until, new Date(Number(store.kit.clock() + 600_000n)).toISOString())
    assert.equal(first.now, new Date(Number(store.kit.clock())).toISOString())
    assert.deepEqual(first.cart.groups, [{ seller: MIHAI, lines: [line?.id], fee: '17.45', shipping: '14.99' }])
    assert.match(first.announce, /^item_added .*"name":"Palton"/)
    assert.match(first.html, /<mini lang="ro">1 321\.44<\/mini>/)
    assert.deepEqual(first.cart.totals, {
      subtotal: '289.00',
      discount: '0.00',
      fees: [{ code: 'buyer-protection', name: 'buyer-protection', amount: '17.45' }],
      shipping: '14.99',
      shipping_is_estimate: true,
      tax: '0.00',
      tax_included: '0.00',
      total: '321.44',
    })

    const again = await drawerOf(await add(guest, 'garment:coat', 1))
    assert.deepEqual(
      again.cart.notices.map((notice) => notice.code),
      ['already_in_cart'],
    )
    assert.match(again.announce, /^already_in_cart/)
    assert.equal(again.cart.lines.length, 1)
  })

  scenario('belongs to the browser that began it', async (store) => {
    const guest = clientOf(store)
    store.kit.shelf.garment('coat')
    const response = await add(guest, 'garment:coat')
    assert.match(response.headers.get('set-cookie') ?? '', /^cartwright=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/)
    assert.equal((await drawerOf(await guest.get('/cart/drawer'))).count, 1)
    assert.equal((await drawerOf(await clientOf(store).get('/cart/drawer'))).count, 0)
    const refused = await refusalOf(await add(clientOf(store), 'garment:coat'), 'item_taken')
    assert.equal(refused.available_again_at, new Date(Number(store.kit.clock() + 600_000n)).toISOString())
    assert.equal(refused.count, 0)
    assert.match(refused.announce, /^item_taken .*available_again_at/)
  })

  scenario('gives no session to a guest whose first change makes no cart', async (store) => {
    const guest = clientOf(store)
    for (const [path, body] of [
      ['/cart/clear', undefined],
      ['/cart/notices/seen', undefined],
      ['/cart/items', { product: 'garment:none' }],
      ['/cart/discount', { code: 'NONE' }],
    ] as const) {
      assert.equal((await guest.send('POST', path, body)).headers.get('set-cookie'), null, path)
    }
  })

  scenario('takes counted and weighed things in plain quantities', async (store) => {
    const ana = loggedIn(store, 'ana')
    const bag = store.kit.shelf.article('bag')
    await store.kit.shop.stock.set(bag, 50n)
    store.kit.shelf.good('yarn', { scale: 3 })
    await drawerOf(await add(ana, 'article:bag', '3'))
    store.kit.clock.advance(1n)
    const both = await drawerOf(await add(ana, 'good:yarn', '1.25'))
    assert.deepEqual(
      both.cart.lines.map((line) => line.quantity),
      [3, '1.25'],
    )
    assert.equal(both.count, 4)
    const [bags, yarn] = both.cart.lines
    const less = await drawerOf(await ana.send('PATCH', `/cart/items/${bags?.id}`, { quantity: 2 }))
    assert.deepEqual(
      less.cart.lines.map((line) => line.quantity),
      [2, '1.25'],
    )
    const more = await drawerOf(await ana.send('POST', `/cart/items/${yarn?.id}`, { quantity: 0.5 }))
    assert.deepEqual(
      more.cart.lines.map((line) => line.quantity),
      [2, '0.5'],
    )
    assert.equal(more.cart.lines[1]?.line_total, '5.00')
    const left = await refusalOf(await add(ana, 'article:bag', 51), 'insufficient_stock')
    assert.equal(left.available, 50)
  })

  scenario('takes no other quantity', async (store) => {
    const ana = loggedIn(store, 'ana')
    store.kit.shelf.garment('coat')
    const bag = store.kit.shelf.article('bag')
    await store.kit.shop.stock.set(bag, 50n)
    const { cart } = await drawerOf(await add(ana, 'article:bag'))
    const line = cart.lines[0]?.id
    const bad = [
      0,
      -1,
      '0',
      '-1',
      '+1',
      '1e3',
      '0x10',
      '01',
      ' 1',
      '1 ',
      '',
      '1.5',
      '1,5',
      '٣',
      'NaN',
      1.5,
      1e21,
      2 ** 53,
      '1'.repeat(39),
      '9'.repeat(80),
      100,
    ]
    for (const quantity of bad) {
      await refusalOf(await add(ana, 'article:bag', quantity), quantity === 100 ? 'insufficient_stock' : 'invalid_quantity')
      await refusalOf(await ana.send('PATCH', `/cart/items/${line}`, { quantity }), 'invalid_quantity')
    }
    for (const quantity of [null, [], [1], {}, true]) await refusalOf(await add(ana, 'article:bag', quantity), 'invalid_input')
    await refusalOf(await add(ana, 'garment:coat', 2), 'invalid_quantity')
    await refusalOf(await add(ana, 'article:none', 'x'), 'invalid_quantity')
    await refusalOf(await add(ana, 'article:none', 2), 'product_not_found')
    assert.equal((await store.kit.shop.cart(ANA).read()).count, 1n)
  })

  scenario('knows products by type and id only', async (store) => {
    const ana = loggedIn(store, 'ana')
    for (const product of ['', 'garment', ':1', 'garment:', 5, null, ['garment:1'], { type: 'garment', id: '1' }, 'x'.repeat(301)]) {
      const response = await ana.send('POST', '/cart/items', { product })
      assert.equal(response.status, 422, JSON.stringify(product))
    }
    for (const product of [
      'garment:none',
      'nothing:1',
      '__proto__:x',
      'constructor:x',
      "garment:'; drop table cart;--",
      'garment:ș'.repeat(10),
    ]) {
      await refusalOf(await add(ana, product), 'product_not_found')
    }
  })

  scenario('gives up lines, saves them and takes them back', async (store) => {
    const ana = loggedIn(store, 'ana')
    const shelf = store.kit.shelf
    for (const id of ['coat', 'hat']) shelf.garment(id, { seller: IOANA })
    await add(ana, 'garment:coat')
    const { cart } = await drawerOf(await add(ana, 'garment:hat'))
    const [coat, hat] = cart.lines
    const saved = await drawerOf(await ana.send('POST', '/cart/saved', { line: coat?.id }))
    assert.deepEqual([saved.cart.lines.map(({ id }) => id), saved.cart.saved.map(({ id }) => id)], [[hat?.id], [coat?.id]])
    const back = await drawerOf(await ana.send('POST', `/cart/saved/${coat?.id}/return`))
    assert.equal(back.cart.saved.length, 0)
    assert.equal(back.count, 2)
    assert.equal((await drawerOf(await ana.send('DELETE', `/cart/items/${hat?.id}`))).count, 1)
    await refusalOf(await ana.send('DELETE', `/cart/items/${hat?.id}`), 'item_not_found')
    assert.equal((await drawerOf(await ana.send('POST', '/cart/renew'))).count, 1)
    assert.equal((await drawerOf(await ana.send('POST', '/cart/clear'))).count, 0)
    assert.equal((await drawerOf(await ana.send('POST', '/cart/clear'))).count, 0)
  })

  scenario('takes discount codes, and says to users why not', async (store) => {
    const ana = loggedIn(store, 'ana')
    store.kit.shelf.garment('coat')
    const { discounts } = store.kit.shop
    await discounts.create({ code: 'BUNVENIT10', kind: 'percent', value: 1_000n })
    await discounts.create({ code: 'EXPIRAT', kind: 'percent', value: 1_000n, endsAt: store.kit.clock() })
    await discounts.create({ code: 'MULT', kind: 'fixed', value: 1_000n, minOrder: 50_000n })
    const code = (client: Client, text: string): Promise<Response> => client.send('POST', '/cart/discount', { code: text })
    await add(ana, 'garment:coat')
    assert.equal((await refusalOf(await code(ana, 'EXPIRAT'), 'discount_invalid')).reason, 'expired')
    assert.equal((await refusalOf(await code(ana, 'MULT'), 'discount_invalid')).reason, 'minimum')
    const given = await drawerOf(await code(ana, ' bunvenit10 '))
    assert.deepEqual(given.cart.discounts, [{ code: 'BUNVENIT10', amount: '10.00' }])
    assert.equal((await refusalOf(await code(ana, 'BUNVENIT10'), 'discount_invalid')).reason, 'already_applied')
    assert.deepEqual((await drawerOf(await ana.send('POST', '/cart/discount/remove'))).cart.discounts, [])

    const guest = clientOf(store)
    store.kit.shelf.garment('hat')
    await add(guest, 'garment:hat')
    for (const text of ['EXPIRAT', 'NOSUCH', '', 'ș', 'x'.repeat(200)])
      assert.equal((await refusalOf(await code(guest, text), 'discount_invalid')).reason, 'unknown')
    assert.equal((await refusalOf(await code(guest, 'MULT'), 'discount_invalid')).reason, 'minimum')
  })

  scenario('remarks what changed by itself, with amounts and names', async (store) => {
    const ana = loggedIn(store, 'ana')
    const coat = store.kit.shelf.garment('coat', { name: 'Palton' })
    await add(ana, 'garment:coat')
    store.kit.shelf.change(coat, { price: 12_000n })
    const cart = cartSchema.parse(await (await ana.get('/cart')).json())
    const line = cart.lines[0]
    assert.equal(line?.state, 'price_changed')
    assert.deepEqual(cart.notices, [
      {
        currency: 'RON',
        name: 'Palton',
        before: '100.00',
        after: '120.00',
        code: 'price_changed',
        severity: 'warning',
        path: `lines/${line?.id}`,
      },
    ])
    const seen = await drawerOf(await ana.send('POST', '/cart/notices/seen', { codes: ['price_changed'] }))
    assert.deepEqual(seen.cart.notices, [])
  })

  scenario('says when what is gone comes back', async (store) => {
    const guest = clientOf(store)
    store.kit.shelf.garment('coat')
    await add(guest, 'garment:coat')
    store.kit.clock.advance(600_000n)
    await store.kit.shop.cart(BOGDAN).add({ type: 'garment', id: 'coat' })
    const cart = cartSchema.parse(await (await guest.get('/cart')).json())
    const until = new Date(Number(store.kit.clock() + 900_000n)).toISOString()
    assert.deepEqual([cart.lines[0]?.state, cart.notices[0]?.code, cart.notices[0]?.available_again_at], ['expired', 'item_taken', until])
    assert.equal(cart.totals.total, '0.00')
  })
})
