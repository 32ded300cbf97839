import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Database } from '../../index.ts'
import { type ProductRef, productKey } from '../../index.ts'
import { CARLA, DAN, lined } from './claims-queue.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  eventsOf,
  fund,
  guest,
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
const TURN = 5n * MINUTE

/** Lines while others do something at the same instant, while somebody pays, and over a login. */
export function describeQueueRaces(open: OpenDatabase): void {
  describe('a line in the midst of others', () => {
    scenario(open, '20 join at once: 20 places, one after the other', async (kit) => {
      const { coat, ends } = await lined(kit)
      const buyers = times(20, (index) => guest(`w${index}`))
      const answers = await Promise.all(buyers.map((buyer) => kit.shop.queue.join(coat, buyer)))
      assert.deepEqual(
        answers.map(({ position }) => position).sort((left, right) => left - right),
        times(20, (index) => index + 1),
      )
      const places = await Promise.all(buyers.map((buyer) => kit.shop.queue.places(buyer)))
      assert.deepEqual(
        places.map(([place]) => [place?.position, place?.holdingUntil]),
        answers.map(({ position }) => [position, ends]),
      )
      assert.deepEqual(await outcomesOf(times(4, () => kit.shop.queue.join(coat, guest('w1')))), { ok: 4 })
      assert.equal((await readTables(kit.database)).queue_place.length, 20)
    })

    scenario(open, '30 join at once and all decide before anybody writes: 30 places', async (kit) => {
      const { shop, database } = kit
      const { coat } = await lined(kit)
      const slow = database as { batch: Database['batch'] }
      const { batch } = slow
      slow.batch = async (statements, receipt) => {
        await new Promise((ready) => setTimeout(ready, 10))
        return batch.call(database, statements, receipt)
      }
      try {
        assert.deepEqual(await outcomesOf(times(30, (index) => shop.queue.join(coat, guest(`w${index}`)))), { ok: 30 })
      } finally {
        slow.batch = batch
      }
      const { claim, queue_place } = await readTables(database)
      assert.deepEqual([claim[0]?.waiters, new Set(queue_place.map(({ id }) => id)).size], [30n, 30])
    })

    scenario(open, '20 takers at the instant of expiry: the first in line', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN, CARLA)
      clock.set(ends)
      const carts = [shop.cart(ANA), shop.cart(CARLA), ...times(17, (index) => shop.cart(guest(`${index}`))), shop.cart(BOGDAN)]
      assert.deepEqual(await outcomesOf(carts.map((cart) => cart.add(coat))), { ok: 1, item_taken: 19 })
      assert.equal((await shop.cart(BOGDAN).read()).lines[0]?.state, 'ok')
    })

    scenario(open, '20 takers at the instant at which the last turn ends: one', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN)
      clock.set(ends + TURN)
      const carts = times(20, (index) => shop.cart(index === 0 ? BOGDAN : guest(`${index}`)))
      assert.deepEqual(await outcomesOf(carts.map((cart) => cart.add(coat))), { ok: 1, item_taken: 19 })
    })

    scenario(open, 'a take, leaves and joins at once: one right, and as many places as are counted', async (kit) => {
      const { shop, clock } = kit
      for (const round of times(3, (index) => index)) {
        const coat = kit.shelf.garment(`coat-${round}`)
        await shop.cart(ANA).add(coat)
        for (const buyer of [BOGDAN, CARLA, DAN]) await shop.queue.join(coat, buyer)
        clock.advance(15n * MINUTE + BigInt(round) * TURN)
        const outcomes = await Promise.allSettled([
          shop.cart(BOGDAN).add(coat),
          shop.queue.leave(coat, BOGDAN),
          shop.cart(CARLA).add(coat),
          shop.queue.join(coat, guest(`g${round}`)),
          shop.queue.leave(coat, DAN),
          shop.sweep(),
        ])
        assert.ok(outcomes.filter(({ status }, place) => status === 'fulfilled' && (place === 0 || place === 2)).length <= 1)
        const { claim, queue_place } = await readTables(kit.database)
        const right = claim.find((one) => one.product === `garment:coat-${round}`)
        assert.equal(right?.waiters ?? 0n, BigInt(queue_place.filter((place) => place.product === `garment:coat-${round}`).length))
      }
    })

    scenario(open, 'everybody leaves at once: nothing is left', async (kit) => {
      const buyers = times(8, (index) => guest(`w${index}`))
      const { coat, ends } = await lined(kit, ...buyers)
      kit.clock.set(ends + TURN)
      assert.deepEqual(await outcomesOf(buyers.map((buyer) => kit.shop.queue.leave(coat, buyer))), { ok: 8 })
      const { queue_place, claim } = await readTables(kit.database)
      assert.deepEqual([queue_place, claim.every((one) => one.waiters === 0n)], [[], true])
      await kit.shop.cart(CARLA).add(coat)
    })

    scenario(open, 'a sale keeps the line, and its cancel gives the first his turn', async (kit) => {
      const { shop, clock } = kit
      const { coat } = await lined(kit, BOGDAN, CARLA)
      await fund(kit, ANA, 50_000n)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_sold')
      assert.deepEqual(
        (await shop.queue.places(BOGDAN)).map(({ position, holdingUntil }) => [position, holdingUntil]),
        [[1, null]],
      )
      clock.advance(MINUTE)
      await shop.orders.cancel(order.id, ANA)
      assert.equal((await shop.queue.places(BOGDAN))[0]?.turnUntil, clock() + TURN)
      await refusalOf(shop.cart(ANA).add(coat), 'item_taken')
      await shop.queue.leave(coat, CARLA)
      clock.advance(TURN)
      await shop.cart(ANA).add(coat)
      assert.deepEqual((await readTables(kit.database)).queue_place, [])
    })

    scenario(open, 'a hold outlasts its payment, and a payment that failed, whoever waits', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN)
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      clock.set(ends)
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'card_declined' })
      assert.equal((await shop.cart(ANA).read()).lines[0]?.heldUntil, ends + 15n * MINUTE)
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      clock.set(ends + 15n * MINUTE)
      await shop.cart(BOGDAN).add(coat)
    })

    scenario(open, 'a payment that takes too long leaves its thing to the first in line, and not to others', async (kit) => {
      const { shop, clock } = kit
      const { coat } = await lined(kit, BOGDAN)
      await buy(shop.cart(ANA), { payment: 'card' })
      clock.advance(30n * MINUTE)
      await refusalOf(shop.cart(CARLA).add(coat), 'item_taken')
      await shop.sweep()
      await shop.queue.join(coat, CARLA)
      await shop.cart(BOGDAN).add(coat)
      assert.equal((await eventsOf(kit, 'queue.turn')).length, 1)
    })

    scenarioWith(open, { holds: { policy: 'soft' } }, 'in a soft shop as well: the first in line pays, the others may not', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      const carts = [ANA, BOGDAN, CARLA].map((buyer) => shop.cart(buyer))
      await Promise.all(carts.map((cart) => cart.add(coat)))
      const [ana = assert.fail(), bogdan = assert.fail(), carla = assert.fail()] = carts
      const request = await requestOf(carla, { payment: 'card' })
      await buy(ana, { payment: 'card' })
      await shop.queue.join(coat, BOGDAN)
      clock.advance(30n * MINUTE)
      await refusalOf(carla.checkout(request), 'item_taken')
      assert.equal((await carla.read()).lines[0]?.reason, 'item_taken')
      const { order } = await buy(bogdan, { payment: 'card' })
      await shop.settle(await attemptOf(kit, order.id), kit.card.pay(await attemptOf(kit, order.id)))
      assert.deepEqual((await readTables(kit.database)).queue_place, [])
    })

    scenario(open, "at login the guest's place becomes the user's, and of two the earlier one stays", async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, guest('a'), BOGDAN, guest('b'), CARLA)
      await shop.login(guest('b'), BOGDAN)
      await shop.login(guest('a'), { userId: 'dan' })
      await shop.login(guest('a'), { userId: 'dan' })
      const positions = await Promise.all([DAN, BOGDAN, CARLA].map((buyer) => shop.queue.places(buyer)))
      assert.deepEqual(
        positions.map((places) => places.map(({ position }) => position)),
        [[1], [2], [3]],
      )
      assert.deepEqual(await shop.queue.places(guest('a')), [])
      const early = shop.cart(guest('early'))
      await shop.queue.join(coat, guest('early'))
      await early.bindTo('ema')
      assert.equal((await shop.queue.places({ userId: 'ema' }))[0]?.position, 4)
      clock.set(ends + TURN)
      await Promise.all(times(3, () => shop.login(guest('a'), BOGDAN)))
      await shop.cart(BOGDAN).add(coat)
    })

    scenario(open, 'nobody waits behind himself after a login, whoever of the two waited', async (kit) => {
      const { shop, shelf } = kit
      const [coat, dress] = [shelf.garment('coat'), shelf.garment('dress')]
      await shop.cart(ANA).add(coat)
      await shop.queue.join(coat, guest('a'))
      await shop.cart(guest('a')).add(dress)
      await shop.queue.join(dress, ANA)
      await shop.queue.join(dress, BOGDAN)
      await shop.login(guest('a'), ANA)
      assert.deepEqual(await shop.queue.places(ANA), [])
      assert.deepEqual(
        (await shop.queue.places(BOGDAN)).map(({ position }) => position),
        [1],
      )
      const { claim, queue_place } = await readTables(kit.database)
      assert.deepEqual([claim.map(({ waiters }) => waiters), queue_place.length], [[0n, 1n], 1])
    })

    scenario(open, 'the buyer who adds in his turn twice at once has it, and is told so both times, whatever comes first', async (kit) => {
      const { shop, shelf, clock } = kit
      const { context } = shop
      const { db } = context
      const looks = {
        add: async (product: ProductRef) => (await shop.cart(BOGDAN).add(product)).view.lines.length,
        availability: async (product: ProductRef) => (await shop.availability([product], BOGDAN)).get(productKey(product))?.state,
      }
      for (const [name, look] of Object.entries(looks))
        for (const place of [0, 1, 2, 3]) {
          const product = shelf.garment(`${name}-${place}`)
          await shop.cart(ANA).add(product)
          await shop.queue.join(product, BOGDAN)
          await shop.queue.join(product, CARLA)
          clock.advance(15n * MINUTE)
          let reads = 0
          const read: typeof db.read = async (...statements) => {
            const isHere = reads === place
            reads += 1
            if (isHere) {
              Object.assign(context, { db })
              await shop.cart(BOGDAN).add(product)
            }
            return db.read(...statements)
          }
          Object.assign(context, { db: Object.assign(Object.create(db), { read }) })
          const answer = await look(product)
          Object.assign(context, { db })
          assert.ok([1, 'available', 'in_your_cart'].includes(answer ?? ''), `${name} ${place}: ${answer}`)
          await shop.queue.leave(product, CARLA)
          await shop.cart(BOGDAN).clear()
        }
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      await shop.queue.join(coat, BOGDAN)
      clock.advance(15n * MINUTE)
      const added = await Promise.all(times(4, () => shop.cart(BOGDAN).add(coat)))
      assert.equal(added.filter(({ notices }) => notices.length === 0).length, 1)
    })

    scenario(open, 'a login in the midst of the turns moves no turn', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, guest('a'), guest('b'), CARLA, guest('c'), BOGDAN)
      clock.set(ends + TURN + 1n)
      await Promise.all([shop.login(guest('a'), DAN), shop.login(guest('b'), BOGDAN), shop.login(guest('c'), { userId: 'ema' })])
      assert.equal((await shop.queue.places(BOGDAN))[0]?.turnUntil, ends + 2n * TURN)
      assert.equal((await shop.queue.places(CARLA))[0]?.holdingUntil, ends + 2n * TURN)
      assert.deepEqual(await shop.queue.places(DAN), [])
      await refusalOf(shop.cart(CARLA).add(coat), 'item_taken')
      await shop.cart(BOGDAN).add(coat)
      assert.deepEqual(
        (await Promise.all([CARLA, { userId: 'ema' }].map((buyer) => shop.queue.places(buyer)))).map((places) => places[0]?.position),
        [1, 2],
      )
    })
  })
}
