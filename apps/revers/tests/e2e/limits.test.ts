/** What one person, or one address, may ask for: twenty holds, and only so many tries, however many come at once. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, codeOf, nameOf, purchase, quote, refusal } from '../kit/shopper.ts'
import { atOnce, onEveryEngine, tally } from '../kit/suites.ts'

const TRIES = 60
/** Wrong codes of all guests at one address together, in ten minutes. */
const NETWORK_TRIES = 100

onEveryEngine('limits', (engine) => {
  let house: House
  let shelf: Shelf
  before(async () => {
    house = await openHouse(engine, { RATE_LIMIT: 'on' })
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  it('lets a buyer hold twenty pieces', async () => {
    const guest = house.visitor()
    for (const garment of shelf.garments(20)) await add(guest, garment)
    refusal(await guest.post('/cart/items', { product: nameOf(shelf.garment()) }), 429, 'hold_limit')
    assert.equal((await cartOf(guest)).lines.length, 20)
  })

  it('stops the guessing of codes', async () => {
    const guest = house.visitor()
    await add(guest, shelf.article())
    const answers = await atOnce(TRIES, (index) => guest.post('/cart/discount', { code: `GHICIT${index}` }))
    const told = tally(answers.map(codeOf))
    assert.deepEqual(Object.keys(told).sort(), ['discount_invalid', 'rate_limited'], JSON.stringify(told))
    assert.ok((told.discount_invalid ?? 0) <= TRIES / 2, JSON.stringify(told))
  })

  it('stops the guessing of codes by guests who come without their cookie', async () => {
    const article = shelf.article()
    const guess = async (index: number) => {
      const guest = house.visitor()
      await add(guest, article)
      return guest.post('/cart/discount', { code: `FARA${index}` })
    }
    const told = tally((await atOnce(NETWORK_TRIES + 5, guess)).map(codeOf))
    assert.deepEqual(Object.keys(told).sort(), ['discount_invalid', 'rate_limited'], JSON.stringify(told))
    assert.ok((told.discount_invalid ?? 0) <= NETWORK_TRIES, JSON.stringify(told))
  })

  it('takes a checkout that is sent thirty times for one, with the same answer to each', async () => {
    const buyer = house.signedIn('buyer01')
    await add(buyer, shelf.garment())
    const body = purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')
    const answers = await atOnce(30, () => buyer.post('/checkout', body))
    for (const answer of answers) assert.deepEqual([answer.status, answer.text], [201, answers[0]?.text])
  })

  it('stops the guessing of passwords', async () => {
    const thief = house.visitor()
    const answers = await atOnce(TRIES, (index) => thief.post('/login', { email: 'ana@example.com', password: `ghicit-${index}` }))
    const told = tally(answers.map(codeOf))
    assert.deepEqual(Object.keys(told).sort(), ['invalid_credentials', 'rate_limited'], JSON.stringify(told))
    assert.ok((told.invalid_credentials ?? 0) <= TRIES / 2, JSON.stringify(told))
  })
})
