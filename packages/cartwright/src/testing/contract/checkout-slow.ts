import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { CheckoutAnswer, ShippingCalculator } from '../../index.ts'
import { ANA, BOGDAN, changesNothing, fund, type OpenDatabase, refusalOf, requestOf, scenarioWith } from './kit.ts'

const MINUTE = 60_000n

/** A checkout asks outside before it decides: whatever happens meanwhile is met by the guards of its batch. */
export function describeSlowCarriers(open: OpenDatabase): void {
  describe('while the carrier is asked', () => {
    let meanwhile: (() => Promise<unknown>) | null = null
    const slow: ShippingCalculator = async () => {
      const happens = meanwhile
      meanwhile = null
      await happens?.()
      return [{ id: 'van', name: 'Van', price: 1_499n, estimate: false, seller: '', kind: 'street' }]
    }
    // Nothing is remembered, so that the checkout itself asks.
    const SLOW = { shipping: slow, pluginMemory: 0n }

    scenarioWith(open, SLOW, 'the hold lapses: sold if nobody else has it by then', async (kit) => {
      const { shop, shelf, clock } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'cod' })
      meanwhile = async () => {
        clock.advance(15n * MINUTE)
        await shop.cart(BOGDAN).add(shelf.garment('coat'))
      }
      await refusalOf(cart.checkout(request), 'item_taken')
      await shop.cart(BOGDAN).clear()
      await cart.add(shelf.garment('coat'))
      meanwhile = async () => clock.advance(15n * MINUTE)
      assert.equal((await cart.checkout(request)).order.lines.length, 1)
    })

    scenarioWith(open, SLOW, 'the code ends: no discount', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.discounts.create({ code: 'SOON', kind: 'percent', value: 1_000n, endsAt: clock() + MINUTE })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.applyDiscount('SOON')
      const request = await requestOf(cart, { payment: 'cod' })
      meanwhile = async () => clock.advance(MINUTE)
      await changesNothing(kit, () => refusalOf(cart.checkout(request), 'discount_invalid'))
    })

    scenarioWith(open, SLOW, 'the cart changes: what came is not in the order', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      for (const payment of ['cod', 'card'] as const) {
        const request = await requestOf(cart, { payment })
        meanwhile = () => cart.add(shelf.garment(`dear-${payment}`, { price: 90_000n }))
        await refusalOf(cart.checkout(request), 'quote_changed')
      }
      assert.equal((await cart.read()).uniqueCount, 3)
    })

    scenarioWith(open, SLOW, 'the same request ends twice: one order, one answer', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'wallet' })
      const twins: CheckoutAnswer[] = []
      meanwhile = async () => twins.push(await cart.checkout(request))
      const answer = await cart.checkout(request)
      assert.deepEqual(twins, [answer])
    })
  })
}
