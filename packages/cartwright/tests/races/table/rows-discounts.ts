import assert from 'node:assert/strict'
import type { Buyer, CheckoutRequest } from '../../../src/index.ts'
import { ANA, attemptOf, BOGDAN, buy, guest, requestOf, times } from '../../../src/testing/contract/kit.ts'
import { act } from './acts.ts'
import { answersOf, assertRefusals, assertWinners, type Field, told } from './field.ts'
import type { Row } from './table.ts'

const LOST_CODE = ['discount_invalid', 'quote_changed'] as const

/** So many buyers, each with a cart that the code (`ONE`, unless each has another) applies to and what he sends to pay for it. */
async function withCode(
  { kit: { shop, shelf } }: Field,
  buyers: readonly Buyer[],
  payment: CheckoutRequest['payment'],
  codeOf: (index: number) => string = () => 'ONE',
): Promise<readonly (readonly [Buyer, CheckoutRequest])[]> {
  const tea = shelf.good('tea')
  return Promise.all(
    buyers.map(async (buyer, index) => {
      const cart = shop.cart(buyer)
      await cart.addMany([{ product: shelf.garment(`coat-${index}`) }, { product: tea }])
      await cart.applyDiscount(codeOf(index))
      return [buyer, await requestOf(cart, { payment, key: `key-${index}`, email: buyer.email ?? 'guest@example.com' })] as const
    }),
  )
}

const users = (count: number): Buyer[] => times(count, (index) => ({ userId: `u${index}`, email: `u${index}@example.com` }))

export const ON_DISCOUNTS: readonly Row[] = [
  {
    name: 'C1 voucher reuse: a code with one use, a full cart each: one order has it',
    async run(field, parallel) {
      await field.kit.shop.discounts.create({ code: 'ONE', kind: 'percent', value: 1_000n, maxUses: 1n })
      const ready = await withCode(field, users(parallel), 'cod')
      const outcomes = await field.race(ready.map(([buyer, request]) => act('checkout', buyer, request)))
      assertWinners(outcomes, 1, ...LOST_CODE)
      assert.ok((answersOf('checkout', outcomes)[0]?.totals.discount ?? 0n) > 0n)
      assert.equal((await field.kit.shop.discounts.find('ONE'))?.uses, 1n)
    },
  },
  {
    name: 'C2 same voucher, one customer, many carts and sessions: one redemption',
    async run(field, parallel) {
      await field.kit.shop.discounts.create({ code: 'ONE', kind: 'percent', value: 1_000n, maxUsesPerCustomer: 1n })
      const email = (index: number): string => (index % 2 === 0 ? 'ana@example.com' : 'Ana@Example.com')
      const sessions = times(parallel, (index): Buyer => (index === 0 ? ANA : { ...guest(`${index}`), email: email(index) }))
      const ready = await withCode(field, sessions, 'cod')
      const outcomes = await field.race(ready.map(([buyer, request]) => act('checkout', buyer, request)))
      assertWinners(outcomes, 1, ...LOST_CODE)
      assert.equal((await field.kit.shop.discounts.find('ONE'))?.uses, 1n)
    },
  },
  {
    name: 'C3 campaign limit over many codes: of fifty codes that share five uses, each in another cart, five are used',
    async run(field, parallel) {
      const { kit } = field
      await kit.shop.discounts.campaign({ name: 'SPRING', maxUses: 5n })
      const codes = await kit.shop.discounts.createMany({ campaign: 'SPRING', count: 50, kind: 'percent', value: 1_000n })
      const ready = await withCode(field, users(parallel), 'cod', (index) => codes[index] ?? assert.fail())
      const outcomes = await field.race(ready.map(([buyer, request]) => act('checkout', buyer, request)))
      assertWinners(outcomes, 5, ...LOST_CODE)
      for (const order of answersOf('checkout', outcomes)) assert.ok(order.totals.discount > 0n)
      assert.equal((await kit.shop.discounts.campaign({ name: 'SPRING' })).uses, 5n)
    },
  },
  {
    name: 'C4 apply, then pay later: of many unpaid orders one has the code, and it alone can be paid; its use comes back once',
    async run(field, parallel) {
      const { kit } = field
      await kit.shop.discounts.create({ code: 'ONE', kind: 'percent', value: 1_000n, maxUses: 1n })
      const ready = await withCode(field, users(parallel), 'card')
      const outcomes = await field.race(ready.map(([buyer, request]) => act('checkout', buyer, request)))
      assertWinners(outcomes, 1, ...LOST_CODE)
      const [order] = answersOf('checkout', outcomes)
      assert.ok(order)
      const attempt = await attemptOf(kit, order.id)
      const paid = { state: 'paid', amount: order.totals.total, currency: 'RON', reference: 'later' } as const
      const failed = { state: 'failed', reason: 'card_declined' } as const
      const ends = await field.race(times(parallel, (index) => act('settle', attempt, index % 2 === 0 ? paid : failed)))
      assertRefusals(ends)
      const states = new Set(answersOf('settle', ends).map(({ state }) => state))
      assert.ok(states.has('paid') || states.has('cancelled'), [...states].join())
      const isPaid =
        (await kit.shop.orders.find(order.id, users(parallel).find(({ userId }) => isOf(ready, outcomes, userId)) ?? {})).state === 'paid'
      assert.equal((await kit.shop.discounts.find('ONE'))?.uses, isPaid ? 1n : 0n)
      // Who lost may have it now, exactly when the first order ended without money.
      const cart = kit.shop.cart(BOGDAN)
      await cart.add(kit.shelf.good('tea'))
      await cart.applyDiscount('ONE').catch(() => null)
      const { order: next } = await buy(cart, { payment: 'cod' })
      assert.equal(next.totals.discount > 0n, !isPaid, JSON.stringify(told(ends)))
    },
  },
]

/** Whether the checkout of this user was the one that succeeded. */
const isOf = (
  ready: readonly (readonly [Buyer, CheckoutRequest])[],
  outcomes: readonly { readonly refusal?: unknown }[],
  userId: string | undefined,
): boolean => outcomes[ready.findIndex(([buyer]) => buyer.userId === userId)]?.refusal === undefined
