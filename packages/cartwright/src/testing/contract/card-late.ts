import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Database, LatePolicy } from '../../index.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  eventsOf,
  fund,
  IOANA,
  type Kit,
  MIHAI,
  type OpenDatabase,
  refusalOf,
  requestOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { simulatedCard } from './simulated-card.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
const CARLA = { userId: 'carla' } as const
const PAYMENT_TIME = 30n * MINUTE

/** Ana's coat (Mihai's) and hat (Ioana's), on their way through the provider; some of it from her wallet. */
async function paying(kit: Kit, wallet = 0n) {
  const { shop, shelf } = kit
  if (wallet > 0n) await fund(kit, ANA, wallet)
  const things = { coat: shelf.garment('coat', { seller: MIHAI }), hat: shelf.garment('hat', { seller: IOANA }) }
  const cart = shop.cart(ANA)
  await cart.addMany([{ product: things.coat }, { product: things.hat }])
  const { order } = await buy(cart, { payment: 'card', useWallet: wallet > 0n })
  return { ...things, cart, order: order.id, attempt: await attemptOf(kit, order.id), total: order.totals.total }
}

const attemptStates = async (kit: Kit): Promise<unknown[]> => (await readTables(kit.database)).attempt.map((row) => row.state)

/** What everybody who can tell the end tells at once: the return page, the provider's event, two reconcilers. */
const allAtOnce = (kit: Kit, attempt: string): Promise<unknown> => {
  const paid = kit.card.pay(attempt)
  return Promise.all([...times(3, () => kit.shop.settle(attempt, paid)), ...times(2, () => kit.shop.reconcile())])
}

