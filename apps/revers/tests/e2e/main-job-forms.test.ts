/** The main job once more in a browser without scripts: real pages, their own forms, POST, 303, page. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Answer, Client } from '../kit/client.ts'
import { minor } from '../kit/contract.ts'
import type { Product } from '../kit/contract-types.ts'
import { type Form, fieldOf, fill, formTo } from '../kit/forms.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { CLUJ, cartOf, lineOf, look, nameOf, orderOf, ordersOf, PASSWORD, walletOf } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

async function open(client: Client, path: string): Promise<Answer> {
  const page = await client.page(path)
  assert.equal(page.status, 200, `${path} -> ${page.status}: ${page.text.slice(0, 500)}`)
  assert.match(page.headers['content-type'] ?? '', /^text\/html/)
  assert.match(page.text, /<html[^>]+lang=/)
  return page
}

/** Fills in a form of a page and sends it; every change must answer 303 to a path of this site, which must be a page. */
async function press(client: Client, page: Answer, action: string | RegExp, answers: Record<string, string> = {}): Promise<Answer> {
  const form = formTo(page, action, (each) => Object.keys(answers).every((name) => fieldOf(each, name)))
  const answer = await client.submit(form.action, fill(form, answers))
  assert.equal(answer.status, 303, `POST ${form.action} -> ${answer.status}: ${answer.text.slice(0, 800)}`)
  const location = answer.headers.location ?? ''
  const target = new URL(location, client.url)
  assert.equal(target.origin, client.url, `${form.action} leads to ${location}`)
  return open(client, target.pathname + target.search)
}

const isFor =
  (product: Product) =>
  (form: Form): boolean =>
    form.fields.some(([name, value]) => name === 'product' && value === nameOf(product))

async function addByForm(client: Client, product: Product): Promise<Answer> {
  const page = await open(client, product.url)
  const form = formTo(page, '/cart/items', isFor(product))
  const done = await client.submitAndFollow(form.action, form.fields)
  assert.equal(done.status, 200, done.text.slice(0, 500))
  const cart = await open(client, '/cart')
  assert.ok(cart.text.includes(product.url), 'the cart page links to the garment')
  return cart
}

async function loginByForm(client: Client, person: string): Promise<void> {
  await press(client, await open(client, '/login'), '/login', { email: `${person}@example.com`, password: PASSWORD })
}

/** A person types the address only where the page asks for it. */
function typedAddress(page: Answer): Record<string, string> {
  const form = formTo(page, '/checkout')
  const asked = ['name', 'line1', 'city', 'county', 'postal_code', 'country', 'phone'] as const
  const { name, line1, city, county = '', postal_code, country, phone = '' } = CLUJ
  const known = { name, line1, city, county, postal_code, country, phone }
  return Object.fromEntries(asked.filter((field) => fieldOf(form, field)).map((field) => [field, known[field]]))
}

async function soldOrder(client: Client, visitor: Client, product: Product): Promise<void> {
  assert.equal((await look(visitor, product)).availability, 'sold')
  const page = await open(visitor, product.url)
  assert.throws(
    () => formTo(page, '/cart/items', (form) => form.fields.some(([, value]) => value.endsWith(`:${product.id}`))),
    /has no form/,
  )
  assert.ok((await cartOf(client)).lines.every((line) => line.product.id !== product.id || line.product.type !== product.type))
}

