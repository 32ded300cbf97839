/** Races in which money could be made or lost: a cart changed while it is bought, a code for one person used by ten, a payment that ends twice. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Answer, Client } from '../kit/client.ts'
import { drawerSchema, minor, placedSchema, walletSchema } from '../kit/contract.ts'
import type { Order, Product } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import {
  add,
  cartOf,
  codeOf,
  lineOf,
  login,
  look,
  nameOf,
  newKey,
  ordersOf,
  purchase,
  quote,
  read,
  tryAdd,
  walletOf,
} from '../kit/shopper.ts'
import { atOnce, onEveryEngine, tally } from '../kit/suites.ts'

const ROUNDS = 3 * Number(process.env.RACE_ROUNDS ?? '1')

onEveryEngine('races for money, two server processes', (engine) => {
  let house: House
  let shelf: Shelf
  const server = (index: number): string => house.servers[index % house.servers.length]?.url ?? house.url
  before(async () => {
    house = await openHouse(engine, {}, {})
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  it('sells what was priced and nothing else, though the cart changes while it is bought', async () => {
    const buyer = house.signedIn('buyer01')
    const [first, second, third] = shelf.articles
    assert.ok(first && second && third)
    for (let round = 0; round < ROUNDS; round += 1) {
      await add(buyer, first, 2)
      const { cart } = await add(buyer, second)
      const shown = await quote(buyer, { payment: 'cod' })
      const buy = (): Promise<Answer> => buyer.post('/checkout', purchase(shown, 'cod'), { server: server(round) })
      // In every other round the changes set out first.
      const early = round % 2 === 0 ? buy() : null
      const others = [
        tryAdd(buyer, third, 5, { server: server(round + 1) }),
        buyer.post(`/cart/items/${lineOf(cart, first).id}/remove`, {}, { server: server(round + 1) }),
        buyer.post('/cart/discount', { code: 'MINUS20LEI' }, { server: server(round) }),
      ]
      const checkout = await (early ?? buy())
      for (const answer of await Promise.all(others)) assert.ok(answer.status < 500, answer.text)
      if (checkout.status !== 201) assert.ok(['quote_changed', 'cart_changed', 'cart_empty'].includes(codeOf(checkout)), checkout.text)
      else assertWhole(read(checkout, 201, placedSchema).order, shown.quote.totals.total, [first, second])
      read(await buyer.post('/cart/clear'), 200, drawerSchema)
    }
    for (const order of await ordersOf(buyer)) assertWhole(order, order.total, [first, second])
  })

  /** The order’s lines are the goods that were priced, and its subtotal is their sum. */
  function assertWhole(order: Order, total: string, goods: readonly Product[]): void {
    assert.equal(order.total, total)
    assert.deepEqual(order.lines.map(({ product }) => nameOf(product)).sort(), goods.map(nameOf).sort())
    assert.equal(
      minor(order.totals.subtotal),
      order.lines.reduce((sum, line) => sum + minor(line.line_total), 0n),
    )
  }

  it('gives a code that is for each customer once to one of ten guests with one e-mail address', async () => {
    const article = shelf.articles[3]
    assert.ok(article)
    const carts = await atOnce(10, async (index) => {
      const guest = house.visitor().clone(server(index))
      await add(guest, article)
      read(await guest.post('/cart/discount', { code: 'BUNVENIT10' }), 200, drawerSchema)
      return { guest, shown: await quote(guest, { payment: 'cod' }) }
    })
    const answers = await atOnce(10, (index) => {
      const { guest, shown } = carts[index] as { guest: Client; shown: Awaited<ReturnType<typeof quote>> }
      const email = index % 2 === 0 ? 'aceeasi.persoana@example.com' : 'Aceeasi.Persoana@Example.com'
      return guest.post('/checkout', purchase(shown, 'cod', { email }))
    })
    const told = tally(answers.map((answer) => (answer.status === 201 ? 'bought' : codeOf(answer))))
    assert.equal(told.bought, 1, JSON.stringify(told))
    for (const code of Object.keys(told)) assert.ok(['bought', 'discount_invalid', 'quote_changed'].includes(code), JSON.stringify(told))
  })

  it('ends a card payment once, though it succeeds and is declined at the same moment', async () => {
    const buyer = house.signedIn('buyer02')
    for (let round = 0; round < ROUNDS; round += 1) {
      const garment = shelf.garment()
      await add(buyer, garment)
      const pending = read(await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'card' }), 'card')), 202, placedSchema)
      const outcomes = ['succeed', 'decline', 'succeed', 'decline']
      const answers = await atOnce(8, (index) =>
        buyer.post(pending.next?.url ?? '', { outcome: outcomes[(index + round) % 4] }, { server: server(index) }),
      )
      for (const answer of answers) assert.ok(answer.status < 500, answer.text)
      const order = (await ordersOf(buyer)).find(({ id }) => id === pending.order.id)
      const state = order?.payments[0]?.state ?? 'gone'
      const { availability } = await look(house.visitor(), garment)
      if (state === 'captured') assert.equal(availability, 'sold')
      else assert.equal(lineOf(await cartOf(buyer), garment).state, 'ok', `payment ${state}, product ${availability}`)
      read(await buyer.post('/cart/clear'), 200, drawerSchema)
    }
  })

  it('refunds an order once, though it is cancelled twenty times while the money is spent', async () => {
    const buyer = house.signedIn('buyer03')
    await add(buyer, shelf.garment())
    const { order } = read(await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')), 201, placedSchema)
    const article = shelf.articles[4]
    assert.ok(article)
    await add(buyer, article)
    const body = purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')
    const [bought, ...cancels] = await atOnce(21, (index) =>
      index === 0
        ? buyer.post('/checkout', body, { server: server(0) })
        : buyer.post(`/orders/${order.id}/cancel`, {}, { server: server(index) }),
    )
    assert.ok(bought && cancels.some(({ status }) => status === 200))
    for (const answer of cancels) assert.ok(answer.status === 200 || codeOf(answer) === 'order_state', answer.text)
    const second = read(bought, 201, placedSchema).order
    assert.equal(minor((await walletOf(buyer)).balance), 100_000n - minor(second.total))
  })

  it('credits a top-up once for each key', async () => {
    const buyer = house.signedIn('buyer04')
    const keys = [newKey(), newKey()]
    const answers = await atOnce(20, (index) =>
      buyer.post('/wallet/top-up', { amount: '10.00' }, { key: keys[index % 2] ?? '', server: server(Math.floor(index / 2)) }),
    )
    for (const answer of answers) {
      if (answer.status !== 200) assert.equal(codeOf(answer), 'idempotency_in_progress', answer.text)
    }
    for (const key of keys) read(await buyer.post('/wallet/top-up', { amount: '10.00' }, { key }), 200, walletSchema)
    assert.equal((await walletOf(buyer)).balance, '1020.00')
  })

  it('merges a guest’s cart with what the buyer has, while the buyer goes on shopping', async () => {
    const article = shelf.articles[5]
    assert.ok(article)
    const buyer = house.signedIn('buyer05')
    const guest = house.visitor()
    const garments = shelf.garments(2)
    await add(buyer, article, 1)
    await add(guest, article, 2)
    for (const garment of garments) await add(guest, garment)
    await Promise.all([
      login(guest, 'buyer05'),
      ...Array.from({ length: 5 }, (_, index) => tryAdd(buyer, article, 1, { server: server(index) })),
    ])
    const cart = await cartOf(buyer)
    assert.deepEqual(cart.lines.map(({ product }) => nameOf(product)).sort(), [article, ...garments].map(nameOf).sort())
    assert.equal(Number(lineOf(cart, article).quantity), 8, 'one, two of the guest’s, and five added meanwhile')
  })
})
