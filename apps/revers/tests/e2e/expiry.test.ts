/** A hold ends by itself, to the moment, though no sweeper runs anywhere. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../kit/client.ts'
import { drawerSchema } from '../kit/contract.ts'
import type { Drawer, Product } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, drawerOf, lineOf, look, purchase, quote, read, refusal, tryAdd } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

const LOOKS = 100
const PAUSE = 100

/** Asks again and again, as an impatient buyer does, until the garment is his. */
async function addWhenFree(client: Client, garment: Product): Promise<Drawer> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const answer = await tryAdd(client, garment)
    if (answer.status === 200) return drawerSchema.parse(answer.json)
    refusal(answer, 409, 'item_taken')
    await sleep(PAUSE)
  }
  throw new Error('the hold of two seconds did not end in ten')
}

onEveryEngine(
  'expiry without a sweeper',
  (engine) => {
    let house: House
    let shelf: Shelf
    const visitor = (): Client => house.visitor()
    before(async () => {
      house = await openHouse(engine, { HOLD_SECONDS: '2', SWEEP_SECONDS: '0' })
      shelf = await openShelf(house.url)
    })
    after(() => house.close())

    it('gives the garment to the second buyer at the promised moment, tells the first, and lets him take it again', async () => {
      const first = house.signedIn('buyer01')
      const second = visitor()
      const garment = shelf.garment()
      const [third, alone] = [visitor(), shelf.garment()]
      const { id: lapsing } = lineOf((await add(third, alone)).cart, alone)
      const held = await add(first, garment)
      const until = lineOf(held.cart, garment).held_until
      assert.ok(until)
      assert.equal(refusal(await tryAdd(second, garment), 409, 'item_taken').available_again_at, until)

      const won = await addWhenFree(second, garment)
      assert.ok(won.now >= until, `the second buyer had it at ${won.now}, though it was held until ${until}`)
      assert.equal(lineOf(won.cart, garment).state, 'ok')

      const lapsed = refusal(await third.get(`/checkout?lines=${lapsing}`), 409, 'cart_changed')
      assert.deepEqual([lapsed.reason, lapsed.line], ['hold_expired', lapsing])

      const told = await drawerOf(first)
      assert.equal(lineOf(told.cart, garment).state, 'expired')
      assert.ok(told.cart.notices.length > 0, 'the first buyer is told')
      assert.equal((await look(first, garment)).availability, 'held')
      refusal(await tryAdd(first, garment), 409, 'item_taken')

      read(await second.post(`/cart/items/${lineOf(won.cart, garment).id}/remove`), 200, drawerSchema)
      const again = await add(first, garment)
      assert.equal(again.cart.lines.length, 1)
      assert.equal(lineOf(again.cart, garment).state, 'ok')
      assert.ok(String(lineOf(again.cart, garment).held_until) > again.now)
    })

    it('does not sell a garment whose hold went to somebody else', async () => {
      const first = visitor()
      const second = visitor()
      const garment = shelf.garment()
      await add(first, garment)
      const shown = await quote(first, { payment: 'cod' })
      await addWhenFree(second, garment)
      const answer = await first.post('/checkout', purchase(shown, 'cod', { email: 'oaspete@example.com' }))
      assert.equal(answer.status, 409, answer.text)
      refusal(answer, 409, 'item_taken', 'quote_changed', 'cart_empty')
      assert.equal(lineOf(await cartOf(second), garment).state, 'ok')
    })

    it('shows a garment whose hold has ended as available, with nothing swept', async () => {
      const first = visitor()
      const garment = shelf.garment()
      const { cart } = await add(first, garment)
      const until = lineOf(cart, garment).held_until ?? ''
      let drawer = await drawerOf(first)
      for (let looks = 0; looks < LOOKS && drawer.now < until; looks += 1) {
        await sleep(PAUSE)
        drawer = await drawerOf(first)
      }
      assert.equal(lineOf(drawer.cart, garment).state, 'expired')
      assert.equal((await look(visitor(), garment)).availability, 'available')
    })
  },
  3,
)
