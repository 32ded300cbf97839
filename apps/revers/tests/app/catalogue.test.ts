import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Browser, openApp } from './open-app.ts'

interface Listed {
  readonly items: readonly {
    readonly type: string
    readonly id: string
    readonly name: string
    readonly availability: string
    readonly available_again_at?: string
    readonly seller: { readonly id: string }
  }[]
  readonly next?: string
}

describe('the catalogue', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())

  const list = async (browser: Browser, query: string): Promise<Listed> => {
    const { status, json, text } = await browser.get(`/api/products?${query}`)
    assert.equal(status, 200, text)
    return json as unknown as Listed
  }
  const walk = async (browser: Browser, query: string): Promise<string[]> => {
    const names: string[] = []
    for (let cursor = ''; ; ) {
      const page = await list(browser, query + cursor)
      names.push(...page.items.map(({ type, id }) => `${type}:${id}`))
      if (page.next === undefined) return names
      cursor = `&cursor=${page.next}`
    }
  }

  it('is walked page by page without skipping or repeating, whatever the size of a page', async () => {
    const visitor = app.browser()
    const whole = await walk(visitor, 'limit=100')
    assert.equal(new Set(whole).size, whole.length)
    for (const limit of [1, 7, 24]) assert.deepEqual(await walk(visitor, `limit=${limit}`), whole)
    assert.equal((await list(visitor, '')).items.length, 24)
    assert.equal((await list(visitor, `limit=${whole.length}`)).next, undefined)
  })

  it('keeps its pages while new things come on top', async () => {
    const visitor = app.browser()
    const first = await list(visitor, 'limit=5')
    const second = await list(visitor, `limit=5&cursor=${first.next}`)
    const seller = app.browser()
    await seller.login('mihai')
    const made = await seller.post('/sell', {
      name: 'Rochie de test',
      price: '10.00',
      silhouette: 'dress',
      fabric: 'dot',
      colourway: 'lilac',
      condition: 'good',
    })
    assert.equal(made.status, 201, made.text)
    assert.equal((await list(visitor, 'limit=1')).items[0]?.name, 'Rochie de test')
    assert.deepEqual(await list(visitor, `limit=5&cursor=${first.next}`), second)
    const { id } = made.json as unknown as { id: string }
    assert.equal((await seller.post(`/sell/${id}/withdraw`)).status, 200)
    assert.notEqual((await list(visitor, 'limit=1')).items[0]?.name, 'Rochie de test')
    assert.equal((await visitor.post('/cart/items', { product: `garment:${id}` })).status, 410)
  })

  it('is searched with and without marks, in both languages, all words at once', async () => {
    const visitor = app.browser()
    const asked = async (q: string): Promise<readonly string[]> =>
      (await list(visitor, `limit=100&q=${encodeURIComponent(q)}`)).items.map(({ id }) => id)
    const found = await asked('fustă plisată')
    assert.ok(found.length > 0)
    assert.deepEqual(await asked('FUSTA plisata'), found)
    assert.deepEqual(await asked('plisata fusta'), found)
    assert.deepEqual(await asked('pleated skirt'), found)
    assert.deepEqual(await asked('cămaşă'), await asked('cămașă'))
    assert.deepEqual(await asked('%'), [])
    assert.deepEqual(await asked("'; drop table item; --"), [])
  })

  it('is filtered by type, kind, seller and availability', async () => {
    const visitor = app.browser()
    assert.ok((await list(visitor, 'type=article&limit=100')).items.every(({ type }) => type === 'article'))
    assert.equal((await list(visitor, 'type=coat&limit=100&availability=available')).items.length, 8)
    assert.ok((await list(visitor, 'seller=mihai')).items.every(({ seller }) => seller.id === 'mihai'))
    assert.equal((await list(visitor, 'availability=auction')).items.length, 4)
    assert.deepEqual((await list(visitor, 'type=spaceship')).items, [])
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=1e1',
      'availability=perhaps',
      'cursor=nonsense',
      'colour=plaid',
      'shade=red',
      `q=${'x'.repeat(101)}`,
    ]) {
      assert.equal((await visitor.get(`/api/products?${query}`)).status, 422, query)
    }
  })

  it('fills a page although what it asks for is rare, and says who has what', async () => {
    const [buyer, visitor] = [app.browser(), app.browser()]
    const last = (await walk(visitor, 'limit=100&type=garment&availability=available')).at(-1) ?? ''
    assert.equal((await buyer.post('/cart/items', { product: last })).status, 200)
    const held = await list(visitor, 'availability=held&limit=1')
    assert.deepEqual(
      held.items.map(({ type, id }) => `${type}:${id}`),
      [last],
    )
    assert.ok(held.items[0]?.available_again_at)
    assert.deepEqual((await list(buyer, 'availability=held')).items, [])
    const own = await list(buyer, 'availability=in_your_cart')
    assert.deepEqual(
      own.items.map(({ type, id }) => `${type}:${id}`),
      [last],
    )
  })
})
