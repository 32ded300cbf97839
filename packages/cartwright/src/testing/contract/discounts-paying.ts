import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Cart } from '../../index.ts'
import { attemptOf, guest, type Kit, type OpenDatabase, refusalOf, requestOf, scenario, times } from './kit.ts'

const emailOf = (index: number): string => `g${index}@example.com`

/** A cart with a code on it. */
async function withCode({ shop, shelf }: Kit, index: number, code: string): Promise<Cart> {
  const cart = shop.cart(guest(`${index}`))
  await cart.add(shelf.good('tea', { price: 12_390n }))
  await cart.applyDiscount(code)
  return cart
}

/** Begins a card payment at the price that is shown now. */
async function pay(cart: Cart, index: number) {
  const { order } = await cart.checkout(await requestOf(cart, { payment: 'card', key: 'card', email: emailOf(index) }))
  return order
}

/** Cart, quote and order say the same, to the minor unit. */
async function agree(cart: Cart, order: { readonly totals: { readonly total: bigint; readonly discount: bigint } }): Promise<void> {
  const view = await cart.read()
  const { quote } = await cart.quote({ payment: 'card' })
  assert.equal(view.paying, true)
  for (const totals of [view.totals, quote.totals])
    assert.deepEqual([totals.total, totals.discount], [order.totals.total, order.totals.discount])
}

/** While a card payment is under way, what is shown is what is paid. */
export function describeCodesInPayment(open: OpenDatabase): void {
  describe('codes of a cart in payment', () => {
    scenario(open, '20 buyers, one use: winner and losers see what they pay', async (kit) => {
      const { shop, card } = kit
      card.mood = 'redirect'
      await shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 5_000n, maxUses: 1n })
      const carts = await Promise.all(times(20, (index) => withCode(kit, index, 'ONCE')))
      const requests = await Promise.all(
        carts.map((cart, index) => requestOf(cart, { payment: 'card', key: 'race', email: emailOf(index) })),
      )
      const settled = await Promise.allSettled(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
      const winner = settled.findIndex(({ status }) => status === 'fulfilled')
      assert.equal(settled.filter(({ status }) => status === 'fulfilled').length, 1)
      const won = settled[winner]
      assert.ok(won?.status === 'fulfilled')
      assert.ok(won.value.order.totals.discount > 0n)
      await agree(carts[winner] ?? assert.fail(), won.value.order)

      for (const index of [0, 1, 2].filter((one) => one !== winner)) {
        const cart = carts[index] ?? assert.fail()
        const order = await pay(cart, index)
        assert.equal(order.totals.discount, 0n)
        await agree(cart, order)
        assert.deepEqual((await cart.read()).discounts, [{ code: 'ONCE', amount: 0n, reason: 'used_up' }])
      }
    })

    scenario(open, 'a use that comes back comes too late for an order that was made without it', async (kit) => {
      const { shop, card } = kit
      card.mood = 'redirect'
      await shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 5_000n, maxUses: 1n })
      const [winner, loser] = [await withCode(kit, 0, 'ONCE'), await withCode(kit, 1, 'ONCE')]
      const won = await pay(winner, 0)
      const lost = await pay(loser, 1)
      await shop.settle(await attemptOf(kit, won.id), { state: 'failed', reason: 'card_declined' })
      await agree(loser, lost)
      assert.equal((await loser.read()).discounts[0]?.reason, 'used_up')
      // Open again, it is judged as ever.
      await shop.settle(await attemptOf(kit, lost.id), { state: 'failed', reason: 'card_declined' })
      assert.ok((await loser.read()).totals.discount > 0n)
    })

    scenario(open, 'what ends, is switched off or is used up meanwhile still applies to what is being paid', async (kit) => {
      const { shop, card, clock } = kit
      card.mood = 'redirect'
      await shop.discounts.create({ code: 'SOON', kind: 'percent', value: 1_000n, endsAt: clock() + 60_000n, maxUsesPerCustomer: 1n })
      await shop.discounts.create({ code: 'AUTO', kind: 'fixed', value: 500n, automatic: true, exclusive: null, endsAt: clock() + 60_000n })
      const cart = await withCode(kit, 0, 'SOON')
      const order = await pay(cart, 0)
      await agree(cart, order)
      clock.advance(61_000n)
      await agree(cart, order)
      await shop.discounts.change('SOON', { active: false })
      await shop.discounts.end('AUTO')
      await agree(cart, order)
      await refusalOf(cart.applyDiscount('SOON'), 'cart_changed')
    })
  })
}
