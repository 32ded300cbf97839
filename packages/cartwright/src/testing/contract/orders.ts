import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { OrderPage, OrderProgress } from '../../index.ts'
import { ANA, attemptOf, BOGDAN, buy, changesNothing, eventsOf, fund, MIHAI, type OpenDatabase, refusalOf, scenario, times } from './kit.ts'
import { bring } from './orders-kit.ts'
import { readTables } from './tables.ts'

/** What becomes of an order. */
export function describeOrders(open: OpenDatabase): void {
  describe('orders', () => {
    scenario(open, 'cancelled, everything goes back, once: things, money, uses', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 100_000n)
      const [coat, tote] = [shelf.garment('coat'), shelf.article('tote')]
      await shop.stock.set(tote, 5n)
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: coat }, { product: tote, quantity: 2n }])
      const { order } = await buy(cart, { payment: 'wallet' })
      clock.advance(1n)
      const answers = await Promise.all(times(8, () => shop.orders.cancel(order.id, ANA)))
      for (const answer of answers)
        assert.deepEqual([answer.state, answer.payments[0]?.state, answer.parcels[0]?.state], ['cancelled', 'refunded', 'cancelled'])
      const wallet = await shop.wallets.read('ana')
      assert.deepEqual(
        [wallet.balance, wallet.entries[0]?.kind, wallet.entries[0]?.amount, wallet.entries.length],
        [100_000n, 'refund', order.totals.total, 3],
      )
      const [counter] = (await readTables(kit.database)).stock
      assert.deepEqual([counter?.on_hand, counter?.sold], ['5', '0'])
      assert.equal((await eventsOf(kit, 'order.cancelled')).length, 1)
      await changesNothing(kit, () => shop.orders.cancel(order.id, ANA))
      assert.equal((await shop.cart(BOGDAN).add(coat)).view.lines[0]?.state, 'ok')
    })

    scenario(open, 'cancelled before it is paid at the door', async (kit) => {
      const cart = kit.shop.cart(ANA)
      await cart.add(kit.shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'cod' })
      const cancelled = await kit.shop.orders.cancel(order.id, ANA)
      assert.deepEqual([cancelled.state, cancelled.payments[0]?.state], ['cancelled', 'failed'])
    })

    scenario(open, 'cancelled after a card payment: the card is refunded, its part only', async (kit) => {
      const { shop, shelf, card } = kit
      await fund(kit, ANA, 2_000n)
      card.mood = 'succeed'
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'card', useWallet: true })
      await shop.orders.cancel(order.id, ANA)
      await shop.reconcile()
      await shop.reconcile()
      assert.deepEqual([...card.refunds], [[await attemptOf(kit, order.id), order.totals.total - 2_000n]])
      assert.equal((await shop.wallets.read('ana')).balance, 2_000n)
    })

    scenario(open, 'cancelled while the card is being paid: only when the provider says it never will be', async (kit) => {
      const { shop, shelf, card } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const first = await buy(cart, { payment: 'card' })
      card.stubborn = true
      await changesNothing(kit, () => refusalOf(shop.orders.cancel(first.order.id, ANA), 'order_state'))
      card.stubborn = false
      assert.equal((await shop.orders.cancel(first.order.id, ANA)).state, 'cancelled')
      const second = await buy(cart, { payment: 'card' })
      card.pay(await attemptOf(kit, second.order.id))
      await refusalOf(shop.orders.cancel(second.order.id, ANA), 'order_state')
      assert.equal((await shop.orders.find(second.order.id, ANA)).state, 'paid')
      assert.equal((await shop.orders.cancel(second.order.id, ANA)).state, 'cancelled')
      await shop.reconcile()
      assert.equal(card.refunds.size, 1)
    })

    scenario(open, 'the same thing is sold again after a cancelled order, and cancelled again', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100_000n)
      await fund(kit, BOGDAN, 100_000n)
      const coat = shelf.garment('coat')
      for (const [index, buyer] of [ANA, BOGDAN, ANA].entries()) {
        await shop.cart(buyer).add(coat)
        const { order } = await buy(shop.cart(buyer), { payment: 'wallet', key: `key-${index}` })
        await shop.orders.cancel(order.id, buyer)
      }
      assert.deepEqual([(await shop.wallets.read('ana')).balance, (await shop.wallets.read('bogdan')).balance], [100_000n, 100_000n])
    })

    scenario(open, 'orders are listed newest first, page by page', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 1_000_000n)
      const ids: string[] = []
      for (const index of times(5, (number) => number)) {
        if (index % 2 === 0) clock.advance(1n)
        await shop.cart(ANA).add(shelf.garment(`coat-${index}`))
        ids.push((await buy(shop.cart(ANA), { payment: 'wallet', key: `key-${index}` })).order.id)
      }
      const seen: string[] = []
      let cursor: string | undefined
      for (let page = 0; page < 3; page += 1) {
        const { items, next } = await shop.orders.list(ANA, { limit: 2, ...(cursor === undefined ? {} : { cursor }) })
        seen.push(...items.map((order) => order.id))
        assert.equal(next === null, page === 2)
        cursor = next ?? undefined
      }
      assert.deepEqual(seen.toSorted(), ids.toSorted())
      assert.equal(seen[0], ids[4])
      for (const wrong of ['', 'x', '1', '99999999999999999999.x'])
        await refusalOf(shop.orders.list(ANA, { cursor: wrong }), 'invalid_input')
      assert.deepEqual((await shop.orders.list(ANA, { cursor: "1.' or 1=1 --" })).items, [])
    })

    scenario(open, 'orders are listed by how far they are, page by page', async (kit) => {
      const { shop, shelf } = kit
      for (const buyer of [ANA, BOGDAN]) await fund(kit, buyer, 1_000_000n)
      const order = async (buyer: typeof ANA, name: string): Promise<string> => {
        await shop.cart(buyer).add(shelf.garment(name, { seller: MIHAI }))
        const { order: placed } = await buy(shop.cart(buyer), { payment: 'wallet', key: name })
        kit.clock.advance(1n)
        return placed.id
      }
      const ids: string[] = []
      for (const name of ['first', 'second', 'third', 'fourth']) ids.push(await order(ANA, name))
      const [first = '', second = '', third = '', fourth = ''] = ids
      await order(BOGDAN, 'not-hers')
      await shop.orders.cancel(second, ANA)
      await bring(kit, third, MIHAI.id)
      const listed = async (page: OrderPage): Promise<readonly [ids: string[], next: string | null]> => {
        const { items, next } = await shop.orders.list(ANA, page)
        return [items.map(({ id }) => id), next]
      }
      assert.deepEqual(await listed({}), [[fourth, third, second, first], null])
      assert.deepEqual(await listed({ progress: 'under_way' }), [[fourth, first], null])
      assert.deepEqual(await listed({ progress: 'finished' }), [[third], null])
      assert.deepEqual(await listed({ progress: 'cancelled' }), [[second], null])
      const [begin, next] = await listed({ progress: 'under_way', limit: 1 })
      assert.deepEqual(begin, [fourth])
      assert.deepEqual(await listed({ progress: 'under_way', limit: 1, cursor: next ?? '' }), [[first], null])
      for (const wrong of ['', 'paid', 'toString'])
        await refusalOf(shop.orders.list(ANA, { progress: wrong as OrderProgress }), 'invalid_input')
    })

    scenario(open, 'received only after it was sent', async (kit) => {
      const cart = kit.shop.cart(ANA)
      await cart.add(kit.shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'cod' })
      await changesNothing(kit, () => refusalOf(kit.shop.orders.received(order.id, ANA), 'order_state'))
    })
  })
}
