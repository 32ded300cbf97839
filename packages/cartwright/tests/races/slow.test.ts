import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { postgres } from '../../src/storage/postgres.ts'
import { sql } from '../../src/storage/statement.ts'
import { attemptOf, guest, openKit, outcomesOf, requestOf, times } from '../../src/testing/contract/kit.ts'
import { type PostgresProxy, startProxy } from '../../src/testing/postgres-proxy.ts'
import { recycled } from '../contract/recycled.ts'
import { newPostgres } from '../storage/open-databases.ts'
import { describeRaces } from './races.ts'
import { storm } from './storm.ts'

/** Milliseconds each statement takes longer, so that what happens at once meets in every statement. `RACE_DELAY=100` for a long look. */
const DELAY = Number(process.env.RACE_DELAY ?? 1)

let proxy: PostgresProxy | null = null
after(() => proxy?.close())

const open = recycled(async () => {
  proxy = await startProxy({ target: await newPostgres() })
  const database = postgres({ connectionString: proxy.url, max: 8 })
  return { database, close: () => database.close(), again: () => assert.fail('one database is enough') }
})

describeRaces(
  `a slow PostgreSQL (${DELAY} ms a statement)`,
  async () => {
    proxy?.delay(0)
    const database = await open()
    proxy?.delay(DELAY)
    return database
  },
  { rounds: 1, storms: 1 },
)

describe('the order in which rows are locked', () => {
  it('lets nobody wait in a circle: no deadlock in bundles, storms and sales', async () => {
    const connectionString = await newPostgres()
    const kit = await openKit(async () => postgres({ connectionString, max: 8 }))
    const coats = times(10, (index) => kit.shelf.garment(`coat-${index}`))
    for (const round of times(4, (index) => index)) {
      const bundles = times(8, (index) => (index % 2 === 0 ? coats : coats.toReversed()).map((product) => ({ product })))
      await outcomesOf(bundles.map((items, index) => kit.shop.cart(guest(`${round}-${index}`)).addMany(items)))
      kit.clock.advance(600_000n)
    }
    const totes = times(6, (index) => kit.shelf.article(`tote-${index}`))
    for (const tote of totes) await kit.shop.stock.set(tote, 500n)
    for (const payment of ['cod', 'card'] as const) {
      const carts = times(8, (index) => kit.shop.cart({ userId: `${payment}-${index}` }))
      await Promise.all(
        carts.map((cart, index) => cart.addMany((index % 2 === 0 ? totes : totes.toReversed()).map((product) => ({ product })))),
      )
      const requests = await Promise.all(carts.map((cart) => requestOf(cart, { payment })))
      const orders = await Promise.all(carts.map(async (cart, index) => (await cart.checkout(requests[index] ?? assert.fail())).order))
      const ends = orders.map(async ({ id }, index) => {
        if (payment === 'cod') return kit.shop.orders.cancel(id, { userId: `cod-${index}` })
        const attempt = await attemptOf(kit, id)
        return kit.shop.settle(attempt, index < 4 ? kit.card.pay(attempt) : { state: 'failed', reason: 'no' })
      })
      await Promise.all(ends)
    }
    await storm(kit, 4, { waves: 12, width: 8 })
    // Its end makes each connection hand in its counts.
    await kit.shop.close()
    const witness = postgres({ connectionString, max: 1 })
    const [rows] = await witness.read(sql`select deadlocks, xact_commit from pg_stat_database where datname = current_database()`)
    await witness.close()
    const counts = rows?.[0]
    assert.ok((counts?.xact_commit as bigint) > 100n, `only ${counts?.xact_commit} transactions were counted`)
    assert.equal(counts?.deadlocks, 0n)
  })
})
