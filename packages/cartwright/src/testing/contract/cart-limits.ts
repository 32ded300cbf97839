import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, buy, changesNothing, fund, guest, type OpenDatabase, outcomesOf, refusalOf, scenario, scenarioWith, times } from './kit.ts'

/** How much may be in a cart. */
export function describeLimits(open: OpenDatabase): void {
  describe('limits', () => {
    scenario(open, 'quantities that make no sense are refused', async (kit) => {
      const { shop, shelf } = kit
      const [coat, tea] = [shelf.garment('coat'), shelf.good('tea', { scale: 3 })]
      const cart = shop.cart(ANA)
      for (const quantity of [0n, -1n, 2n]) await changesNothing(kit, () => refusalOf(cart.add(coat, { quantity }), 'invalid_quantity'))
      for (const quantity of [0n, -1n]) await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity }), 'invalid_quantity'))
      await cart.add(tea)
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: -5n }), 'invalid_quantity'))
    })

    scenarioWith(open, { limits: { maxQuantity: 5n } }, 'the most of one product, in one add and in many', async (kit) => {
      const tea = kit.shelf.good('tea', { scale: 3 })
      const cart = kit.shop.cart(ANA)
      const refused = await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity: 5_001n }), 'invalid_quantity'))
      assert.deepEqual(refused.details, { product: 'good:tea', max: 5_000n, scale: 3 })
      await cart.add(tea, { quantity: 4_999n })
      await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity: 2n }), 'invalid_quantity'))
      await cart.add(tea, { quantity: 1n })
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 5_001n }), 'invalid_quantity'))
      assert.equal((await cart.read()).lines[0]?.quantity, 5_000n)
    })

    scenarioWith(open, { limits: { maxQuantity: 13n } }, 'the most of one product holds for adds at once', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      assert.deepEqual(await outcomesOf(times(20, () => shop.cart(ANA).add(tea, { quantity: 2n }))), { ok: 6, invalid_quantity: 14 })
      assert.equal((await shop.cart(ANA).read()).count, 12n)
    })

    scenario(open, 'no more goes into a cart than is in stock', async (kit) => {
      const { shop, shelf } = kit
      const tote = shelf.article('tote')
      const cart = shop.cart(ANA)
      await changesNothing(kit, () => refusalOf(cart.add(tote), 'insufficient_stock'))
      await shop.stock.set(tote, 10n)
      const outcomes = await outcomesOf(times(16, () => cart.add(tote)))
      assert.deepEqual(outcomes, { ok: 10, insufficient_stock: 6 })
      const refused = await refusalOf(cart.update(tote, { quantity: 11n }), 'insufficient_stock')
      assert.equal(refused.details.available, 10n)
      await shop.stock.set(tote, 12n)
      assert.equal((await cart.update(tote, { quantity: 12n })).view.count, 12n)
    })

    scenario(open, 'what is sold to others is not there any more', async (kit) => {
      const { shop, shelf } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 3n)
      await fund(kit, ANA, 100_000n)
      await shop.cart(ANA).add(tote, { quantity: 2n })
      await buy(shop.cart(ANA), { payment: 'wallet' })
      const refused = await refusalOf(shop.cart(guest('late')).add(tote, { quantity: 2n }), 'insufficient_stock')
      assert.equal(refused.details.available, 1n)
    })

    scenarioWith(open, { limits: { maxLines: 5 } }, 'the most lines in a cart', async (kit) => {
      const goods = times(6, (index) => kit.shelf.good(`${index}`))
      const cart = kit.shop.cart(ANA)
      await changesNothing(kit, () => refusalOf(cart.addMany(goods.map((product) => ({ product }))), 'invalid_quantity'))
      for (const good of goods.slice(0, 5)) await cart.add(good)
      await changesNothing(kit, () => refusalOf(cart.add(goods[5] ?? assert.fail()), 'invalid_quantity'))
      assert.equal((await cart.add(goods[0] ?? assert.fail())).view.count, 6n)
    })

    scenarioWith(open, { limits: { minOrder: 5_000n } }, 'the smallest order', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea', { price: 1_000n })
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.add(tea, { quantity: 4n })
      const refused = await changesNothing(kit, () => refusalOf(buy(cart, { payment: 'wallet' }), 'minimum_order'))
      assert.deepEqual(refused.details, { minimum: 5_000n, subtotal: 4_000n, currency: 'RON' })
      await cart.add(tea)
      assert.equal((await buy(cart, { payment: 'wallet' })).order.state, 'paid')
    })
  })
}
