import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type Buyer, ShopError } from '../../index.ts'
import { ANA, attemptOf, guest, type Kit, type OpenDatabase, outcomesOf, requestOf, scenario, times } from './kit.ts'

const usesOf = async ({ shop }: Kit, code: string): Promise<bigint | undefined> => (await shop.discounts.find(code))?.uses
const LOST = ['discount_invalid', 'quote_changed']

/** Carts of several buyers, each with goods and the code, ready to be paid; all checkouts at once. */
async function allAtOnce(
  { shop, shelf }: Kit,
  buyers: readonly Buyer[],
  code: string,
  emailOf: (index: number) => string,
  payment: 'cod' | 'card',
) {
  const tea = shelf.good('tea', { price: 5_000n })
  const carts = await Promise.all(
    buyers.map(async (buyer) => {
      const cart = shop.cart(buyer)
      await cart.add(tea)
      await cart.applyDiscount(code)
      return cart
    }),
  )
  const requests = await Promise.all(carts.map((cart, index) => requestOf(cart, { payment, email: emailOf(index) })))
  return Promise.allSettled(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
}

async function orderedOf(settled: Awaited<ReturnType<typeof allAtOnce>>): Promise<string[]> {
  const { ok = 0, ...refused } = await outcomesOf(
    settled.map((one) => (one.status === 'fulfilled' ? Promise.resolve() : Promise.reject(one.reason))),
  )
  assert.deepEqual(
    Object.keys(refused).filter((code) => !LOST.includes(code)),
    [],
  )
  const orders = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.order.id] : []))
  assert.equal(orders.length, ok)
  return orders
}

/** Limits of discounts under any number of buyers at once. */
export function describeDiscountRaces(open: OpenDatabase): void {
  describe('limits of discounts, all at once', () => {
    scenario(open, '30 buyers, 7 uses: 7 orders with it', async (kit) => {
      await kit.shop.discounts.create({ code: 'SEVEN', kind: 'percent', value: 1_000n, maxUses: 7n })
      const buyers = times(30, (index) => guest(`${index}`))
      const orders = await orderedOf(await allAtOnce(kit, buyers, 'SEVEN', (index) => `g${index}@example.com`, 'cod'))
      assert.deepEqual([orders.length, await usesOf(kit, 'SEVEN')], [7, 7n])
    })

    scenario(open, '12 buyers with cards, 4 uses; half of the payments fail: the uses are there for others', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'FOUR', kind: 'percent', value: 1_000n, maxUses: 4n })
      const buyers = times(12, (index) => guest(`${index}`))
      const orders = await orderedOf(await allAtOnce(kit, buyers, 'FOUR', (index) => `g${index}@example.com`, 'card'))
      assert.deepEqual([orders.length, await usesOf(kit, 'FOUR')], [4, 4n])
      const attempts = await Promise.all(orders.slice(0, 2).map((order) => attemptOf(kit, order)))
      await Promise.all(attempts.flatMap((attempt) => times(3, () => shop.settle(attempt, { state: 'failed', reason: 'card_declined' }))))
      assert.equal(await usesOf(kit, 'FOUR'), 2n)
      const late = times(6, (index) => guest(`late-${index}`))
      assert.equal((await orderedOf(await allAtOnce(kit, late, 'FOUR', (index) => `l${index}@example.com`, 'cod'))).length, 2)
      assert.equal(await usesOf(kit, 'FOUR'), 4n)
    })

    for (const [title, limit] of [
      ['once a customer', { maxUsesPerCustomer: 1n }],
      ['for a first order', { firstOrder: true }],
    ] as const) {
      scenario(open, `${title}: 8 checkouts of one person, as account and as guest, one with it`, async (kit) => {
        await kit.shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 1_000n, ...limit })
        const buyers = [ANA, ...times(7, (index) => guest(`ana-${index}`))]
        const orders = await orderedOf(await allAtOnce(kit, buyers, 'ONCE', () => 'Ana@Example.com ', 'cod'))
        assert.deepEqual([orders.length, await usesOf(kit, 'ONCE')], [1, 1n])
      })
    }

    scenario(open, 'two codes for first orders of one person at once: one of them', async (kit) => {
      const { shop, shelf } = kit
      for (const code of ['HELLO', 'WELCOME']) await shop.discounts.create({ code, kind: 'percent', value: 1_000n, firstOrder: true })
      const carts = await Promise.all(
        times(6, async (index) => {
          const cart = shop.cart(guest(`${index}`))
          await cart.add(shelf.good('tea'))
          await cart.applyDiscount(index % 2 === 0 ? 'HELLO' : 'WELCOME')
          return cart
        }),
      )
      const requests = await Promise.all(carts.map((cart) => requestOf(cart, { payment: 'cod', email: 'ana@example.com' })))
      const settled = await Promise.allSettled(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
      assert.equal((await orderedOf(settled)).length, 1)
      assert.equal(((await usesOf(kit, 'HELLO')) ?? 0n) + ((await usesOf(kit, 'WELCOME')) ?? 0n), 1n)
    })

    scenario(open, 'a limit is lowered and a code ended while it is bought with: never above what holds in the end', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'MANY', kind: 'percent', value: 1_000n, maxUses: 20n })
      const carts = await Promise.all(
        times(10, async (index) => {
          const cart = shop.cart(guest(`${index}`))
          await cart.add(shelf.good('tea'))
          await cart.applyDiscount('MANY')
          return cart
        }),
      )
      const requests = await Promise.all(carts.map((cart, index) => requestOf(cart, { payment: 'cod', email: `g${index}@example.com` })))
      const lowering = shop.discounts.change('MANY', { maxUses: 4n }).catch((error: unknown) => {
        if (!(error instanceof RangeError) && !(error instanceof ShopError)) throw error
      })
      await Promise.allSettled([...carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())), lowering])
      const { uses, maxUses } = (await shop.discounts.find('MANY')) ?? assert.fail()
      assert.ok(maxUses !== null && uses <= maxUses)
    })
  })
}
