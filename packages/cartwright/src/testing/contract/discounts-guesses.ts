import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createShop } from '../../index.ts'
import { START } from '../fake-clock.ts'
import { ANA, BOGDAN, guest, type Kit, type OpenDatabase, outcomesOf, refusalOf, scenario, scenarioWith, times } from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
const GUESSES = { guesses: { perOwner: 5, perAddress: 8, window: 10n * MINUTE } }

async function cartOf({ shop, shelf }: Kit, buyer: Parameters<Kit['shop']['cart']>[0]): Promise<ReturnType<Kit['shop']['cart']>> {
  const cart = shop.cart(buyer)
  await cart.add(shelf.good('tea', { price: 10_000n }))
  return cart
}

const reasonOf = async (action: Promise<unknown>): Promise<unknown> => (await refusalOf(action, 'discount_invalid')).details.reason

/** Whoever tries codes learns nothing, and not for long. */
export function describeGuesses(open: OpenDatabase): void {
  describe('guessing codes', () => {
    scenario(open, 'to a guest unknown, ended, not begun and used up look alike; a user is told', async (kit) => {
      const { shop } = kit
      const codes = {
        expired: { endsAt: START },
        not_started: { startsAt: START + 1n },
        used_up: { maxUses: 0n },
        unknown: { active: false },
      }
      const [asGuest, asUser] = [await cartOf(kit, guest('one')), await cartOf(kit, ANA)]
      for (const [reason, rest] of Object.entries(codes)) {
        await shop.discounts.create({ code: `C_${reason}`, kind: 'percent', value: 1_000n, ...rest })
        assert.equal(await reasonOf(asGuest.applyDiscount(`C_${reason}`)), 'unknown')
        assert.equal(await reasonOf(asUser.applyDiscount(`C_${reason}`)), reason)
      }
      await shop.discounts.create({ code: 'BIG', kind: 'percent', value: 1_000n, minOrder: 90_000n })
      assert.equal(await reasonOf(asGuest.applyDiscount('BIG')), 'minimum')
    })

    scenarioWith(open, GUESSES, 'five wrong codes, then none at all until the window is over, for this owner only', async (kit) => {
      const { shop, clock } = kit
      await shop.discounts.create({ code: 'RIGHT', kind: 'percent', value: 1_000n })
      await shop.discounts.create({ code: 'LATER', kind: 'percent', value: 1_000n, minOrder: 90_000n })
      await shop.discounts.create({ code: 'OVER', kind: 'percent', value: 1_000n, endsAt: START })
      const cart = await cartOf(kit, ANA)
      // What is no guess does not count: a code that is there, and what cannot be one.
      for (const code of ['LATER', 'OVER', 'OVER', 'LATER', 'x', 'no code']) await reasonOf(cart.applyDiscount(code))
      for (const index of times(5, (place) => place)) {
        clock.advance(MINUTE)
        assert.equal(await reasonOf(cart.applyDiscount(`WRONG${index}`)), 'unknown')
      }
      for (const code of ['WRONG9', 'LATER', 'OVER', 'RIGHT']) {
        const { details } = await refusalOf(cart.applyDiscount(code), 'rate_limited')
        assert.deepEqual(details, { retryAfter: 360 })
      }
      assert.deepEqual((await cart.read()).discounts, [])
      assert.equal((await (await cartOf(kit, BOGDAN)).applyDiscount('RIGHT')).view.totals.discount, 1_000n)
      clock.advance(6n * MINUTE)
      assert.equal((await cart.applyDiscount('RIGHT')).view.totals.discount, 1_000n)
      await shop.sweep()
      assert.deepEqual((await readTables(kit.database)).guess, [])
    })

    scenarioWith(open, GUESSES, 'an address is counted over all its guests', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'RIGHT', kind: 'percent', value: 1_000n })
      await shop.discounts.create({ code: 'OVER', kind: 'percent', value: 1_000n, endsAt: START })
      const address = '192.0.2.7'
      for (const index of times(8, (place) => place)) {
        const cart = await cartOf(kit, guest(`${index}`))
        assert.equal(await reasonOf(cart.applyDiscount(index % 2 === 0 ? 'WRONG' : 'OVER', { address })), 'unknown')
      }
      const last = await cartOf(kit, guest('last'))
      await refusalOf(last.applyDiscount('RIGHT', { address }), 'rate_limited')
      assert.equal((await last.applyDiscount('RIGHT', { address: '192.0.2.8' })).view.totals.discount, 1_000n)
      const { guess } = await readTables(kit.database)
      assert.ok(guess.every((row) => !String(row.key).includes('192.0.2')))
    })

    scenarioWith(
      open,
      GUESSES,
      '40 wrong codes at once are answered five times, and the right one among more is not found',
      async (kit) => {
        const { shop } = kit
        const cart = await cartOf(kit, ANA)
        const outcomes = await outcomesOf(times(40, (index) => cart.applyDiscount(`WRONG${index}`)))
        assert.deepEqual(outcomes, { discount_invalid: 5, rate_limited: 35 })
        await shop.discounts.create({ code: 'RIGHT', kind: 'percent', value: 1_000n })
        assert.deepEqual(await outcomesOf(times(10, (index) => cart.applyDiscount(index === 7 ? 'RIGHT' : `MORE${index}`))), {
          rate_limited: 10,
        })
      },
    )

    scenarioWith(open, GUESSES, 'two processes count together', async (kit) => {
      const { database, shelf, clock } = kit
      const other = await createShop({ database, currency: 'RON', products: shelf.sources, clock, ...GUESSES })
      const cart = await cartOf(kit, ANA)
      const carts = [cart, other.cart(ANA)]
      const outcomes = await outcomesOf(times(12, (index) => (carts[index % 2] ?? cart).applyDiscount(`WRONG${index}`)))
      assert.deepEqual(outcomes, { discount_invalid: 5, rate_limited: 7 })
    })

    scenarioWith(open, { guesses: null }, 'nobody counts where the shop does not want it', async (kit) => {
      const cart = await cartOf(kit, ANA)
      for (const index of times(30, (place) => place)) assert.equal(await reasonOf(cart.applyDiscount(`WRONG${index}`)), 'unknown')
      assert.deepEqual((await readTables(kit.database)).guess, [])
    })
  })
}
