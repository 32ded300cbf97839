import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createShop, type Database, sql } from '../../src/index.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { simulatedCard } from '../../src/testing/contract/simulated-card.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { productShelf } from '../../src/testing/products.ts'
import { openMemory, openPostgres } from './open-databases.ts'

const MINUTE = 60_000n
const DAY = 24n * 60n * MINUTE
const SNAPSHOT = JSON.stringify({ name: 'vase', image: null, seller: null, stock: 'unique', weight: null })

/** What the first schema kept of a right that was won: a claim, and a line of its winner's cart. */
const won = (name: string, now: bigint, payBy: bigint) => [
  sql`insert into cart (cart_id, owner, name, currency, state, version, codes, notices, attempt_id, made_at, used_at)
    values (${`cart-${name}`}, ${`user:${name}`}, 'default', 'EUR', 'open', 1, '[]', '[]', null, ${now}, ${now})`,
  sql`insert into cart_slot (owner, name, cart_id) values (${`user:${name}`}, 'default', ${`cart-${name}`})`,
  sql`insert into cart_line (cart_id, line_id, product, options, kind, saved, rest, quantity, scale, unit_price, fixed_price, snapshot, held_until, renewals,
      added_at, place)
    values (${`cart-${name}`}, ${`line-${name}`}, ${`garment:${name}`}, '', 'auction_win', 0, 0, '1', 0, 5000, 1, ${SNAPSHOT}, ${payBy}, 0, ${now}, 1)`,
  sql`insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at)
    values (${`garment:${name}`}, 'held', 'auction', ${`line-${name}`}, ${`user:${name}`}, null, 5000, ${now}, ${payBy})`,
]

for (const [engine, open] of [
  ['SQLite', openMemory],
  ['PostgreSQL', openPostgres],
] as const) {
  describe(`rights that were won before the tables of the marketplace, ${engine}`, () => {
    const migrated = async (old: (database: Database, now: bigint) => Promise<unknown>) => {
      const opened = await open()
      const { database } = opened
      const clock = fakeClock()
      const shelf = productShelf()
      for (const id of ['ana', 'bogdan']) shelf.garment(id, { currency: 'EUR' })
      await database.migrate(coreMigrations.slice(0, 1))
      await old(database, clock())
      const shop = await createShop({ database, currency: 'EUR', products: shelf.sources, clock, payments: { card: simulatedCard() } })
      await shop.migrate()
      return { shop, database, clock, close: opened.close }
    }

    it('stay rights, with their price and time, and lapse as others do', async () => {
      const { shop, clock, close } = await migrated((database, now) =>
        database.batch([...won('ana', now, now + 3n * DAY), ...won('bogdan', now, now + DAY)]),
      )
      assert.deepEqual(await shop.doctor({ pause: 0 }), [])
      const payBy = clock() + 3n * DAY
      const [win] = await shop.auctions.wins('ana')
      assert.deepEqual([win?.state, win?.price, win?.currency, win?.payBy, win?.lot], ['won', 5_000n, 'EUR', payBy, null])
      clock.set(payBy - 1n)
      await shop.sweep()
      assert.deepEqual(
        [await shop.auctions.wins('ana'), await shop.auctions.wins('bogdan')].map((wins) => wins.map(({ state }) => state)),
        [['won'], ['lapsed']],
      )
      clock.set(payBy)
      await shop.sweep()
      await shop.sweep()
      assert.equal((await shop.auctions.wins('ana'))[0]?.state, 'lapsed')
      assert.equal(await shop.claims.find({ type: 'garment', id: 'ana' }), null)
      assert.deepEqual(await shop.doctor({ pause: 0 }), [])
      await close()
    })

    it('in payment keep the time their line tells', async () => {
      const { shop, database, clock, close } = await migrated((before, now) =>
        before.batch([
          ...won('ana', now, now + 3n * DAY),
          sql`update claim set state = 'paying', attempt_id = 'try', expires_at = ${now + 30n * MINUTE} where product = 'garment:ana'`,
        ]),
      )
      const [win] = await shop.auctions.wins('ana')
      assert.deepEqual([win?.state, win?.payBy], ['won', clock() + 3n * DAY])
      assert.equal((await shop.claims.find({ type: 'garment', id: 'ana' }))?.until, clock() + 3n * DAY)
      const [[row] = []] = await database.read(sql`select shown, due_at from win where product = 'garment:ana'`)
      assert.deepEqual([row?.shown, row?.due_at], [1n, clock()])
      await close()
    })
  })
}
