/** One walk over every route of the HTTP contract. The client holds each answer against the schemas; here are the rest of the promises. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client } from '../kit/client.ts'
import { drawerSchema, healthSchema, lotsSchema, minor, productsSchema, userSchema, winsSchema } from '../kit/contract.ts'
import { FILE_ENGINE } from '../kit/database.ts'
import { type House, openHouse, seededDatabase } from '../kit/house.ts'
import { startServer } from '../kit/server.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, drawerOf, lineOf, login, nameOf, products, purchase, quote, read, refusal, walletOf } from '../kit/shopper.ts'
import { onEveryEngine, tally } from '../kit/suites.ts'

onEveryEngine('the HTTP contract', (engine) => {
  let house: House
  let shelf: Shelf
  const visitor = (): Client => house.visitor()
  before(async () => {
    house = await openHouse(engine)
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  it('is seeded as promised', async () => {
    const all = await products(visitor())
    const garments = all.filter(({ type, availability }) => type === 'garment' && availability === 'available')
    assert.ok(garments.length >= 60)
    assert.ok(garments.every(({ price, stock, currency }) => stock === 'unique' && currency === 'RON' && minor(price) <= 72_000n))
    assert.ok(new Set(garments.map(({ seller }) => seller.id)).size >= 5)
    for (const seller of ['Mihai', 'Ioana'])
      assert.ok(garments.filter((garment) => garment.seller.name.includes(seller)).length >= 3, seller)
    const counted = all.filter(({ stock, scale }) => typeof stock === 'number' && scale === 0)
    assert.ok(counted.length >= 10)
    assert.ok(counted.every(({ stock }) => Number(stock) >= 5 && Number(stock) <= 500))
    assert.equal(all.filter(({ scale }) => scale === 3).length, 1)
    const lots = read(await visitor().get('/auctions'), 200, lotsSchema).items
    assert.equal(lots.filter(({ state }) => state === 'live').length, 4)

    const ana = house.signedIn('ana')
    const wins = read(await ana.get('/account/wins'), 200, winsSchema).items
    assert.deepEqual(wins.map(({ price }) => price).sort(), ['120.00', '80.00'])
    for (const [person, balance] of [
      ['ana', '1000.00'],
      ['bogdan', '50.00'],
      ['buyer01', '1000.00'],
      ['buyer40', '1000.00'],
    ] as const) {
      const client = visitor()
      const user = await login(client, person)
      assert.equal(user.email, `${person}@example.com`)
      assert.equal((await walletOf(client)).balance, balance, person)
      const { addresses } = await quote(client)
      assert.equal(addresses.length, person === 'ana' ? 1 : 0, person)
      if (person === 'ana') assert.equal(addresses[0]?.county, 'B')
    }
    for (const person of ['mihai', 'ioana', 'admin']) await login(visitor(), person)
  })

  it('serves every page and picture to a browser without scripts', async () => {
    const client = house.signedIn('ana')
    for (const path of [
      '/',
      '/cart',
      '/checkout',
      '/login',
      '/register',
      '/orders',
      '/addresses',
      '/wallet',
      '/auctions',
      '/account/wins',
    ]) {
      // Whoever is logged in is led on from the pages to log in at.
      const page = await (path === '/login' || path === '/register' ? visitor() : client).page(path)
      assert.equal(page.status, 200, `${path} -> ${page.status}`)
      assert.match(page.headers['content-type'] ?? '', /^text\/html; ?charset=utf-8/i, path)
      assert.match(page.text, /^<!doctype html>/i, path)
      assert.doesNotMatch(page.text, /\son[a-z]+="|javascript:/i, `${path} has inline scripts`)
    }
    const [first] = await products(client, { type: 'garment', availability: 'available' })
    assert.ok(first)
    assert.equal((await client.page(first.url)).status, 200)
    const picture = await client.send('GET', first.image, { accept: 'image/*' })
    assert.equal(picture.status, 200)
    assert.match(picture.headers['content-type'] ?? '', /^image\//)
    const missing = await client.page('/no/such/page')
    assert.equal(missing.status, 404)
    assert.match(missing.headers['content-type'] ?? '', /^text\/html/)
    const personal = await visitor().page('/orders')
    assert.ok(personal.status === 303 || personal.status === 401, `a guest's /orders -> ${personal.status}`)
  })

  it('lists products by page, search, type, seller and availability', async () => {
    const client = visitor()
    const all = await products(client)
    assert.equal(new Set(all.map(nameOf)).size, all.length, 'no product twice over the pages')
    const first = read(await client.get('/api/products'), 200, productsSchema)
    assert.equal(first.items.length, 24)
    const small = read(await client.get(`/api/products?limit=5&cursor=${encodeURIComponent(first.next ?? '')}`), 200, productsSchema)
    assert.equal(small.items.length, 5)
    assert.ok(small.items.every((item) => first.items.every((other) => nameOf(item) !== nameOf(other))))
    const [some] = all.filter(({ type }) => type === 'article')
    assert.ok(some)
    assert.ok((await products(client, { type: 'article' })).every(({ type }) => type === 'article'))
    const ofSeller = await products(client, { seller: some.seller.id })
    assert.ok(ofSeller.length > 0 && ofSeller.every(({ seller }) => seller.id === some.seller.id))
    const named = await products(client, { q: some.name })
    assert.ok(named.some((item) => nameOf(item) === nameOf(some)))
    assert.deepEqual(await products(client, { q: 'nimic-cu-acest-nume' }), [])
    const sold = await products(client, { availability: 'sold' })
    assert.ok(sold.every(({ availability }) => availability === 'sold'))
  })

  it('walks the routes of the cart', async () => {
    const guest = visitor()
    const empty = await cartOf(guest)
    assert.deepEqual({ id: empty.id, lines: empty.lines, total: empty.totals.total }, { id: null, lines: [], total: '0.00' })
    assert.equal((await drawerOf(guest)).count, 0)
    assert.equal(guest.cookies.size, 0, 'looking at an empty cart gives no cookie')

    const [article, garment] = [shelf.article(), shelf.garment()]
    await add(guest, article, '2')
    const both = await add(guest, garment, 1)
    assert.equal(both.count, 3)
    assert.ok(both.version > 0)
    const line = lineOf(both.cart, article).id
    const step = async (method: string, path: string, json?: unknown) =>
      read(await guest.send(method, path, json === undefined ? {} : { json }), 200, drawerSchema)
    assert.equal(Number(lineOf((await step('POST', `/cart/items/${line}`, { quantity: 4 })).cart, article).quantity), 4)
    assert.equal(Number(lineOf((await step('PATCH', `/cart/items/${line}`, { quantity: '3' })).cart, article).quantity), 3)
    const before = lineOf(await cartOf(guest), garment).held_until ?? ''
    assert.ok(String(lineOf((await step('POST', '/cart/renew', {})).cart, garment).held_until) >= before)
    assert.equal((await step('POST', '/cart/discount', { code: 'BUNVENIT10' })).cart.discounts.length, 1)
    assert.equal((await step('POST', '/cart/discount/remove', {})).cart.discounts.length, 0)

    const saved = await step('POST', '/cart/saved', { line })
    assert.deepEqual([saved.cart.lines.length, saved.cart.saved.length], [1, 1])
    const back = await step('POST', `/cart/saved/${saved.cart.saved[0]?.id}/return`, {})
    assert.deepEqual([back.cart.lines.length, back.cart.saved.length], [2, 0])
    await step('POST', '/cart/notices/seen', {})
    const fragment = read(await guest.post('/cart/items', { product: nameOf(garment), fragment: 'cart' }), 200, drawerSchema)
    assert.ok(fragment.html.includes(garment.url))
    const removed = await step('DELETE', `/cart/items/${lineOf(back.cart, article).id}`)
    assert.equal(removed.cart.lines.length, 1)
    assert.deepEqual((await step('POST', `/cart/items/${lineOf(removed.cart, garment).id}/remove`, {})).cart.lines, [])
    await add(guest, garment)
    assert.equal((await step('POST', '/cart/clear', {})).count, 0)
  })

  it('registers people, logs them in and out', async () => {
    const client = visitor()
    const answer = await client.post('/register', { email: 'Noua.Persoana@example.com', password: 'parola-buna-1', name: 'Noua Persoană' })
    const { user } = read(answer, 201, userSchema)
    assert.equal(user.email.toLowerCase(), 'noua.persoana@example.com')
    assert.equal((await walletOf(client)).balance, '0.00')
    assert.equal((await client.post('/logout')).status, 204)
    refusal(await client.get('/wallet'), 401, 'login_required')
    read(await client.post('/login', { email: 'noua.persoana@example.com', password: 'parola-buna-1' }), 200, userSchema)
  })

  it('offers shipping and payment in the promised order', async () => {
    const guest = visitor()
    await add(guest, shelf.garment())
    const { quote: shown, addresses } = await quote(guest)
    assert.deepEqual(addresses, [])
    assert.ok(shown.shipping_options.length >= 2)
    assert.equal(shown.totals.shipping, shown.shipping_options[0]?.price, 'the cheapest street delivery is quoted')
    assert.deepEqual(tally(shown.payment_options.map(({ id }) => id)), { wallet: 1, card: 1, cod: 1 })
    assert.equal(shown.payment_options.find(({ id }) => id === 'wallet')?.eligible, false, 'a guest has no wallet')
    const again = await quote(guest)
    assert.equal(again.quote.hash, shown.hash, 'the same cart has the same hash')
  })

  it('ships from two sellers by one option for each', async () => {
    const buyer = house.signedIn('buyer10')
    const first = shelf.garment()
    const second = shelf.garment(({ seller }) => seller.id !== first.seller.id)
    await add(buyer, first)
    await add(buyer, second)
    const { quote: shown, cart } = await quote(buyer, { payment: 'cod' })
    const option = shown.shipping_options[0]?.id
    assert.ok(option)
    const shipping = Object.fromEntries(cart.groups.map(({ seller }) => [seller.id, option]))
    const answer = await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'cod', shipping: option }), 'cod', { shipping }))
    assert.equal(answer.status, 201, answer.text)
    const order = (answer.json as { order: { parcels: { seller: { id: string } }[] } }).order
    assert.deepEqual(order.parcels.map(({ seller }) => seller.id).sort(), [first.seller.id, second.seller.id].sort())
  })

  it('describes itself', async () => {
    const answer = await visitor().get('/openapi.json')
    assert.equal(answer.status, 200)
    const described = answer.json as { openapi: string; paths: Record<string, Record<string, unknown>> }
    assert.match(described.openapi, /^3\.1\./)
    for (const [path, method] of [
      ['/cart/items', 'post'],
      ['/cart/items/{line}', 'patch'],
      ['/checkout', 'post'],
      ['/checkout', 'get'],
      ['/orders/{id}', 'get'],
      ['/login', 'post'],
      ['/wallet/top-up', 'post'],
      ['/api/products', 'get'],
    ] as const) {
      assert.ok(described.paths[path]?.[method], `${method} ${path} is not in openapi.json`)
    }
    assert.equal(read(await visitor().get('/healthz'), 200, healthSchema).database, engine.name)
  })

  it('ends with 0 on SIGTERM, after the requests in flight', async () => {
    const { database, signedIn } = await seededDatabase(engine)
    const server = await startServer(database)
    const buyer = signedIn('buyer01', server.url)
    await add(buyer, shelf.article())
    const shown = await quote(buyer, { payment: 'wallet' })
    const inFlight = buyer.post('/checkout', purchase(shown, 'wallet'))
    await buyer.get('/healthz')
    assert.equal(await server.stop(), 0, server.output())
    assert.equal((await inFlight).status, 201)
    await database.drop()
  })
})

it('refuses to start with a wrong setting, in one clear line', async () => {
  const database = await FILE_ENGINE.create()
  const wrong = { HOLD_POLICY: 'maybe', HOLD_SECONDS: '-1', PROTECTION_FEE: 'a lot', RATE_LIMIT: 'perhaps', DATABASE_URL: 'mysql://x' }
  const starts = Object.entries(wrong).map(async ([name, value]) => {
    const refused = await startServer(database, { [name]: value }).then(
      async (server) => `started, and ended with ${await server.stop()}`,
      (error: unknown) => String(error),
    )
    assert.match(refused, /the server ended before it was ready/, `${name}=${value}`)
    assert.ok(refused.includes(name), `${name}=${value} is not named: ${refused}`)
    assert.doesNotMatch(refused, /\bat .*:\d+:\d+/, 'a stack is not one clear line')
  })
  await Promise.all(starts)
  await database.drop()
})
