import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { recordEvents } from '../../events/event-rows.ts'
import { countEvents } from '../../figures/count-events.ts'
import type { Database, DayFigures } from '../../index.ts'
import { ANA, BOGDAN, buy, eventsOf, fund, guest, type Kit, type OpenDatabase, refusalOf, scenario, times } from './kit.ts'

const LAG = 60_000n
const HOUR = 3_600_000n

const dayOf = (time: bigint): string => new Date(Number(time)).toISOString().slice(0, 10)

/** What was counted of the day it is. */
async function today({ shop, clock }: Kit): Promise<DayFigures> {
  const day = dayOf(clock())
  const [figures] = (await shop.figures.daily({ from: day, to: day })).days
  return figures ?? assert.fail('no day')
}

/** Only what is not nothing, so that a figure that should be none is noticed. */
const filled = ({ day: _, sales, ...counts }: DayFigures): unknown => ({
  ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
  ...(sales.length > 0 && { sales }),
})

const changeable = ({ database }: Kit): { batch: Database['batch'] } => database

/** What happened, by the day. */
export function describeFigures(open: OpenDatabase): void {
  describe('figures', () => {
    scenario(open, 'count adds, holds and what became of them, and the way to a paid order', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 100_000n)
      const [coat, hat, scarf, belt] = times(4, (at) => shelf.garment(`thing-${at}`))
      assert.ok(coat && hat && scarf && belt)
      await shop.cart(ANA).addMany([{ product: coat }, { product: hat }])
      await shop.cart(guest('one')).add(scarf)
      await shop.cart(guest('one')).remove(scarf)
      await shop.cart(guest('one')).add(belt)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      const total = order.totals.total
      await shop.cart(BOGDAN).add(scarf)
      await buy(shop.cart(BOGDAN), { payment: 'cod', key: 'key-2' })
      const owed = (await shop.orders.list(BOGDAN)).items[0]?.totals.total ?? assert.fail('no order')
      clock.advance(HOUR / 2n)
      await shop.sweep()
      clock.advance(LAG)
      await shop.sweep()
      assert.deepEqual(filled(await today(kit)), {
        added: 5,
        held: 5,
        bought: 3,
        lapsed: 1,
        released: 1,
        carts: 3,
        checkouts: 2,
        sold: 2,
        paid: 1,
        sales: [{ currency: 'RON', count: 2, amount: total + owed }],
      })
    })

    scenario(open, 'do not count what comes back from a cancelled order among the holds that were released', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 100_000n)
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      await shop.orders.cancel(order.id, ANA)
      assert.deepEqual(
        (await eventsOf(kit, 'claim.released')).map(({ payload }) => payload.order),
        [order.id],
      )
      await shop.cart(BOGDAN).add(coat)
      await shop.cart(BOGDAN).remove(coat)
      clock.advance(LAG)
      await shop.sweep()
      const { held, bought, released } = await today(kit)
      assert.deepEqual({ held, bought, released }, { held: 2, bought: 1, released: 1 })
    })

    scenario(open, 'tell a payment that failed from an order, and a cart that was closed without one', async (kit) => {
      const { shop, shelf, clock, card } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      card.mood = 'decline'
      await refusalOf(buy(cart, { payment: 'card' }), 'card_declined')
      card.mood = 'succeed'
      await buy(cart, { payment: 'card', key: 'key-2' })
      await shop.cart(BOGDAN).add(shelf.good('tea'))
      await shop.cart(BOGDAN).close()
      clock.advance(LAG)
      await shop.sweep()
      const { added, carts, checkouts, sold, paid } = await today(kit)
      assert.deepEqual({ added, carts, checkouts, sold, paid }, { added: 2, carts: 2, checkouts: 3, sold: 2, paid: 1 })
    })

    scenario(open, 'count every event once, whoever counts, in whatever pieces', async (kit) => {
      const { shop, shelf, clock } = kit
      for (const at of times(9, (place) => place)) await shop.cart(guest(`${at}`)).add(shelf.garment(`coat-${at}`))
      clock.advance(LAG)
      await Promise.all(times(4, () => countEvents(shop.context, 5)))
      await countEvents(shop.context, 5)
      await countEvents(shop.context, 5)
      assert.deepEqual(filled(await today(kit)), { added: 9, held: 9, carts: 9 })
    })

    scenario(open, 'wait for batches that are on their way: an event that commits late is counted', async (kit) => {
      const { shop, shelf, clock, database } = kit
      const late = { id: 'late', name: 'claim.released', payload: '{}', targets: [], dueAt: null } as const
      const decided = clock()
      clock.advance(10n)
      await shop.cart(ANA).add(shelf.garment('coat'))
      clock.advance(LAG - 11n)
      await shop.sweep()
      assert.deepEqual(filled(await today(kit)), {}, 'what may still be on its way was counted')
      await database.batch([recordEvents('garment:coat', [late], decided)])
      clock.advance(11n)
      await shop.sweep()
      assert.deepEqual(filled(await today(kit)), { added: 1, held: 1, released: 1, carts: 1 })
    })

    scenario(open, 'lose nothing and count nothing twice when a run dies before its batch, or after it', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.cart(ANA).add(shelf.garment('coat'))
      await shop.sweep()
      clock.advance(LAG)
      const database = changeable(kit)
      const { batch } = database
      for (const dies of ['before', 'after'] as const) {
        database.batch = async (statements, receipt) => {
          if (dies === 'after') await batch.call(kit.database, statements, receipt)
          throw new Error('dead')
        }
        await assert.rejects(countEvents(shop.context))
      }
      database.batch = batch
      await countEvents(shop.context)
      assert.deepEqual(filled(await today(kit)), { added: 1, held: 1, carts: 1 })
    })

    scenario(open, 'belong to the day of the place that asks, and say when was counted last', async (kit) => {
      const { shop, clock, database } = kit
      clock.set(BigInt(Date.parse('2026-11-14T22:30:00Z')))
      assert.equal((await shop.figures.daily({ from: '2026-11-14', to: '2026-11-14' })).countedAt, null)
      const sold = (id: string, total: string) =>
        ({
          id,
          name: 'cart.checked_out',
          payload: JSON.stringify({ order: id, currency: 'WEI', total }),
          targets: [],
          dueAt: null,
        }) as const
      const much = '9000000000000000000'
      await database.batch([recordEvents('a', [sold('1', much), sold('2', much)], clock())])
      clock.advance(LAG)
      await shop.sweep()
      const daysIn = async (timeZone: string) => (await shop.figures.daily({ from: '2026-11-13', to: '2026-11-15', timeZone })).days
      const soldIn = async (timeZone: string) => (await daysIn(timeZone)).map(({ day, sold: count }) => `${day} ${count}`)
      assert.deepEqual(await soldIn('UTC'), ['2026-11-13 0', '2026-11-14 2', '2026-11-15 0'])
      assert.deepEqual(await soldIn('Europe/Bucharest'), ['2026-11-13 0', '2026-11-14 0', '2026-11-15 2'])
      assert.deepEqual((await daysIn('UTC'))[1]?.sales, [{ currency: 'WEI', count: 2, amount: 18_000_000_000_000_000_000n }])
      clock.advance(HOUR)
      await shop.sweep()
      assert.equal((await shop.figures.daily({ from: '2026-11-14', to: '2026-11-14' })).countedAt, clock())
    })

    scenario(open, 'refuse days that are none', async ({ shop }) => {
      const ranges = [
        { from: '2026-02-30', to: '2026-03-01' },
        { from: '2026-3-1', to: '2026-03-01' },
        { from: '2026-03-02', to: '2026-03-01' },
        { from: '2025-01-01', to: '2026-01-02' },
        { from: '', to: '' },
      ]
      for (const range of ranges) await refusalOf(shop.figures.daily(range), 'invalid_input')
      await assert.rejects(shop.figures.daily({ from: '2026-03-01', to: '2026-03-01', timeZone: 'Mars/Olympus' }), RangeError)
    })
  })
}
