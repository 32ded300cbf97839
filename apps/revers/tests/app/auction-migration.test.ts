import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createShop, openDatabase, sql } from 'cartwright'
import { productSources } from '../../src/catalogue/sources.ts'
import { migrations } from '../../src/migrations.ts'
import { DEMO_ITEMS } from '../../src/seed/things.ts'
import { insertOldItem } from '../kit/old-item.ts'
import { onEveryEngine } from '../kit/suites.ts'

const HOUR = 3_600_000n

onEveryEngine('auctions of before', (engine) => {
  it('move into the library: those that run go on, what was won stays won, and what lapsed is over', async () => {
    const files = await engine.create()
    const database = openDatabase(files.url)
    const shop = await createShop({ database, currency: 'RON', products: productSources(database) })
    await shop.migrate()
    await database.migrate(migrations.slice(0, 2))
    const now = shop.context.clock()
    const lot = (id: string, product: string, endsAt: bigint, winner: string | null) => sql`
      insert into lot (id, product, seller_id, currency, start_price, price, bids, reserve, ends_at, winner, pay_by)
      values (${id}, ${product}, 'mara', 'RON', 5000, 8000, 2, 6000, ${endsAt}, ${winner}, ${winner === null ? null : now + HOUR})`
    await database.batch([
      ...DEMO_ITEMS.map(insertOldItem),
      lot('old-1', 'garment:61', now + HOUR, null),
      lot('old-2', 'garment:65', now - HOUR, 'ana'),
      lot('old-3', 'garment:66', now - HOUR, 'ana'),
      sql`insert into claim (product, state, source, holder, owner, price, taken_at, expires_at)
        values ('garment:65', 'held', 'auction', 'line-1', 'user:ana', 8000, ${now}, ${now + HOUR})`,
    ])
    await database.migrate(migrations)

    const running = await shop.auctions.find('old-1')
    assert.deepEqual([running.state, running.price, running.bids, running.reserveMet], ['live', 5000n, 0, false])
    const { price, leading } = await shop.auctions.bid('old-1', { userId: 'buyer01' }, 7000n)
    assert.deepEqual([price, leading], [6000n, true])
    assert.equal((await shop.auctions.find('old-2')).state, 'won')
    const wins = new Map((await shop.auctions.wins('ana')).map((win) => [win.lot, win]))
    assert.deepEqual([wins.get('old-2')?.state, wins.get('old-2')?.price, wins.get('old-3')?.state], ['won', 8000n, 'lapsed'])

    assert.deepEqual(await shop.doctor({ pause: 0 }), [])

    // Both go on by the rules of the library.
    await database.batch([sql`update auction_lot set ends_at = ${now - 1n} where lot_id = 'old-1'`])
    await shop.sweep()
    assert.equal((await shop.auctions.find('old-1')).state, 'won')
    assert.deepEqual(
      (await shop.auctions.wins('buyer01')).map(({ state, price: paid }) => [state, paid]),
      [['won', 6000n]],
    )
    await shop.close()
    await files.drop()
  })
})
