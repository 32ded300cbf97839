import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Cleaned, CleanOptions } from '../../index.ts'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  fund,
  guest,
  type Kit,
  MIHAI,
  type OpenDatabase,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const DAY = 24n * 60n * 60_000n

/** What is left of carts, lines and slots. */
async function leftOf({ database }: Kit): Promise<{ carts: number; lines: number; slots: number }> {
  const { cart, cart_line, cart_slot } = await readTables(database)
  return { carts: cart.length, lines: cart_line.length, slots: cart_slot.length }
}

const NOTHING_KEPT = { payment: 0, win: 0, order: 0 }
const counts = ({ deleted, emptied }: Cleaned): [number, number] => [deleted, emptied]

/** Carts that nobody uses any more. */
export function describeCleaning(open: OpenDatabase): void {
  describe('cleaning', () => {
    scenario(open, 'removes carts by their last use, with lines, places, holds and history, and frees what they held', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      await shop.cart(ANA).addMany([{ product: coat }, { product: shelf.good('tea') }])
      await shop.cart(guest('one')).add(shelf.good('salt'))
      clock.advance(80n * DAY)
      await shop.cart(guest('one')).add(shelf.good('salt'))
      clock.advance(11n * DAY)
      assert.deepEqual(await shop.cleanCarts(), { seen: 2, deleted: 1, emptied: 0, kept: NOTHING_KEPT })
      assert.deepEqual(await leftOf(kit), { carts: 1, lines: 1, slots: 1 })
      const { claim, event } = await readTables(kit.database)
      const told = [...new Set(event.map((one) => one.key))].filter((key) => key !== 'garment:coat')
      assert.deepEqual([claim.length, told.length], [0, 1])
      assert.equal(event.filter((one) => one.name === 'claim.expired').length, 1)
      assert.equal((await shop.cart(ANA).read()).id, null)
      assert.equal((await shop.cart(ANA).add(coat)).view.count, 1n)
      assert.equal((await shop.cart(guest('one')).read()).count, 2n)
      assert.deepEqual(counts(await shop.cleanCarts()), [0, 0])
    })

    scenarioWith(open, { holds: { guest: 5n * DAY } }, 'a hold that outlives its cart is given back, and told', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      await shop.cart(guest('one')).add(coat)
      clock.advance(2n * DAY)
      assert.equal((await shop.cleanCarts({ days: 1 })).deleted, 1)
      assert.equal((await shop.cart(ANA).add(coat)).view.count, 1n)
      assert.deepEqual(
        (await readTables(kit.database)).event.filter((one) => one.key === 'garment:coat').map((one) => one.name),
        ['claim.released'],
      )
    })

    scenario(open, 'a dry run counts the same and changes nothing', async (kit) => {
      const { shop, shelf, clock } = kit
      for (const name of ['one', 'two', 'three']) await shop.cart(guest(name)).add(shelf.good('tea'))
      clock.advance(2n * DAY)
      const wouldBe = await changesNothing(kit, () => shop.cleanCarts({ days: 1, dryRun: true }))
      assert.deepEqual(wouldBe, await shop.cleanCarts({ days: 1 }))
      assert.equal(wouldBe.deleted, 3)
    })

    scenario(open, 'the millisecond decides', async ({ shop, shelf, clock }) => {
      await shop.cart(ANA).add(shelf.good('tea'))
      clock.advance(DAY)
      assert.equal((await shop.cleanCarts({ days: 1 })).deleted, 0)
      clock.advance(1n)
      assert.equal((await shop.cleanCarts({ days: 1 })).deleted, 1)
    })

    scenario(open, 'walks in small steps, tells of each, and ends', async (kit) => {
      const { shop, shelf, clock } = kit
      const tea = shelf.good('tea')
      for (const name of times(7, String)) await shop.cart(guest(name)).add(tea)
      clock.advance(2n * DAY)
      for (const name of ['1', '4']) await shop.cart(guest(name)).add(tea)
      const steps: Cleaned[] = []
      const done = await shop.cleanCarts({ days: 1, batch: 2, onProgress: (cleaned) => steps.push(cleaned) })
      assert.deepEqual([done.seen, done.deleted, steps.length], [7, 5, 3])
      assert.deepEqual(steps.at(-1), done)
      assert.deepEqual(await leftOf(kit), { carts: 2, lines: 2, slots: 2 })
    })

    scenario(open, 'by class: guests, users, empty ones', async ({ shop, shelf, clock }) => {
      const tea = shelf.good('tea')
      await shop.cart(guest('one')).add(tea)
      await shop.cart(guest('two')).add(tea)
      await shop.cart(guest('two')).clear()
      await shop.cart(ANA).add(tea)
      clock.advance(100n * DAY)
      const deleted = async (classes: CleanOptions['classes']): Promise<number> =>
        (await shop.cleanCarts({ ...(classes === undefined ? {} : { classes }), dryRun: true })).deleted
      assert.deepEqual(
        await Promise.all([deleted(['guest']), deleted(['user']), deleted(['empty']), deleted(['guest', 'user'])]),
        [1, 1, 1, 2],
      )
      assert.equal(await deleted(undefined), 3)
    })

    scenario(open, 'a cart that was merged into another goes too', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.cart(guest('ana')).add(shelf.good('tea'))
      await shop.login({ token: 'token-of-ana' }, ANA)
      clock.advance(30n * DAY)
      await shop.cart(ANA).add(shelf.good('tea'))
      assert.equal((await shop.cleanCarts({ days: 10 })).deleted, 1)
      assert.equal((await shop.cart(ANA).read()).count, 2n)
    })

    scenario(open, 'stays: a payment under way', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.cart(guest('one')).add(shelf.garment('coat'))
      await buy(shop.cart(guest('one')), { payment: 'card' })
      clock.advance(100n * DAY)
      await changesNothing(kit, () => shop.cleanCarts({ includePlaced: true }))
    })

    scenario(open, 'stays: an unpaid win, until its right has lapsed; also when its line was taken out', async (kit) => {
      const { shop, shelf, clock } = kit
      const [ring, vase] = [shelf.garment('ring', { auctionOnly: true }), shelf.garment('vase', { auctionOnly: true })]
      await shop.auctions.award({ product: ring, winner: 'ana', price: 5_000n, payBy: clock() + 200n * DAY })
      await shop.cart(BOGDAN).add(shelf.good('tea'))
      await shop.auctions.award({ product: vase, winner: 'bogdan', price: 5_000n, payBy: clock() + 200n * DAY })
      await shop.cart(BOGDAN).remove(vase)
      clock.advance(100n * DAY)
      assert.deepEqual((await changesNothing(kit, () => shop.cleanCarts())).kept, { ...NOTHING_KEPT, win: 2 })
      clock.advance(101n * DAY)
      assert.equal((await shop.cleanCarts()).deleted, 2)
    })

    scenario(open, 'stays: an order that is not final; a final one keeps its figures when its cart is emptied', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 100_000n)
      await shop.cart(ANA).addMany([{ product: shelf.garment('coat') }, { product: shelf.good('tea', { seller: MIHAI }) }])
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      clock.advance(100n * DAY)
      await changesNothing(kit, () => shop.cleanCarts())
      assert.deepEqual((await changesNothing(kit, () => shop.cleanCarts({ includePlaced: true }))).kept, { ...NOTHING_KEPT, order: 1 })
      const cancelled = await shop.orders.cancel(order.id, ANA)
      assert.deepEqual(counts(await shop.cleanCarts({ includePlaced: true })), [0, 1])
      assert.deepEqual(await shop.orders.find(order.id, ANA), cancelled)
      assert.deepEqual(await leftOf(kit), { carts: 1, lines: 0, slots: 0 })
      assert.deepEqual(counts(await shop.cleanCarts({ includePlaced: true })), [0, 0])
    })

    scenario(open, 'a cart whose card was declined is closed, and its order stays', async (kit) => {
      const { shop, shelf, clock, card } = kit
      await shop.cart(ANA).add(shelf.garment('coat'))
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      const { attempt } = await readTables(kit.database)
      await shop.settle(String(attempt[0]?.id), { state: 'failed', reason: 'card_declined' })
      assert.ok(card)
      clock.advance(100n * DAY)
      assert.deepEqual(counts(await shop.cleanCarts()), [0, 1])
      assert.equal((await shop.orders.find(order.id, ANA)).state, 'cancelled')
      assert.equal((await shop.cart(ANA).read()).id, null)
      assert.equal((await shop.cart(ANA).add(shelf.garment('coat'))).view.count, 1n)
    })

    scenario(open, 'a cart that was closed without an order goes when asked for; what it sold stays sold', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, bag] = [shelf.garment('coat'), shelf.article('bag')]
      await shop.stock.set(bag, 5n)
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      for (const buyer of [ANA, BOGDAN]) await shop.cart(buyer).add(bag, { quantity: 2n })
      await shop.cart(ANA).addMany([{ product: coat }, { product: shelf.good('tea') }])
      await shop.cart(ANA).applyDiscount('TEN')
      await shop.cart(ANA).close()
      clock.advance(50n * DAY)
      await shop.cart(BOGDAN).close()
      clock.advance(50n * DAY)
      assert.deepEqual(counts(await shop.cleanCarts()), [0, 0])
      assert.deepEqual(counts(await shop.cleanCarts({ includePlaced: true })), [1, 0])
      assert.deepEqual(await leftOf(kit), { carts: 1, lines: 1, slots: 0 })
      await refusalOf(shop.cart(ANA).add(coat), 'item_sold')
      await refusalOf(shop.cart(ANA).add(bag, { quantity: 2n }), 'insufficient_stock')
      assert.equal((await shop.discounts.find('TEN'))?.uses, 1n)
    })

    scenario(open, 'a cart that is used while it is cleaned stays whole', async (kit) => {
      const { shop, shelf, clock } = kit
      const tea = shelf.good('tea')
      for (const round of times(5, String)) {
        const names = times(8, (index) => `${round}-${index}`)
        for (const name of names) await shop.cart(guest(name)).add(tea)
        clock.advance(2n * DAY)
        const [cleaned, ...views] = await Promise.all([
          shop.cleanCarts({ days: 1 }),
          ...names.map((name) => shop.cart(guest(name)).add(tea)),
        ])
        for (const [index, { view }] of views.entries()) {
          const now = await shop.cart(guest(names[index] ?? '')).read()
          assert.deepEqual([now.id, now.count], [view.id, view.count])
        }
        assert.equal(views.filter(({ view }) => view.count === 1n).length, cleaned.deleted)
        clock.advance(2n * DAY)
        await shop.cleanCarts({ days: 1 })
        assert.equal((await leftOf(kit)).carts, 0)
      }
    })

    scenario(open, 'refuses senseless options', async (kit) => {
      const { shop } = kit
      for (const options of [{ days: 0 }, { days: -1 }, { days: Number.NaN }, { batch: 0 }, { batch: 1.5 }])
        await changesNothing(kit, () => assert.rejects(shop.cleanCarts(options), RangeError))
    })
  })
}
