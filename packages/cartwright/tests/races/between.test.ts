import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { loadCart } from '../../src/cart/read-cart.ts'
import { carryCart } from '../../src/django/carry-cart.ts'
import type { Database, Statement } from '../../src/index.ts'
import { debit, insertTransfer, OUTSIDE, walletAccount } from '../../src/payments/wallet-rows.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  fund,
  guest,
  type Kit,
  type KitOptions,
  openKit,
  refusalOf,
  requestOf,
} from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory } from '../storage/open-databases.ts'

const DAY = 24n * 60n * 60_000n

/** A database that does something of a test's right before the next batch: what was decided on has moved, and only the batch can notice. */
interface Between {
  readonly database: Database
  readonly batches: (readonly Statement[])[]
  beforeNextBatch: (() => Promise<unknown>) | null
}

function between(database: Database): Between {
  const gate: Between = {
    batches: [],
    beforeNextBatch: null,
    database: {
      engine: database.engine,
      read: (...statements) => database.read(...statements),
      async batch(statements, receipt) {
        const meanwhile = gate.beforeNextBatch
        gate.beforeNextBatch = null
        await meanwhile?.()
        gate.batches.push(statements)
        return database.batch(statements, receipt)
      },
      migrate: (migrations) => database.migrate(migrations),
      now: () => database.now(),
      faultOf: (error) => database.faultOf(error),
      ping: () => database.ping(),
      close: () => database.close(),
    },
  }
  return gate
}

const memory = recycled(openMemory)

function test(title: string, run: (kit: Kit, gate: Between) => Promise<void>, options: KitOptions = {}): void {
  it(title, async () => {
    const gate = between(await memory())
    const kit = await openKit(async () => gate.database, options)
    try {
      await run(kit, gate)
      await assertInvariants(kit.database, kit.clock())
    } finally {
      await kit.shop.close()
    }
  })
}

describe('between the decision and its batch', () => {
  for (const payment of ['wallet', 'card', 'cod'] as const) {
    test(`the hold lapses and another takes the thing: it is his, paying by ${payment}`, async (kit, gate) => {
      const { shop, shelf, clock, database } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      const coat = shelf.garment('coat')
      await cart.add(coat)
      const request = await requestOf(cart, { payment })
      gate.beforeNextBatch = async () => {
        clock.advance(900_000n)
        await shop.cart(BOGDAN).add(coat)
      }
      await refusalOf(cart.checkout(request), 'item_taken')
      const { claim, placed_order } = await readTables(database)
      assert.deepEqual([claim[0]?.owner, claim[0]?.state, placed_order.length], ['user:bogdan', 'held', 0])
    })
  }

  for (const useWallet of [false, true]) {
    test(`the money is spent elsewhere: ${useWallet ? 'nothing is set aside' : 'nothing is paid'}`, async (kit, gate) => {
      const { shop, shelf, database, clock } = kit
      await fund(kit, ANA, useWallet ? 5_000n : 100_000n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, useWallet ? { payment: 'card', useWallet } : { payment: 'wallet' })
      const account = walletAccount('ana', 'RON')
      const amount = useWallet ? 4_000n : 99_000n
      gate.beforeNextBatch = () =>
        database.batch([
          debit(account, amount).orReread(),
          insertTransfer(
            { account, id: 'elsewhere', from: account, to: OUTSIDE, amount, currency: 'RON', kind: 'payout', reference: null, place: 9n },
            clock(),
          ),
        ])
      await refusalOf(cart.checkout(request), 'wallet_insufficient')
      assert.equal((await shop.wallets.read('ana')).balance, 1_000n)
    })
  }

  for (const payment of ['cod', 'card'] as const) {
    test(`the last ones are sold elsewhere: ${payment === 'card' ? 'none is set aside' : 'none is sold'}`, async (kit, gate) => {
      const { shop, shelf, database } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 5n)
      const [ana, bogdan] = [shop.cart(ANA), shop.cart(BOGDAN)]
      for (const cart of [ana, bogdan]) await cart.add(tote, { quantity: 3n })
      const [first, second] = [await requestOf(ana, { payment }), await requestOf(bogdan, { payment: 'card' })]
      gate.beforeNextBatch = () => bogdan.checkout(second)
      await refusalOf(ana.checkout(first), 'insufficient_stock')
      const { stock } = await readTables(database)
      assert.deepEqual([String(stock[0]?.on_hand), String(stock[0]?.reserved)], ['5', '3'])
    })
  }

  test('the same key is used for another request: one order has it', async (kit, gate) => {
    const { shop, shelf, database } = kit
    await fund(kit, ANA, 100_000n)
    const cart = shop.cart(ANA)
    const { view } = await cart.addMany([
      { product: shelf.garment('coat') },
      { product: shelf.garment('hat') },
      { product: shelf.good('tea') },
    ])
    const [coat, hat] = view.lines.map((line) => line.id)
    const first = await requestOf(cart, { payment: 'wallet', key: 'same', lines: [coat ?? ''] })
    const second = await requestOf(cart, { payment: 'wallet', key: 'same', lines: [hat ?? ''] })
    gate.beforeNextBatch = () => cart.checkout(second)
    await refusalOf(cart.checkout(first), 'idempotency_mismatch')
    assert.equal((await readTables(database)).placed_order.length, 1)
  })

  test('the quantity of a line that is bought alone is changed: the buyer is asked again', async (kit, gate) => {
    const { shop, shelf, database } = kit
    await fund(kit, ANA, 100_000n)
    const cart = shop.cart(ANA)
    const tea = shelf.good('tea')
    const { view } = await cart.addMany([{ product: tea, quantity: 2n }, { product: shelf.garment('coat') }])
    const request = await requestOf(cart, { payment: 'wallet', lines: [view.lines.find((line) => line.product.id === 'tea')?.id ?? ''] })
    gate.beforeNextBatch = () => cart.update(tea, { quantity: 5n })
    await refusalOf(cart.checkout(request), 'quote_changed')
    assert.equal((await readTables(database)).placed_order.length, 0)
    assert.equal((await cart.read()).lines.find((line) => line.product.id === 'tea')?.quantity, 5n)
  })
})

