import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  attemptOf,
  BOGDAN,
  changesNothing,
  eventsOf,
  fund,
  type Kit,
  type OpenDatabase,
  refusalOf,
  requestOf,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const NEVER = new Promise<never>(() => undefined)
/** What `reconcile` waits before it looks at a payment that nobody noted as started. */
const LEFT = 10_000n

/** Ana's card payment whose process died right after the order was placed; `heard` says whether the provider got the request first. */
async function abandoned(kit: Kit, heard: boolean) {
  const { shop, shelf, card } = kit
  const tote = shelf.article('tote')
  await shop.stock.set(tote, 5n)
  await shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 1_000n, maxUses: 1n })
  await fund(kit, ANA, 1_000n)
  const cart = shop.cart(ANA)
  await cart.addMany([{ product: shelf.garment('coat') }, { product: tote, quantity: 3n }])
  await cart.applyDiscount('ONCE')
  const request = await requestOf(cart, { payment: 'card', useWallet: true })
  const { start } = card
  // A killed process neither hears an answer nor cancels anything.
  Object.assign(card, {
    stubborn: true,
    start: async (charge: Parameters<typeof start>[0]) => {
      if (heard) await start(charge)
      return NEVER
    },
  })
  await refusalOf(cart.checkout(request), 'plugin_failed')
  Object.assign(card, { stubborn: false, start })
  const [order] = (await shop.orders.list(ANA)).items
  assert.ok(order)
  assert.deepEqual([(await cart.read()).paying, await shop.orders.next(order.id, ANA)], [true, null])
  return { cart, request, order: order.id, attempt: await attemptOf(kit, order.id), start }
}

/** Nothing is bound to the payment any more: thing, units, code and money are the buyer's as before. */
async function assertAllIsBack(kit: Kit): Promise<void> {
  const { shop } = kit
  const view = await shop.cart(ANA).read()
  assert.deepEqual([view.paying, view.lines.map((line) => line.state)], [false, ['ok', 'ok']])
  assert.deepEqual([(await shop.wallets.read('ana')).balance, (await shop.wallets.read('ana')).held], [1_000n, 0n])
  assert.equal((await readTables(kit.database)).discount[0]?.uses, 0n)
  assert.equal((await shop.orders.list(ANA)).items[0]?.state, 'cancelled')
}

const states = async ({ database }: Kit): Promise<unknown[]> =>
  (await readTables(database)).attempt.map((row) => [row.state, row.provider_reference])

/** Payments whose process died, or whose answer was lost, before anybody noted where the buyer goes on. */
export function describeAbandonedCards(open: OpenDatabase): void {
  const scenario = (title: string, run: (kit: Kit) => Promise<void>): void => scenarioWith(open, { pluginDeadline: 60 }, title, run)

  describe('abandoned card payments', () => {
    scenario('the provider was never asked: everything is back soon, and once', async (kit) => {
      const { shop, card, clock } = kit
      const { cart, request, start, order, attempt } = await abandoned(kit, false)
      clock.advance(LEFT - 1n)
      assert.deepEqual(await changesNothing(kit, () => shop.reconcile()), { settled: 0 })
      clock.advance(1n)
      await Promise.all(times(3, () => shop.reconcile()))
      await assertAllIsBack(kit)
      assert.deepEqual([kit.errors, (await eventsOf(kit, 'payment.failed')).length], [[], 1])
      assert.deepEqual(await changesNothing(kit, () => shop.reconcile()), { settled: 0 })
      const late = await start({ attempt, order, amount: 1n, currency: 'RON', returnPath: '/' })
      assert.deepEqual(late, { state: 'failed', reason: 'cancelled' }, 'a start that comes late opens nothing')
      card.mood = 'succeed'
      assert.equal((await cart.checkout({ ...request, quote: (await requestOf(cart, request)).quote })).order.state, 'paid')
    })

    scenario('a cancel that is not sure leaves all as it is until it is', async (kit) => {
      const { shop, card, clock } = kit
      await abandoned(kit, false)
      clock.advance(LEFT)
      card.stubborn = true
      assert.deepEqual(await changesNothing(kit, () => shop.reconcile()), { settled: 0 })
      card.stubborn = false
      clock.advance(5_000n)
      assert.deepEqual(await shop.reconcile(), { settled: 1 })
      await assertAllIsBack(kit)
    })

    scenario('the provider was asked and its answer lost: the buyer can go on', async (kit) => {
      const { shop, card, clock } = kit
      const { order, attempt, cart } = await abandoned(kit, true)
      clock.advance(LEFT)
      assert.deepEqual(await shop.reconcile(), { settled: 0 })
      const next = `https://pay.example.com/${attempt}`
      assert.deepEqual([await shop.orders.next(order, ANA), await states(kit)], [next, [['pending', `pi-${attempt}`]]])
      await refusalOf(shop.orders.next(order, BOGDAN), 'not_found')
      assert.equal((await cart.read()).paying, true)
      await changesNothing(kit, () => shop.reconcile())
      assert.equal((await shop.settle(attempt, card.pay(attempt))).state, 'paid')
      assert.equal(await shop.orders.next(order, ANA), null)
    })

    for (const [mood, end] of [
      ['succeed', 'paid'],
      ['decline', 'failed'],
    ] as const) {
      scenario(`the provider knows it as open and then answers ${end} at once`, async (kit) => {
        const { shop, card, clock } = kit
        const { attempt } = await abandoned(kit, true)
        clock.advance(LEFT)
        card.mood = mood
        assert.deepEqual([await shop.reconcile(), kit.errors], [{ settled: 1 }, []])
        assert.deepEqual(await states(kit), [[end, end === 'paid' ? `pi-${attempt}` : null]])
      })
    }

    scenario('the buyer asks again at the same moment: he pays, or has his cart', async (kit) => {
      const { shop, card, clock } = kit
      const { cart, request, order, attempt } = await abandoned(kit, false)
      clock.advance(LEFT)
      const [again] = await Promise.allSettled([cart.checkout(request), shop.reconcile(), shop.reconcile()])
      const [state] = (await readTables(kit.database)).attempt.filter((row) => row.id === attempt).map((row) => row.state)
      if (state === 'pending') {
        assert.equal(again.status === 'fulfilled' && again.value.next, `https://pay.example.com/${attempt}`)
        await shop.settle(attempt, card.pay(attempt))
        assert.equal((await shop.orders.find(order, ANA)).state, 'paid')
      } else {
        assert.equal(state, 'failed')
        assert.equal((await card.cancel(attempt)).state, 'failed', 'what was given up cannot be paid')
      }
    })

    // The reconciler runs while the provider is asked: that must not be what runs out of time.
    scenarioWith(
      open,
      { pluginDeadline: 500 },
      'a start still under way when the payment is given up: nobody is sent to pay',
      async (kit) => {
        const { shop, card, clock } = kit
        const { cart, request, order, attempt } = await abandoned(kit, false)
        clock.advance(LEFT)
        const { start } = card
        // The provider hears the cancel first and opens the payment all the same.
        Object.assign(card, {
          start: async (charge: Parameters<typeof start>[0]) => {
            assert.deepEqual(await shop.reconcile(), { settled: 1 })
            card.forget()
            return start(charge)
          },
        })
        assert.equal((await refusalOf(cart.checkout(request), 'card_declined')).details.reason, 'cancelled')
        assert.deepEqual([await states(kit), await shop.orders.next(order, ANA)], [[['failed', null]], null])
        assert.deepEqual(await card.status(attempt), { state: 'failed', reason: 'cancelled' })
        await assertAllIsBack(kit)
      },
    )
  })
}
