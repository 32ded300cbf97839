import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createShop, type Database, type Shop, sql } from '../../src/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { productShelf } from '../../src/testing/products.ts'
import { boundDatabase } from './bound-database.ts'

/** A database that lets a test do something before a read, by its number. */
function watched(database: Database): {
  database: Database
  reads: () => number
  before: (read: number, act: () => Promise<unknown>) => void
} {
  const acts = new Map<number, () => Promise<unknown>>()
  let reads = 0
  return {
    reads: () => reads,
    before: (read, act) => acts.set(reads + read, act),
    database: {
      ...boundDatabase(database),
      async read(...statements) {
        reads += 1
        await acts.get(reads)?.()
        return database.read(...statements)
      },
    },
  }
}

async function shopOn(database: Database): Promise<{ shop: Shop; shelf: ReturnType<typeof productShelf> }> {
  const shelf = productShelf()
  const shop = await createShop({ database, currency: 'RON', products: shelf.sources })
  await shop.migrate()
  return { shop, shelf }
}

const broken = (balance: bigint) => sql`update account set balance = ${balance} where id = 'wallet:ana:RON'`

describe('the second look of the doctor', () => {
  it('keeps quiet about what a batch changed between two questions of one look', async () => {
    const plain = sqlite(':memory:')
    const { database, reads, before } = watched(plain)
    const { shop } = await shopOn(database)
    await shop.wallets.topUp('ana', 500n, 'first')
    const start = reads()
    await shop.doctor({ pause: 0 })
    const whole = reads() - start
    let seenTorn = 0
    for (let read = 1; read <= whole; read += 1) {
      const begun = reads()
      before(read, () => shop.wallets.topUp('ana', 100n, `in between ${read}`))
      assert.deepEqual(await shop.doctor({ pause: 0 }), [], `before read ${read}`)
      // The top-up reads as well (twice, and once for its answer): whatever is beyond that is a second look.
      if (reads() - begun > whole + 3) seenTorn += 1
    }
    assert.ok(seenTorn > 0, 'no look was ever torn: the test shows nothing')
    await shop.close()
  })

  it('tells what stays broken, also when it is seen in other figures each time', async () => {
    const plain = sqlite(':memory:')
    const { shop } = await shopOn(plain)
    await shop.wallets.topUp('ana', 500n, 'first')
    await plain.batch([broken(600n)])
    const [finding, ...more] = await shop.doctor({ pause: 0 })
    assert.deepEqual([finding?.promise, finding?.key, more.length], ['P7', 'wallet:ana:RON', 0])

    const { database, before } = watched(plain)
    const { shop: other } = await shopOn(database)
    for (let read = 1; read < 60; read += 1) before(read, () => plain.batch([broken(1_000n + BigInt(read))]))
    const found = await other.doctor({ pause: 0 })
    assert.deepEqual(
      found.map(({ key }) => key),
      ['wallet:ana:RON'],
    )
    await shop.close()
  })

  it('does not tell what was mended in the pause', async () => {
    const plain = sqlite(':memory:')
    const { shop } = await shopOn(plain)
    await shop.wallets.topUp('ana', 500n, 'first')
    await plain.batch([broken(600n)])
    const looking = shop.doctor({ pause: 200 })
    await new Promise((resolve) => setTimeout(resolve, 50))
    await plain.batch([broken(500n)])
    assert.deepEqual(await looking, [])
    await shop.close()
  })

  it('refuses senseless options', async () => {
    const { shop } = await shopOn(sqlite(':memory:'))
    for (const options of [{ batch: 0 }, { batch: 5_001 }, { batch: 1.5 }, { pause: -1 }, { pause: Number.NaN }, { nonsense: 1 }])
      await assert.rejects(shop.doctor(options as object), RangeError)
    await shop.close()
  })
})
