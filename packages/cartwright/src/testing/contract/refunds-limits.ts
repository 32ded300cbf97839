import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { cashOnDelivery, type Inventory, type OrderView } from '../../index.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  IOANA,
  type KitOptions,
  MIHAI,
  type OpenDatabase,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { asSeller, bring, lineOf, STAFF, twoSellers } from './orders-kit.ts'
import { simulatedCard } from './simulated-card.ts'
import { readTables } from './tables.ts'

const BY_STAFF = { by: STAFF, reason: 'torn' }
const NO_WALLETS: KitOptions = { payments: { cod: cashOnDelivery({ limit: 150_000n, countries: ['RO'], fee: 500n }) } }

/** The card's payment, and what of it is due. */
const cardOf = (order: OrderView) => [
  order.payments.find(({ method }) => method === 'card')?.state,
  order.refunds.find(({ method }) => method === 'card')?.state,
]

/** What each attempt has reserved, and every release by its key, as an app would keep it. */
function warehouse(): Inventory & { readonly left: () => Record<string, bigint>; readonly told: string[] } {
  const reserved = new Map<string, bigint>()
  const done = new Set<string>()
  const told: string[] = []
  return {
    told,
    left: () => Object.fromEntries([...reserved].filter(([, steps]) => steps !== 0n).toSorted()),
    check: () => true,
    reserve: ({ id }, steps) => {
      reserved.set(id, (reserved.get(id) ?? 0n) + steps)
      return true
    },
    release: ({ id }, steps, { key }) => {
      told.push(`${id} ${steps}`)
      if (done.has(`${key} ${id}`)) return
      done.add(`${key} ${id}`)
      reserved.set(id, (reserved.get(id) ?? 0n) - steps)
    },
  }
}

