/** Nobody pays a figure they did not see: changed prices, wrong hashes, discount codes, and who may buy at all. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client } from '../kit/client.ts'
import { drawerSchema, minor, placedSchema } from '../kit/contract.ts'
import type { Drawer, Product, Quote } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, codeOf, lineOf, login, nameOf, ordersOf, purchase, quote, read, refusal, tryAdd, walletOf } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

onEveryEngine('quotes, codes and gates', (engine) => {
  let house: House
  let shelf: Shelf
  const visitor = (): Client => house.visitor()
  before(async () => {
    house = await openHouse(engine)
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  /** The seller names another price while the buyer looks at the old one. */
  const setPrice = (product: Product, price: bigint): Promise<unknown> =>
    house.database.query(`update item set price = ${price} where product = '${nameOf(product)}'`)

  for (const [word, by] of [
    ['raised', 1_000n],
    ['dropped', -1_000n],
  ] as const) {
    it(`refuses a checkout at a price that was ${word} meanwhile, and shows old and new`, async () => {
      const buyer = house.signedIn(by > 0n ? 'buyer01' : 'buyer02')
      const garment = shelf.garment()
      await add(buyer, garment)
      const shown = await quote(buyer, { payment: 'wallet' })
      const price = minor(garment.price) + by
      await setPrice(garment, price)

      const body = purchase(shown, 'wallet')
      const problem = refusal(await buyer.post('/checkout', body), 409, 'quote_changed')
      const offered = problem.quote as Quote
      assert.equal(minor(offered.totals.subtotal), price)
      assert.notEqual(offered.hash, shown.quote.hash)
      assert.ok((problem.changes as unknown[]).length > 0, 'what has changed is named')
      assert.ok(JSON.stringify(problem.changes).includes(garment.price), 'the old price is in the changes')
      assert.equal((await walletOf(buyer)).balance, '1000.00')
      assert.equal((await ordersOf(buyer)).length, 0)
      assert.equal(minor((await cartOf(buyer)).totals.subtotal), price)

      const { order } = read(await buyer.post('/checkout', { ...body, quote: offered.hash }), 201, placedSchema)
      assert.equal(order.total, offered.totals.total)
    })
  }

  it('refuses a hash that is not the quote’s, whatever it looks like', async () => {
    const buyer = house.signedIn('buyer03')
    await add(buyer, shelf.garment())
    const shown = await quote(buyer, { payment: 'wallet' })
    for (const wrong of [
      'x',
      '0',
      'a'.repeat(200),
      `${shown.quote.hash.slice(0, -1)}${shown.quote.hash.endsWith('0') ? '1' : '0'}`,
      'șț',
      "' or 1=1 --",
    ]) {
      refusal(await buyer.post('/checkout', purchase(shown, 'wallet', { quote: wrong })), 409, 'quote_changed')
    }
    assert.equal((await ordersOf(buyer)).length, 0)
  })

  it('says of a wallet that is too small what is in it and what is missing, and refuses to be paid by it', async () => {
    const bogdan = house.signedIn('bogdan')
    await add(
      bogdan,
      shelf.garment(({ price }) => minor(price) > 30_000n),
    )
    const shown = await quote(bogdan, { payment: 'wallet' })
    const { wallet_part, due, totals } = shown.quote
    assert.deepEqual([wallet_part, minor(due)], ['50.00', minor(totals.total) - 5_000n])
    assert.equal(shown.quote.payment_options.find(({ id }) => id === 'wallet')?.eligible, false)
    refusal(await bogdan.post('/checkout', purchase(shown, 'wallet')), 402, 'wallet_insufficient')
    // What the page has marked comes to what its button says: the wallet's part from the wallet, the rest in another way.
    const { text } = await bogdan.page('/checkout?payment=wallet')
    assert.match(text, /<input[^>]*name="use_wallet"[^>]* checked/)
  })

  it('refuses unknown fields of a question, and lets the address of a page have them', async () => {
    const guest = visitor()
    await add(guest, shelf.article())
    for (const path of ['/checkout?foo=1', '/cart/drawer?foo=1']) {
      assert.deepEqual(refusal(await guest.get(path), 422, 'invalid_input').errors, [{ field: 'foo', code: 'unknown_field' }])
      assert.equal((await guest.page(path)).status, 200)
    }
  })

  it('refuses the hash of another way of paying or shipping when that changes the total', async () => {
    const buyer = house.signedIn('buyer04')
    await add(buyer, shelf.garment())
    const shown = await quote(buyer, { payment: 'wallet' })
    const dearest = [...shown.quote.shipping_options].sort((left, right) => Number(minor(right.price) - minor(left.price)))[0]
    assert.ok(dearest && minor(dearest.price) > minor(shown.quote.totals.shipping), 'there is a choice of shipping')
    refusal(
      await buyer.post('/checkout', purchase(shown, 'wallet', { shipping: dearest.id })),
      409,
      'quote_changed',
      'shipping_unavailable',
    )
    const other = await quote(buyer, { payment: 'wallet', shipping: dearest.id })
    assert.equal(other.quote.totals.shipping, dearest.price)
    assert.equal(
      minor(other.quote.totals.total) - minor(shown.quote.totals.total),
      minor(dearest.price) - minor(shown.quote.totals.shipping),
    )
    refusal(
      await buyer.post('/checkout', purchase(shown, 'wallet', { shipping: 'no-such-option' })),
      409,
      'shipping_unavailable',
      'quote_changed',
    )
  })

  const apply = async (client: Client, code: string): Promise<Drawer> =>
    read(await client.post('/cart/discount', { code }), 200, drawerSchema)
  const refuseCode = async (client: Client, code: string): Promise<unknown> =>
    refusal(await client.post('/cart/discount', { code }), 422, 'discount_invalid').reason

  it('knows why a code does not apply, and tells guests less', async () => {
    const guest = visitor()
    const buyer = house.signedIn('buyer05')
    const cheap = shelf.garments(2)
    for (const [index, client] of [guest, buyer].entries()) await add(client, cheap[index] as Product)
    assert.ok(cheap.every(({ price }) => minor(price) < 10_000n))

    for (const [code, reason] of [
      ['EXPIRAT', 'expired'],
      ['VIITOR', 'not_started'],
      ['NUEXISTA', 'unknown'],
    ] as const) {
      assert.equal(await refuseCode(buyer, code), reason, code)
      assert.equal(await refuseCode(guest, code), 'unknown', `${code} to a guest`)
    }
    assert.equal(await refuseCode(buyer, 'MINUS20LEI'), 'minimum')
    assert.equal(await refuseCode(guest, 'MINUS20LEI'), 'minimum')
    assert.deepEqual((await cartOf(guest)).discounts, [])
  })

  it('takes MINUS20LEI off from 100 lei on, and drops it with a notice below', async () => {
    const guest = visitor()
    const [first, second] = shelf.garments(2, ({ price }) => minor(price) >= 5_000n && minor(price) < 10_000n)
    assert.ok(first && second)
    await add(guest, first)
    await add(guest, second)
    const applied = await apply(guest, ' minus20lei ')
    assert.equal(applied.cart.totals.discount, '20.00')
    assert.deepEqual(
      applied.cart.discounts.map(({ code, amount }) => ({ code, amount })),
      [{ code: 'MINUS20LEI', amount: '20.00' }],
    )
    assert.equal(await refuseCode(guest, 'MINUS20LEI'), 'already_applied')
    const shrunk = read(await guest.post(`/cart/items/${lineOf(applied.cart, second).id}/remove`), 200, drawerSchema)
    assert.equal(shrunk.cart.totals.discount, '0.00')
    assert.ok(shrunk.cart.notices.length > 0, 'the buyer is told')
    assert.ok(shrunk.cart.discounts.every(({ amount, reason }) => amount === '0.00' && reason === 'minimum'))
  })

  it('gives BUNVENIT10 to a customer once', async () => {
    const buyer = house.signedIn('buyer06')
    await add(buyer, shelf.garment())
    await apply(buyer, 'BUNVENIT10')
    const shown = await quote(buyer, { payment: 'wallet' })
    const { order } = read(await buyer.post('/checkout', purchase(shown, 'wallet')), 201, placedSchema)
    assert.equal(minor(order.totals.discount), (minor(order.totals.subtotal) + 5n) / 10n)
    await add(buyer, shelf.garment())
    assert.equal(await refuseCode(buyer, 'BUNVENIT10'), 'per_customer')
  })

  it('ULTIMUL takes off half, at most 100 lei, works once, and comes back with a cancelled order', async () => {
    const first = house.signedIn('buyer07')
    const second = house.signedIn('buyer08')
    const dear = shelf.garment(({ price }) => minor(price) > 30_000n)
    await add(first, dear)
    await add(second, shelf.garment())
    assert.equal((await apply(first, 'ULTIMUL')).cart.totals.discount, '100.00')
    const cheap = await apply(second, 'ULTIMUL')
    assert.equal(minor(cheap.cart.totals.discount), (minor(cheap.cart.totals.subtotal) + 1n) / 2n)

    const late = await quote(second, { payment: 'wallet' })
    const { order } = read(await first.post('/checkout', purchase(await quote(first, { payment: 'wallet' }), 'wallet')), 201, placedSchema)
    const tooLate = await second.post('/checkout', purchase(late, 'wallet'))
    assert.ok(['quote_changed', 'discount_invalid'].includes(codeOf(tooLate)), tooLate.text)
    assert.equal((await cartOf(second)).totals.discount, '0.00')
    read(await second.post('/cart/discount/remove', { code: 'ULTIMUL' }), 200, drawerSchema)
    assert.equal(await refuseCode(second, 'ULTIMUL'), 'used_up')

    assert.equal((await first.post(`/orders/${order.id}/cancel`)).status, 200)
    assert.equal((await walletOf(first)).balance, '1000.00')
    await apply(second, 'ULTIMUL')
  })

  it('lets nobody buy an own product, by adding or by logging in', async () => {
    const mihai = house.signedIn('mihai')
    const own = shelf.garmentOf('Mihai')
    refusal(await tryAdd(mihai, own), 403, 'own_product')
    const guest = visitor()
    await add(guest, own)
    const other = shelf.garment()
    await add(guest, other)
    await login(guest, 'mihai')
    const cart = await cartOf(guest)
    assert.deepEqual(
      cart.lines.map(({ product }) => product.id),
      [other.id],
    )
    assert.ok(cart.notices.length > 0, 'he is told')
    assert.equal((await visitor().get('/healthz')).status, 200)
    await add(house.signedIn('buyer09'), own)
  })

  it('lets a seller buy only with the right to', async () => {
    const ioana = house.signedIn('ioana')
    const { reason } = refusal(await tryAdd(ioana, shelf.garment()), 403, 'buyer_not_allowed')
    assert.equal(typeof reason, 'string')
    await add(house.signedIn('mihai'), shelf.garment())
  })

  it('frees on cancelling what was bought, and gives the money back once', async () => {
    const buyer = house.signedIn('buyer10')
    const garment = shelf.garment()
    await add(buyer, garment)
    const { order } = read(await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')), 201, placedSchema)
    const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.post(`/orders/${order.id}/cancel`)))
    assert.ok(answers.some(({ status }) => status === 200))
    for (const answer of answers) if (answer.status !== 200) refusal(answer, 409, 'order_state')
    assert.equal((await walletOf(buyer)).balance, '1000.00')
    await add(visitor(), garment)
  })
})
