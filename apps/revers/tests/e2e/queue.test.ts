/** The line behind a hold: told, fair, exclusive for a while, and only one's own place is seen. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../kit/client.ts'
import { queueSchema } from '../kit/contract.ts'
import type { Place, Product } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, lineOf, look, nameOf, read, refusal, tryAdd } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

const LOOKS = 80
const PAUSE = 100

const join = async (client: Client, garment: Product): Promise<Place> =>
  read(await client.post('/queue', { product: nameOf(garment) }), 200, queueSchema)
const places = async (client: Client): Promise<Place[]> => ((await client.get('/queue')).json as { items: Place[] }).items

/** Looks again and again until it is this buyer's turn. */
async function waitForTurn(client: Client): Promise<Place> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const [place] = await places(client)
    if (place?.turn_until !== undefined) return place
    await sleep(PAUSE)
  }
  throw new Error('the turn did not come')
}

onEveryEngine(
  'the line behind a hold',
  (engine) => {
    let house: House
    let shelf: Shelf
    before(async () => {
      house = await openHouse(engine, { HOLD_SECONDS: '2', SWEEP_SECONDS: '0' })
      shelf = await openShelf(house.url)
    })
    after(() => house.close())

    it('gives the garment to the first who waits, alone, and to the second after him', async () => {
      const garment = shelf.garment()
      const holder = house.visitor()
      const [first, second, stranger] = [house.signedIn('buyer01'), house.visitor(), house.signedIn('buyer02')]
      const { held_until: until } = lineOf((await add(holder, garment)).cart, garment)
      const place = await join(first, garment)
      assert.deepEqual([place.product.id, place.position, place.holding_until], [garment.id, 1, until])
      assert.equal((await join(second, garment)).position, 2)
      assert.equal((await join(first, garment)).position, 1, 'asking again changes nothing')
      assert.deepEqual(await places(stranger), [])
      assert.match((await first.page(garment.url)).text, /Urmezi la rând\.[\s\S]*action="\/queue\/leave"/)
      assert.match((await stranger.page(garment.url)).text, /action="\/queue"/)

      const turn = await waitForTurn(first)
      assert.equal(turn.position, 0)
      assert.ok(String(turn.turn_until) > String(until))
      refusal(await tryAdd(stranger, garment), 409, 'item_taken')
      assert.equal((await look(stranger, garment)).availability, 'held')
      assert.equal((await look(first, garment)).availability, 'available')
      assert.match((await first.page(garment.url)).text, /Este rândul tău[\s\S]*action="\/cart\/items"/)
      assert.equal(lineOf((await add(first, garment)).cart, garment).state, 'ok')
      assert.deepEqual(await places(first), [])
      assert.equal((await places(second))[0]?.position, 1)

      await waitForTurn(second)
      assert.equal(lineOf((await add(second, garment)).cart, garment).state, 'ok')
      assert.equal(lineOf(await cartOf(first), garment).state, 'expired')
    })

    it('is joined and left by form, by guests as well', async () => {
      const garment = shelf.garment()
      await add(house.signedIn('buyer03'), garment)
      const guest = house.visitor()
      const page = await guest.submitAndFollow('/queue', { product: nameOf(garment), next: garment.url })
      assert.match(page.text, /role="status">[\s\S]*Ai intrat la rând\. Urmezi la rând\./)
      assert.match((await guest.page('/queue')).text, new RegExp(`${garment.url}"[\\s\\S]*rezervată până la`))
      const left = await guest.submitAndFollow('/queue/leave', { product: nameOf(garment), next: '/queue' })
      assert.match(left.text, /Ai ieșit din rând\.[\s\S]*Nu aștepți la rând/)
      assert.equal(read(await guest.post('/queue/leave', { product: nameOf(garment) }), 200, queueSchema).position, 0)
    })

    it('is for what others hold: what is free, sold, auctioned, unknown or one’s own is told apart', async () => {
      const buyer = house.signedIn('buyer04')
      const free = shelf.garment()
      assert.equal((await join(buyer, free)).position, 0)
      refusal(await buyer.post('/queue', { product: 'garment:61' }), 409, 'auction_only')
      refusal(await buyer.post('/queue', { product: 'garment:none' }), 404, 'product_not_found')
      refusal(await buyer.post('/queue', { product: 'none' }), 422, 'invalid_input')
      refusal(await buyer.post('/queue', { product: 'article:tote-white' }), 422, 'invalid_input')
      refusal(await buyer.post('/queue', { product: nameOf(free), position: 1 }), 422, 'invalid_input')
      const own = shelf.garmentOf('Mihai')
      await add(buyer, own)
      refusal(await house.signedIn('mihai').post('/queue', { product: nameOf(own) }), 403, 'own_product')
      const byForm = await buyer.submitAndFollow('/queue', { product: 'garment:61', next: '/queue' })
      assert.match(byForm.text, /role="alert"/)
    })
  },
  3,
)
