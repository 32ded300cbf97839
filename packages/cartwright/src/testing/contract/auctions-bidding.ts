import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer, LotView } from '../../index.ts'
import { auctioning, CARMEN, DAY, MINUTE, opened, STAFF, vase } from './auctions-kit.ts'
import { ANA, BOGDAN, eventsOf, guest, type Kit, MIHAI, type OpenDatabase, refusalOf, times } from './kit.ts'

/** Bids: when they are taken, by whom they are not, and what is shown of them. */
export function describeBidding(open: OpenDatabase): void {
  describe('bids', () => {
    auctioning(open, 'are taken from the start to the last millisecond before the end', async (kit) => {
      const { clock } = kit
      const { auctions } = kit.shop
      const lot = await opened(kit, { startsAt: clock() + MINUTE })
      await refusalOf(auctions.bid(lot.id, ANA, 10_000n), 'auction_closed')
      clock.advance(MINUTE)
      await auctions.bid(lot.id, ANA, 10_000n)
      clock.set(lot.endsAt - 1n)
      await auctions.bid(lot.id, BOGDAN, 12_000n)
      assert.equal((await auctions.find(lot.id)).state, 'live')
      clock.set(lot.endsAt)
      await refusalOf(auctions.bid(lot.id, CARMEN, 40_000n), 'auction_closed')
      assert.equal((await auctions.find(lot.id)).state, 'closed')
    })

    auctioning(open, 'near the end move it, when they are taken', async (kit) => {
      const { clock } = kit
      const { auctions } = kit.shop
      const lot = await opened(kit, { softClose: 2n * MINUTE })
      clock.set(lot.endsAt - 2n * MINUTE)
      assert.equal((await auctions.bid(lot.id, ANA, 20_000n)).endsAt, lot.endsAt)
      clock.set(lot.endsAt - 1n)
      await refusalOf(auctions.bid(lot.id, BOGDAN, 10_000n), 'bid_too_low')
      assert.equal((await auctions.find(lot.id)).endsAt, lot.endsAt)
      assert.equal((await auctions.bid(lot.id, BOGDAN, 11_000n)).endsAt, clock() + 2n * MINUTE)
      clock.set(lot.endsAt)
      await kit.shop.sweep()
      assert.equal((await auctions.find(lot.id)).state, 'live')
    })

    auctioning(open, 'of the leader alone move it only with the one that reaches the reserve', async (kit) => {
      const { clock } = kit
      const { auctions } = kit.shop
      const lot = await opened(kit, { softClose: 2n * MINUTE, reservePrice: 20_000n })
      await auctions.bid(lot.id, ANA, 12_000n)
      clock.set(lot.endsAt - 1n)
      assert.equal((await auctions.bid(lot.id, ANA, 13_000n)).endsAt, lot.endsAt)
      const { price, endsAt } = await auctions.bid(lot.id, ANA, 20_000n)
      assert.deepEqual([price, endsAt], [20_000n, clock() + 2n * MINUTE])
      clock.set(endsAt - 1n)
      assert.equal((await auctions.bid(lot.id, ANA, 30_000n)).endsAt, endsAt)
      const free = await opened(kit, { product: vase(kit, 'free'), softClose: 2n * MINUTE })
      clock.set(free.endsAt - 1n)
      await auctions.bid(free.id, ANA, 12_000n)
      const moved = clock() + 2n * MINUTE
      clock.advance(MINUTE)
      assert.equal((await auctions.bid(free.id, ANA, 13_000n)).endsAt, moved)
      assert.equal((await auctions.bid(free.id, BOGDAN, 12_500n)).endsAt, clock() + 2n * MINUTE)
    })

    auctioning(open, 'are not taken from sellers, strangers, and who may not buy', async (kit) => {
      const { auctions } = kit.shop
      const lot = await opened(kit)
      await refusalOf(auctions.bid(lot.id, guest('ana'), 20_000n), 'login_required')
      await refusalOf(auctions.bid(lot.id, { userId: MIHAI.id, roles: ['seller', 'buyer', 'sellerCanBuy'] }, 20_000n), 'own_product')
      await refusalOf(auctions.bid(lot.id, { userId: 'ioana', roles: ['seller'] }, 20_000n), 'buyer_not_allowed')
      await refusalOf(auctions.bid('nothing', ANA, 20_000n), 'not_found')
      for (const most of [10n ** 15n + 1n, -1n, 5 as unknown as bigint]) await refusalOf(auctions.bid(lot.id, ANA, most), 'invalid_input')
      await auctions.bid(lot.id, ANA, 10n ** 15n)
      assert.equal((await auctions.bid(lot.id, BOGDAN, 10n ** 15n)).price, 10n ** 15n)
    })

    auctioning(
      open,
      'of the seller are not taken where the shop has no rule about it',
      async (kit) => {
        const lot = await opened(kit)
        await refusalOf(kit.shop.auctions.bid(lot.id, { userId: MIHAI.id }, 20_000n), 'own_product')
      },
      { buying: [] },
    )

    auctioning(open, 'show everybody what he may see', async (kit) => {
      const { auctions } = kit.shop
      const lot = await opened(kit)
      await auctions.bid(lot.id, ANA, 20_000n)
      kit.clock.advance(1n)
      await auctions.bid(lot.id, BOGDAN, 15_000n)
      const seenBy = async (buyer?: Buyer): Promise<Pick<LotView, 'yourMost' | 'leading' | 'winner'>> => {
        const { yourMost, leading, winner } = await auctions.find(lot.id, buyer)
        return { yourMost, leading, ...(winner !== undefined && { winner }) }
      }
      assert.deepEqual(await seenBy(), { yourMost: null, leading: false })
      assert.deepEqual(await seenBy(ANA), { yourMost: 20_000n, leading: true })
      assert.deepEqual(await seenBy(BOGDAN), { yourMost: 15_000n, leading: false })
      assert.deepEqual(await seenBy({ userId: MIHAI.id, roles: ['seller'] }), { yourMost: null, leading: false, winner: 'ana' })
      const told = async (buyer?: Buyer) =>
        (await auctions.history(lot.id, buyer)).map(({ number, bidder, most }) => [number, bidder, most])
      assert.deepEqual(await told(CARMEN), [
        [1, null, null],
        [2, null, null],
      ])
      assert.deepEqual(await told(BOGDAN), [
        [1, null, null],
        [2, 'bogdan', 15_000n],
      ])
      assert.deepEqual(await told(STAFF), [
        [1, 'ana', 20_000n],
        [2, 'bogdan', 15_000n],
      ])
      assert.deepEqual(
        (await eventsOf(kit, 'auction.bid')).map(({ payload }) => payload.bidder),
        ['ana', 'bogdan'],
      )
    })
  })

  describe('lists of auctions', () => {
    auctioning(open, 'begin with what ends next, page by page', async (kit: Kit) => {
      const { auctions } = kit.shop
      const lots = await Promise.all(
        times(5, (index) => opened(kit, { product: vase(kit, `vase-${index}`), endsAt: kit.clock() + DAY + BigInt(index % 3) })),
      )
      await auctions.bid(lots[4]?.id ?? '', ANA, 12_000n)
      const byEnd = lots.toSorted((left, right) => Number(left.endsAt - right.endsAt) || (left.id < right.id ? -1 : 1)).map(({ id }) => id)
      const first = await auctions.list({ state: 'live', limit: 3 }, ANA)
      const second = await auctions.list({ state: 'live', limit: 3, cursor: first.next ?? '' }, ANA)
      assert.deepEqual(
        [...first.items, ...second.items].map(({ id }) => id),
        byEnd,
      )
      assert.equal(second.next, null)
      assert.deepEqual(
        [...first.items, ...second.items].filter(({ leading }) => leading).map(({ yourMost }) => yourMost),
        [12_000n],
      )
      assert.deepEqual(
        (await auctions.list({ limit: 2 })).items.map(({ id }) => id),
        byEnd.toReversed().slice(0, 2),
      )
      assert.deepEqual((await auctions.list({ seller: 'ioana' })).items, [])
      assert.equal((await auctions.list({ product: { type: 'garment', id: 'vase-2' } })).items[0]?.id, lots[2]?.id)
      kit.clock.advance(DAY)
      assert.equal((await auctions.list({ state: 'closed' })).items.length, 2)
      assert.equal((await auctions.list({ state: 'live' })).items.length, 3)
      for (const page of [{ limit: 0 }, { cursor: 'x' }, { state: 'open' as 'live' }]) await refusalOf(auctions.list(page), 'invalid_input')
    })
  })
}