describe('between the decision to cancel and its batch', () => {
  test('the parcel is sent: the order stays', async (kit, gate) => {
    const { shop, shelf } = kit
    await fund(kit, ANA, 100_000n)
    await shop.cart(ANA).add(shelf.garment('coat'))
    const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
    gate.beforeNextBatch = () => shop.orders.ship(order.id, { seller: '', by: { id: 'eva', role: 'staff' } })
    await refusalOf(shop.orders.cancel(order.id, ANA), 'order_state')
    await refusalOf(shop.orders.cancel(order.id, ANA), 'order_state')
    assert.equal((await shop.orders.find(order.id, ANA)).parcels[0]?.state, 'shipped')
  })
})

describe('between looking at a cart and the batch', () => {
  test('the quantity of a line is changed: the cart is closed as it is then', async ({ shop, shelf, database }, gate) => {
    const tea = shelf.good('tea')
    const cart = shop.cart(ANA)
    await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
    await cart.add(tea)
    await cart.applyDiscount('TEN')
    gate.beforeNextBatch = () => shop.cart(ANA).update(tea, { quantity: 3n })
    assert.equal((await cart.close()).closed, true)
    assert.equal((await readTables(database)).redemption[0]?.amount, 300n)
  })

  test(
    'others take lapsed units back: they are not taken back again',
    async ({ shop, shelf, clock }, gate) => {
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 20n)
      await shop.cart(guest('one')).add(tote, { quantity: 7n })
      clock.advance(DAY)
      await shop.cart(BOGDAN).add(tote, { quantity: 10n })
      gate.beforeNextBatch = () => shop.cart(guest('two')).add(tote, { quantity: 5n })
      await shop.cart(ANA).add(tote, { quantity: 5n })
      assert.equal((await shop.stock.read(tote))?.reserved, 20n)
    },
    { stock: { reserve: 'add' } },
  )

  for (const begins of [false, true])
    test(`${begins ? 'the payment of a cart begins' : 'a cart is used'}: it is not cleaned away`, async ({ shop, shelf, clock }, gate) => {
      const [tea, cart] = [shelf.good('tea'), shop.cart(guest('one'))]
      await cart.add(tea)
      clock.advance(2n * DAY)
      gate.beforeNextBatch = async () => (begins ? cart.checkout(await requestOf(cart, { payment: 'card' })) : cart.add(tea))
      assert.equal((await shop.cleanCarts({ days: 1 })).deleted, 0)
      assert.equal((await cart.read()).has(tea), true)
    })

  test('a cart of which an order was cancelled is used: it is not closed', async (kit, gate) => {
    const { shop, shelf, clock } = kit
    const cart = shop.cart(ANA)
    await cart.add(shelf.good('tea'))
    const { order } = await buy(cart, { payment: 'card' })
    await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'no' })
    clock.advance(2n * DAY)
    gate.beforeNextBatch = () => shop.cart(ANA).add(shelf.good('salt'))
    assert.equal((await shop.cleanCarts({ days: 1 })).emptied, 0)
    assert.equal((await cart.read()).uniqueCount, 2)
  })

  test('another import carries the same closed cart: it is there once', async ({ shop, shelf, database }, gate) => {
    await shop.cart(BOGDAN).add(shelf.good('tea'))
    const lines = (await loadCart(shop.context, 'user:bogdan'))?.lines ?? []
    const carry = () =>
      carryCart(shop.context, { key: 'django-cart 1', likeness: '', owner: 'user:ana', lines, codes: [], placedAt: 1n }, false)
    gate.beforeNextBatch = carry
    assert.equal((await carry()).outcome, 'already')
    assert.equal((await readTables(database)).cart.filter((cart) => cart.owner === 'user:ana').length, 1)
  })
})

