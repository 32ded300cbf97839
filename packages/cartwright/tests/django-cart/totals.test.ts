import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createShop, flatShipping, flatTax, type TaxCalculator } from '../../src/index.ts'
import { ADDRESS, ANA, BOGDAN, changesNothing, eventsOf, refusalOf, scenario, scenarioWith } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { holding, onBothEngines, PLAIN } from './engines.ts'

onBothEngines('totals and checkout', (open) => {
  describe('2.10 totals', () => {
    scenarioWith(open, PLAIN, 'summary, count, uniqueCount and isEmpty, of nothing and of something', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const nothing = await cart.read()
      assert.deepEqual([nothing.totals.subtotal, nothing.count, nothing.uniqueCount, nothing.isEmpty], [0n, 0n, 0, true])
      const { view } = await cart.addMany([
        { product: shelf.good('tea', { price: 250n }), quantity: 3n },
        { product: shelf.good('salt', { price: 99n }) },
      ])
      assert.deepEqual([view.totals.subtotal, view.count, view.uniqueCount, view.isEmpty], [849n, 4n, 2, false])
    })

    scenarioWith(open, PLAIN, 'without plug-ins tax is zero, and one free way of shipping is offered', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      const { quote, shippingOptions } = await cart.quote({ address: ADDRESS })
      assert.deepEqual([quote.totals.tax, quote.totals.shipping, quote.totals.total], [0n, 0n, 1_000n])
      assert.deepEqual(
        shippingOptions.map(({ price }) => price),
        [0n],
      )
    })

    scenarioWith(
      open,
      { ...PLAIN, tax: flatTax({ rate: '10%', mode: 'added' }), estimate: flatShipping({ price: 500n }) },
      'subtotal - discount + tax + shipping = total, with the tax on what is paid',
      async ({ shop, shelf }) => {
        await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
        const cart = shop.cart(ANA)
        await cart.add(shelf.good('tea'), { quantity: 2n })
        const { totals } = (await cart.applyDiscount('TEN')).view
        const { subtotal, discount, tax, shipping, total } = totals
        assert.deepEqual([subtotal, discount, tax, shipping, total], [2_000n, 200n, 230n, 500n, 2_530n])
      },
    )

    scenarioWith(open, PLAIN, 'the total is never below zero', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'ALL', kind: 'fixed', value: 1_000_000n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      assert.equal((await cart.applyDiscount('ALL')).view.totals.total, 0n)
    })

    let asked = 0
    const tax: TaxCalculator = async ({ lines, currency }) => {
      asked += 1
      return {
        added: BigInt(lines.length) * 100n,
        included: 0n,
        lines: new Map(lines.map(({ id }) => [id, { added: 100n, included: 0n }])),
        currency,
      }
    }
    scenarioWith(
      open,
      { ...PLAIN, tax },
      'a calculator is asked once for one version of a cart, and again when it changed',
      async ({ shop, shelf }) => {
        asked = 0
        const cart = shop.cart(ANA)
        await cart.add(shelf.good('tea'))
        for (const handle of [cart, cart, shop.cart(ANA)]) await handle.quote({ address: ADDRESS })
        assert.deepEqual([asked, (await cart.read()).totals.tax], [1, 100n])
        // By another handle, which django-cart would not have seen.
        await shop.cart(ANA).add(shelf.good('salt'))
        assert.equal((await cart.quote({ address: ADDRESS })).quote.totals.tax, 200n)
        assert.equal(asked, 2)
      },
    )

    scenario(open, 'a calculator that is none stops the start, loudly', async ({ database, shelf }) => {
      class TaxOfOldStyle {
        calculate(): bigint {
          return 0n
        }
      }
      for (const wrong of ['myapp.tax.FlatTax', new TaxOfOldStyle(), null]) {
        const options = { database, currency: 'RON', products: shelf.sources, tax: wrong as never }
        await assert.rejects(createShop(options), /tax/)
      }
    })
  })

  describe('2.11 checkout', () => {
    scenarioWith(
      open,
      { limits: { minOrder: 2_000n } },
      'whether it can be: empty, below the smallest order, exactly it',
      async ({ shop, shelf }) => {
        const cart = shop.cart(ANA)
        assert.equal((await cart.canCheckout())?.code, 'cart_empty')
        await cart.add(shelf.good('tea'))
        const no = await cart.canCheckout()
        assert.deepEqual([no?.code, no?.details.minimum], ['minimum_order', 2_000n])
        await cart.add(shelf.good('tea'))
        assert.equal(await cart.canCheckout(), null)
      },
    )

    scenarioWith(open, { limits: { minOrder: 2_000n } }, 'refuses likewise, and the cart stays open', async (kit) => {
      const cart = kit.shop.cart(ANA)
      await changesNothing(kit, () => refusalOf(cart.close(), 'cart_empty'))
      await cart.add(kit.shelf.good('tea'))
      await changesNothing(kit, () => refusalOf(cart.close(), 'minimum_order'))
    })

    scenario(open, 'again, by this handle or another: no second event, no second use, no error', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.applyDiscount('TEN')
      assert.equal((await cart.close()).closed, true)
      for (const handle of [cart, shop.cart(ANA)]) assert.equal((await changesNothing(kit, () => handle.close())).closed, false)
      assert.deepEqual([(await eventsOf(kit, 'cart.checked_out')).length, (await shop.discounts.find('TEN'))?.uses], [1, 1n])
    })

    scenario(open, 'a discount that does not apply any more refuses the checkout: the cart is open, nothing is used', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      const { quote } = (await cart.applyDiscount('TEN')).view
      await shop.discounts.change('TEN', { active: false })
      await changesNothing(kit, () => refusalOf(cart.close({ quote: quote.hash }), 'quote_changed'))
      await changesNothing(kit, () => refusalOf(cart.close(), 'discount_invalid'))
      await cart.removeDiscount('TEN')
      assert.equal((await cart.close()).closed, true)
      assert.equal((await shop.discounts.find('TEN'))?.uses, 0n)
    })

    scenario(open, 'of the last use of a code: one checkout of two', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 1_000n, maxUses: 1n })
      for (const buyer of [ANA, BOGDAN]) {
        await shop.cart(buyer).add(shelf.good('tea'))
        await shop.cart(buyer).applyDiscount('ONCE')
      }
      const ends = await Promise.allSettled([shop.cart(ANA).close(), shop.cart(BOGDAN).close()])
      assert.deepEqual(ends.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
      assert.equal((await shop.discounts.find('ONCE'))?.uses, 1n)
    })

    scenario(
      open,
      'what was closed is kept with its prices; the same session goes on with an empty cart of another id',
      async ({ shop, shelf }) => {
        const cart = shop.cart(ANA)
        await cart.add(shelf.good('tea'), { quantity: 2n })
        const closed = await cart.close()
        shelf.change({ type: 'good', id: 'tea' }, { price: 5n })
        const [kept] = (await shop.carts.history('ana')).items
        assert.deepEqual([kept?.id, kept?.lines[0]?.quantity, kept?.lines[0]?.unitPrice], [closed.cart, 2n, 1_000n])
        assert.equal((await cart.read()).isEmpty, true)
        assert.notEqual((await cart.add({ type: 'good', id: 'tea' })).view.id, closed.cart)
      },
    )

    scenario(open, 'clear, then add, then checkout', async (kit) => {
      const { shop, shelf, database } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.clear()
      assert.deepEqual(holding((await cart.add(shelf.good('salt'))).view), [['salt', 1n]])
      assert.equal((await cart.close()).closed, true)
      assert.equal((await readTables(database)).cart[0]?.state, 'placed')
    })
  })
})
