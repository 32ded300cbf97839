/** Any byte sequence on any route gets a documented 4xx: bodies, texts, headers, cookies, keys. Never a 5xx, never a stack (the client checks both). */
import { strict as assert } from 'node:assert'
import { randomBytes } from 'node:crypto'
import { after, before, it } from 'node:test'
import { type Client, openClient } from '../kit/client.ts'
import type { Product } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { sendRaw } from '../kit/raw.ts'
import { openShelf } from '../kit/shelf.ts'
import { add, CLUJ, cartOf, lineOf, login, nameOf, newKey, purchase, quote, refusal } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

/** Every kind of bytes as every type from everybody; else they take turns, because bodies are read in one place for all routes. */
const THOROUGH = process.env.THOROUGH === '1'
const TYPES = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']
/** Statuses that a request without any sense may get. */
const REFUSED = [400, 401, 402, 403, 404, 405, 409, 410, 413, 414, 415, 422, 429]
const POST_ROUTES = [
  '/login',
  '/logout',
  '/register',
  '/cart/items',
  '/cart/items/nothing',
  '/cart/items/nothing/remove',
  '/cart/clear',
  '/cart/renew',
  '/cart/discount',
  '/cart/discount/remove',
  '/cart/saved',
  '/cart/saved/nothing/return',
  '/cart/notices/seen',
  '/checkout',
  '/orders/nothing/cancel',
  '/orders/nothing/received',
  '/addresses',
  '/addresses/nothing',
  '/addresses/nothing/remove',
  '/wallet/top-up',
  '/payments/simulated/nothing',
]
/** The rest of the contract: reading a body is not what matters most there, but no byte may break them either. */
const OTHER_ROUTES = [
  '/cart/merge/undo',
  '/queue',
  '/queue/leave',
  '/auctions/nothing/bids',
  '/account/wins/nothing/decline',
  '/account/offers/nothing/accept',
  '/sell',
  '/sell/nothing/withdraw',
  '/sell/nothing/auction',
  '/webhooks/stripe',
]
/** Texts that have broken other shops. */
const STRANGE_TEXTS = [
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e',
  ' ',
  '%00',
  '../../etc/passwd',
  "'; drop table cart; --",
  '<script>alert(1)</script>',
  '🧥'.repeat(50),
  'x'.repeat(10_000),
]

