import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { ParcelState } from '../../index.ts'
import { PARCEL_MOVES, type ParcelMove } from '../../orders/parcel-states.ts'
import {
  ANA,
  buy,
  changesNothing,
  eventsOf,
  fund,
  IOANA,
  type Kit,
  MIHAI,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  scenario,
  times,
} from './kit.ts'
import { asSeller, bring, CARRIER, lineOf, STAFF, twoSellers } from './orders-kit.ts'
import { readTables } from './tables.ts'

/** What leads a parcel of Mihai from its beginning to each state. */
const WAYS: Readonly<Record<ParcelState, readonly ParcelMove[]>> = {
  placed: [],
  shipped: ['ship'],
  delivered: ['ship', 'deliver'],
  received: ['ship', 'deliver', 'receive'],
  returned: ['ship', 'deliver', 'return'],
  cancelled: ['cancel'],
}

const MOVES = Object.keys(PARCEL_MOVES) as ParcelMove[]

async function step({ shop }: Kit, order: string, move: ParcelMove): Promise<ParcelState | undefined> {
  const parcel = { seller: 'mihai', by: STAFF }
  if (move === 'ship') return (await shop.orders.ship(order, parcel)).state
  if (move === 'deliver') return (await shop.orders.deliver(order, parcel)).state
  if (move === 'return') return (await shop.orders.returned(order, parcel)).state
  if (move === 'cancel') return (await shop.orders.cancelParcel(order, { ...parcel, reason: 'torn' })).state
  return (await shop.orders.received(order, ANA)).parcels[0]?.state
}

