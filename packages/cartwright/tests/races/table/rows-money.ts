import assert from 'node:assert/strict'
import type { CardOutcome } from '../../../src/index.ts'
import { ANA, attemptOf, BOGDAN, buy, fund, guest, requestOf, times } from '../../../src/testing/contract/kit.ts'
import { readTables } from '../../../src/testing/contract/tables.ts'
import { act } from './acts.ts'
import { answersOf, assertRefusals, assertWinners, told } from './field.ts'
import type { Row } from './table.ts'

const GONE = ['cart_empty', 'cart_changed', 'quote_changed', 'item_sold', 'item_taken'] as const

export const ON_MONEY: readonly Row[] = [
  {
    name: 'C9 double checkout: one cart and one key: the same answer to each; one cart and many keys: one order',
    async run({ kit, race }, parallel) {
      const { shop, shelf } = kit
      const requests = await Promise.all(
        [ANA, BOGDAN].map(async (buyer) => {
          await fund(kit, buyer, 100_000n)
          const cart = shop.cart(buyer)
          await cart.addMany([{ product: shelf.garment(`coat-${buyer.userId}`) }, { product: shelf.good('tea') }])
          return requestOf(cart, { payment: 'wallet' })
        }),
      )
      const [same, many] = requests
      assert.ok(same && many)
      // Pairs, because neighbours go to different processes.
      const isAna = (index: number): boolean => Math.floor(index / 2) % 2 === 0
      const outcomes = await race(
        times(parallel, (index) =>
          isAna(index) ? act('checkout', ANA, same) : act('checkout', BOGDAN, { ...many, key: `key-of-${index}` }),
        ),
      )
      const [ana, bogdan] = [outcomes.filter((_, index) => isAna(index)), outcomes.filter((_, index) => !isAna(index))]
      assertWinners(ana, ana.length)
      for (const order of answersOf('checkout', ana)) assert.deepEqual(order, answersOf('checkout', ana)[0])
      assertWinners(bogdan, 1, ...GONE)
      for (const [buyer, paid] of [
        [ANA, ana],
        [BOGDAN, bogdan],
      ] as const) {
        assert.equal((await shop.orders.list(buyer)).items.length, 1)
        assert.equal((await shop.wallets.read(buyer.userId)).balance, 100_000n - (answersOf('checkout', paid)[0]?.totals.total ?? 0n))
      }
    },
  },
  {
    name: 'C10 wallet double spend: money for one order, many carts in many sessions: one is paid',
    async run({ kit, race }, parallel) {
      const { shop, shelf } = kit
      const names = times(parallel, (index) => `cart-${index}`)
      const requests = await Promise.all(
        names.map(async (name, index) => {
          const cart = shop.cart(ANA, { name })
          await cart.add(shelf.garment(`coat-${index}`))
          const request = await requestOf(cart, { payment: 'wallet', key: name })
          return { name, request, total: (await cart.quote(request)).quote.totals.total }
        }),
      )
      await fund(kit, ANA, requests[0]?.total ?? 0n)
      const outcomes = await race(requests.map(({ name, request }) => act('checkout', ANA, request, name)))
      assertWinners(outcomes, 1, 'wallet_insufficient', 'payment_not_eligible')
      assert.equal((await shop.wallets.read('ana')).balance, 0n)
    },
  },
  {
    name: 'C11 wallet, refund and checkout: one order is cancelled many times while its money is spent: one refund, never more than was paid',
    async run({ kit, race }, parallel) {
      const { shop, shelf } = kit
      const paid = 12_299n
      await fund(kit, ANA, paid)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'wallet' })
      assert.equal((await shop.wallets.read('ana')).balance, paid - order.totals.total)
      await cart.add(shelf.garment('hat'))
      const request = await requestOf(cart, { payment: 'wallet', key: 'again' })
      const outcomes = await race(
        times(parallel, (index) => (index % 5 === 4 ? act('checkout', ANA, request) : act('cancel', order.id, ANA))),
      )
      assertRefusals(outcomes, 'order_state', 'wallet_insufficient', 'payment_not_eligible')
      assert.ok(answersOf('cancel', outcomes).length > 0)
      const { balance, entries } = await shop.wallets.read('ana')
      const again = answersOf('checkout', outcomes)[0]?.totals.total ?? 0n
      assert.equal(balance, paid - again)
      assert.equal(entries.filter((entry) => entry.order === order.id && entry.amount > 0n).length, 1)
    },
  },
  {
    name: 'C11 refunds by the line: the same key, other keys and parts at once: each once, and never more than was paid',
    async run({ kit, race }, parallel) {
      const { shop, shelf, database } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: shelf.garment('coat') }, { product: shelf.garment('hat') }])
      const { order } = await buy(cart, { payment: 'wallet' })
      const [line] = order.lines
      assert.ok(line)
      const spend = shop.cart(ANA)
      await spend.add(shelf.garment('scarf'))
      const request = await requestOf(spend, { payment: 'wallet', key: 'again' })
      const outcomes = await race(
        times(parallel, (index) => {
          const part = Math.floor(index / 2) % 4
          if (part === 0) return act('refund', order.id, 'a part', { [line.id]: 1_000n })
          if (part === 1) return act('refund', order.id, `part ${index}`, { [line.id]: 4_000n })
          return part === 2 ? act('refund', order.id, 'all') : act('checkout', ANA, request)
        }),
      )
      assertRefusals(outcomes, 'invalid_input', 'order_state', 'wallet_insufficient', 'payment_not_eligible')
      const { payment, refund, order_line } = await readTables(database)
      const refunded = refund.reduce((sum, one) => sum + (one.amount as bigint), 0n)
      assert.ok(refunded <= order.totals.total, `${refunded} of ${order.totals.total}`)
      assert.equal(payment.find((one) => one.order_id === order.id)?.refunded, refunded)
      assert.equal(
        order_line.reduce((sum, one) => sum + (one.refunded as bigint), 0n),
        refunded,
      )
      assert.ok(refund.filter((one) => one.amount === 1_000n).length <= 1, 'a key was refunded twice')
      const again = answersOf('checkout', outcomes)[0]?.totals.total ?? 0n
      assert.equal((await shop.wallets.read('ana')).balance, 100_000n - order.totals.total + refunded - again)
    },
  },
  {
    name: 'C12 top-up: one voucher redeemed many times at once: one credit; the same voucher over another amount is refused',
    async run({ kit: { shop }, race }, parallel) {
      const outcomes = await race(times(parallel, (index) => act('topUp', 'ana', index % 4 === 3 ? 9_000n : 5_000n, 'voucher')))
      assertRefusals(outcomes, 'idempotency_mismatch')
      const { balance, entries } = await shop.wallets.read('ana')
      assert.equal(entries.length, 1)
      assert.equal(
        answersOf('topUp', outcomes).length,
        balance === 5_000n ? outcomes.filter((_, index) => index % 4 !== 3).length : Math.floor(parallel / 4),
      )
    },
  },
  {
    name: 'C21 limit of cash on delivery: one order under way a person, many carts at once: one',
    options: { openOrders: 1 },
    async run({ kit: { shop, shelf }, race }, parallel) {
      const names = times(parallel, (index) => `cart-${index}`)
      const requests = await Promise.all(
        names.map(async (name, index) => {
          const cart = shop.cart(ANA, { name })
          await cart.add(shelf.garment(`coat-${index}`))
          return requestOf(cart, { payment: 'cod', key: name })
        }),
      )
      const outcomes = await race(requests.map((request, index) => act('checkout', ANA, request, names[index] ?? '')))
      assertWinners(outcomes, 1, 'payment_not_eligible')
      assert.equal((await shop.orders.list(ANA)).items.length, 1)
    },
  },
  {
    name: 'C17 webhook, return page, poller, an impatient buyer and other takers: one order, one capture, or all of it back',
    async run({ kit, race }, parallel) {
      const { shop, shelf, clock, database } = kit
      const cart = shop.cart(ANA)
      const coat = shelf.garment('coat')
      await cart.add(coat)
      const request = await requestOf(cart, { payment: 'card' })
      const { order } = await cart.checkout(request)
      const attempt = await attemptOf(kit, order.id)
      const paid: CardOutcome = { state: 'paid', amount: order.totals.total, currency: 'RON', reference: 'pi' }
      clock.advance(1_800_000n)
      const outcomes = await race(
        times(parallel, (index) => {
          const part = Math.floor(index / 2) % 4
          if (part === 0) return act('settle', attempt, paid)
          if (part === 1) return act('reconcile')
          return part === 2 ? act('checkout', ANA, request) : act('add', guest(`${index}`), coat)
        }),
        { outcomes: [[attempt, paid]] },
      )
      assertRefusals(outcomes.filter(({ name }) => name !== 'checkout' && name !== 'add'))
      assertRefusals(outcomes, 'item_taken', 'item_sold', 'idempotency_in_progress')
      // The deadline is over: whoever takes the coat before the first word of the money has it, and the money goes back.
      const taken = answersOf('add', outcomes).length
      assert.ok(taken <= 1, JSON.stringify(told(outcomes)))
      assert.equal((await shop.orders.find(order.id, ANA)).state === 'paid', taken === 0, JSON.stringify(told(outcomes)))
      const { placed_order, attempt: attempts, payment } = await readTables(database)
      assert.deepEqual([placed_order.length, attempts.length, payment.length], [1, 1, 1])
      assert.ok((taken === 0 ? ['paid'] : ['refund_due', 'refunded']).includes(String(attempts[0]?.state)), String(attempts[0]?.state))
    },
  },
]
