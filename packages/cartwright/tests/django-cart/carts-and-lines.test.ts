import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, changesNothing, guest, refusalOf, scenario, scenarioWith, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { holding, onBothEngines, PLAIN } from './engines.ts'

onBothEngines('carts and lines', (open) => {
  describe('2.1 the data model', () => {
    scenario(open, 'a cart knows its id, its owner, when it was made, whether it is checked out, and its code', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const cart = shop.cart(ANA)
      const { view } = await cart.add(shelf.good('tea'))
      await cart.applyDiscount('TEN')
      const [found] = await shop.carts.active('ana')
      assert.deepEqual([found?.id, found?.state, found?.codes, found?.madeAt], [view.id, 'open', ['TEN'], clock()])
      await cart.close()
      const [closed] = (await shop.carts.history('ana')).items
      assert.deepEqual([closed?.id, closed?.state], [view.id, 'placed'])
    })

    scenario(open, 'carts are listed newest first', async ({ shop, shelf, clock }) => {
      const made: string[] = []
      for (const _ of times(3, String)) {
        await shop.cart(ANA).add(shelf.good('tea'))
        made.unshift((await shop.cart(ANA).close()).cart)
        clock.advance(1n)
      }
      assert.deepEqual(
        (await shop.carts.history('ana')).items.map(({ id }) => id),
        made,
      )
    })

    scenario(open, 'a cart that lost its discount still has its lines', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await shop.cart(ANA).add(shelf.good('tea'))
      await shop.cart(ANA).applyDiscount('TEN')
      await shop.discounts.end('TEN')
      const view = await shop.cart(ANA).read()
      assert.deepEqual([view.uniqueCount, view.totals.discount, view.discounts[0]?.reason], [1, 0n, 'expired'])
    })

    scenarioWith(open, PLAIN, 'a line is one product of a cart, and its total is quantity x unit price', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea', { price: 333n }), { quantity: 2n })
      const [line, ...others] = (await cart.add({ type: 'good', id: 'tea' })).view.lines
      assert.deepEqual([line?.quantity, line?.unitPrice, line?.total, others.length], [3n, 333n, 999n, 0])
    })

    scenario(open, 'a line has its product; one that is gone is null there, a type that is gone is no product', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea', { name: 'Green tea' }))
      assert.equal((await cart.read()).lines[0]?.source?.name, 'Green tea')
      shelf.remove({ type: 'good', id: 'tea' })
      const [line] = (await cart.read()).lines
      assert.deepEqual([line?.source, line?.product.name, line?.state], [null, 'Green tea', 'unavailable'])
      await refusalOf(cart.add({ type: 'uninstalled', id: '1' }), 'product_not_found')
    })

    scenario(open, 'a line is found by its product as well as by its id', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      const { view } = await cart.addMany([{ product: tea }, { product: salt }])
      await cart.update(tea, { quantity: 2n })
      await cart.update(view.lines[1]?.id ?? '', { quantity: 3n })
      assert.deepEqual(holding(await cart.read()), [
        ['tea', 2n],
        ['salt', 3n],
      ])
      await refusalOf(cart.update({ type: 'good', id: 'rice' }, { quantity: 1n }), 'item_not_found')
      await refusalOf(cart.update('no such line', { quantity: 1n }), 'item_not_found')
    })

    scenario(open, 'what the admin form would check holds for every call', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      const tea = shelf.good('tea')
      await changesNothing(kit, () => refusalOf(cart.add(tea, { unitPrice: -500n }), 'invalid_input'))
      await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity: 0n }), 'invalid_quantity'))
      for (const wrong of [{ value: 10_001n }, { value: -1n }, { startsAt: 2n, endsAt: 1n }])
        assert.throws(() => shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1n, ...wrong }), RangeError)
    })

    scenario(open, 'the same id of two types is two lines', async ({ shop, shelf }) => {
      const { view } = await shop.cart(ANA).addMany([{ product: shelf.good('1') }, { product: shelf.garment('1') }])
      assert.deepEqual([view.uniqueCount, view.has({ type: 'garment', id: '1' })], [2, true])
    })
  })

  describe('2.2 the facade', () => {
    scenario(open, 'making and reading it writes nothing: no row for each visitor or robot', async (kit) => {
      await changesNothing(kit, async () => {
        for (const buyer of [{}, guest('robot'), ANA]) assert.deepEqual([(await kit.shop.cart(buyer).read()).id, kit.errors], [null, []])
      })
    })

    scenario(
      open,
      'a token finds its open cart; one that is unknown, or whose cart is closed or cleaned, begins a fresh one',
      async (kit) => {
        const { shop, shelf, clock } = kit
        const tea = shelf.good('tea')
        const { view } = await shop.cart(guest('one')).add(tea)
        assert.equal((await shop.cart(guest('one')).read()).id, view.id)
        assert.equal((await shop.cart(guest('two')).read()).id, null)
        await shop.cart(guest('one')).close()
        const second = (await shop.cart(guest('one')).add(tea)).view.id
        assert.notEqual(second, view.id)
        clock.advance(100n * 86_400_000n)
        await shop.cleanCarts()
        assert.equal((await shop.cart(guest('one')).read()).isEmpty, true)
        assert.notEqual((await shop.cart(guest('one')).add(tea)).view.id, second)
      },
    )

    scenario(open, 'two facades of one session are one cart, and neither shows an old value', async ({ shop, shelf }) => {
      const [one, other] = [shop.cart(ANA), shop.cart(ANA)]
      await one.add(shelf.good('tea'))
      assert.equal((await other.read()).totals.subtotal, 1_000n)
      await other.add(shelf.good('tea'), { quantity: 4n })
      assert.equal((await one.read()).totals.subtotal, 5_000n)
    })

    scenario(open, 'it is gone through line by line, counted by units, asked for products', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      await cart.addMany([{ product: tea, quantity: 3n }, { product: salt }])
      const view = await cart.read()
      assert.deepEqual(
        [...view].map((line) => line.product.id),
        ['tea', 'salt'],
      )
      assert.deepEqual([view.count, view.uniqueCount, view.isEmpty], [4n, 2, false])
      assert.deepEqual([view.has(tea), view.has({ type: 'good', id: 'rice' })], [true, false])
      assert.equal((await cart.clear()).view.isEmpty, true)
    })

    scenario(open, 'products are loaded in one call a type, and a product that is gone raises nothing', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.addMany([...times(5, (index) => ({ product: shelf.good(`${index}`) })), { product: shelf.garment('coat') }])
      shelf.remove({ type: 'good', id: '3' })
      const before = shelf.calls()
      const view = await cart.read()
      assert.equal(shelf.calls() - before, 2)
      assert.deepEqual(
        [...view].map((line) => line.source === null),
        [false, false, false, true, false, false],
      )
    })

    scenario(open, 'what it stores is one cart, one line, and no token', async ({ shop, shelf, database }) => {
      await shop.cart(guest('one')).add(shelf.good('tea'))
      const tables = await readTables(database)
      assert.deepEqual([tables.cart.length, tables.cart_line.length], [1, 1])
      assert.ok(
        !JSON.stringify(tables, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).includes(guest('one').token),
      )
    })
  })
})
