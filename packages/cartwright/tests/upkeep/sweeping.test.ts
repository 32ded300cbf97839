import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { COUNTED_EVENTS } from '../../src/figures/count-events.ts'
import { type Database, type ShopEvent, sql } from '../../src/index.ts'
import { ANA, BOGDAN, guest, type Kit, scenario, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { sweep } from '../../src/upkeep/sweep.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'

const MINUTE = 60_000n
const OUTBOX = { announce: () => undefined, deliver: async () => 0, stop: async () => undefined }

const changeable = ({ database }: Kit): { batch: Database['batch']; read: Database['read'] } => database

const namesOf = async ({ shop }: Kit, key: string): Promise<string[]> =>
  (await shop.events.read(key)).items.map(({ name }: ShopEvent) => name)

for (const [engine, opened] of [
  ['SQLite in memory', recycled(openMemory)],
  ['PostgreSQL', recycled(openPostgres)],
] as const) {
  describe(`the sweeper on ${engine}`, () => {
    scenario(opened, 'does the rest where one thing fails, and tells of it', async (kit) => {
      const { shop, shelf, clock, errors } = kit
      const things = ['cap', 'coat', 'hat'].map((id) => shelf.garment(id))
      for (const [at, thing] of things.entries()) await shop.cart(guest(`${at}`)).add(thing)
      const lot = await shop.auctions.open({
        product: shelf.garment('vase', { auctionOnly: true }),
        startPrice: 100n,
        endsAt: clock() + 15n * MINUTE,
      })
      await shop.auctions.bid(lot.id, ANA, 100n)
      clock.advance(15n * MINUTE)
      const database = changeable(kit)
      const { batch } = database
      const broken = new Error('broken')
      database.batch = async (statements, receipt) => {
        if (receipt?.key === 'garment:coat') throw broken
        return batch.call(kit.database, statements, receipt)
      }
      assert.equal((await shop.sweep()).claims, 2)
      database.batch = batch
      assert.deepEqual(errors, [broken])
      assert.equal((await shop.auctions.find(lot.id)).state, 'won')
      assert.equal((await shop.sweep()).claims, 1)
    })

    scenario(opened, 'does the other steps where one cannot even look', async (kit) => {
      const { shop, shelf, clock, errors } = kit
      const lot = await shop.auctions.open({
        product: shelf.garment('vase', { auctionOnly: true }),
        startPrice: 100n,
        softClose: 0n,
        endsAt: clock() + MINUTE,
      })
      await shop.auctions.bid(lot.id, ANA, 100n)
      clock.advance(MINUTE)
      const database = changeable(kit)
      const { read } = database
      const broken = new Error('broken')
      database.read = async () => {
        database.read = read
        throw broken
      }
      await shop.sweep()
      assert.deepEqual([errors, (await shop.auctions.find(lot.id)).state], [[broken], 'won'])
    })

    scenario(opened, 'tells of every turn, however many lines run whose turns were told', async (kit) => {
      const { shop, shelf, clock } = kit
      const things = times(5, (at) => shelf.garment(`coat-${at}`))
      for (const [at, thing] of things.entries()) {
        await shop.cart({ userId: `user-${at}` }).add(thing)
        await shop.queue.join(thing, BOGDAN)
      }
      clock.advance(15n * MINUTE)
      await sweep(shop.context, OUTBOX, assert.ifError, 2)
      for (const thing of things)
        assert.ok((await namesOf(kit, `garment:${thing.id}`)).includes('queue.turn'), `${thing.id}: its turn was not told`)
    })

    scenario(opened, 'forgets old receipts, however many, a few thousand at a time', async (kit) => {
      const { shop, database, clock } = kit
      const now = clock()
      await database.batch([
        sql`insert into receipt (key, id, state, made_at)
          with recursive numbers (place) as (select 1 union all select place + 1 from numbers where place < 12000)
          select 'old', cast(place as text), 'done', place from numbers`,
        sql`insert into receipt (key, id, state, made_at) values ('new', '1', 'done', ${now - 2n * 24n * 60n * MINUTE})`,
      ])
      const counts: number[] = []
      const open = changeable(kit)
      const { batch } = open
      open.batch = async (statements, receipt) => {
        const answers = await batch.call(database, statements, receipt)
        counts.push((await readTables(database)).receipt.length)
        return answers
      }
      await shop.sweep()
      open.batch = batch
      assert.ok(
        counts.every((count, at) => (counts[at - 1] ?? count) - count < 6_000),
        `so many were there: ${counts}`,
      )
      assert.deepEqual(
        (await readTables(database)).receipt.map(({ key }) => key).filter((key) => key !== COUNTED_EVENTS),
        ['new'],
      )
    })
  })
}
