import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, BOGDAN, changesNothing, eventsOf, guest, type OpenDatabase, refusalOf, scenario, times } from './kit.ts'
import { readTables } from './tables.ts'

/** Changing, removing and emptying. */
export function describeChanging(open: OpenDatabase): void {
  describe('changing', () => {
    scenario(open, 'a quantity is set, by product or by line; 0 removes the line', async (kit) => {
      const { shop, shelf } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 50n)
      const cart = shop.cart(ANA)
      const { view } = await cart.add(tote, { quantity: 2n })
      assert.equal((await cart.update(tote, { quantity: 9n })).view.lines[0]?.quantity, 9n)
      assert.equal((await cart.update(view.lines[0]?.id ?? '', { quantity: 4n })).view.lines[0]?.quantity, 4n)
      await changesNothing(kit, () => cart.update(tote, { quantity: 4n }))
      const emptied = await cart.update(tote, { quantity: 0n })
      assert.deepEqual([emptied.view.isEmpty, emptied.view.count, emptied.view.totals.total], [true, 0n, 0n])
      const updates = (await eventsOf(kit, 'cart.item_updated')).map(({ payload }) => [payload.before, payload.after, payload.deleted])
      assert.deepEqual(updates, [
        ['2', '9', false],
        ['9', '4', false],
        ['4', '0', true],
      ])
      await refusalOf(cart.update(tote, { quantity: 1n }), 'item_not_found')
    })

    scenario(open, 'a unique item takes 1 and 0 only, and 0 gives its hold back', async (kit) => {
      const coat = kit.shelf.garment('coat')
      const cart = kit.shop.cart(ANA)
      await cart.add(coat)
      await changesNothing(kit, () => refusalOf(cart.update(coat, { quantity: 2n }), 'invalid_quantity'))
      await changesNothing(kit, () => refusalOf(cart.update(coat, { quantity: -1n }), 'invalid_quantity'))
      await changesNothing(kit, () => cart.update(coat, { quantity: 1n }))
      await cart.update(coat, { quantity: 0n })
      assert.equal((await kit.shop.cart(BOGDAN).add(coat)).view.lines[0]?.state, 'ok')
    })

    scenario(open, 'a line is removed by product or by id, and its hold given back', async (kit) => {
      const { shop, shelf } = kit
      const [coat, hat] = [shelf.garment('coat'), shelf.garment('hat')]
      const cart = shop.cart(guest('one'))
      const { view } = await cart.addMany([{ product: coat }, { product: hat }])
      await cart.remove(coat)
      const { view: left } = await cart.remove(view.lines[1]?.id ?? '')
      assert.equal(left.isEmpty, true)
      assert.deepEqual((await readTables(kit.database)).claim, [])
      assert.deepEqual(
        (await eventsOf(kit, 'cart.item_removed')).map(({ payload }) => [payload.product, payload.before, payload.after]),
        [
          ['garment:coat', '1', '0'],
          ['garment:hat', '1', '0'],
        ],
      )
    })

    scenario(open, "another buyer's line is as if it were not there", async (kit) => {
      const { shop, shelf } = kit
      const { view } = await shop.cart(ANA).add(shelf.garment('coat'))
      const line = view.lines[0]?.id ?? ''
      await shop.cart(BOGDAN).add(shelf.garment('hat'))
      for (const stranger of [BOGDAN, guest('stranger')]) {
        const cart = shop.cart(stranger)
        await changesNothing(kit, () => refusalOf(cart.remove(line), 'item_not_found'))
        await changesNothing(kit, () => refusalOf(cart.update(line, { quantity: 0n }), 'item_not_found'))
        await changesNothing(kit, () => refusalOf(cart.saveForLater(line), 'item_not_found'))
        await changesNothing(kit, () => refusalOf(cart.quote({ lines: [line] }), 'item_not_found'))
      }
    })

    scenario(open, 'clearing empties the cart but for what is saved, once', async (kit) => {
      const { shop, shelf } = kit
      const items = times(3, (index) => shelf.garment(`coat-${index}`))
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 5n)
      const cart = shop.cart(ANA)
      await cart.addMany([...items.map((product) => ({ product })), { product: tote, quantity: 2n }])
      await cart.saveForLater(tote)
      const { view } = await cart.clear()
      assert.deepEqual([view.isEmpty, view.saved.length, view.count], [true, 1, 0n])
      assert.deepEqual((await readTables(kit.database)).claim, [])
      assert.deepEqual(
        (await eventsOf(kit, 'cart.cleared')).map(({ payload }) => payload.lines),
        [3],
      )
      await changesNothing(kit, () => cart.clear())
      await changesNothing(kit, () => shop.cart(BOGDAN).clear())
    })

    scenario(open, 'lines stand in the order of adding, whatever is changed', async ({ shop, shelf, clock }) => {
      const names = ['m', 'c', 'x', 'a', 'q']
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('z'))
      clock.advance(1n)
      await cart.addMany(names.map((name) => ({ product: shelf.good(name) })))
      clock.advance(1n)
      await cart.add(shelf.good('b'))
      await cart.update(shelf.good('x'), { quantity: 5n })
      await cart.add(shelf.good('z'))
      assert.deepEqual(
        (await cart.read()).lines.map((line) => line.product.id),
        ['z', ...names, 'b'],
      )
      await cart.remove(shelf.good('c'))
      assert.deepEqual(
        (await cart.read()).lines.map((line) => line.product.id),
        ['z', 'm', 'x', 'a', 'q', 'b'],
      )
    })

    scenario(open, 'lines added in one millisecond stand in the order of adding as well', async ({ shop, shelf }) => {
      const names = times(12, (index) => `${(index * 5) % 12}`)
      const cart = shop.cart(ANA)
      for (const name of names.slice(0, 6)) await cart.add(shelf.good(name))
      const { view } = await cart.addMany(names.slice(6).map((name) => ({ product: shelf.good(name) })))
      assert.deepEqual(
        view.lines.map((line) => line.product.id),
        names,
      )
    })

    scenario(open, 'two buyers who change their carts at once do not meet', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      await Promise.all(
        times(10, async (index) => {
          const cart = shop.cart(guest(`${index}`))
          await cart.add(tea, { quantity: BigInt(index + 1) })
          await cart.update(tea, { quantity: BigInt(index + 2) })
        }),
      )
      const views = await Promise.all(times(10, (index) => shop.cart(guest(`${index}`)).read()))
      assert.deepEqual(
        views.map((view) => view.count),
        times(10, (index) => BigInt(index + 2)),
      )
    })
  })
}
