import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { attemptOf, guest, type OpenDatabase, outcomesOf, requestOf, scenarioWith, times } from './kit.ts'
import { ADD, counterOf, MINUTE, toteOf } from './stock-kit.ts'

/** The last units, with everybody at them: never sold twice, whenever they are set aside. */
export function describeStockRaces(open: OpenDatabase): void {
  describe('the last 7 units', () => {
    for (const [reserve, payment] of [
      ['never', 'cod'],
      ['never', 'card'],
      ['checkout', 'cod'],
      ['checkout', 'card'],
      ['add', 'cod'],
      ['add', 'card'],
    ] as const) {
      scenarioWith(open, { stock: { reserve } }, `30 buyers, ${payment}, reserved ${reserve}: 7 get one`, async (kit) => {
        const { shop, card } = kit
        const tote = await toteOf(kit, 7n)
        const carts = times(30, (index) => shop.cart({ userId: `u${index}` }))
        const added = await Promise.allSettled(carts.map((cart) => cart.add(tote)))
        const having = carts.filter((_, index) => added[index]?.status === 'fulfilled')
        assert.equal(having.length, reserve === 'add' ? 7 : 30)
        const requests = await Promise.all(having.map((cart) => requestOf(cart, { payment })))
        const placed = await Promise.allSettled(having.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
        const orders = placed.flatMap((one) => (one.status === 'fulfilled' ? [one.value.order.id] : []))
        const waits = reserve === 'never' && payment === 'card'
        assert.equal(orders.length, waits ? 30 : 7)
        assert.deepEqual(await counterOf(kit, tote), payment === 'cod' ? [0n, 0n, 7n] : [7n, reserve === 'never' ? 0n : 7n, 0n])
        if (payment === 'cod') return
        const ends = await Promise.all(
          orders.map(async (order) => {
            const attempt = await attemptOf(kit, order)
            return shop.settle(attempt, card.pay(attempt))
          }),
        )
        assert.equal(ends.filter((order) => order.state === 'paid').length, 7)
        assert.deepEqual(await counterOf(kit, tote), [0n, 0n, 7n])
        await shop.reconcile()
        assert.equal(card.refunds.size, waits ? 23 : 0)
      })
    }

    scenarioWith(open, ADD, '30 takers in the millisecond in which 7 holds end: 7 get one', async (kit) => {
      const { shop, clock } = kit
      const tote = await toteOf(kit, 7n)
      for (const name of times(7, String)) await shop.cart(guest(name)).add(tote)
      clock.advance(15n * MINUTE)
      assert.deepEqual(await outcomesOf(times(30, (index) => shop.cart({ userId: `u${index}` }).add(tote))), {
        ok: 7,
        insufficient_stock: 23,
      })
      assert.deepEqual(await counterOf(kit, tote), [7n, 7n, 0n])
    })
  })
}
