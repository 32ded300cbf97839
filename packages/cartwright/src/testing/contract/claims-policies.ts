import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  ANA,
  BOGDAN,
  buy,
  fund,
  guest,
  IOANA,
  type KitOptions,
  MIHAI,
  type OpenDatabase,
  openKit,
  refusalOf,
  scenario,
  scenarioWith,
} from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
const MIXED: KitOptions = {
  holds: { policy: { types: { garment: 'soft' }, sellers: { mihai: 'hard', ioana: 'at-checkout' } }, limit: 2 },
}

/** Whose items are kept from the add on, and how often in a row by the same buyer. */
export function describePolicies(open: OpenDatabase): void {
  describe('policies', () => {
    scenarioWith(open, MIXED, "a seller's goes before that of the type, and that before the shop's", async (kit) => {
      const { shop, shelf } = kit
      const [soft, hard, late] = [shelf.garment('a'), shelf.garment('b', { seller: MIHAI }), shelf.garment('c', { seller: IOANA })]
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: soft }, { product: hard }, { product: late }])
      assert.deepEqual(
        (await readTables(kit.database)).claim.map(({ product }) => product),
        ['garment:b'],
      )
      await shop.cart(BOGDAN).addMany([{ product: soft }, { product: late }])
      await refusalOf(shop.cart(BOGDAN).add(hard), 'item_taken')
      await fund(kit, BOGDAN, 90_000n)
      await buy(shop.cart(BOGDAN), { payment: 'wallet' })
      kit.clock.advance(15n * MINUTE)
      assert.deepEqual(
        (await cart.read()).lines.map(({ state, reason }) => [state, reason]),
        [
          ['unavailable', 'item_sold'],
          ['expired', 'hold_expired'],
          ['unavailable', 'item_sold'],
        ],
      )
      assert.equal((await shop.availability([hard], ANA)).get('garment:b')?.state, 'available')
    })

    scenarioWith(
      open,
      MIXED,
      'only what is kept counts for the limit of holds, when carts come as a map or a payload as well',
      async (kit) => {
        const { shop, shelf } = kit
        for (const id of ['a', 'b', 'c', 'd']) shelf.garment(id)
        for (const id of ['k', 'l', 'm']) shelf.garment(id, { seller: MIHAI })
        const map = Object.fromEntries(['a', 'b', 'c', 'd', 'k', 'l', 'm'].map((id) => [`garment:${id}`, 1n]))
        const { report } = await shop.cart(ANA).mergeMap(map)
        assert.deepEqual(
          report.dropped.map(({ product, reason }) => [product, reason]),
          [['garment:m', 'hold_limit']],
        )
        const payload = await shop.cart(ANA).export()
        await shop.cart(ANA).clear()
        const restored = await shop.cart(guest('g')).restore(payload)
        assert.equal(restored.view.lines.length, 6)
        assert.equal((await readTables(kit.database)).claim.length, 2)
      },
    )

    it('what is no policy stops the start', async () => {
      for (const policy of [
        { default: 'none' },
        { types: { coat: 'hard' } },
        { types: 'hard' },
        { sellers: { mihai: 1 } },
        { seller: {} },
        'firm',
      ])
        await assert.rejects(openKit(open, { holds: { policy } } as unknown as KitOptions), RangeError)
    })
  })

  describe('taking the same again and again', () => {
    const FEW: KitOptions = { holds: { retakes: 2, coolDown: 10n * MINUTE } }

    scenarioWith(open, FEW, 'has an end for a while, whether or not anything sweeps', async (kit) => {
      const { shop, shelf, clock } = kit
      for (const sweeps of [false, true]) {
        const coat = shelf.garment(`coat-${sweeps}`)
        const cart = shop.cart(ANA)
        const lapse = async (): Promise<void> => {
          clock.advance(15n * MINUTE)
          if (sweeps) await shop.sweep()
        }
        for (let take = 0; take < 3; take += 1) {
          await cart.add(coat)
          await lapse()
        }
        const over = clock() + 10n * MINUTE
        const refused = await refusalOf(cart.add(coat), 'hold_limit')
        assert.deepEqual([refused.details.reason, refused.details.availableAgainAt], ['cool_down', over])
        const { dropped } = await cart.restore(await cart.export())
        assert.deepEqual(
          dropped.map(({ reason }) => reason),
          ['hold_limit'],
        )
        clock.set(over - 1n)
        await refusalOf(cart.add(coat), 'hold_limit')
        clock.set(over)
        if (sweeps) await shop.sweep()
        await cart.add(coat)
        assert.equal((await shop.claims.find(coat))?.takes, 1)
        await cart.remove(coat)
      }
    })

    scenarioWith(open, FEW, 'counts in a row only', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      for (const buyer of [ANA, ANA, BOGDAN, ANA, ANA, ANA]) {
        await shop.cart(buyer).add(coat)
        clock.advance(15n * MINUTE)
      }
      await refusalOf(shop.cart(ANA).add(coat), 'hold_limit')
      await shop.cart(BOGDAN).add(coat)
    })

    scenario(open, 'five times is allowed by default', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      for (let take = 0; take <= 5; take += 1) {
        await shop.cart(ANA).add(coat)
        clock.advance(15n * MINUTE)
      }
      await refusalOf(shop.cart(ANA).add(coat), 'hold_limit')
    })
  })
}
