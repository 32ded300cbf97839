import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createShop } from '../../src/index.ts'
import {
  ANA,
  BOGDAN,
  changesNothing,
  eventsOf,
  guest,
  outcomesOf,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { DAY, holding, onBothEngines } from './engines.ts'

/** 4.1: wrong results when several do something at once. With processes of their own: `tests/races/table.test.ts`. */
onBothEngines('faults 4.1', (open) => {
  describe('G1 lost updates', () => {
    scenario(open, '40 adds of one product at once are 40 units', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      await shop.cart(ANA).add(tea)
      await Promise.all(times(40, () => shop.cart(ANA).add(tea)))
      assert.deepEqual(holding(await shop.cart(ANA).read()), [['tea', 41n]])
    })
  })

  describe('G2 first adds that collide', () => {
    scenario(open, '20 first adds of one product at once: one cart, one line, 20 units, no error', async ({ shop, shelf, database }) => {
      const tea = shelf.good('tea')
      assert.deepEqual(await outcomesOf(times(20, () => shop.cart(guest('one')).add(tea))), { ok: 20 })
      const { cart, cart_line } = await readTables(database)
      assert.deepEqual([cart.length, cart_line.map(({ quantity }) => String(quantity))], [1, ['20']])
    })
  })

  describe('G3 the checkout of an emptied cart', () => {
    scenarioWith(open, { limits: { minOrder: 1_000n } }, 'a handle that heard yes does not close what another one emptied', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      assert.equal(await cart.canCheckout(), null)
      await shop.cart(ANA).clear()
      await changesNothing(kit, () => refusalOf(cart.close(), 'cart_empty'))
    })

    scenarioWith(open, { limits: { minOrder: 2_000n } }, 'nor what another one took below the smallest order', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'), { quantity: 2n })
      assert.equal(await cart.canCheckout(), null)
      await shop.cart(ANA).update(shelf.good('tea'), { quantity: 1n })
      await changesNothing(kit, () => refusalOf(cart.close(), 'minimum_order'))
    })

    scenario(open, 'closed and cleared at once: either a cart with its line, or nothing', async (kit) => {
      const { shop, shelf } = kit
      for (const name of times(6, String)) {
        await shop.cart(guest(name)).add(shelf.good('tea'))
        const outcomes = await outcomesOf([shop.cart(guest(name)).close(), shop.cart(guest(name)).clear()])
        const { cart, cart_line } = await readTables(kit.database)
        const closed = cart.filter(({ state }) => state === 'placed')
        for (const one of closed) assert.ok(cart_line.some(({ cart_id }) => cart_id === one.cart_id))
        assert.ok((outcomes.ok ?? 0) >= 1)
      }
    })
  })

  describe('G4 changes after the checkout', () => {
    scenario(open, 'no handle adds to, updates, empties or discounts what was closed', async (kit) => {
      const { shop, shelf, database } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const stale = shop.cart(ANA)
      const { view } = await stale.add(shelf.good('tea'))
      await shop.cart(ANA).close()
      const closed = async () => {
        const { cart, cart_line } = await readTables(database)
        return [cart.find(({ cart_id }) => cart_id === view.id), cart_line.filter(({ cart_id }) => cart_id === view.id)]
      }
      const before = await closed()
      await refusalOf(stale.update(shelf.good('tea'), { quantity: 10n }), 'item_not_found')
      await refusalOf(stale.remove(view.lines[0]?.id ?? ''), 'item_not_found')
      await refusalOf(stale.applyDiscount('TEN'), 'cart_empty')
      await stale.clear()
      await stale.add(shelf.good('tea'), { quantity: 9n })
      assert.deepEqual(await closed(), before)
    })
  })

  describe('G5 merging a cart with itself', () => {
    scenario(open, 'by two handles, by its owner, under load: all lines stay', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(ANA).add(shelf.good('tea'), { quantity: 3n })
      await changesNothing(kit, async () => {
        await shop.cart(ANA).merge(shop.cart(ANA))
        await shop.cart(ANA).merge(ANA)
        await shop.cart(ANA).merge(shop.cart(ANA, { name: 'default' }), 'replace')
        await Promise.all(times(5, () => shop.cart(ANA).merge(ANA)))
      })
    })

    scenario(open, 'a merge made twice, or by ten at once, is made once', async ({ shop, shelf }) => {
      await shop.cart(ANA).add(shelf.good('tea'), { quantity: 3n })
      await shop.cart(guest('one')).add(shelf.good('tea'), { quantity: 2n })
      await Promise.all(times(10, () => shop.login(guest('one'), ANA)))
      await shop.cart(ANA).merge(guest('one'))
      assert.deepEqual(holding(await shop.cart(ANA).read()), [['tea', 5n]])
    })
  })

  describe('G6 two handles, two codes', () => {
    scenario(open, 'at once: one is on the cart, the other is refused, both handles show the same price', async ({ shop, shelf }) => {
      for (const [code, value] of [
        ['FIVE', 500n],
        ['HALF', 5_000n],
      ] as const)
        await shop.discounts.create({ code, kind: 'percent', value })
      const [one, other] = [shop.cart(ANA), shop.cart(ANA)]
      await one.add(shelf.good('tea'))
      assert.deepEqual(await outcomesOf([one.applyDiscount('FIVE'), other.applyDiscount('HALF')]), { ok: 1, discount_invalid: 1 })
      const [seen, alsoSeen] = await Promise.all([one.read(), other.read()])
      assert.deepEqual([seen.totals, seen.discounts.length], [alsoSeen.totals, 1])
    })
  })

  describe('G7 lines that are not locked at checkout', () => {
    scenario(
      open,
      'an add beside the closing is in the closed cart or in the next one; what was closed is what was counted',
      async (kit) => {
        const { shop, shelf, database } = kit
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 100n)
        for (const name of times(6, String)) {
          const buyer = guest(name)
          await shop.cart(buyer).add(tote)
          await Promise.all([shop.cart(buyer).close(), shop.cart(buyer).add(tote)])
        }
        const { cart, cart_line, stock } = await readTables(database)
        const placed = new Set(cart.filter(({ state }) => state === 'placed').map(({ cart_id }) => cart_id))
        const units = (inPlaced: boolean): number =>
          cart_line.reduce((sum, line) => (placed.has(line.cart_id) === inPlaced ? sum + Number(line.quantity) : sum), 0)
        assert.deepEqual([units(true) + units(false), Number(stock[0]?.sold)], [12, units(true)])
      },
    )
  })

  describe('G8 handlers before the commit', () => {
    const heard: string[] = []
    const on = {
      'cart.item_added': ({ payload }: { payload: { product: string } }): void => {
        heard.push(payload.product)
        throw new Error('the mail server is away')
      },
    }
    scenarioWith(open, { on }, 'nothing is heard of what was undone, and one that fails fails nobody', async (kit) => {
      heard.length = 0
      const { shop, shelf } = kit
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      await refusalOf(shop.cart(ANA).addMany([{ product: tea }, { product: salt, quantity: 1_000n }]), 'invalid_quantity')
      assert.equal((await shop.cart(ANA).add(salt)).view.count, 1n)
      for (let round = 0; heard.length === 0 && round < 200; round += 1) await shop.sweep()
      assert.deepEqual([...new Set(heard)], ['good:salt'])
      assert.equal((await shop.cart(ANA).read()).count, 1n)
      assert.equal((await eventsOf(kit, 'cart.item_added')).length, 1)
    })
  })

  describe('G9 a cart that was cleaned away', () => {
    scenario(
      open,
      'a handle of it closes, updates and adds without a database error; the add begins a fresh cart',
      async ({ shop, shelf, clock }) => {
        const stale = shop.cart(guest('one'))
        const { view } = await stale.add(shelf.good('tea'))
        clock.advance(91n * DAY)
        await shop.cleanCarts()
        await refusalOf(stale.close(), 'cart_empty')
        await refusalOf(stale.update(view.lines[0]?.id ?? '', { quantity: 2n }), 'item_not_found')
        assert.equal((await stale.clear()).view.isEmpty, true)
        const { view: fresh } = await stale.add(shelf.good('tea'))
        assert.notEqual(fresh.id, view.id)
      },
    )

    scenario(open, 'an add beside the cleaning is in a cart afterwards', async (kit) => {
      const { shop, shelf, clock, database, errors } = kit
      const other = await createShop({ database, clock, currency: 'RON', products: shelf.sources, log: (error) => errors.push(error) })
      const tea = shelf.good('tea')
      for (const buyer of [ANA, BOGDAN, guest('one')]) await shop.cart(buyer).add(tea)
      clock.advance(91n * DAY)
      await Promise.all([other.cleanCarts(), ...[ANA, BOGDAN, guest('one')].map((buyer) => shop.cart(buyer).add(tea))])
      for (const buyer of [ANA, BOGDAN, guest('one')]) assert.ok((await shop.cart(buyer).read()).count >= 1n)
      assert.deepEqual(errors, [])
    })
  })
})
