import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bindKey } from '../../src/checkout/key-rows.ts'
import {
  holdToSold,
  readRights,
  reserveStock,
  rightsOn,
  sellStock,
  setStock,
  takeClaim,
  takeForPayment,
} from '../../src/claims/claim-rows.ts'
import { insertDiscount, redeem, redeemForCustomer } from '../../src/discounts/discount-rows.ts'
import { credit, debit, holdFunds, readAccount } from '../../src/payments/wallet-rows.ts'
import { type Database, firstOf, Unmet } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import type { Statement } from '../../src/storage/statement.ts'
import { times } from '../../src/testing/contract/kit.ts'
import { recycled } from '../contract/recycled.ts'
import { openPostgres } from '../storage/open-databases.ts'

const NOW = 1_000n

/** How many of so many batches at once, of one statement each, were carried out; the others must be told that nothing was changed. */
async function winners(database: Database, count: number, statement: (index: number) => Statement): Promise<number> {
  const outcomes = await Promise.allSettled(times(count, (index) => database.batch([statement(index).expect(1n)])))
  for (const outcome of outcomes) if (outcome.status === 'rejected' && !(outcome.reason instanceof Unmet)) throw outcome.reason
  return outcomes.filter((outcome) => outcome.status === 'fulfilled').length
}

/** Each limit is held by its own statement, whatever was read before it and whoever else is at it. */
function describeGuards(engine: string, open: () => Promise<Database>): void {
  const guard = (title: string, run: (database: Database) => Promise<void>): void => {
    it(title, async () => {
      const database = await open()
      try {
        await database.migrate(coreMigrations)
        await run(database)
      } finally {
        await database.close()
      }
    })
  }

  describe(`the write is the check, ${engine}`, () => {
    guard('a wallet is spent and set aside down to zero, never below', async (database) => {
      await database.batch([credit('wallet:ana:RON', 'RON', 1_000n, NOW)])
      assert.equal(
        await winners(database, 20, (index) => (index % 2 === 0 ? debit('wallet:ana:RON', 300n) : holdFunds('wallet:ana:RON', 300n))),
        3,
      )
      const [rows] = await database.read(readAccount('wallet:ana:RON'))
      assert.equal(firstOf(rows)?.balance, 100n)
    })

    guard('a counter of stock is sold and reserved down to zero, never below', async (database) => {
      await database.batch([setStock('article:tote', 10n)])
      assert.equal(
        await winners(database, 20, (index) => (index % 2 === 0 ? sellStock('article:tote', 3n) : reserveStock('article:tote', 3n))),
        3,
      )
      const [rows = []] = await database.read(rightsOn(['article:tote']))
      assert.equal(readRights(rows).available.get('article:tote'), 1n)
    })

    guard('a claim has one taker, and the next at the millisecond of its expiry', async (database) => {
      const take = (index: number, now: bigint): Statement => {
        const claim = { product: 'garment:coat', holder: `line-${index}`, owner: `user:${index}` }
        return index % 2 === 0 ? takeClaim(claim, now, now + 10n) : takeForPayment(claim, `attempt-${index}`, now, now + 10n)
      }
      assert.equal(await winners(database, 20, (index) => take(index, NOW)), 1)
      assert.equal(await winners(database, 20, (index) => take(index, NOW + 9n)), 0)
      assert.equal(await winners(database, 20, (index) => take(index, NOW + 10n)), 1)
    })

    guard('a hold is sold by its holder, once, and not any more when it is over', async (database) => {
      const coat = { product: 'garment:coat', holder: 'line-1', owner: 'user:ana' }
      await database.batch([takeClaim(coat, NOW, NOW + 10n)])
      assert.equal(await winners(database, 1, () => holdToSold('garment:coat', 'line-2', 'attempt', NOW)), 0)
      assert.equal(await winners(database, 1, () => holdToSold('garment:coat', 'line-1', 'attempt', NOW + 10n)), 0)
      assert.equal(await winners(database, 10, () => holdToSold('garment:coat', 'line-1', 'attempt', NOW + 9n)), 1)
    })

    guard('a discount is used so often, so often by one, in its window and while it is on', async (database) => {
      const discount = {
        kind: 'percent',
        value: 1_000n,
        active: true,
        startsAt: NOW,
        endsAt: NOW + 10n,
        maxUses: 4n,
        maxUsesPerCustomer: 2n,
        uses: 0n,
        minOrder: null,
        maxDiscount: null,
        onWins: false,
      } as const
      await database.batch([
        insertDiscount({ code: 'FEW', ...discount }, 'RON', NOW),
        insertDiscount({ code: 'OFF', ...discount, active: false }, 'RON', NOW),
      ])
      for (const [code, now] of [
        ['FEW', NOW - 1n],
        ['FEW', NOW + 10n],
        ['OFF', NOW],
      ] as const)
        assert.equal(await winners(database, 1, () => redeem(code, now)), 0)
      assert.equal(await winners(database, 12, () => redeem('FEW', NOW + 9n)), 4)
      assert.equal(await winners(database, 12, () => redeemForCustomer('FEW', 'ana@example.com', 2n)), 2)
    })

    guard('a key is bound once, and anew when it has run out', async (database) => {
      const bind = (now: bigint) => (index: number) => bindKey('user:ana', 'key', 'request', `order-${index}`, now, now + 10n)
      assert.equal(await winners(database, 10, bind(NOW)), 1)
      assert.equal(await winners(database, 10, bind(NOW + 9n)), 0)
      assert.equal(await winners(database, 10, bind(NOW + 10n)), 1)
    })
  })
}

describeGuards('SQLite', async () => sqlite(':memory:'))
describeGuards('PostgreSQL', recycled(openPostgres))
