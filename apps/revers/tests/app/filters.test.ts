/** Filters, orders and pages of the catalogue, on every engine. */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { createShop, openDatabase, type Shop, sql } from 'cartwright'
import { type Item, kindOf, searchTextOf } from '../../src/catalogue/item.ts'
import { conditionsOf } from '../../src/catalogue/item-filter.ts'
import { insertItem, itemsBehind } from '../../src/catalogue/item-rows.ts'
import { countFound, listItems } from '../../src/catalogue/list-items.ts'
import { ANYTHING, type CatalogueQuestion, SORTS } from '../../src/catalogue/question.ts'
import { productSources } from '../../src/catalogue/sources.ts'
import { categoryOf, colourOf } from '../../src/garments/facets.ts'
import { migrations } from '../../src/migrations.ts'
import { DEMO_ITEMS } from '../../src/seed/things.ts'
import { insertOldItem } from '../kit/old-item.ts'
import { onEveryEngine } from '../kit/suites.ts'

const NOBODY = {}
const keyOf = ({ type, id }: Pick<Item, 'type' | 'id'>): string => `${type}:${id}`
const LISTED = DEMO_ITEMS.filter(({ listed }) => listed)

onEveryEngine('the catalogue narrowed', (engine) => {
  let shop: Shop
  let drop: () => Promise<void>
  before(async () => {
    const files = await engine.create()
    const database = openDatabase(files.url)
    shop = await createShop({ database, currency: 'RON', products: productSources(database) })
    await shop.migrate()
    // Half of the things are older than their facets, and get them by the migration.
    await database.migrate(migrations.slice(0, 3))
    const old = DEMO_ITEMS.filter((item, index) => index % 2 === 0 && kindOf(item) === categoryOf(item.drawing))
    await database.batch(old.map(insertOldItem))
    await database.migrate(migrations)
    await database.batch(DEMO_ITEMS.filter((item) => !old.includes(item)).flatMap(insertItem))
    await Promise.all(
      DEMO_ITEMS.filter(({ type }) => type !== 'garment').map(({ type, id }) =>
        shop.stock.set({ type, id }, id === 'tote-lilac' ? 0n : 9_000n),
      ),
    )
    drop = async () => {
      await shop.close()
      await files.drop()
    }
  })
  after(() => drop())

  const walk = async (asked: Partial<CatalogueQuestion>): Promise<Item[]> => {
    const found: Item[] = []
    for (let cursor: string | null = null; ; ) {
      const { items, next } = await listItems(shop, { ...ANYTHING, ...asked, cursor }, NOBODY)
      found.push(...items.map(({ item }) => item))
      if (next === null) return found
      cursor = next
    }
  }
  const keys = (items: readonly Item[]): string[] => items.map(keyOf).sort()
  const expect = async (asked: Partial<CatalogueQuestion>, fits: (item: Item) => boolean): Promise<void> => {
    const expected = keys(LISTED.filter(fits))
    assert.ok(expected.length > 0, JSON.stringify(Object.keys(asked)))
    for (const sort of SORTS) assert.deepEqual(keys(await walk({ ...asked, sort, limit: 7 })), expected, `${Object.keys(asked)} by ${sort}`)
    assert.equal(await countFound(shop, { ...ANYTHING, ...asked }), expected.length)
  }

  it('by each of its facets, whether listed before or after there were facets', async () => {
    for (const category of ['dress', 'knit', 'tee', 'tote']) await expect({ category }, (item) => categoryOf(item.drawing) === category)
    for (const colour of ['red', 'white', 'brown', 'yellow']) await expect({ colour }, (item) => colourOf(item.drawing) === colour)
    await expect({ category: 'article' }, ({ type }) => type === 'article')
    await expect({ brand: 'Nordfall' }, ({ brand }) => brand === 'Nordfall')
    await expect({ size: 'M' }, ({ size }) => size === 'M')
    await expect({ condition: 'good' }, ({ condition }) => condition === 'good')
    await expect({ seller: 'mihai' }, ({ seller }) => seller.id === 'mihai')
    await expect({ sale: 'auction' }, ({ auctionOnly }) => auctionOnly)
    await expect({ sale: 'buy' }, ({ auctionOnly }) => !auctionOnly)
  })

  it('by price, both ends included, and by all at once', async () => {
    await expect({ least: 12_900n, most: 14_500n }, ({ price }) => price >= 12_900n && price <= 14_500n)
    await expect({ least: 72_000n }, ({ price }) => price >= 72_000n)
    await expect({ most: 4_500n }, ({ price }) => price <= 4_500n)
    const all = { category: 'coat', colour: 'green', condition: 'good', size: 'M', brand: 'Rue 14', sale: 'buy', q: 'trench' } as const
    await expect({ ...all, least: 29_900n, most: 29_900n }, ({ name }) => name.en === 'Khaki trench')
  })

  it('by words that things have or begin with, listed before or after there was an index of them', async () => {
    const has =
      (...words: string[]) =>
      (item: Item): boolean =>
        words.every((word) => ` ${searchTextOf(item)}`.includes(` ${word}`))
    await expect({ q: 'rochie' }, has('rochie'))
    await expect({ q: 'Roch FLO' }, has('roch', 'flo'))
    await expect({ q: 'țesută' }, has('tesuta'))
    assert.deepEqual(await walk({ q: 'ochie' }), [], 'a word is not found by its middle')
    assert.deepEqual(await walk({ q: 'rochie zzzz' }), [])
    const [rows = []] = await shop.context.db.read(sql`select word from item_word where product = 'garment:1' order by word`)
    const [first] = DEMO_ITEMS
    assert.deepEqual(new Set(rows.map(({ word }) => word)), new Set(first && searchTextOf(first).split(' ')))
  })

  it('in order of price up and down, things of one price included, page by page', async () => {
    for (const limit of [1, 5, 24]) {
      const up = await walk({ sort: 'price_up', limit })
      assert.equal(new Set(up.map(keyOf)).size, LISTED.length)
      assert.ok(up.every(({ price }, index) => index === 0 || price >= (up[index - 1]?.price ?? 0n)))
      assert.deepEqual((await walk({ sort: 'price_down', limit })).map(keyOf), up.map(keyOf).reverse())
    }
  })

  it('keeps a page where it is while others list above it', async () => {
    const asked = { ...ANYTHING, sort: 'price_up', limit: 5 } as const
    const { next } = await listItems(shop, asked, NOBODY)
    const second = await listItems(shop, { ...asked, cursor: next }, NOBODY)
    const [model] = LISTED
    assert.ok(model)
    await shop.context.db.batch(insertItem({ ...model, id: 'cheap', price: 1n }))
    assert.deepEqual(
      (await listItems(shop, { ...asked, cursor: next }, NOBODY)).items.map(({ item }) => item.id),
      second.items.map(({ item }) => item.id),
    )
    await shop.context.db.batch([sql`delete from item where product = 'garment:cheap'`])
  })

  it('refuses the cursor of another order', async () => {
    const { next } = await listItems(shop, { ...ANYTHING, limit: 5 }, NOBODY)
    await assert.rejects(listItems(shop, { ...ANYTHING, sort: 'price_up', cursor: next }, NOBODY), { code: 'invalid_input' })
  })

  it('tells what is sold, what is held and what is free apart, in pages and in counts', async () => {
    const now = shop.context.clock()
    const right = (product: string, state: string, until: bigint | null, holder = 'line') => sql`
      insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at, waiters, places, takes)
      values (${product}, ${state}, 'cart', ${holder}, 'user:ana', ${state === 'sold' ? 'a1' : null}, null, ${now}, ${until}, 0, 0, 1)`
    await shop.context.db.batch([
      right('garment:1', 'sold', null),
      right('garment:2', 'held', now + 600_000n),
      right('garment:3', 'held', now - 1n),
      right('garment:61', 'held', now + 600_000n, 'lot:1'),
    ])
    const found = async (asked: Partial<CatalogueQuestion>): Promise<Set<string>> => new Set(keys(await walk(asked)))
    const open = await found({ availability: 'open' })
    assert.deepEqual(
      ['garment:1', 'garment:2', 'garment:3', 'garment:61', 'article:tote-lilac'].map((key) => open.has(key)),
      [false, true, true, true, false],
    )
    assert.equal(await countFound(shop, { ...ANYTHING, availability: 'open' }), open.size)
    assert.deepEqual([...(await found({ availability: 'sold' }))].sort(), ['article:tote-lilac', 'garment:1'])
    assert.equal(await countFound(shop, { ...ANYTHING, availability: 'sold' }), 2)
    assert.deepEqual([...(await found({ availability: 'held' }))], ['garment:2'])
    const free = await found({ availability: 'open', free: true })
    assert.deepEqual(
      ['garment:2', 'garment:3', 'garment:61'].map((key) => free.has(key)),
      [false, true, true],
    )
    const available = await found({ availability: 'available' })
    assert.deepEqual(
      ['garment:1', 'garment:2', 'garment:3', 'garment:61', 'garment:4'].map((key) => available.has(key)),
      [false, false, true, false, true],
    )
  })

  // The other engine reads a table this small as a whole, and says so whatever indices there are.
  if (engine.name !== 'sqlite') return
  it('finds its page through an index, however many things there are', async () => {
    const plans: readonly [Partial<CatalogueQuestion>, RegExp][] = [
      [{}, /item_newest/],
      [{ sort: 'price_up' }, /item_price/],
      [{ sort: 'price_down' }, /item_price/],
      [{ category: 'dress' }, /item_category_newest/],
      [{ category: 'dress', sort: 'price_down' }, /item_category_price/],
      [{ brand: 'Nordfall' }, /item_brand_newest/],
      [{ colour: 'red' }, /item_colour_newest/],
      [{ brand: 'Nordfall', sort: 'price_up' }, /item_brand_price/],
      [{ size: 'M' }, /item_size_newest/],
    ]
    for (const [asked, index] of plans) {
      const question = { ...ANYTHING, ...asked, availability: 'open' } as const
      const page = itemsBehind(question, conditionsOf(question, 0n), { value: 5n, product: 'garment:5' }, 25)
      const [rows = []] = await shop.context.db.read(sql`explain query plan ${page}`)
      const plan = rows.map(({ detail }) => String(detail)).join('\n')
      assert.match(plan, index)
      assert.doesNotMatch(plan, /TEMP B-TREE/, JSON.stringify(Object.values(asked)))
    }
  })
})
