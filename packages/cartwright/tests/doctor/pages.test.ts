import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createShop, type Database, type Statement, sql } from '../../src/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { productShelf } from '../../src/testing/products.ts'
import { boundDatabase } from './bound-database.ts'

const CARTS = 20_000

/** As many open carts, each in its slot, with a line each. */
async function fill(database: Database): Promise<void> {
  for (let start = 0; start < CARTS; start += 1_000) {
    const statements: Statement[] = []
    for (let place = start; place < start + 1_000; place += 1) {
      const id = `c${String(place).padStart(6, '0')}`
      statements.push(
        sql`insert into cart_slot (owner, name, cart_id) values (${`user:${id}`}, 'default', ${id})`,
        sql`insert into cart (cart_id, owner, name, currency, state, version, codes, notices, attempt_id, made_at, used_at)
          values (${id}, ${`user:${id}`}, 'default', 'RON', 'open', 1, '[]', '[]', null, 1, 1)`,
        sql`insert into cart_line (cart_id, line_id, product, options, kind, saved, rest, quantity, scale, unit_price, fixed_price, snapshot, held_until,
            renewals, added_at, place)
          values (${id}, ${`l${id}`}, 'good:tea', '', 'item', 0, 0, '1', 0, 100, 0, '{"stock":"unlimited"}', 9, 0, 1, 1)`,
      )
    }
    await database.batch(statements)
  }
}

describe('the doctor goes page by page', () => {
  it('never reads more rows at once than a page has, however many there are', async () => {
    const database = sqlite(':memory:')
    let [reads, most] = [0, 0]
    const counted: Database = {
      ...boundDatabase(database),
      async read(...statements) {
        reads += 1
        const answers = await database.read(...statements)
        most = Math.max(most, ...answers.map((rows) => rows.length))
        return answers
      },
    }
    const shop = await createShop({ database: counted, currency: 'RON', products: productShelf().sources })
    await shop.migrate()
    await fill(database)
    await database.batch([sql`delete from cart_slot where cart_id = 'c012345'`])
    const readsOf = async (batch: number): Promise<number> => {
      const before = reads
      const told: number[] = []
      const findings = await shop.doctor({ batch, pause: 0, onProgress: ({ table, rows }) => table === 'cart' && told.push(rows) })
      assert.deepEqual(
        findings.map(({ promise, table, key }) => [promise, table, key]),
        [['P15', 'cart', 'c012345']],
      )
      assert.deepEqual([told.length, told.at(-1)], [CARTS / batch, CARTS])
      return reads - before
    }
    const [large, small] = [await readsOf(1_000), await readsOf(500)]
    assert.equal(most, 1_000)
    // Two tables of twenty thousand rows, a question for the page and one for what belongs to it.
    assert.ok(small - large >= 2 * 2 * 20 && small - large <= 2 * 3 * 20 + 10, `${large} reads, ${small} with pages half the size`)
    await shop.close()
  })
})