describe('the order of locks', () => {
  for (const reserve of ['checkout', 'add'] as const)
    test(
      `every batch takes things in the order of their keys, whatever the order of the cart; units are kept from the ${reserve} on`,
      async (kit, gate) => locksInOrder(kit, gate),
      { stock: { reserve } },
    )
})

/** The texts that a statement brings, in its order, those of its parts among them. */
const textsIn = (holes: Statement['holes']): string[] =>
  holes.flatMap((hole) => {
    if (typeof hole === 'string') return [hole]
    return typeof hole === 'object' && hole !== null && 'holes' in hole ? textsIn(hole.holes) : []
  })

async function locksInOrder(kit: Kit, gate: Between): Promise<void> {
  const { shop, shelf, card, database } = kit
  const tote = shelf.article('m-tote')
  await shop.stock.set(tote, 9n)
  await fund(kit, ANA, 1_000_000n)
  const things = [shelf.garment('z-coat'), tote, shelf.garment('a-hat'), shelf.garment('k-scarf')].map((product) => ({ product }))
  const cart = shop.cart(ANA)
  await cart.addMany(things)
  await cart.clear()
  await shop.cart(guest('ana')).addMany(things)
  await shop.login(guest('ana'), ANA)
  await cart.renew()
  const { order } = await buy(cart, { payment: 'wallet', key: '1' })
  await shop.orders.cancel(order.id, ANA)
  for (const [key, end] of [
    ['2', 'failed'],
    ['3', 'paid'],
  ] as const) {
    if (key === '2') await cart.addMany(things)
    const answer = await buy(cart, { payment: 'card', key })
    const attempt = await attemptOf(kit, answer.order.id)
    await shop.settle(attempt, end === 'paid' ? card.pay(attempt) : { state: 'failed', reason: 'no' })
  }
  const keys = new Set([...(await readTables(database)).claim, ...(await readTables(database)).stock].map((row) => row.product))
  const orders = gate.batches.map((batch) =>
    batch
      .filter((one) => /(?:into|update|from)\s+(?:claim|stock)\b/.test(one.texts.join('?')) && !/^\s*select/.test(one.texts[0] ?? ''))
      .flatMap((one) => textsIn(one.holes).filter((text) => keys.has(text))),
  )
  assert.ok(orders.filter((order) => order.length > 2).length >= 6, JSON.stringify(orders))
  for (const order of orders) assert.deepEqual(order, [...order].sort())
}
