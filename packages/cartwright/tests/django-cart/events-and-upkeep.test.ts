import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { EventName } from '../../src/index.ts'
import { REASONS, ShopError } from '../../src/index.ts'
import { ANA, eventsOf, guest, type Kit, refusalOf, scenario, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { counted } from './counted.ts'
import { DAY, onBothEngines } from './engines.ts'

/** Which events an action tells, by name. */
async function toldBy({ database }: Kit, action: () => Promise<unknown>): Promise<string[]> {
  const before = new Set((await readTables(database)).event.map((row) => row.id))
  await action()
  return (await readTables(database)).event.flatMap((row) => (before.has(row.id ?? '') ? [] : [String(row.name)])).sort()
}

onBothEngines('events, upkeep, errors and bounds', (open) => {
  describe('2.15 signals', () => {
    scenario(open, 'fire for adds, updates, removals, clearing and the checkout, each with its cart and line', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      const steps: readonly (readonly [() => Promise<unknown>, readonly EventName[]])[] = [
        [() => cart.add(tea), ['cart.item_added']],
        [() => cart.add(tea), ['cart.item_added']],
        [() => cart.update(tea, { quantity: 5n }), ['cart.item_updated']],
        [() => cart.update(tea, { quantity: 0n }), ['cart.item_updated']],
        [() => cart.addMany([{ product: tea }, { product: salt }]), ['cart.item_added', 'cart.item_added']],
        [() => cart.remove(tea), ['cart.item_removed']],
        [() => cart.clear(), ['cart.cleared']],
        [() => cart.add(tea), ['cart.item_added']],
        [() => cart.close(), ['cart.checked_out']],
      ]
      for (const [action, names] of steps) assert.deepEqual(await toldBy(kit, action), names, String(action))
      const [added] = await eventsOf(kit, 'cart.item_added')
      assert.deepEqual([added?.payload.product, typeof added?.row.key], ['good:tea', 'string'])
    })

    scenario(open, 'do not fire for what failed or changed nothing', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      const tea = shelf.good('tea')
      await cart.add(tea)
      const nothing: readonly (() => Promise<unknown>)[] = [
        () => refusalOf(cart.add(tea, { quantity: 0n }), 'invalid_quantity'),
        () => refusalOf(cart.add({ type: 'good', id: 'none' }), 'product_not_found'),
        () => refusalOf(cart.remove({ type: 'good', id: 'none' }), 'item_not_found'),
        () => cart.update(tea, { quantity: 1n }),
        () => cart.removeDiscount(),
        () => cart.merge(guest('nobody')),
        () => cart.merge(cart),
        () => cart.read(),
        () => cart.quote(),
        () => cart.export(),
        () => shop.cart(guest('new')).read(),
        () => refusalOf(shop.cart(guest('new')).close(), 'cart_empty'),
      ]
      for (const action of nothing) assert.deepEqual(await toldBy(kit, action), [], String(action))
      await cart.close()
      assert.deepEqual(await toldBy(kit, () => cart.close()), [])
      assert.deepEqual(await toldBy(kit, () => shop.cart(ANA).close()), [])
      assert.deepEqual(await toldBy(kit, () => shop.cart(ANA).clear()), [])
    })

    scenario(open, 'a merge tells of itself alone: no add, no clearing', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(guest('one')).add(shelf.good('tea'))
      assert.deepEqual(await toldBy(kit, () => shop.cart(ANA).merge(guest('one'))), ['cart.merged'])
    })

    scenario(open, 'unlike django-cart’s, also for discounts; and a restore tells what it adds', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      assert.deepEqual(await toldBy(kit, () => cart.applyDiscount('TEN')), ['discount.applied'])
      assert.deepEqual(await toldBy(kit, () => cart.removeDiscount()), ['discount.removed'])
      const payload = await cart.export()
      assert.deepEqual(await toldBy(kit, () => shop.cart(guest('two')).restore(payload)), ['cart.item_added'])
    })
  })

  describe('2.17 what an admin sees', () => {
    counted(open, 'carts with their lines: the same statements however many carts there are', async ({ shop, shelf, statementsOf }) => {
      const asked: number[] = []
      for (const name of ['one', 'two', 'three']) {
        await shop.cart(ANA, { name }).addMany([{ product: shelf.good('tea') }, { product: shelf.good('salt') }])
        asked.push(await statementsOf(() => shop.carts.active('ana')))
      }
      assert.deepEqual(new Set(asked).size, 1)
      const [first] = await shop.carts.active('ana')
      assert.deepEqual([first?.name, first?.lines.length], ['one', 2])
    })

    scenario(open, 'discounts too: found by code, listed, with their uses', async ({ shop }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, usesBefore: 4n })
      assert.equal((await shop.discounts.find('ten'))?.uses, 4n)
      assert.deepEqual(
        (await shop.discounts.list()).items.map(({ code }) => code),
        ['TEN'],
      )
    })
  })

  describe('2.18 clean_carts', () => {
    scenario(open, 'after 90 days, or as many as are given; open carts only, unless closed ones are meant too', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.cart(guest('closed')).add(shelf.good('tea'))
      await shop.cart(guest('closed')).close()
      await shop.cart(guest('old')).add(shelf.good('tea'))
      await shop.cart(ANA).add(shelf.good('tea'))
      clock.advance(90n * DAY)
      assert.equal((await shop.cleanCarts()).deleted, 0)
      clock.advance(1n)
      await shop.cart(guest('new')).add(shelf.good('tea'))
      assert.equal((await shop.cleanCarts({ days: 91 })).deleted, 0)
      assert.equal((await shop.cleanCarts({ dryRun: true })).deleted, 2)
      assert.equal((await shop.cleanCarts()).deleted, 2)
      assert.equal((await shop.cleanCarts()).deleted, 0)
      assert.equal((await shop.cleanCarts({ includePlaced: true })).deleted, 1)
      const { cart, cart_line } = await readTables(kit.database)
      assert.deepEqual([cart.length, cart_line.length], [1, 1])
    })

    scenario(open, 'senseless days are refused', async ({ shop }) => {
      for (const days of [0, -1, Number.NaN]) await assert.rejects(shop.cleanCarts({ days }), RangeError)
    })
  })

  describe('2.19 exceptions', () => {
    scenario(open, 'all refusals are of one class, with a code, details and an English sentence', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const tea = shelf.good('tea')
      await cart.add(tea)
      await shop.stock.set(shelf.article('tote'), 1n)
      const refusals = [
        await refusalOf(cart.remove({ type: 'good', id: 'none' }), 'item_not_found'),
        await refusalOf(cart.add(tea, { quantity: 0n }), 'invalid_quantity'),
        await refusalOf(cart.add(tea, { unitPrice: 1n, validatePrice: true }), 'price_mismatch'),
        await refusalOf(cart.applyDiscount('NONE'), 'discount_invalid'),
        await refusalOf(cart.add({ type: 'article', id: 'tote' }, { quantity: 2n }), 'insufficient_stock'),
        await refusalOf(shop.cart(guest('one')).close(), 'cart_empty'),
        await refusalOf(cart.restore({ 'a:b': {} }), 'invalid_input'),
      ]
      for (const refusal of refusals) {
        assert.ok(refusal instanceof ShopError)
        assert.equal(refusal.message, REASONS[refusal.code])
      }
      assert.equal(new Set(refusals.map(({ code }) => code)).size, refusals.length)
    })
  })

  describe('2.20 bounds', () => {
    counted(open, 'fifty adds: at most as many statements each as the first one', async ({ shop, shelf, statementsOf }) => {
      const cart = shop.cart(ANA)
      const first = await statementsOf(() => cart.add(shelf.good('first')))
      for (const id of times(50, String)) assert.ok((await statementsOf(() => cart.add(shelf.good(id)))) <= first + 1, id)
    })

    counted(open, 'subtotal, lines and products of 100 lines: as many statements as of one', async ({ shop, shelf, statementsOf }) => {
      await shop.cart(guest('one')).add(shelf.good('tea'))
      await shop.cart(ANA).addMany(times(100, (index) => ({ product: shelf.good(`${index}`) })))
      const one = await statementsOf(() => shop.cart(guest('one')).read())
      const before = shelf.calls()
      let worth = 0n
      const hundred = await statementsOf(async () => {
        const view = await shop.cart(ANA).read()
        for (const line of view) worth += line.source?.price ?? 0n
        assert.equal(view.totals.subtotal, worth)
      })
      assert.deepEqual([hundred, shelf.calls() - before, worth], [one, 1, 100_000n])
    })

    counted(open, 'a second look at what was read asks nothing', async ({ shop, shelf, statementsOf }) => {
      const { view } = await shop.cart(ANA).add(shelf.good('tea'))
      assert.equal(await statementsOf(async () => times(10, () => view.totals.subtotal + (view.lines[0]?.source?.price ?? 0n))), 0)
    })
  })
})
