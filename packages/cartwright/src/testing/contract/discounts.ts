import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer, NewDiscount } from '../../index.ts'
import { START } from '../fake-clock.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  guest,
  type Kit,
  noticeCodes,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  scenario,
  times,
} from './kit.ts'

const HOUR = 3_600_000n

/** A cart with goods worth 100.00. */
async function cartWorth100(kit: Kit, buyer: Buyer = ANA): Promise<ReturnType<Kit['shop']['cart']>> {
  const cart = kit.shop.cart(buyer)
  await cart.add(kit.shelf.good('tea', { price: 1_000n }), { quantity: 10n })
  return cart
}

const reasonOf = async (action: Promise<unknown>): Promise<unknown> => (await refusalOf(action, 'discount_invalid')).details.reason
const usesOf = async ({ shop }: Kit, code: string): Promise<bigint | undefined> => (await shop.discounts.find(code))?.uses

/** Codes: what they take off, when they apply, and why they do not. */
export function describeDiscounts(open: OpenDatabase): void {
  describe('discounts', () => {
    const amounts: readonly (readonly [string, Omit<NewDiscount, 'code'>, bigint])[] = [
      ['percent', { kind: 'percent', value: 1_200n }, 1_200n],
      ['all of it', { kind: 'percent', value: 10_000n }, 10_000n],
      ['nothing', { kind: 'percent', value: 0n }, 0n],
      ['percent up to a most', { kind: 'percent', value: 5_000n, maxDiscount: 1_999n }, 1_999n],
      ['fixed', { kind: 'fixed', value: 2_000n }, 2_000n],
      ['fixed, never more than there is', { kind: 'fixed', value: 99_999n }, 10_000n],
    ]
    for (const [name, discount, expected] of amounts) {
      scenario(open, `takes off ${name}, the same everywhere`, async (kit) => {
        await kit.shop.discounts.create({ code: 'CODE', ...discount })
        const cart = await cartWorth100(kit)
        const { view } = await cart.applyDiscount('code')
        const fee = ((10_000n - expected) * 5n) / 100n + 300n
        assert.deepEqual([view.totals.discount, view.totals.total], [expected, 10_000n - expected + fee + 1_499n])
        assert.deepEqual(view.discounts, [{ code: 'CODE', amount: expected, reason: null }])
        const { order } = await buy(cart, { payment: 'cod' })
        assert.deepEqual(order.discounts, [{ code: 'CODE', amount: expected }])
        assert.equal(order.totals.discount, expected)
      })
    }

    scenario(open, 'a code has one form: trimmed, ASCII capitals, and nothing else is folded into it', async (kit) => {
      await kit.shop.discounts.create({ code: ' summer-25_x ', kind: 'percent', value: 1_000n })
      const cart = await cartWorth100(kit)
      for (const text of ['SUMMER-25_X', 'summer-25_x', '\t Summer-25_X \n']) {
        assert.deepEqual(
          (await cart.applyDiscount(text)).view.discounts.map((one) => one.code),
          ['SUMMER-25_X'],
        )
        await cart.removeDiscount(text)
      }
      for (const text of ['', 'ab', 'a'.repeat(33), 'ſummer-25_x', 'summer 25', 'summer-25_x%', "x' or 1=1", 'ＳＵＭＭＥＲ']) {
        assert.equal(await changesNothing(kit, () => reasonOf(cart.applyDiscount(text))), 'unknown', text)
      }
      await refusalOf(kit.shop.discounts.create({ code: 'Summer-25_X', kind: 'fixed', value: 1n }), 'invalid_input')
      for (const wrong of [{ code: 'x' }, { code: 'KELVIN\u212a' }, { value: -1n }, { value: 10_001n }, { startsAt: 2n, endsAt: 1n }]) {
        assert.throws(() => kit.shop.discounts.create({ code: 'GOOD', kind: 'percent', value: 1n, ...wrong }), RangeError)
      }
    })

    scenario(open, 'every reason a code does not apply', async (kit) => {
      const { shop, clock } = kit
      const codes: readonly (readonly [string, Omit<NewDiscount, 'code' | 'kind' | 'value'>])[] = [
        ['unknown', { active: false }],
        ['expired', { endsAt: START }],
        ['not_started', { startsAt: START + 1n }],
        ['used_up', { maxUses: 0n }],
        ['per_customer', { maxUsesPerCustomer: 0n }],
        ['minimum', { minOrder: 10_001n }],
      ]
      const cart = await cartWorth100(kit)
      for (const [reason, rest] of codes) {
        await shop.discounts.create({ code: reason, kind: 'percent', value: 1_000n, ...rest })
        assert.equal(await changesNothing(kit, () => reasonOf(cart.applyDiscount(reason))), reason)
      }
      assert.equal(await reasonOf(cart.applyDiscount('NO-SUCH')), 'unknown')
      const { details } = await refusalOf(cart.applyDiscount('MINIMUM'), 'discount_invalid')
      assert.deepEqual(details, { reason: 'minimum', minimum: 10_001n, missing: 1n })
      clock.advance(1n)
      await shop.discounts.create({ code: 'ONE', kind: 'fixed', value: 100n })
      await shop.discounts.create({ code: 'TWO', kind: 'fixed', value: 100n })
      await cart.applyDiscount('ONE')
      assert.equal(await changesNothing(kit, () => reasonOf(cart.applyDiscount('one'))), 'already_applied')
      assert.equal(await changesNothing(kit, () => reasonOf(cart.applyDiscount('TWO'))), 'combination')
      await cart.removeDiscount()
      await changesNothing(kit, () => cart.removeDiscount('ONE'))
      assert.equal((await cart.applyDiscount('NOT_STARTED')).view.totals.discount, 1_000n)
      const told = [...(await eventsOf(kit, 'discount.applied')), ...(await eventsOf(kit, 'discount.removed'))].map(
        ({ payload }) => payload.code,
      )
      assert.deepEqual(told, ['ONE', 'NOT_STARTED', 'ONE'])
      await refusalOf(shop.cart(guest('empty')).applyDiscount('ONE'), 'cart_empty')
    })

    scenario(open, 'wins are left out unless the code says otherwise', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.discounts.create({ code: 'PLAIN', kind: 'percent', value: 1_000n })
      await shop.discounts.create({ code: 'WINS', kind: 'percent', value: 1_000n, onWins: true })
      await shop.auctions.award({
        product: shelf.garment('lot', { auctionOnly: true }),
        winner: 'ana',
        price: 8_000n,
        payBy: clock() + HOUR,
      })
      const cart = shop.cart(ANA)
      assert.equal(await reasonOf(cart.applyDiscount('PLAIN')), 'scope')
      assert.equal((await cart.applyDiscount('WINS')).view.totals.discount, 800n)
      await cart.removeDiscount()
      await cart.add(shelf.good('tea', { price: 1_000n }))
      assert.equal((await cart.applyDiscount('PLAIN')).view.totals.discount, 100n)
    })

    scenario(open, 'a window is half-open', async (kit) => {
      const { shop, clock } = kit
      await shop.discounts.create({ code: 'HOUR', kind: 'percent', value: 1_000n, startsAt: START + HOUR, endsAt: START + 2n * HOUR })
      const cart = await cartWorth100(kit)
      for (const [at, reason] of [
        [HOUR - 1n, 'not_started'],
        [HOUR, null],
        [2n * HOUR - 1n, null],
        [2n * HOUR, 'expired'],
      ] as const) {
        clock.set(START + at)
        if (reason !== null) assert.equal(await reasonOf(cart.applyDiscount('HOUR')), reason)
        else {
          await cart.applyDiscount('HOUR')
          await cart.removeDiscount()
        }
      }
    })

    scenario(open, 'a cart below the minimum drops the code and says so; above it, the code is back', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.discounts.create({ code: 'BIG', kind: 'percent', value: 1_000n, minOrder: 10_000n, endsAt: START + HOUR })
      const cart = await cartWorth100(kit)
      await cart.applyDiscount('BIG')
      const tea = shelf.good('tea')
      const { view } = await cart.update(tea, { quantity: 9n })
      assert.deepEqual(view.discounts, [{ code: 'BIG', amount: 0n, reason: 'minimum' }])
      assert.deepEqual(
        view.notices.map((notice) => [notice.code, notice.details]),
        [['discount_dropped', { code: 'BIG', reason: 'minimum' }]],
      )
      assert.equal(view.totals.discount, 0n)
      assert.equal((await cart.update(tea, { quantity: 10n })).view.totals.discount, 1_000n)
      clock.advance(HOUR)
      const late = await cart.read()
      assert.deepEqual([late.discounts[0]?.reason, noticeCodes(late.notices)], ['expired', ['discount_dropped']])
      await shop.discounts.create({ code: 'OTHER', kind: 'fixed', value: 500n })
      assert.deepEqual((await cart.applyDiscount('OTHER')).view.discounts, [{ code: 'OTHER', amount: 500n, reason: null }])
      const { order } = await buy(cart, { payment: 'cod' })
      assert.equal(order.totals.discount, 500n)
    })
  })

  describe('uses of a discount', () => {
    scenario(open, 'one use, 20 carts, 20 checkouts at once: one order with it', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'ULTIMUL', kind: 'percent', value: 5_000n, maxDiscount: 10_000n, maxUses: 1n })
      const carts = await Promise.all(times(20, (index) => cartWorth100(kit, guest(`${index}`))))
      await Promise.all(carts.map((cart) => cart.applyDiscount('ULTIMUL')))
      const requests = await Promise.all(carts.map((cart, index) => requestOf(cart, { payment: 'cod', email: `g${index}@example.com` })))
      const { ok, ...refused } = await outcomesOf(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
      assert.equal(ok, 1)
      assert.deepEqual(
        Object.keys(refused).filter((code) => code !== 'discount_invalid' && code !== 'quote_changed'),
        [],
      )
      assert.equal(await usesOf(kit, 'ULTIMUL'), 1n)
      assert.equal(await reasonOf((await cartWorth100(kit, BOGDAN)).applyDiscount('ULTIMUL')), 'used_up')
    })

    scenario(open, 'a limit a customer holds over his account, his guest carts and all at once', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 1_000n, maxUsesPerCustomer: 1n })
      const buyers: Buyer[] = [ANA, ...times(9, (index) => guest(`ana-${index}`))]
      const carts = await Promise.all(buyers.map((buyer) => cartWorth100(kit, buyer)))
      await Promise.all(carts.map((cart) => cart.applyDiscount('ONCE')))
      const requests = await Promise.all(carts.map((cart) => requestOf(cart, { payment: 'cod', email: ' Ana@Example.com ' })))
      const { ok, ...refused } = await outcomesOf(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
      assert.equal(ok, 1)
      assert.deepEqual(
        Object.keys(refused).filter((code) => code !== 'discount_invalid' && code !== 'quote_changed'),
        [],
      )
      assert.equal(await usesOf(kit, 'ONCE'), 1n)
      const another = await cartWorth100(kit, BOGDAN)
      await another.applyDiscount('ONCE')
      await buy(another, { payment: 'cod' })
      assert.equal(await usesOf(kit, 'ONCE'), 2n)
      assert.equal(await reasonOf((await cartWorth100(kit, BOGDAN)).applyDiscount('ONCE')), 'per_customer')
    })

    scenario(open, 'a use is returned by a failed payment, once, and taken again by the next', async (kit) => {
      const { shop, card } = kit
      await shop.discounts.create({ code: 'ONE', kind: 'percent', value: 1_000n, maxUses: 1n, maxUsesPerCustomer: 1n })
      const cart = await cartWorth100(kit)
      await cart.applyDiscount('ONE')
      const shown = await cart.read()
      const { order } = await buy(cart, { payment: 'card' })
      assert.equal(await usesOf(kit, 'ONE'), 1n)
      const paying = await cart.read()
      assert.deepEqual([paying.discounts, paying.totals], [shown.discounts, shown.totals])
      assert.equal(await reasonOf((await cartWorth100(kit, BOGDAN)).applyDiscount('ONE')), 'used_up')
      const attempt = await attemptOf(kit, order.id)
      await Promise.all(times(6, () => shop.settle(attempt, { state: 'failed', reason: 'card_declined' })))
      assert.equal(await usesOf(kit, 'ONE'), 0n)
      const view = await cart.read()
      assert.deepEqual(
        view.discounts.map((one) => [one.code, one.reason]),
        [['ONE', null]],
      )
      card.mood = 'succeed'
      assert.equal((await buy(cart, { payment: 'card' })).order.state, 'paid')
      assert.equal(await usesOf(kit, 'ONE'), 1n)
    })

    scenario(open, 'a use is returned by a cancelled order, once', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'ONE', kind: 'percent', value: 1_000n, maxUses: 1n })
      await fund(kit, ANA, 50_000n)
      const cart = await cartWorth100(kit)
      await cart.applyDiscount('ONE')
      const { order } = await buy(cart, { payment: 'wallet' })
      await Promise.all(times(6, () => shop.orders.cancel(order.id, ANA)))
      await shop.orders.cancel(order.id, ANA)
      assert.equal(await usesOf(kit, 'ONE'), 0n)
      const other = await cartWorth100(kit, BOGDAN)
      await other.applyDiscount('ONE')
      await buy(other, { payment: 'cod' })
      assert.equal(await usesOf(kit, 'ONE'), 1n)
    })

    scenario(open, 'a code in a quote that lapses before the payment is told, not charged', async (kit) => {
      const { shop, clock } = kit
      await shop.discounts.create({ code: 'HOUR', kind: 'fixed', value: 1_000n, endsAt: START + HOUR })
      const cart = await cartWorth100(kit)
      await cart.applyDiscount('HOUR')
      const request = await requestOf(cart, { payment: 'cod' })
      clock.advance(HOUR)
      await changesNothing(kit, () => refusalOf(cart.checkout(request), 'quote_changed'))
      assert.equal((await buy(cart, { payment: 'cod' })).order.totals.discount, 0n)
    })
  })
}
