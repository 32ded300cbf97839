/** Many shoppers at the same moment, through two server processes. `RACE_ROUNDS` repeats the whole set on fresh databases, and with one process too. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import { type Answer, type Client, openClient } from '../kit/client.ts'
import { drawerSchema, minor, placedSchema } from '../kit/contract.ts'
import type { Product } from '../kit/contract-types.ts'
import { ENGINES, type Engine } from '../kit/database.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import {
  add,
  cartOf,
  codeOf,
  lineOf,
  login,
  nameOf,
  newKey,
  ordersOf,
  purchase,
  quote,
  read,
  refusal,
  tryAdd,
  walletOf,
} from '../kit/shopper.ts'
import { atOnce, tally } from '../kit/suites.ts'

const ROUNDS = Number(process.env.RACE_ROUNDS ?? '1')
// What one process can put right by itself, and what only the database can.
const PROCESSES: readonly number[] = ROUNDS > 1 ? [1, 2] : [2]

const statuses = (answers: readonly Answer[]): Record<string, number> => tally(answers.map(({ status }) => String(status)))
const codes = (answers: readonly Answer[]): Record<string, number> => tally(answers.filter(({ status }) => status >= 300).map(codeOf))

/** Whoever loses a race gets a documented refusal; the server itself never fails. */
function assertOneWinner(answers: readonly Answer[], ...losing: readonly string[]): Answer {
  const winners = answers.filter(({ status }) => status < 300)
  assert.equal(winners.length, 1, JSON.stringify({ ...statuses(answers), ...codes(answers) }))
  for (const code of Object.keys(codes(answers)))
    assert.ok(losing.includes(code), `a loser was told ${code}: ${JSON.stringify(codes(answers))}`)
  const [winner] = winners
  assert.ok(winner)
  return winner
}

/** A seeded database with two processes that hold goods firmly, and two that do not. */
interface Field {
  readonly house: House
  readonly shelf: Shelf
  readonly hard: readonly string[]
  readonly soft: readonly string[]
}

async function openField(engine: Engine): Promise<Field> {
  const house = await openHouse(engine, {}, {}, { HOLD_POLICY: 'soft' }, { HOLD_POLICY: 'soft' })
  const urls = house.servers.map(({ url }) => url)
  return { house, shelf: await openShelf(house.url), hard: urls.slice(0, 2), soft: urls.slice(2) }
}

