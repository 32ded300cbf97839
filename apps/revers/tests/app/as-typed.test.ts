/** What people type, and where they land: amounts with a comma, searches in the plural, addresses cut short, and pages that wait for a moment. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Browser, openApp } from './open-app.ts'

const PAGE = 'text/html'

describe('what people type', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())

  const signedIn = async (person: string): Promise<Browser> => {
    const browser = app.browser()
    await browser.login(person)
    return browser
  }
  const idsOf = async (q: string): Promise<readonly string[]> => {
    const { items } = (await app.browser().get(`/api/products?limit=100&q=${encodeURIComponent(q)}`)).json as unknown as {
      items: { id: string }[]
    }
    return items.map(({ id }) => id)
  }
  const listing = { silhouette: 'dress', fabric: 'solid', colourway: 'forest', condition: 'good' }

  it('may be an amount with a comma in a form, and not in JSON', async () => {
    const ana = await signedIn('ana')
    const before = (await ana.get('/wallet')).json as unknown as { balance: string }
    assert.equal((await ana.submit('/wallet/top-up', { amount: ' 10,50 ' })).status, 303)
    const topped = (await ana.get('/wallet')).json as unknown as { balance: string }
    assert.equal(Number(topped.balance), Number(before.balance) + 10.5)
    assert.equal((await ana.post('/wallet/top-up', { amount: '10,50' })).status, 422)
    for (const amount of ['1.234,50', '1,234', '10,', '12 lei', '1 000'])
      assert.equal((await ana.submit('/wallet/top-up', { amount })).status, 422, amount)
    assert.match(
      (await ana.submit('/wallet/top-up', { amount: '1,2,3' })).text,
      /value="1,2,3"[\s\S]*de exemplu 120,50|de exemplu 120,50[\s\S]*value="1,2,3"/,
    )
    assert.match((await ana.get('/wallet?amount=20.50', PAGE)).text, /name="amount" type="text" value="20,50"/)
  })

  it('may be a bid, a price, and a weight', async () => {
    const mihai = await signedIn('mihai')
    assert.equal((await mihai.submit('/sell', { ...listing, name: 'Rochie cu virgulă', price: '99,90' })).status, 303)
    const { items } = (await mihai.get('/sell')).json as unknown as { items: { id: string; price: string }[] }
    const [made] = items
    assert.equal(made?.price, '99.90')
    const path = `/sell/${made?.id}`
    assert.match((await mihai.get('/sell', PAGE)).text, /name="start_price" type="text" value="99,90"/)
    assert.equal((await mihai.submit(`${path}/reserve`, { buyer: 'ana@example.com', hours: ' 24 ', price: '80,5' })).status, 303)
    assert.equal((await mihai.submit(`${path}/release`, {})).status, 303)
    assert.equal((await mihai.submit(`${path}/auction`, { start_price: '50,50', reserve_price: ' ', days: '1' })).status, 303)
    const ana = await signedIn('ana')
    const lots = (await ana.get('/auctions')).json as unknown as { items: { id: string; price: string; product: { id: string } }[] }
    const lot = lots.items.find(({ product }) => product.id === made?.id)
    assert.equal(lot?.price, '50.50')
    assert.equal((await ana.submit(`/auctions/${lot?.id}/bids`, { amount: '60,50' })).status, 303)
    assert.equal((await ana.post(`/auctions/${lot?.id}/bids`, { amount: '70,50' })).status, 422)
    const guest = app.browser()
    const shelf = (await guest.get('/api/products?type=material')).json as unknown as { items: { id: string }[] }
    assert.equal((await guest.submit('/cart/items', { product: `material:${shelf.items[0]?.id}`, quantity: '0,25' })).status, 303)
    const cart = (await guest.get('/cart/drawer')).json as unknown as { cart: { lines: { id: string; quantity: string }[] } }
    const [line] = cart.cart.lines
    assert.equal(line?.quantity, '0.25')
    assert.equal((await guest.submit(`/cart/items/${line?.id}`, { quantity: ' 0,5 ' })).status, 303)
    assert.match((await guest.get('/cart', PAGE)).text, /name="quantity" value="0,5"/)
    await guest.submit(`/cart/items/${line?.id}`, { quantity: '0,0001' })
    assert.match((await guest.get('/cart', PAGE)).text, /cel mult trei zecimale, de exemplu 0,25/)
  })

  it('is searched by the kinds of things, one or many, in both languages', async () => {
    const dresses = await idsOf('rochii')
    assert.ok(dresses.length > 3)
    assert.deepEqual(await idsOf('dresses'), dresses)
    const one = new Set(dresses)
    for (const id of await idsOf('rochie')) assert.ok(one.has(id), id)
    assert.ok((await idsOf('paltoane')).length > 0)
    const green = await idsOf('rochii verde')
    assert.ok(green.length > 0 && green.length < dresses.length && green.every((id) => one.has(id)))
    const tees = await idsOf('t-shirts')
    assert.deepEqual(tees, await idsOf('tricouri'))
    assert.notDeepEqual(tees, await idsOf('shirts'))
  })

  it('may be longer than a search, and an address may be old', async () => {
    const visitor = app.browser()
    assert.equal((await visitor.get(`/?q=${'x'.repeat(500)}`, PAGE)).status, 200)
    for (const query of ['cursor=xx', 'sort=sideways', 'colour=plaid', 'availability=perhaps'])
      assert.match((await visitor.get(`/?${query}`, PAGE)).text, /<ul class="grid">/, query)
    const lost = await visitor.get('/?category=spaceship', PAGE)
    assert.match(lost.text, /Nicio piesă nu se potrivește[\s\S]*Fără: spaceship/)
    assert.match((await visitor.get('/?q=zzzz', PAGE)).text, /<h1>Rezultate pentru „zzzz”<\/h1>/)
    assert.match((await visitor.get('/?price_min=x', PAGE)).text, /nu sunt filtrate după preț/)
  })

  it('leads on whoever is logged in already, within this site', async () => {
    const ana = await signedIn('ana')
    for (const [path, target] of [
      ['/login', '/account'],
      ['/register?next=/help', '/help'],
      ['/login?next=//evil.example', '/account'],
    ] as const) {
      const { status, headers } = await ana.get(path, PAGE)
      assert.deepEqual([status, headers.get('location')], [303, target], path)
    }
    assert.equal((await app.browser().get('/login', PAGE)).status, 200)
  })

  it('is told how to become a seller, and sellers what the shop keeps', async () => {
    const buyer = await signedIn('buyer03')
    for (const [path, expected] of [
      ['/sell', 200],
      ['/sell/new', 200],
      ['/sell/sales', 404],
      ['/sell/payouts', 404],
    ] as const) {
      const { status, text } = await buyer.get(path, PAGE)
      assert.equal(status, expected, path)
      assert.match(text, /Vrei să vinzi\?[\s\S]*mailto:ajutor@example\.com/, path)
    }
    assert.equal((await buyer.get('/sell/sales')).status, 404)
    const mihai = await signedIn('mihai')
    for (const path of ['/sell/new', '/sell/payouts', '/help']) assert.match((await mihai.get(path, PAGE)).text, /comision de 10%/, path)
  })

  it('is no markup on a parcel', async () => {
    const mihai = await signedIn('mihai')
    for (const tracking of ['<b>1</b>', 'RO\u202e123', 'a"b']) {
      const { status } = await mihai.post('/sell/sales/none/ship', { tracking })
      assert.equal(status, 422, tracking)
    }
    assert.equal((await mihai.post('/sell/sales/none/ship', { tracking: 'RO-123 456/7' })).status, 404)
  })

  it('waits on a page that comes anew when the hold of somebody else is over', async () => {
    const [ana, guest] = [await signedIn('ana'), app.browser()]
    await ana.post('/cart/items', { product: 'garment:5' })
    const timer = /<hold-timer until="[^"]+" hidden><\/hold-timer>/
    assert.match((await guest.get('/p/garment/5', PAGE)).text, timer)
    await guest.submit('/queue', { product: 'garment:5' })
    assert.match((await guest.get('/queue', PAGE)).text, timer)
    assert.doesNotMatch((await ana.get('/p/garment/5', PAGE)).text, timer)
  })
})
