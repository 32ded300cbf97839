import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { badge, cartHtml, isEmpty, link, summary } from '../../src/html/index.ts'
import { appSession, cartRoutes, createHandler, type HandlerSettings, type SessionAdapter, signedCookie } from '../../src/http/index.ts'
import { newToken } from '../../src/index.ts'
import { ANA, changesNothing, guest, type OpenDatabase, scenario } from '../../src/testing/contract/kit.ts'
import { clientOf, jsonOf, ORIGIN, openStore, render, SECRET, type Store } from '../http/site.ts'
import { onBothEngines } from './engines.ts'

/** A site with sessions of a kind of its own. */
function site(open: OpenDatabase, title: string, session: HandlerSettings['session'] | null, run: (store: Store) => Promise<void>): void {
  it(title, async () => {
    const store = await openStore({}, session === null ? {} : { session }, open)
    store.kit.shelf.good('tea')
    try {
      await run(store)
    } finally {
      await store.kit.shop.close()
    }
  })
}

const TEA = { product: 'good:tea' }
const countOf = async (response: Response): Promise<unknown> => (await jsonOf<{ lines: unknown[] }>(response)).lines.length

onBothEngines('sessions and templates', (open) => {
  describe('2.12 sessions', () => {
    const kept = new Map<string, string>()
    const ticket: SessionAdapter = {
      read: (request) => ({ token: kept.get(request.headers.get('x-ticket') ?? '') ?? null }),
      write: ({ token }) => [['x-ticket', [...kept.set('7', token).keys()].join()]],
      clear: () => [['x-ticket', '']],
    }
    site(open, 'one of your own is three methods', ticket, async (store) => {
      const client = clientOf(store)
      const response = await client.send('POST', '/cart/items', TEA)
      assert.equal(response.headers.get('x-ticket'), '7')
      assert.equal(await countOf(await client.get('/cart', { 'x-ticket': '7' })), 1)
      assert.equal(await countOf(await client.get('/cart', { 'x-ticket': '8' })), 0)
    })

    site(open, 'a wrong one stops the start, with no fall-back', null, async ({ kit }) => {
      const settings = { shop: kit.shop, limits: null, render } as unknown as HandlerSettings
      for (const session of ['cart.session.Missing', { read: () => ({ token: null }) }, null])
        assert.throws(() => createHandler(cartRoutes(kit.shop, render), { ...settings, session: session as never }), RangeError)
    })

    const stored: Record<string, string> = {}
    const own = appSession({
      get: (_, key) => stored[key],
      set: (_, key, value) => Object.assign(stored, { [key]: value }),
      delete: (_, key) => delete stored[key],
    })
    site(open, 'inside the framework’s own session: the key is kept there, and clearing what is not there is fine', own, async (store) => {
      await own.clear(new Request(ORIGIN))
      const response = await clientOf(store).send('POST', '/cart/items', TEA)
      assert.deepEqual([response.status, response.headers.getSetCookie()], [200, []])
      assert.equal(await countOf(await clientOf(store).get('/cart')), 1)
      await own.clear(new Request(ORIGIN))
      assert.equal(await countOf(await clientOf(store).get('/cart')), 0)
    })

    site(open, 'in a cookie: sent with the first change, read by the next request; a reading sends none', null, async (store) => {
      const client = clientOf(store)
      assert.deepEqual((await client.get('/cart')).headers.getSetCookie(), [])
      assert.equal((await client.send('POST', '/cart/items', TEA)).headers.getSetCookie().length, 1)
      assert.deepEqual((await client.get('/cart')).headers.getSetCookie(), [])
      assert.equal(await countOf(await client.get('/cart')), 1)
    })

    site(open, 'a cookie of ours that is none reads as a plain visitor’s', null, async (store) => {
      await clientOf(store).send('POST', '/cart/items', TEA)
      for (const text of ['1', 'not-a-number', '3.14', 'abc123', '-', ' ', '']) {
        const client = clientOf(store)
        client.cookies.set('cartwright', text)
        assert.equal(await countOf(await client.get('/cart')), 0)
      }
    })

    site(open, 'after a checkout the same session has a fresh cart', null, async (store) => {
      const client = clientOf(store)
      await client.send('POST', '/cart/items', TEA)
      const { id } = await jsonOf(await client.get('/cart'))
      const [, cookie = ''] = [...client.cookies][0] ?? []
      await store.kit.shop.cart({ token: cookie.split('.')[0] ?? '' }).close()
      assert.equal(await countOf(await client.get('/cart')), 0)
      await client.send('POST', '/cart/items', TEA)
      assert.notEqual((await jsonOf(await client.get('/cart'))).id, id)
    })
  })

  describe('2.16 template tags', () => {
    scenario(open, 'count, summary and emptiness of nobody, of a visitor without a cart, of a cart, of a closed one', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(guest('one'))
      for (const buyer of [{}, guest('one')]) {
        const head = await changesNothing(kit, () => cartHtml(shop, buyer, { locale: 'en' }))
        assert.deepEqual([head.badge, head.summary, head.isEmpty], ['0', 'RON\u00a00.00', true])
      }
      await cart.add(shelf.good('tea'), { quantity: 3n })
      const head = await changesNothing(kit, () => cartHtml(shop, guest('one'), { locale: 'en' }))
      assert.deepEqual([head.badge, head.summary, head.isEmpty], ['3', 'RON\u00a030.00', false])
      await cart.close()
      assert.equal((await cartHtml(shop, guest('one'), { locale: 'en' })).badge, '0')
      assert.deepEqual([badge(null), isEmpty(undefined), summary(null, 'en', 'RON')], ['0', true, 'RON\u00a00.00'])
    })

    scenario(open, 'the link leads to the page of the setting, never names a cart, and is escaped', async ({ shop, shelf }) => {
      const { view } = await shop.cart(ANA).add(shelf.good('tea'))
      assert.equal(link(), '<a href="/cart">View cart</a>')
      const drawn = (await cartHtml(shop, ANA, { locale: 'ro', link: { text: '<b>&', className: '" onclick="x' } })).link
      assert.equal(drawn, '<a href="/cart" class="&quot; onclick=&quot;x">&lt;b&gt;&amp;</a>')
      assert.ok(!drawn.includes(view.id ?? 'no id'))
    })

    site(open, 'with the cookie adapter they say what is in the cart', null, async (store) => {
      const client = clientOf(store)
      await client.send('POST', '/cart/items', TEA)
      const cookie = [...client.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const adapter = signedCookie({ secret: SECRET, clock: store.kit.shop.context.clock })
      const { token } = adapter.read(new Request(ORIGIN, { headers: { cookie } }))
      assert.ok(token)
      assert.equal((await cartHtml(store.kit.shop, { token }, { locale: 'ro' })).badge, '1')
      assert.equal((await cartHtml(store.kit.shop, { token: newToken() }, { locale: 'ro' })).badge, '0')
    })
  })
})
