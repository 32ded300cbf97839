/** Looking changes nothing: a thousand GETs of everything public leave every row of every table as it was. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { type Client, openClient } from '../kit/client.ts'
import { lotsSchema, winsSchema } from '../kit/contract.ts'
import { crawl } from '../kit/crawl.ts'
import { contentsOf } from '../kit/database.ts'
import { listen } from '../kit/events.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf } from '../kit/shelf.ts'
import { add, login, products, read } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

const GETS = 1_000
const AT_ONCE = 16

const PUBLIC = [
  '/',
  '/?q=rochie',
  '/?type=garment&availability=available',
  '/api/products',
  '/api/products?limit=100',
  '/api/products?q=palton',
  '/api/products?type=article',
  '/api/products?availability=sold',
  '/cart',
  '/cart/drawer',
  '/checkout',
  '/login',
  '/register',
  '/auctions',
  '/queue',
  '/healthz',
  '/openapi.json',
]

/** Every public address: the fixed ones, each product and its picture, and what the front page links to. */
async function publicPaths(visitor: Client): Promise<string[]> {
  const paths = new Set(PUBLIC)
  for (const { url, image } of await products(visitor)) {
    paths.add(url)
    paths.add(image)
  }
  for (const { id } of read(await visitor.get('/auctions'), 200, lotsSchema).items) paths.add(`/auctions/${id}`)
  for (const path of await crawl(visitor, ['/'])) paths.add(path)
  const front = await visitor.page('/')
  for (const [, path = ''] of front.text.matchAll(/\s(?:href|src)="(\/[^"#]*)"/g)) paths.add(path.replaceAll('&amp;', '&'))
  return [...paths]
}

onEveryEngine('reading writes nothing', (engine) => {
  let house: House
  // The sweeper tidies on a clock of its own; without it every write here is the fault of a GET. Rate limits are on, as in the shop.
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '0', RATE_LIMIT: 'on' })
  })
  after(() => house.close())

  it('a thousand GETs by plain visitors set no cookie and change no row', async () => {
    const visitor = house.visitor()
    const paths = await publicPaths(visitor)
    assert.ok(paths.length > 100)
    const original = await contentsOf(house.database)
    assert.ok(Object.keys(original).length > 10)

    const accepts = ['application/json', 'text/html']
    let sent = 0
    const walk = async (): Promise<void> => {
      while (sent < GETS) {
        const index = sent
        sent += 1
        const method = index % 10 === 9 ? 'HEAD' : 'GET'
        const path = paths[index % paths.length] ?? '/'
        const answer = await visitor.send(method, path, { accept: accepts[Math.floor(index / paths.length) % 2] ?? '' })
        assert.ok([200, 303].includes(answer.status), `${method} ${path} -> ${answer.status}: ${answer.text.slice(0, 200)}`)
        assert.deepEqual(answer.setCookies, [], `${method} ${path}`)
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, walk))
    assert.deepEqual(await contentsOf(house.database), original)
  })

  it('a crawler with a cookie that nobody gave it leaves nothing behind', async () => {
    const names = await sessionCookies(house.url)
    const original = await contentsOf(house.database)
    for (const value of ['x', 'a.b.c', 'A'.repeat(200), '%00', '../../etc/passwd', '"quoted"', 'e30.e30']) {
      const crawler = openClient(house.url, new Map(names.map((name) => [name, value])))
      for (const path of ['/', '/cart', '/cart/drawer', '/checkout', '/api/products']) {
        assert.equal((await crawler.get(path)).status, 200, `${path} with cookie ${value}`)
      }
    }
    assert.deepEqual(await contentsOf(house.database), original)
  })

  it('a guest with a cart and a logged-in buyer may look as often as they like', async () => {
    const guest = house.visitor()
    const buyer = house.signedIn('ana')
    const shelf = await openShelf(house.url)
    await add(guest, shelf.garment())
    await add(buyer, shelf.garment())
    const original = await contentsOf(house.database)
    for (const client of [guest, buyer]) {
      for (const path of ['/', '/cart', '/cart/drawer', '/checkout', '/checkout?payment=cod', '/api/products', '/auctions']) {
        assert.equal((await client.get(path)).status, 200, path)
        assert.equal((await client.page(path.startsWith('/api') ? '/' : path)).status, 200, path)
      }
    }
    for (const path of [
      '/orders',
      '/wallet',
      '/addresses',
      '/account',
      '/account/bids',
      '/account/profile',
      '/account/wins',
      '/queue',
      '/sell',
    ]) {
      const answer = await buyer.get(path)
      assert.ok(answer.status < 500, path)
    }
    assert.ok((await crawl(buyer, ['/account', '/orders', '/wallet', '/addresses', '/queue', '/cart'])).length > 6)
    assert.deepEqual(await contentsOf(house.database), original)
  })

  it('sellers, staff and those who watch auctions may as well', async () => {
    const [seller, admin] = [house.signedIn('mihai'), house.visitor()]
    await login(admin, 'admin')
    const [win] = read(await house.signedIn('ana').get('/account/wins'), 200, winsSchema).items
    assert.ok(win)
    const original = await contentsOf(house.database)
    for (const accept of ['application/json', 'text/html']) {
      for (const path of ['/sell', '/sell?state=held', '/sell/new?name=x', '/sell/sales', '/sell/payouts'])
        assert.equal((await seller.send('GET', path, { accept })).status, 200, path)
      for (const path of ['/admin', '/admin?check=1', '/admin/audit', `/admin/wins/${win.id}`])
        assert.equal((await admin.send('GET', path, { accept })).status, 200, path)
    }
    assert.ok((await crawl(seller, ['/sell'])).length > 2)
    assert.ok((await crawl(admin, ['/admin'])).length > 8)
    const [lot] = read(await seller.get('/auctions'), 200, lotsSchema).items
    const listening = await listen(house.url, lot?.id ?? '')
    assert.equal((await listening.next())?.lot.id, lot?.id)
    listening.leave()
    assert.deepEqual(await contentsOf(house.database), original)
  })
})

/** The names of the cookies the shop gives to somebody who has a cart. */
async function sessionCookies(url: string): Promise<string[]> {
  const client = openClient(url)
  const shelf = await openShelf(url)
  await add(client, shelf.article())
  assert.ok(client.cookies.size > 0)
  return [...client.cookies.keys()]
}
