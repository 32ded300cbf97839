import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type BuyingRule, createShop, type Product, type ProductSource, type TaxCalculator } from '../../index.ts'
import { ADDRESS, ANA, changesNothing, type OpenDatabase, refusalOf, scenario } from './kit.ts'

/** What comes from outside and makes no sense is named and refused, and never believed. */
export function describeNonsense(open: OpenDatabase): void {
  describe('nonsense from outside', () => {
    const rules: readonly (readonly [string, unknown, RegExp])[] = [
      ['throws', () => assert.fail('broken'), /broken/],
      ['is async', async () => null, /promise/],
      ['is async and fails', async () => assert.fail('later'), /promise/],
      ['answers true', () => true, /must answer/],
      ['answers a number', () => 5, /must answer/],
      ['answers nothing', () => undefined, /must answer/],
      ['answers a code there is not', () => ({ code: 'no_such_code' }), /must answer/],
    ]
    for (const [how, rule, reason] of rules) {
      scenario(open, `a buying rule that ${how} is named`, async (kit) => {
        const { database, shelf, clock } = kit
        const tea = shelf.good('tea')
        await kit.shop.cart(ANA).add(tea)
        await kit.shop.cart({ token: 'guest' }).add(shelf.good('salt'))
        const buying = [() => null, rule as BuyingRule]
        const shop = await createShop({ database, currency: 'RON', products: shelf.sources, clock, buying })
        const cart = shop.cart(ANA)
        const asking = [() => cart.add(shelf.good('rice')), () => cart.read(), () => shop.login({ token: 'guest' }, ANA)]
        for (const ask of asking) {
          const { details } = await changesNothing(kit, () => refusalOf(ask(), 'plugin_failed'))
          assert.equal(details.plugin, 'buying[1]')
          assert.match(String(details.reason), reason)
        }
      })
    }

    const products: readonly (readonly [string, object | null])[] = [
      ['a negative weight', { weight: -1n }],
      ['a weight that is no bigint', { weight: 5 }],
      ['a negative price', { price: -1n }],
      ['a price that is no bigint', { price: 5 }],
      ['another id', { id: 'other' }],
      ['another type', { type: 'other' }],
      ['no currency', { currency: undefined }],
      ['nothing', null],
    ]
    for (const [what, wrong] of products) {
      scenario(open, `a product source that answers ${what} is named`, async (kit) => {
        const lamp: Product = { type: 'lamp', id: '1', name: 'Lamp', price: 1_000n, currency: 'RON', stock: 'unlimited' }
        const source: ProductSource = { getMany: async () => new Map([['1', wrong === null ? (wrong as never) : { ...lamp, ...wrong }]]) }
        const { database, clock } = kit
        const shop = await createShop({ database, currency: 'RON', products: { lamp: source }, clock })
        const { details } = await changesNothing(kit, () => refusalOf(shop.cart(ANA).add(lamp), 'plugin_failed'))
        assert.equal(details.plugin, 'products.lamp')
      })
    }

    scenario(open, 'a tax whose parts do not sum is not believed', async ({ database, shelf, clock }) => {
      const tax: TaxCalculator = async () => ({ added: 5n, included: 0n, lines: new Map() })
      const shop = await createShop({ database, currency: 'RON', products: shelf.sources, clock, tax })
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: shelf.good('tea') }, { product: shelf.good('salt') }])
      const { details } = await refusalOf(cart.quote({ address: ADDRESS }), 'plugin_failed')
      assert.deepEqual([details.plugin, details.reason], ['tax', 'parts_do_not_sum'])
    })

    scenario(open, 'nobody is told that a product can be had which its source does not have', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      const seen = await shop.availability([tea, { type: 'good', id: 'vanished' }, { type: 'nosuchtype', id: '1' }])
      assert.deepEqual(
        [...seen.values()].map(({ state }) => state),
        ['available', 'sold', 'sold'],
      )
    })

    scenario(open, 'settings of single calls are looked at as well', async ({ shop }) => {
      const cart = shop.cart(ANA)
      await assert.rejects(cart.restore({}, { mode: 'zz' as never }), RangeError)
      await assert.rejects(shop.cleanCarts({ classes: ['zz' as never] }), RangeError)
      const discount = { code: 'SUMMER', kind: 'percent', value: 1_000n } as const
      await assert.rejects(async () => shop.discounts.create({ ...discount, maxUse: 5n } as never), /there is no field maxUse/)
      await assert.rejects(async () => shop.discounts.create({ ...discount, value: 10 as never }), /value must be a bigint/)
      await shop.discounts.create(discount)
      await assert.rejects(shop.discounts.change('SUMMER', { ends: 5n } as never), /there is no field ends/)
      await assert.rejects(shop.discounts.change('SUMMER', { usesBefore: 5n } as never), /usesBefore cannot/)
      for (const page of [{ limit: 0 }, { limit: 1.5 }, { limit: 1001 }, { cursor: 'a cursor' }])
        await refusalOf(shop.discounts.list(page), 'invalid_input')
    })
  })
}
