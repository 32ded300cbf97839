import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Context } from '../../context.ts'
import { payOutWallet } from '../../payments/pay-out.ts'
import { releaseDue } from '../../sellers/release-proceeds.ts'
import { ANA, buy, changesNothing, fund, type Kit, MIHAI, type OpenDatabase, refusalOf, scenarioWith } from './kit.ts'
import { asSeller, bring, lineOf, SELLERS, STAFF, WEEK } from './orders-kit.ts'
import { readTables } from './tables.ts'

/** A coat of Mihai's for 100.00, sold and brought to the door. */
async function brought(kit: Kit): Promise<string> {
  const { shop, shelf } = kit
  await fund(kit, ANA, 100_000n)
  await shop.cart(ANA).add(shelf.garment('coat', { seller: MIHAI }))
  const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
  await bring(kit, order.id, 'mihai')
  return order.id
}

/** As above, and Mihai has spent 80.00 of it when it is refunded: he owes that. */
async function owing(kit: Kit): Promise<void> {
  const order = await brought(kit)
  kit.clock.advance(WEEK)
  await kit.shop.reconcile()
  await kit.shop.wallets.payOut('mihai', 9_000n, 'october')
  await kit.shop.orders.refund(order, { by: STAFF, reason: 'torn' })
}

/** Something happens between what an action has read and its batch. */
function meanwhile({ shop }: Kit, happens: () => Promise<unknown>): Context {
  const { db } = shop.context
  let isOver = false
  return {
    ...shop.context,
    db: {
      ...db,
      batch: async (statements, receipt) => {
        if (!isOver) {
          isOver = true
          await happens()
        }
        return db.batch(statements, receipt)
      },
    },
  }
}

const failed = (error: unknown): never => {
  throw error
}

/** What becomes of a seller's money when a parcel comes back, and of what he owes when he takes money out. */
export function describeReturns(open: OpenDatabase): void {
  describe('proceeds of a parcel that came back', () => {
    scenarioWith(open, SELLERS, 'are nobody his until staff decide', async (kit) => {
      const { shop, clock } = kit
      const order = await brought(kit)
      await shop.orders.returned(order, { seller: 'mihai', by: STAFF })
      clock.advance(100n * WEEK)
      await shop.reconcile()
      assert.deepEqual([(await shop.wallets.read('mihai')).balance, (await shop.sellers.proceeds('mihai')).items[0]?.dueAt], [0n, null])
      const release = { by: STAFF, reason: 'not as it was sent' }
      await changesNothing(kit, () => refusalOf(shop.sellers.release(order, 'mihai', { ...release, by: asSeller('mihai') }), 'not_found'))
      await changesNothing(kit, () => refusalOf(shop.sellers.release(order, 'mihai', { ...release, reason: '' }), 'invalid_input'))
      await changesNothing(kit, () => refusalOf(shop.sellers.release(order, 'ioana', release), 'not_found'))
      assert.equal((await shop.sellers.release(order, 'mihai', release)).state, 'released')
      await changesNothing(kit, () => shop.sellers.release(order, 'mihai', release))
      assert.equal((await shop.wallets.read('mihai')).balance, 9_000n)
      const acts = (await shop.audit.list()).items.filter(({ act }) => act === 'proceeds.release')
      assert.deepEqual(
        acts.map(({ actor, reason }) => [actor.id, reason]),
        [['eva', 'not as it was sent']],
      )
    })

    scenarioWith(open, SELLERS, 'at the moment they are due are not released beside the return', async (kit) => {
      const { shop, clock } = kit
      const order = await brought(kit)
      clock.advance(WEEK)
      const back = () => shop.orders.returned(order, { seller: 'mihai', by: STAFF })
      assert.equal(await releaseDue(meanwhile(kit, back), failed), 0)
      assert.equal((await shop.wallets.read('mihai')).balance, 0n)
    })

    scenarioWith(open, SELLERS, 'are not given before the parcel has arrived, nor when they were given back', async (kit) => {
      const { shop, shelf } = kit
      const release = { by: STAFF, reason: 'he asked' }
      await fund(kit, ANA, 100_000n)
      await shop.cart(ANA).add(shelf.garment('coat', { seller: MIHAI }))
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      await changesNothing(kit, () => refusalOf(shop.sellers.release(order.id, 'mihai', release), 'order_state'))
      await bring(kit, order.id, 'mihai')
      await shop.orders.refund(order.id, { by: STAFF, reason: 'torn' })
      await changesNothing(kit, () => refusalOf(shop.sellers.release(order.id, 'mihai', release), 'order_state'))
    })
  })

  describe('sums of proceeds', () => {
    scenarioWith(open, SELLERS, 'are exact whatever is sold, after refunds in part as well', async (kit) => {
      const { shop, shelf, card } = kit
      card.mood = 'succeed'
      const price = 10n ** 15n - 1n
      await shop.cart(ANA).add(shelf.garment('palace', { seller: MIHAI, price }))
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      assert.equal((await shop.sellers.proceeds('mihai')).waiting, price - 10n ** 14n)
      const { id, paid } = lineOf(order, 'palace')
      await shop.orders.refund(order.id, { amounts: { [id]: paid - 5n }, key: 'once', by: STAFF, reason: 'torn' })
      const { waiting, items, refunded } = await shop.sellers.proceeds('mihai')
      const left = price - (items[0]?.refunded ?? 0n)
      assert.deepEqual([waiting, refunded], [left - ((items[0]?.commission ?? 0n) * left) / price, price - left])
      for (const limit of [0, 101, 1.5]) await refusalOf(shop.sellers.proceeds('mihai', { limit }), 'invalid_input')
    })
  })

  describe('payouts of who owes', () => {
    scenarioWith(open, SELLERS, 'take what is owed first, and nothing where there is not enough for both', async (kit) => {
      const { shop } = kit
      await owing(kit)
      assert.equal((await shop.sellers.proceeds('mihai')).debt, 9_000n)
      await fund(kit, { userId: 'mihai' }, 10_000n)
      const { details } = await changesNothing(kit, () =>
        refusalOf(shop.wallets.payOut('mihai', 1_001n, 'november'), 'wallet_insufficient'),
      )
      assert.equal(details.owed, '9000')
      const { balance, entries } = await shop.wallets.payOut('mihai', 1_000n, 'november')
      assert.equal(balance, 0n)
      assert.deepEqual(
        entries
          .slice(0, 2)
          .map(({ kind, amount, order }) => [kind, amount, order])
          .sort(),
        [
          ['payout', -1_000n, null],
          ['recovery', -9_000n, null],
        ],
      )
      assert.equal((await shop.sellers.proceeds('mihai')).debt, 0n)
      await changesNothing(kit, () => shop.wallets.payOut('mihai', 1_000n, 'november'))
    })

    scenarioWith(open, SELLERS, 'see what began to be owed between the look and the payout', async (kit) => {
      const { shop } = kit
      await fund(kit, { userId: 'mihai' }, 5_000n)
      const happens = async (): Promise<void> => {
        await shop.wallets.payOut('mihai', 5_000n, 'september')
        await owing(kit)
        await shop.wallets.topUp('mihai', 6_000n, 'again')
      }
      await refusalOf(payOutWallet(meanwhile(kit, happens), 'mihai', 5_000n, 'november'), 'wallet_insufficient')
      assert.equal((await readTables(kit.database)).transfer.filter(({ id }) => id === 'payout:november').length, 0)
    })
  })
}
