import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer } from '../../index.ts'
import { auctioning, CARMEN, DANA, DAY, ended, HOUR, opened, STAFF, statesOf, vase, winOf } from './auctions-kit.ts'
import { ANA, BOGDAN, buy, eventsOf, fund, type Kit, type OpenDatabase, outcomesOf, refusalOf, requestOf, times } from './kit.ts'
import { readTables } from './tables.ts'

/** Three bidders, Ana before Carmen before Bogdan. */
export const THREE: readonly (readonly [Buyer, bigint])[] = [
  [ANA, 30_000n],
  [BOGDAN, 25_000n],
  [CARMEN, 26_000n],
]

export const strikesOf = async ({ database }: Kit): Promise<string[]> =>
  (await readTables(database)).strike.map((row) => `${String(row.owner)} ${String(row.reason)}`).sort()

/** What happens when a winner does not pay: reminders, a strike, the next bidder, another auction. */
export function describeLadder(open: OpenDatabase): void {
  describe('a winner who does not pay', () => {
    auctioning(open, 'is reminded at each step once, however often and late anybody looks', async (kit) => {
      const { shop, clock } = kit
      await ended(kit, THREE)
      const { payBy } = await winOf(kit, ANA)
      const told = async () => (await eventsOf(kit, 'auction.reminded')).map(({ payload }) => payload.winner)
      clock.set(payBy - 48n * HOUR - 1n)
      await shop.sweep()
      assert.deepEqual(await told(), [])
      clock.advance(1n)
      await Promise.all([shop.sweep(), shop.sweep()])
      assert.deepEqual(await told(), ['ana'])
      clock.set(payBy - 24n * HOUR)
      await shop.sweep()
      await shop.sweep()
      assert.deepEqual(await told(), ['ana', 'ana'])
    })

    auctioning(open, 'is not reminded of what is past: one reminder for those that were missed', async (kit) => {
      const { shop, clock } = kit
      await ended(kit, THREE)
      clock.set((await winOf(kit, ANA)).payBy - HOUR)
      await shop.sweep()
      assert.equal((await eventsOf(kit, 'auction.reminded')).length, 1)
      await shop.auctions.award({ product: vase(kit, 'other'), winner: 'dana', price: 100n, payBy: clock() + 2n * HOUR })
      await shop.sweep()
      assert.equal((await eventsOf(kit, 'auction.reminded')).length, 1)
    })

    auctioning(open, 'loses his right at the deadline and not a millisecond before', async (kit) => {
      const { shop, clock } = kit
      const lot = await ended(kit, THREE)
      const { payBy } = await winOf(kit, ANA)
      clock.set(payBy - 1n)
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, ANA), ['won'])
      clock.set(payBy)
      assert.deepEqual(await statesOf(kit, ANA), ['lapsed'])
      assert.deepEqual(
        (await shop.cart(ANA).read()).lines.map((line) => line.state),
        ['expired'],
      )
      await Promise.all(times(4, () => shop.sweep()))
      assert.deepEqual(await strikesOf(kit), ['user:ana unpaid'])
      assert.deepEqual(
        (await eventsOf(kit, 'auction.lapsed')).map(({ payload }) => payload.winner),
        ['ana'],
      )
      const offer = await winOf(kit, CARMEN)
      assert.deepEqual([offer.state, offer.price, offer.payBy, offer.lot], ['offered', 26_000n, clock() + DAY, lot.id])
      assert.equal((await shop.auctions.find(lot.id)).state, 'closed')
      assert.deepEqual((await shop.cart(CARMEN).read()).lines, [])
      assert.equal((await refusalOf(shop.cart(CARMEN).add(vase(kit)), 'item_taken')).details.reason, 'offer')
      assert.equal((await refusalOf(shop.cart(BOGDAN).add(vase(kit)), 'item_taken')).details.reason, undefined)
      await refusalOf(shop.cart(ANA).add(vase(kit)), 'item_taken')
    })

    auctioning(open, 'makes room for the next, who accepts, pays his own bid, and has the time to', async (kit) => {
      const { shop, clock } = kit
      const lot = await ended(kit, THREE)
      clock.advance(3n * DAY)
      await shop.sweep()
      const offer = await winOf(kit, CARMEN)
      await refusalOf(shop.auctions.accept(offer.id, BOGDAN), 'not_found')
      await refusalOf(shop.auctions.accept(offer.id, { token: 'somebody' }), 'login_required')
      clock.set(offer.payBy - 1n)
      const won = await shop.auctions.accept(offer.id, CARMEN)
      assert.deepEqual([won.state, won.payBy, won.price], ['won', clock() + 3n * DAY, 26_000n])
      assert.deepEqual(await shop.auctions.accept(offer.id, CARMEN), won)
      assert.equal((await shop.auctions.find(lot.id, STAFF)).winner, 'carmen')
      await fund(kit, CARMEN, 100_000n)
      clock.advance(2n * DAY)
      const { order } = await buy(shop.cart(CARMEN), { payment: 'wallet' })
      assert.equal(order.totals.subtotal, 26_000n)
      assert.deepEqual(await statesOf(kit, CARMEN), ['paid'])
      await refusalOf(shop.auctions.decline(offer.id, CARMEN), 'order_state')
    })

    auctioning(open, 'and two more after him: everybody gets his chance once, then it is auctioned again, once', async (kit) => {
      const { shop, clock } = kit
      const lot = await ended(kit, THREE)
      for (const bidder of [CARMEN, BOGDAN]) {
        clock.advance(3n * DAY)
        await shop.sweep()
        assert.deepEqual(await statesOf(kit, bidder), ['offered'])
        await shop.auctions.accept((await winOf(kit, bidder)).id, bidder)
      }
      clock.advance(3n * DAY)
      await shop.sweep()
      assert.deepEqual(await strikesOf(kit), ['user:ana unpaid', 'user:bogdan unpaid', 'user:carmen unpaid'])
      const { items } = await shop.auctions.list()
      const again = items.find(({ id }) => id !== lot.id)
      assert.ok(again)
      assert.deepEqual([again.state, again.bids, again.price, again.endsAt - again.startsAt], ['live', 0, 10_000n, DAY])
      assert.equal((await shop.auctions.find(lot.id)).state, 'unsold')
      await shop.auctions.bid(again.id, DANA, 12_000n)
      clock.advance(DAY)
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, DANA), ['won'])
      clock.advance(3n * DAY)
      await shop.sweep()
      assert.equal((await shop.auctions.find(again.id)).state, 'unsold')
      assert.equal((await shop.auctions.list()).items.length, 2)
      assert.deepEqual((await readTables(kit.database)).claim, [])
    })

    auctioning(open, 'leaves the thing to nobody whose bid is below the reserve', async (kit) => {
      const { shop, clock } = kit
      const bids = [
        [BOGDAN, 25_000n],
        [CARMEN, 25_600n],
        [ANA, 30_000n],
      ] as const
      await ended(kit, bids, { reservePrice: 25_500n })
      clock.advance(3n * DAY)
      await shop.sweep()
      await shop.auctions.decline((await winOf(kit, CARMEN)).id, CARMEN)
      assert.deepEqual(await statesOf(kit, BOGDAN), [])
      assert.equal((await eventsOf(kit, 'auction.relisted')).length, 1)
    })

    auctioning(open, 'with too many strikes bids no more, until they are old', async (kit) => {
      const { shop, clock } = kit
      for (const index of [0, 1, 2]) {
        const product = vase(kit, `vase-${index}`)
        await ended(kit, [[ANA, 20_000n]], { product })
        clock.advance(3n * DAY)
        await shop.sweep()
      }
      const lot = await opened(kit, { product: vase(kit, 'last'), endsAt: clock() + 400n * DAY })
      const { details } = await refusalOf(shop.auctions.bid(lot.id, ANA, 20_000n), 'buyer_not_allowed')
      assert.equal(details.reason, 'strikes')
      clock.advance(180n * DAY)
      await shop.auctions.bid(lot.id, ANA, 20_000n)
    })

    auctioning(open, 'but is paying keeps the thing until the payment is over', async (kit) => {
      const { shop, clock, card } = kit
      await ended(kit, THREE)
      clock.set((await winOf(kit, ANA)).payBy - 1n)
      const request = await requestOf(shop.cart(ANA), { payment: 'card' })
      const { order } = await shop.cart(ANA).checkout(request)
      clock.advance(2n * 60_000n)
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, ANA), ['won'])
      await refusalOf(shop.auctions.decline((await winOf(kit, ANA)).id, ANA), 'order_state')
      const attempt = String((await readTables(kit.database)).attempt.find((row) => row.order_id === order.id)?.id)
      await shop.settle(attempt, card.pay(attempt))
      clock.advance(HOUR)
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, ANA), ['paid'])
      assert.deepEqual(await strikesOf(kit), [])
    })

    auctioning(open, 'and whose payment fails after the deadline has had his time', async (kit) => {
      const { shop, clock } = kit
      await ended(kit, THREE)
      clock.set((await winOf(kit, ANA)).payBy - 1n)
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      clock.advance(5n * 60_000n)
      await shop.sweep()
      const attempt = String((await readTables(kit.database)).attempt.find((row) => row.order_id === order.id)?.id)
      await shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
      assert.deepEqual(await statesOf(kit, ANA), ['lapsed'])
      clock.advance(60_000n)
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, CARMEN), ['offered'])
    })
  })

  describe('an offer', () => {
    auctioning(open, 'that is declined, or not answered, is no strike and goes on', async (kit) => {
      const { shop, clock } = kit
      await ended(kit, THREE)
      clock.advance(3n * DAY)
      await shop.sweep()
      const offer = await winOf(kit, CARMEN)
      assert.equal((await shop.auctions.decline(offer.id, CARMEN)).state, 'declined')
      assert.equal((await shop.auctions.decline(offer.id, CARMEN)).state, 'declined')
      await refusalOf(shop.auctions.accept(offer.id, CARMEN), 'order_state')
      const next = await winOf(kit, BOGDAN)
      assert.deepEqual([next.state, next.price], ['offered', 25_000n])
      clock.advance(DAY)
      await refusalOf(shop.auctions.accept(next.id, BOGDAN), 'order_state')
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, BOGDAN), ['lapsed'])
      assert.deepEqual(await strikesOf(kit), ['user:ana unpaid'])
      assert.equal((await eventsOf(kit, 'auction.relisted')).length, 1)
    })

    auctioning(open, 'comes at once when the winner gives his right up, which is a strike', async (kit) => {
      const { shop } = kit
      await ended(kit, THREE)
      const win = await winOf(kit, ANA)
      await refusalOf(shop.auctions.decline(win.id, BOGDAN), 'not_found')
      for (const id of ['', 'x', `${win.id}x`, '..', win.id.replace('.', '')]) await refusalOf(shop.auctions.decline(id, ANA), 'not_found')
      await shop.auctions.decline(win.id, ANA)
      assert.deepEqual((await shop.cart(ANA).read()).lines, [])
      assert.deepEqual(await strikesOf(kit), ['user:ana declined'])
      assert.deepEqual(await statesOf(kit, CARMEN), ['offered'])
    })

    auctioning(
      open,
      'is accepted, or it lapses, or it is declined: one of them',
      async (kit) => {
        const { shop, clock } = kit
        for (const round of times(process.env.THOROUGH === '1' ? 20 : 2, (index) => index)) {
          const product = vase(kit, `vase-${round}`)
          await ended(kit, THREE, { product })
          clock.advance(3n * DAY)
          await shop.sweep()
          const offer = await winOf(kit, CARMEN)
          clock.set(offer.payBy - 1n)
          const outcomes = await outcomesOf([
            shop.auctions.accept(offer.id, CARMEN),
            shop.auctions.decline(offer.id, CARMEN),
            shop.sweep(),
            shop.auctions.accept(offer.id, CARMEN),
          ])
          assert.ok((outcomes.ok ?? 0) >= 2, JSON.stringify(outcomes))
          assert.equal(
            (await readTables(kit.database)).win.filter((row) => row.product === `garment:vase-${round}` && row.ended_at === null).length,
            1,
          )
        }
      },
      { auctions: { strikes: 1_000 } },
    )
  })
}
