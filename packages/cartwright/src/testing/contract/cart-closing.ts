import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Cart } from '../../index.ts'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  guest,
  type Kit,
  MIHAI,
  noticeCodes,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

/** A cart with a piece, three counted goods and tea, and a code that everybody may use five times. */
async function filled({ shop, shelf }: Kit): Promise<Cart> {
  const tote = shelf.article('tote')
  await shop.stock.set(tote, 10n)
  await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 5n, maxUsesPerCustomer: 1n })
  const cart = shop.cart(ANA)
  await cart.addMany([{ product: shelf.garment('coat') }, { product: tote, quantity: 3n }, { product: shelf.good('tea') }])
  await cart.applyDiscount('TEN')
  return cart
}

/** The plain checkout: no order, no address, no payment. */
export function describeClosing(open: OpenDatabase): void {
  describe('closing a cart', () => {
    scenario(open, 'it is placed, its things are sold, its discount is used, and the next add begins a fresh one', async (kit) => {
      const { shop, shelf, database } = kit
      const cart = await filled(kit)
      const { id } = await cart.read()
      assert.equal(await changesNothing(kit, () => cart.canCheckout()), null)
      const shown = (await cart.read()).quote
      assert.deepEqual(await cart.close({ quote: shown.hash }), { cart: id, closed: true, quote: shown })

      const tables = await readTables(database)
      assert.deepEqual(
        [tables.cart[0]?.state, tables.placed_order.length, tables.attempt.length, tables.cart_slot.length],
        ['placed', 0, 0, 0],
      )
      assert.deepEqual([tables.claim[0]?.state, String(tables.stock[0]?.on_hand), String(tables.stock[0]?.sold)], ['sold', '7', '3'])
      assert.deepEqual([tables.discount[0]?.uses, tables.discount_customer[0]?.uses, tables.redemption[0]?.state], [1n, 1n, 'consumed'])
      assert.equal(tables.redemption[0]?.amount, (10_000n + 6_000n + 1_000n) / 10n)
      assert.deepEqual(
        (await eventsOf(kit, 'cart.checked_out')).map((event) => [
          event.row.key,
          event.payload.order,
          event.payload.total,
          event.payload.currency,
        ]),
        [[id, null, shown.totals.total.toString(), 'RON']],
      )

      assert.equal((await cart.read()).isEmpty, true)
      const { view } = await cart.add(shelf.good('salt'))
      assert.notEqual(view.id, id)
      assert.equal(view.uniqueCount, 1)
      await refusalOf(shop.cart(BOGDAN).add({ type: 'garment', id: 'coat' }), 'item_sold')
    })

    scenario(open, 'a second call, another handle and twenty at once: one event, one use, the same answer', async (kit) => {
      const { shop, database } = kit
      const cart = await filled(kit)
      const { id } = await cart.read()
      const answers = await Promise.all(times(20, () => shop.cart(ANA).close()))
      assert.deepEqual(
        answers.map((answer) => answer.cart),
        times(20, () => id),
      )
      assert.equal(answers.filter((answer) => answer.closed).length, 1)
      for (const handle of [cart, shop.cart(ANA)])
        assert.deepEqual(await changesNothing(kit, () => handle.close()), { cart: id, closed: false, quote: null })
      assert.equal((await eventsOf(kit, 'cart.checked_out')).length, 1)
      assert.equal((await readTables(database)).discount[0]?.uses, 1n)
    })

    scenario(open, 'nothing to close: never a cart, an emptied one, one with saved lines only', async (kit) => {
      const { shop, shelf } = kit
      for (const buyer of [{}, guest('nobody'), ANA]) {
        assert.deepEqual(await shop.cart(buyer).canCheckout(), { code: 'cart_empty', details: {} })
        await changesNothing(kit, () => refusalOf(shop.cart(buyer).close(), 'cart_empty'))
      }
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      await cart.saveForLater(shelf.garment('coat'))
      await changesNothing(kit, () => refusalOf(cart.close(), 'cart_empty'))
      await cart.add(shelf.good('tea'))
      await cart.clear()
      await changesNothing(kit, () => refusalOf(cart.close(), 'cart_empty'))
    })

    scenarioWith(
      open,
      { limits: { minOrder: 5_000n } },
      'below the smallest order, decided in the batch and not before it',
      async (kit) => {
        const { shop, shelf } = kit
        const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
        const cart = shop.cart(ANA)
        await cart.add(tea, { quantity: 4n })
        const no = { code: 'minimum_order', details: { minimum: 5_000n, subtotal: 4_000n, currency: 'RON' } }
        assert.deepEqual(await cart.canCheckout(), no)
        const refused = await changesNothing(kit, () => refusalOf(cart.close(), 'minimum_order'))
        assert.deepEqual(refused.details, no.details)
        await cart.add(salt)
        assert.equal(await cart.canCheckout(), null)
        // Somebody said yes on this handle; another one empties the cart.
        await shop.cart(ANA).clear()
        await changesNothing(kit, () => refusalOf(cart.close(), 'cart_empty'))
      },
    )

    scenario(open, 'a code that has lapsed is told, and not used; who has seen the new price may close with it', async (kit) => {
      const { shop, shelf, clock, database } = kit
      await shop.discounts.create({ code: 'SOON', kind: 'percent', value: 1_000n, endsAt: clock() + 1_000n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      const { quote } = (await cart.applyDiscount('SOON')).view
      clock.advance(1_000n)
      assert.equal(await cart.canCheckout(), null)
      assert.deepEqual(noticeCodes((await cart.read()).notices), ['discount_dropped'])
      const refused = await changesNothing(kit, () => refusalOf(cart.close({ quote: quote.hash }), 'quote_changed'))
      assert.deepEqual(refused.details.quote, (await cart.read()).quote)
      const lapsed = await changesNothing(kit, () => refusalOf(cart.close(), 'discount_invalid'))
      assert.deepEqual(lapsed.details, { code: 'SOON', reason: 'expired' })
      const closed = await cart.close({ quote: (await cart.read()).quote.hash })
      assert.deepEqual([closed.closed, closed.quote?.totals.discount], [true, 0n])
      assert.deepEqual([(await readTables(database)).discount[0]?.uses, (await readTables(database)).redemption.length], [0n, 0])
    })

    scenario(open, 'the last use of a code goes to one of many carts', async (kit) => {
      const { shop, shelf, database } = kit
      await shop.discounts.create({ code: 'ONCE', kind: 'fixed', value: 100n, maxUses: 1n })
      const carts = times(8, (index) => shop.cart({ userId: `user-${index}`, roles: ['buyer'] }))
      const tea = shelf.good('tea')
      for (const cart of carts) {
        await cart.add(tea)
        await cart.applyDiscount('ONCE')
      }
      assert.deepEqual(await outcomesOf(carts.map((cart) => cart.close())), { ok: 1, discount_invalid: 7 })
      const { discount, cart, redemption } = await readTables(database)
      assert.deepEqual([discount[0]?.uses, redemption.length, cart.filter((one) => one.state === 'open').length], [1n, 1, 7])
    })

    scenario(open, 'the last pieces of stock go to one of two carts', async (kit) => {
      const { shop, shelf, database } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 5n)
      const carts = [shop.cart(ANA), shop.cart(BOGDAN)]
      for (const cart of carts) await cart.add(tote, { quantity: 3n })
      assert.deepEqual(await outcomesOf(carts.map((cart) => cart.close())), { ok: 1, insufficient_stock: 1 })
      assert.equal(String((await readTables(database)).stock[0]?.on_hand), '2')
    })

    scenario(open, 'what cannot be bought is said by its own code, and nothing is closed', async (kit) => {
      const { shop, shelf, clock } = kit
      const cart = shop.cart(ANA)
      const [tea, coat, own] = [shelf.good('tea'), shelf.garment('coat'), shelf.good('own')]
      await cart.addMany([{ product: tea }, { product: coat }, { product: own }])
      const expectNo = async (code: string, reason?: string): Promise<void> => {
        const no = await changesNothing(kit, () => cart.canCheckout())
        assert.deepEqual([no?.code, no?.details.reason], [code, reason])
        const refused = await changesNothing(kit, () => refusalOf(cart.close(), no?.code ?? 'unavailable'))
        assert.deepEqual(refused.details, no?.details)
      }
      shelf.change(own, { seller: { id: 'ana', name: 'Ana' } })
      await expectNo('own_product')
      await cart.remove(own)
      clock.advance(900_000n)
      await expectNo('cart_changed', 'hold_expired')
      await shop.cart(BOGDAN).add(coat)
      await expectNo('item_taken')
      await shop.cart(BOGDAN).close()
      await expectNo('item_sold')
      await cart.remove(coat)
      shelf.remove(tea)
      await expectNo('product_not_found')
    })

    scenario(open, 'a payment under way is waited for', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      await cart.checkout(await requestOf(cart, { payment: 'card' }))
      assert.deepEqual(await cart.canCheckout(), { code: 'cart_changed', details: { reason: 'payment_in_progress' } })
      await changesNothing(kit, () => refusalOf(cart.close(), 'cart_changed'))
    })

    scenarioWith(open, { holds: { policy: 'soft' } }, 'where nothing is held, the first to close has it', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      const carts = [shop.cart(ANA), shop.cart(BOGDAN)]
      for (const cart of carts) await cart.add(coat)
      const outcomes = await outcomesOf(carts.map((cart) => cart.close()))
      assert.equal(outcomes.ok, 1)
    })

    scenario(open, 'what is saved for later comes along into the next cart', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: shelf.good('tea') }, { product: shelf.garment('coat') }])
      await cart.saveForLater({ type: 'garment', id: 'coat' })
      const { id } = await cart.read()
      assert.deepEqual({ ...(await cart.close()), quote: null }, { cart: id, closed: true, quote: null })
      const view = await cart.read()
      assert.deepEqual([view.isEmpty, view.saved.map((line) => line.product.id)], [true, ['coat']])
      assert.notEqual(view.id, id)
      assert.deepEqual(await changesNothing(kit, () => cart.close()), { cart: id, closed: false, quote: null })
      assert.equal((await cart.returnSaved({ type: 'garment', id: 'coat' })).view.count, 1n)
      assert.equal((await shop.cart(ANA).close()).closed, true)
    })

    scenario(open, 'an add at the same instant is in the closed cart or in the next one, never lost', async (kit) => {
      const { shop, shelf, database } = kit
      const tea = shelf.good('tea')
      for (const round of times(6, (index) => index)) {
        const cart = shop.cart(guest(`${round}`))
        await cart.add(tea)
        const adds = times(4, (index) => shop.cart(guest(`${round}`)).add(shelf.good(`salt-${index}`)))
        const [closed] = await Promise.allSettled([cart.close(), ...adds])
        assert.ok(closed?.status === 'fulfilled', closed?.status)
        const { cart: carts, cart_line } = await readTables(database)
        const { id } = await shop.cart(guest(`${round}`)).read()
        const lines = cart_line.filter((line) => line.cart_id === closed.value.cart || line.cart_id === id)
        assert.equal(lines.length, 5)
        assert.equal(carts.find((one) => one.cart_id === closed.value.cart)?.state, 'placed')
      }
    })

    scenario(open, 'a handle of before the closing works on the next cart: what was closed does not change', async (kit) => {
      const { shop, shelf, database } = kit
      const stale = await filled(kit)
      const { view } = await shop.cart(ANA).add(shelf.good('salt'))
      await shop.cart(ANA).close()
      const before = (await readTables(database)).cart_line.filter((line) => line.cart_id === view.id)
      await refusalOf(stale.update({ type: 'good', id: 'tea' }, { quantity: 9n }), 'item_not_found')
      await refusalOf(stale.remove({ type: 'good', id: 'tea' }), 'item_not_found')
      await stale.clear()
      const next = await stale.add({ type: 'good', id: 'tea' }, { quantity: 9n })
      assert.notEqual(next.view.id, view.id)
      assert.deepEqual(
        (await readTables(database)).cart_line.filter((line) => line.cart_id === view.id),
        before,
      )
    })

    scenario(open, 'the prices of a closed cart are those it was closed at', async ({ shop, shelf }) => {
      const tea = shelf.good('tea', { seller: MIHAI })
      const cart = shop.cart(ANA)
      await cart.add(tea, { quantity: 2n })
      shelf.change(tea, { price: 1_250n })
      await cart.close()
      const [closed] = (await shop.carts.history('ana')).items
      assert.deepEqual(closed?.lines[0]?.unitPrice, 1_250n)
    })

    scenario(open, 'after an ordinary checkout there is nothing more to close', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { id } = await cart.read()
      await buy(cart, { payment: 'wallet' })
      assert.deepEqual(await changesNothing(kit, () => cart.close()), { cart: id, closed: false, quote: null })
    })
  })
}
