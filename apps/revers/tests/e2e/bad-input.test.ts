/** Every kind of bad input gets its documented refusal: status, code, problem+json. Never a 5xx, never a stack (the client checks both). */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client, Extras } from '../kit/client.ts'
import type { Product } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, CLUJ, cartOf, codeOf, lineOf, nameOf, purchase, quote, refusal } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

onEveryEngine('bad input', (engine) => {
  let house: House
  let shelf: Shelf
  let guest: Client
  let buyer: Client
  let article: Product
  let garment: Product
  before(async () => {
    house = await openHouse(engine)
    shelf = await openShelf(house.url)
    article = shelf.article()
    garment = shelf.garment()
    guest = house.visitor()
    await add(guest, article)
    buyer = house.signedIn('buyer01')
    await add(buyer, article)
  })
  after(() => house.close())

  type Row = readonly [method: string, path: string, extras: Extras, status: number, code: string]
  const table = (rows: readonly Row[]): Row[] => [...rows]
  const expectAll = async (client: Client, rows: readonly Row[]): Promise<void> => {
    for (const [method, path, extras, status, code] of rows) refusal(await client.send(method, path, extras), status, code)
  }

  it('refuses bad fields of the cart', () =>
    expectAll(
      guest,
      table([
        ['POST', '/cart/items', { json: {} }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: 'garment' } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: 42 } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: null } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: ['garment:1'] } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: 'garment:no-such-thing' } }, 404, 'product_not_found'],
        ['POST', '/cart/items', { json: { product: 'spaceship:1' } }, 404, 'product_not_found'],
        ['POST', '/cart/items', { json: { product: nameOf(article), price: '0.01' } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: nameOf(article), unit_price: '0.01' } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: nameOf(article), user_id: '1' } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { form: { product: nameOf(article), price: '0.01' } }, 422, 'invalid_input'],
        ['POST', '/cart/items', { json: [] }, 400, 'invalid_input'],
        ['POST', '/cart/items', { json: null }, 400, 'invalid_input'],
        ['POST', '/cart/items', { json: 'product' }, 400, 'invalid_input'],
        ['POST', '/cart/items', { json: { product: nameOf(garment), quantity: 2 } }, 422, 'invalid_quantity'],
        ['POST', '/cart/items', { json: { product: nameOf(shelf.weighed), quantity: '0.0001' } }, 422, 'invalid_quantity'],
        ['POST', '/cart/items/no-such-line', { json: { quantity: 1 } }, 404, 'item_not_found'],
        ['PATCH', '/cart/items/no-such-line', { json: { quantity: 1 } }, 404, 'item_not_found'],
        ['POST', '/cart/items/no-such-line/remove', { json: {} }, 404, 'item_not_found'],
        ['DELETE', '/cart/items/no-such-line', {}, 404, 'item_not_found'],
        ['POST', '/cart/saved', { json: {} }, 422, 'invalid_input'],
        ['POST', '/cart/saved', { json: { line: 'no-such-line' } }, 404, 'item_not_found'],
        ['POST', '/cart/saved/no-such-line/return', { json: {} }, 404, 'item_not_found'],
        ['POST', '/cart/discount', { json: {} }, 422, 'invalid_input'],
        ['POST', '/cart/discount', { json: { code: 10 } }, 422, 'invalid_input'],
        ['POST', '/cart/discount', { json: { code: 'NO' } }, 422, 'discount_invalid'],
        ['POST', '/cart/discount', { json: { code: 'KELVIN' } }, 422, 'discount_invalid'],
        ['POST', '/cart/discount', { json: { code: 'x', percent: 100 } }, 422, 'invalid_input'],
        ['POST', '/cart/clear', { json: { user: 'ana' } }, 422, 'invalid_input'],
      ]),
    ))

  it('takes no quantity but plain digits', async () => {
    const weird: unknown[] = [
      0,
      -1,
      -0.5,
      1.5,
      '1.5',
      '0',
      '-1',
      '+1',
      '01',
      '1e2',
      '0x10',
      ' 1',
      '1 ',
      '',
      '1_000',
      '1,5',
      '١',
      '１',
      'NaN',
      'Infinity',
      '1.',
      '.5',
      '9'.repeat(60),
      1e21,
      null,
      true,
      [],
      [1],
      {},
    ]
    for (const quantity of weird) {
      const answer = await guest.post('/cart/items', { product: nameOf(article), quantity })
      refusal(answer, 422, 'invalid_quantity', 'invalid_input')
    }
    for (const body of ['1e400', '-1e400', '9007199254740993', '1e-7']) {
      const raw = { type: 'application/json', bytes: `{"product":"${nameOf(article)}","quantity":${body}}` }
      assert.ok([422, 409].includes((await guest.send('POST', '/cart/items', { raw })).status), body)
    }
    const few = [...shelf.articles].sort((left, right) => Number(left.stock) - Number(right.stock))[0]
    assert.ok(few)
    refusal(await guest.post('/cart/items', { product: nameOf(few), quantity: Number(few.stock) + 1 }), 409, 'insufficient_stock')
    assert.equal(Number(lineOf(await cartOf(guest), article).quantity), 1, 'nothing of all this is in the cart')
  })

  it('refuses bad fields of people, addresses, wallet and lists', async () => {
    await expectAll(
      guest,
      table([
        ['POST', '/login', { json: { email: 'ana@example.com' } }, 422, 'invalid_input'],
        ['POST', '/login', { json: { email: 'ana@example.com', password: 'wrong-password' } }, 401, 'invalid_credentials'],
        ['POST', '/login', { json: { email: 'nobody@example.com', password: 'wrong-password' } }, 401, 'invalid_credentials'],
        ['POST', '/login', { json: { email: 'ana@example.com', password: { $ne: '' } } }, 422, 'invalid_input'],
        ['POST', '/register', { json: { email: 'not-an-address', password: 'parola-buna-1', name: 'X' } }, 422, 'invalid_input'],
        ['POST', '/register', { json: { email: 'ana@example.com', password: 'parola-buna-1', name: 'Ana' } }, 409, 'email_taken'],
        ['POST', '/register', { json: { email: 'ANA@example.com', password: 'parola-buna-1', name: 'Ana' } }, 409, 'email_taken'],
        [
          'POST',
          '/register',
          { json: { email: 'nou@example.com', password: 'parola-buna-1', name: 'N', roles: ['admin'] } },
          422,
          'invalid_input',
        ],
        ['GET', '/orders', {}, 401, 'login_required'],
        ['GET', '/wallet', {}, 401, 'login_required'],
        ['GET', '/addresses', {}, 401, 'login_required'],
        ['GET', '/account/wins', {}, 401, 'login_required'],
        ['GET', '/sell', {}, 401, 'login_required'],
        ['POST', '/wallet/top-up', { json: { amount: '10.00' } }, 401, 'login_required'],
        ['POST', '/addresses', { json: CLUJ }, 401, 'login_required'],
        ['GET', '/admin', {}, 404, 'not_found'],
        ['GET', '/admin/orders', {}, 404, 'not_found'],
        ['GET', '/api/products?limit=0', {}, 422, 'invalid_input'],
        ['GET', '/api/products?limit=101', {}, 422, 'invalid_input'],
        ['GET', '/api/products?limit=x', {}, 422, 'invalid_input'],
        ['GET', '/api/products?limit=1e1', {}, 422, 'invalid_input'],
        ['GET', '/api/products?availability=perhaps', {}, 422, 'invalid_input'],
        ['GET', '/api/products?cursor=no-such-place', {}, 422, 'invalid_input'],
        ['GET', '/api/products?cursor=%00%ff', {}, 400, 'invalid_input'],
        ['GET', '/no/such/page', {}, 404, 'not_found'],
        ['GET', '/orders/no-such-order', {}, 404, 'not_found'],
        ['GET', '/auctions/no-such-lot', {}, 404, 'not_found'],
        ['POST', '/payments/simulated/no-such-attempt', { json: { outcome: 'succeed' } }, 404, 'not_found'],
      ]),
    )
    await expectAll(
      buyer,
      table([
        ['GET', '/admin', {}, 404, 'not_found'],
        ['POST', '/wallet/top-up', { json: { amount: '-10.00' } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '0.00' } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '1.001' } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '1e3' } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '100000000.01' } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '92233720368547758.07' } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '92233720368547758.08' } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '9'.repeat(40) } }, 422, 'invalid_input'],
        ['POST', '/wallet/top-up', { json: { amount: '10.00', balance: '99999.00' } }, 422, 'invalid_input'],
        ['POST', '/addresses', { json: {} }, 422, 'address_invalid'],
        ['POST', '/addresses', { json: { ...CLUJ, county: 'XX' } }, 422, 'address_invalid'],
        ['POST', '/addresses', { json: { ...CLUJ, postal_code: '12' } }, 422, 'address_invalid'],
        ['POST', '/addresses', { json: { ...CLUJ, country: 'Romania' } }, 422, 'address_invalid'],
        ['POST', '/addresses/no-such-address/remove', { json: {} }, 404, 'not_found'],
        ['POST', '/orders/no-such-order/cancel', { json: {} }, 404, 'not_found'],
        ['POST', '/auctions/no-such-lot/bids', { json: { amount: '10.00' } }, 404, 'not_found'],
      ]),
    )
  })

  it('sells nothing for a price that no sum could hold', async () => {
    const seller = house.signedIn('mihai')
    const listing = { name: 'Palton', silhouette: 'dress', fabric: 'dot', colourway: 'lilac', condition: 'good' }
    for (const price of ['1000000.01', '92233720368547758.07', '92233720368547758.08', '0', '-1']) {
      const { errors } = refusal(await seller.post('/sell', { ...listing, price }), 422, 'invalid_input') as { errors?: unknown }
      assert.match(JSON.stringify(errors), /^\[\{"field":"price",/, price)
    }
  })

  it('refuses bad checkouts, and charges for none', async () => {
    const shown = await quote(buyer, { payment: 'wallet' })
    const good = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ ...purchase(shown, 'wallet'), ...more })
    const rows: readonly (readonly [Record<string, unknown>, number, string])[] = [
      [good({ key: undefined }), 400, 'idempotency_key_required'],
      [good({ address: undefined }), 422, 'address_required'],
      [good({ address: { ...CLUJ, postal_code: 'x' } }), 422, 'address_invalid'],
      [good({ address: { ...CLUJ, city: '' } }), 422, 'address_invalid'],
      [good({ payment: undefined }), 422, 'invalid_input'],
      [good({ payment: 'shells' }), 422, 'invalid_input'],
      [good({ quote: undefined }), 422, 'invalid_input'],
      [good({ quote: 'x'.repeat(201) }), 422, 'invalid_input'],
      [good({ quote: 'another' }), 409, 'quote_changed'],
      [good({ shipping: 'x'.repeat(201) }), 422, 'invalid_input'],
      [good({ lines: ['no-such-line'] }), 404, 'item_not_found'],
      [good({ total: '0.01' }), 422, 'invalid_input'],
      [good({ status: 'paid' }), 422, 'invalid_input'],
      [good({ seller_id: '1' }), 422, 'invalid_input'],
    ]
    for (const [body, status, code] of rows) {
      refusal(await buyer.post('/checkout', body), status, code)
    }
    refusal(await guest.post('/checkout', { ...purchase(await quote(guest, { payment: 'cod' }), 'cod') }), 422, 'invalid_input')
    refusal(
      await guest.post('/checkout', { ...purchase(await quote(guest), 'wallet'), email: 'oaspete@example.com' }),
      401,
      'login_required',
    )
    const empty = house.visitor()
    assert.equal((await quote(empty)).quote.totals.total, '0.00')
    const nothing = { ...purchase(await quote(empty), 'cod'), email: 'oaspete@example.com' }
    refusal(await empty.post('/checkout', nothing), 409, 'cart_empty')
    const wallet = await buyer.get('/wallet')
    assert.equal((wallet.json as { balance: string }).balance, '1000.00')
  })

  it('refuses a wallet without enough money before there is an order', async () => {
    const bogdan = house.signedIn('bogdan')
    await add(
      bogdan,
      shelf.garment(({ price }) => Number(price) > 60),
    )
    const shown = await quote(bogdan, { payment: 'wallet' })
    assert.equal(shown.quote.payment_options.find(({ id }) => id === 'wallet')?.eligible, false)
    const answer = await bogdan.post('/checkout', purchase(shown, 'wallet'))
    assert.ok(['wallet_insufficient', 'payment_not_eligible'].includes(codeOf(answer)), answer.text)
    assert.deepEqual(((await bogdan.get('/orders')).json as { items: unknown[] }).items, [])
  })

  it('knows auction goods from others', async () => {
    const lots = (await guest.get('/auctions')).json as { items: { id: string; product: { type: string; id: string } }[] }
    assert.equal(lots.items.filter((lot) => Object(lot).state === 'live').length, 4)
    const [lot] = lots.items
    assert.ok(lot)
    refusal(await guest.post('/cart/items', { product: nameOf(lot.product) }), 409, 'auction_only')
  })
})
