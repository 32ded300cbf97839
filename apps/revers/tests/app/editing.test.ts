import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { type Buyer, type Database, firstOf, openDatabase, productKey, type Shop, ShopError, sql } from 'cartwright'
import { editListing } from '../../src/catalogue/edit-listing.ts'
import type { Item } from '../../src/catalogue/item.ts'
import { type ListingWords, listGarment, ownItem } from '../../src/catalogue/listings.ts'
import type { TestDatabase } from '../kit/database.ts'
import { onEveryEngine } from '../kit/suites.ts'
import { openApp } from './open-app.ts'

const MIHAI = { id: 'mihai', name: 'Mihai' }
const [BUYER, OTHER] = ['ana', 'buyer01'].map((id): Buyer => ({ userId: id, email: `${id}@example.com`, roles: ['buyer'] })) as [
  Buyer,
  Buyer,
]
const WORDS: ListingWords = {
  name: 'Palton lung',
  price: 9_000n,
  condition: 'good',
  brand: 'Halden',
  size: 'M',
  measures: [{ name: 'chest', centimetres: 50.5 }],
  wear: 'Un nasture înlocuit',
}
const ADDRESS = {
  name: 'Ana Pop',
  line1: 'Strada Lalelelor 5',
  city: 'Cluj-Napoca',
  county: 'CJ',
  postalCode: '400123',
  country: 'RO',
  phone: '0712345678',
}

/** The shop of a process to which something happens right after it has seen that nobody has the thing. */
function afterTheLook(shop: Shop, happens: () => Promise<unknown>): Shop {
  let looks = 0
  const find: Shop['claims']['find'] = async (product) => {
    const claim = await shop.claims.find(product)
    looks += 1
    if (looks === 1) await happens()
    return claim
  }
  return { ...shop, claims: { ...shop.claims, find } }
}

/** The shop of a process to which something happens right after it has asked this for the first time. */
function afterTheRead(shop: Shop, asked: RegExp, happens: () => Promise<unknown>): Shop {
  const { db } = shop.context
  let times = 0
  const read: Database['read'] = async (...statements) => {
    const rows = await db.read(...statements)
    if (statements.some(({ texts }) => asked.test(texts.join('?')))) times += 1
    if (times === 1) await happens()
    return rows
  }
  const watched: Database = Object.assign(Object.create(db), { read, batch: db.batch.bind(db) })
  return { ...shop, context: { ...shop.context, db: watched } }
}

onEveryEngine('a listing that is changed in the midst of its sale', (engine) => {
  let files: TestDatabase
  let database: Database
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    files = await engine.create()
    app = await openApp({ DATABASE_URL: files.url })
    database = openDatabase(files.url)
  })
  after(async () => {
    await database.close()
    await app.close()
    await files.drop()
  })

  const listed = async (): Promise<Item> =>
    (await listGarment(app.shop, MIHAI, { ...WORDS, drawing: { silhouette: 'coat', fabric: 'solid', colourway: 'navy' } })).item
  const edit = (shop: Shop, { id }: Item, more: Partial<ListingWords> = {}) =>
    editListing(shop, MIHAI, id, { ...WORDS, price: 100n, ...more }, 'ro')
  const priceOf = async ({ id }: Item): Promise<bigint> => (await ownItem(app.shop, MIHAI, id)).item.price
  const isRefused = (code: string) => (error: unknown) => error instanceof ShopError && error.code === code
  const pay = async (item: Item, payment: 'card' | 'wallet', name: string = payment): Promise<void> => {
    const cart = app.shop.cart(BUYER, { name })
    await cart.add(item)
    const { quote } = await cart.quote({ payment, address: ADDRESS })
    await cart.checkout({ payment, address: ADDRESS, key: `key-${name}`, quote: quote.hash })
  }

  for (const [what, happens, code] of [
    ['put into a cart', (item: Item) => app.shop.cart(BUYER).add(item), 'item_taken'],
    ['being paid', (item: Item) => pay(item, 'card'), 'order_state'],
    ['sold', (item: Item) => pay(item, 'wallet'), 'item_sold'],
    [
      'waited for',
      async (item: Item) => {
        await app.shop.cart(BUYER).add(item)
        await app.shop.queue.join(item, OTHER)
        await app.shop.cart(BUYER).clear()
      },
      'item_taken',
    ],
  ] as const)
    it(`and is ${what} since it was looked at stays as it was`, async () => {
      const item = await listed()
      await assert.rejects(
        edit(
          afterTheLook(app.shop, () => happens(item)),
          item,
        ),
        isRefused(code),
      )
      assert.equal(await priceOf(item), 9_000n)
      // Whoever looks first is refused for the same reason.
      await assert.rejects(edit(app.shop, item), isRefused(code))
    })

  it('and may be paid any moment stays as it was', async () => {
    const item = await listed()
    await pay(item, 'card', 'late')
    // The window is over, but its money may still come.
    await database.batch([sql`update claim set expires_at = taken_at + 1 where product = ${productKey(item)}`])
    await assert.rejects(edit(app.shop, item), isRefused('order_state'))
    assert.equal(await priceOf(item), 9_000n)
  })

  it('and is taken back since then is not there any more', async () => {
    const item = await listed()
    const gone = sql`update item set withdrawn = 1 where product = ${productKey(item)}`
    await assert.rejects(
      edit(
        afterTheLook(app.shop, () => database.batch([gone])),
        item,
      ),
      isRefused('not_found'),
    )
    assert.equal(firstOf((await database.read(sql`select price from item where product = ${productKey(item)}`))[0])?.price, 9_000n)
  })

  it('and whose hold has run out is changed, and the hold stays as it was', async () => {
    const item = await listed()
    await app.shop.cart(BUYER).add(item)
    const key = productKey(item)
    await database.batch([sql`update claim set expires_at = taken_at + 1 where product = ${key}`])
    const right = async () => firstOf((await database.read(sql`select * from claim where product = ${key}`))[0])
    const before = await right()
    assert.equal((await edit(app.shop, item)).item.price, 100n)
    assert.deepEqual(await right(), before)
    const [line] = (await app.shop.cart(BUYER).read()).lines.filter(({ product }) => productKey(product) === key)
    assert.equal(line?.state, 'expired')
  })

  it('by two at once is found by the words of the last and by no others', async () => {
    const item = await listed()
    const other = () => edit(app.shop, item, { name: 'Trenci scurt' })
    await edit(afterTheRead(app.shop, /select search from item/, other), item, { name: 'Pelerină veche' })
    const [rows = [], [found] = []] = await database.read(
      sql`select word from item_word where product = ${productKey(item)} order by word`,
      sql`select search from item where product = ${productKey(item)}`,
    )
    assert.match(String(found?.search), /pelerina veche/)
    assert.deepEqual(
      rows.map(({ word }) => word),
      [...new Set(String(found?.search).split(' '))].sort(),
    )
  })
})
