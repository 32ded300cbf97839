import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { CardOutcome } from '../../index.ts'
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
  refusalOf,
  requestOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
/** When what was asked in vain once is asked again. */
const AGAIN = 5_000n
const FAILED: CardOutcome = { state: 'failed', reason: 'card_declined' }

/** A coat in a cart, on its way through the provider. */
async function paying(
  kit: Kit,
  buyer = ANA,
): Promise<{ cart: ReturnType<Kit['shop']['cart']>; order: string; attempt: string; total: bigint }> {
  const cart = kit.shop.cart(buyer)
  await cart.add(kit.shelf.garment('coat'))
  const { order } = await buy(cart, { payment: 'card' })
  return { cart, order: order.id, attempt: await attemptOf(kit, order.id), total: order.totals.total }
}
const attemptState = async (kit: Kit): Promise<unknown[]> => (await readTables(kit.database)).attempt.map((attempt) => attempt.state)

/** What a card provider may do to a payment, in any order, any number of times. */
export function describeCardPayments(open: OpenDatabase): void {
  describe('card payments', () => {
    scenario(open, "declined: the cart is the buyer's again, the item still held", async (kit) => {
      const { shop, shelf, card, clock } = kit
      const cart = shop.cart(ANA)
      const coat = shelf.garment('coat')
      await cart.add(coat)
      clock.advance(14n * MINUTE)
      card.mood = 'decline'
      const refused = await refusalOf(buy(cart, { payment: 'card' }), 'card_declined')
      assert.equal(refused.details.reason, 'card_declined')
      const view = await cart.read()
      assert.deepEqual([view.paying, view.lines[0]?.state, view.lines[0]?.heldUntil], [false, 'ok', clock() + 15n * MINUTE])
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      const [order] = (await shop.orders.list(ANA)).items
      assert.deepEqual([order?.state, order?.payments[0]?.state, order?.parcels[0]?.state], ['cancelled', 'failed', 'cancelled'])
      assert.equal((await eventsOf(kit, 'payment.failed')).length, 1)
    })

    scenario(open, 'every end told ten times at once is one end', async (kit) => {
      const { shop, card } = kit
      const { attempt } = await paying(kit)
      const paid = card.pay(attempt)
      const orders = await Promise.all([...times(10, () => shop.settle(attempt, paid)), shop.settle(attempt, { state: 'pending' })])
      assert.ok(orders.slice(0, 10).every((order) => order.state === 'paid'))
      assert.equal((await eventsOf(kit, 'order.paid')).length, 1)
      await changesNothing(kit, () => shop.settle(attempt, FAILED))
      await changesNothing(kit, () => shop.settle(attempt, paid))
    })

    scenario(open, 'paid and failed at once: one of them, and money never without an order', async (kit) => {
      const { shop, card } = kit
      const { attempt, order, total } = await paying(kit)
      const paid = card.pay(attempt)
      await Promise.all(times(10, (index) => shop.settle(attempt, index % 2 === 0 ? paid : FAILED)))
      await shop.reconcile()
      const [state] = await attemptState(kit)
      assert.ok(state === 'paid' || (state === 'refunded' && card.refunds.get(attempt) === total), String(state))
      assert.equal((await shop.orders.find(order, ANA)).state, state === 'paid' ? 'paid' : 'cancelled')
    })

    scenario(open, 'failed ten times at once gives everything back once', async (kit) => {
      const { shop, shelf, clock } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 5n)
      await fund(kit, ANA, 1_000n)
      const cart = shop.cart(ANA)
      await cart.add(tote, { quantity: 3n })
      clock.advance(1n)
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'card', useWallet: true })
      const attempt = await attemptOf(kit, order.id)
      await Promise.all(times(10, () => shop.settle(attempt, FAILED)))
      assert.equal((await shop.wallets.read('ana')).balance, 1_000n)
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.product.id, line.quantity, line.state]),
        [
          ['tote', 3n, 'ok'],
          ['coat', 1n, 'ok'],
        ],
      )
    })

    scenario(open, 'paid after it had failed: the money goes back, once', async (kit) => {
      const { shop, card } = kit
      const { attempt, total, order, cart } = await paying(kit)
      await shop.settle(attempt, FAILED)
      const paid = card.pay(attempt)
      await Promise.all(times(5, () => shop.settle(attempt, paid)))
      assert.deepEqual(await attemptState(kit), ['refund_due'])
      await Promise.all(times(3, () => shop.reconcile()))
      assert.deepEqual([await attemptState(kit), card.refunds.get(attempt)], [['refunded'], total])
      assert.equal((await shop.orders.find(order, ANA)).state, 'cancelled')
      assert.equal((await cart.read()).lines[0]?.state, 'ok')
      assert.equal((await eventsOf(kit, 'payment.refund_due')).length, 1)
      await changesNothing(kit, () => shop.settle(attempt, paid))
    })

    for (const [what, wrong] of [
      ['amount', { amount: 1n }],
      ['currency', { currency: 'EUR' }],
    ] as const) {
      scenario(open, `paid in another ${what}: no order, the money goes back`, async (kit) => {
        const { shop, card } = kit
        const { attempt, total, order } = await paying(kit)
        await shop.settle(attempt, card.pay(attempt, wrong))
        assert.equal((await shop.orders.find(order, ANA)).state, 'cancelled')
        await shop.reconcile()
        assert.deepEqual(await attemptState(kit), ['refunded'])
        assert.equal(card.refunds.get(attempt), what === 'amount' ? 1n : total)
      })
    }

    scenario(open, 'a win keeps its own deadline when the card is declined', async (kit) => {
      const { shop, shelf, card, clock } = kit
      const payBy = clock() + 4_320n * MINUTE
      const [lot, coat] = [shelf.garment('lot', { auctionOnly: true }), shelf.garment('coat')]
      await shop.auctions.award({ product: lot, winner: 'ana', price: 8_000n, payBy })
      card.mood = 'decline'
      const cart = shop.cart(ANA)
      await refusalOf(buy(cart, { payment: 'card' }), 'card_declined')
      assert.equal((await cart.read()).lines[0]?.heldUntil, payBy)
      const { view } = await cart.add(coat)
      await refusalOf(
        buy(cart, { payment: 'card', key: 'key-2', lines: [view.lines.find((line) => line.kind === 'auction_win')?.id ?? ''] }),
        'card_declined',
      )
      clock.advance(60n * MINUTE)
      assert.deepEqual((await cart.read()).lines.map((line) => [line.product.id, line.heldUntil]).sort(), [
        ['coat', null],
        ['lot', payBy],
      ])
      await refusalOf(shop.cart(BOGDAN).add(lot), 'item_taken')
    })

    scenario(open, 'late, but nobody took the item: paid', async (kit) => {
      const { shop, card, clock } = kit
      const { attempt } = await paying(kit)
      clock.advance(31n * MINUTE)
      assert.equal((await shop.settle(attempt, card.pay(attempt))).state, 'paid')
    })

    scenario(open, 'late, and somebody has it: the money goes back, he keeps it', async (kit) => {
      const { shop, shelf, card, clock } = kit
      const { attempt, cart } = await paying(kit)
      const tea = shelf.good('tea')
      clock.advance(30n * MINUTE)
      await shop.cart(BOGDAN).add(shelf.garment('coat'))
      await shop.settle(attempt, card.pay(attempt))
      await shop.reconcile()
      assert.deepEqual(await attemptState(kit), ['refunded'])
      assert.equal((await shop.cart(BOGDAN).read()).lines[0]?.state, 'ok')
      const { view } = await cart.add(tea)
      assert.deepEqual(
        view.lines.map((line) => [line.product.id, line.reason]),
        [
          ['coat', 'item_taken'],
          ['tea', null],
        ],
      )
      await shop.cart(BOGDAN).clear()
      assert.equal((await cart.add(shelf.garment('coat'))).view.lines[0]?.state, 'ok')
    })

    scenario(open, 'nobody tells the end: the reconciler asks the provider', async (kit) => {
      const { shop, card, clock } = kit
      const { attempt, order } = await paying(kit)
      card.pay(attempt)
      clock.advance(MINUTE)
      const settled = await Promise.all(times(4, () => shop.reconcile()))
      assert.ok(settled.some((one) => one.settled === 1))
      assert.equal((await shop.orders.find(order, ANA)).state, 'paid')
      assert.deepEqual(kit.errors, [])
      assert.deepEqual(await changesNothing(kit, () => shop.reconcile()), { settled: 0 })
    })

    scenario(open, 'nobody paid: the reconciler cancels it there and gives the cart back', async (kit) => {
      const { shop, card, clock } = kit
      const { cart, attempt } = await paying(kit)
      clock.advance(30n * MINUTE - 1n)
      assert.deepEqual(await changesNothing(kit, () => shop.reconcile()), { settled: 0 })
      card.stubborn = true
      clock.advance(1n)
      await changesNothing(kit, () => shop.reconcile())
      card.stubborn = false
      clock.advance(AGAIN)
      await shop.reconcile()
      assert.deepEqual([(await cart.read()).paying, await attemptState(kit)], [false, ['failed']])
      const late = card.pay(attempt)
      await shop.settle(attempt, late)
      await shop.reconcile()
      assert.deepEqual(await attemptState(kit), ['refunded'])
    })

    for (const mood of ['hang', 'throw'] as const) {
      scenarioWith(
        open,
        { pluginDeadline: 60 },
        `a provider that ${mood}s: plugin_failed, the cart is back, nothing is lost`,
        async (kit) => {
          const { shop, shelf, card } = kit
          const cart = shop.cart(guest('one'))
          await cart.add(shelf.garment('coat'))
          const request = await requestOf(cart, { payment: 'card' })
          card.mood = mood
          assert.equal((await refusalOf(cart.checkout(request), 'plugin_failed')).details.plugin, 'payments.card')
          assert.deepEqual([(await cart.read()).paying, (await cart.read()).lines[0]?.state], [false, 'ok'])
          card.mood = 'succeed'
          assert.equal((await cart.checkout(request)).order.state, 'paid')
        },
      )

      scenarioWith(open, { pluginDeadline: 60 }, `a provider that ${mood}s and cannot even cancel: the reconciler ends it`, async (kit) => {
        const { shop, shelf, card, clock } = kit
        const cart = shop.cart(guest('one'))
        await cart.add(shelf.garment('coat'))
        card.mood = mood
        card.stubborn = true
        const request = await requestOf(cart, { payment: 'card' })
        await refusalOf(cart.checkout(request), 'plugin_failed')
        assert.equal((await cart.read()).paying, true)
        await refusalOf(cart.checkout(request), 'plugin_failed')
        assert.equal((await readTables(kit.database)).attempt.length, 1)
        card.mood = 'redirect'
        const { next, order } = await cart.checkout(request)
        assert.equal(next, `https://pay.example.com/${await attemptOf(kit, order.id)}`)
        card.stubborn = false
        clock.advance(30n * MINUTE)
        await shop.reconcile()
        assert.equal((await cart.read()).paying, false)
      })
    }

    scenario(open, 'paid, and the answer was lost: the buyer is told of his order, not of a failure', async (kit) => {
      const { shop, shelf, card } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { start } = card
      const lost = async (charge: Parameters<typeof start>[0]): Promise<never> => {
        await start(charge)
        card.pay(charge.attempt)
        throw new Error('the answer was lost')
      }
      Object.assign(card, { start: lost })
      const request = await requestOf(cart, { payment: 'card' })
      const { order, next } = await cart.checkout(request)
      assert.deepEqual([order.state, next, await attemptState(kit)], ['paid', null, ['paid']])
      assert.equal((await cart.checkout(request)).order.id, order.id)
    })

    scenario(open, 'a provider whose books are away stops nobody else, and is asked again', async (kit) => {
      const { shop, shelf, card, clock } = kit
      const { attempt } = await paying(kit)
      const other = shop.cart(BOGDAN)
      await other.add(shelf.garment('hat'))
      const second = await buy(other, { payment: 'card' })
      card.pay(attempt)
      clock.advance(30n * MINUTE)
      const { status } = card
      const sick = { ...card, status: async (id: string) => (id === attempt ? Promise.reject(new Error('books away')) : status(id)) }
      Object.assign(card, sick)
      await shop.reconcile()
      assert.equal(kit.errors.length, 1)
      assert.equal((await shop.orders.find(second.order.id, BOGDAN)).state, 'cancelled')
      Object.assign(card, { status })
      clock.advance(AGAIN)
      await shop.reconcile()
      assert.deepEqual((await attemptState(kit)).sort(), ['failed', 'paid'])
      assert.deepEqual(noticeCodes((await other.read()).notices), [])
    })
  })
}