onEveryEngine('bad bytes', (engine) => {
  let house: House
  let guest: Client
  let buyer: Client
  let article: Product
  before(async () => {
    house = await openHouse(engine)
    const shelf = await openShelf(house.url)
    article = shelf.article()
    guest = house.visitor()
    await add(guest, article)
    buyer = house.signedIn('buyer01')
    await add(buyer, article)
  })
  after(() => house.close())

  it('refuses bodies of a wrong kind or size on every route', async () => {
    const big = Buffer.from(JSON.stringify({ product: 'x'.repeat(66_000) }))
    for (const [place, path] of POST_ROUTES.entries()) {
      for (const client of THOROUGH ? [guest, buyer] : [place % 2 === 0 ? guest : buyer]) {
        refusal(await client.send('POST', path, { raw: { type: 'application/json', bytes: big } }), 413, 'payload_too_large')
        refusal(await client.send('POST', path, { raw: { type: 'application/xml', bytes: '<a/>' } }), 415, 'unsupported_media_type')
        refusal(await client.send('POST', path, { raw: { type: 'text/plain', bytes: '{}' } }), 415, 'unsupported_media_type')
        for (const bytes of ['{', '{"a":', 'undefined', '{"a":1}}', "{'a':1}", '\ufeff{', '[1,2', 'nul']) {
          const answer = await client.send('POST', path, { raw: { type: 'application/json', bytes } })
          assert.ok([400, 401, 404, 422].includes(answer.status), `${path} ${bytes} -> ${answer.status} ${answer.text.slice(0, 200)}`)
        }
      }
      // Logged out by the round above.
      if (path === '/logout') await login(buyer, 'buyer01')
    }
    const chunked = `POST /cart/items HTTP/1.1\r\nhost: x\r\naccept: application/json\r\norigin: ${house.url}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n`
    const said = await sendRaw(house.url, `${chunked}11000\r\n${'a'.repeat(0x11000)}\r\n0\r\n\r\n`)
    assert.match(said, /^HTTP\/1\.1 413 /)
  })

  it('answers any text in any field with a documented refusal', async () => {
    const good = purchase(await quote(buyer), 'wallet')
    for (const text of STRANGE_TEXTS) {
      const requests: readonly (readonly [Client, string, unknown])[] = [
        [guest, '/cart/items', { product: text }],
        [guest, '/cart/items', { product: `garment:${text}` }],
        [guest, '/cart/discount', { code: text }],
        [guest, '/cart/saved', { line: text }],
        [guest, '/login', { email: text, password: text }],
        [guest, '/register', { email: text, password: text, name: text }],
        [buyer, '/addresses', { ...CLUJ, name: '', line1: text }],
        [buyer, '/wallet/top-up', { amount: text }],
        [buyer, '/checkout', { ...good, quote: text.slice(0, 200) || 'x' }],
        [buyer, '/checkout', { ...good, key: text }],
        [buyer, '/checkout', { ...good, address: text }],
        [buyer, '/checkout', { ...good, lines: [text] }],
        [guest, '/queue', { product: text }],
      ]
      for (const [client, path, body] of requests) {
        const answer = await client.post(path, body)
        assert.ok(
          REFUSED.includes(answer.status),
          `${path} ${JSON.stringify(body).slice(0, 120)} -> ${answer.status} ${answer.text.slice(0, 200)}`,
        )
      }
      const encoded = encodeURIComponent(text.replace('\ud800', '\ufffd'))
      for (const path of [
        `/orders/${encoded}`,
        `/cart/items/${encoded}`,
        `/auctions/${encoded}`,
        `/payments/simulated/${encoded}`,
        `/garments/${encoded}`,
      ]) {
        const answer = await guest.get(path)
        assert.ok(REFUSED.includes(answer.status), `${path.slice(0, 60)} -> ${answer.status}`)
      }
      const list = await guest.get(`/api/products?q=${encoded}`)
      assert.ok(list.status === 200 || REFUSED.includes(list.status), `q=${encoded.slice(0, 60)} -> ${list.status}`)
      const page = await guest.page(`/?q=${encoded}`)
      assert.ok(page.status < 500)
      assert.ok(!page.text.includes('<script>alert(1)</script>'), 'what was searched for is escaped')
    }
  })

  it('stands any bytes as a body, a path or a header', async () => {
    for (const [place, path] of [...POST_ROUTES, ...OTHER_ROUTES].entries()) {
      for (const type of THOROUGH ? TYPES : [TYPES[place % TYPES.length] ?? '']) {
        for (const bytes of [
          randomBytes(64),
          Buffer.from([0xff, 0xfe, 0x00]),
          Buffer.from('%ff%00=%zz&&&=&a'),
          Buffer.alloc(0),
          Buffer.from('['.repeat(20_000)),
        ]) {
          const answer = await guest.send('POST', path, { raw: { type, bytes } })
          const emptyIsFine = answer.status < 400 && !['/login', '/register', '/cart/items', '/checkout', '/cart/discount'].includes(path)
          assert.ok(emptyIsFine || REFUSED.includes(answer.status), `${path} ${type} -> ${answer.status} ${answer.text.slice(0, 200)}`)
        }
      }
    }
    const prototype = `{"product":"${nameOf(article)}","__proto__":{"quantity":5},"constructor":{"prototype":{"admin":true}}}`
    refusal(await guest.send('POST', '/cart/items', { raw: { type: 'application/json', bytes: prototype } }), 422, 'invalid_input')
    const manyFields = Array.from({ length: 5_000 }, (_, index): [string, string] => [`f${index}`, 'x'])
    const many = await guest.send('POST', '/cart/items', { form: manyFields, accept: 'application/json' })
    assert.ok([413, 422].includes(many.status))

    for (const method of ['PUT', 'TRACE', 'OPTIONS', 'DELETE', 'PROPFIND']) {
      const answer = await guest.send(method, '/cart', { accept: 'text/html' })
      assert.ok(answer.status >= 200 && answer.status < 500, `${method} /cart -> ${answer.status}`)
    }
    const lines = [
      'GET http://evil.example/cart HTTP/1.1\r\nhost: evil.example',
      'GET /%ff%fe%00 HTTP/1.1\r\nhost: x',
      'GET /%E0%A4%A HTTP/1.1\r\nhost: x',
      'GET /cart?%=%&%zz HTTP/1.1\r\nhost: x',
      'GET //evil.example/../../etc/passwd HTTP/1.1\r\nhost: x',
      'GET /cart HTTP/1.1\r\nhost: x\r\ncookie: =; ;;; a; =b; "; session="\xff\xfe',
      'GET /cart HTTP/1.1\r\nhost: [::::',
      'GET /cart HTTP/1.1\r\nhost:',
      'GET /api/products?limit=1&limit=2&limit[]=3 HTTP/1.1\r\nhost: x',
      `GET /cart HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(30_000)}`,
      `GET /${'a'.repeat(15_000)} HTTP/1.1\r\nhost: x`,
    ]
    for (const head of lines) {
      const said = await sendRaw(house.url, `${head}\r\naccept: application/json\r\nconnection: close\r\n\r\n`)
      assert.match(said, /^HTTP\/1\.1 [234]\d\d /, `${head.slice(0, 80)} -> ${said.slice(0, 200)}`)
      assert.doesNotMatch(said, /node_modules|\bat .*:\d+:\d+/)
    }
    for (const bytes of [
      'GARBAGE\r\n\r\n',
      'GET /cart HTTP/1.1\r\n\r\n',
      'FROB /cart HTTP/1.1\r\nhost: x\r\n\r\n',
      'POST /cart/items HTTP/1.1\r\nhost: x\r\ntransfer-encoding: rot13\r\n\r\n',
      'POST /cart/items HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n',
      `GET /cart HTTP/1.1\r\nhost: x\r\nx-long: ${'a'.repeat(30_000)}\r\n\r\n`,
      'GET /cart HTTP/1.1\r\nhost: x\r\nexpect: foo\r\n\r\n',
    ]) {
      const said = await sendRaw(house.url, bytes)
      assert.match(
        said,
        /^HTTP\/1\.1 400 .*application\/problem\+json.*"code":"invalid_input"/is,
        `${bytes.slice(0, 80)} -> ${said.slice(0, 200)}`,
      )
    }
    assert.equal((await guest.get('/healthz')).status, 200)
  })

  it('takes a forged or broken session as no session', async () => {
    const victim = house.visitor()
    await add(victim, article)
    const [name = '', value = ''] = [...victim.cookies][0] ?? []
    assert.ok((await cartOf(victim.clone())).lines.length > 0)
    const broken = Array.from({ length: 40 }, (_, index) => {
      const at = Math.floor((index * value.length) / 40)
      return value.slice(0, at) + (value[at] === 'A' ? 'B' : 'A') + value.slice(at + 1)
    })
    // The last sign of a base64 text may carry bits that mean nothing; each other changed sign must be noticed.
    for (const forged of [...broken, '', value.slice(0, -4), `${value}AAAA`, value.split('').reverse().join('')]) {
      const thief = openClient(house.url, new Map([[name, forged]]))
      const answer = await thief.get('/cart')
      assert.equal(answer.status, 200)
      assert.deepEqual((answer.json as { lines: unknown[] }).lines, [], `changed cookie ${forged.slice(0, 12)}… opens the cart`)
    }
  })

  it('says of a missing key, a bad key and an own key what the contract says', async () => {
    const shopper = house.visitor()
    await add(shopper, article)
    for (const key of ['', ' ', 'x'.repeat(65), 'a b', 'ă', 'a/b', 'a\u0000']) {
      const answer = await shopper.post(
        '/cart/items',
        { product: nameOf(article) },
        { headers: { 'idempotency-key': Buffer.from(key, 'utf8').toString('latin1').replace('\u0000', '%') } },
      )
      assert.ok([400, 422].includes(answer.status), `key ${JSON.stringify(key)} -> ${answer.status}`)
    }
    assert.equal(Number(lineOf(await cartOf(shopper), article).quantity), 1)
    assert.equal((await shopper.post('/cart/items', { product: nameOf(article) }, { key: newKey() })).status, 200)
  })
})
