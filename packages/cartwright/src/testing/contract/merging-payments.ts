import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer, Cart } from '../../index.ts'
import { ANA, attemptOf, guest, type Kit, noticeCodes, type OpenDatabase, refusalOf, requestOf, scenario } from './kit.ts'
import { amounts } from './merging-strategies.ts'

const GUEST = guest('ana')
const login = ({ shop }: Kit) => shop.login({ token: GUEST.token }, ANA)

/** Begins a card payment for a coat; answers the attempt. */
async function paying(kit: Kit, buyer: Buyer, coat: string, also?: string): Promise<string> {
  const { shop, shelf, card } = kit
  card.mood = 'redirect'
  const cart: Cart = shop.cart(buyer)
  const { view } = await cart.addMany([coat, ...(also === undefined ? [] : [also])].map((id) => ({ product: shelf.garment(id) })))
  const lines = also === undefined ? undefined : view.lines.filter((line) => line.product.id === coat).map((line) => line.id)
  const { order } = await cart.checkout(await requestOf(cart, { payment: 'card', key: coat, ...(lines !== undefined && { lines }) }))
  return attemptOf(kit, order.id)
}

const fail = { state: 'failed', reason: 'card_declined' } as const

/** A login while one of the carts is being paid for: neither the payment nor anything in the carts is lost. */
export function describeLoginInPayment(open: OpenDatabase): void {
  describe('a login while a payment is under way', () => {
    scenario(open, "the guest's cart becomes the user's, with its order, and keeps its place", async (kit) => {
      const { shop } = kit
      const attempt = await paying(kit, GUEST, 'coat')
      const { view } = await login(kit)
      assert.deepEqual([view.paying, amounts(view.lines)], [true, { coat: 1n }])
      await shop.settle(attempt, kit.card.pay(attempt))
      assert.equal((await shop.cart(ANA).read()).id, null)
      const { items } = await shop.orders.list(ANA)
      assert.deepEqual([items.length, items[0]?.state], [1, 'paid'])
      assert.equal((await shop.orders.list(GUEST)).items.length, 0)
    })

    scenario(open, "and is the user's again when the payment fails", async (kit) => {
      const { shop } = kit
      const attempt = await paying(kit, GUEST, 'coat')
      await login(kit)
      await shop.settle(attempt, fail)
      const view = await shop.cart(ANA).read()
      assert.deepEqual([view.paying, amounts(view.lines), view.lines[0]?.state], [false, { coat: 1n }, 'ok'])
      assert.equal((await shop.cart(GUEST).read()).id, null)
    })

    for (const end of ['paid', 'failed'] as const) {
      scenario(open, `the guest's payment goes on beside the user's open cart: ${end}`, async (kit) => {
        const { shop, shelf } = kit
        await shop.cart(ANA).add(shelf.good('tea'))
        const attempt = await paying(kit, GUEST, 'coat')
        const { view, notices } = await login(kit)
        assert.deepEqual([view.paying, amounts(view.lines), noticeCodes(notices)], [false, { tea: 1n }, ['payment_in_progress']])
        await shop.cart(ANA).add(shelf.good('tea'))
        await shop.settle(attempt, end === 'paid' ? kit.card.pay(attempt) : fail)
        const after = await shop.cart(ANA).read()
        assert.deepEqual(amounts(after.lines), end === 'paid' ? { tea: 2n } : { tea: 2n, coat: 1n })
        assert.equal((await shop.orders.list(ANA)).items.length, 1)
      })

      scenario(open, `the guest's lines get a fresh cart beside the user's payment: ${end}`, async (kit) => {
        const { shop, shelf } = kit
        const attempt = await paying(kit, ANA, 'coat')
        await shop.cart(GUEST).addMany([{ product: shelf.good('tea') }, { product: shelf.garment('hat') }])
        const { view } = await login(kit)
        assert.deepEqual([view.paying, amounts(view.lines)], [false, { tea: 1n, hat: 1n }])
        assert.ok(view.lines.every((line) => line.state === 'ok'))
        await shop.settle(attempt, end === 'paid' ? kit.card.pay(attempt) : fail)
        const after = await shop.cart(ANA).read()
        assert.deepEqual(amounts(after.lines), end === 'paid' ? { tea: 1n, hat: 1n } : { tea: 1n, hat: 1n, coat: 1n })
        assert.ok(after.lines.every((line) => line.state === 'ok'))
      })

      scenario(open, `both are paying, and the user's payment is ${end} first`, async (kit) => {
        const { shop } = kit
        const [first, second] = [await paying(kit, ANA, 'coat'), await paying(kit, GUEST, 'hat')]
        assert.equal((await login(kit)).view.paying, true)
        await shop.settle(first, end === 'paid' ? kit.card.pay(first) : fail)
        await shop.settle(second, fail)
        assert.deepEqual(amounts((await shop.cart(ANA).read()).lines), end === 'paid' ? { hat: 1n } : { coat: 1n, hat: 1n })
      })

      scenario(open, `both are paying, and the guest's payment fails before the user's is ${end}`, async (kit) => {
        const { shop } = kit
        const [first, second] = [await paying(kit, ANA, 'coat'), await paying(kit, GUEST, 'hat')]
        await login(kit)
        await shop.settle(second, fail)
        const between = await shop.cart(ANA).read()
        assert.deepEqual([between.paying, amounts(between.lines)], [false, { hat: 1n }])
        await shop.settle(first, end === 'paid' ? kit.card.pay(first) : fail)
        assert.deepEqual(amounts((await shop.cart(ANA).read()).lines), end === 'paid' ? { hat: 1n } : { coat: 1n, hat: 1n })
      })
    }

    scenario(open, 'lines the guest had bought apart are in no slot, and are found all the same', async (kit) => {
      const { shop } = kit
      const attempt = await paying(kit, GUEST, 'coat', 'hat')
      assert.deepEqual(amounts((await login(kit)).view.lines), { hat: 1n })
      await shop.settle(attempt, fail)
      assert.deepEqual(amounts((await shop.cart(ANA).read()).lines), { hat: 1n, coat: 1n })
    })

    scenario(open, 'a merge that is asked for waits for the payment', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(GUEST).add(shelf.good('tea'))
      await paying(kit, ANA, 'coat')
      for (const [cart, other] of [
        [ANA, GUEST],
        [GUEST, ANA],
      ] as const)
        assert.equal((await refusalOf(shop.cart(cart).merge(other), 'cart_changed')).details.reason, 'payment_in_progress')
    })
  })

  describe('login', () => {
    scenario(open, 'joins every cart of the guest into the one of its name', async (kit) => {
      const { shop, shelf } = kit
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      await shop.cart(GUEST).add(tea)
      await shop.cart(GUEST, { name: 'list' }).addMany([{ product: salt, quantity: 2n }, { product: shelf.garment('coat') }])
      await shop.cart(GUEST, { name: 'gifts' }).add(tea, { quantity: 3n })
      await shop.cart(ANA, { name: 'list' }).add(salt)
      const { view, report } = await login(kit)
      assert.deepEqual(amounts(view.lines), { tea: 1n })
      assert.deepEqual([report.moved.length, report.summed.length], [3, 1])
      assert.deepEqual(amounts((await shop.cart(ANA, { name: 'list' }).read()).lines), { salt: 3n, coat: 1n })
      assert.deepEqual(amounts((await shop.cart(ANA, { name: 'gifts' }).read()).lines), { tea: 3n })
      assert.deepEqual(amounts((await shop.cart(ANA, { name: 'list' }).undoMerge()).view.lines), { salt: 1n })
    })

    scenario(open, 'binding one cart leaves the others where they are', async ({ shop, shelf }) => {
      await shop.cart(GUEST).add(shelf.good('tea'))
      await shop.cart(GUEST, { name: 'list' }).add(shelf.good('salt'))
      const { view } = await shop.cart(GUEST, { name: 'list' }).bindTo('ana')
      assert.deepEqual(amounts(view.lines), { salt: 1n })
      assert.deepEqual(amounts((await shop.cart(GUEST).read()).lines), { tea: 1n })
    })
  })
}
