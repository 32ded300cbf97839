import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  BOGDAN,
  changesNothing,
  eventsOf,
  guest,
  noticeCodes,
  type OpenDatabase,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'

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

    scenario(open, 'ten logins at once join once', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(guest('ana')).addMany([{ product: shelf.good('tea'), quantity: 2n }, { product: shelf.garment('coat') }])
      await shop.cart(ANA).add(shelf.good('tea'), { quantity: 3n })
      const views = await Promise.all(times(10, () => shop.login(LOGIN, ANA)))
      for (const { view } of views) assert.equal(view.count, 6n)
      assert.equal((await eventsOf(kit, 'cart.merged')).length, 1)
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
