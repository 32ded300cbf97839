import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { releaseDue } from '../../sellers/release-proceeds.ts'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  type Kit,
  MIHAI,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { asSeller, bring, lineOf, SELLERS, STAFF, twoSellers, WEEK } from './orders-kit.ts'
import { readTables } from './tables.ts'

const REFUND = { by: STAFF, reason: 'torn' }

/** Balance and debt of a seller. */
async function accountsOf({ shop }: Kit, seller: string): Promise<readonly [balance: bigint, debt: bigint]> {
  const [wallet, proceeds] = [await shop.wallets.read(seller), await shop.sellers.proceeds(seller)]
  return [wallet.balance, proceeds.debt]
}

/** One thing of Mihai for 100.00, bought, delivered and paid out to him but for the commission. */
async function soldAndPaid(kit: Kit, id: string, key: string): Promise<string> {
  const { shop, shelf, clock } = kit
  await fund(kit, ANA, 100_000n)
  const cart = shop.cart(ANA)
  await cart.add(shelf.garment(id, { seller: MIHAI }))
  const { order } = await buy(cart, { payment: 'wallet', key })
  await bring(kit, order.id, 'mihai')
  clock.advance(WEEK)
  await shop.reconcile()
  return order.id
}

/** When sellers get their money, how much, and what they give back. */
export function describeProceeds(open: OpenDatabase): void {
  describe('proceeds', () => {
    scenarioWith(open, SELLERS, 'wait for the delivery and then so long, and are released at that very moment, once', async (kit) => {
      const { shop, clock } = kit
      const order = await twoSellers(kit, { payment: 'card' })
      const waiting = await shop.sellers.proceeds('mihai')
      assert.deepEqual([waiting.waiting, waiting.released, waiting.items[0]?.dueAt], [12_600n, 0n, null])
      clock.advance(2n * WEEK)
      await shop.reconcile()
      assert.deepEqual(await accountsOf(kit, 'mihai'), [0n, 0n])
      await bring(kit, order.id, 'mihai')
      clock.advance(WEEK - 1n)
      await changesNothing(kit, () => shop.reconcile())
      clock.advance(1n)
      await Promise.all(times(6, () => shop.reconcile()))
      assert.deepEqual(await accountsOf(kit, 'mihai'), [12_600n, 0n])
      const wallet = await shop.wallets.read('mihai')
      assert.deepEqual(
        wallet.entries.map(({ kind, amount, order: of }) => [kind, amount, of]),
        [
          ['commission', -1_400n, order.id],
          ['sale', 14_000n, order.id],
        ],
      )
      assert.deepEqual(
        (await eventsOf(kit, 'proceeds.released')).map(({ payload }) => [payload.seller, payload.amount]),
        [['mihai', '12600']],
      )
      assert.equal((await shop.sellers.proceeds('ioana')).waiting, 10_800n)
    })

    scenarioWith(
      open,
      SELLERS,
      'are released as soon as the buyer has confirmed, discounts taken off, and the shop keeps its fee',
      async (kit) => {
        const { shop, shelf } = kit
        await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
        await fund(kit, ANA, 100_000n)
        const cart = shop.cart(ANA)
        await cart.add(shelf.garment('coat', { seller: MIHAI }))
        await cart.applyDiscount('TEN')
        const { order } = await buy(cart, { payment: 'wallet' })
        await shop.orders.ship(order.id, { seller: 'mihai', by: asSeller('mihai') })
        await shop.orders.received(order.id, ANA)
        await shop.reconcile()
        assert.deepEqual(await accountsOf(kit, 'mihai'), [8_100n, 0n])
      },
    )

    scenarioWith(open, SELLERS, 'are less by what was refunded before, and nothing after a cancellation', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const coat = lineOf(order, 'coat')
      await shop.orders.refund(order.id, { ...REFUND, lines: [lineOf(order, 'tote').id] })
      await shop.orders.refund(order.id, { ...REFUND, amounts: { [coat.id]: coat.paid / 2n }, key: 'half' })
      await shop.orders.cancelParcel(order.id, { seller: 'ioana', by: STAFF, reason: 'torn' })
      await bring(kit, order.id, 'mihai')
      await shop.orders.received(order.id, ANA)
      await shop.reconcile()
      const { waiting, released, refunded } = await shop.sellers.proceeds('mihai')
      assert.deepEqual([waiting, released, refunded], [0n, 4_501n, 8_999n])
      const [gone] = (await shop.sellers.proceeds('ioana')).items
      assert.deepEqual([gone?.state, gone?.refunded], ['returned', 12_000n])
      assert.deepEqual(
        [await accountsOf(kit, 'mihai'), await accountsOf(kit, 'ioana')],
        [
          [4_501n, 0n],
          [0n, 0n],
        ],
      )
    })

    scenarioWith(
      open,
      SELLERS,
      'that are refunded after the seller had them come out of his wallet, the commission back from the shop',
      async (kit) => {
        const order = await soldAndPaid(kit, 'coat', 'key-1')
        await kit.shop.orders.refund(order, REFUND)
        assert.deepEqual(await accountsOf(kit, 'mihai'), [0n, 0n])
        assert.equal((await kit.shop.wallets.read('ana')).balance, 100_000n)
        const [row] = (await kit.shop.sellers.proceeds('mihai')).items
        assert.deepEqual([row?.state, row?.refunded], ['returned', 10_000n])
      },
    )

    scenarioWith(
      open,
      SELLERS,
      'whose money is spent are owed, and the next sales pay the debt first; no wallet is ever below zero',
      async (kit) => {
        const { shop } = kit
        const order = await soldAndPaid(kit, 'coat', 'key-1')
        await shop.wallets.payOut('mihai', 8_000n, 'november')
        await shop.orders.refund(order, REFUND)
        assert.deepEqual(await accountsOf(kit, 'mihai'), [0n, 8_000n])
        assert.deepEqual(
          (await eventsOf(kit, 'proceeds.taken_back')).map(({ payload }) => [payload.amount, payload.debt]),
          [['2000', '8000']],
        )
        await soldAndPaid(kit, 'vest', 'key-2')
        assert.deepEqual(await accountsOf(kit, 'mihai'), [1_000n, 0n])
        await soldAndPaid(kit, 'belt', 'key-3')
        assert.deepEqual(await accountsOf(kit, 'mihai'), [10_000n, 0n])
      },
    )

    scenarioWith(open, SELLERS, 'refunded, released, confirmed and paid out at the same time add up', async (kit) => {
      const { shop, clock } = kit
      for (const round of times(3, (index) => index)) {
        await fund(kit, ANA, 100_000n)
        const cart = shop.cart(ANA)
        await cart.add(kit.shelf.garment(`coat ${round}`, { seller: MIHAI }))
        const { order } = await buy(cart, { payment: 'wallet', key: `key-${round}` })
        await bring(kit, order.id, 'mihai')
        clock.advance(WEEK)
        const log = (error: unknown): never => {
          throw error
        }
        await outcomesOf([
          ...times(3, () => shop.orders.refund(order.id, REFUND)),
          ...times(3, () => releaseDue(shop.context, log)),
          shop.orders.received(order.id, ANA),
          shop.wallets.payOut('mihai', 5_000n, `payout-${round}`),
        ])
        assert.equal((await shop.orders.show(order.id)).state, 'refunded')
        assert.equal((await shop.sellers.proceeds('mihai')).waiting, 0n)
      }
      const [balance, debt] = await accountsOf(kit, 'mihai')
      const out = (await readTables(kit.database)).transfer.filter(({ kind }) => kind === 'payout').length
      assert.equal(balance - debt, -5_000n * BigInt(out))
    })

    scenarioWith(
      open,
      SELLERS,
      'of a parcel that came back stay where they are, and those of cash begin with the delivery',
      async (kit) => {
        const { shop, clock } = kit
        const order = await twoSellers(kit, { payment: 'cod' })
        clock.advance(2n * WEEK)
        await shop.reconcile()
        await bring(kit, order.id, 'mihai')
        await bring(kit, order.id, 'ioana')
        clock.advance(WEEK - 1n)
        await shop.orders.returned(order.id, { seller: 'mihai', by: STAFF })
        clock.advance(1n)
        await shop.reconcile()
        assert.deepEqual([(await accountsOf(kit, 'mihai'))[0], (await accountsOf(kit, 'ioana'))[0]], [0n, 10_800n])
        clock.advance(WEEK)
        await shop.reconcile()
        assert.equal((await accountsOf(kit, 'mihai'))[0], 0n)
      },
    )

    const ACCOUNTS = { sellers: { shipping: true, account: (seller: string) => (seller === 'ioana' ? null : 'mihai-and-sons') } }
    scenarioWith(
      open,
      ACCOUNTS,
      'go to the account the app names, with the shipping where it is the seller his, or to none',
      async (kit) => {
        const { shop } = kit
        const order = await twoSellers(kit, { payment: 'wallet' })
        await bring(kit, order.id, 'mihai')
        await bring(kit, order.id, 'ioana')
        await shop.orders.received(order.id, ANA)
        await shop.reconcile()
        assert.deepEqual([(await accountsOf(kit, 'mihai-and-sons'))[0], (await accountsOf(kit, 'ioana'))[0]], [15_499n, 0n])
        await refusalOf(shop.orders.refund(order.id, { by: asSeller('mihai'), reason: 'torn' }), 'not_found')
        await shop.orders.refund(order.id, { by: asSeller('mihai-and-sons'), reason: 'torn' })
        assert.equal((await accountsOf(kit, 'mihai-and-sons'))[0], 0n)
      },
    )

    scenario(open, 'are none where the shop sells for itself', async (kit) => {
      const order = await twoSellers(kit, { payment: 'wallet' })
      await bring(kit, order.id, 'mihai')
      assert.deepEqual([(await readTables(kit.database)).proceeds, (await kit.shop.sellers.proceeds('mihai')).items], [[], []])
    })

    scenarioWith(open, SELLERS, 'are shown page by page, newest first', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, BOGDAN, 1_000_000n)
      for (const place of times(3, (index) => index)) {
        clock.advance(1n)
        await shop.cart(BOGDAN).add(shelf.garment(`m${place}`, { seller: MIHAI, price: BigInt(place + 1) * 100n }))
        await buy(shop.cart(BOGDAN), { payment: 'wallet', key: `key-${place}` })
      }
      const first = await shop.sellers.proceeds('mihai', { limit: 2 })
      const second = await shop.sellers.proceeds('mihai', { limit: 2, ...(first.next !== null && { cursor: first.next }) })
      assert.deepEqual(
        [...first.items, ...second.items].map(({ amount }) => amount),
        [300n, 200n, 100n],
      )
      assert.deepEqual([first.waiting, second.next], [540n, null])
      await refusalOf(shop.sellers.proceeds('mihai', { cursor: '?' }), 'invalid_input')
    })
  })
}
