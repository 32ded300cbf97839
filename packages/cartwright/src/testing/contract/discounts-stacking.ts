import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { NewDiscount } from '../../index.ts'
import { ANA, buy, changesNothing, IOANA, type Kit, MIHAI, noticeCodes, type OpenDatabase, refusalOf, scenario, times } from './kit.ts'

const reasonOf = async (action: Promise<unknown>): Promise<unknown> => (await refusalOf(action, 'discount_invalid')).details.reason

/** A hat of Mihai's and one of Ioana's, a cap of nobody's and tea, each worth 100.00. */
export async function fourThings({ shop, shelf }: Kit): Promise<ReturnType<Kit['shop']['cart']>> {
  const cart = shop.cart(ANA)
  await cart.addMany([
    { product: shelf.garment('hat-of-mihai', { seller: MIHAI }) },
    { product: shelf.garment('hat-of-ioana', { seller: IOANA }) },
    { product: shelf.garment('cap') },
    { product: shelf.good('tea', { price: 10_000n }) },
  ])
  return cart
}

/** What discounts speak of, and which go together. */
export function describeStacking(open: OpenDatabase): void {
  describe('the scope of a discount', () => {
    const scopes: readonly (readonly [string, Pick<NewDiscount, 'only' | 'except'>, readonly string[]])[] = [
      ['a product', { only: { products: ['garment:cap'] } }, ['cap']],
      ['a type', { only: { types: ['garment'] } }, ['hat-of-mihai', 'hat-of-ioana', 'cap']],
      ['sellers', { only: { sellers: ['mihai', 'ioana'] } }, ['hat-of-mihai', 'hat-of-ioana']],
      ['a type of a seller', { only: { types: ['garment'], sellers: ['ioana'] } }, ['hat-of-ioana']],
      ['all but a type and a seller', { except: { types: ['good'], sellers: ['mihai'] } }, ['hat-of-ioana', 'cap']],
      [
        'a type without a product',
        { only: { types: ['garment'] }, except: { products: ['garment:cap'] } },
        ['hat-of-mihai', 'hat-of-ioana'],
      ],
    ]
    for (const [name, scope, expected] of scopes) {
      scenario(open, `is ${name}, and nothing is taken off other lines`, async (kit) => {
        await kit.shop.discounts.create({ code: 'SCOPED', kind: 'percent', value: 1_000n, ...scope })
        const cart = await fourThings(kit)
        const { view } = await cart.applyDiscount('SCOPED')
        const reduced = view.quote.lines.filter((line) => line.discount > 0n)
        assert.deepEqual(
          reduced.map((line) => [line.product.slice(line.product.indexOf(':') + 1), line.discount]),
          expected.map((id) => [id, 1_000n]),
        )
        assert.equal(view.totals.discount, 1_000n * BigInt(expected.length))
        const { order } = await buy(cart, { payment: 'cod' })
        assert.equal(order.totals.discount, view.totals.discount)
      })
    }

    scenario(open, 'a code without goods in its scope is refused, and dropped when they are taken out', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'TEAS', kind: 'fixed', value: 50_000n, only: { products: ['good:tea'] } })
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('cap'))
      assert.equal(await reasonOf(cart.applyDiscount('TEAS')), 'scope')
      await cart.add(shelf.good('tea'), { quantity: 2n })
      assert.equal((await cart.applyDiscount('TEAS')).view.totals.discount, 2_000n)
      const { view } = await cart.remove(shelf.good('tea'))
      assert.deepEqual([view.discounts, noticeCodes(view.notices)], [[{ code: 'TEAS', amount: 0n, reason: 'scope' }], ['discount_dropped']])
    })

    scenario(open, 'lists that say nothing are refused', async ({ shop }) => {
      const base = { code: 'GOOD', kind: 'percent', value: 1n } as const
      for (const only of [{ types: [] }, { products: ['nokey'] }, { sellers: [''] }, { types: times(1_001, (index) => `t${index}`) }])
        assert.throws(() => shop.discounts.create({ ...base, only }), RangeError)
      for (const wrong of [
        { exclusive: 'none' },
        { exclusive: 'Group' },
        { phase: 100n },
        { priority: -1_000_001n },
        { usesBefore: 2n, maxUses: 1n },
      ])
        assert.throws(() => shop.discounts.create({ ...base, ...wrong }), RangeError)
    })
  })

  describe('codes that go together', () => {
    scenario(open, 'codes of other groups combine, codes of one group do not, and each says why', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await shop.discounts.create({ code: 'OTHER', kind: 'percent', value: 2_000n })
      await shop.discounts.create({ code: 'GIFT', kind: 'fixed', value: 1_000n, exclusive: 'gift', phase: 1n })
      await shop.discounts.create({ code: 'ANY', kind: 'fixed', value: 500n, exclusive: null, phase: 2n })
      await shop.discounts.create({ code: 'ALONE', kind: 'percent', value: 9_000n, exclusive: '*' })
      const cart = await fourThings(kit)
      for (const code of ['ANY', 'GIFT', 'TEN']) await cart.applyDiscount(code)
      const { discounts, totals } = await cart.read()
      assert.deepEqual(
        discounts.map(({ code, amount }) => [code, amount]),
        [
          ['TEN', 4_000n],
          ['GIFT', 1_000n],
          ['ANY', 500n],
        ],
      )
      assert.equal(totals.discount, 5_500n)
      for (const code of ['OTHER', 'ALONE'])
        assert.equal(await changesNothing(kit, () => reasonOf(cart.applyDiscount(code))), 'combination')
      assert.equal(await reasonOf(cart.applyDiscount('GIFT')), 'already_applied')
      const { order } = await buy(cart, { payment: 'cod' })
      assert.equal(order.discounts.length, 3)
      for (const code of ['TEN', 'GIFT', 'ANY']) assert.equal((await shop.discounts.find(code))?.uses, 1n)
      await shop.orders.cancel(order.id, ANA)
      for (const code of ['TEN', 'GIFT', 'ANY']) assert.equal((await shop.discounts.find(code))?.uses, 0n)
    })

    scenario(open, 'one that is taken off, or has lapsed, makes room; a code of another group waits for its goods', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'BIG', kind: 'percent', value: 1_000n, minOrder: 40_000n })
      await shop.discounts.create({ code: 'SMALL', kind: 'percent', value: 500n })
      await shop.discounts.create({ code: 'GIFT', kind: 'fixed', value: 1_000n, exclusive: 'gift', minOrder: 40_000n })
      await shop.discounts.create({ code: 'FREE', kind: 'fixed', value: 100n, exclusive: null })
      const cart = await fourThings(kit)
      await cart.applyDiscount('BIG')
      await cart.applyDiscount('GIFT')
      await cart.remove(shelf.garment('cap'))
      const { view } = await cart.applyDiscount('SMALL')
      assert.deepEqual(view.discounts, [
        { code: 'SMALL', amount: 1_500n, reason: null },
        { code: 'GIFT', amount: 0n, reason: 'minimum' },
      ])
      await cart.applyDiscount('FREE')
      const full = (await cart.add(shelf.garment('cap'))).view
      assert.deepEqual(
        full.discounts.map(({ code, reason }) => [code, reason]),
        [
          ['GIFT', null],
          ['SMALL', null],
          ['FREE', null],
        ],
      )
      assert.deepEqual((await cart.removeDiscount()).view.discounts, [])
    })

    scenario(open, 'ten codes are enough for one cart', async (kit) => {
      const { shop, shelf } = kit
      const codes = times(11, (index) => `CODE${index}`)
      for (const code of codes) await shop.discounts.create({ code, kind: 'fixed', value: 1n, exclusive: null })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      for (const code of codes.slice(0, 10)) await cart.applyDiscount(code)
      assert.equal(await changesNothing(kit, () => reasonOf(cart.applyDiscount('CODE10'))), 'combination')
      assert.equal((await cart.read()).totals.discount, 10n)
    })

    scenario(open, 'never more than there is, whatever is stacked', async (kit) => {
      for (const [place, value] of [30_000n, 20_000n, 10_000n].entries())
        await kit.shop.discounts.create({ code: `CODE${place}`, kind: 'fixed', value, exclusive: null })
      const cart = await fourThings(kit)
      for (const code of ['CODE0', 'CODE1', 'CODE2']) await cart.applyDiscount(code)
      const { totals, discounts } = await cart.read()
      assert.deepEqual([totals.discount, discounts.map((one) => one.amount)], [40_000n, [30_000n, 10_000n, 0n]])
      await buy(cart, { payment: 'cod' })
      assert.deepEqual(await Promise.all([0, 1, 2].map(async (place) => (await kit.shop.discounts.find(`CODE${place}`))?.uses)), [
        1n,
        1n,
        0n,
      ])
    })
  })
}