/** What a refund must not do: promise what nobody makes, pay for cash that is collected all the same, be taken for another, or keep goods from sale. */
export function describeRefundLimits(open: OpenDatabase): void {
  describe('refunds and their limits', () => {
    scenario(
      open,
      'a card is refunded when the money has gone back; what the provider never makes is closed by staff, with a reason',
      async (kit) => {
        const { shop, card } = kit
        const order = await twoSellers(kit, { payment: 'card' })
        const refuse = async (): Promise<void> => {
          throw new Error('this card is closed')
        }
        const { refund } = card
        Object.assign(card, { refund: refuse })
        const due = await shop.orders.refund(order.id, BY_STAFF)
        await shop.reconcile()
        assert.deepEqual(
          [due.state, cardOf(due), cardOf(await shop.orders.show(order.id))],
          ['refunded', ['captured', 'due'], ['captured', 'due']],
        )
        const id = due.refunds[0]?.id ?? ''
        for (const by of [asSeller('mihai'), { id: 'ana', role: 'buyer' } as const])
          await changesNothing(kit, () => refusalOf(shop.orders.refunded(id, by, 'by transfer'), 'not_found'))
        for (const [reason, code] of [
          [undefined, 'required'],
          [' ', 'required'],
          ['x'.repeat(501), 'too_long'],
        ] as const) {
          const no = await changesNothing(kit, () => refusalOf(shop.orders.refunded(id, STAFF, reason), 'invalid_input'))
          assert.deepEqual(no.details.errors, [{ field: 'reason', code }])
        }
        const closing = times(3, () => shop.orders.refunded(id, STAFF, 'by transfer'))
        for (const closed of await Promise.all(closing)) assert.deepEqual(cardOf(closed), ['refunded', 'done'])
        Object.assign(card, { refund })
        kit.clock.advance(24n * 60n * 60_000n)
        await changesNothing(kit, () => shop.reconcile())
        const { audit } = await readTables(kit.database)
        assert.deepEqual(
          audit.filter(({ act }) => act === 'order.refunded').map(({ actor, reason }) => [actor, reason]),
          [['staff:eva', 'by transfer']],
        )
        assert.deepEqual([card.refunds.size, (await eventsOf(kit, 'payment.refunded')).length], [0, 1])
      },
    )

    scenario(open, 'closed by staff while others are made: the provider is not asked for those that were still waiting', async (kit) => {
      const { shop, card } = kit
      const order = await twoSellers(kit, { payment: 'card' })
      const { id } = lineOf(order, 'coat')
      for (const key of times(20, String)) await shop.orders.refund(order.id, { ...BY_STAFF, amounts: { [id]: 1n }, key })
      const ids = (await shop.orders.show(order.id)).refunds.map(({ id }) => id)
      const asked: string[] = []
      Object.assign(card, {
        refund: async (_attempt: string, _amount: bigint, key: string): Promise<void> => {
          const first = asked.length === 0
          asked.push(key)
          // Some are asked for side by side: only those that nobody has begun with can be closed in time.
          if (first) for (const other of ids) if (other !== key) await shop.orders.refunded(other, STAFF, 'by transfer')
          if (!first) await over.promise
          else over.resolve()
        },
      })
      const over = Promise.withResolvers<void>()
      await shop.reconcile()
      assert.ok(asked.length < ids.length, `${asked.length} of ${ids.length}`)
      assert.ok((await shop.orders.show(order.id)).refunds.every(({ state }) => state === 'done'))
    })

    scenario(open, 'what is on its way to be paid at the door is not refunded before it has arrived, or came back', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'cod' })
      const [coat, hat] = [lineOf(order, 'coat'), lineOf(order, 'hat')]
      await shop.orders.ship(order.id, { seller: 'mihai', by: STAFF })
      const part = { amounts: { [coat.id]: 1n }, key: 'one' }
      for (const request of [{}, { lines: [coat.id] }, { lines: [hat.id, coat.id] }, part]) {
        const no = await changesNothing(kit, () => refusalOf(shop.orders.refund(order.id, { ...BY_STAFF, ...request }), 'order_state'))
        assert.equal(no.details.reason, 'cash_under_way')
      }
      const other = await shop.orders.refund(order.id, { ...BY_STAFF, lines: [hat.id] })
      assert.deepEqual(
        other.refunds.map(({ method }) => method),
        ['none'],
      )
      await shop.orders.deliver(order.id, { seller: 'mihai', by: STAFF })
      await shop.orders.refund(order.id, { ...BY_STAFF, ...part })
      await shop.orders.refund(order.id, { ...BY_STAFF })
      assert.equal((await shop.wallets.read('ana')).balance, order.totals.total - hat.paid)
    })

    scenarioWith(open, NO_WALLETS, 'cash goes back by the hands of staff where the shop has no wallets', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'cod' })
      for (const seller of ['mihai', 'ioana']) await bring(kit, order.id, seller)
      const after = await shop.orders.refund(order.id, BY_STAFF)
      const seen = (view: OrderView) => [view.refunds[0]?.method, view.refunds[0]?.state, view.payments[0]?.state]
      assert.deepEqual(seen(after), ['cod', 'due', 'captured'])
      assert.deepEqual((await readTables(kit.database)).transfer, [])
      assert.deepEqual(seen(await shop.orders.refunded(after.refunds[0]?.id ?? '', STAFF)), ['cod', 'done', 'refunded'])
    })

    scenario(open, "a key is its actor's own, and means the same lines and amounts for ever", async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const [coat, tote, hat] = [lineOf(order, 'coat').id, lineOf(order, 'tote').id, lineOf(order, 'hat').id]
      const parts = (amounts: Record<string, bigint>, by = STAFF) =>
        shop.orders.refund(order.id, { amounts, key: 'one', by, reason: 'torn' })
      const whole = (lines: string[], key: string) => shop.orders.refund(order.id, { ...BY_STAFF, lines, key })
      const mismatch = (again: () => Promise<unknown>) => changesNothing(kit, () => refusalOf(again(), 'idempotency_mismatch'))
      await parts({ [coat]: 300n, [hat]: 200n })
      await changesNothing(kit, () => parts({ [hat]: 200n, [coat]: 300n }))
      for (const other of [{ [coat]: 200n, [hat]: 300n }, { [tote]: 500n }, { [coat]: 300n }, { [coat]: 300n, [hat]: 200n, [tote]: 1n }])
        await mismatch(() => parts(other))
      await mismatch(() => whole([coat, hat], 'one'))
      await parts({ [coat]: 50n }, asSeller('mihai'))
      await parts({ [hat]: 70n }, asSeller('ioana'))
      await parts({ [coat]: 20n }, { id: 'ion', role: 'staff' })
      const after = await shop.orders.show(order.id)
      assert.deepEqual([lineOf(after, 'coat').refunded, lineOf(after, 'hat').refunded], [370n, 270n])
      await whole([tote], 'two')
      await changesNothing(kit, () => whole([tote], 'two'))
      await mismatch(() => whole([hat], 'two'))
      await mismatch(() => whole([tote, hat], 'two'))
    })

    scenario(open, 'a request that says two things at once is refused', async (kit) => {
      const order = await twoSellers(kit, { payment: 'wallet' })
      const { id } = lineOf(order, 'coat')
      const wrong = (request: object) =>
        changesNothing(kit, async () => {
          const no = await refusalOf(kit.shop.orders.refund(order.id, { ...BY_STAFF, ...request }), 'invalid_input')
          return no.details.errors
        })
      assert.deepEqual(await wrong({ lines: [id], amounts: { [id]: 1n }, key: 'k' }), [{ field: 'lines', code: 'invalid' }])
      assert.deepEqual(await wrong({ lines: [id], key: '' }), [{ field: 'key', code: 'required' }])
      assert.deepEqual(await wrong({ lines: [id], key: 7 }), [{ field: 'key', code: 'required' }])
    })

    scenario(open, 'a refunded order stays refunded when its parcels are cancelled after that', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      await shop.orders.refund(order.id, BY_STAFF)
      await shop.orders.cancelParcel(order.id, { ...BY_STAFF, seller: 'mihai' })
      const after = await shop.orders.cancel(order.id, ANA)
      assert.deepEqual([after.state, ...after.parcels.map(({ state }) => state)], ['refunded', 'cancelled', 'cancelled'])
      assert.deepEqual([(await eventsOf(kit, 'order.cancelled')).length, (await eventsOf(kit, 'order.parcel_cancelled')).length], [0, 2])
      assert.equal((await shop.cart(BOGDAN).add(kit.shelf.garment('coat'))).view.lines[0]?.state, 'ok')
    })

    const inventory = warehouse()
    scenarioWith(
      open,
      { inventory },
      "an app's own inventory gets each line back once: cancelled, or refunded with its goods",
      async (kit) => {
        const { shop } = kit
        const told = async (act: () => Promise<unknown>): Promise<string[]> => {
          inventory.told.length = 0
          await act()
          await shop.sweep()
          return inventory.told.toSorted()
        }
        const order = await twoSellers(kit, { payment: 'wallet' })
        const { id } = lineOf(order, 'coat')
        assert.deepEqual(inventory.left(), { coat: 1n, hat: 1n, tote: 2n })
        assert.deepEqual(await told(() => shop.orders.refund(order.id, { ...BY_STAFF, lines: [id] })), [])
        assert.deepEqual(await told(() => shop.orders.refund(order.id, { ...BY_STAFF, lines: [id], restock: true })), ['coat 1'])
        assert.deepEqual(await told(() => shop.orders.cancelParcel(order.id, { ...BY_STAFF, seller: 'ioana' })), ['hat 1'])
        assert.deepEqual(await told(() => shop.orders.cancel(order.id, ANA)), ['tote 2'])
        assert.deepEqual(await told(() => shop.orders.cancel(order.id, ANA)), [])
        assert.deepEqual(inventory.left(), {})
      },
    )

    const [late, card] = [warehouse(), simulatedCard()]
    scenarioWith(
      open,
      { inventory: late, payments: { card } },
      "an app's own inventory gets back what was gone before it was paid",
      async (kit) => {
        const { shop, shelf, clock } = kit
        const [coat, hat] = [shelf.garment('coat', { seller: MIHAI }), shelf.garment('hat', { seller: IOANA })]
        await shop.cart(ANA).addMany([{ product: coat }, { product: hat }])
        const attempt = await attemptOf(kit, (await buy(shop.cart(ANA), { payment: 'card' })).order.id)
        clock.advance(30n * 60_000n)
        await shop.cart(BOGDAN).add(coat)
        await shop.settle(attempt, card.pay(attempt))
        await shop.sweep()
        assert.deepEqual([late.told, late.left()], [['coat 1'], { hat: 1n }])
      },
    )
  })
}
