import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  fund,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { ADD, counterOf, MINUTE, toteOf } from './stock-kit.ts'

const WEI = 10n ** 18n
const NEVER = { stock: { reserve: 'never' } } as const

/** Units kept at checkout only, or not at all; the counter in the hands of the app; exact fractions. */
export function describeCounters(open: OpenDatabase): void {
  describe('units kept at checkout, or not at all', () => {
    scenario(open, 'checkout: an add holds nothing, a payment under way does, a failed one gives back', async (kit) => {
      const { shop } = kit
      const tote = await toteOf(kit, 5n)
      await shop.cart(ANA).add(tote, { quantity: 3n })
      assert.deepEqual(await counterOf(kit, tote), [5n, 0n, 0n])
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      assert.deepEqual(await counterOf(kit, tote), [5n, 3n, 0n])
      await refusalOf(shop.cart(BOGDAN).add(tote, { quantity: 3n }), 'insufficient_stock')
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'no' })
      assert.deepEqual(await counterOf(kit, tote), [5n, 0n, 0n])
    })

    scenarioWith(open, NEVER, 'never: who pays too late is refunded, who sees it in time is not asked to pay', async (kit) => {
      const { shop, card } = kit
      const tote = await toteOf(kit, 3n)
      const [ana, bogdan, late] = [shop.cart(ANA), shop.cart(BOGDAN), shop.cart({ userId: 'late' })]
      for (const cart of [ana, bogdan, late]) await cart.add(tote, { quantity: 2n })
      const { order } = await buy(ana, { payment: 'card' })
      await fund(kit, BOGDAN, 100_000n)
      await buy(bogdan, { payment: 'wallet' })
      assert.deepEqual(await counterOf(kit, tote), [1n, 0n, 2n])
      const attempt = await attemptOf(kit, order.id)
      assert.equal((await shop.settle(attempt, card.pay(attempt))).state, 'cancelled')
      await shop.reconcile()
      assert.equal(card.refunds.size, 1)
      const request = await requestOf(late, { payment: 'card', key: 'late' })
      assert.equal((await changesNothing(kit, () => refusalOf(late.checkout(request), 'insufficient_stock'))).details.available, 1n)
    })

    scenarioWith(open, ADD, 'holds of a former rule are used up by the next one', async (kit) => {
      const { shop } = kit
      const tote = await toteOf(kit, 5n)
      const cart = shop.cart(ANA)
      await cart.add(tote, { quantity: 3n })
      Object.assign(shop.context.options, { stock: { reserve: 'never' } })
      await cart.update(tote, { quantity: 2n })
      assert.deepEqual(await counterOf(kit, tote), [5n, 0n, 0n])
      Object.assign(shop.context.options, ADD)
      assert.equal((await cart.add(tote)).view.lines[0]?.quantity, 3n)
      Object.assign(shop.context.options, { stock: { reserve: 'never' } })
      await buy(cart, { payment: 'cod' })
      assert.deepEqual(await counterOf(kit, tote), [2n, 0n, 3n])
    })
  })

  describe('the counter in the hands of the app', () => {
    scenario(open, 'is read, set, changed, and never below what is set aside', async (kit) => {
      const { shop, clock } = kit
      const tote = { type: 'article', id: 'tote' }
      assert.equal(await shop.stock.read(tote), null)
      await refusalOf(shop.stock.change(tote, 1n), 'not_found')
      assert.deepEqual(await shop.stock.set(tote, 5n), { onHand: 5n, reserved: 0n, sold: 0n, available: 5n })
      await Promise.all(times(10, (index) => shop.stock.change(tote, index % 2 === 0 ? 3n : -2n)))
      assert.deepEqual(await counterOf(kit, tote), [10n, 0n, 0n])
      await shop.stock.reserve(tote, 4n, { holder: 'call', until: clock() + MINUTE })
      assert.equal((await refusalOf(shop.stock.set(tote, 3n), 'insufficient_stock')).details.reserved, 4n)
      assert.equal((await refusalOf(shop.stock.change(tote, -7n), 'insufficient_stock')).details.available, 6n)
      await refusalOf(shop.stock.set(tote, -1n), 'invalid_quantity')
      await shop.stock.change(tote, -6n)
      clock.advance(MINUTE)
      assert.deepEqual(await shop.stock.set(tote, 3n), { onHand: 3n, reserved: 0n, sold: 0n, available: 3n })
      await shop.stock.change(tote, -3n)
    })

    scenario(open, 'reserves for a holder until a moment, changes and releases it', async (kit) => {
      const { shop, clock } = kit
      const tote = await toteOf(kit, 5n)
      const call = { holder: 'call', until: clock() + MINUTE }
      assert.deepEqual(await shop.stock.reserve(tote, 3n, call), { onHand: 5n, reserved: 3n, sold: 0n, available: 2n })
      await shop.stock.reserve(tote, 4n, { ...call, until: clock() + 2n * MINUTE })
      assert.equal((await refusalOf(shop.stock.reserve(tote, 6n, call), 'insufficient_stock')).details.available, 5n)
      await refusalOf(shop.cart(ANA).add(tote, { quantity: 2n }), 'insufficient_stock')
      await shop.cart(ANA).add(tote)
      await shop.stock.reserve(tote, 5n, call)
      const request = await requestOf(shop.cart(ANA), { payment: 'cod' })
      await changesNothing(kit, () => refusalOf(shop.cart(ANA).checkout(request), 'insufficient_stock'))
      assert.deepEqual(await shop.stock.release(tote, { holder: 'call' }), { onHand: 5n, reserved: 0n, sold: 0n, available: 5n })
      await changesNothing(kit, () => shop.stock.release(tote, { holder: 'call' }))
      await shop.stock.reserve(tote, 5n, call)
      clock.advance(MINUTE)
      await shop.cart(ANA).checkout(request)
      assert.deepEqual(await counterOf(kit, tote), [4n, 0n, 1n])
      await refusalOf(shop.stock.reserve(tote, 1n, { holder: 'late', until: clock() }), 'invalid_input')
      await refusalOf(shop.stock.reserve(tote, 0n, { holder: 'none', until: clock() + 1n }), 'invalid_quantity')
      await refusalOf(shop.stock.reserve(tote, 1n, { holder: '', until: clock() + 1n }), 'invalid_input')
    })

    scenario(open, '20 holders at once get 7 units, and one holder 20 times gets them once', async (kit) => {
      const { shop, clock } = kit
      const tote = await toteOf(kit, 7n)
      const until = clock() + MINUTE
      assert.deepEqual(await outcomesOf(times(20, (index) => shop.stock.reserve(tote, 1n, { holder: `h${index}`, until }))), {
        ok: 7,
        insufficient_stock: 13,
      })
      clock.advance(MINUTE)
      await shop.stock.reserve(tote, 7n, { holder: 'one', until: clock() + MINUTE })
      assert.deepEqual(await counterOf(kit, tote), [7n, 7n, 0n])
    })
  })

  describe('units of 10^-18', () => {
    scenarioWith(open, { ...ADD, limits: { maxQuantity: 1_000_000_000n } }, 'are exact through hold, sale and return', async (kit) => {
      const { shop, shelf, clock, card } = kit
      const coin = shelf.article('coin', { price: 1n, scale: 18 })
      const many = 123_456_789n * WEI + 1n
      await shop.stock.set(coin, many + 1n)
      const cart = shop.cart(ANA)
      await cart.add(coin, { quantity: many })
      assert.deepEqual(await counterOf(kit, coin), [many + 1n, many, 0n])
      assert.equal((await refusalOf(shop.cart(BOGDAN).add(coin, { quantity: 2n }), 'insufficient_stock')).details.available, 1n)
      await shop.cart(BOGDAN).add(coin, { quantity: 1n })
      await refusalOf(cart.add(coin, { quantity: 1n }), 'insufficient_stock')
      clock.advance(15n * MINUTE)
      await cart.add(coin, { quantity: 1n })
      assert.deepEqual(await counterOf(kit, coin), [many + 1n, many + 1n, 0n])
      const { order } = await buy(cart, { payment: 'card' })
      const attempt = await attemptOf(kit, order.id)
      await shop.settle(attempt, card.pay(attempt))
      assert.deepEqual(await counterOf(kit, coin), [0n, 0n, many + 1n])
      await shop.orders.cancel(order.id, ANA)
      assert.deepEqual(await counterOf(kit, coin), [many + 1n, 0n, 0n])
    })
  })
}
