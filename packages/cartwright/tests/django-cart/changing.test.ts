import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, changesNothing, eventsOf, guest, refusalOf, scenario, scenarioWith } from '../../src/testing/contract/kit.ts'
import { holding, onBothEngines } from './engines.ts'

onBothEngines('changing', (open) => {
  describe('2.4 update', () => {
    scenarioWith(open, { limits: { maxQuantity: 5n } }, 'below zero, above the most, not in the cart', async (kit) => {
      const cart = kit.shop.cart(ANA)
      const [tea, salt] = [kit.shelf.good('tea'), kit.shelf.good('salt')]
      await cart.add(tea)
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: -1n }), 'invalid_quantity'))
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 6n }), 'invalid_quantity'))
      await changesNothing(kit, () => refusalOf(cart.update(salt, { quantity: 1n }), 'item_not_found'))
      await changesNothing(kit, () => refusalOf(cart.update(salt, { quantity: -1n }), 'invalid_quantity'))
    })

    scenario(open, 'zero deletes the line and is told as an update with `deleted`, not as a removal', async (kit) => {
      const cart = kit.shop.cart(ANA)
      await cart.add(kit.shelf.good('tea'), { quantity: 2n })
      assert.equal((await cart.update(kit.shelf.good('tea'), { quantity: 0n })).view.isEmpty, true)
      const [told] = await eventsOf(kit, 'cart.item_updated')
      assert.deepEqual([told?.payload.deleted, told?.payload.before, told?.payload.after], [true, '2', '0'])
      assert.deepEqual(await eventsOf(kit, 'cart.item_removed'), [])
    })

    scenario(open, 'any other number is set, not added; the price changes only when it is given', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const tea = shelf.good('tea')
      await cart.add(tea, { quantity: 5n, unitPrice: 800n })
      assert.equal((await cart.update(tea, { quantity: 2n })).view.totals.subtotal, 1_600n)
      assert.equal((await cart.update(tea, { quantity: 2n, unitPrice: 700n })).view.totals.subtotal, 1_400n)
    })
  })

  describe('2.5 remove, clear, addMany', () => {
    scenario(open, 'remove takes one line out, tells it with its product, and refuses what is not there', async (kit) => {
      const cart = kit.shop.cart(ANA)
      const [tea, salt] = [kit.shelf.good('tea'), kit.shelf.good('salt')]
      await cart.addMany([{ product: tea }, { product: salt, quantity: 2n }])
      assert.deepEqual(holding((await cart.remove(tea)).view), [['salt', 2n]])
      assert.deepEqual(
        (await eventsOf(kit, 'cart.item_removed')).map(({ payload }) => payload.product),
        ['good:tea'],
      )
      await changesNothing(kit, () => refusalOf(cart.remove(tea), 'item_not_found'))
    })

    scenario(open, 'clear keeps the code that was applied', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.applyDiscount('TEN')
      await cart.clear()
      assert.equal((await cart.add(shelf.good('tea'))).view.totals.discount, 100n)
    })

    scenario(open, 'clear takes all lines out and keeps the cart; on an empty cart it does and tells nothing', async (kit) => {
      const cart = kit.shop.cart(ANA)
      await changesNothing(kit, () => cart.clear())
      const { view } = await cart.addMany([{ product: kit.shelf.good('tea') }, { product: kit.shelf.good('salt') }])
      const { view: cleared } = await cart.clear()
      assert.deepEqual([cleared.id, cleared.isEmpty], [view.id, true])
      await changesNothing(kit, () => cart.clear())
      assert.equal((await eventsOf(kit, 'cart.cleared')).length, 1)
    })

    scenario(
      open,
      'many at once: in the order of the list, a product that is there already is summed as by add',
      async ({ shop, shelf }) => {
        const cart = shop.cart(ANA)
        const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
        await cart.add(salt, { quantity: 2n })
        const { view } = await cart.addMany([
          { product: tea, quantity: 2n },
          { product: salt, quantity: 3n },
          { product: tea, quantity: 4n },
        ])
        assert.deepEqual(holding(view), [
          ['salt', 5n],
          ['tea', 6n],
        ])
      },
    )

    scenario(open, 'an empty list changes nothing', (kit) =>
      changesNothing(kit, async () => assert.equal((await kit.shop.cart(ANA).addMany([])).view.id, null)),
    )

    scenarioWith(open, { limits: { maxQuantity: 5n } }, 'one bad quantity anywhere undoes all', async (kit) => {
      const [tea, salt] = [kit.shelf.good('tea'), kit.shelf.good('salt')]
      for (const quantity of [0n, -1n, 6n]) {
        const items = [{ product: tea }, { product: salt, quantity }]
        await changesNothing(kit, () => refusalOf(kit.shop.cart(guest('one')).addMany(items), 'invalid_quantity'))
      }
    })

    scenario(open, 'many at once are compared with the catalogue and told like adds, where django-cart does neither', async (kit) => {
      const items = [{ product: kit.shelf.good('tea') }, { product: kit.shelf.good('salt') }]
      await kit.shop.cart(ANA).addMany(items)
      assert.equal((await eventsOf(kit, 'cart.item_added')).length, 2)
      const dear = items.map((item) => ({ ...item, unitPrice: 1n, validatePrice: true }))
      await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).addMany(dear), 'price_mismatch'))
    })
  })
})
