import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Row, ShopEvent } from '../../index.ts'
import { ANA, buy, eventsOf, fund, guest, type Kit, type OpenDatabase, scenario, scenarioWith, times } from './kit.ts'
import { readTables } from './tables.ts'

const HOUR = 3_600_000n

/** Sweeps until the events are as they should be: the shop itself hands over as well, right after a batch, and may still be at it. */
async function sweepUntil({ shop, database }: Kit, fits: (event: Row) => boolean): Promise<void> {
  for (let round = 0; round < 500; round += 1) {
    await shop.sweep()
    const { event } = await readTables(database)
    if (event.every(fits)) return
    await new Promise(setImmediate)
  }
  assert.fail('an event stays due')
}

/** Facts: stored with what they speak of, handed over afterwards, at least once. */
export function describeEvents(open: OpenDatabase): void {
  describe('events', () => {
    scenario(open, 'are stored for what happened, once each, and not for what did not', async (kit) => {
      const { shop, shelf } = kit
      const [coat, tote] = [shelf.garment('coat'), shelf.article('tote')]
      await shop.stock.set(tote, 9n)
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: coat }, { product: tote, quantity: 2n }])
      await cart.add(coat)
      await cart.update(tote, { quantity: 2n })
      await cart.removeDiscount()
      await shop
        .cart(guest('other'))
        .add(coat)
        .catch(() => null)
      const request = { payment: 'wallet', key: 'once' } as const
      await buy(cart, request)
      const { event } = await readTables(kit.database)
      const names = event.map((one) => String(one.name)).sort()
      assert.deepEqual(names, [
        'cart.checked_out',
        'cart.item_added',
        'cart.item_added',
        'claim.held',
        'claim.sold',
        'order.placed',
        'wallet.topped_up',
      ])
      assert.ok(event.every((one) => one.due_at === null))
    })

    scenario(open, 'in one cart stand in the order in which they happened', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      const cart = shop.cart(ANA)
      await cart.add(tea)
      await cart.add(tea, { quantity: 2n })
      await cart.update(tea, { quantity: 9n })
      await cart.remove(tea)
      const { event } = await readTables(kit.database)
      const told = event.toSorted((one, other) => Number((one.sequence as bigint) - (other.sequence as bigint))).map((one) => one.name)
      assert.deepEqual(told, ['cart.item_added', 'cart.item_added', 'cart.item_updated', 'cart.item_removed'])
    })

    const heard: ShopEvent[] = []
    scenarioWith(
      open,
      { on: { 'cart.item_added': (event) => void heard.push(event) } },
      'are handed over once by many sweepers',
      async (kit) => {
        heard.length = 0
        const { shop, shelf } = kit
        const goods = times(20, (index) => shelf.good(`${index}`))
        await shop.cart(ANA).addMany(goods.map((product) => ({ product, quantity: 2n })))
        await shop.cart(ANA).add(shelf.good('0'), { quantity: 3n })
        await Promise.all(times(6, () => shop.sweep()))
        await sweepUntil(kit, (event) => event.due_at === null)
        const sums = heard.map(({ payload }) => [payload.product, payload.before, payload.after].join(' ')).sort()
        assert.deepEqual(sums, [...goods.map((good) => `good:${good.id} 0 2`), 'good:0 2 5'].sort())
      },
    )

    let failures = 0
    const away = (): void => {
      failures += 1
      throw new Error('the mail server is away')
    }
    const paid: ShopEvent[] = []
    scenarioWith(
      open,
      { on: { 'cart.item_added': away, 'order.placed': (event) => void paid.push(event) } },
      'a handler that fails undoes and blocks nothing, is called again, and at last put aside',
      async (kit) => {
        failures = 0
        paid.length = 0
        const { shop, shelf, clock } = kit
        await fund(kit, ANA, 100_000n)
        await shop.cart(ANA).add(shelf.garment('coat'))
        assert.equal((await buy(shop.cart(ANA), { payment: 'wallet' })).order.state, 'paid')
        await sweepUntil(kit, (event) => event.due_at === null || event.failure !== null)
        for (let round = 0; round < 14; round += 1) {
          clock.advance(2n * HOUR)
          await shop.sweep()
        }
        assert.deepEqual([failures, paid.length], [10, 1])
        const [dead] = await eventsOf(kit, 'cart.item_added')
        assert.deepEqual([dead?.row.due_at, dead?.row.failure, dead?.row.tries], [null, 'the mail server is away', 10n])
        assert.deepEqual(kit.errors, [])
      },
    )
  })
}
