import assert from 'node:assert/strict'
import type { Buyer } from '../../../src/index.ts'
import { ANA, BOGDAN, buy, guest, MIHAI, requestOf, times } from '../../../src/testing/contract/kit.ts'
import { readTables } from '../../../src/testing/contract/tables.ts'
import { act } from './acts.ts'
import { answersOf, assertRefusals, type Field, told } from './field.ts'
import type { Row } from './table.ts'

/** Some users with a coat of their own each, who have seen what it costs. */
const withCoats = ({ kit: { shop, shelf } }: Field, buyers: readonly Buyer[]) =>
  Promise.all(
    buyers.map(async (buyer, index) => {
      const coat = shelf.garment(`coat-${index}`, { seller: MIHAI })
      const cart = shop.cart(buyer)
      await cart.add(coat)
      const request = await requestOf(cart, { payment: 'cod', key: `key-${index}` })
      return { buyer, coat, request, seen: (await cart.quote(request)).quote.totals.total }
    }),
  )

const users = (count: number): Buyer[] => times(count, (index) => ({ userId: `u${index}`, roles: ['buyer', 'seller', 'sellerCanBuy'] }))

const CHANGED_BY_ADMIN = ['quote_changed', 'discount_invalid', 'insufficient_stock', 'product_not_found', 'cart_empty'] as const

/** What a coat costs from some moment on: more or less than the 100.00 it did. */
const priceOf = (index: number): bigint => (index % 2 === 0 ? 12_000n : 8_000n)