function races(field: () => Field, processes: number): void {
  let shelf: Shelf
  before(() => {
    shelf = field().shelf
  })
  const hard = (index: number): string => field().hard[index % processes] ?? ''
  const soft = (index: number): string => field().soft[index % processes] ?? ''
  /** A browser whose connection is already open, so that the race begins at the same line. */
  const arrive = async (url: string): Promise<Client> => {
    const client = openClient(url)
    await client.get('/healthz')
    return client
  }
  /** Other people in each pass over the same database. */
  const person = (number: number): string => `buyer${String(number + 5 * (processes - 1)).padStart(2, '0')}`

  it('gives one garment to one of forty guests', async () => {
    const garment = shelf.garment()
    const guests = await atOnce(40, (index) => arrive(hard(index)))
    const answers = await atOnce(40, (index) => tryAdd(guests[index] as Client, garment))
    assertOneWinner(answers, 'item_taken')
    for (const answer of answers.filter(({ status }) => status === 409)) {
      assert.ok(Date.parse(String(refusal(answer, 409, 'item_taken').available_again_at)) > 0)
    }
    const carts = await atOnce(40, async (index) => (await cartOf(guests[index] as Client)).lines.length)
    assert.deepEqual(tally(carts.map(String)), { 0: 39, 1: 1 })
  })

  it('with soft holds gives forty carts and one order', async () => {
    const garment = shelf.garment()
    const guests = await atOnce(40, (index) => arrive(soft(index)))
    await atOnce(40, (index) => add(guests[index] as Client, garment))
    const shown = await atOnce(40, (index) => quote(guests[index] as Client, { payment: 'cod' }))
    const answers = await atOnce(40, (index) => {
      const shownToMe = shown[index]
      assert.ok(shownToMe)
      return (guests[index] as Client).post('/checkout', purchase(shownToMe, 'cod', { email: `oaspete${index}@example.com` }))
    })
    assertOneWinner(answers, 'item_sold', 'item_taken')
  })

  it('makes one order of thirty checkouts with one key, and says the same to each', async () => {
    const buyer = field().house.signedIn(person(1), hard(0))
    await add(buyer, shelf.garment())
    const body = purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')
    const answers = await atOnce(30, (index) => buyer.post('/checkout', body, { server: hard(index) }))
    assert.deepEqual(statuses(answers), { 201: 30 }, JSON.stringify(codes(answers)))
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1, 'every answer is the same, byte for byte')
    const [order, ...others] = await ordersOf(buyer)
    assert.equal(others.length, 0)
    assert.equal(minor((await walletOf(buyer)).balance), 100_000n - minor(order?.total ?? null))
  })

  it('makes one order of thirty checkouts with thirty keys', async () => {
    const buyer = field().house.signedIn(person(2), hard(0))
    await add(buyer, shelf.garment())
    const body = purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')
    const answers = await atOnce(30, (index) => buyer.post('/checkout', { ...body, key: newKey() }, { server: hard(index) }))
    const { order } = placedSchema.parse(assertOneWinner(answers, 'cart_empty', 'cart_changed', 'quote_changed', 'item_sold').json)
    assert.deepEqual(
      (await ordersOf(buyer)).map(({ id }) => id),
      [order.id],
    )
    assert.equal(minor((await walletOf(buyer)).balance), 100_000n - minor(order.total))
  })

  it('redeems a code with one use once, though it is in twenty carts', async () => {
    const guests = await atOnce(20, (index) => arrive(hard(index)))
    const article = shelf.articles[0] as Product
    await atOnce(20, (index) => add(guests[index] as Client, article))
    await atOnce(20, async (index) => read(await (guests[index] as Client).post('/cart/discount', { code: 'ULTIMUL' }), 200, drawerSchema))
    const shown = await atOnce(20, (index) => quote(guests[index] as Client, { payment: 'cod' }))
    for (const { quote: seen } of shown) assert.ok(minor(seen.totals.discount) > 0n)
    const answers = await atOnce(20, (index) => {
      const shownToMe = shown[index]
      assert.ok(shownToMe)
      return (guests[index] as Client).post('/checkout', purchase(shownToMe, 'cod', { email: `oaspete${index}@example.com` }))
    })
    const winner = assertOneWinner(answers, 'discount_invalid', 'quote_changed')
    const { order } = placedSchema.parse(winner.json)
    assert.ok(minor(order.totals.discount) > 0n)
    // The cancelled order gives the use back: the next pass can have it.
    const cancelled = await (guests[answers.indexOf(winner)] as Client).post(`/orders/${order.id}/cancel`)
    assert.equal(cancelled.status, 200, cancelled.text)
  })

  it('spends a wallet with money for one of ten orders once', async () => {
    const buyer = field().house.signedIn(person(3), hard(0))
    // Each line is worth 500 to 600 lei, so that 1000 lei pay for one.
    const enough = (product: Product): number => Number((50_000n + minor(product.price) - 1n) / minor(product.price))
    const dear = shelf.articles.filter((product) => Number(product.stock) >= enough(product) + 5 && enough(product) <= 99).slice(0, 8)
    assert.ok(dear.length >= 4, 'articles enough')
    for (const product of dear) await add(buyer, product, enough(product))
    while ((await cartOf(buyer)).lines.length < 10)
      await add(
        buyer,
        shelf.garment((product) => minor(product.price) >= 48_000n),
      )

    const { lines } = await cartOf(buyer)
    const bodies = await atOnce(10, async (index) => {
      const id = lines[index]?.id ?? ''
      const shown = await quote(buyer, { payment: 'wallet', lines: id })
      assert.ok(minor(shown.quote.totals.total) > 50_000n && minor(shown.quote.totals.total) <= 100_000n)
      return purchase(shown, 'wallet', { lines: [id] })
    })
    const answers = await atOnce(10, (index) => buyer.post('/checkout', bodies[index], { server: hard(index) }))
    const losing = ['wallet_insufficient', 'cart_changed', 'quote_changed', 'payment_not_eligible']
    const { order } = placedSchema.parse(assertOneWinner(answers, ...losing).json)
    const left = 100_000n - minor(order.total)
    assert.equal(minor((await walletOf(buyer)).balance), left)

    // Who lost by the cart's version asks again, and is told of the money now.
    const { lines: others } = await cartOf(buyer)
    assert.equal(others.length, 9, 'what was not bought is still there')
    for (const { id } of others) {
      const shown = await quote(buyer, { payment: 'wallet', lines: id })
      const answer = await buyer.post('/checkout', purchase(shown, 'wallet', { lines: [id] }))
      assert.ok(['wallet_insufficient', 'payment_not_eligible'].includes(codeOf(answer)), `${answer.status} ${codeOf(answer)}`)
    }
    assert.equal((await ordersOf(buyer)).length, 1)
    assert.equal(minor((await walletOf(buyer)).balance), left)
    read(await buyer.post('/cart/clear'), 200, drawerSchema)
  })

  const firstAdds = async (client: Client): Promise<void> => {
    const things = [...shelf.articles.filter(({ stock }) => Number(stock) >= 25).slice(0, 8), shelf.weighed, ...shelf.garments(3)]
    // Twenty first adds of twelve things: what is asked for twice adds up, or is the same unique piece.
    const asked = Array.from({ length: 20 }, (_, index) => things[index % things.length] as Product)
    const answers = await atOnce(20, (index) => tryAdd(client, asked[index] as Product, undefined, { server: hard(index) }))
    assert.deepEqual(statuses(answers), { 200: 20 }, JSON.stringify(codes(answers)))
    const carts = new Set(answers.map((answer) => drawerSchema.parse(answer.json).cart.id))
    assert.equal(carts.size, 1, 'one cart')
    const cart = await cartOf(client)
    assert.deepEqual(cart.lines.map(({ product }) => nameOf(product)).sort(), things.map(nameOf).sort())
    for (const product of things) {
      const times = product.stock === 'unique' ? 1 : asked.filter((each) => each === product).length
      assert.equal(Number(lineOf(cart, product).quantity), times, nameOf(product))
    }
  }

  it('makes one cart of twenty first adds in one guest session', async () => {
    const guest = await arrive(hard(0))
    const { cart } = await add(guest, shelf.articles[0] as Product)
    read(await guest.post('/cart/clear'), 200, drawerSchema)
    assert.notEqual(cart.id, null)
    await firstAdds(guest)
  })

  it('makes one cart of twenty first adds of a logged-in buyer', async () => {
    const buyer = field().house.signedIn(person(4), hard(0))
    await firstAdds(buyer)
  })

  it('merges one guest cart once, though ten tabs log in with it', async () => {
    const guest = await arrive(hard(0))
    const garments = shelf.garments(3)
    const article = shelf.articles[1] as Product
    for (const garment of garments) await add(guest, garment)
    await add(guest, article, 2)
    const tabs = Array.from({ length: 10 }, (_, index) => guest.clone(hard(index)))
    await atOnce(10, (index) => login(tabs[index] as Client, person(5)))
    for (const tab of tabs) {
      const cart = await cartOf(tab)
      assert.deepEqual(cart.lines.map(({ product }) => nameOf(product)).sort(), [...garments, article].map(nameOf).sort())
      assert.equal(Number(lineOf(cart, article).quantity), 2)
      assert.deepEqual(tally(cart.lines.map(({ state }) => state)), { ok: 4 })
    }
    assert.deepEqual((await cartOf(await arrive(hard(0)))).lines, [])
  })

  it('counts every one of sixty-four adds of one article', async () => {
    const guest = await arrive(hard(0))
    const article = shelf.articles.find(({ stock }) => Number(stock) >= 200) as Product
    await add(guest, article, 1)
    const answers = await atOnce(64, (index) => tryAdd(guest, article, 1, { server: hard(index) }))
    assert.deepEqual(statuses(answers), { 200: 64 }, JSON.stringify(codes(answers)))
    assert.equal(Number(lineOf(await cartOf(guest), article).quantity), 65)
  })
}

describe('races', { concurrency: ENGINES.length }, () => {
  for (const engine of ENGINES) {
    for (let round = 1; round <= ROUNDS; round += 1) {
      describe(`${engine.name}, round ${round} of ${ROUNDS}`, { concurrency: 1 }, () => {
        let field: Field
        before(async () => {
          field = await openField(engine)
        })
        after(() => field.house.close())
        for (const processes of PROCESSES) {
          describe(`server processes: ${processes}`, () => races(() => field, processes))
        }
      })
    }
  }
})
