import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { bindKey } from '../../src/checkout/key-rows.ts'
import { holdToSold, readRights, rightsOn, takeClaims, takeForPayment } from '../../src/claims/claim-rows.ts'
import { changeHold, closeHold, moveStock, openHold, setStock } from '../../src/claims/stock-rows.ts'
import { checkedDiscount } from '../../src/discounts/check-discount.ts'
import { insertDiscounts } from '../../src/discounts/discount-rows.ts'
import { countGuess, meetGuesser } from '../../src/discounts/guess-rows.ts'
import { freeFirstOrder, redeem, redeemForCustomer, takeFirstOrder } from '../../src/discounts/redemption-rows.ts'
import { deliveryFailed, eventsSpread, insertDeliveries, leaseDelivery } from '../../src/events/delivery-rows.ts'
import { recordEvents } from '../../src/events/event-rows.ts'
import { credit, debit, holdFunds, readAccount } from '../../src/payments/wallet-rows.ts'
import { type Database, firstOf, Unmet } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { type Statement, sql } from '../../src/storage/statement.ts'
import { times } from '../../src/testing/contract/kit.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'

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
        await winners(database, 20, (index) => moveStock('article:tote', index % 2 === 0 ? { onHand: -3n, sold: 3n } : { reserved: 3n })),
        3,
      )
      const [rows = []] = await database.read(rightsOn(['article:tote'], NOW))
      assert.equal(readRights(rows).available.get('article:tote'), 1n)
    })

    guard('what is on hand is not put below what is set aside', async (database) => {
      await database.batch([setStock('article:tote', 10n), moveStock('article:tote', { reserved: 4n })])
      assert.equal(await winners(database, 1, () => setStock('article:tote', 3n)), 0)
      assert.equal(await winners(database, 1, () => setStock('article:tote', 4n)), 1)
    })

    guard('units that are set aside are changed and given back once, as they were read', async (database) => {
      const [line, payment] = [
        { quantity: 2n, attempt: null },
        { quantity: 3n, attempt: 'attempt' },
      ]
      await database.batch([openHold('article:tote', 'line', { ...line, until: NOW })])
      const change = (from: typeof line | typeof payment) => () => changeHold('article:tote', 'line', from, { ...payment, until: null })
      const close = (from: typeof line | typeof payment) => () => closeHold('article:tote', 'line', from)
      assert.equal(await winners(database, 6, change(line)), 1)
      for (const from of [line, { quantity: 3n, attempt: null }, { quantity: 2n, attempt: 'attempt' }])
        assert.deepEqual([await winners(database, 1, change(from)), await winners(database, 1, close(from))], [0, 0])
      assert.equal(await winners(database, 6, close(payment)), 1)
    })

    guard('deliveries of a fact are made once, and each is leased once', async (database) => {
      const fact = { id: 'one', name: 'cart.cleared', payload: '{}', targets: ['handlers'], dueAt: NOW } as const
      await database.batch([recordEvents('cart', [fact], NOW)])
      assert.equal(await winners(database, 6, () => eventsSpread('cart', ['one'])), 1)
      await database.batch([insertDeliveries('cart', [{ event: 'one', target: 'handlers', sequence: 1n }], NOW)])
      const lease = (seen: bigint, until: bigint) => () => leaseDelivery('cart', 'one', 'handlers', seen, until)
      assert.equal(await winners(database, 6, lease(NOW, NOW + 10n)), 1)
      assert.equal(await winners(database, 6, () => deliveryFailed('cart', 'one', 'handlers', NOW, 'late', null)), 0)
      assert.equal(await winners(database, 6, lease(NOW + 10n, NOW + 20n)), 1)
    })

    guard('a claim has one taker, and the next at the millisecond of its expiry', async (database) => {
      const take = (index: number, now: bigint): Statement => {
        const claim = { product: 'garment:coat', holder: `line-${index}`, owner: `user:${index}` }
        return index % 2 === 0 ? takeClaims([claim], now, now + 10n) : takeForPayment(claim, `attempt-${index}`, now, now + 10n)
      }
      assert.equal(await winners(database, 20, (index) => take(index, NOW)), 1)
      assert.equal(await winners(database, 20, (index) => take(index, NOW + 9n)), 0)
      assert.equal(await winners(database, 20, (index) => take(index, NOW + 10n)), 1)
    })

    guard('a hold is sold by its holder, once, and not any more when it is over', async (database) => {
      const coat = { product: 'garment:coat', holder: 'line-1', owner: 'user:ana' }
      await database.batch([takeClaims([coat], NOW, NOW + 10n)])
      assert.equal(await winners(database, 1, () => holdToSold('garment:coat', 'line-2', 'attempt', NOW)), 0)
      assert.equal(await winners(database, 1, () => holdToSold('garment:coat', 'line-1', 'attempt', NOW + 10n)), 0)
      assert.equal(await winners(database, 10, () => holdToSold('garment:coat', 'line-1', 'attempt', NOW + 9n)), 1)
    })

    guard('a discount is used so often, so often by one, in its window and while it is on', async (database) => {
      const few = {
        code: 'FEW',
        kind: 'percent',
        value: 1_000n,
        startsAt: NOW,
        endsAt: NOW + 10n,
        maxUses: 4n,
        maxUsesPerCustomer: 2n,
      } as const
      const discounts = [checkedDiscount(few), checkedDiscount({ ...few, code: 'OFF', active: false })]
      await database.batch([insertDiscounts(discounts, 'RON', NOW)])
      for (const [code, now] of [
        ['FEW', NOW - 1n],
        ['FEW', NOW + 10n],
        ['OFF', NOW],
      ] as const)
        assert.equal(await winners(database, 1, () => redeem(code, now)), 0)
      assert.equal(await winners(database, 12, () => redeem('FEW', NOW + 9n)), 4)
      assert.equal(await winners(database, 12, () => redeemForCustomer('FEW', 'ana@example.com', 2n)), 2)
    })

    guard('a first order is one, until it is given back by the attempt that has it', async (database) => {
      const take = (name: string) => (index: number) => takeFirstOrder('ana@example.com', `${name}-${index}`)
      assert.equal(await winners(database, 12, take('one')), 1)
      const [rows] = await database.read(sql`select attempt_id from first_order`)
      const winner = String(firstOf(rows)?.attempt_id)
      assert.equal(await winners(database, 1, () => freeFirstOrder('ana@example.com', 'two-1')), 0)
      assert.equal(await winners(database, 6, () => freeFirstOrder('ana@example.com', winner)), 1)
      assert.equal(await winners(database, 12, take('two')), 1)
    })

    guard('wrong codes are counted up to a most, and anew when the window is over', async (database) => {
      const guess = (now: bigint) => () => countGuess('user:ana', 5, now, now + 10n)
      const meet = async (now: bigint): Promise<number> => winners(database, 1, () => meetGuesser('user:ana', 5, now))
      assert.equal(await winners(database, 4, guess(NOW)), 4)
      assert.equal(await meet(NOW), 0)
      assert.equal(await winners(database, 12, guess(NOW + 9n)), 1)
      assert.deepEqual([await meet(NOW + 9n), await meet(NOW + 10n)], [1, 0])
      assert.equal(await winners(database, 12, guess(NOW + 10n)), 5)
    })

    guard('a key is bound once, and anew when it has run out', async (database) => {
      const bind = (now: bigint) => (index: number) => bindKey('user:ana', 'key', 'request', `order-${index}`, now, now + 10n)
      assert.equal(await winners(database, 10, bind(NOW)), 1)
      assert.equal(await winners(database, 10, bind(NOW + 9n)), 0)
      assert.equal(await winners(database, 10, bind(NOW + 10n)), 1)
    })
  })
}

describeGuards('SQLite', recycled(openMemory))
describeGuards('PostgreSQL', recycled(openPostgres))
