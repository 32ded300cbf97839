/** What shoppers undo: a win taken out of the cart, a card that is refused. Nothing is lost, and nobody is told of a sale that was none. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../kit/client.ts'
import { lotSchema, lotsSchema, winsSchema } from '../kit/contract.ts'
import { fill, formTo } from '../kit/forms.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, CLUJ, cartOf, lineOf, login, nameOf, read } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

const LOOKS = 100

onEveryEngine('what is undone', (engine) => {
  let house: House
  let shelf: Shelf
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '1' })
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  /** Sends a form of a page as it stands, with some answers. */
  async function press(client: Client, path: string, action: string, answers: Record<string, string> = {}): Promise<string> {
    const form = formTo(await client.page(path), action)
    const answer = await client.submit(form.action, fill(form, answers))
    assert.equal(answer.status, 303, `${action} -> ${answer.status}: ${answer.text.slice(0, 500)}`)
    return answer.headers.location ?? ''
  }

  it('a win that was taken out of the cart comes back at its price, from its own page', async () => {
    const winner = house.signedIn('buyer05')
    const [lot] = read(await winner.get('/auctions'), 200, lotsSchema).items.toReversed()
    assert.ok(lot)
    const bid = read(await winner.post(`/auctions/${lot.id}/bids`, { amount: '900.00' }), 200, lotSchema)
    await house.database.query(`update auction_lot set ends_at = ${BigInt(Date.now())} where lot_id = '${lot.id}' returning lot_id`)
    for (let looks = 0; looks < LOOKS && read(await winner.get('/account/wins'), 200, winsSchema).items.length === 0; looks += 1)
      await sleep(LOOKS)
    const line = lineOf(await cartOf(winner), lot.product)
    assert.match((await winner.page('/account/wins')).text, /Este în coșul tău\./)
    assert.match((await winner.page('/cart')).text, /Ce ai câștigat la licitație rămâne/)
    const after = await press(winner, '/cart', `/cart/items/${line.id}/remove`)
    assert.match((await winner.page(after)).text, /Ai scos articolul din coș\.[\s\S]*id="put-back"/)
    assert.deepEqual((await cartOf(winner)).lines, [])
    const wins = (await winner.page('/account/wins')).text
    assert.doesNotMatch(wins, /Este în coșul tău|Sunt în coșul tău/)
    assert.equal(await press(winner, '/account/wins', '/cart/items'), '/cart')
    const back = lineOf(await cartOf(winner), lot.product)
    assert.deepEqual([back.kind, back.unit_price], ['auction_win', bid.price])
  })

  it('a refused card leaves no sale with the seller, no cancelled order with the buyer, and no receipt', async () => {
    const buyer = house.signedIn('buyer06')
    const garment = shelf.garment()
    await add(buyer, garment)
    const { name, line1, city, county = '', postal_code, country } = CLUJ
    const typed = Object.fromEntries(
      Object.entries({ name, line1, city, county, postal_code, country }).map(([field, value]) => [`address_${field}`, value]),
    )
    const way = '/checkout?payment=card&shipping=curier-expres'
    const bank = await press(buyer, way, '/checkout', { ...typed, payment: 'card', shipping: 'curier-expres' })
    const order = ((await buyer.get('/orders')).json as { items: { id: string }[] }).items[0]?.id ?? ''
    assert.equal((await buyer.page(`/orders/${order}/receipt`)).status, 404, 'nothing is paid yet')
    assert.doesNotMatch((await buyer.page(`/orders/${order}`)).text, /\/receipt/)
    const again = await press(buyer, bank, bank, { outcome: 'decline' })
    const form = formTo(await buyer.page(again), '/checkout')
    const sent = Object.fromEntries(form.fields)
    assert.deepEqual([sent.shipping, sent.payment, sent.address_line1], ['curier-expres', 'card', line1])
    assert.match((await buyer.page('/orders')).text, /plată nereușită/)
    const seller = house.visitor()
    await login(seller, garment.seller?.id ?? '')
    const { items } = (await seller.get('/sell/sales')).json as { items: { order: string }[] }
    assert.ok(items.every((sale) => sale.order !== order))
    assert.ok(!(await seller.page('/sell/sales')).text.includes(order), nameOf(garment))
  })
})