onEveryEngine('main job by plain forms', (engine) => {
  let house: House
  let shelf: Shelf
  const visitor = (): Client => house.visitor()
  before(async () => {
    house = await openHouse(engine)
    shelf = await openShelf(house.url)
  })
  after(() => house.close())

  it('finds a garment, logs in as Ana and pays her whole cart by wallet', async () => {
    const ana = visitor()
    const garment = shelf.garment((product) => minor(product.price) <= 30_000n)
    await open(ana, '/')
    await addByForm(ana, garment)
    await loginByForm(ana, 'ana')
    assert.equal((await cartOf(ana)).lines.length, 3, 'the garment and the two lots she has won')
    const page = await open(ana, '/checkout?payment=wallet')
    const done = await press(ana, page, '/checkout', { payment: 'wallet' })
    const [order] = await ordersOf(ana)
    assert.ok(order)
    assert.ok(done.text.includes(order.number), 'the page at the end shows the order number')
    assert.equal(done.path, order.url)
    assert.equal(order.lines.length, 3)
    assert.equal(minor((await walletOf(ana)).balance), 100_000n - minor(order.total))
    await soldOrder(ana, visitor(), garment)
  })

  it('sells cash on delivery', async () => {
    const buyer = visitor()
    const garment = shelf.garment()
    await addByForm(buyer, garment)
    await loginByForm(buyer, 'buyer01')
    const page = await open(buyer, '/checkout?payment=cod')
    await press(buyer, page, '/checkout', { payment: 'cod', ...typedAddress(page) })
    const [order] = await ordersOf(buyer)
    assert.equal(order?.payments[0]?.method, 'cod')
    assert.partialDeepStrictEqual(order?.address, { line1: CLUJ.line1, city: CLUJ.city, postal_code: CLUJ.postal_code })
    await soldOrder(buyer, visitor(), garment)
  })

  it('sells to a guest by card: declined first, then paid', async () => {
    const guest = visitor()
    const garment = shelf.garment()
    await addByForm(guest, garment)
    const pay = async (outcome: string): Promise<Answer> => {
      const page = await open(guest, '/checkout?payment=card')
      const provider = await press(guest, page, '/checkout', { payment: 'card', email: 'oaspete@example.com', ...typedAddress(page) })
      assert.match(provider.path, /^\/payments\/simulated\//)
      const form = formTo(provider, /^\/payments\/simulated\//, (each) => fieldOf(each, 'outcome') !== undefined)
      return guest.submitAndFollow(form.action || provider.path, [
        ...form.fields.filter(([name]) => name !== 'outcome'),
        ['outcome', outcome],
      ])
    }
    const declined = await pay('decline')
    assert.ok(declined.status < 500)
    assert.equal(lineOf(await cartOf(guest), garment).state, 'ok')

    const done = await pay('succeed')
    assert.equal(done.status, 200)
    assert.match(done.path, /^\/orders\//)
    const order = await orderOf(guest, done.path.split('/')[2] ?? '')
    assert.ok(done.text.includes(order.number))
    assert.equal(order.payments[0]?.state, 'captured')
    assert.equal((await visitor().page(done.path)).status, 404)
    await soldOrder(guest, visitor(), garment)
  })

  it('changes the cart by forms: quantity, discount, remove, clear', async () => {
    const guest = visitor()
    const article = shelf.article()
    await addByForm(guest, article)
    const line = lineOf(await cartOf(guest), article)
    await press(guest, await open(guest, '/cart'), `/cart/items/${line.id}`, { quantity: '4' })
    assert.equal(Number(lineOf(await cartOf(guest), article).quantity), 4)
    await press(guest, await open(guest, '/cart'), '/cart/discount', { code: 'BUNVENIT10' })
    assert.deepEqual(
      (await cartOf(guest)).discounts.map(({ code }) => code),
      ['BUNVENIT10'],
    )
    await press(guest, await open(guest, '/cart'), '/cart/discount/remove')
    assert.deepEqual((await cartOf(guest)).discounts, [])
    await press(guest, await open(guest, '/cart'), `/cart/items/${line.id}/remove`)
    assert.deepEqual((await cartOf(guest)).lines, [])
  })

  it('answers a refused form without scripts: somebody else holds the garment', async () => {
    const garment = shelf.garment()
    const late = visitor()
    const page = await open(late, garment.url)
    await addByForm(visitor(), garment)
    const form = formTo(page, '/cart/items', isFor(garment))
    const answer = await late.submitAndFollow(form.action, form.fields)
    assert.ok(answer.status < 500 && answer.text.includes('</html>'), `${answer.status}: ${answer.text.slice(0, 300)}`)
    assert.deepEqual((await cartOf(late)).lines, [])
  })

  it('leads to no other site, whatever a form says', async () => {
    const guest = visitor()
    const article = shelf.article()
    for (const next of [
      '//evil.example',
      '/\\evil.example',
      '/\t/evil.example',
      'https://evil.example/',
      'javascript:alert(1)',
      '///evil.example',
      '\\\\evil.example',
      '@evil.example',
      '/%0d%0aset-cookie:x=1',
    ]) {
      const answer = await guest.submit('/cart/items', { product: `${article.type}:${article.id}`, next })
      const target = new URL(answer.headers.location ?? '/', guest.url)
      assert.equal(answer.status, 303, `next=${next} -> ${answer.status}`)
      assert.equal(target.origin, guest.url, `next=${next} leads to ${answer.headers.location}`)
    }
    const stays = await guest.submit('/cart/items', { product: `${article.type}:${article.id}`, next: '/?q=rochie' })
    assert.equal(stays.headers.location, '/?q=rochie')
    const plain = await guest.submit('/cart/items', { product: `${article.type}:${article.id}` })
    assert.equal(plain.headers.location, '/cart')
  })
})
