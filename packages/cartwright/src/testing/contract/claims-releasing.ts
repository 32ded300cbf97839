import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Actor } from '../../index.ts'
import { CARLA } from './claims-queue.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  guest,
  MIHAI,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  scenario,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
const DAY = 24n * 60n * MINUTE
const SELLER: Actor = { id: 'mihai', role: 'seller' }
const STAFF: Actor = { id: 'vera', role: 'staff' }

/** What sellers and staff do to rights: they see them, end them, and reserve. */
export function describeReleasing(open: OpenDatabase): void {
  describe('a right in the hands of its seller', () => {
    scenario(open, 'is seen as it is', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      assert.equal(await shop.claims.find(coat), null)
      await shop.cart(ANA).add(coat)
      await shop.queue.join(coat, BOGDAN)
      const until = clock() + 15n * MINUTE
      const common = { product: 'garment:coat', price: null }
      assert.deepEqual(await shop.claims.find(coat), {
        ...common,
        state: 'held',
        source: 'cart',
        owner: 'user:ana',
        until,
        takes: 1,
        waiters: 1,
      })
      clock.set(until)
      assert.deepEqual(await shop.claims.find(coat), {
        ...common,
        state: 'free',
        source: 'cart',
        owner: null,
        until: null,
        takes: 0,
        waiters: 1,
      })
      clock.advance(5n * MINUTE)
      assert.equal(await shop.claims.find(coat), null)
    })

    scenario(open, 'is ended by him and by staff; the line stays, expired, and who waits is next', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, hat] = [shelf.garment('coat', { seller: MIHAI }), shelf.garment('hat')]
      await shop.cart(ANA).addMany([{ product: coat }, { product: hat }])
      await shop.queue.join(coat, BOGDAN)
      clock.advance(MINUTE)
      for (const by of [
        { id: 'ioana', role: 'seller' },
        { id: 'ana', role: 'buyer' },
      ] as const)
        await changesNothing(kit, () => refusalOf(shop.claims.release(coat, { by }), 'not_found'))
      await refusalOf(shop.claims.release(hat, { by: SELLER }), 'not_found')
      await shop.claims.release(coat, { by: SELLER, reason: 'damaged' })
      await shop.claims.release(hat, { by: STAFF })
      const lines = (await shop.cart(ANA).read()).lines.map(({ state, reason, heldUntil }) => [state, reason, heldUntil])
      assert.deepEqual(lines, [
        ['expired', 'item_taken', null],
        ['expired', 'hold_expired', null],
      ])
      assert.equal((await shop.queue.places(BOGDAN))[0]?.turnUntil, clock() + 5n * MINUTE)
      await refusalOf(shop.cart(CARLA).add(coat), 'item_taken')
      const { audit } = await readTables(kit.database)
      assert.deepEqual(audit.map(({ key, actor, act, reason }) => [key, actor, act, reason]).sort(), [
        ['garment:coat', 'seller:mihai', 'claim.release', 'damaged'],
        ['garment:hat', 'staff:vera', 'claim.release', null],
      ])
      assert.equal((await eventsOf(kit, 'claim.released')).length, 2)
      await refusalOf(shop.claims.release(coat, { by: SELLER }), 'not_found')
    })

    scenario(open, 'is ended also where it came with a login, and once', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      await shop.cart(guest('g')).add(coat)
      await shop.login(guest('g'), ANA)
      const outcomes = await outcomesOf(times(6, () => shop.claims.release(coat, { by: SELLER })))
      assert.deepEqual(outcomes, { ok: 1, not_found: 5 })
      assert.equal((await shop.cart(ANA).read()).lines[0]?.heldUntil, null)
      assert.equal((await readTables(kit.database)).audit.length, 1)
    })

    scenario(open, 'is not ended while it is paid, once it is sold, or when it was won', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, lot] = [shelf.garment('coat', { seller: MIHAI }), shelf.garment('lot', { seller: MIHAI })]
      const refused = (product: typeof coat) =>
        changesNothing(kit, () => refusalOf(shop.claims.release(product, { by: STAFF }), 'order_state'))
      await shop.cart(ANA).add(coat)
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      await refused(coat)
      const attempt = await attemptOf(kit, order.id)
      await shop.settle(attempt, kit.card.pay(attempt))
      await refused(coat)
      await shop.auctions.award({ product: lot, winner: 'ana', price: 1_000n, payBy: clock() + MINUTE })
      await refused(lot)
    })
  })

  describe("a seller's reservation", () => {
    const reserve = { buyer: 'ana', by: SELLER }

    scenario(open, 'is for one buyer, at the price agreed, and outlasts the line; he buys it like other items', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      const until = clock() + DAY
      const view = await shop.claims.reserve(coat, { ...reserve, until, price: 9_000n, reason: 'a friend' })
      assert.deepEqual([view.state, view.source, view.owner, view.until, view.price], ['held', 'seller', 'user:ana', until, 9_000n])
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      const cart = shop.cart(ANA)
      for (const end of ['remove', 'saveForLater'] as const) {
        const [line] = (await cart.add(coat)).view.lines
        assert.deepEqual([line?.kind, line?.unitPrice, line?.heldUntil, line?.state], ['item', 9_000n, until, 'ok'])
        await cart[end](coat)
        await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      }
      assert.deepEqual(await eventsOf(kit, 'claim.released'), [])
      await cart.returnSaved(coat)
      await fund(kit, ANA, 50_000n)
      const { order } = await buy(cart, { payment: 'wallet' })
      assert.equal(order.totals.subtotal, 9_000n)
      assert.equal((await shop.claims.find(coat))?.state, 'sold')
      await refusalOf(shop.claims.reserve(coat, { ...reserve, until: clock() + DAY }), 'item_sold')
      assert.deepEqual(
        (await readTables(kit.database)).audit.map(({ actor, act, reason, after }) => [actor, act, reason, after]),
        [['seller:mihai', 'claim.reserve', 'a friend', JSON.stringify({ buyer: 'ana', until: until.toString(), price: '9000' })]],
      )
    })

    scenario(open, 'survives a payment that failed, and ends at its moment', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      const until = clock() + DAY
      await shop.claims.reserve(coat, { ...reserve, until })
      const cart = shop.cart(ANA)
      await cart.add(coat)
      const { order } = await buy(cart, { payment: 'card' })
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'card_declined' })
      assert.equal((await shop.claims.find(coat))?.until, until)
      clock.set(until - 1n)
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      clock.set(until)
      assert.equal((await cart.read()).lines[0]?.reason, 'hold_expired')
      shelf.change(coat, { price: 12_000n })
      const [line] = (await cart.add(coat)).view.lines
      assert.deepEqual([line?.unitPrice, line?.heldUntil], [12_000n, until + 15n * MINUTE])
      await cart.remove(coat)
      await shop.cart(BOGDAN).add(coat)
    })

    scenario(open, 'is made anew for another, and released', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      await shop.claims.reserve(coat, { ...reserve, until: clock() + DAY })
      await shop.cart(ANA).add(coat)
      await shop.claims.reserve(coat, { ...reserve, buyer: 'bogdan', until: clock() + DAY })
      const [line] = (await shop.cart(ANA).read()).lines
      assert.deepEqual([line?.state, line?.reason], ['expired', 'item_taken'])
      await shop.cart(BOGDAN).add(coat)
      await shop.claims.release(coat, { by: SELLER })
      assert.equal((await shop.cart(BOGDAN).read()).lines[0]?.state, 'expired')
      await shop.cart(CARLA).add(coat)
    })

    scenario(open, 'goes to no other with his cart', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      await shop.claims.reserve(coat, { ...reserve, until: clock() + DAY })
      await shop.cart(ANA).add(coat)
      const { report } = await shop.cart(BOGDAN).merge(shop.cart(ANA))
      assert.equal(report.dropped.length, 1)
      await shop.cart(ANA).add(coat)
    })

    scenario(open, 'is refused for what is not his, not free, or not to be reserved', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      const until = clock() + DAY
      const refused = (product: typeof coat, change: object, code: Parameters<typeof refusalOf>[1]) =>
        changesNothing(kit, () => refusalOf(shop.claims.reserve(product, { ...reserve, until, ...change }), code))
      await refused(coat, { by: { id: 'ioana', role: 'seller' } }, 'not_found')
      await refused(coat, { by: { id: 'mihai', role: 'buyer' } }, 'not_found')
      await refused({ type: 'garment', id: 'none' }, { by: STAFF }, 'not_found')
      await refused(coat, { buyer: 'mihai' }, 'own_product')
      await refused(coat, { until: clock() }, 'invalid_input')
      await refused(coat, { until: clock() + 7n * DAY + 1n }, 'invalid_input')
      await refused(coat, { price: -1n }, 'invalid_input')
      await refused(coat, { buyer: '' }, 'invalid_input')
      await refused(shelf.article('tote', { seller: MIHAI }), {}, 'invalid_input')
      await refused(shelf.garment('lot', { seller: MIHAI, auctionOnly: true }), {}, 'auction_only')
      await shop.cart(BOGDAN).add(coat)
      await refused(coat, {}, 'item_taken')
      await shop.queue.join(coat, CARLA)
      clock.advance(15n * MINUTE)
      await refused(coat, { until: clock() + DAY }, 'item_taken')
      clock.advance(5n * MINUTE)
      await shop.claims.reserve(coat, { ...reserve, until: clock() + DAY })
      assert.deepEqual((await readTables(kit.database)).queue_place, [])
    })

    scenario(open, 'against an add at the same instant: one of them', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat', { seller: MIHAI })
      const actions = [
        shop.claims.reserve(coat, { ...reserve, until: clock() + DAY }),
        ...times(9, (one) => shop.cart(guest(`${one}`)).add(coat)),
      ]
      assert.deepEqual(await outcomesOf(actions), { ok: 1, item_taken: 9 })
    })
  })
}
