import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Inventory } from '../../src/index.ts'
import { ANA, changesNothing, guest, refusalOf, scenario, scenarioWith } from '../../src/testing/contract/kit.ts'
import { holding, onBothEngines, PLAIN } from './engines.ts'

/** An app's stock that has so many of everything, and notes what it is asked. */
function storeroom(has: bigint): Inventory & { readonly asked: bigint[] } {
  const asked: bigint[] = []
  return { asked, check: (_, quantity) => asked.push(quantity) > 0 && quantity <= has }
}

onBothEngines('adding', (open) => {
  describe('2.3 add', () => {
    scenario(open, 'a quantity below one is refused', async (kit) => {
      const tea = kit.shelf.good('tea')
      for (const quantity of [0n, -1n, -100n])
        await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).add(tea, { quantity }), 'invalid_quantity'))
    })

    scenario(open, 'a product that is there already is summed', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'), { quantity: 2n })
      assert.deepEqual(holding((await cart.add(shelf.good('tea'), { quantity: 3n })).view), [['tea', 5n]])
    })

    scenario(open, 'the latest price that is named is that of the whole line, and stays', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const tea = shelf.good('tea')
      await cart.add(tea, { unitPrice: 500n })
      assert.equal((await cart.add(tea, { unitPrice: 700n })).view.totals.subtotal, 1_400n)
      // Without a word about it, what was agreed.
      assert.equal((await cart.add(tea)).view.totals.subtotal, 2_100n)
    })

    scenario(open, 'it answers the cart with the line, and tells of a repeated add as well', async (kit) => {
      const { view } = await kit.shop.cart(ANA).add(kit.shelf.good('tea'))
      const { view: again } = await kit.shop.cart(ANA).add(kit.shelf.good('tea'))
      assert.equal(again.lines[0]?.id, view.lines[0]?.id)
      const { items } = await kit.shop.events.read(view.id ?? '')
      assert.deepEqual(
        items.map(({ payload }) => ('after' in payload ? [payload.before, payload.after] : [])),
        [
          ['0', '1'],
          ['1', '2'],
        ],
      )
    })

    scenarioWith(open, { limits: { maxQuantity: 5n } }, 'an add that fails leaves the line as it was', async (kit) => {
      const cart = kit.shop.cart(ANA)
      const tea = kit.shelf.good('tea')
      await cart.add(tea, { quantity: 4n })
      await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity: 2n, unitPrice: 1n }), 'invalid_quantity'))
    })

    scenarioWith(open, PLAIN, 'free goods, many cheap ones, dear ones', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const [free, cheap, dear] = [
        shelf.good('free', { price: 0n }),
        shelf.good('cheap', { price: 1n }),
        shelf.good('dear', { price: 99_999_999n }),
      ]
      assert.equal((await cart.add(free)).view.totals.total, 0n)
      assert.equal((await cart.add(cheap, { quantity: 999_999n })).view.totals.total, 999_999n)
      assert.equal((await cart.add(dear)).view.totals.total, 999_999n + 99_999_999n)
    })
  })

  describe('2.6 validatePrice', () => {
    scenario(open, 'another price than the catalogue’s is refused, by add and by update', async (kit) => {
      const cart = kit.shop.cart(ANA)
      const tea = kit.shelf.good('tea', { price: 1_999n })
      await changesNothing(kit, () => refusalOf(cart.add(tea, { unitPrice: 1n, validatePrice: true }), 'price_mismatch'))
      await cart.add(tea, { unitPrice: 1_999n, validatePrice: true })
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 2n, unitPrice: 1n, validatePrice: true }), 'price_mismatch'))
    })

    scenario(open, 'a price of zero is compared like any other', async ({ shop, shelf }) => {
      await refusalOf(shop.cart(ANA).add(shelf.good('free', { price: 0n }), { unitPrice: 1n, validatePrice: true }), 'price_mismatch')
      await refusalOf(shop.cart(ANA).add(shelf.good('tea'), { unitPrice: 0n, validatePrice: true }), 'price_mismatch')
    })

    scenario(open, 'a change of the quantity alone compares nothing, and keeps the price that was set', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const tea = shelf.good('tea')
      await cart.add(tea, { unitPrice: 500n })
      const { view } = await cart.update(tea, { quantity: 2n, validatePrice: true })
      assert.equal(view.totals.subtotal, 1_000n)
    })

    scenario(open, 'it is off by default; many at once are compared too', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      assert.equal((await shop.cart(ANA).add(tea, { unitPrice: 1n })).view.totals.subtotal, 1n)
      const wrong = [{ product: shelf.good('salt') }, { product: tea, unitPrice: 1n, validatePrice: true }]
      await refusalOf(shop.cart(guest('one')).addMany(wrong), 'price_mismatch')
    })
  })

  describe('2.7 the inventory', () => {
    scenario(open, 'without one, any quantity can be had', async ({ shop, shelf }) => {
      assert.equal((await shop.cart(ANA).add(shelf.good('tea'), { quantity: 99n, checkInventory: true })).view.count, 99n)
    })

    const room = storeroom(5n)
    scenarioWith(
      open,
      { inventory: room },
      'it is asked for what is there and what is added; its no changes neither quantity nor price',
      async (kit) => {
        room.asked.length = 0
        const cart = kit.shop.cart(ANA)
        const tea = kit.shelf.good('tea')
        await cart.add(tea, { quantity: 9n })
        await cart.update(tea, { quantity: 4n })
        assert.deepEqual(room.asked, [])
        await cart.add(tea, { checkInventory: true })
        const more = { unitPrice: 1n, checkInventory: true }
        await changesNothing(kit, () => refusalOf(cart.add(tea, more), 'insufficient_stock'))
        // Django-cart has no such check on update, though its change log says so.
        await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 6n, checkInventory: true }), 'insufficient_stock'))
        assert.deepEqual(room.asked, [5n, 6n, 6n])
      },
    )
  })

  describe('2.8 the most of a product', () => {
    scenarioWith(
      open,
      { limits: { maxQuantity: 3n } },
      'by one add, by many, by update, by many at once; exactly so many are fine',
      async (kit) => {
        const cart = kit.shop.cart(ANA)
        const tea = kit.shelf.good('tea')
        await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity: 4n }), 'invalid_quantity'))
        await changesNothing(kit, () => refusalOf(cart.addMany([{ product: tea, quantity: 4n }]), 'invalid_quantity'))
        await cart.add(tea, { quantity: 2n })
        await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity: 2n }), 'invalid_quantity'))
        await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 4n }), 'invalid_quantity'))
        assert.equal((await cart.add(tea)).view.count, 3n)
      },
    )

    scenarioWith(open, { limits: { maxQuantity: 3n } }, 'a merge clamps, for lines old and new, and says so', async ({ shop, shelf }) => {
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      await shop.cart(guest('one')).addMany([
        { product: tea, quantity: 2n },
        { product: salt, quantity: 3n },
      ])
      await shop.cart(ANA).add(tea, { quantity: 2n })
      const { view, report } = await shop.cart(ANA).merge(guest('one'))
      assert.deepEqual(holding(view), [
        ['salt', 3n],
        ['tea', 3n],
      ])
      assert.deepEqual(
        report.clamped.map(({ product, quantity, reason }) => [product, quantity, reason]),
        [['good:tea', 1n, 'max_quantity']],
      )
    })

    scenarioWith(open, { limits: { maxQuantity: 3n } }, 'a restore clamps, and says so', async ({ shop, shelf }) => {
      const line = { product: shelf.good('tea'), quantity: '50' }
      const { view, clamped } = await shop.cart(ANA).restore({ version: 1, currency: 'RON', lines: [line], codes: [] })
      assert.deepEqual([view.count, clamped[0]?.wanted, clamped[0]?.quantity], [3n, '50', '3'])
    })

    scenario(open, 'no limit set is the default of 99, which a product may lower', async ({ shop, shelf }) => {
      await refusalOf(shop.cart(ANA).add(shelf.good('tea'), { quantity: 100n }), 'invalid_quantity')
      await refusalOf(shop.cart(ANA).add(shelf.good('rare', { maxQuantity: 1n }), { quantity: 2n }), 'invalid_quantity')
      assert.equal((await shop.cart(ANA).add(shelf.good('tea'), { quantity: 99n })).view.count, 99n)
    })
  })
})
