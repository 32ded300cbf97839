import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { NewDiscount } from '../../src/index.ts'
import { ANA, attemptOf, BOGDAN, buy, guest, type Kit, refusalOf, scenario, scenarioWith, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { MINUTE, onBothEngines, PLAIN } from './engines.ts'

const TEN = { code: 'TEN', kind: 'percent', value: 1_000n } as const

async function cartOf({ shop, shelf }: Kit, buyer = ANA, ...discounts: readonly NewDiscount[]) {
  for (const discount of discounts) await shop.discounts.create(discount)
  const cart = shop.cart(buyer)
  await cart.add(shelf.good('tea', { price: 10_000n }))
  return cart
}

const reasonOf = async (applying: Promise<unknown>): Promise<unknown> => (await refusalOf(applying, 'discount_invalid')).details.reason

/** 4.3: coupons. */
onBothEngines('faults 4.3', (open) => {
  describe('4.3 what coupons cannot say', () => {
    scenarioWith(open, PLAIN, 'so many uses a customer', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, maxUsesPerCustomer: 1n })
      await cart.applyDiscount('TEN')
      await cart.close()
      await cart.add({ type: 'good', id: 'tea' })
      assert.equal(await reasonOf(cart.applyDiscount('TEN')), 'per_customer')
      assert.equal((await (await cartOf(kit, BOGDAN)).applyDiscount('TEN')).view.totals.discount, 1_000n)
    })

    scenarioWith(open, PLAIN, 'at most so much', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, maxDiscount: 700n })
      assert.equal((await cart.applyDiscount('TEN')).view.totals.discount, 700n)
    })

    scenarioWith(open, PLAIN, 'some products, types or sellers only', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, only: { types: ['garment'] } })
      assert.equal(await reasonOf(cart.applyDiscount('TEN')), 'scope')
      await cart.add(kit.shelf.garment('coat', { price: 3_000n }))
      assert.equal((await cart.applyDiscount('TEN')).view.totals.discount, 300n)
    })

    scenarioWith(open, PLAIN, 'beside another one', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, exclusive: null }, { ...TEN, code: 'MORE', exclusive: null })
      await cart.applyDiscount('TEN')
      assert.equal((await cart.applyDiscount('MORE')).view.discounts.length, 2)
    })

    scenarioWith(open, PLAIN, 'first orders only', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, firstOrder: true })
      await cart.applyDiscount('TEN')
      await buy(cart, { payment: 'cod' })
      await cart.add({ type: 'good', id: 'tea' })
      assert.equal(await reasonOf(cart.applyDiscount('TEN')), 'first_order')
    })
  })

  describe('4.3 how coupons fail', () => {
    scenario(open, 'a code is one code however it is typed, and there cannot be two of it', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, code: 'dup' })
      await assert.rejects(kit.shop.discounts.create({ ...TEN, code: ' DUP ' }))
      assert.equal((await cart.applyDiscount('  Dup\n')).view.discounts[0]?.code, 'DUP')
      assert.equal((await readTables(kit.database)).discount.length, 1)
    })

    scenarioWith(open, PLAIN, 'a use is held from the placing on: who comes second is told before he pays', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, maxUses: 1n })
      await cart.applyDiscount('TEN')
      const other = await cartOf(kit, BOGDAN)
      const { view: before } = await other.applyDiscount('TEN')
      await buy(cart, { payment: 'card' })
      const seen = await other.read()
      assert.deepEqual([seen.totals.discount, seen.discounts[0]?.reason], [0n, 'used_up'])
      await refusalOf(other.close({ quote: before.quote.hash }), 'quote_changed')
      await refusalOf(other.close(), 'discount_invalid')
      const { closed, quote } = await other.close({ quote: seen.quote.hash })
      assert.deepEqual([closed, quote?.totals.discount], [true, 0n])
    })

    scenarioWith(open, PLAIN, 'a cart that shrank below the minimum does not show the discount', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, minOrder: 20_000n })
      await cart.update({ type: 'good', id: 'tea' }, { quantity: 2n })
      await cart.applyDiscount('TEN')
      assert.equal((await cart.update({ type: 'good', id: 'tea' }, { quantity: 1n })).view.totals.discount, 0n)
    })

    scenario(open, 'a code that lapsed makes room for another one', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, endsAt: kit.clock() + MINUTE }, { ...TEN, code: 'MORE' })
      await cart.applyDiscount('TEN')
      kit.clock.advance(MINUTE)
      assert.deepEqual(
        (await cart.applyDiscount('MORE')).view.discounts.map(({ code, reason }) => [code, reason]),
        [['MORE', null]],
      )
    })

    scenarioWith(
      open,
      { guesses: { perOwner: 3, window: 10n * MINUTE } },
      'guessing ends after some wrong ones, and begins again later',
      async (kit) => {
        const cart = await cartOf(kit, guest('one') as typeof ANA, TEN)
        for (const guess of times(3, (index) => `GUESS-${index}`)) assert.equal(await reasonOf(cart.applyDiscount(guess)), 'unknown')
        for (const code of ['GUESS-4', 'TEN']) await refusalOf(cart.applyDiscount(code), 'rate_limited')
        kit.clock.advance(11n * MINUTE)
        assert.equal((await cart.applyDiscount('TEN')).view.discounts.length, 1)
      },
    )

    scenario(open, 'a use comes back when the payment fails and when the order is cancelled', async (kit) => {
      const cart = await cartOf(kit, ANA, { ...TEN, maxUses: 1n })
      const uses = async () => (await kit.shop.discounts.find('TEN'))?.uses
      await cart.applyDiscount('TEN')
      const failing = await buy(cart, { payment: 'card' })
      assert.equal(await uses(), 1n)
      await kit.shop.settle(await attemptOf(kit, failing.order.id), { state: 'failed', reason: 'card_declined' })
      assert.equal(await uses(), 0n)
      const { order } = await buy(cart, { payment: 'cod', key: 'again' })
      assert.equal(await uses(), 1n)
      await kit.shop.orders.cancel(order.id, ANA)
      assert.equal(await uses(), 0n)
    })

    scenario(open, 'each use is on record: whose, for which payment, how much', async (kit) => {
      const cart = await cartOf(kit, ANA, TEN)
      await cart.applyDiscount('TEN')
      const { order } = await buy(cart, { payment: 'cod' })
      const { redemption } = await readTables(kit.database)
      assert.deepEqual(
        redemption.map(({ code, customer, amount, state, attempt_id }) => [code, customer, amount, state, attempt_id]),
        [['TEN', 'ana@example.com', 1_000n, 'consumed', await attemptOf(kit, order.id)]],
      )
    })

    scenario(open, '150 % can be stored by nobody', async ({ shop }) => {
      assert.throws(() => shop.discounts.create({ ...TEN, value: 15_000n }), RangeError)
      await shop.discounts.create(TEN)
      await assert.rejects(shop.discounts.change('TEN', { value: 15_000n }), RangeError)
      const { added, bad } = await shop.discounts.importCsv('code,kind,value\nMUCH,percent,150\n')
      assert.deepEqual([added, bad.length], [0, 1])
    })
  })
})