/** Money that comes after its time. */
export function describeLateCards(open: OpenDatabase): void {
  const late = (policy: LatePolicy, title: string, run: (kit: Kit) => Promise<void>): void => {
    const card = simulatedCard()
    scenarioWith(open, { payments: { wallet: true, card, late: policy } }, title, (kit) => run({ ...kit, card }))
  }

  describe('late card payments', () => {
    scenario(open, 'page, event and reconcilers at once are one order and one capture (C17)', async (kit) => {
      const { order, attempt } = await paying(kit, 1_000n)
      kit.clock.advance(MINUTE)
      await allAtOnce(kit, attempt)
      assert.deepEqual([(await kit.shop.orders.find(order, ANA)).state, await attemptStates(kit)], ['paid', ['paid']])
      for (const name of ['order.paid', 'cart.checked_out', 'wallet.paid'] as const)
        assert.equal((await eventsOf(kit, name)).length, 1, name)
      assert.deepEqual([kit.errors, kit.card.refunds.size], [[], 0])
    })

    for (const [what, lose] of [
      ['somebody had it and gave it back', async ({ shop }: Kit, coat) => (await shop.cart(BOGDAN).add(coat)) && shop.cart(BOGDAN).clear()],
      [
        'somebody let his own hold lapse',
        async ({ shop, clock }: Kit, coat) => {
          await shop.cart(BOGDAN).add(coat)
          clock.advance(15n * MINUTE)
        },
      ],
    ] as const satisfies readonly (readonly [string, (kit: Kit, coat: { type: string; id: string }) => Promise<unknown>])[]) {
      scenario(open, `late, and ${what}: taken again and sold`, async (kit) => {
        const { coat, order, attempt } = await paying(kit)
        kit.clock.advance(PAYMENT_TIME)
        await lose(kit, coat)
        await allAtOnce(kit, attempt)
        const after = await kit.shop.orders.find(order, ANA)
        assert.deepEqual([after.state, after.refunds, kit.errors], ['paid', [], []])
        await refusalOf(kit.shop.cart(BOGDAN).add(coat), 'item_sold')
        assert.equal((await eventsOf(kit, 'claim.sold')).length, 2)
      })
    }

    for (const [what, change] of [
      ['sold elsewhere', ({ shelf }, coat) => shelf.change(coat, { sold: true })],
      ['gone from the catalogue', ({ shelf }, coat) => shelf.remove(coat)],
      ['for auctions only', ({ shelf }, coat) => shelf.change(coat, { auctionOnly: true })],
    ] as const satisfies readonly (readonly [string, (kit: Kit, coat: { type: string; id: string }) => void])[]) {
      scenario(open, `late, somebody gave it back, and it is ${what} by now: its money goes back`, async (kit) => {
        const { shop, card } = kit
        const { coat, hat, order, attempt } = await paying(kit)
        kit.clock.advance(PAYMENT_TIME)
        await shop.cart(BOGDAN).add(coat)
        await shop.cart(BOGDAN).clear()
        change(kit, coat)
        change(kit, hat)
        await allAtOnce(kit, attempt)
        await shop.reconcile()
        const after = await shop.orders.find(order, ANA)
        const paid = after.lines.find(({ product }) => product.id === 'coat')?.paid
        assert.deepEqual([after.state, card.refunds.get(attempt), await shop.claims.find(coat)], ['paid', paid, null])
        assert.equal((await shop.claims.find(hat))?.state, 'sold')
      })
    }

    scenario(open, 'late, to be taken again, and the catalogue fails: nothing is decided before it answers', async (kit) => {
      const { shop, shelf, card } = kit
      const { coat, order, attempt } = await paying(kit)
      kit.clock.advance(PAYMENT_TIME)
      await shop.cart(BOGDAN).add(coat)
      await shop.cart(BOGDAN).clear()
      const { getMany } = shelf.sources.garment
      Object.assign(shelf.sources.garment, { getMany: () => Promise.reject(new Error('catalogue away')) })
      const paid = card.pay(attempt)
      await refusalOf(shop.settle(attempt, paid), 'plugin_failed')
      assert.equal((await shop.orders.find(order, ANA)).state, 'placed')
      Object.assign(shelf.sources.garment, { getMany })
      await shop.reconcile()
      assert.deepEqual([(await shop.orders.find(order, ANA)).state, (await shop.claims.find(coat))?.state], ['paid', 'sold'])
    })

    for (const wallet of [0n, 1_000n]) {
      late('deliver_rest', `late, and one of two is gone: the other is sold, the rest goes back (wallet ${wallet})`, async (kit) => {
        const { shop, card } = kit
        const { coat, order, attempt, total } = await paying(kit, wallet)
        kit.clock.advance(PAYMENT_TIME)
        await shop.cart(BOGDAN).add(coat)
        await allAtOnce(kit, attempt)
        await shop.reconcile()
        const after = await shop.orders.find(order, ANA)
        const lost = after.lines.find(({ product }) => product.id === 'coat')
        const back = card.refunds.get(attempt) ?? 0n
        assert.deepEqual([after.state, lost?.refunded, kit.errors], ['paid', lost?.paid, []])
        assert.deepEqual(
          after.parcels.map(({ seller, state }) => [seller?.id, state]),
          [
            ['ioana', 'placed'],
            ['mihai', 'cancelled'],
          ],
        )
        const { balance, held } = await shop.wallets.read('ana')
        assert.deepEqual([back + balance, held], [lost?.paid, 0n])
        assert.ok(wallet === 0n ? balance === 0n : balance > 0n && balance < wallet, 'each part goes back the way it came')
        assert.equal(
          after.lines.reduce((sum, line) => sum + line.paid, 0n),
          total,
        )
        assert.equal((await shop.cart(BOGDAN).read()).lines[0]?.state, 'ok')
        assert.equal((await eventsOf(kit, 'order.refunded')).length, wallet === 0n ? 1 : 2)
        await shop.orders.cancel(order, ANA)
        await shop.reconcile()
        assert.equal((card.refunds.get(attempt) ?? 0n) + (await shop.wallets.read('ana')).balance, total)
      })
    }

    for (const [what, wait, back] of [
      ["it is another's turn: he has it", 0n, true],
      ['all turns have passed: taken again and sold', 6n * MINUTE, false],
    ] as const) {
      scenario(open, `late, and ${what}`, async (kit) => {
        const { shop, clock, card } = kit
        const { coat, order, attempt } = await paying(kit)
        clock.advance(PAYMENT_TIME)
        await shop.cart(BOGDAN).add(coat)
        await shop.queue.join(coat, CARLA)
        await shop.cart(BOGDAN).clear()
        clock.advance(wait)
        await allAtOnce(kit, attempt)
        await shop.reconcile()
        const lost = (await shop.orders.find(order, ANA)).lines.find(({ product }) => product.id === 'coat')
        assert.deepEqual([lost?.refunded, card.refunds.get(attempt) ?? 0n], back ? [lost?.paid, lost?.paid] : [0n, 0n])
        if (back) assert.equal((await shop.cart(CARLA).add(coat)).view.lines[0]?.state, 'ok')
        else await refusalOf(shop.cart(CARLA).add(coat), 'item_sold')
      })
    }

    scenario(open, 'what the reconciler cannot finish is listed for a person, with its age', async (kit) => {
      const { shop, card, clock } = kit
      const { attempt, order } = await paying(kit)
      clock.advance(PAYMENT_TIME - 1n)
      assert.deepEqual(await shop.attempts.stuck(), [])
      clock.advance(1n + MINUTE)
      const { status } = card
      Object.assign(card, { status: async () => Promise.reject(new Error('books away')) })
      await shop.reconcile()
      const [stuck, ...others] = await shop.attempts.stuck()
      assert.deepEqual([stuck?.id, stuck?.order, stuck?.state, stuck?.overdue, others], [attempt, order, 'pending', MINUTE, []])
      assert.equal((await shop.attempts.find(attempt, ANA)).reference, `pi-${attempt}`)
      await refusalOf(shop.attempts.find(attempt, BOGDAN), 'not_found')
      Object.assign(card, { status })
      clock.advance(60n * MINUTE)
      await shop.reconcile()
      assert.deepEqual(await shop.attempts.stuck(), [])
    })

    late('refund_all', 'late, and one of two is gone: where the shop says so all goes back', async (kit) => {
      const { coat, hat, order, attempt, total } = await paying(kit)
      kit.clock.advance(PAYMENT_TIME)
      await kit.shop.cart(BOGDAN).add(coat)
      await allAtOnce(kit, attempt)
      await kit.shop.reconcile()
      assert.deepEqual([(await kit.shop.orders.find(order, ANA)).state, kit.card.refunds.get(attempt)], ['cancelled', total])
      const view = await kit.shop.cart(ANA).read()
      assert.deepEqual(
        view.lines.map((line) => [line.product.id, line.state]),
        [
          ['coat', 'expired'],
          ['hat', 'ok'],
        ],
      )
      await refusalOf(kit.shop.cart(BOGDAN).add(hat), 'item_taken')
    })

    late('deliver_rest', 'late, and nothing is left: all goes back', async (kit) => {
      const { coat, hat, order, attempt, total } = await paying(kit, 1_000n)
      kit.clock.advance(PAYMENT_TIME)
      await kit.shop.cart(BOGDAN).addMany([{ product: coat }, { product: hat }])
      await allAtOnce(kit, attempt)
      await kit.shop.reconcile()
      assert.deepEqual([(await kit.shop.orders.find(order, ANA)).state, kit.card.refunds.get(attempt)], ['cancelled', total - 1_000n])
      assert.equal((await kit.shop.wallets.read('ana')).balance, 1_000n)
    })

    scenarioWith(open, { stock: { reserve: 'never' } }, 'units nobody kept are gone line by line, and whole', async (kit) => {
      const { shop, shelf, card } = kit
      const [tote, soap] = [shelf.article('tote'), shelf.article('soap')]
      await shop.stock.set(tote, 5n)
      await shop.stock.set(soap, 5n)
      const cart = shop.cart(ANA)
      await cart.addMany([
        { product: tote, quantity: 3n },
        { product: soap, quantity: 2n },
      ])
      const { order } = await buy(cart, { payment: 'card' })
      const attempt = await attemptOf(kit, order.id)
      await shop.stock.set(tote, 2n)
      await allAtOnce(kit, attempt)
      await shop.reconcile()
      const after = await shop.orders.find(order.id, ANA)
      assert.deepEqual(
        after.lines.map((line) => [line.product.id, line.refunded === line.paid]),
        [
          ['tote', true],
          ['soap', false],
        ],
      )
      assert.equal(card.refunds.get(attempt), after.lines[0]?.paid)
      assert.deepEqual(await Promise.all([tote, soap].map(async (one) => (await shop.stock.read(one))?.onHand)), [2n, 3n])
    })

    scenario(open, 'a settle that stalls past the window stops where somebody has taken the item (C18)', async (kit) => {
      const { coat, attempt, order } = await paying(kit)
      const paid = kit.card.pay(attempt)
      const { batch } = kit.database
      const stalled = kit.database as { batch: Database['batch'] }
      let once = true
      // It has decided while the window was open, and sleeps before it writes.
      stalled.batch = async (statements, receipt) => {
        if (once) {
          once = false
          kit.clock.advance(PAYMENT_TIME)
          await kit.shop.cart(BOGDAN).add(coat)
        }
        return batch.call(kit.database, statements, receipt)
      }
      try {
        await kit.shop.settle(attempt, paid)
      } finally {
        stalled.batch = batch
      }
      assert.equal((await kit.shop.cart(BOGDAN).read()).lines[0]?.state, 'ok')
      const after = await kit.shop.orders.find(order, ANA)
      assert.deepEqual([after.state, after.lines.filter((line) => line.refunded > 0n).map((line) => line.product.id)], ['paid', ['coat']])
      await kit.shop.reconcile()
    })

    scenario(open, 'a code of one use in two unpaid orders: the second is refused before any money (C4)', async (kit) => {
      const { shop, shelf, card } = kit
      await shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 1_000n, maxUses: 1n })
      const requests = await Promise.all(
        [ANA, BOGDAN].map(async (buyer) => {
          const cart = shop.cart(buyer)
          await cart.add(shelf.garment(`coat-${buyer.userId}`))
          await cart.applyDiscount('ONCE')
          return { cart, request: await requestOf(cart, { payment: 'card' }) }
        }),
      )
      const [first, second] = requests
      assert.ok(first && second)
      const { order } = await first.cart.checkout(first.request)
      await refusalOf(second.cart.checkout(second.request), 'quote_changed')
      assert.equal(card.charges.size, 1)
      await kit.shop.settle(await attemptOf(kit, order.id), card.pay(await attemptOf(kit, order.id)))
      assert.equal((await readTables(kit.database)).discount[0]?.uses, 1n)
    })
  })
}
