import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, attemptOf, BOGDAN, buy, guest, type Kit, type OpenDatabase, refusalOf, requestOf, scenario, times } from './kit.ts'
import { readTables } from './tables.ts'

const GUEST = guest('ana')

/** A finished order of the guest, cash on delivery. */
async function ordered({ shop, shelf }: Kit, key: string): Promise<string> {
  const cart = shop.cart(GUEST)
  await cart.add(shelf.garment(key))
  return (await buy(cart, { payment: 'cod', key, email: 'guest@example.com' })).order.id
}

/** What a guest has ordered is his when he has an account. */
export function describeGuestOrders(open: OpenDatabase): void {
  describe("a guest's orders at login", () => {
    scenario(open, "become the user's, and are not the old token's any more", async (kit) => {
      const { shop, shelf } = kit
      const id = await ordered(kit, 'coat')
      const customer = (await readTables(kit.database)).placed_order[0]?.customer
      await shop.cart(GUEST).add(shelf.good('tea'))
      const { view } = await shop.login({ token: GUEST.token }, ANA)
      assert.equal(view.lines.length, 1)
      assert.equal((await shop.orders.find(id, ANA)).id, id)
      assert.deepEqual(
        (await shop.orders.list(ANA)).items.map((order) => order.id),
        [id],
      )
      await refusalOf(shop.orders.find(id, GUEST), 'not_found')
      assert.equal((await shop.orders.list(GUEST)).items.length, 0)
      const { placed_order, attempt } = await readTables(kit.database)
      assert.deepEqual([placed_order[0]?.customer, placed_order[0]?.buyer, attempt[0]?.buyer], [customer, 'user:ana', 'user:ana'])
      assert.equal((await shop.orders.cancel(id, ANA)).state, 'cancelled')
    })

    scenario(open, 'also without a cart, and once: a second login with the token finds nothing', async (kit) => {
      const { shop } = kit
      const id = await ordered(kit, 'coat')
      await Promise.all([shop.login({ token: GUEST.token }, ANA), shop.login({ token: GUEST.token }, ANA)])
      await shop.login({ token: GUEST.token }, BOGDAN)
      assert.equal((await shop.orders.find(id, ANA)).id, id)
      assert.equal((await shop.orders.list(BOGDAN)).items.length, 0)
    })

    scenario(open, 'beside a payment, with the order that failed before it', async (kit) => {
      const { shop, shelf, card } = kit
      const first = await ordered(kit, 'coat')
      card.mood = 'redirect'
      const cart = shop.cart(GUEST)
      await cart.add(shelf.garment('hat'))
      const { order: second } = await cart.checkout(await requestOf(cart, { payment: 'card', key: 'second' }))
      await shop.settle(await attemptOf(kit, second.id), { state: 'failed', reason: 'card_declined' })
      const { order: third } = await cart.checkout(await requestOf(cart, { payment: 'card', key: 'third' }))
      await shop.login({ token: GUEST.token }, ANA)
      const attempt = await attemptOf(kit, third.id)
      await shop.settle(attempt, card.pay(attempt))
      const { items } = await shop.orders.list(ANA)
      assert.deepEqual(
        items.map(({ id, state }) => [id, state]).toSorted(),
        [
          [first, 'placed'],
          [second.id, 'cancelled'],
          [third.id, 'paid'],
        ].toSorted(),
      )
    })

    scenario(open, 'a cancelled order of a cart that is joined goes along', async (kit) => {
      const { shop, shelf, card } = kit
      card.mood = 'redirect'
      const cart = shop.cart(GUEST)
      await cart.add(shelf.garment('hat'))
      const { order } = await cart.checkout(await requestOf(cart, { payment: 'card' }))
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'card_declined' })
      assert.equal((await shop.login({ token: GUEST.token }, ANA)).view.lines.length, 1)
      assert.equal((await shop.orders.find(order.id, ANA)).state, 'cancelled')
    })

    scenario(open, 'more than one batch takes: all of them', async (kit) => {
      const { shop } = kit
      for (const key of times(23, String)) await ordered(kit, key)
      await shop.login({ token: GUEST.token }, ANA)
      assert.equal((await shop.orders.list(ANA, { limit: 50 })).items.length, 23)
      assert.equal((await shop.orders.list(GUEST)).items.length, 0)
    })

    scenario(open, 'binding one cart leaves them where they are', async (kit) => {
      const { shop, shelf } = kit
      const id = await ordered(kit, 'coat')
      await shop.cart(GUEST).add(shelf.good('tea'))
      await shop.cart(GUEST).bindTo('ana')
      assert.equal((await shop.orders.find(id, GUEST)).id, id)
    })
  })
}
