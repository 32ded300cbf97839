/** kill -9 in the middle of checkouts: what was acknowledged is there, what was not is settled by its key. `CRASH_KILLS` sets how often. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, Client } from '../kit/client.ts'
import { minor, placedSchema, walletSchema } from '../kit/contract.ts'
import type { Product } from '../kit/contract-types.ts'
import type { TestDatabase } from '../kit/database.ts'
import { seededDatabase } from '../kit/house.ts'
import { type Server, startServer } from '../kit/server.ts'
import { openShelf } from '../kit/shelf.ts'
import { add, drawerOf, ordersOf, purchase, quote, read, walletOf } from '../kit/shopper.ts'
import { atOnce, onEveryEngine } from '../kit/suites.ts'

const KILLS = Number(process.env.CRASH_KILLS ?? '3')
// Ten buyers check out in each round: 20 kills are 200 checkouts. Each costs about 60 lei, so the 1000 in a wallet want some more.
const BUYERS = 10
const TOP_UP = '500.00'
const FIRST_PAUSE = 8
interface Try {
  readonly buyer: Client
  readonly body: Record<string, unknown> & { key: string }
  /** The answer, if one came before the kill. */
  readonly answer: Answer | null
}

onEveryEngine('kill -9 during checkouts', (engine) => {
  let database: TestDatabase
  let server: Server
  let buyers: Client[]
  let article: Product
  /** What each buyer was told: key -> the first acknowledged body. */
  const acknowledged = new Map<string, string>()

  before(async () => {
    const seeded = await seededDatabase(engine)
    database = seeded.database
    server = await startServer(database)
    const url = server.url
    article = (await openShelf(url)).article()
    buyers = Array.from({ length: BUYERS }, (_, index) => seeded.signedIn(`buyer${String(index + 1).padStart(2, '0')}`, url))
    for (const buyer of buyers) read(await buyer.post('/wallet/top-up', { amount: TOP_UP }), 200, walletSchema)
  })
  after(async () => {
    await server.stop()
    await database.drop()
  })

  const restart = async (): Promise<void> => {
    // The same port, so that the browsers find their shop again.
    server = await startServer(database, { PORT: String(server.port) })
  }

  it(`keeps every acknowledged order over ${KILLS} kills, one order a key, and the ledger in balance`, async () => {
    for (let kill = 1; kill <= KILLS; kill += 1) {
      const tries = await crashOnce(kill)
      await restart()
      for (const { buyer, body, answer } of tries) {
        // Asking again with the same key settles what became of it: the first answer again, or the order now.
        const again = await buyer.post('/checkout', body)
        const { order } = read(again, 201, placedSchema)
        assert.equal((answer ?? again).status, 201, answer?.text)
        assert.equal(again.text, (answer ?? again).text, 'an acknowledged order is answered again, byte for byte')
        acknowledged.set(body.key, again.text)
        assert.equal((await ordersOf(buyer)).filter(({ id }) => id === order.id).length, 1)
      }
    }
    for (const buyer of buyers) {
      const orders = await ordersOf(buyer)
      assert.equal(orders.length, KILLS, 'one order a key')
      const wallet = await walletOf(buyer)
      assert.equal(
        minor(wallet.balance),
        orders.reduce((left, { total }) => left - minor(total), 150_000n),
      )
      assert.equal(wallet.held, '0.00')
      assert.equal((await drawerOf(buyer)).count, 0)
    }
    const ids = [...acknowledged.values()].map((text) => placedSchema.parse(JSON.parse(text)).order.id)
    assert.equal(new Set(ids).size, KILLS * BUYERS)
    await assertLedger(database)
  })

  async function crashOnce(kill: number): Promise<Try[]> {
    const bodies = await atOnce(BUYERS, async (index) => {
      const buyer = buyers[index] as Client
      await add(buyer, article)
      return purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')
    })
    // The first kill comes before anybody was answered, the last when most were.
    const patience = Math.floor(((kill - 1) * BUYERS) / KILLS)
    const { promise: enough, resolve: isEnough } = Promise.withResolvers<void>()
    let answers = 0
    const tries = atOnce(BUYERS, async (index): Promise<Try> => {
      const buyer = buyers[index] as Client
      const body = bodies[index] as Try['body']
      const answer = await buyer.post('/checkout', body).catch(() => null)
      answers += 1
      if (answers >= patience) isEnough()
      return { buyer, body, answer }
    })
    // Without an answer to wait for: some milliseconds, more each time, to meet the batch at another statement.
    await (patience === 0 ? sleep(kill * FIRST_PAUSE) : enough)
    await server.kill()
    return tries
  }
})

/** The money of every account is exactly what its transfers say; what is set aside likewise. */
async function assertLedger(database: TestDatabase): Promise<void> {
  const number = (value: unknown): bigint => BigInt(String(value))
  const accounts = await database.query('select id, balance, held from account')
  const transfers = await database.query('select from_account, to_account, amount from transfer')
  const sums = new Map<string, bigint>()
  const move = (account: string, amount: bigint): unknown => sums.set(account, (sums.get(account) ?? 0n) + amount)
  for (const { from_account, to_account, amount } of transfers) {
    move(String(from_account), -number(amount))
    move(String(to_account), number(amount))
  }
  assert.ok(accounts.length >= 42, 'the wallets of all buyers')
  for (const { id, balance, held } of accounts) {
    assert.equal(number(balance), sums.get(String(id)) ?? 0n, `balance of ${id}`)
    assert.equal(number(held), sums.get(`held:${id}`) ?? 0n, `held of ${id}`)
  }
  assert.equal(
    [...sums.values()].reduce((sum, each) => sum + each, 0n),
    0n,
  )
}
