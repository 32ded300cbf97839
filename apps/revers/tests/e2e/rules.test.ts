/** Rules of the shop that a buyer meets on the way: wins, limits of paying, renewals, policies of holding, payments that do not answer. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { drawerSchema, minor, placedSchema, userSchema } from '../kit/contract.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import {
  add,
  CLUJ,
  cartOf,
  codeOf,
  lineOf,
  look,
  orderOf,
  ordersOf,
  purchase,
  quote,
  read,
  refusal,
  tryAdd,
  walletOf,
} from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

// The contract says that renewals are bounded, not at how many; a hundred would be no bound.
const MOST_RENEWALS = 100

onEveryEngine('rules of the shop', (engine) => {
  let house: House
  let shelf: Shelf
  let atCheckout: string
  before(async () => {
    house = await openHouse(engine, {}, { HOLD_POLICY: 'at-checkout' })
    shelf = await openShelf(house.url)
    atCheckout = house.servers[1]?.url ?? ''
  })
  after(() => house.close())

  it('sells what was won to its winner only, at the price it was won for', async () => {
    const ana = house.signedIn('ana')
    const wins = (await cartOf(ana)).lines.filter(({ kind }) => kind === 'auction_win')
    assert.equal(wins.length, 2)
    for (const stranger of [house.visitor(), house.signedIn('buyer01')]) {
      for (const { product } of wins) {
        const answer = await tryAdd(stranger, product)
        assert.ok(['item_taken', 'auction_only'].includes(codeOf(answer)), answer.text)
      }
    }
    const [cheap, dear] = wins
    assert.ok(cheap && dear)
    const shown = await quote(ana, { payment: 'wallet', lines: cheap.id })
    assert.equal(shown.quote.totals.subtotal, '80.00')
    const body = purchase(shown, 'wallet', { lines: [cheap.id] })
    const { order } = read(await ana.post('/checkout', body), 201, placedSchema)
    assert.deepEqual(
      order.lines.map(({ line_total }) => line_total),
      ['80.00'],
    )
    read(await ana.post(`/cart/items/${dear.id}/remove`), 200, drawerSchema)
    const back = await add(ana, dear.product)
    assert.equal(lineOf(back.cart, dear.product).unit_price, '120.00', 'removed from the cart, it is still hers at her price')
    assert.equal(lineOf(back.cart, dear.product).kind, 'auction_win')
  })

  it('takes cash on delivery up to 1500 lei', async () => {
    const buyer = house.signedIn('buyer02')
    for (const garment of shelf.garments(3, ({ price }) => minor(price) >= 48_000n)) await add(buyer, garment)
    const shown = await quote(buyer, { payment: 'cod' })
    assert.ok(minor(shown.quote.totals.total) > 150_000n)
    const option = shown.quote.payment_options.find(({ id }) => id === 'cod')
    assert.equal(option?.eligible, false)
    assert.equal(refusal(await buyer.post('/checkout', purchase(shown, 'cod')), 409, 'payment_not_eligible').reason, option?.reason)
    read(await buyer.post('/cart/clear'), 200, drawerSchema)
  })

  it('delivers to a locker only where the address names one, and nowhere it does not go', async () => {
    const buyer = house.signedIn('buyer03')
    await add(buyer, shelf.garment())
    const shown = await quote(buyer, { payment: 'wallet', shipping: 'locker' })
    const nowhere = await buyer.post('/checkout', purchase(shown, 'wallet', { shipping: 'locker' }))
    refusal(nowhere, 422, 'address_invalid')
    const { county: _county, ...abroad } = { ...CLUJ, country: 'US', city: 'Springfield', postal_code: '62701' }
    const far = await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet', { address: abroad }))
    assert.ok(['shipping_unavailable', 'quote_changed', 'address_invalid'].includes(codeOf(far)), far.text)
    assert.deepEqual(await ordersOf(buyer), [])
    assert.equal((await walletOf(buyer)).balance, '1000.00')
    const found = await buyer.post(
      '/checkout',
      purchase(shown, 'wallet', { shipping: 'locker', address: { ...CLUJ, locker: 'CV-CLUJ-07' } }),
    )
    assert.equal(read(found, 201, placedSchema).order.totals.shipping, shown.quote.totals.shipping)
  })

  it('renews holds, but not for ever', async () => {
    const guest = house.visitor()
    refusal(await guest.post('/cart/renew'), 409, 'cart_empty')
    const garment = shelf.garment()
    await add(guest, garment)
    for (let renewals = 0; renewals < MOST_RENEWALS; renewals += 1) {
      const answer = await guest.post('/cart/renew')
      if (answer.status === 200) continue
      refusal(answer, 409, 'renewal_limit')
      assert.ok(renewals > 0, 'once at least')
      return
    }
    assert.fail(`renewed ${MOST_RENEWALS} times`)
  })

  it('lets the cart follow a guest who registers', async () => {
    const guest = house.visitor()
    const garment = shelf.garment()
    await add(guest, garment)
    const before = guest.clone()
    read(await guest.post('/register', { email: 'urmatoare@example.com', password: 'parola-buna-1', name: 'Următoarea' }), 201, userSchema)
    assert.equal(lineOf(await cartOf(guest), garment).state, 'ok')
    assert.deepEqual((await cartOf(before)).lines, [])
  })

  it('with holds at checkout lets two carts have one garment, and sells it to who pays first', async () => {
    const [first, second] = [house.visitor().clone(atCheckout), house.visitor().clone(atCheckout)]
    const garment = shelf.garment()
    for (const guest of [first, second]) await add(guest, garment)
    const shown = await quote(second, { payment: 'cod' })
    const bought = await first.post('/checkout', purchase(await quote(first, { payment: 'cod' }), 'cod', { email: 'intai@example.com' }))
    read(bought, 201, placedSchema)
    refusal(await second.post('/checkout', purchase(shown, 'cod', { email: 'apoi@example.com' })), 410, 'item_sold')
    const cart = await cartOf(second)
    assert.equal(lineOf(cart, garment).state, 'unavailable')
    assert.equal(cart.totals.total, '0.00')
    assert.ok(cart.notices.length > 0, 'the second buyer is told')
  })

  it('keeps the goods of a payment that does not answer, and takes the answer when it comes', async () => {
    const buyer = house.signedIn('buyer04')
    const garment = shelf.garment()
    await add(buyer, garment)
    const body = purchase(await quote(buyer, { payment: 'card' }), 'card')
    const pending = read(await buyer.post('/checkout', body), 202, placedSchema)
    const next = pending.next?.url ?? ''
    const hung = await buyer.post(next, { outcome: 'hang' })
    assert.ok(hung.status < 300, hung.text)
    assert.equal((await orderOf(buyer, pending.order.id)).payments[0]?.state, 'pending')
    refusal(await tryAdd(house.visitor(), garment), 409, 'item_taken')
    refusal(await buyer.post('/checkout', { ...body, key: `${body.key}-2` }), 409, 'cart_changed', 'cart_empty', 'quote_changed')
    refusal(await house.visitor().post(next, { outcome: 'succeed' }), 404, 'not_found')
    assert.equal((await look(house.visitor(), garment)).availability, 'held')

    const { order } = read(await buyer.post(next, { outcome: 'succeed' }), 200, placedSchema)
    assert.equal(order.payments[0]?.state, 'captured')
    assert.equal((await look(house.visitor(), garment)).availability, 'sold')
    assert.equal((await ordersOf(buyer)).length, 1)
  })
})
