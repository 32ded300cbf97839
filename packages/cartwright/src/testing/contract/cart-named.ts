import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  fund,
  guest,
  type OpenDatabase,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

/** Several carts of one buyer, the lists of them, and a cart that changes its owner. */
export function describeNamedCarts(open: OpenDatabase): void {
  describe('several carts of one buyer', () => {
    scenario(open, 'each name is a cart of its own', async (kit) => {
      const { shop, shelf } = kit
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      const [usual, wishes] = [shop.cart(ANA), shop.cart(ANA, { name: 'wishlist' })]
      await Promise.all([usual.add(tea), wishes.add(salt, { quantity: 2n })])
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await wishes.applyDiscount('TEN')
      const [one, two] = [await usual.read(), await wishes.read()]
      assert.notEqual(one.id, two.id)
      assert.deepEqual([one.has(tea), one.has(salt), two.has(tea), two.has(salt)], [true, false, false, true])
      assert.deepEqual([one.discounts.length, two.discounts.length, two.totals.subtotal], [0, 1, 2_000n])
      assert.equal((await shop.cart(ANA, { name: 'default' }).read()).id, one.id)
      await wishes.update(salt, { quantity: 5n })
      await usual.clear()
      assert.equal((await wishes.read()).count, 5n)
      await wishes.close()
      assert.deepEqual([(await wishes.read()).id, (await usual.read()).id], [null, one.id])
    })

    scenarioWith(
      open,
      { holds: { limit: 3 } },
      'all carts of a buyer hold so many pieces together, and each knows them as his',
      async (kit) => {
        const { shop, shelf } = kit
        const coats = times(4, (index) => shelf.garment(`coat-${index}`))
        for (const [index, coat] of coats.slice(0, 3).entries()) await shop.cart(ANA, { name: `cart-${index}` }).add(coat)
        const refused = await changesNothing(kit, () =>
          refusalOf(shop.cart(ANA, { name: 'fresh' }).add(coats[3] ?? assert.fail()), 'hold_limit'),
        )
        assert.deepEqual(refused.details, { limit: 3n })
        await changesNothing(kit, () => refusalOf(shop.cart(ANA, { name: 'cart-0' }).add(coats[3] ?? assert.fail()), 'hold_limit'))
        const seen = await shop.availability(coats, ANA)
        assert.deepEqual(
          coats.map((coat) => seen.get(`garment:${coat.id}`)?.state),
          ['in_your_cart', 'in_your_cart', 'in_your_cart', 'available'],
        )
      },
    )

    scenario(open, 'a name that is none is refused before anything is asked', async ({ shop }) => {
      for (const name of ['', 'Wishes', 'a b', 'ăî', 'x'.repeat(33), "'", '../x']) {
        assert.throws(
          () => shop.cart(ANA, { name }),
          (error: { code?: string }) => error.code === 'invalid_input',
        )
      }
      assert.equal((await shop.cart(ANA, { name: 'x'.repeat(32) }).read()).isEmpty, true)
    })

    scenario(open, 'a named cart is bought like all others, whole or in part, now or with a card', async (kit) => {
      const { shop, shelf, card, database } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA, { name: 'office' })
      await cart.addMany([{ product: shelf.garment('coat') }, { product: shelf.good('tea') }])
      const line = (await cart.read()).lines[0]?.id ?? assert.fail()
      const part = await buy(cart, { payment: 'card', lines: [line] })
      await shop.settle(await attemptOf(kit, part.order.id), { state: 'failed', reason: 'card_declined' })
      assert.equal((await cart.read()).uniqueCount, 2)
      const whole = await buy(cart, { payment: 'card', key: 'again' })
      const attempt = await attemptOf(kit, whole.order.id)
      await shop.settle(attempt, card.pay(attempt))
      assert.equal((await cart.read()).id, null)
      assert.equal((await readTables(database)).cart_slot.length, 0)
    })

    scenario(open, 'open carts of a user, and those he closed, newest first and page by page', async (kit) => {
      const { shop, shelf, clock } = kit
      const tea = shelf.good('tea')
      const closed: string[] = []
      for (const round of times(5, (index) => index)) {
        await shop.cart(ANA, { name: round % 2 === 0 ? 'default' : 'office' }).add(tea, { quantity: BigInt(round + 1) })
        closed.unshift((await shop.cart(ANA, { name: round % 2 === 0 ? 'default' : 'office' }).close()).cart)
        clock.advance(round === 2 ? 0n : 1_000n)
      }
      for (const name of ['b', 'a']) await shop.cart(ANA, { name }).add(tea)
      await shop.cart(BOGDAN).add(tea)

      const active = await changesNothing(kit, () => shop.carts.active('ana'))
      assert.deepEqual(
        active.map((cart) => [cart.name, cart.state, cart.lines.map((line) => [line.product.id, line.product.name, line.quantity])]),
        [
          ['a', 'open', [['tea', 'good tea', 1n]]],
          ['b', 'open', [['tea', 'good tea', 1n]]],
        ],
      )
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await shop.carts.history('ana', { limit: 2, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...page.items.map((cart) => cart.id))
        cursor = page.next ?? undefined
      } while (cursor !== undefined)
      assert.deepEqual([...seen].sort(), [...closed].sort())
      const whole = (await shop.carts.history('ana')).items
      assert.deepEqual(
        whole.map((cart) => cart.id),
        seen,
      )
      assert.deepEqual(
        whole.map((cart) => cart.madeAt),
        whole.map((cart) => cart.madeAt).sort((left, right) => (left < right ? 1 : -1)),
      )
      assert.deepEqual(await shop.carts.active('nobody'), [])
      assert.deepEqual((await shop.carts.history('nobody')).items, [])
      for (const wrong of ['x', '1.', "1.'", '99999999999999999999.a'])
        await refusalOf(shop.carts.history('ana', { cursor: wrong }), 'invalid_input')
      for (const limit of [0, -1, 101, 1.5]) await refusalOf(shop.carts.history('ana', { limit }), 'invalid_input')
    })

    scenario(open, "a guest's cart is given to a user: as it is, or joined to his own of that name", async (kit) => {
      const { shop, shelf } = kit
      const [tea, coat] = [shelf.good('tea'), shelf.garment('coat')]
      await shop.cart(guest('g')).addMany([{ product: tea, quantity: 2n }, { product: coat }])
      const { view } = await shop.cart(guest('g')).bindTo('ana')
      assert.deepEqual([view.uniqueCount, view.lines.every((line) => line.state === 'ok')], [2, true])
      assert.equal((await shop.cart(guest('g')).read()).id, null)
      await shop.cart(guest('h')).add(tea, { quantity: 3n })
      await shop.cart(guest('h')).bindTo('ana')
      const own = await shop.cart(ANA).read()
      assert.deepEqual([own.uniqueCount, own.lines.find((line) => line.product.id === 'tea')?.quantity], [2, 5n])

      await changesNothing(kit, () => shop.cart(ANA).bindTo('ana'))
      await changesNothing(kit, () => shop.cart(guest('h')).bindTo('ana'))
      await changesNothing(kit, () => refusalOf(shop.cart(ANA).bindTo('bogdan'), 'buyer_not_allowed'))

      await shop.cart(guest('g'), { name: 'wishlist' }).add(tea)
      await shop.cart(guest('g'), { name: 'wishlist' }).bindTo('ana')
      assert.deepEqual(
        (await shop.carts.active('ana')).map((cart) => [cart.name, cart.lines.length]),
        [
          ['default', 2],
          ['wishlist', 1],
        ],
      )
    })
  })
}
