import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { ProductRef } from '../../index.ts'
import { DAY, MINUTE, STAFF } from './auctions-kit.ts'
import { ANA, attemptOf, BOGDAN, buy, type Kit, type OpenDatabase, refusalOf, scenario } from './kit.ts'

/** How somebody comes by a right that lasts longer than a payment. */
const WAYS: readonly (readonly [string, (kit: Kit, coat: ProductRef, until: bigint) => Promise<unknown>])[] = [
  ['won', ({ shop }, product, payBy) => shop.auctions.award({ product, winner: 'ana', price: 5_000n, payBy })],
  [
    'reserved',
    async ({ shop }, product, until) => {
      await shop.claims.reserve(product, { buyer: 'ana', until, price: 5_000n, by: { id: STAFF.userId, role: 'staff' } })
      await shop.cart(ANA).add(product)
    },
  ],
]

/** Rights that are paid for: a payment takes nothing from them. */
export function describeRightsInPayment(open: OpenDatabase): void {
  describe('a right in payment', () => {
    for (const [how, give] of WAYS) {
      scenario(open, `that was ${how} outlasts a payment that takes too long, and one that fails`, async (kit) => {
        const { shop, shelf, clock, card } = kit
        const coat = shelf.garment('coat')
        const until = clock() + 3n * DAY
        await give(kit, coat, until)
        const { order } = await buy(shop.cart(ANA), { payment: 'card' })
        const attempt = await attemptOf(kit, order.id)
        card.stubborn = true
        clock.advance(31n * MINUTE)
        await shop.reconcile()
        await shop.sweep()
        const { availableAgainAt } = (await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')).details
        assert.equal(availableAgainAt, until)
        await shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
        const [line] = (await shop.cart(ANA).read()).lines
        assert.deepEqual([line?.unitPrice, line?.state, line?.heldUntil], [5_000n, 'ok', until])
        clock.set(until - 1n)
        await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
        clock.set(until)
        await shop.sweep()
        assert.equal((await shop.cart(BOGDAN).add(coat)).view.lines[0]?.state, 'ok')
      })
    }

    scenario(open, 'that ends before the payment lasts as long as that', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      const from = clock()
      await shop.auctions.award({ product: coat, winner: 'ana', price: 5_000n, payBy: from + MINUTE })
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      clock.set(from + 30n * MINUTE - 1n)
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      const attempt = await attemptOf(kit, order.id)
      await shop.settle(attempt, kit.card.pay(attempt))
      assert.equal((await shop.auctions.wins('ana'))[0]?.state, 'paid')
    })
  })
}
