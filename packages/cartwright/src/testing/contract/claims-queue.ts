import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer, ProductRef, QueuePlace } from '../../index.ts'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  guest,
  type Kit,
  type OpenDatabase,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
const TURN = 5n * MINUTE
export const CARLA: Buyer & { readonly userId: string } = { userId: 'carla' }
export const DAN: Buyer & { readonly userId: string } = { userId: 'dan' }

/** Ana holds a coat for 15 minutes, and these wait for it; answers it with the moment at which her hold ends. */
export async function lined(
  { shop, shelf, clock }: Kit,
  ...waiting: readonly { readonly userId?: string; readonly token?: string }[]
): Promise<{ coat: ProductRef; ends: bigint }> {
  const coat = shelf.garment('coat')
  await shop.cart(ANA).add(coat)
  const ends = clock() + 15n * MINUTE
  for (const buyer of waiting) await shop.queue.join(coat, buyer)
  return { coat, ends }
}

const seen = ({ position, holdingUntil, turnUntil }: QueuePlace): unknown[] => [position, holdingUntil, turnUntil]

/** The line behind a hold: who is next, for how long, and what everybody sees of it. */
export function describeQueue(open: OpenDatabase): void {
  describe('a line', () => {
    scenario(open, 'tells each his own place, and nobody else', async (kit) => {
      const { shop } = kit
      const { coat, ends } = await lined(kit, BOGDAN, CARLA)
      const answer = await shop.queue.join(coat, guest('g'))
      assert.deepEqual(answer, { product: coat, position: 3, holdingUntil: ends, turnUntil: null })
      assert.deepEqual(await changesNothing(kit, () => shop.queue.join(coat, CARLA)), { ...answer, position: 2 })
      assert.deepEqual(await shop.queue.places(guest('g')), [answer])
      assert.deepEqual(await shop.queue.places(DAN), [])
      assert.deepEqual(await changesNothing(kit, () => shop.queue.join(coat, ANA)), { ...answer, position: 0 })
      assert.deepEqual((await readTables(kit.database)).claim[0]?.waiters, 3n)
      await changesNothing(kit, () => shop.queue.leave(coat, DAN))
    })

    scenario(open, 'each has his turn, half-open, then it is free for everybody', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN, CARLA)
      const stateOf = async (buyer: Buyer) => {
        const { state, availableAgainAt, turnUntil } = (await shop.availability([coat], buyer)).get('garment:coat') ?? assert.fail()
        return [state, availableAgainAt, turnUntil]
      }
      const refused = async (buyer: Buyer, again: bigint) => {
        const { details } = await changesNothing(kit, () => refusalOf(shop.cart(buyer).add(coat), 'item_taken'))
        assert.equal(details.availableAgainAt, again)
      }
      clock.set(ends - 1n)
      await refused(BOGDAN, ends)
      await refused(CARLA, ends + TURN)
      await refused(DAN, ends + 2n * TURN)
      assert.deepEqual(await stateOf(BOGDAN), ['held', ends, null])
      assert.deepEqual(await stateOf(CARLA), ['held', ends + TURN, null])
      assert.deepEqual(await stateOf(DAN), ['held', ends + 2n * TURN, null])
      assert.deepEqual((await stateOf(ANA))[0], 'in_your_cart')
      clock.set(ends)
      assert.deepEqual(await stateOf(BOGDAN), ['available', null, ends + TURN])
      assert.deepEqual(await stateOf(CARLA), ['held', ends + TURN, null])
      assert.deepEqual(await stateOf(DAN), ['held', ends + 2n * TURN, null])
      assert.deepEqual((await shop.queue.places(BOGDAN)).map(seen), [[0, null, ends + TURN]])
      assert.deepEqual((await shop.queue.places(CARLA)).map(seen), [[1, ends + TURN, null]])
      await refused(ANA, ends + 2n * TURN)
      clock.set(ends + TURN - 1n)
      await refused(CARLA, ends + TURN)
      assert.deepEqual(await stateOf(BOGDAN), ['available', null, ends + TURN])
      clock.set(ends + TURN)
      await refused(BOGDAN, ends + 2n * TURN)
      assert.deepEqual(await shop.queue.places(BOGDAN), [])
      assert.deepEqual(await stateOf(CARLA), ['available', null, ends + 2n * TURN])
      clock.set(ends + 2n * TURN - 1n)
      await refused(DAN, ends + 2n * TURN)
      clock.set(ends + 2n * TURN)
      assert.deepEqual(await stateOf(DAN), ['available', null, null])
      assert.deepEqual(await changesNothing(kit, () => shop.queue.join(coat, DAN)).then(seen), [0, null, null])
      const { view } = await shop.cart(DAN).add(coat)
      assert.equal(view.lines[0]?.heldUntil, clock() + 15n * MINUTE)
      const { claim, queue_place } = await readTables(kit.database)
      assert.deepEqual([claim[0]?.waiters, queue_place], [0n, []])
    })

    scenario(open, 'who takes it in his turn leaves the line, with all before him; the others wait behind him', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN, CARLA, DAN)
      clock.set(ends + TURN)
      const { view } = await shop.cart(CARLA).add(coat)
      assert.equal(view.lines[0]?.state, 'ok')
      assert.deepEqual((await shop.queue.places(DAN)).map(seen), [[1, clock() + 15n * MINUTE, null]])
      assert.deepEqual(await shop.queue.places(BOGDAN), [])
      assert.deepEqual(seen(await shop.queue.join(coat, BOGDAN)), [2, clock() + 15n * MINUTE, null])
      const [line] = (await shop.cart(ANA).read()).lines
      assert.deepEqual([line?.state, line?.reason], ['expired', 'item_taken'])
      assert.deepEqual((await eventsOf(kit, 'claim.expired')).length, 1)
    })

    scenario(open, 'the line of the one who was too slow says that it is taken, until all turns are over', async (kit) => {
      const { shop, clock } = kit
      const { ends } = await lined(kit, BOGDAN, CARLA)
      const reasonOf = async () => {
        const [line] = (await shop.cart(ANA).read()).lines
        return [line?.state, line?.reason, line?.availableAgainAt]
      }
      clock.set(ends)
      assert.deepEqual(await reasonOf(), ['expired', 'item_taken', ends + 2n * TURN])
      clock.set(ends + 2n * TURN)
      assert.deepEqual(await reasonOf(), ['expired', 'hold_expired', null])
    })

    scenario(open, 'what is given back begins the first turn at once, whichever way', async (kit) => {
      const { shop, shelf, clock } = kit
      for (const [place, end] of (['remove', 'saveForLater', 'clear'] as const).entries()) {
        const coat = shelf.garment(`coat-${place}`)
        const cart = shop.cart(ANA)
        await cart.add(coat)
        await shop.queue.join(coat, BOGDAN)
        clock.advance(MINUTE)
        await (end === 'clear' ? cart.clear() : cart[end](coat))
        await refusalOf(shop.cart(CARLA).add(coat), 'item_taken')
        assert.deepEqual((await shop.queue.places(BOGDAN)).map(seen), [[0, null, clock() + TURN]])
        await shop.cart(BOGDAN).add(coat)
        await shop.cart(BOGDAN).clear()
      }
      assert.deepEqual((await readTables(kit.database)).claim, [])
    })

    scenario(open, 'a lapsed hold that is given back late begins nothing anew', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN, CARLA)
      clock.set(ends + TURN)
      await shop.cart(ANA).remove(coat)
      assert.deepEqual((await shop.queue.places(CARLA)).map(seen), [[0, null, ends + 2n * TURN]])
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
    })

    scenario(open, 'who leaves in his turn leaves a whole one to the next', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN, CARLA, DAN, guest('g'))
      await shop.queue.leave(coat, DAN)
      clock.set(ends + TURN + MINUTE)
      await shop.queue.leave(coat, CARLA)
      assert.deepEqual((await shop.queue.places(guest('g'))).map(seen), [[0, null, clock() + TURN]])
      await shop.queue.leave(coat, guest('g'))
      assert.deepEqual((await readTables(kit.database)).queue_place, [])
      await shop.cart(BOGDAN).add(coat)
    })

    scenario(open, 'who missed his turn may wait again, behind the others, and moves nobody by it', async (kit) => {
      const { shop, clock } = kit
      const { coat, ends } = await lined(kit, BOGDAN, CARLA)
      clock.set(ends + TURN + MINUTE)
      assert.deepEqual(seen(await shop.queue.join(coat, BOGDAN)), [1, ends + 2n * TURN, null])
      assert.deepEqual((await shop.queue.places(CARLA)).map(seen), [[0, null, ends + 2n * TURN]])
      clock.set(ends + 2n * TURN)
      await shop.cart(BOGDAN).add(coat)
      assert.equal((await eventsOf(kit, 'claim.expired')).length, 1)
    })

    scenario(open, 'nobody waits for what is free, sold, sold by auction, no single piece, or more than he may', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, sold] = [shelf.garment('coat'), shelf.garment('sold')]
      assert.deepEqual(seen(await changesNothing(kit, () => shop.queue.join(coat, BOGDAN))), [0, null, null])
      await fund(kit, ANA, 50_000n)
      await shop.cart(ANA).add(sold)
      await buy(shop.cart(ANA), { payment: 'wallet' })
      await refusalOf(shop.queue.join(sold, BOGDAN), 'item_sold')
      await refusalOf(shop.queue.join({ type: 'garment', id: 'none' }, BOGDAN), 'product_not_found')
      await refusalOf(shop.queue.join(shelf.garment('lot', { auctionOnly: true }), BOGDAN), 'auction_only')
      await refusalOf(shop.queue.join(shelf.garment('own', { seller: { id: 'bogdan', name: 'Bogdan' } }), BOGDAN), 'own_product')
      const tote = await refusalOf(shop.queue.join(shelf.article('tote'), BOGDAN), 'invalid_input')
      assert.deepEqual(tote.details.errors, [{ field: 'product', code: 'not_unique' }])
      const won = shelf.garment('won')
      await shop.auctions.award({ product: won, winner: 'ana', price: 1_000n, payBy: clock() + MINUTE })
      await refusalOf(shop.queue.join(won, BOGDAN), 'auction_only')
    })

    scenarioWith(open, { holds: { queue: 2, limit: 2 } }, 'so many may wait for one item, and one buyer for so many', async (kit) => {
      const { shop, shelf } = kit
      const coats = times(4, (index) => shelf.garment(`coat-${index}`))
      for (const [place, coat] of coats.entries()) await shop.cart(guest(`holder-${place}`)).add(coat)
      const [first = assert.fail(), second = assert.fail(), third = assert.fail()] = coats
      await shop.queue.join(first, BOGDAN)
      const outcomes = await Promise.allSettled([CARLA, DAN, ANA].map((buyer) => shop.queue.join(first, buyer)))
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
      assert.equal((await refusalOf(shop.queue.join(first, guest('late')), 'hold_limit')).details.reason, 'queue')
      const more = await Promise.allSettled([second, third, coats[3] ?? assert.fail()].map((coat) => shop.queue.join(coat, BOGDAN)))
      assert.equal(more.filter(({ status }) => status === 'fulfilled').length, 1)
      assert.equal((await shop.queue.places(BOGDAN)).length, 2)
    })

    scenario(open, 'a turn is told once, and lines that are over are forgotten', async (kit) => {
      const { shop, clock } = kit
      const { ends } = await lined(kit, BOGDAN, guest('g'))
      await shop.sweep()
      assert.deepEqual(await eventsOf(kit, 'queue.turn'), [])
      clock.set(ends)
      await Promise.all(times(3, () => shop.sweep()))
      clock.set(ends + TURN)
      await shop.sweep()
      await shop.sweep()
      assert.deepEqual(
        (await eventsOf(kit, 'queue.turn')).map(({ payload }) => [payload.user, payload.until]),
        [
          ['bogdan', `${ends + TURN}`],
          [null, `${ends + 2n * TURN}`],
        ],
      )
      clock.set(ends + 2n * TURN)
      await shop.sweep()
      assert.deepEqual((await readTables(kit.database)).queue_place, [])
      clock.advance(10n * MINUTE)
      await shop.sweep()
      assert.deepEqual((await readTables(kit.database)).claim, [])
      assert.equal((await eventsOf(kit, 'claim.expired')).length, 1)
    })
  })
}
