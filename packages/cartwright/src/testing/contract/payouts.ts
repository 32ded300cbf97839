import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, buy, changesNothing, eventsOf, fund, type OpenDatabase, outcomesOf, refusalOf, scenario, times } from './kit.ts'
import { STAFF } from './orders-kit.ts'
import { readTables } from './tables.ts'

/** Money that leaves wallets, and comes into them, once a key. */
export function describePayouts(open: OpenDatabase): void {
  describe('payouts', () => {
    scenario(open, 'take what is there, once a key, and are recorded', async (kit) => {
      const { shop } = kit
      await fund(kit, ANA, 5_000n)
      const after = await shop.wallets.payOut('ana', 3_000n, 'november', { by: STAFF, reason: 'asked by phone' })
      assert.deepEqual(
        [after.balance, after.entries[0]?.kind, after.entries[0]?.amount, after.entries[0]?.order],
        [2_000n, 'payout', -3_000n, null],
      )
      await changesNothing(kit, () => shop.wallets.payOut('ana', 3_000n, 'november', { by: STAFF, reason: 'asked by phone' }))
      await changesNothing(kit, () => refusalOf(shop.wallets.payOut('ana', 1n, 'november'), 'idempotency_mismatch'))
      await changesNothing(kit, () => refusalOf(shop.wallets.payOut('ana', 2_001n, 'december'), 'wallet_insufficient'))
      await changesNothing(kit, () => refusalOf(shop.wallets.payOut('nobody', 1n, 'december'), 'wallet_insufficient'))
      await changesNothing(kit, () => refusalOf(shop.wallets.payOut('ana', 0n, 'december'), 'invalid_input'))
      await changesNothing(kit, () => refusalOf(shop.wallets.payOut('ana', 1n, 'december', { by: STAFF, reason: ' ' }), 'invalid_input'))
      assert.equal((await shop.wallets.payOut('ana', 2_000n, 'december')).balance, 0n)
      assert.deepEqual(
        (await readTables(kit.database)).audit.map(({ actor, act, reason }) => [actor, act, reason]),
        [['staff:eva', 'wallet.pay_out', 'asked by phone']],
      )
      assert.equal((await eventsOf(kit, 'wallet.paid_out')).length, 2)
    })

    scenario(open, 'top-ups by the staff are recorded with their reason, once a key; those by the owner are not', async (kit) => {
      const { shop } = kit
      await fund(kit, ANA, 1_000n)
      const staff = { by: STAFF, reason: 'late parcel' }
      assert.equal((await shop.wallets.topUp('ana', 2_500n, 'gift', staff)).balance, 3_500n)
      await changesNothing(kit, () => shop.wallets.topUp('ana', 2_500n, 'gift', staff))
      assert.deepEqual(
        (await readTables(kit.database)).audit.map(({ actor, act, reason }) => [actor, act, reason]),
        [['staff:eva', 'wallet.top_up', 'late parcel']],
      )
    })

    scenario(open, 'twenty at once with one key are one, and with twenty keys as many as there is money for', async (kit) => {
      const { shop } = kit
      await fund(kit, ANA, 5_000n)
      assert.deepEqual(await outcomesOf(times(20, () => shop.wallets.payOut('ana', 1_000n, 'one'))), { ok: 20 })
      assert.equal((await shop.wallets.read('ana')).balance, 4_000n)
      const outcomes = await outcomesOf(times(12, (index) => shop.wallets.payOut('ana', 1_500n, `key-${index}`)))
      assert.equal(outcomes.ok, 2)
      assert.equal((await shop.wallets.read('ana')).balance, 1_000n)
    })

    scenario(open, 'and a checkout never spend the same money', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { totals } = await cart.read()
      await fund(kit, ANA, totals.total)
      const outcomes = await outcomesOf([
        buy(cart, { payment: 'wallet' }),
        ...times(4, (index) => shop.wallets.payOut('ana', totals.total, `p${index}`)),
      ])
      assert.equal(outcomes.ok, 1)
      assert.equal((await shop.wallets.read('ana')).balance, 0n)
    })

    scenario(open, 'top-ups: twenty at once with one key are one', async (kit) => {
      const { shop } = kit
      assert.deepEqual(await outcomesOf(times(20, () => shop.wallets.topUp('ana', 500n, 'voucher'))), { ok: 20 })
      assert.equal((await shop.wallets.read('ana')).balance, 500n)
    })
  })
}
