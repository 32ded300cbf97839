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
  type Kit,
  noticeCodes,
  type OpenDatabase,
  refusalOf,
  requestOf,
  scenario,
  scenarioWith,
} from './kit.ts'
import { amounts } from './merging-strategies.ts'

const GUEST = guest('ana')
const login = ({ shop }: Kit) => shop.login({ token: GUEST.token }, ANA)

/** 2 tea + 5 salt + a coat as a guest, 3 tea + 1 rice + a hat as a user, joined. */
async function joined(kit: Kit): Promise<void> {
  const { shop, shelf } = kit
  const tea = shelf.good('tea')
  await shop
    .cart(GUEST)
    .addMany([{ product: tea, quantity: 2n }, { product: shelf.good('salt'), quantity: 5n }, { product: shelf.garment('coat') }])
  await shop.cart(ANA).addMany([{ product: tea, quantity: 3n }, { product: shelf.good('rice') }, { product: shelf.garment('hat') }])
  await login(kit)
}

const TEA = { type: 'good', id: 'tea' } as const
const SALT = { type: 'good', id: 'salt' } as const
const COAT = { type: 'garment', id: 'coat' } as const
const HAT = { type: 'garment', id: 'hat' } as const

export function describeUndo(open: OpenDatabase): void {
  describe('undoing a merge', () => {
    scenario(open, 'gives the cart back as it was; what had come is saved for later and holds nothing', async (kit) => {
      const { shop } = kit
      await joined(kit)
      const cart = shop.cart(ANA)
      const { view } = await cart.undoMerge()
      assert.deepEqual(amounts(view.lines), { tea: 3n, rice: 1n, hat: 1n })
      assert.deepEqual(amounts(view.saved), { tea: 2n, salt: 5n, coat: 1n })
      assert.deepEqual(view.notices, [])
      assert.equal(view.lines.find((line) => line.product.id === 'hat')?.state, 'ok')
      await shop.cart(BOGDAN).add(COAT)
      await refusalOf(shop.cart(BOGDAN).add(HAT), 'item_taken')
      for (const line of view.saved.filter((one) => !one.unique)) await cart.returnSaved(line.id)
      assert.deepEqual(amounts((await cart.read()).lines), { tea: 5n, salt: 5n, rice: 1n, hat: 1n })
      const refusal = await changesNothing(kit, () => refusalOf(cart.undoMerge(), 'cart_changed'))
      assert.equal(refusal.details.reason, 'nothing_to_undo')
    })

    scenario(open, 'leaves what was bought, removed or changed since', async (kit) => {
      const { shop } = kit
      await joined(kit)
      const cart = shop.cart(ANA)
      await cart.update(TEA, { quantity: 4n })
      await cart.remove(SALT)
      await fund(kit, ANA, 100_000n)
      const line = (await cart.read()).lines.find(({ product }) => product.id === 'coat')
      await buy(cart, { payment: 'wallet', lines: [line?.id ?? ''] })
      await refusalOf(cart.undoMerge(), 'cart_changed')
      assert.deepEqual(amounts((await cart.read()).lines), { tea: 4n, rice: 1n, hat: 1n })
      assert.equal((await shop.availability([COAT])).get('garment:coat')?.state, 'sold')
    })

    scenario(open, 'is offered for 15 minutes, once', async (kit) => {
      const { shop, clock } = kit
      const cart = shop.cart(ANA)
      assert.equal((await refusalOf(cart.undoMerge(), 'cart_changed')).details.reason, 'nothing_to_undo')
      await joined(kit)
      const offered = async (): Promise<boolean> => {
        const merged = (await cart.read()).notices.find(({ code }) => code === 'merged')
        return merged?.details?.undoUntil !== undefined
      }
      assert.equal(await offered(), true)
      clock.advance(15n * 60_000n - 1n)
      assert.equal(await offered(), true)
      clock.advance(1n)
      assert.equal(await offered(), false)
      const late = await changesNothing(kit, () => refusalOf(cart.undoMerge(), 'cart_changed'))
      assert.equal(late.details.reason, 'undo_too_late')
    })

    scenario(open, 'waits for a payment that is under way', async (kit) => {
      const { shop, shelf, card } = kit
      const cart = shop.cart(ANA)
      await shop.cart(GUEST).add(shelf.good('tea'))
      await cart.add(shelf.good('salt'))
      await login(kit)
      card.mood = 'redirect'
      const { order } = await cart.checkout(await requestOf(cart, { payment: 'card' }))
      assert.equal((await refusalOf(cart.undoMerge(), 'cart_changed')).details.reason, 'payment_in_progress')
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'card_declined' })
      assert.deepEqual(amounts((await cart.undoMerge()).view.saved), { tea: 1n })
    })

    scenario(open, 'takes the code back as well, unless it was changed since', async (kit) => {
      const { shop, shelf } = kit
      for (const code of ['TEN', 'FIVE']) await shop.discounts.create({ code, kind: 'percent', value: 1_000n })
      for (const changed of [false, true]) {
        const user = { userId: `user-${changed}` }
        await shop.cart(GUEST).add(shelf.good('tea'))
        await shop.cart(GUEST).applyDiscount('TEN')
        await shop.cart(user).add(shelf.good('salt'))
        await shop.login({ token: GUEST.token }, user)
        if (changed) {
          await shop.cart(user).removeDiscount()
          await shop.cart(user).applyDiscount('FIVE')
        }
        const { view } = await shop.cart(user).undoMerge()
        assert.deepEqual(
          view.discounts.map(({ code }) => code),
          changed ? ['FIVE'] : [],
        )
      }
    })

    scenarioWith(
      open,
      { merge: { strategy: 'keep_guest' } },
      'brings back lines that had made room; holds that were given back are not taken again',
      async (kit) => {
        const { shop } = kit
        await joined(kit)
        const { view } = await shop.cart(ANA).undoMerge()
        assert.deepEqual(amounts(view.lines), { tea: 3n, rice: 1n, hat: 1n })
        assert.deepEqual(amounts(view.saved), { tea: 2n, salt: 5n, coat: 1n })
        assert.equal(view.lines.find((line) => line.product.id === 'hat')?.state, 'expired')
        assert.equal((await shop.cart(ANA).add(HAT)).view.lines.find((line) => line.product.id === 'hat')?.state, 'ok')
      },
    )

    scenarioWith(
      open,
      { limits: { maxQuantity: 4n }, stock: { reserve: 'add' } },
      'puts a rest and its units back where they came from',
      async (kit) => {
        const { shop, shelf } = kit
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 9n)
        await shop.cart(GUEST).add(tote, { quantity: 3n })
        await shop.cart(ANA).add(tote, { quantity: 3n })
        const { view: before } = await login(kit)
        assert.deepEqual([amounts(before.lines), amounts(before.saved)], [{ tote: 4n }, { tote: 2n }])
        const { view } = await shop.cart(ANA).undoMerge()
        assert.deepEqual([amounts(view.lines), amounts(view.saved)], [{ tote: 3n }, { tote: 3n }])
        const free = await shop.availability([tote], BOGDAN)
        assert.equal(free.get('article:tote')?.left, 6n)
      },
    )

    scenario(open, 'into no cart: all of it is saved', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(GUEST).addMany([{ product: shelf.good('tea') }, { product: shelf.garment('coat') }])
      await login(kit)
      const { view } = await shop.cart(ANA).undoMerge()
      assert.deepEqual([view.isEmpty, amounts(view.saved)], [true, { tea: 1n, coat: 1n }])
    })

    scenario(open, 'only the last merge can be undone', async (kit) => {
      const { shop, shelf } = kit
      await joined(kit)
      await shop.cart(guest('two')).add(shelf.good('pepper'))
      await shop.login({ token: guest('two').token }, ANA)
      const { view } = await shop.cart(ANA).undoMerge()
      assert.deepEqual(amounts(view.saved), { pepper: 1n })
      assert.deepEqual(amounts(view.lines), { tea: 5n, salt: 5n, rice: 1n, hat: 1n, coat: 1n })
      assert.ok(!noticeCodes(view.notices).includes('merged'))
    })
  })
}
