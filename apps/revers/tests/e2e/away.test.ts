/** The database goes away and comes back, behind a forwarder that is cut: 503 and Retry-After meanwhile, and no restart afterwards. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Client, openClient } from '../kit/client.ts'
import { healthSchema, placedSchema } from '../kit/contract.ts'
import { NETWORK_ENGINE } from '../kit/database.ts'
import { type Forwarder, forward } from '../kit/forwarder.ts'
import { type Seeded, seededDatabase } from '../kit/house.ts'
import { type Server, startServer } from '../kit/server.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, ordersOf, PASSWORD, purchase, quote, read, refusal, tryAdd } from '../kit/shopper.ts'
import { atOnce } from '../kit/suites.ts'

const LOOKS = 200
const PAUSE = 50

describe('the database away', { concurrency: 1 }, () => {
  let seeded: Seeded
  let wire: Forwarder
  let server: Server
  let shelf: Shelf
  before(async () => {
    seeded = await seededDatabase(NETWORK_ENGINE)
    wire = await forward(seeded.database.url)
    server = await startServer(seeded.database, { DATABASE_URL: wire.url })
    shelf = await openShelf(server.url)
  })
  after(async () => {
    await server.stop()
    await wire.cut()
    await seeded.database.drop()
  })

  async function untilHealthy(client: Client): Promise<void> {
    for (let looks = 0; looks < LOOKS; looks += 1) {
      if ((await client.get('/healthz')).status === 200) return
      await sleep(PAUSE)
    }
    throw new Error(`still not healthy:\n${server.output()}`)
  }

  it('answers 503 on health check, pages and changes, and recovers by itself', async () => {
    const visitor = openClient(server.url)
    const guest = openClient(server.url)
    const garment = shelf.garment()
    await add(guest, garment)
    assert.equal(read(await visitor.get('/healthz'), 200, healthSchema).database, NETWORK_ENGINE.name)

    await wire.cut()
    const refusedAdd = shelf.garment()
    // All at once: each of them waits a while for the database to come back.
    const [answers, pages] = await Promise.all([
      Promise.all([
        ...['/healthz', '/api/products', '/cart', '/cart/drawer', '/checkout'].map((path) => guest.get(path)),
        tryAdd(guest, refusedAdd),
        tryAdd(visitor, refusedAdd),
        guest.post('/login', { email: 'ana@example.com', password: PASSWORD }),
      ]),
      Promise.all(['/', '/cart', garment.url].map((path) => guest.page(path))),
    ])
    for (const answer of answers) refusal(answer, 503, 'unavailable')
    for (const page of pages) {
      assert.equal(page.status, 503, page.path)
      assert.match(page.headers['content-type'] ?? '', /^text\/html/)
      assert.match(page.headers['retry-after'] ?? '', /^\d+$/)
    }

    await wire.mend()
    await untilHealthy(visitor)
    assert.ok(server.isRunning())
    assert.equal((await cartOf(guest)).lines.length, 1, 'the session is still the same')
    assert.equal((await visitor.page('/')).status, 200)
    await add(guest, refusedAdd)
  })

  it('settles by their keys the checkouts that were cut off in the middle', async () => {
    const buyers = await atOnce(8, async (index) => {
      const buyer = seeded.signedIn(`buyer0${index + 1}`, server.url)
      await add(buyer, shelf.garment())
      return { buyer, body: purchase(await quote(buyer, { payment: 'wallet' }), 'wallet') }
    })
    const sent = atOnce(8, (index) => {
      const { buyer, body } = buyers[index] as (typeof buyers)[number]
      return buyer.post('/checkout', body)
    })
    await sleep(5)
    await wire.cut()
    for (const answer of await sent) if (answer.status !== 201) refusal(answer, 503, 'unavailable')
    await wire.mend()
    await untilHealthy(openClient(server.url))

    const before = await sent
    for (const [index, { buyer, body }] of buyers.entries()) {
      const again = await buyer.post('/checkout', body)
      const { order } = read(again, 201, placedSchema)
      if (before[index]?.status === 201) assert.equal(again.text, before[index].text)
      assert.deepEqual(
        (await ordersOf(buyer)).map(({ id }) => id),
        [order.id],
      )
    }
  })
})
