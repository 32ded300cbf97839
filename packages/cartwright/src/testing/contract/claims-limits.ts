import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  guest,
  noticeCodes,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n

/** Renewals, budgets, policies, and the sweeper. */
export function describeHoldLimits(open: OpenDatabase): void {
  describe('limits of holds', () => {
    scenarioWith(open, { holds: { renewals: 3 } }, 'a hold is renewed so many times and no more', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      const cart = shop.cart(ANA)
      await cart.add(coat)
      for (const _ of [1, 2, 3]) {
        clock.advance(14n * MINUTE)
        assert.equal((await cart.renew()).view.lines[0]?.heldUntil, clock() + 15n * MINUTE)
      }
      await changesNothing(kit, () => refusalOf(cart.renew(), 'renewal_limit'))
      clock.advance(15n * MINUTE)
      await changesNothing(kit, async () => {
        assert.deepEqual((await refusalOf(cart.renew(), 'renewal_limit')).details, { reason: 'nothing_held' })
      })
      assert.equal((await shop.cart(BOGDAN).add(coat)).view.count, 1n)
    })

    scenario(open, 'a lapsed hold is not renewed, a taken one even less', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, hat] = [shelf.garment('coat'), shelf.garment('hat')]
      const cart = shop.cart(ANA)
      await cart.add(coat)
      clock.advance(14n * MINUTE)
      await cart.add(hat)
      clock.advance(MINUTE)
      await shop.cart(BOGDAN).add(coat)
      const { view } = await cart.renew()
      assert.deepEqual(
        view.lines.map((line) => [line.product.id, line.heldUntil]),
        [
          ['coat', null],
          ['hat', clock() + 15n * MINUTE],
        ],
      )
    })

    scenario(open, 'without a line in the cart there is nothing to renew', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      const cart = shop.cart(ANA)
      const refused = () => changesNothing(kit, () => refusalOf(cart.renew(), 'cart_empty'))
      await refusalOf(shop.cart(guest('nobody')).renew(), 'cart_empty')
      await cart.add(coat)
      await cart.saveForLater(coat)
      await refused()
      await cart.returnSaved(coat)
      await cart.remove(coat)
      await refused()
    })

    scenario(open, '20 holds at once and no more, whichever way they come', async (kit) => {
      const { shop, shelf, clock } = kit
      const coats = times(24, (index) => shelf.garment(`coat-${index}`))
      const cart = shop.cart(ANA)
      await changesNothing(kit, () => refusalOf(cart.addMany(coats.slice(0, 21).map((product) => ({ product }))), 'hold_limit'))
      await cart.addMany(coats.slice(0, 17).map((product) => ({ product })))
      assert.deepEqual(await outcomesOf(coats.slice(17).map((product) => cart.add(product))), { ok: 3, hold_limit: 4 })
      const refused = await refusalOf(cart.add(shelf.garment('one more')), 'hold_limit')
      assert.deepEqual(refused.details, { limit: 20n })
      assert.equal((await cart.add(shelf.good('tea'))).view.uniqueCount, 21)
      await cart.remove(coats[0] ?? assert.fail())
      await cart.add(shelf.garment('one more'))
      clock.advance(15n * MINUTE)
      assert.equal((await cart.add(shelf.garment('after they lapsed'))).view.lines.filter((line) => line.state === 'ok').length, 2)
    })

    scenarioWith(open, { holds: { policy: 'soft' } }, 'soft: many carts, the first to pay gets it, the others are told', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      const carts = times(10, (index) => shop.cart({ userId: `u${index}` }))
      assert.deepEqual(await outcomesOf(carts.map((cart) => cart.add(coat))), { ok: 10 })
      assert.deepEqual((await readTables(kit.database)).claim, [])
      assert.deepEqual(noticeCodes((await carts[0]?.add(coat))?.notices ?? []), ['already_in_cart'])
      await Promise.all(times(10, (index) => fund(kit, { userId: `u${index}` }, 50_000n)))
      const requests = await Promise.all(carts.map((cart) => requestOf(cart, { payment: 'wallet' })))
      assert.deepEqual(await outcomesOf(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail()))), {
        ok: 1,
        item_sold: 9,
      })
      const views = await Promise.all(carts.map((cart) => cart.read()))
      const losers = views.filter((view) => !view.isEmpty)
      assert.deepEqual(
        losers.map((view) => [view.lines[0]?.state, view.lines[0]?.reason, view.count]),
        times(9, () => ['unavailable', 'item_sold', 0n]),
      )
      await refusalOf(shop.cart(guest('late')).add(coat), 'item_sold')
    })

    scenarioWith(open, { holds: { policy: 'at-checkout' } }, 'at-checkout: kept from the moment of placing', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      const [ana, bogdan] = [shop.cart(ANA), shop.cart(BOGDAN)]
      await ana.add(coat)
      const { view } = await bogdan.add(coat)
      const whole = await requestOf(bogdan, { payment: 'card' })
      const some = await requestOf(bogdan, { payment: 'card', lines: view.lines.map((line) => line.id) })
      await buy(ana, { payment: 'card' })
      const [line] = (await bogdan.read()).lines
      assert.deepEqual([line?.state, line?.reason, line?.availableAgainAt], ['expired', 'item_taken', clock() + 30n * MINUTE])
      for (const request of [whole, some]) await changesNothing(kit, () => refusalOf(bogdan.checkout(request), 'item_taken'))
    })

    scenario(open, 'the sweeper announces each lapsed hold once, and safety never needed it', async (kit) => {
      const { shop, shelf, clock } = kit
      const coats = times(5, (index) => shelf.garment(`coat-${index}`))
      await shop.cart(ANA).addMany(coats.map((product) => ({ product })))
      clock.advance(15n * MINUTE)
      await shop.cart(BOGDAN).add(coats[0] ?? assert.fail())
      const swept = await Promise.all(times(4, () => shop.sweep()))
      assert.equal(
        swept.reduce((sum, one) => sum + one.claims, 0),
        4,
      )
      assert.deepEqual((await shop.sweep()).claims, 0)
      const told = await eventsOf(kit, 'claim.expired')
      assert.deepEqual(
        told.map(({ payload }) => payload.product).sort(),
        coats.map((coat) => `garment:${coat.id}`),
        'the first by who took it over, the others by the sweeper',
      )
      assert.deepEqual(
        (await shop.cart(ANA).read()).lines.map((line) => line.reason),
        ['item_taken', ...times(4, () => 'hold_expired')],
      )
      const { view } = await shop.cart(ANA).add(coats[1] ?? assert.fail())
      assert.equal(view.lines[1]?.state, 'ok')
    })
  })

  describe('an auction win', () => {
    scenario(open, "is a line of the winner at his price, and nobody else's", async (kit) => {
      const { shop, shelf, clock } = kit
      const lot = shelf.garment('lot', { auctionOnly: true, price: 50_000n })
      await shop.auctions.award({ product: lot, winner: 'ana', price: 8_000n, payBy: clock() + 60n * MINUTE })
      const view = await shop.cart(ANA).read()
      assert.deepEqual(
        view.lines.map((line) => [line.kind, line.unitPrice, line.state, line.heldUntil]),
        [['auction_win', 8_000n, 'ok', clock() + 60n * MINUTE]],
      )
      await refusalOf(shop.cart(BOGDAN).add(lot), 'item_taken')
      await shop.cart(ANA).remove(lot)
      await refusalOf(shop.cart(BOGDAN).add(lot), 'item_taken')
      const { view: again } = await shop.cart(ANA).add(lot)
      assert.deepEqual(
        again.lines.map((line) => [line.kind, line.unitPrice]),
        [['auction_win', 8_000n]],
      )
      await fund(kit, ANA, 100_000n)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      assert.equal(order.totals.subtotal, 8_000n)
    })

    scenario(open, 'is over at its deadline', async ({ shop, shelf, clock }) => {
      const lot = shelf.garment('lot', { auctionOnly: true })
      await shop.auctions.award({ product: lot, winner: 'ana', price: 8_000n, payBy: clock() + MINUTE })
      clock.advance(MINUTE)
      assert.deepEqual(
        (await shop.cart(ANA).read()).lines.map((line) => line.state),
        ['expired'],
      )
      await refusalOf(shop.cart(ANA).add(lot), 'auction_only')
    })
  })
}
