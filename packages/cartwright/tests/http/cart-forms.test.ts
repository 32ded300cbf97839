import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { drawerSchema } from '../../src/http/index.ts'
import { times } from '../../src/testing/contract/kit.ts'
import { clientOf, jsonOf, loggedIn, scenario } from './site.ts'

describe('the cart without JavaScript', () => {
  scenario('works by forms: 303 to the next page, with one sentence', async (store) => {
    const guest = clientOf(store)
    store.kit.shelf.garment('coat')
    const added = await guest.submit('/cart/items', { product: 'garment:coat', quantity: '' })
    assert.deepEqual([added.status, added.headers.get('location'), await added.text()], [303, '/cart', ''])
    assert.match(await (await guest.get('/cart', { accept: 'text/html' })).text(), /^<h1>cart<\/h1>1item_added/)
    const elsewhere = await guest.submit(
      '/cart/items',
      { product: 'garment:coat', next: '/garments?size=M' },
      { referer: 'http://shop.test/other' },
    )
    assert.equal(elsewhere.headers.get('location'), '/garments?size=M')
    assert.equal((await guest.submit('/cart/clear', { next: '//evil.test' })).headers.get('location'), '/cart')
  })

  scenario('says no by the same way', async (store) => {
    const guest = clientOf(store)
    const refused = await guest.submit('/cart/items', { product: 'garment:none', next: '/garments' })
    assert.deepEqual([refused.status, refused.headers.get('location')], [303, '/garments'])
    assert.match(await (await guest.get('/cart', { accept: 'text/html' })).text(), /product_not_found/)
    assert.equal((await guest.submit('/cart/items', { product: 'garment:none', price: '1' })).status, 303)
  })

  scenario('keeps what was typed for the box it was typed into, once, and not too much of it', async (store) => {
    const guest = clientOf(store)
    const shown = async (): Promise<string> => (await guest.get('/cart', { accept: 'text/html' })).text()
    store.kit.shelf.garment('coat')
    await guest.submit('/cart/items', { product: 'garment:coat' })
    await guest.submit('/cart/discount', { code: 'NONE' })
    assert.match(await shown(), /discount_invalid.*{"name":"code","value":"NONE"}/)
    assert.doesNotMatch(await shown(), /NONE/)
    await guest.submit('/cart/discount', { code: 'X'.repeat(300) })
    assert.match(await shown(), /"value":"X{200}"/)
    await guest.submit('/cart/items', { product: 'garment:none' })
    assert.doesNotMatch(await shown(), /"value"/)
  })

  scenario('takes lists as forms have them', async (store) => {
    const ana = loggedIn(store, 'ana')
    for (const fields of [
      [
        ['codes', 'a'],
        ['codes', 'b'],
      ],
      [['codes', 'a,b']],
      [['codes', '["a","b"]']],
      [],
    ] as [string, string][][]) {
      const response = await ana.submit('/cart/notices/seen', fields, { accept: 'application/json' })
      assert.equal(response.status, 200, JSON.stringify(fields))
    }
    assert.equal((await ana.submit('/cart/notices/seen', { codes: '[1]' }, { accept: 'application/json' })).status, 422)
  })

  scenario('draws the component that is asked for', async (store) => {
    const ana = loggedIn(store, 'ana')
    const html = async (response: Response) => (await jsonOf(response)).html
    assert.equal(await html(await ana.send('POST', '/cart/clear', { fragment: 'cart' })), '<cart>0</cart>')
    assert.match(String(await html(await ana.send('POST', '/cart/clear', { fragment: 'drawer' }))), /^<mini/)
    assert.match(String(await html(await ana.send('POST', '/cart/clear'))), /^<mini/)
    assert.equal(await html(await ana.get('/cart/drawer?fragment=cart')), '<cart>0</cart>')
    assert.equal(await html(await ana.send('POST', '/cart/saved', { line: 'none', fragment: 'cart' })), '<cart>0</cart>')
    assert.equal((await ana.send('POST', '/cart/clear', { fragment: 'other' })).status, 422)
  })
})

describe('a cart in many tabs', () => {
  scenario('counts every add of forty', async (store) => {
    const ana = loggedIn(store, 'ana')
    const bag = store.kit.shelf.article('bag')
    await store.kit.shop.stock.set(bag, 500n)
    const answers = await Promise.all(times(40, () => ana.send('POST', '/cart/items', { product: 'article:bag' })))
    for (const response of answers) drawerSchema.parse(await response.json())
    assert.equal(drawerSchema.parse(await (await ana.get('/cart/drawer')).json()).count, 40)
  })
})
