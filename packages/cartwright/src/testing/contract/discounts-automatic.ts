import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createShop, type Database } from '../../index.ts'
import { fourThings } from './discounts-stacking.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  guest,
  MIHAI,
  noticeCodes,
  type OpenDatabase,
  refusalOf,
  requestOf,
  scenario,
  times,
} from './kit.ts'

const reasonOf = async (action: Promise<unknown>): Promise<unknown> => (await refusalOf(action, 'discount_invalid')).details.reason

/** Discounts that nobody types, and those for a first order. */
export function describeAutomatic(open: OpenDatabase): void {
  describe('automatic discounts', () => {
    scenario(open, 'apply by themselves where they fit, are used by orders and given back', async (kit) => {
      const { shop, shelf } = kit
      const cart = await fourThings(kit)
      await shop.discounts.create({
        code: 'HATS',
        kind: 'percent',
        value: 1_000n,
        automatic: true,
        only: { sellers: ['mihai'] },
        maxUses: 1n,
      })
      await shop.discounts.create({ code: 'BULK', kind: 'fixed', value: 100n, automatic: true, minOrder: 50_000n })
      const view = await cart.read()
      assert.deepEqual(view.discounts, [{ code: 'HATS', amount: 1_000n, reason: null, automatic: true }])
      assert.deepEqual(view.notices, [])
      assert.equal(await changesNothing(kit, () => reasonOf(cart.applyDiscount('HATS'))), 'unknown')
      await changesNothing(kit, () => cart.removeDiscount('HATS'))
      const { order } = await buy(cart, { payment: 'card' })
      assert.deepEqual(order.discounts, [{ code: 'HATS', amount: 1_000n }])
      assert.equal((await shop.discounts.find('HATS'))?.uses, 1n)
      const other = shop.cart(BOGDAN)
      await other.add(shelf.garment('scarf', { seller: MIHAI }))
      assert.deepEqual((await other.read()).discounts, [])
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'card_declined' })
      assert.equal((await other.read()).totals.discount, 1_000n)
      assert.deepEqual((await shop.cart(guest('nobody')).read()).discounts, [])
    })

    scenario(open, 'one that runs out while it is paid for is told as a change, never charged, never a dead end', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'FIRST3', kind: 'fixed', value: 1_000n, automatic: true, maxUses: 3n })
      const carts = await Promise.all(
        times(8, async (index) => {
          const cart = shop.cart(guest(`${index}`))
          await cart.add(shelf.good('tea'), { quantity: 5n })
          return cart
        }),
      )
      const requests = await Promise.all(carts.map((cart, index) => requestOf(cart, { payment: 'cod', email: `g${index}@example.com` })))
      const outcomes = await Promise.allSettled(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
      assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3)
      assert.equal((await shop.discounts.find('FIRST3'))?.uses, 3n)
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'fulfilled') continue
        assert.equal((outcome.reason as { code?: string }).code, 'quote_changed')
        const cart = carts[index] ?? assert.fail()
        assert.equal((await buy(cart, { payment: 'cod', email: `g${index}@example.com` })).order.totals.discount, 0n)
      }
    })

    scenario(open, 'a typed code and an automatic one of its group: the higher priority stays, at a draw the typed one', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'AUTO', kind: 'percent', value: 500n, automatic: true, exclusive: 'code' })
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await shop.discounts.create({ code: 'WEAK', kind: 'percent', value: 1_000n, priority: -1n })
      const cart = await fourThings(kit)
      assert.equal(await reasonOf(cart.applyDiscount('WEAK')), 'combination')
      const { view } = await cart.applyDiscount('TEN')
      assert.deepEqual(view.discounts, [{ code: 'TEN', amount: 4_000n, reason: null }])
      await shop.discounts.change('AUTO', { priority: 1n })
      const later = await cart.read()
      assert.deepEqual(
        later.discounts.map(({ code, reason }) => [code, reason]),
        [
          ['AUTO', null],
          ['TEN', 'combination'],
        ],
      )
      assert.deepEqual(noticeCodes(later.notices), ['discount_dropped'])
    })

    scenario(open, 'another process sees a new one within five seconds, and the end of one at once', async (kit) => {
      const { shop, shelf, clock, database } = kit
      // A database of its own over the same store, as another process has it.
      const again: Database = {
        engine: database.engine,
        read: (...statements) => database.read(...statements),
        batch: (statements, receipt) => database.batch(statements, receipt),
        migrate: (migrations) => database.migrate(migrations),
        now: () => database.now(),
        faultOf: (error) => database.faultOf(error),
        ping: () => database.ping(),
        close: () => database.close(),
      }
      const other = await createShop({ database: again, currency: 'RON', products: shelf.sources, clock })
      const cart = await fourThings(kit)
      const there = other.cart(ANA)
      assert.equal((await there.read()).totals.discount, 0n)
      await shop.discounts.create({ code: 'AUTO', kind: 'fixed', value: 700n, automatic: true })
      assert.equal((await cart.read()).totals.discount, 700n)
      clock.advance(5_000n)
      assert.equal((await there.read()).totals.discount, 700n)
      await shop.discounts.end('AUTO')
      assert.equal((await there.read()).totals.discount, 0n)
    })
  })

  describe('a discount for first orders', () => {
    scenario(open, 'is for who has no order yet, as account and as guest, and again after a cancelled one', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'WELCOME', kind: 'percent', value: 1_000n, firstOrder: true })
      const tea = shelf.good('tea', { price: 5_000n })
      const cart = shop.cart(ANA)
      await cart.add(tea)
      await cart.applyDiscount('WELCOME')
      const { order } = await buy(cart, { payment: 'cod', key: 'one' })
      assert.equal(order.totals.discount, 500n)
      await cart.add(tea)
      assert.equal(await reasonOf(cart.applyDiscount('WELCOME')), 'first_order')
      await shop.orders.cancel(order.id, ANA)
      await cart.applyDiscount('WELCOME')
      await cart.removeDiscount()
      await buy(cart, { payment: 'cod', key: 'two' })
      await cart.add(tea)
      assert.equal(await reasonOf(cart.applyDiscount('WELCOME')), 'first_order')

      const asGuest = shop.cart(guest('ana'))
      await asGuest.add(tea)
      await asGuest.applyDiscount('WELCOME')
      const request = await requestOf(asGuest, { payment: 'cod', key: 'three', email: ' ANA@example.com' })
      assert.equal((await asGuest.quote(request)).quote.totals.discount, 0n)
      assert.equal((await asGuest.checkout(request)).order.totals.discount, 0n)
    })

    scenario(open, 'a guest who shows himself at the till gets the price that is his', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'WELCOME', kind: 'percent', value: 1_000n, firstOrder: true, automatic: true })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await buy(cart, { payment: 'cod' })
      const asGuest = shop.cart(guest('ana'))
      await asGuest.add(shelf.good('tea'))
      const anonymous = await requestOf(asGuest, { payment: 'cod' })
      assert.equal((await asGuest.read()).totals.discount, 100n)
      const refusal = await refusalOf(asGuest.checkout({ ...anonymous, email: 'ana@example.com' }), 'quote_changed')
      const { quote } = refusal.details.quote as { quote: { hash: string } }
      const { order } = await asGuest.checkout({ ...anonymous, email: 'ana@example.com', quote: quote.hash })
      assert.equal(order.totals.discount, 0n)
    })

    scenario(open, 'while it is paid for, the cart shows what is paid', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'WELCOME', kind: 'percent', value: 1_000n, firstOrder: true, maxUses: 1n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      const { view } = await cart.applyDiscount('WELCOME')
      await buy(cart, { payment: 'card' })
      const paying = await cart.read()
      assert.deepEqual([paying.paying, paying.discounts, paying.totals], [true, view.discounts, view.totals])
    })

    scenario(open, 'a cart closed without an order is an order elsewhere', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'WELCOME', kind: 'percent', value: 1_000n, firstOrder: true })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.close()
      await cart.add(shelf.good('tea'))
      assert.equal(await reasonOf(cart.applyDiscount('WELCOME')), 'first_order')
    })
  })
}
