import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { MAX_AMOUNT } from '../../money/money.ts'
import { credit, insertTransfer, MOST_BALANCE, MOST_TOP_UP, OUTSIDE, walletAccount } from '../../payments/wallet-rows.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  fund,
  guest,
  type Kit,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  scenario,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const DAY = 24n * 3_600_000n

/** One key is one order; one cart is one order. */
export function describeKeys(open: OpenDatabase): void {
  describe('keys', () => {
    scenario(open, 'the same key answers the same order again, another request with it is refused', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'wallet' })
      const first = await cart.checkout(request)
      for (const _ of [1, 2]) assert.deepEqual(await changesNothing(kit, () => cart.checkout(request)), first)
      for (const other of [
        { payment: 'cod' as const },
        { quote: 'another' },
        { email: 'x@example.com' },
        { useWallet: true },
        { address: { ...request.address, city: 'Cluj' } },
        { lines: ['x'] },
      ]) {
        await changesNothing(kit, () => refusalOf(cart.checkout({ ...request, ...other }), 'idempotency_mismatch'))
      }
      await changesNothing(kit, () => refusalOf(shop.cart(BOGDAN).checkout(request), 'cart_empty'))
      await changesNothing(kit, () => refusalOf(shop.cart(guest('ana')).checkout(request), 'cart_empty'))
    })

    scenario(open, '30 checkouts at once with one key: one order, 30 equal answers', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'wallet' })
      const answers = await Promise.all(times(30, () => cart.checkout(request)))
      for (const answer of answers) assert.deepEqual(answer, answers[0])
      assert.equal((await readTables(kit.database)).placed_order.length, 1)
      assert.equal((await shop.wallets.read('ana')).balance, 100_000n - (answers[0]?.order.totals.total ?? 0n))
    })

    scenario(open, '30 checkouts at once with one key by card: one order, one charge', async (kit) => {
      const { shop, shelf, card } = kit
      const cart = shop.cart(guest('one'))
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'card' })
      const answers = await Promise.all(times(30, () => cart.checkout(request)))
      assert.equal(new Set(answers.map((answer) => `${answer.order.id} ${answer.next}`)).size, 1)
      assert.equal(card.charges.size, 1)
    })

    for (const payment of ['wallet', 'card', 'cod'] as const) {
      scenario(open, `30 checkouts at once with 30 keys by ${payment}: one order`, async (kit) => {
        const { shop, shelf } = kit
        await fund(kit, ANA, 1_000_000n)
        const cart = shop.cart(ANA)
        await cart.add(shelf.garment('coat'))
        const request = await requestOf(cart, { payment })
        const { ok, ...refused } = await outcomesOf(times(30, (index) => cart.checkout({ ...request, key: `key-${index}` })))
        assert.deepEqual([ok, refused], [1, { [payment === 'card' ? 'cart_changed' : 'cart_empty']: 29 }])
        assert.equal((await readTables(kit.database)).placed_order.length, 1)
      })
    }

    scenario(open, 'a failed payment frees its key: the same request may be tried again', async (kit) => {
      const { shop, shelf, card } = kit
      const cart = shop.cart(guest('one'))
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'card' })
      card.mood = 'decline'
      await refusalOf(cart.checkout(request), 'card_declined')
      card.mood = 'succeed'
      const { order } = await cart.checkout(request)
      assert.equal(order.state, 'paid')
      assert.equal((await readTables(kit.database)).placed_order.length, 2)
    })

    scenario(open, 'a refusal binds no key', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'wallet' })
      await changesNothing(kit, () => refusalOf(cart.checkout(request), 'wallet_insufficient'))
      await fund(kit, ANA, 100_000n)
      assert.equal((await cart.checkout(request)).order.state, 'paid')
    })

    scenario(open, 'a key is remembered for a day', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const first = await buy(cart, { payment: 'wallet', key: 'daily' })
      await cart.add(shelf.garment('hat'))
      clock.advance(DAY - 1n)
      await refusalOf(buy(cart, { payment: 'wallet', key: 'daily' }), 'idempotency_mismatch')
      clock.advance(1n)
      await cart.add(shelf.garment('hat'))
      const second = await buy(cart, { payment: 'wallet', key: 'daily' })
      assert.notEqual(second.order.id, first.order.id)
      await shop.sweep()
      assert.equal((await readTables(kit.database)).idempotency.length, 1)
    })

    scenario(open, 'a wallet with money for one of ten orders pays exactly one', async (kit) => {
      const { shop, shelf } = kit
      const coats = times(10, (index) => shelf.garment(`coat-${index}`))
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany(coats.map((product) => ({ product })))
      const price = (await cart.quote({ lines: [view.lines[0]?.id ?? ''], payment: 'wallet' })).quote.totals.total
      await fund(kit, ANA, price + 1n)
      const requests = await Promise.all(
        view.lines.map((line, index) => requestOf(cart, { payment: 'wallet', key: `key-${index}`, lines: [line.id] })),
      )
      assert.deepEqual(await outcomesOf(requests.map((request) => cart.checkout(request))), { ok: 1, wallet_insufficient: 9 })
      const wallet = await shop.wallets.read('ana')
      assert.deepEqual([wallet.balance, wallet.held], [1n, 0n])
      assert.equal((await cart.read()).uniqueCount, 9)
    })

    scenario(open, 'a top-up with one key happens once, however often it is asked', async ({ shop }) => {
      const wallets = await Promise.all(times(20, () => shop.wallets.topUp('ana', 5_000n, 'voucher-1')))
      assert.deepEqual(
        wallets.map((wallet) => wallet.balance),
        times(20, () => 5_000n),
      )
      await Promise.all(times(20, (index) => shop.wallets.topUp('ana', 100n, `gift-${index}`)))
      const wallet = await shop.wallets.read('ana')
      assert.deepEqual([wallet.balance, wallet.entries.length], [7_000n, 21])
      for (const amount of [0n, -5n]) assert.throws(() => shop.wallets.topUp('ana', amount, 'x'), { code: 'invalid_input' })
    })

    scenario(open, 'one top-up has a most, and so has what a wallet holds after it; a refund fits nevertheless', async (kit) => {
      const { shop, shelf } = kit
      const tooBig = { code: 'invalid_input', details: { errors: [{ field: 'amount', code: 'too_big' }] } }
      for (const amount of [MOST_TOP_UP + 1n, MAX_AMOUNT, MAX_AMOUNT + 1n])
        assert.throws(() => shop.wallets.topUp('ana', amount, 'x'), tooBig)
      assert.deepEqual(await shop.wallets.read('ana'), { currency: 'RON', balance: 0n, held: 0n, entries: [] })

      await fund(kit, ANA, MOST_TOP_UP)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'wallet' })
      await fillWallet(kit, MOST_BALANCE - 3n)
      await assert.rejects(shop.wallets.topUp('ana', 4n, 'too-much'), tooBig)
      const answers = await Promise.allSettled([1, 2, 3, 4, 5].map((index) => shop.wallets.topUp('ana', 1n, `last-${index}`)))
      assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 3)
      for (const answer of answers)
        if (answer.status === 'rejected') assert.deepEqual({ ...answer.reason }, { ...answer.reason, ...tooBig })
      await assert.rejects(shop.wallets.topUp('ana', 1n, 'more'), tooBig)
      assert.equal((await shop.wallets.read('ana')).balance, MOST_BALANCE)

      await shop.orders.cancel(order.id, ANA)
      assert.equal((await shop.wallets.read('ana')).balance, MOST_BALANCE + order.totals.total)
    })

    scenario(open, 'the last top-up that fits, asked many times at once with one key, is done once and said to all', async (kit) => {
      const { shop } = kit
      await fund(kit, ANA, 1n)
      await fillWallet(kit, MOST_BALANCE - 5n)
      const wallets = await Promise.all(times(10, () => shop.wallets.topUp('ana', 5n, 'last')))
      assert.deepEqual(
        wallets.map((wallet) => wallet.balance),
        times(10, () => MOST_BALANCE),
      )
    })

    scenario(open, "an order is its buyer's only", async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(guest('one'))
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'cod' })
      assert.equal((await shop.orders.find(order.id, guest('one'))).id, order.id)
      for (const stranger of [ANA, guest('two'), {}]) {
        await refusalOf(shop.orders.find(order.id, stranger), 'not_found')
        await refusalOf(shop.orders.cancel(order.id, stranger), 'not_found')
        await refusalOf(shop.orders.received(order.id, stranger), 'not_found')
        assert.deepEqual((await shop.orders.list(stranger)).items, [])
      }
      await refusalOf(shop.settle(`${await attemptOf(kit, order.id)}x`, { state: 'pending' }), 'not_found')
    })
  })
}

/** Brings Ana's wallet to this balance past the most of one top-up, as a hundred thousand of them would. */
export async function fillWallet({ shop }: Kit, balance: bigint): Promise<void> {
  const account = walletAccount('ana', 'RON')
  const amount = balance - (await shop.wallets.read('ana')).balance
  const { db, clock, newId, nextPlace } = shop.context
  const entry = { account, id: 'filled', from: OUTSIDE, to: account, amount, currency: 'RON', reference: null } as const
  await db.batch([credit(account, 'RON', amount, clock()), insertTransfer({ ...entry, kind: 'top_up', place: nextPlace() }, clock())], {
    key: account,
    id: newId(),
  })
}
