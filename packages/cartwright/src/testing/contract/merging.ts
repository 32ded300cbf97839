import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  guest,
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

const LOGIN = { token: 'token-of-ana' }

/** A guest's cart at login. */
export function describeMerging(open: OpenDatabase): void {
  describe('login', () => {
    scenario(open, "joins the guest's cart: counted goods are summed, holds go along, nothing is lost", async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, hat, tea, salt] = [shelf.garment('coat'), shelf.garment('hat'), shelf.good('tea'), shelf.good('salt')]
      await shop.cart(guest('ana')).addMany([{ product: coat }, { product: tea, quantity: 2n }, { product: salt, quantity: 5n }])
      await shop.cart(ANA).addMany([{ product: hat }, { product: tea, quantity: 3n }])
      const { view, notices } = await shop.login(LOGIN, ANA)
      assert.deepEqual(Object.fromEntries(view.lines.map((line) => [line.product.id, line.quantity])), {
        coat: 1n,
        hat: 1n,
        tea: 5n,
        salt: 5n,
      })
      assert.equal(view.lines.find((line) => line.product.id === 'coat')?.heldUntil, clock() + 10n * 60_000n)
      assert.ok(noticeCodes(notices).includes('merged'))
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      assert.equal((await shop.cart(guest('ana')).read()).id, null)
      assert.equal((await eventsOf(kit, 'cart.merged')).length, 1)
      assert.deepEqual(noticeCodes((await shop.cart(ANA).read()).notices), ['merged'])
      assert.deepEqual((await shop.cart(ANA).noticesSeen()).view.notices, [])
      await changesNothing(kit, () => shop.login(LOGIN, ANA))
    })

    scenario(
      open,
      "a hold that came along is the user's own: adding, restoring and mapping the thing again changes nothing",
      async ({ shop, shelf }) => {
        const coat = shelf.garment('coat')
        await shop.cart(guest('ana')).add(coat)
        await shop.login(LOGIN, ANA)
        const cart = shop.cart(ANA)
        const { dropped } = await cart.restore(await cart.export())
        const { report } = await cart.mergeMap({ 'garment:coat': 1n })
        assert.deepEqual([dropped, report.dropped], [[], []])
        const { view, notices } = await cart.add(coat)
        assert.deepEqual([view.count, view.lines[0]?.state, noticeCodes(notices)], [1n, 'ok', ['already_in_cart']])
      },
    )

    scenario(open, 'into no cart at all', async ({ shop, shelf }) => {
      const { view: before } = await shop.cart(guest('ana')).add(shelf.garment('coat'))
      const { view } = await shop.login(LOGIN, ANA)
      assert.deepEqual(
        view.lines.map((line) => line.id),
        before.lines.map((line) => line.id),
      )
      await shop.cart(ANA).remove(shelf.garment('coat'))
      assert.equal((await shop.cart(BOGDAN).add(shelf.garment('coat'))).view.count, 1n)
    })

    scenario(open, 'fifteen logins at once with one guest cart lose and double nothing', async (kit) => {
      const { shop, shelf } = kit
      const salt = shelf.good('salt')
      await shop
        .cart(guest('ana'))
        .addMany([{ product: shelf.good('tea'), quantity: 2n }, { product: shelf.garment('coat') }, { product: salt }])
      await shop.cart(guest('ana')).saveForLater(salt)
      await shop.cart(ANA).add(shelf.good('tea'), { quantity: 3n })
      const answers = await Promise.all(times(15, () => shop.login(LOGIN, ANA)))
      for (const { view } of answers) {
        assert.deepEqual(
          [...view.lines, ...view.saved].map((line) => [line.product.id, line.quantity]),
          [
            ['coat', 1n],
            ['tea', 5n],
            ['salt', 1n],
          ],
        )
      }
      assert.equal(answers.filter(({ report }) => report.moved.length > 0).length, 1)
      assert.equal((await eventsOf(kit, 'cart.merged')).length, 1)
    })

    scenario(open, 'a login beside checkouts of both: everything is ordered or in a cart, once', async (kit) => {
      const { shop, shelf } = kit
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      for (const round of times(4, (index) => index)) {
        await shop.cart(guest('ana')).add(tea, { quantity: 2n })
        await shop.cart(ANA).add(salt, { quantity: 3n })
        const [guests, users] = [shop.cart(guest('ana')), shop.cart(ANA)]
        const [byGuest, byUser] = [
          await requestOf(guests, { payment: 'cod', key: `guest-${round}` }),
          await requestOf(users, { payment: 'cod', key: `user-${round}` }),
        ]
        await outcomesOf([guests.checkout(byGuest), shop.login(LOGIN, ANA), users.checkout(byUser)])
        await shop.login(LOGIN, ANA)
        const { placed_order, order_line } = await readTables(kit.database)
        const left = await users.read()
        for (const [product, wanted] of [
          ['tea', 2n],
          ['salt', 3n],
        ] as const) {
          const ordered = order_line
            .filter((line) => line.product === `good:${product}`)
            .reduce((sum, line) => sum + BigInt(String(line.quantity)), 0n)
          const there = left.lines.filter((line) => line.product.id === product).reduce((sum, line) => sum + line.quantity, 0n)
          assert.equal(ordered + there, wanted * BigInt(round + 1), `${product} in ${placed_order.length} orders`)
        }
        if (!left.isEmpty) await buy(users, { payment: 'cod', key: `rest-${round}` })
      }
    })

    scenario(open, 'an undo beside adds loses none', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      const cart = shop.cart(ANA)
      await shop.cart(guest('ana')).addMany([
        { product: tea, quantity: 2n },
        { product: shelf.good('salt'), quantity: 4n },
      ])
      await cart.add(tea)
      await shop.login(LOGIN, ANA)
      await outcomesOf([...times(4, () => cart.add(tea)), cart.undoMerge(), ...times(4, () => cart.add(shelf.good('salt')))])
      const { lines, saved } = await cart.read()
      const units = (product: string) =>
        [...lines, ...saved].filter((line) => line.product.id === product).reduce((sum, line) => sum + line.quantity, 0n)
      // A saved line that is added again is taken up with what is added; so what had been saved before the add is not in the sum.
      assert.equal(units('tea'), 7n)
    })

    scenario(open, 'fifteen undos at once undo once', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      await shop.cart(guest('ana')).add(tea, { quantity: 2n })
      await shop.cart(ANA).add(tea)
      await shop.login(LOGIN, ANA)
      assert.deepEqual(await outcomesOf(times(15, () => shop.cart(ANA).undoMerge())), { ok: 1, cart_changed: 14 })
      const { lines, saved } = await shop.cart(ANA).read()
      assert.deepEqual([lines[0]?.quantity, saved[0]?.quantity], [1n, 2n])
    })

    scenario(open, 'a login beside adds of the guest and of the user loses none', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      const [stranger, ana] = [shop.cart(guest('ana')), shop.cart(ANA)]
      await stranger.add(tea)
      await ana.add(tea)
      await Promise.all([...times(6, () => stranger.add(tea)), ...times(6, () => ana.add(tea)), shop.login(LOGIN, ANA)])
      const [left, there] = await Promise.all([stranger.read(), ana.read()])
      assert.equal(left.count + there.count, 14n)
      await shop.login(LOGIN, ANA)
      assert.equal((await ana.read()).count, 14n)
    })

    scenario(open, 'the code of the guest is carried when the user has none', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await shop.discounts.create({ code: 'FIVE', kind: 'percent', value: 500n })
      for (const [index, code, own, expected] of [
        [0, 'TEN', null, 'TEN'],
        [1, 'TEN', 'FIVE', 'FIVE'],
      ] as const) {
        const user = { userId: `user-${index}` }
        const token = { token: `token-${index}` }
        await shop.cart(token).add(shelf.good('tea'))
        await shop.cart(token).applyDiscount(code)
        if (own !== null) {
          await shop.cart(user).add(shelf.good('salt'))
          await shop.cart(user).applyDiscount(own)
        }
        assert.deepEqual(
          (await shop.login(token, user)).view.discounts.map((one) => one.code),
          [expected],
        )
      }
    })

    scenarioWith(
      open,
      { limits: { maxQuantity: 10n } },
      'what is more than the most of one product is clamped and said',
      async ({ shop, shelf }) => {
        const tea = shelf.good('tea')
        await shop.cart(guest('ana')).add(tea, { quantity: 7n })
        await shop.cart(ANA).add(tea, { quantity: 8n })
        const { view, notices } = await shop.login(LOGIN, ANA)
        assert.equal(view.count, 10n)
        assert.ok(noticeCodes(notices).includes('quantity_clamped'))
      },
    )
  })
}
