/** What belongs to somebody else is simply not there, and no other site can make a browser change anything. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Answer, Client, Extras } from '../kit/client.ts'
import { addressesSchema, minor, placedSchema } from '../kit/contract.ts'
import type { Order, Product } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import {
  add,
  CLUJ,
  cartOf,
  codeOf,
  lineOf,
  login,
  nameOf,
  newKey,
  orderOf,
  purchase,
  quote,
  read,
  refusal,
  tryAdd,
  walletOf,
} from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

onEveryEngine('strangers', (engine) => {
  let house: House
  let shelf: Shelf
  let owner: Client
  let order: Order
  let line: string
  let addressId: string
  let article: Product
  before(async () => {
    house = await openHouse(engine)
    shelf = await openShelf(house.url)
    article = shelf.article()
    owner = house.signedIn('ana')
    await add(owner, shelf.article())
    line = (await cartOf(owner)).lines.find(({ kind }) => kind === 'item')?.id ?? ''
    const shown = await quote(owner, { payment: 'wallet', lines: line })
    order = read(await owner.post('/checkout', purchase(shown, 'wallet', { lines: [line] })), 201, placedSchema).order
    line = lineOf((await add(owner, article)).cart, article).id
    addressId = read(await owner.get('/addresses'), 200, addressesSchema).items[0]?.id ?? ''
    assert.ok(addressId && line)
  })
  after(() => house.close())

  /** A guest without a cart, a guest with one, another buyer, a seller. */
  const others = async (): Promise<Client[]> => {
    const [nobody, guest, buyer, seller] = [house.visitor(), house.visitor(), house.signedIn('buyer01'), house.signedIn('mihai')]
    await add(guest, article)
    await add(buyer, article)
    return [nobody, guest, buyer, seller]
  }

  it('answers for another’s order, line and address as for one that does not exist', async () => {
    const ids = (id: string): readonly (readonly [string, string, unknown])[] => [
      ['GET', `/orders/${id}`, undefined],
      ['POST', `/orders/${id}/cancel`, {}],
      ['POST', `/orders/${id}/received`, {}],
    ]
    const lines = (id: string): readonly (readonly [string, string, unknown])[] => [
      ['POST', `/cart/items/${id}`, { quantity: 2 }],
      ['PATCH', `/cart/items/${id}`, { quantity: 2 }],
      ['POST', `/cart/items/${id}/remove`, {}],
      ['DELETE', `/cart/items/${id}`, undefined],
      ['POST', '/cart/saved', { line: id }],
    ]
    const addresses = (id: string): readonly (readonly [string, string, unknown])[] =>
      ['use', 'remove'].map((act) => ['POST', `/addresses/${id}/${act}`, {}])
    const turned = (id: string): string => id.split('').reverse().join('')
    for (const stranger of await others()) {
      for (const [real, made] of [
        [ids(order.id), ids(turned(order.id))],
        [lines(line), lines(turned(line))],
        [addresses(addressId), addresses(turned(addressId))],
      ] as const) {
        for (const [index, [method, path, json]] of real.entries()) {
          const extras: Extras = json === undefined ? {} : { json }
          const answer = await stranger.send(method, path, extras)
          const [otherMethod, otherPath] = made[index] ?? ['', '']
          const missing = await stranger.send(otherMethod, otherPath, extras)
          assert.equal(answer.status, missing.status, `${method} ${path}`)
          assert.deepEqual(Object.keys(Object(answer.json)).sort(), Object.keys(Object(missing.json)).sort())
          if (answer.status === 401) refusal(answer, 401, 'login_required')
          else refusal(answer, 404, 'not_found', 'item_not_found')
        }
      }
    }
    assert.deepEqual(await orderOf(owner, order.id), order)
    assert.equal(Number(lineOf(await cartOf(owner), article).quantity), 1)
    assert.equal(read(await owner.get('/addresses'), 200, addressesSchema).items.length, 1)
  })

  it('sends nothing to another’s address and buys nothing of another’s cart', async () => {
    const stranger = house.signedIn('buyer02')
    await add(stranger, article)
    const shown = await quote(stranger, { payment: 'wallet' })
    const [theirs, nobodys] = await Promise.all(
      [addressId, 'no-such-address'].map((address) => stranger.post('/checkout', purchase(shown, 'wallet', { address }))),
    )
    assert.ok(['not_found', 'address_required'].includes(codeOf(theirs as Answer)), theirs?.text)
    assert.equal(theirs?.text, nobodys?.text, 'an address of somebody else is as good as none')
    refusal(await stranger.post('/checkout', purchase(shown, 'wallet', { lines: [line] })), 404, 'item_not_found')
    assert.equal(minor((await walletOf(stranger)).balance), 100_000n)
  })

  it('gives a new session at login, and leaves none at logout', async () => {
    const guest = house.visitor()
    await add(guest, article)
    const thief = guest.clone()
    await login(guest, 'buyer03')
    refusal(await thief.get('/orders'), 401, 'login_required')
    assert.deepEqual((await cartOf(thief)).lines, [], 'the cookie from before the login opens nothing any more')
    const left = guest.clone()
    assert.equal((await guest.post('/logout')).status, 204)
    refusal(await guest.get('/orders'), 401, 'login_required')
    refusal(await left.get('/orders'), 401, 'login_required')
    assert.deepEqual((await cartOf(guest)).lines, [])
  })

  const evil: readonly (readonly [string, Extras])[] = [
    ['another origin', { origin: 'https://evil.example' }],
    ['no site at all', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['our name at another', { origin: 'http://127.0.0.1.evil.example' }],
    ['nothing said', { origin: null }],
    ['cross-site', { origin: null, headers: { 'sec-fetch-site': 'cross-site' } }],
    ['same-site', { origin: null, headers: { 'sec-fetch-site': 'same-site' } }],
    ['nonsense', { origin: null, headers: { 'sec-fetch-site': 'perhaps' } }],
  ]
  const bodies = (fields: Record<string, string>): readonly (readonly [string, Extras])[] => [
    ['json', { json: fields }],
    ['form', { form: fields }],
    ['text', { raw: { type: 'text/plain', bytes: JSON.stringify(fields) } }],
    ['unknown', { raw: { type: 'foo', bytes: JSON.stringify(fields) } }],
    ['untyped', { raw: { type: '', bytes: JSON.stringify(fields) } }],
    ['multipart', { raw: { type: 'multipart/form-data; boundary=b', bytes: multipart(fields) } }],
  ]

  it('lets no other site change anything, whatever the body is', async () => {
    const victim = house.signedIn('buyer04')
    const { cart } = await add(victim, article)
    const [item] = cart.lines
    assert.ok(item)
    const changes: readonly (readonly [string, string, Record<string, string>])[] = [
      ['POST', '/cart/items', { product: nameOf(article) }],
      ['PATCH', `/cart/items/${item.id}`, { quantity: '7' }],
      ['POST', '/cart/clear', {}],
      ['POST', '/cart/discount', { code: 'BUNVENIT10' }],
      ['POST', '/wallet/top-up', { amount: '10.00' }],
      ['POST', '/checkout', { key: newKey(), quote: 'x', payment: 'wallet' }],
      ['POST', '/logout', {}],
      ['POST', '/login', { email: 'ana@example.com', password: 'parola-demo-1' }],
    ]
    for (const [from, header] of evil) {
      for (const [method, path, fields] of changes) {
        for (const [kind, body] of bodies(fields)) {
          const answer = await victim.send(method, path, { ...body, ...header })
          const name = `${method} ${path} from ${from} as ${kind}`
          if (kind === 'json' || kind === 'form') refusal(answer, 403, 'forbidden_origin')
          else assert.ok([400, 403, 415].includes(answer.status), `${name} -> ${answer.status}`)
        }
      }
      refusal(await victim.send('DELETE', `/cart/items/${item.id}`, header), 403, 'forbidden_origin')
    }
    assert.deepEqual(await cartOf(victim), cart)
    assert.equal((await walletOf(victim)).balance, '1000.00')
  })

  it('lets our own pages, and programs without cookies, change things', async () => {
    for (const extras of [
      {},
      { origin: null, headers: { 'sec-fetch-site': 'same-origin' } },
      { origin: null, headers: { 'sec-fetch-site': 'none' } },
      { origin: null },
    ]) {
      const client = house.visitor()
      assert.equal((await tryAdd(client, article, 1, extras)).status, 200, JSON.stringify(extras))
    }
  })

  it('takes no webhook that is not signed', async () => {
    const hook = house.visitor()
    for (const headers of [{}, { 'stripe-signature': 't=1,v1=00' }]) {
      const answer = await hook.send('POST', '/webhooks/stripe', {
        json: { type: 'payment_intent.succeeded' },
        origin: 'https://evil.example',
        headers,
      })
      assert.equal(answer.status, 400, answer.text)
    }
  })

  it('keeps the address book of one person', async () => {
    const buyer = house.signedIn('buyer05')
    const kept = await buyer.post('/addresses', CLUJ)
    assert.ok([200, 201].includes(kept.status), kept.text)
    const { items } = read(await buyer.get('/addresses'), 200, addressesSchema)
    assert.deepEqual(
      items.map(({ city }) => city),
      ['Cluj-Napoca'],
    )
    await buyer.post(`/addresses/${items[0]?.id}/remove`)
    assert.deepEqual(read(await buyer.get('/addresses'), 200, addressesSchema).items, [])
  })
})

function multipart(fields: Record<string, string>): string {
  const parts = Object.entries(fields).map(([name, value]) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
  return `${parts.join('')}--b--\r\n`
}