export const ON_RULES: readonly Row[] = [
  {
    name: 'C19 price change in flight: whoever pays, pays what he saw; all others are shown the new quote',
    async run(field, parallel) {
      const ready = await withCoats(field, users(parallel))
      const outcomes = await field.race(
        ready.map(({ buyer, request }) => act('checkout', buyer, request)),
        { everywhere: ready.map(({ coat }, index) => act('describe', coat, { price: priceOf(index) }, index % 8)) },
      )
      assertRefusals(outcomes, 'quote_changed')
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.refusal === undefined) assert.equal(answersOf('checkout', [outcome])[0]?.totals.total, ready[index]?.seen)
      }
      for (const [index, { coat }] of ready.entries()) field.kit.shelf.change(coat, { price: priceOf(index) })
      const late = outcomes.flatMap(({ refusal }, index) => (refusal === undefined ? [] : [ready[index] ?? assert.fail()]))
      const again = await field.race(late.map(({ buyer, request }) => act('checkout', buyer, { ...request, key: 'again' })))
      assert.deepEqual(told(again), late.length === 0 ? {} : { quote_changed: late.length })
    },
  },
  {
    name: 'C20 a right is withdrawn, or the seller himself pays, while the thing is in the cart: refused at checkout',
    async run(field, parallel) {
      const ready = await withCoats(field, users(parallel))
      const own = (index: number): boolean => index % 3 === 1
      const outcomes = await field.race(
        ready.map(({ buyer, request }, index) =>
          act('checkout', index % 3 === 0 ? { ...buyer, roles: ['buyer', 'seller'] } : buyer, request),
        ),
        {
          everywhere: ready.flatMap(({ coat }, index) =>
            own(index) ? [act('describe', coat, { seller: { id: `u${index}`, name: 'Himself' } }, index % 8)] : [],
          ),
        },
      )
      for (const [index, outcome] of outcomes.entries()) {
        if (index % 3 === 0) assert.ok(outcome.refusal, 'who may not buy has bought')
        if (index % 3 === 2) assert.equal(outcome.refusal, undefined)
      }
      assertRefusals(outcomes, 'buyer_not_allowed', 'own_product', 'quote_changed', 'cart_empty')
      const { placed_order } = await readTables(field.kit.database)
      assert.equal(placed_order.length, told(outcomes).ok)
    },
  },
  {
    name: 'C22 rate limit overrun: five wrong codes a minute, many at once through all processes: five are looked at',
    options: { guesses: { perOwner: 5, window: 60_000n } },
    async run({ kit: { shop, shelf, clock }, race }, parallel) {
      await shop.cart(ANA).add(shelf.good('tea'))
      const guesses = (): readonly ReturnType<typeof act>[] => times(parallel, (index) => act('applyDiscount', ANA, `WRONG${index}`))
      for (let minute = 0; minute < 2; minute += 1) {
        assert.deepEqual(told(await race(guesses())), { discount_invalid: 5, rate_limited: parallel - 5 })
        clock.advance(60_000n)
      }
    },
  },
  {
    name: 'C23 admin against checkout: products go, holds and a code end, stock is counted anew and an order is cancelled while all pay',
    async run(field, parallel) {
      const { shop, shelf } = field.kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 100n)
      const buyers = users(parallel - 2)
      const ready = await Promise.all(
        buyers.map(async (buyer, index) => {
          const cart = shop.cart(buyer)
          await cart.addMany([{ product: shelf.garment(`coat-${index}`) }, { product: tote }])
          await cart.applyDiscount('TEN')
          const request = await requestOf(cart, { payment: 'cod' })
          return { buyer, request, seen: (await cart.quote(request)).quote.totals.total }
        }),
      )
      const bogdans = shop.cart(BOGDAN)
      await bogdans.add(tote, { quantity: 5n })
      const { order } = await buy(bogdans, { payment: 'cod' })
      const coatOf = (index: number) => ({ type: 'garment', id: `coat-${index}` })
      const gone = times(parallel / 4, (index) => coatOf(4 * index))
      const released = times(parallel / 4 - 1, (index) => coatOf(4 * index + 2))
      const outcomes = await field.race(
        [
          ...ready.map(({ buyer, request }) => act('checkout', buyer, request)),
          act('cancel', order.id, BOGDAN),
          act('endDiscount', 'TEN'),
          ...released.map((product) => act('release', product)),
        ],
        {
          everywhere: [...gone.map((product, index) => act('withdraw', product, index % 4)), act('setStock', tote, BigInt(parallel / 2))],
        },
      )
      assertRefusals(outcomes.slice(0, ready.length), ...CHANGED_BY_ADMIN)
      const [cancelled, ended, ...releases] = outcomes.slice(ready.length)
      assert.deepEqual([cancelled?.refusal, ended?.refusal], [undefined, undefined])
      // What was sold already, or is gone, is nothing to release; what was released is in the record.
      assertRefusals(releases, 'order_state', 'not_found')
      const { items: acts } = await shop.audit.list({ limit: 100 })
      assert.equal(acts.filter((one) => one.act === 'claim.release').length, answersOf('release', releases).length)
      for (const [index, { seen }] of ready.entries()) {
        const [paid] = answersOf('checkout', outcomes.slice(index, index + 1))
        if (paid !== undefined) assert.equal(paid.totals.total, seen)
      }
      const bought = answersOf('checkout', outcomes).length
      const counter = await shop.stock.read(tote)
      assert.equal(counter?.sold, BigInt(bought))
      assert.equal((await shop.discounts.find('TEN'))?.uses, BigInt(bought))
      assert.equal((await shop.orders.find(order.id, BOGDAN)).state, 'cancelled')
    },
  },
  {
    name: 'C24 key theft: others send the victim’s request with his key: they see nothing of it',
    async run({ kit: { shop, shelf }, race }, parallel) {
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'cod', key: 'of-ana', email: 'ana@example.com' })
      const thief = (index: number): Buyer => (index % 2 === 0 ? { userId: `thief-${index}` } : guest(`thief-${index}`))
      const outcomes = await race(times(parallel, (index) => act('checkout', index < 2 ? ANA : thief(index), request)))
      const [first, second, ...others] = outcomes
      assert.ok(first && second)
      assert.deepEqual(told([first, second]), { ok: 2 })
      assert.deepEqual(told(others), { cart_empty: parallel - 2 })
      for (const { refusal } of others) assert.ok(!JSON.stringify(refusal).includes(String(answersOf('checkout', [first])[0]?.id)))
    },
  },
]
