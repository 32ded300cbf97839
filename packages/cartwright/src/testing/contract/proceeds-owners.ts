import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { insertBid, raiseLot } from '../../auctions/lot-rows.ts'
import type { Actor } from '../../index.ts'
import { notOwnProduct } from '../../index.ts'
import { MINUTE, opened, vase } from './auctions-kit.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  type KitOptions,
  MIHAI,
  type OpenDatabase,
  refusalOf,
  scenarioWith,
  times,
} from './kit.ts'
import { asSeller, bring, STAFF, twoSellers } from './orders-kit.ts'

/** Both sellers are one user. */
const HOUSE: KitOptions = { sellers: { commission: 1_000n, releaseAfter: 0n, account: () => 'house' } }

/** A plug-in whose answer changes while a test runs. */
function changing(): { readonly options: KitOptions; answer: (seller: string) => string | null } {
  const plugin = {
    answer: (seller: string): string | null => seller,
    options: { buying: [], sellers: { account: (seller: string) => plugin.answer(seller) } },
  }
  return plugin
}

const away = (): never => {
  throw new Error('away')
}

/** Which user a seller is, and what follows from it. */
export function describeOwners(open: OpenDatabase): void {
  describe('the user who is a seller', () => {
    scenarioWith(open, HOUSE, 'of two parcels gives back out of the one wallet, and owes what is not there', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      await bring(kit, order.id, 'mihai')
      await bring(kit, order.id, 'ioana')
      await shop.reconcile()
      assert.equal((await shop.wallets.read('house')).balance, 23_400n)
      await shop.wallets.payOut('house', 20_000n, 'november')
      assert.equal((await shop.orders.refund(order.id, { by: STAFF, reason: 'torn' })).state, 'refunded')
      assert.equal((await shop.wallets.read('house')).balance, 0n)
      assert.equal((await shop.sellers.proceeds('mihai')).debt, 20_000n)
    })

    scenarioWith(open, HOUSE, 'of two parcels gives back what is there for both', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      await bring(kit, order.id, 'mihai')
      await bring(kit, order.id, 'ioana')
      await shop.reconcile()
      await shop.orders.refund(order.id, { by: STAFF, reason: 'torn' })
      assert.deepEqual([(await shop.wallets.read('house')).balance, (await shop.sellers.proceeds('mihai')).debt], [0n, 0n])
    })

    const NAMED: KitOptions = { buying: [notOwnProduct()], sellers: { account: (seller) => `user-${seller}` } }
    scenarioWith(open, NAMED, 'buys, bids on, wins and reserves nothing of his own, by either id', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      const lot = await opened(kit)
      const prize = vase(kit, 'prize')
      const win = await shop.auctions.award({ product: prize, winner: 'ana', price: 5_000n, payBy: clock() + MINUTE })
      for (const userId of ['mihai', 'user-mihai']) {
        await refusalOf(shop.cart({ userId }).add(coat), 'own_product')
        await refusalOf(shop.auctions.bid(lot.id, { userId }, 20_000n), 'own_product')
        const right = { product: vase(kit, 'other'), winner: userId, price: 5_000n, payBy: clock() + MINUTE }
        await refusalOf(shop.auctions.award(right), 'own_product')
        await refusalOf(shop.auctions.transfer(win.id, { to: userId, by: STAFF, reason: 'asked' }), 'own_product')
        await refusalOf(shop.claims.reserve(coat, { buyer: userId, until: clock() + MINUTE, by: STAFF }), 'own_product')
      }
      await shop.cart(BOGDAN).add(coat)
    })

    scenarioWith(open, NAMED, 'does what the seller may, and a user with the id of the seller does not', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      const until = clock() + MINUTE
      const sale = { startPrice: 1_000n, endsAt: clock() + MINUTE }
      const prize = { product: vase(kit, 'prize'), winner: 'ana', price: 5_000n, payBy: until }
      const win = await shop.auctions.award(prize)
      const acts = (by: Actor) => [
        () => shop.claims.reserve(coat, { buyer: 'ana', until, by }),
        () => shop.claims.release(coat, { by }),
        () => shop.auctions.open({ product: vase(kit), ...sale, by }),
        () => shop.auctions.revoke(win.id, { by, reason: 'broken' }),
      ]
      for (const act of acts(asSeller('mihai'))) await changesNothing(kit, () => refusalOf(act(), 'not_found'))
      for (const act of acts(asSeller('user-mihai'))) await act()
    })

    scenarioWith(open, NAMED, 'sees who bids while an auction runs, and up to what after its end', async (kit) => {
      const { shop, clock } = kit
      const lot = await opened(kit)
      await shop.auctions.bid(lot.id, ANA, 20_000n)
      const told = async (userId: string, roles: string[] = []) =>
        (await shop.auctions.history(lot.id, { userId, roles })).map(({ bidder, most }) => [bidder, most])
      assert.deepEqual(await told('user-mihai'), [['ana', null]])
      assert.deepEqual(await told('mihai'), [[null, null]])
      assert.deepEqual(await told('eva', ['staff']), [['ana', 20_000n]])
      assert.equal((await shop.auctions.find(lot.id, { userId: 'user-mihai' })).winner, 'ana')
      clock.set(lot.endsAt)
      assert.deepEqual(await told('user-mihai'), [['ana', 20_000n]])
    })

    scenarioWith(open, {}, 'and others see the last thousand bids', async (kit) => {
      const { shop, database, clock } = kit
      const lot = await opened(kit)
      await database.batch(
        times(1_001, (index) => [raiseLot(lot.id, 'ana', 10_000n + BigInt(index), clock()), `bid-${index}`] as const).flatMap(
          ([raise, id], index) => [raise.orReread(), insertBid(lot.id, id, 'ana', 10_000n + BigInt(index), clock()).orReread()],
        ),
      )
      const bids = await shop.auctions.history(lot.id, ANA)
      assert.deepEqual([bids.length, bids[0]?.most, bids.at(-1)?.most], [1_000, 10_001n, 11_000n])
    })

    const placing = changing()
    scenarioWith(
      open,
      placing.options,
      'is asked when an order is placed; a plug-in that throws or answers nonsense stops it',
      async (kit) => {
        const { shop, shelf } = kit
        await shop.cart(ANA).add(shelf.garment('coat', { seller: MIHAI }))
        for (const answer of [away, () => '', () => 7 as unknown as string, () => Promise.reject(new Error('late')) as unknown as string]) {
          placing.answer = answer
          const { details } = await changesNothing(kit, () => refusalOf(buy(shop.cart(ANA), { payment: 'cod' }), 'plugin_failed'))
          assert.equal(details.plugin, 'sellers.account')
        }
        placing.answer = () => 'one'
        await buy(shop.cart(ANA), { payment: 'cod' })
        assert.equal((await shop.sellers.proceeds('mihai')).items[0]?.owner, 'one')
      },
    )

    const paying = changing()
    scenarioWith(
      open,
      paying.options,
      'is kept with the order: money that came is taken whatever the plug-in says by then',
      async (kit) => {
        const { shop, shelf, card } = kit
        paying.answer = (seller) => `before-${seller}`
        await shop.cart(ANA).add(shelf.garment('coat', { seller: MIHAI }))
        const { order } = await buy(shop.cart(ANA), { payment: 'card' })
        const attempt = await attemptOf(kit, order.id)
        paying.answer = away
        await shop.settle(attempt, card.pay(attempt))
        assert.equal((await shop.orders.show(order.id)).state, 'paid')
        paying.answer = (seller) => seller
        assert.equal((await shop.sellers.proceeds('mihai')).items[0]?.owner, 'before-mihai')
      },
    )
  })
}