/** What sellers and staff do with parcels, and what becomes of the order and its money. */
export function describeParcels(open: OpenDatabase): void {
  describe('parcels', () => {
    for (const [state, way] of Object.entries(WAYS)) {
      scenario(open, `${state}: each step leads where the table says, or is refused; a step that is done is done`, async (kit) => {
        await fund(kit, ANA, 1_000_000n)
        for (const [place, move] of MOVES.entries()) {
          const cart = kit.shop.cart(ANA)
          await cart.add(kit.shelf.garment(`coat ${place}`, { seller: MIHAI }))
          const { order } = await buy(cart, { payment: 'wallet', key: `key-${place}` })
          for (const before of way) await step(kit, order.id, before)
          const to = PARCEL_MOVES[move][state as ParcelState]
          const isDone = Object.values(PARCEL_MOVES[move]).includes(state as ParcelState)
          if (to !== undefined) assert.equal(await step(kit, order.id, move), to, move)
          else if (isDone) assert.equal(await changesNothing(kit, () => step(kit, order.id, move)), state, move)
          else await changesNothing(kit, () => refusalOf(step(kit, order.id, move), 'order_state'))
        }
      })
    }

    for (const [state, way] of Object.entries(WAYS)) {
      scenario(open, `${state}: what its buyer may still do, and what staff may give back`, async (kit) => {
        const { shop } = kit
        await fund(kit, ANA, 1_000_000n)
        const orders = await Promise.all(
          ['one', 'two'].map(async (key) => {
            const cart = shop.cart(ANA, { name: key })
            await cart.add(kit.shelf.garment(`coat ${key}`, { seller: MIHAI }))
            const { order } = await buy(cart, { payment: 'wallet', key })
            for (const before of way) await step(kit, order.id, before)
            return order
          }),
        )
        const [first = '', second = ''] = orders.map(({ id }) => id)
        const cancel = () => shop.orders.cancel(first, ANA)
        if (state === 'placed') assert.equal((await cancel()).state, 'cancelled')
        else if (state === 'cancelled') await changesNothing(kit, cancel)
        else await changesNothing(kit, () => refusalOf(cancel(), 'order_state'))
        const refund = () => shop.orders.refund(second, { by: STAFF, reason: 'torn', restock: true })
        if (state === 'cancelled') await changesNothing(kit, refund)
        else assert.equal((await refund()).state, 'refunded')
        await changesNothing(kit, refund)
      })
    }

    scenario(open, 'on their way may get another tracking number, which is recorded', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const ship = (tracking?: string) =>
        shop.orders.ship(order.id, { seller: 'mihai', by: asSeller('mihai'), ...(tracking !== undefined && { tracking }) })
      await ship('AWB 1')
      const corrected = await ship('AWB 2')
      assert.deepEqual([corrected.state, corrected.tracking, (await shop.orders.show(order.id)).state], ['shipped', 'AWB 2', 'paid'])
      const { audit } = await readTables(kit.database)
      assert.deepEqual(
        audit.filter(({ act }) => act === 'order.tracking').map(({ actor, reason }) => [actor, reason]),
        [['seller:mihai', 'tracking AWB 2']],
      )
      assert.deepEqual(
        (await eventsOf(kit, 'order.shipped')).map(({ payload }) => payload.tracking),
        ['AWB 1', 'AWB 2'],
      )
      await changesNothing(kit, () => ship('AWB 2'))
      await changesNothing(kit, () => ship())
      await shop.orders.deliver(order.id, { seller: 'mihai', by: asSeller('mihai') })
      await changesNothing(kit, () => refusalOf(ship('AWB 3'), 'order_state'))
    })

    scenario(open, 'lead their order: it is as far as the last of them', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const state = async (): Promise<string> => (await shop.orders.show(order.id)).state
      const shipped = await shop.orders.ship(order.id, { seller: 'mihai', by: asSeller('mihai'), tracking: 'AWB 1' })
      assert.deepEqual([shipped.state, shipped.tracking, await state()], ['shipped', 'AWB 1', 'paid'])
      await refusalOf(shop.orders.cancel(order.id, ANA), 'order_state')
      await shop.orders.deliver(order.id, { seller: 'mihai', by: asSeller('mihai') })
      await shop.orders.ship(order.id, { seller: 'ioana', by: asSeller('ioana') })
      assert.equal(await state(), 'shipped')
      assert.deepEqual(
        (await shop.orders.received(order.id, ANA)).parcels.map((parcel) => parcel.state),
        ['received', 'received'],
      )
      assert.deepEqual([await state(), (await shop.orders.show(order.id)).parcels[1]?.tracking], ['delivered', 'AWB 1'])
      assert.deepEqual(
        (await eventsOf(kit, 'order.shipped')).map(({ payload }) => [payload.seller, payload.tracking]),
        [
          ['mihai', 'AWB 1'],
          ['ioana', null],
        ],
      )
      const { audit } = await readTables(kit.database)
      assert.deepEqual(audit.map(({ actor, act }) => `${actor} ${act}`).toSorted(), [
        'seller:ioana order.ship',
        'seller:mihai order.deliver',
        'seller:mihai order.ship',
      ])
    })

    scenario(open, "are moved by their own seller, or staff; another seller's are not there", async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const strangers = [asSeller('ioana'), { id: 'mihai', role: 'buyer' } as const, asSeller('')]
      for (const by of strangers) {
        const parcel = { seller: 'mihai', by }
        await changesNothing(kit, () => refusalOf(shop.orders.ship(order.id, parcel), 'not_found'))
        await changesNothing(kit, () => refusalOf(shop.orders.cancelParcel(order.id, { ...parcel, reason: 'mine' }), 'not_found'))
      }
      await refusalOf(shop.orders.ship(order.id, { seller: 'nobody', by: STAFF }), 'not_found')
      await refusalOf(shop.orders.ship('nothing-such', { seller: 'mihai', by: STAFF }), 'not_found')
    })

    scenario(open, 'do not leave before the order is paid, or when all of them was refunded', async (kit) => {
      const { shop, shelf, card } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('belt', { seller: MIHAI }))
      card.mood = 'redirect'
      const { order } = await buy(cart, { payment: 'card' })
      const parcel = { seller: 'mihai', by: STAFF }
      await changesNothing(kit, () => refusalOf(shop.orders.ship(order.id, parcel), 'order_state'))
      await changesNothing(kit, () => refusalOf(shop.orders.cancelParcel(order.id, { ...parcel, reason: 'torn' }), 'order_state'))
      assert.equal((await shop.orders.sales('mihai')).items[0]?.address, null)
      await shop.orders.cancel(order.id, ANA)
      assert.deepEqual((await shop.orders.sales('mihai')).items, [], 'what was never paid by card was never sold')
      const paid = await twoSellers(kit, { payment: 'wallet', key: 'key-2' })
      await shop.orders.refund(paid.id, {
        lines: [lineOf(paid, 'belt').id, lineOf(paid, 'coat').id, lineOf(paid, 'tote').id],
        by: STAFF,
        reason: 'torn',
      })
      await changesNothing(kit, () => refusalOf(shop.orders.ship(paid.id, parcel), 'order_state'))
    })

    scenario(open, 'are cancelled one by one: money and goods go back, the last one cancels the order', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 1n })
      await shop.cart(ANA).add(shelf.garment('scarf', { seller: MIHAI }))
      await shop.cart(ANA).applyDiscount('TEN')
      const order = await twoSellers(kit, { payment: 'wallet' })
      const sale = await shop.orders.cancelParcel(order.id, { seller: 'mihai', by: asSeller('mihai'), reason: 'it was torn' })
      assert.deepEqual([sale.state, sale.address], ['cancelled', null])
      const half = await shop.orders.show(order.id)
      assert.deepEqual([half.state, half.payments[0]?.state, half.refunds[0]?.reason], ['paid', 'captured', 'it was torn'])
      assert.equal((await shop.cart({ token: 'other' }).add(shelf.garment('coat'))).view.lines[0]?.state, 'ok')
      assert.deepEqual(
        (await readTables(kit.database)).stock.map(({ on_hand, sold }) => [on_hand, sold]),
        [['9', '0']],
      )
      assert.equal((await shop.discounts.find('TEN'))?.uses, 1n)
      await shop.orders.cancelParcel(order.id, { seller: 'ioana', by: STAFF, reason: 'gone' })
      const whole = await shop.orders.show(order.id)
      assert.deepEqual(
        [whole.state, whole.payments[0]?.state, (await shop.wallets.read('ana')).balance],
        ['cancelled', 'refunded', 100_000n],
      )
      assert.equal((await shop.discounts.find('TEN'))?.uses, 0n)
      assert.deepEqual(
        (await eventsOf(kit, 'order.cancelled')).map(({ payload }) => payload.reason),
        ['staff'],
      )
    })

    scenario(open, 'paid at the door: the money is there with the delivery, which no seller and no buyer can say', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'cod' })
      const payment = async () => {
        const [only] = (await shop.orders.show(order.id)).payments
        return [only?.state, only?.refunded]
      }
      await shop.orders.ship(order.id, { seller: 'mihai', by: asSeller('mihai') })
      await changesNothing(kit, () => refusalOf(shop.orders.deliver(order.id, { seller: 'mihai', by: asSeller('mihai') }), 'order_state'))
      await changesNothing(kit, () => refusalOf(shop.orders.received(order.id, ANA), 'order_state'))
      await shop.orders.deliver(order.id, { seller: 'mihai', by: CARRIER })
      assert.deepEqual(await payment(), ['pending', 0n])
      await bring(kit, order.id, 'ioana')
      assert.deepEqual(await payment(), ['captured', 0n])
      assert.equal((await shop.orders.show(order.id)).state, 'delivered')
    })

    scenario(open, 'paid at the door, one refused there and one never sent: nothing is collected, nothing is given back', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'cod' })
      await shop.orders.ship(order.id, { seller: 'mihai', by: STAFF })
      await shop.orders.returned(order.id, { seller: 'mihai', by: STAFF })
      assert.deepEqual(
        (await shop.orders.show(order.id)).refunds.map(({ method }) => method),
        ['none'],
      )
      await shop.orders.cancelParcel(order.id, { seller: 'ioana', by: STAFF, reason: 'gone' })
      const { state, payments } = await shop.orders.show(order.id)
      assert.deepEqual([state, payments[0]?.state, payments[0]?.refunded], ['refunded', 'failed', order.totals.total])
      assert.equal((await shop.wallets.read('ana')).balance, 0n)
    })

    scenario(
      open,
      'paid at the door, one delivered and one cancelled: collected is what was delivered, and only that can be refunded',
      async (kit) => {
        const { shop } = kit
        const order = await twoSellers(kit, { payment: 'cod' })
        await bring(kit, order.id, 'ioana')
        await shop.orders.cancelParcel(order.id, { seller: 'mihai', by: STAFF, reason: 'gone' })
        const hat = lineOf(order, 'hat')
        const after = await shop.orders.show(order.id)
        assert.deepEqual([after.payments[0]?.state, after.payments[0]?.refunded], ['captured', order.totals.total - hat.paid])
        const refunded = await shop.orders.refund(order.id, { by: STAFF, reason: 'torn' })
        assert.deepEqual([refunded.state, refunded.payments[0]?.state], ['refunded', 'refunded'])
        assert.equal((await shop.wallets.read('ana')).balance, hat.paid)
      },
    )

    scenario(open, 'shipped and cancelled at the same time: one of them', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const parcel = { seller: 'mihai', by: STAFF }
      const outcomes = await outcomesOf([
        ...times(4, () => shop.orders.ship(order.id, parcel)),
        ...times(4, () => shop.orders.cancelParcel(order.id, { ...parcel, reason: 'torn' })),
      ])
      assert.deepEqual(outcomes, { ok: 4, order_state: 4 })
    })

    scenario(open, 'are listed for their seller, newest first, page by page, with what is needed to send them', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 1_000_000n)
      const ids: string[] = []
      for (const place of times(5, (index) => index)) {
        clock.advance(1n)
        const cart = shop.cart(ANA)
        await cart.addMany([
          { product: shelf.garment(`m${place}`, { seller: MIHAI }) },
          { product: shelf.garment(`i${place}`, { seller: IOANA }) },
        ])
        ids.push((await buy(cart, { payment: 'wallet', key: `key-${place}` })).order.id)
      }
      const first = await shop.orders.sales('mihai', { limit: 3 })
      const second = await shop.orders.sales('mihai', { limit: 3, ...(first.next !== null && { cursor: first.next }) })
      assert.deepEqual(
        [...first.items, ...second.items].map(({ order }) => order),
        ids.toReversed(),
      )
      assert.deepEqual([first.items.length, second.items.length, second.next], [3, 2, null])
      const [newest] = first.items
      assert.deepEqual(
        [newest?.lines.map(({ product }) => product.id), newest?.address?.city, newest?.state],
        [['m4'], 'București', 'placed'],
      )
      assert.deepEqual((await shop.orders.sales('nobody')).items, [])
      await refusalOf(shop.orders.sales('mihai', { cursor: 'x' }), 'invalid_input')
    })
  })
}
