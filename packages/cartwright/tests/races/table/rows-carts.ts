import assert from 'node:assert/strict'
import type { Buyer, CheckoutRequest } from '../../../src/index.ts'
import { ANA, guest, requestOf, times } from '../../../src/testing/contract/kit.ts'
import { readTables } from '../../../src/testing/contract/tables.ts'
import { type Act, act } from './acts.ts'
import { answersOf, assertRefusals, assertWinners, type Field, told } from './field.ts'
import type { Row } from './table.ts'

const CHANGED = ['quote_changed', 'cart_changed', 'cart_empty', 'item_not_found'] as const

interface Ready {
  readonly buyer: Buyer & { readonly userId: string }
  readonly request: CheckoutRequest
  readonly seen: bigint
}

/** Some buyers with a coat of their own and two teas each, who have seen what it costs. */
async function aboutToPay({ kit: { shop, shelf } }: Field, count: number): Promise<readonly Ready[]> {
  const tea = shelf.good('tea')
  return Promise.all(
    times(count, async (index) => {
      const buyer = { userId: `u${index}` }
      const cart = shop.cart(buyer)
      await cart.addMany([{ product: shelf.garment(`coat-${index}`) }, { product: tea, quantity: 2n }])
      const request = await requestOf(cart, { payment: 'cod' })
      const { quote } = await cart.quote(request)
      return { buyer, request, seen: quote.totals.total }
    }),
  )
}

/** Each buyer pays in one process while another changes his cart: what he pays is what he saw, and for the things he saw. */
async function payWhile(field: Field, parallel: number, change: (index: number, ready: Ready) => Act): Promise<void> {
  const ready = await aboutToPay(field, parallel / 2)
  const pairs = ready.flatMap((one, index) => [act('checkout', one.buyer, one.request), change(index, one)])
  const outcomes = await field.race(pairs)
  assertRefusals(outcomes, ...CHANGED)
  for (const [index, { seen }] of ready.entries()) {
    const [order] = answersOf('checkout', outcomes.slice(2 * index, 2 * index + 1))
    if (order === undefined) continue
    assert.equal(order.totals.total, seen)
    assert.deepEqual(
      order.lines.map((line) => [line.product.id, line.quantity]),
      [
        [`coat-${index}`, 1n],
        ['tea', 2n],
      ],
    )
    assert.equal(
      order.totals.subtotal,
      order.lines.reduce((sum, line) => sum + line.total, 0n),
    )
  }
}

const tea = { type: 'good', id: 'tea' } as const
const coatOf = (index: number) => ({ type: 'garment', id: `coat-${index}` }) as const

const CHANGES: readonly ((index: number, ready: Ready) => Act)[] = [
  (index, { buyer }) => act('remove', buyer, coatOf(index)),
  (_, { buyer }) => act('update', buyer, tea, 9n),
  (_, { buyer }) => act('applyDiscount', buyer, 'TEN'),
  (index, { buyer }) => act('save', buyer, coatOf(index)),
  (_, { buyer }) => act('clear', buyer),
  (_, { buyer }) => act('removeDiscount', buyer),
  (index, { buyer }) => act('login', guest(`before-${index}`), buyer),
  (_, { buyer }) => act('remove', buyer, tea),
]

export const ON_CARTS: readonly Row[] = [
  {
    name: 'C7 cart swap: payment and an add of something dear in the same instant: ordered is what was priced',
    async run(field, parallel) {
      const dear = times(parallel / 2, (index) => field.kit.shelf.garment(`dear-${index}`, { price: 90_000n }))
      await payWhile(field, parallel, (index, { buyer }) => act('add', buyer, dear[index] ?? assert.fail()))
    },
  },
  {
    name: 'C8 remove, quantity, code, saving and merge against payment: ordered is what was priced',
    async run(field, parallel) {
      const { shop, shelf } = field.kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const salt = shelf.good('salt')
      for (let index = 6; index < parallel / 2; index += CHANGES.length) await shop.cart(guest(`before-${index}`)).add(salt)
      await payWhile(field, parallel, (index, ready) => (CHANGES[index % CHANGES.length] ?? assert.fail())(index, ready))
    },
  },
  {
    name: 'C15 merge twice: every tab logs in with one guest cart: each line once, nothing lost',
    async run({ kit: { shop, shelf }, race }, parallel) {
      const [coat, salt, tote] = [shelf.garment('coat'), shelf.good('salt'), shelf.article('tote')]
      await shop.stock.set(tote, 50n)
      const visitor = guest('ana')
      await shop.cart(visitor).addMany([{ product: coat }, { product: salt, quantity: 2n }])
      await shop.cart(ANA).addMany([{ product: salt }, { product: tote, quantity: 3n }])
      const outcomes = await race(times(parallel, () => act('login', visitor, ANA)))
      assertWinners(outcomes, parallel)
      const { lines } = await shop.cart(ANA).read()
      assert.deepEqual(lines.map((line) => `${line.product.id} ${line.quantity} ${line.state}`).sort(), [
        'coat 1 ok',
        'salt 3 ok',
        'tote 3 ok',
      ])
      assert.deepEqual((await shop.cart(visitor).read()).lines, [])
    },
  },
  {
    name: 'C16 first add twice: many first adds of one new buyer: one cart, all lines, every unit counted',
    async run({ kit: { shop, shelf, database }, race }, parallel) {
      const goods = times(parallel / 4, (index) => shelf.good(`good-${index}`))
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 1_000n)
      const visitor = guest('new')
      const adds = times(parallel, (index) => act('add', visitor, index % 4 < 2 ? tote : (goods[index % goods.length] ?? assert.fail())))
      assert.deepEqual(told(await race(adds)), { ok: parallel })
      const { cart, cart_slot } = await readTables(database)
      assert.deepEqual([cart.length, cart_slot.length], [1, 1])
      const { lines } = await shop.cart(visitor).read()
      const wanted: Record<string, bigint> = {}
      for (const { given } of adds) {
        const { id } = given[1] as { readonly id: string }
        wanted[id] = (wanted[id] ?? 0n) + 1n
      }
      assert.deepEqual(Object.fromEntries(lines.map((line) => [line.product.id, line.quantity])), wanted)
    },
  },
]
