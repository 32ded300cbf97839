/** What a seller does with own things: keeping one for a buyer, letting it go, taking it back; and what the staff does to all. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Answer, Client } from '../kit/client.ts'
import { cartSchema, placedSchema, winsSchema } from '../kit/contract.ts'
import type { Product } from '../kit/contract-types.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, lineOf, login, look, nameOf, purchase, quote, read, refusal, tryAdd, walletOf } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

interface Listing extends Product {
  readonly state: string
  readonly reserved_for?: string
  readonly reserved_until?: string
  readonly reserved_price?: string
}

/** Answers that a stranger gets of what is not there for him. */
const notThere = (answers: readonly Answer[]): void => {
  for (const answer of answers) refusal(answer, 404, 'not_found')
}

onEveryEngine('selling', (engine) => {
  let house: House
  let shelf: Shelf
  let mihai: Client
  let admin: Client
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '0' })
    shelf = await openShelf(house.url)
    mihai = house.signedIn('mihai')
    admin = house.visitor()
    await login(admin, 'admin')
  })
  after(() => house.close())

  const listing = async ({ id }: Product): Promise<Listing> => {
    const { items } = (await mihai.get('/sell')).json as { items: Listing[] }
    const found = items.find((item) => item.id === id)
    assert.ok(found)
    return found
  }

  it('keeps a thing for one buyer, at his price, until it is released', async () => {
    const garment = shelf.garmentOf('Mihai')
    const [buyer, other] = [house.signedIn('buyer01'), house.signedIn('buyer02')]
    assert.equal((await listing(garment)).state, 'available')
    const path = `/sell/${garment.id}`
    const kept = (await mihai.post(`${path}/reserve`, { buyer: 'BUYER01@example.com', hours: 2, price: '50.00' })).json as Listing
    assert.deepEqual([kept.state, kept.reserved_for, kept.reserved_price], ['reserved', 'buyer01@example.com', '50.00'])
    refusal(await tryAdd(other, garment), 409, 'item_taken')
    const { cart } = await add(buyer, garment)
    assert.equal(lineOf(cart, garment).unit_price, '50.00')

    notThere([
      await house.signedIn('ioana').post(`${path}/reserve`, { buyer: 'ana@example.com' }),
      await house.signedIn('ioana').post(`${path}/release`),
      await other.post(`${path}/release`),
      await mihai.post('/sell/none/release'),
      await mihai.post('/sell/none/reserve', { buyer: 'ana@example.com' }),
    ])
    refusal(await house.visitor().post(`${path}/release`), 401, 'login_required')
    assert.equal(((await mihai.post(`${path}/release`)).json as Listing).state, 'available')
    assert.notEqual(lineOf(await cartOf(buyer), garment).state, 'ok')
    await add(other, garment)
    assert.deepEqual([(await listing(garment)).state, (await listing(garment)).reserved_for], ['held', undefined])
    refusal(await mihai.post(`${path}/reserve`, { buyer: 'ana@example.com' }), 409, 'item_taken')
  })

  it('says what is wrong with a reservation, beside the thing it is about', async () => {
    const garment = shelf.garmentOf('Mihai')
    const path = `/sell/${garment.id}/reserve`
    const wrong: readonly (readonly [object, string])[] = [
      [{ buyer: 'nobody@example.com' }, 'buyer'],
      [{ buyer: 'ioana@example.com' }, 'buyer'],
      [{ buyer: 'ana@example.com', hours: 169 }, 'hours'],
      [{ buyer: 'ana@example.com', hours: '0' }, 'hours'],
      [{ buyer: 'ana@example.com', price: '0.00' }, 'price'],
      [{ buyer: 'ana@example.com', price: '-1.00' }, 'price'],
      [{}, 'buyer'],
      [{ buyer: 'ana@example.com', seller: 'ioana' }, 'seller'],
    ]
    for (const [body, field] of wrong) {
      const { errors } = refusal(await mihai.post(path, body), 422, 'invalid_input') as { errors?: { field: string }[] }
      assert.deepEqual(
        errors?.map((error) => error.field),
        [field],
        JSON.stringify(body),
      )
    }
    refusal(await mihai.post(path, { buyer: 'mihai@example.com' }), 403, 'own_product')
    const page = await mihai.submit(path, { buyer: 'nobody@example.com', next: '/sell' })
    assert.equal(page.status, 422)
    assert.match(
      page.text,
      new RegExp(
        `<details class="confirm" open>[\\s\\S]*href="#buyer-${garment.id}"[\\s\\S]*id="buyer-${garment.id}"[^>]*value="nobody@example.com"`,
      ),
    )
    const done = await mihai.submitAndFollow(path, { buyer: 'ana@example.com', next: '/sell' })
    assert.match(done.text, /role="status">[\s\S]*Piesa este rezervată\.[\s\S]*pentru ana@example.com/)
    assert.match((await mihai.submitAndFollow(`/sell/${garment.id}/release`, { next: '/sell' })).text, /Piesa este din nou liberă/)
    assert.equal((await mihai.post(`/sell/${garment.id}/release`)).status, 200, 'a second click changes nothing')
  })

  it('takes a thing back out of somebody’s cart', async () => {
    const garment = shelf.garmentOf('Mihai')
    const buyer = house.signedIn('buyer03')
    await add(buyer, garment)
    const waiting = house.signedIn('buyer09')
    assert.equal((await waiting.post('/queue', { product: nameOf(garment) })).status, 200)
    assert.equal((await mihai.post(`/sell/${garment.id}/withdraw`)).status, 200)
    assert.deepEqual((await waiting.get('/queue')).json, { items: [] }, 'nobody waits for what is gone')
    assert.doesNotMatch((await waiting.page(garment.url)).text, /rândul/)
    assert.equal(lineOf(await cartOf(buyer), garment).state, 'unavailable')
    const [row] = await house.database.query(`select count(*) as n from claim where product = '${nameOf(garment)}' and state = 'held'`)
    assert.equal(Number(row?.n), 0, 'nothing is held any more')
    refusal(await tryAdd(house.signedIn('buyer04'), garment), 410, 'item_sold')
    const answer = await mihai.post(`/sell/${garment.id}/withdraw`)
    refusal(answer, 404, 'not_found')
  })

  it('is nobody else’s business: strangers meet nothing', async () => {
    const buyer = house.signedIn('buyer05')
    notThere([await buyer.get('/sell/sales'), await buyer.get('/sell/payouts')])
    for (const path of ['/sell/sales', '/sell/payouts']) refusal(await house.visitor().get(path), 401, 'login_required')
    const nothing = await buyer.post('/nothing', {}, { origin: 'https://elsewhere.example' })
    const paths = ['/admin', '/admin?check=1', '/admin/audit', '/admin/orders/x', '/admin/wins/x']
    const acts = [
      '/admin/claims/release',
      '/admin/wallets/top-up',
      '/admin/orders/x/refund',
      '/admin/orders/x/cancel',
      '/admin/orders/x/ship',
    ]
    for (const client of [house.visitor(), buyer, mihai]) {
      notThere(await Promise.all(paths.map((path) => client.get(path))))
      notThere(await Promise.all([...acts, '/admin/wins/x/revoke', '/admin/wins/x/transfer'].map((path) => client.post(path, {}))))
      for (const path of [...acts, '/nothing']) {
        const broken = { raw: { type: 'application/json', bytes: '{' } }
        const odd = { raw: { type: 'text/plain', bytes: 'x' }, accept: 'application/json' }
        const far = { json: {}, origin: 'https://elsewhere.example' }
        const answers = await Promise.all([broken, odd, far].map((extras) => client.send('POST', path, extras)))
        notThere(answers)
        for (const { text } of answers) assert.equal(text, nothing.text)
      }
    }
  })

  it('is overseen by the staff: every act has a reason and a record', async () => {
    const garment = shelf.garment()
    const buyer = house.signedIn('buyer06')
    await add(buyer, garment)
    refusal(await admin.post('/admin/claims/release', { product: nameOf(garment) }), 422, 'invalid_input')
    assert.deepEqual((await admin.post('/admin/claims/release', { product: nameOf(garment), reason: 'asked by phone' })).json, {
      product: nameOf(garment),
      state: 'free',
    })
    notThere([await admin.post('/admin/claims/release', { product: nameOf(garment), reason: 'again' })])
    assert.equal((await look(house.visitor(), garment)).availability, 'available')
    const topUp = { email: 'buyer06@example.com', amount: '25.00', reason: 'late parcel' }
    for (let times = 0; times < 2; times += 1)
      assert.equal((await admin.post('/admin/wallets/top-up', topUp, { key: 'gift-1' })).status, 200)
    assert.equal((await walletOf(buyer)).balance, '1025.00')
    refusal(await admin.post('/admin/wallets/top-up', { ...topUp, email: 'nobody@example.com' }), 422, 'invalid_input')

    const { items } = (await admin.get('/admin/audit')).json as { items: { act: string; reason: string | null; actor: object }[] }
    for (const [act, reason] of [
      ['claim.release', 'asked by phone'],
      ['wallet.top_up', 'late parcel'],
    ]) {
      const records = items.filter((item) => item.act === act && item.reason === reason)
      assert.deepEqual(
        records.map(({ actor }) => actor),
        [{ id: 'admin', role: 'staff' }],
        `${act}`,
      )
    }
    assert.match((await admin.page('/admin/audit')).text, /asked by phone/)
    const overview = (await admin.get('/admin?check=1')).json as { findings: unknown[]; stuck: unknown[]; dead: object }
    assert.deepEqual([overview.findings, overview.stuck, overview.dead], [[], [], { count: 0, more: false }])
    assert.match((await admin.page('/admin?check=1')).text, /Totul este în regulă/)
  })

  it('can be sent, delivered, refunded and cancelled by the staff', async () => {
    const buyer = house.signedIn('buyer07')
    const buy = async (): Promise<{ id: string; total: string }> => {
      await add(buyer, shelf.garment())
      return read(await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')), 201, placedSchema).order
    }
    const [sent, cancelled] = [await buy(), await buy()]
    const parcelOf = (answer: Answer): unknown => (answer.json as { order: { parcels: { state: string }[] } }).order.parcels[0]?.state
    assert.equal(parcelOf(await admin.post(`/admin/orders/${sent.id}/ship`)), 'shipped')
    refusal(await admin.post(`/admin/orders/${sent.id}/ship`), 409, 'order_state')
    refusal(await admin.post(`/admin/orders/${sent.id}/cancel`, { reason: 'too late' }), 409, 'order_state')
    const byForm = await admin.submitAndFollow(`/admin/orders/${sent.id}/deliver`, { seller: '', next: `/admin/orders/${sent.id}` })
    assert.match(byForm.text, /Făcut și notat în jurnal\.[\s\S]*>livrat</)
    const { lines } = (await admin.get(`/admin/orders/${sent.id}`)).json as { lines: { id: string; paid: string }[] }
    const refunded = await admin.post(`/admin/orders/${sent.id}/refund`, { lines: lines.map(({ id }) => id), reason: 'torn' })
    assert.equal((refunded.json as { lines: { refunded: string }[] }).lines[0]?.refunded, lines[0]?.paid)
    refusal(await admin.post(`/admin/orders/${sent.id}/refund`, { lines: ['none'], reason: 'torn' }), 404, 'item_not_found')
    assert.equal((await admin.post(`/admin/orders/${cancelled.id}/cancel`, { reason: 'asked by phone' })).status, 200)
    assert.equal((await walletOf(buyer)).balance, '1000.00', 'all is given back')
    notThere([await admin.get('/admin/orders/none'), await admin.post('/admin/orders/none/cancel', { reason: 'x' })])
    assert.equal((await admin.page(`/admin/orders?id=${sent.id}`)).headers.location, `/admin/orders/${sent.id}`)
  })

  it('shows a seller what was refunded as that, and lets him correct a tracking number', async () => {
    const buyer = house.signedIn('buyer10')
    const garment = shelf.garmentOf('Mihai')
    const buy = async (thing: Product): Promise<string> => {
      await add(buyer, thing)
      return read(await buyer.post('/checkout', purchase(await quote(buyer, { payment: 'wallet' }), 'wallet')), 201, placedSchema).order.id
    }
    const saleOf = async (id: string): Promise<{ state: string; tracking?: string; address?: object } | undefined> =>
      ((await mihai.get('/sell/sales')).json as { items: { order: string; state: string }[] }).items.find(({ order }) => order === id)
    const [gone, sent] = [await buy(garment), await buy(shelf.garmentOf('Mihai'))]
    assert.ok((await saleOf(gone))?.address)
    const page = async (): Promise<string> => (await mihai.page('/sell/sales')).text
    assert.match(await page(), new RegExp(`/sell/sales/${gone}/ship`))
    assert.equal((await admin.post(`/admin/orders/${gone}/refund`, { reason: 'torn' })).status, 200)
    assert.deepEqual([(await saleOf(gone))?.state, (await saleOf(gone))?.address], ['placed', undefined])
    assert.doesNotMatch(await page(), new RegExp(`/sell/sales/${gone}/ship`))
    assert.match(await page(), />banii înapoiați</)

    for (const tracking of ['RX-1', 'RX-2']) assert.equal((await mihai.post(`/sell/sales/${sent}/ship`, { tracking })).status, 200)
    assert.equal((await saleOf(sent))?.tracking, 'RX-2')
    assert.match(await page(), /RX-2[\s\S]*Corectează numărul/)
    const twoKeys = await mihai.post('/wallet/pay-out', { amount: '1.00', key: 'one' }, { key: 'two' })
    assert.deepEqual(refusal(twoKeys, 422, 'invalid_input').errors, [{ field: 'key', code: 'invalid' }])
  })

  it('lets the staff take a right won at auction back, or give it to somebody else', async () => {
    const ana = house.signedIn('ana')
    const [one, other] = read(await ana.get('/account/wins'), 200, winsSchema).items
    assert.ok(one && other)
    refusal(await admin.post(`/admin/wins/${one.id}/revoke`, {}), 422, 'invalid_input')
    refusal(await admin.post(`/admin/wins/${one.id}/transfer`, { to: 'ioana@example.com', reason: 'agreed' }), 403, 'buyer_not_allowed')
    notThere([await admin.get('/admin/wins/nosuch'), await admin.get(`/admin/wins/${one.id}x`)])
    assert.equal((await admin.page(`/admin/wins/${one.id}`)).status, 200)
    const form = await admin.submitAndFollow(`/admin/wins/${one.id}/transfer`, {
      to: 'buyer08@example.com',
      reason: 'agreed',
      next: `/admin/wins/${one.id}`,
    })
    assert.match(form.text, /Făcut și notat în jurnal/)
    assert.equal((await admin.post(`/admin/wins/${other.id}/revoke`, { reason: 'damaged' })).status, 200)
    const states = read(await ana.get('/account/wins'), 200, winsSchema).items.map(({ state }) => state)
    assert.deepEqual(states.sort(), ['revoked', 'transferred'])
    assert.equal(read(await house.signedIn('buyer08').get('/account/wins'), 200, winsSchema).items[0]?.price, one.price)
    assert.deepEqual(
      read(await ana.get('/cart'), 200, cartSchema).lines.filter(({ state }) => state === 'ok'),
      [],
    )
  })

  it('leaves the books in order', async () => {
    assert.deepEqual(((await admin.get('/admin?check=1')).json as { findings: unknown }).findings, [])
  })
})
