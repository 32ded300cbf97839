/** One key, one effect: the first answer again, byte for byte; another body is refused; a failure may be tried again. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client } from '../kit/client.ts'
import { minor, placedSchema } from '../kit/contract.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, CLUJ, cartOf, lineOf, newKey, ordersOf, purchase, quote, read, refusal, tryAdd, walletOf } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

onEveryEngine('idempotency', (engine) => {
  let house: House
  let shelf: Shelf
  const visitor = (): Client => house.visitor()
  before(async () => {
    house = await openHouse(engine)
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  it('repeats the first answer of an add and adds once', async () => {
    const guest = visitor()
    const article = shelf.article()
    await add(guest, article)
    const key = newKey()
    const first = await tryAdd(guest, article, 2, { key })
    const again = await tryAdd(guest, article, 2, { key })
    assert.equal(first.status, 200)
    assert.equal(again.status, first.status)
    assert.equal(again.text, first.text)
    assert.equal(again.headers['content-type'], first.headers['content-type'])
    assert.equal(Number(lineOf(await cartOf(guest), article).quantity), 3)
    refusal(await tryAdd(guest, article, 5, { key }), 422, 'idempotency_mismatch')
    assert.equal(Number(lineOf(await cartOf(guest), article).quantity), 3)
  })

  it('keeps the keys of one person and of one route apart from all others', async () => {
    const article = shelf.article()
    const key = newKey()
    const [first, second] = [visitor(), visitor()]
    await add(first, article)
    await add(second, article)
    const mine = await tryAdd(first, article, 1, { key })
    const theirs = await tryAdd(second, article, 1, { key })
    assert.deepEqual([mine.status, theirs.status], [200, 200])
    assert.notEqual(mine.text, theirs.text)
    const otherRoute = await first.post('/cart/discount', { code: 'BUNVENIT10' }, { key })
    assert.equal(otherRoute.status, 200, otherRoute.text)
    const otherBody = await second.post('/cart/items', { product: `${article.type}:${article.id}`, quantity: 9 }, { key })
    refusal(otherBody, 422, 'idempotency_mismatch')
  })

  it('repeats a checkout for who asked, tells nobody else, and takes the key from the header too', async () => {
    const buyer = house.signedIn('buyer01')
    await add(buyer, shelf.garment())
    const shown = await quote(buyer, { payment: 'wallet' })
    const { key, ...body } = purchase(shown, 'wallet')
    refusal(await buyer.post('/checkout', body), 400, 'idempotency_key_required')
    const first = await buyer.post('/checkout', body, { key })
    const { order } = read(first, 201, placedSchema)
    assert.equal((await buyer.post('/checkout', body, { key })).text, first.text)
    refusal(await buyer.post('/checkout', { ...body, address: { ...CLUJ, name: 'Altcineva' } }, { key }), 422, 'idempotency_mismatch')

    const thief = house.signedIn('buyer02')
    const stolen = await thief.post('/checkout', body, { key })
    assert.ok(stolen.status >= 400)
    assert.ok(!stolen.text.includes(order.id) && !stolen.text.includes(order.number))
    assert.equal((await ordersOf(buyer)).length, 1)
    assert.equal(minor((await walletOf(buyer)).balance), 100_000n - minor(order.total))
  })

  it('stores no failure: the same key succeeds once the cause is gone', async () => {
    const bogdan = house.signedIn('bogdan')
    await add(bogdan, shelf.garment())
    const shown = await quote(bogdan, { payment: 'cod' })
    const key = newKey()
    const wrong = await bogdan.post('/checkout', { ...purchase(shown, 'cod'), quote: 'old', key })
    refusal(wrong, 409, 'quote_changed')
    refusal(await bogdan.post('/checkout', { ...purchase(shown, 'cod'), address: undefined, key }), 422, 'address_required')
    read(await bogdan.post('/checkout', { ...purchase(shown, 'cod'), key }), 201, placedSchema)
    assert.equal((await ordersOf(bogdan)).length, 1)
  })

  it('stores no failure of an add either', async () => {
    const [first, second] = [visitor(), visitor()]
    const garment = shelf.garment()
    const { cart } = await add(first, garment)
    await add(second, shelf.article())
    const key = newKey()
    refusal(await tryAdd(second, garment, undefined, { key }), 409, 'item_taken')
    await first.post(`/cart/items/${lineOf(cart, garment).id}/remove`)
    assert.equal((await tryAdd(second, garment, undefined, { key })).status, 200)
  })

  it('repeats a top-up once, and a card checkout with the same way on', async () => {
    const buyer = house.signedIn('buyer03')
    const key = newKey()
    const first = await buyer.post('/wallet/top-up', { amount: '25.50' }, { key })
    assert.equal(first.status, 200, first.text)
    assert.equal((await buyer.post('/wallet/top-up', { amount: '25.50' }, { key })).text, first.text)
    assert.equal((await walletOf(buyer)).balance, '1025.50')

    await add(buyer, shelf.garment())
    const body = purchase(await quote(buyer, { payment: 'card' }), 'card')
    const pending = await buyer.post('/checkout', body)
    assert.equal(pending.status, 202, pending.text)
    assert.equal((await buyer.post('/checkout', body)).text, pending.text)
    const { next } = read(pending, 202, placedSchema)
    const paid = await Promise.all(Array.from({ length: 10 }, () => buyer.post(next?.url ?? '', { outcome: 'succeed' })))
    const orders = paid.map((answer) => read(answer, 200, placedSchema).order)
    assert.equal(new Set(orders.map(({ id }) => id)).size, 1)
    assert.equal((await ordersOf(buyer)).length, 1)
    assert.deepEqual(
      orders[0]?.payments.map(({ method, state }) => `${method} ${state}`),
      ['card captured'],
    )
  })

  it('a repeat of a unique piece is no second event but a notice', async () => {
    const guest = visitor()
    const garment = shelf.garment()
    await add(guest, garment)
    const again = await add(guest, garment)
    assert.equal(again.count, 1)
    assert.ok(
      again.cart.notices.some(({ code }) => code === 'already_in_cart'),
      JSON.stringify(again.cart.notices),
    )
  })
})
