/** The places of one's own: addresses that change, the auctions bid in, the profile, a listing that is drawn first, and one that goes to auction. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client } from '../kit/client.ts'
import { addressesSchema, lotSchema, lotsSchema, ordersSchema, placedSchema } from '../kit/contract.ts'
import { fill, formTo } from '../kit/forms.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, CLUJ, codeOf, look, purchase, quote, read, refusal, tryAdd } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

interface Listing {
  readonly id: string
  readonly state: string
  readonly price: string
}

const listingsOf = async (seller: Client, query = ''): Promise<Listing[]> =>
  ((await seller.get(`/sell${query}`)).json as { items: Listing[] }).items

onEveryEngine('places of one’s own', (engine) => {
  let house: House
  let shelf: Shelf
  let mihai: Client
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '0' })
    shelf = await openShelf(house.url)
    mihai = house.signedIn('mihai')
  })
  after(() => house.close())

  it('let an address be changed by its owner, and by nobody else', async () => {
    const [owner, other] = [house.signedIn('buyer01'), house.signedIn('buyer02')]
    for (const name of ['Ilinca Moraru', 'Dan Moraru']) assert.equal((await owner.post('/addresses', { ...CLUJ, name })).status, 201)
    const [first] = read(await owner.get('/addresses'), 200, addressesSchema).items
    assert.ok(first)
    const path = `/addresses/${first.id}`
    refusal(await other.post(path, { ...CLUJ, city: 'Dej' }), 404, 'not_found')
    refusal(await house.visitor().post(path, CLUJ), 401, 'login_required')
    refusal(await owner.post(path, { ...CLUJ, city: '' }), 422, 'address_invalid')

    const page = await owner.page(`/addresses?edit=${first.id}`)
    const form = formTo(page, path)
    assert.equal(new Map(form.fields).get('address_line1'), CLUJ.line1)
    const wrong = await owner.submit(path, fill(form, { address_city: '' }))
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /id="address_city"[^>]* value=""/)
    assert.match(wrong.text, /id="address_line1"[^>]* value="Strada Fagului 12, ap. 3"/)
    const done = await owner.submitAndFollow(path, fill(form, { address_city: 'Turda' }))
    assert.match(done.text, /Adresa a fost salvată/)
    const after = read(await owner.get('/addresses'), 200, addressesSchema).items
    assert.deepEqual(
      after.map(({ id, city }) => [id === first.id, city]),
      [
        [true, 'Turda'],
        [false, CLUJ.city],
      ],
    )
    assert.doesNotMatch((await other.page(`/addresses?edit=${first.id}`)).text, /Turda/)
  })

  it('let somebody choose the address that checkout proposes, until that one is removed', async () => {
    const buyer = house.signedIn('buyer03')
    for (const name of ['Unu', 'Doi', 'Trei']) assert.equal((await buyer.post('/addresses', { ...CLUJ, name })).status, 201)
    const names = async (): Promise<string[]> => read(await buyer.get('/addresses'), 200, addressesSchema).items.map(({ name }) => name)
    const idOf = async (wanted: string): Promise<string> =>
      read(await buyer.get('/addresses'), 200, addressesSchema).items.find(({ name }) => name === wanted)?.id ?? ''
    assert.deepEqual(await names(), ['Unu', 'Doi', 'Trei'])

    const path = `/addresses/${await idOf('Trei')}/use`
    const chosen = await buyer.submitAndFollow(path, formTo(await buyer.page('/addresses'), path).fields)
    assert.match(chosen.text, /La comandă îți propunem adresa/)
    assert.deepEqual(await names(), ['Trei', 'Unu', 'Doi'])
    await add(buyer, shelf.garment())
    const box = /<input type="radio"[^>]* name="address"[^>]* checked>/.exec((await buyer.page('/checkout')).text)?.[0] ?? ''
    assert.ok(box.includes(await idOf('Trei')), 'it is the one that is marked at checkout')

    assert.equal((await buyer.post(`/addresses/${await idOf('Doi')}/use`)).status, 200)
    assert.deepEqual(await names(), ['Doi', 'Unu', 'Trei'], 'only one is chosen')
    refusal(await buyer.post('/addresses/no-such-address/use'), 404, 'not_found')
    refusal(await house.signedIn('buyer02').post(`/addresses/${await idOf('Unu')}/use`), 404, 'not_found')
    refusal(await house.visitor().post(`/addresses/${await idOf('Unu')}/use`), 401, 'login_required')
    assert.deepEqual(await names(), ['Doi', 'Unu', 'Trei'], 'a refusal leaves the choice as it was')
    await buyer.post(`/addresses/${await idOf('Doi')}/remove`)
    assert.deepEqual(await names(), ['Unu', 'Trei'])

    const paths = [`/addresses/${await idOf('Unu')}/use`, `/addresses/${await idOf('Trei')}/use`]
    for (let round = 0; round < 10; round += 1) {
      await house.database.query(`update address set is_default = 0 where person_id = 'buyer03' returning id`)
      const answers = await Promise.all([...paths, ...paths].map((each) => buyer.post(each)))
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200, 200],
      )
      const rows = await house.database.query(`select id from address where person_id = 'buyer03' and is_default = 1`)
      assert.equal(rows.length, 1, 'of choices at once, one stands')
    }
  })

  it('show the orders by how far they are', async () => {
    const buyer = house.signedIn('buyer04')
    const placed: string[] = []
    for (const _ of ['one', 'another']) {
      await add(buyer, shelf.garment())
      placed.push(
        read(await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')), 201, placedSchema).order.id,
      )
    }
    const [kept = '', cancelled = ''] = placed
    assert.equal((await buyer.post(`/orders/${cancelled}/cancel`)).status, 200)
    const listed = async (query: string): Promise<string[]> =>
      read(await buyer.get(`/orders${query}`), 200, ordersSchema).items.map(({ id }) => id)
    assert.deepEqual(await listed(''), [cancelled, kept])
    assert.deepEqual(await listed('?progress=under_way'), [kept])
    assert.deepEqual(await listed('?progress=cancelled'), [cancelled])
    assert.deepEqual(await listed('?progress=finished'), [])
    refusal(await buyer.get('/orders?progress=paid'), 422, 'invalid_input')
    const page = (await buyer.page('/orders?progress=finished')).text
    assert.match(page, /<a href="\/orders\?progress=finished" aria-current="page">Livrate<\/a>/)
    assert.match(page, /Nicio comandă aici/)
    assert.match((await buyer.page('/orders?progress=under_way&limit=1')).text, new RegExp(kept))
  })

  it('show the auctions somebody bids in, and how he stands', async () => {
    const [buyer, rival] = [house.signedIn('buyer03'), house.signedIn('buyer04')]
    const bidsOf = async (client: Client): Promise<{ running: { id: string; leading?: boolean }[]; ended: unknown[] }> =>
      (await client.get('/account/bids')).json as never
    assert.deepEqual(await bidsOf(buyer), { running: [], ended: [] })
    assert.match((await buyer.page('/account/bids')).text, /Nu ai licitat încă/)
    const [lot] = read(await buyer.get('/auctions'), 200, lotsSchema).items
    assert.ok(lot)
    const bid = (client: Client, amount: string) => client.post(`/auctions/${lot.id}/bids`, { amount })
    assert.equal((await bid(buyer, '400.00')).status, 200)
    assert.deepEqual(
      (await bidsOf(buyer)).running.map(({ id, leading }) => [id, leading]),
      [[lot.id, true]],
    )
    assert.equal((await bid(rival, '500.00')).status, 200)
    assert.equal((await bidsOf(buyer)).running[0]?.leading, false)
    assert.match((await buyer.page('/account/bids')).text, /ofertă depășită/)
    assert.equal((await bidsOf(house.signedIn('ana'))).ended.length, 2, 'the two she has won')
    refusal(await house.visitor().get('/account/bids'), 401, 'login_required')

    const seen = (await buyer.page(`/auctions/${lot.id}`)).text
    assert.match(seen, /Ofertantul 2[\s\S]*<strong>Tu<\/strong>/)
    assert.doesNotMatch(seen, /500,00|buyer0|Cumpărător/)
    assert.doesNotMatch((await house.visitor().page(`/auctions/${lot.id}`)).text, /500,00|400,00|<strong>Tu</)
  })

  it('show who one is, and remember how the shop is to look', async () => {
    const page = await mihai.page('/account/profile')
    assert.match(page.text, /mihai@example\.com[\s\S]*cumperi, vinzi/)
    const form = formTo(page, '/preferences', ({ names }) => names.includes('theme'))
    const changed = await mihai.submitAndFollow('/preferences', fill(form, { locale: 'en', theme: 'dark' }))
    assert.match(changed.text, /<html lang="en"[^>]* data-theme="dark"[\s\S]*My profile/)
    refusal(await house.visitor().get('/account/profile'), 401, 'login_required')
  })

  it('draw a new listing before it is published, and keep all that was typed', async () => {
    const seller = house.signedIn('mihai')
    const draft = {
      name: 'Palton „cel bun”',
      price: 'ieftin',
      silhouette: 'coat',
      fabric: 'check',
      colourway: 'wine',
      condition: 'good',
      brand: 'Halden',
    }
    const page = await seller.page(`/sell/new?${new URLSearchParams({ ...draft, next: '/sell' })}`)
    const shown = new Map(formTo(page, '/sell').fields)
    for (const [name, value] of Object.entries(draft)) assert.equal(shown.get(name), value, name)
    assert.match(page.text, /src="\/img\/preview\.svg\?silhouette=coat&amp;fabric=check&amp;colourway=wine"/)
    const strange = await seller.page('/sell/new?silhouette=__proto__&fabric=%3Cb%3E')
    assert.equal(strange.status, 200)
    assert.match(strange.text, /silhouette=dress&amp;fabric=solid/)

    const wrong = await seller.submit('/sell', fill(formTo(page, '/sell'), {}))
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /id="price"[^>]* value="ieftin"[^>]*aria-invalid="true"/)
    assert.match(wrong.text, /name="silhouette" value="coat" checked/)
    const done = await seller.submitAndFollow('/sell', fill(formTo(wrong, '/sell'), { price: '12,50' }))
    assert.match(done.text, /Palton „cel bun”/)
    assert.match((await house.signedIn('buyer05').page('/sell/new')).text, /încă nu poate vinde/)
  })

  it('list what is sold by its state', async () => {
    const garment = shelf.garmentOf('Mihai')
    await add(house.signedIn('buyer06'), garment)
    const held = await listingsOf(mihai, '?state=held')
    assert.ok(held.length > 0 && held.every(({ state }) => state === 'held'))
    assert.ok(held.some(({ id }) => id === garment.id))
    assert.ok((await listingsOf(mihai, '?state=available')).every(({ id }) => id !== garment.id))
    const page = (await house.signedIn('mihai').page('/sell?state=held')).text
    assert.match(page, /în 1 coș acum/)
    assert.match(page, /o pierde și află că nu mai este de vânzare/)
    assert.doesNotMatch(page, /buyer06|Cumpărător 06/)
    refusal(await mihai.get('/sell?state=lost'), 422, 'invalid_input')
  })

  it('put a listing up for auction: it cannot be bought any more, only bid for', async () => {
    const garment = shelf.garmentOf('Ioana')
    const seller = house.signedIn('ioana')
    const path = `/sell/${garment.id}/auction`
    const terms = { start_price: '40.00', reserve_price: '90.00', days: '3' }
    refusal(await mihai.post(path, terms), 404, 'not_found')
    refusal(await house.signedIn('buyer07').post(path, terms), 404, 'not_found')
    for (const [field, value] of [
      ['start_price', '0.00'],
      ['reserve_price', '39.99'],
      ['days', '2'],
    ] as const) {
      const { errors } = refusal(await seller.post(path, { ...terms, [field]: value }), 422, 'invalid_input') as {
        errors?: { field: string }[]
      }
      assert.deepEqual(
        errors?.map((error) => error.field),
        [field],
      )
    }
    assert.equal((await look(seller, garment)).availability, 'available')
    const again = await seller.submit(path, { ...terms, reserve_price: '10.00', next: '/sell' })
    assert.equal(again.status, 422)
    assert.match(again.text, new RegExp(`id="reserve_price-${garment.id}"[^>]*value="10.00"[^>]*aria-invalid`))

    const started = await seller.submitAndFollow(path, { ...terms, next: '/sell' })
    assert.match(started.text, /Licitația a început/)
    const buyer = house.signedIn('buyer07')
    refusal(await tryAdd(buyer, garment), 409, 'auction_only', 'item_taken')
    const lot = read(await buyer.get('/auctions'), 200, lotsSchema).items.find(({ product }) => product.id === garment.id)
    assert.deepEqual([lot?.price, lot?.reserve_met, lot?.bids], ['40.00', false, 0])
    const won = read(await buyer.post(`/auctions/${lot?.id}/bids`, { amount: '95.00' }), 200, lotSchema)
    assert.deepEqual([won.price, won.reserve_met], ['90.00', true])
    refusal(await seller.post(path, terms), 409, 'order_state')
    refusal(await seller.post(`/sell/${garment.id}/withdraw`), 409, 'order_state')
  })

  it('leave a listing as it was when it cannot be auctioned', async () => {
    const garment = shelf.garmentOf('Ioana')
    const seller = house.signedIn('ioana')
    const buyer = house.signedIn('buyer08')
    await add(buyer, garment)
    refusal(await seller.post(`/sell/${garment.id}/auction`, { start_price: '1.00', days: '1' }), 409, 'item_taken')
    const kept = (await listingsOf(seller)).find(({ id }) => id === garment.id)
    assert.deepEqual([kept?.state, kept?.price], ['held', garment.price])
    assert.equal(codeOf(await tryAdd(buyer, garment)), '200')
  })

  it('begin at most one auction of a listing, however often it is asked at once', async () => {
    const garment = shelf.garmentOf('Ioana')
    const seller = house.signedIn('ioana')
    const asked = await Promise.all(
      ['10.00', '20.00', '30.00'].map((start_price) => seller.post(`/sell/${garment.id}/auction`, { start_price, days: '1' })),
    )
    assert.deepEqual(asked.filter(({ status }) => status === 200).length, 1, asked.map(codeOf).join(' '))
    const lots = read(await seller.get('/auctions'), 200, lotsSchema).items.filter(({ product }) => product.id === garment.id)
    assert.equal(lots.length, 1)
    assert.equal((await listingsOf(seller)).find(({ id }) => id === garment.id)?.price, lots[0]?.price)
  })
})
