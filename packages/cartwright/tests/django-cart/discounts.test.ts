import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { NewDiscount } from '../../src/index.ts'
import { ANA, changesNothing, type Kit, refusalOf, scenario, scenarioWith } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { MINUTE, onBothEngines, PLAIN } from './engines.ts'

const TEN = { code: 'TEN', kind: 'percent', value: 1_000n } as const

/** Ana's cart with goods for so much, and discounts. */
async function cartWorth({ shop, shelf }: Kit, worth: bigint, ...discounts: readonly NewDiscount[]) {
  for (const discount of discounts) await shop.discounts.create(discount)
  const cart = shop.cart(ANA)
  await cart.add(shelf.good('goods', { price: worth }))
  return cart
}

const reasonOf = async (applying: Promise<unknown>): Promise<unknown> => (await refusalOf(applying, 'discount_invalid')).details.reason

onBothEngines('discounts', (open) => {
  describe('2.9 applying', () => {
    scenario(open, 'one code a cart, as long as it applies', async (kit) => {
      const cart = await cartWorth(kit, 10_000n, TEN, { ...TEN, code: 'FIVE' })
      await cart.applyDiscount('TEN')
      assert.equal(await reasonOf(cart.applyDiscount('TEN')), 'already_applied')
      assert.equal(await reasonOf(cart.applyDiscount('FIVE')), 'combination')
      assert.deepEqual(
        (await cart.read()).discounts.map(({ code, amount }) => [code, amount]),
        [['TEN', 1_000n]],
      )
    })

    scenario(open, 'a code that nobody made is refused, and nothing changes', async (kit) => {
      const cart = await cartWorth(kit, 10_000n)
      await changesNothing(kit, async () => assert.equal(await reasonOf(cart.applyDiscount('NONE')), 'unknown'))
    })

    scenario(open, 'the first rule that fails is named: off, used up, too early, too late, too little', async (kit) => {
      const now = kit.clock()
      const wrong = { active: false, maxUses: 1n, usesBefore: 1n, startsAt: now + MINUTE, endsAt: now + 2n * MINUTE, minOrder: 10_001n }
      const cart = await cartWorth(kit, 10_000n, { ...TEN, ...wrong })
      const mended: readonly [string, Parameters<typeof kit.shop.discounts.change>[1]][] = [
        ['unknown', { active: true }],
        ['used_up', { maxUses: null }],
        ['not_started', { startsAt: null, endsAt: now }],
        ['expired', { endsAt: null }],
        ['minimum', { minOrder: 10_000n }],
      ]
      for (const [reason, mend] of mended) {
        assert.equal(await reasonOf(cart.applyDiscount('TEN')), reason)
        await kit.shop.discounts.change('TEN', mend)
      }
      assert.equal((await cart.applyDiscount('TEN')).view.totals.discount, 1_000n)
    })

    scenario(open, 'the window begins with its first instant and ends before its last', async (kit) => {
      const [startsAt, endsAt] = [kit.clock() + MINUTE, kit.clock() + 2n * MINUTE]
      const cart = await cartWorth(kit, 10_000n, { ...TEN, startsAt, endsAt })
      kit.clock.set(startsAt - 1n)
      assert.equal(await reasonOf(cart.applyDiscount('TEN')), 'not_started')
      kit.clock.set(startsAt)
      await cart.applyDiscount('TEN')
      await cart.removeDiscount()
      kit.clock.set(endsAt)
      assert.equal(await reasonOf(cart.applyDiscount('TEN')), 'expired')
    })

    scenario(open, 'below the minimum it says which, and how much is missing; exactly the minimum is enough', async (kit) => {
      const cart = await cartWorth(kit, 4_999n, { ...TEN, minOrder: 5_000n })
      const { details } = await refusalOf(cart.applyDiscount('TEN'), 'discount_invalid')
      assert.deepEqual(details, { reason: 'minimum', minimum: 5_000n, missing: 1n })
      await cart.update({ type: 'good', id: 'goods' }, { quantity: 1n, unitPrice: 5_000n })
      assert.equal((await cart.applyDiscount('TEN')).view.totals.discount, 500n)
    })

    scenario(open, 'an emptied cart may have one; a cart that never was is empty', async (kit) => {
      await refusalOf(kit.shop.cart(ANA).applyDiscount('TEN'), 'cart_empty')
      const cart = await cartWorth(kit, 1_000n, TEN)
      await cart.clear()
      assert.equal((await cart.applyDiscount('TEN')).view.totals.discount, 0n)
      assert.equal((await cart.add({ type: 'good', id: 'goods' })).view.totals.discount, 100n)
    })

    scenario(open, 'it counts no use and reserves none', async (kit) => {
      const cart = await cartWorth(kit, 1_000n, { ...TEN, maxUses: 1n })
      await cart.applyDiscount('TEN')
      const { discount, redemption } = await readTables(kit.database)
      assert.deepEqual([discount[0]?.uses, redemption], [0n, []])
    })

    scenario(open, 'removing takes it off; where there is none it changes nothing', async (kit) => {
      const cart = await cartWorth(kit, 1_000n, TEN)
      await changesNothing(kit, () => cart.removeDiscount())
      await cart.applyDiscount('TEN')
      const { view } = await cart.removeDiscount()
      assert.deepEqual([view.discounts, view.totals.discount], [[], 0n])
    })
  })

  describe('2.9 amounts', () => {
    const cases: readonly (readonly [string, bigint, Omit<NewDiscount, 'code'>, bigint])[] = [
      ['15 % of 100.00', 10_000n, { kind: 'percent', value: 1_500n }, 1_500n],
      ['100 %', 10_000n, { kind: 'percent', value: 10_000n }, 10_000n],
      ['0 %', 10_000n, { kind: 'percent', value: 0n }, 0n],
      ['30.00 of 100.00', 10_000n, { kind: 'fixed', value: 3_000n }, 3_000n],
      ['150.00 of 100.00 is all of it', 10_000n, { kind: 'fixed', value: 15_000n }, 10_000n],
      ['15 % of 99.99 is rounded half up, once', 9_999n, { kind: 'percent', value: 1_500n }, 1_500n],
      ['50 % of 0.01', 1n, { kind: 'percent', value: 5_000n }, 1n],
    ]
    for (const [title, worth, discount, amount] of cases) {
      scenarioWith(open, PLAIN, title, async (kit) => {
        const cart = await cartWorth(kit, worth, { code: 'CODE', ...discount })
        const { totals } = (await cart.applyDiscount('CODE')).view
        assert.deepEqual([totals.discount, totals.total], [amount, worth - amount])
      })
    }

    scenarioWith(open, PLAIN, 'a cart that shrinks below the minimum loses the discount at once, with a notice', async (kit) => {
      const cart = await cartWorth(kit, 3_000n, { ...TEN, minOrder: 5_000n })
      await cart.update({ type: 'good', id: 'goods' }, { quantity: 2n })
      assert.equal((await cart.applyDiscount('TEN')).view.totals.total, 5_400n)
      const { view } = await cart.update({ type: 'good', id: 'goods' }, { quantity: 1n })
      assert.deepEqual([view.totals.total, view.notices.map(({ code }) => code)], [3_000n, ['discount_dropped']])
      assert.equal(await cart.canCheckout(), null)
      assert.equal((await cart.update({ type: 'good', id: 'goods' }, { quantity: 2n })).view.totals.total, 5_400n)
    })
  })

  describe('2.9 the model’s own rules', () => {
    scenario(open, '0 to 100 %, amounts from 0, a window that does not end before it begins, open ends', async ({ shop, clock }) => {
      const now = clock()
      const make = (code: string, more: Partial<NewDiscount>) => shop.discounts.create({ ...TEN, code, ...more })
      for (const wrong of [{ value: 10_001n }, { value: -1n }, { startsAt: now, endsAt: now - 1n }, { minOrder: -1n }, { maxUses: -1n }])
        assert.throws(() => make('WRONG', wrong), RangeError)
      await make('WHOLE', { value: 10_000n })
      await make('LARGE', { kind: 'fixed', value: 10_001n })
      await make('INSTANT', { startsAt: now, endsAt: now })
      await make('FROM', { startsAt: now })
      await make('UNTIL', { endsAt: now })
      assert.equal((await shop.discounts.list()).items.length, 5)
    })

    scenario(open, 'uses are counted by the statement: five closings at once are five uses', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create(TEN)
      const carts = ['a', 'b', 'c', 'd', 'e'].map((userId) => shop.cart({ userId }))
      for (const cart of carts) {
        await cart.add(shelf.good('tea'))
        await cart.applyDiscount('TEN')
      }
      await Promise.all(carts.map((cart) => cart.close()))
      assert.equal((await shop.discounts.find('TEN'))?.uses, 5n)
    })
  })
})
