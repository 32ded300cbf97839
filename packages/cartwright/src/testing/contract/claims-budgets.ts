import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { guest, type OpenDatabase, outcomesOf, refusalOf, scenario, scenarioWith, times } from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
const address = '192.0.2.7'

/** How many holds may be taken from one network address. */
export function describeBudgets(open: OpenDatabase): void {
  describe('holds of one address', () => {
    scenarioWith(open, { holds: { perAddress: 3 } }, 'are counted for all buyers together, for 15 minutes', async (kit) => {
      const { shop, shelf, clock } = kit
      const coats = times(8, (index) => shelf.garment(`coat-${index}`))
      const began = clock()
      const add = (index: number) => shop.cart(guest(`${index}`)).add(coats[index] ?? assert.fail(), { address })
      await add(0)
      clock.advance(MINUTE)
      assert.deepEqual(await outcomesOf([1, 2, 3, 4].map(add)), { ok: 2, hold_limit: 2 })
      const refused = await refusalOf(add(5), 'hold_limit')
      assert.deepEqual([refused.details.reason, refused.details.availableAgainAt], ['address', began + 15n * MINUTE])
      await shop.cart(guest('elsewhere')).add(coats[6] ?? assert.fail(), { address: '192.0.2.8' })
      await shop.cart(guest('nowhere')).add(coats[7] ?? assert.fail())
      await shop.cart(guest('5')).add(shelf.good('tea'), { address })
      clock.set(began + 15n * MINUTE - 1n)
      await refusalOf(add(5), 'hold_limit')
      clock.set(began + 15n * MINUTE)
      await add(5)
      assert.ok((await readTables(kit.database)).hold_budget.every(({ key }) => !String(key).includes(address)))
    })

    scenarioWith(open, { holds: { perAddress: 3 } }, 'are counted only where they are had, several at once as well', async (kit) => {
      const { shop, shelf, clock } = kit
      const coats = times(6, (index) => shelf.garment(`coat-${index}`))
      const items = (from: number, to: number) => coats.slice(from, to).map((product) => ({ product, address }))
      await shop.cart(guest('other')).add(coats[0] ?? assert.fail())
      await refusalOf(shop.cart(guest('a')).addMany(items(0, 2)), 'item_taken')
      await refusalOf(shop.cart(guest('a')).addMany(items(1, 5)), 'hold_limit')
      await shop.cart(guest('a')).addMany(items(1, 4))
      await refusalOf(shop.cart(guest('a')).addMany(items(4, 5)), 'hold_limit')
      clock.advance(15n * MINUTE)
      await shop.sweep()
      assert.deepEqual((await readTables(kit.database)).hold_budget, [])
    })

    scenario(open, '200 by default', async ({ shop, shelf }) => {
      const items = (from: number, to: number) => times(to - from, (index) => ({ product: shelf.garment(`coat-${from + index}`), address }))
      for (let buyer = 0; buyer < 10; buyer += 1) await shop.cart(guest(`${buyer}`)).addMany(items(buyer * 20, buyer * 20 + 20))
      await refusalOf(shop.cart(guest('late')).addMany(items(200, 201)), 'hold_limit')
    })

    scenarioWith(open, { holds: { perAddress: null } }, 'nobody counts', async (kit) => {
      await kit.shop.cart(guest('a')).add(kit.shelf.garment('coat'), { address })
      assert.deepEqual((await readTables(kit.database)).hold_budget, [])
    })
  })
}
