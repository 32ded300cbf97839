import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { auctioning, CARMEN, ended, opened, statesOf, vase, winOf } from './auctions-kit.ts'
import { strikesOf, THREE } from './auctions-ladder.ts'
import { ANA, BOGDAN, buy, eventsOf, fund, MIHAI, type OpenDatabase, refusalOf, times } from './kit.ts'
import { readTables } from './tables.ts'

/** What becomes of a thing that was won, paid and given back: neither its winner nor the order may make it vanish from the auction. */
export function describeUndoneWins(open: OpenDatabase): void {
  describe('a winner who gives back what he has paid for', () => {
    auctioning(open, 'has not paid in the end: a strike, and the next bidder has his chance', async (kit) => {
      const { shop } = kit
      const lot = await ended(kit, THREE)
      await fund(kit, ANA, 100_000n)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      await shop.orders.cancel(order.id, ANA)
      assert.deepEqual(await statesOf(kit, ANA), ['lapsed'])
      assert.deepEqual(
        (await eventsOf(kit, 'claim.released')).map(({ payload }) => payload.product),
        [],
      )
      await refusalOf(shop.cart(ANA).add(vase(kit)), 'auction_only')
      await Promise.all(times(3, () => shop.sweep()))
      assert.deepEqual(await strikesOf(kit), ['user:ana unpaid'])
      const offer = await winOf(kit, CARMEN)
      assert.deepEqual([offer.state, offer.price, offer.lot], ['offered', 26_000n, lot.id])
      assert.equal((await shop.auctions.find(lot.id)).state, 'closed')
      await shop.auctions.accept(offer.id, CARMEN)
      await fund(kit, CARMEN, 100_000n)
      const second = await buy(shop.cart(CARMEN), { payment: 'wallet' })
      await shop.orders.cancel(second.order.id, CARMEN)
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, BOGDAN), ['offered'])
    })

    auctioning(open, 'alone: it is auctioned again, once, then it is free', async (kit) => {
      const { shop, clock } = kit
      const lot = await ended(kit, [[ANA, 20_000n]])
      await fund(kit, ANA, 100_000n)
      for (const relisted of [1, 1]) {
        const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
        await shop.orders.cancel(order.id, ANA)
        await shop.sweep()
        assert.equal((await eventsOf(kit, 'auction.relisted')).length, relisted)
        const again = (await shop.auctions.list()).items.find(({ id, state }) => id !== lot.id && state === 'live')
        if (again === undefined) break
        await shop.auctions.bid(again.id, ANA, 20_000n)
        clock.set(again.endsAt)
        await shop.sweep()
      }
      assert.deepEqual((await readTables(kit.database)).claim, [])
      assert.equal((await opened(kit)).state, 'live')
    })

    auctioning(open, 'is not to blame when its seller cannot send it: the auction is unsold', async (kit) => {
      const { shop } = kit
      const lot = await ended(kit, THREE)
      await fund(kit, ANA, 100_000n)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      await shop.orders.cancelParcel(order.id, { seller: MIHAI.id, by: { id: MIHAI.id, role: 'seller' }, reason: 'it broke' })
      await shop.sweep()
      assert.deepEqual([await statesOf(kit, ANA), await strikesOf(kit), await statesOf(kit, CARMEN)], [['revoked'], [], []])
      assert.equal((await shop.auctions.find(lot.id)).state, 'unsold')
      assert.equal((await opened(kit)).state, 'live')
    })
  })
}
