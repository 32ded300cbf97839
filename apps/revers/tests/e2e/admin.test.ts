/** The pages of the staff: what they list, and what can be done from them without a script. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Answer, Client } from '../kit/client.ts'
import { placedSchema } from '../kit/contract.ts'
import { fill, formTo } from '../kit/forms.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, cartOf, login, nameOf, purchase, quote, read, refusal, walletOf } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

interface Listed {
  readonly items: readonly Readonly<Record<string, unknown>>[]
  readonly next?: string
}

onEveryEngine('the pages of the staff', (engine) => {
  let house: House
  let shelf: Shelf
  let admin: Client
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '0' })
    shelf = await openShelf(house.url)
    admin = house.visitor()
    await login(admin, 'admin')
  })
  after(() => house.close())

  const list = async (path: string): Promise<Listed> => {
    const answer = await admin.get(path)
    assert.equal(answer.status, 200, `${path}: ${answer.text}`)
    return answer.json as Listed
  }
  const buyOne = async (buyer: Client, payment = 'wallet'): Promise<string> => {
    await add(buyer, shelf.garmentOf('Mihai'))
    const shown = await quote(buyer, { payment })
    return read(await buyer.post('/checkout', purchase(shown, payment)), 201, placedSchema).order.id
  }

  it('are not there for others', async () => {
    for (const client of [house.visitor(), house.signedIn('ana'), house.signedIn('mihai')])
      for (const path of ['carts', 'carts/clean', 'carts/any', 'claims', 'orders', 'orders/any', 'wallets', 'wallets/any', 'ledger']) {
        refusal(await client.get(`/admin/${path}`), 404, 'not_found')
        if (path.endsWith('any')) refusal(await client.post(`/admin/${path}/cancel`, { reason: 'r' }), 404, 'not_found')
      }
  })

  it('find a cart by its buyer and by a thing, and take a line out of it by the form', async () => {
    const garment = shelf.garmentOf('Ioana')
    const buyer = house.signedIn('buyer01')
    await add(buyer, garment)
    const byName = await list(`/admin/carts?buyer=${encodeURIComponent('Cumpărător 01')}`)
    assert.deepEqual(
      byName.items.map(({ owner, state, lines }) => [owner, state, lines]),
      [['user:buyer01', 'open', 1]],
    )
    const { items } = await list(`/admin/carts?product=${nameOf(garment)}`)
    assert.deepEqual(items[0]?.id, byName.items[0]?.id)
    const path = `/admin/carts/${items[0]?.id}`
    const page = await admin.page(path)
    const form = formTo(page, `${path}/remove`)
    const done = await admin.submitAndFollow(form.action, fill(form, { reason: 'the buyer asked' }))
    assert.match(done.text, /role="status"/)
    assert.deepEqual((await cartOf(buyer)).lines, [])
    const [last] = (await list('/admin/audit')).items
    assert.deepEqual([last?.act, last?.reason], ['cart.remove', 'the buyer asked'])
  })

  it('act in the cart of a visitor as well, and say what is refused', async () => {
    const garment = shelf.garmentOf('Ioana')
    const visitor = house.visitor()
    await add(visitor, garment)
    const [{ id } = {}] = (await list(`/admin/carts?product=${nameOf(garment)}`)).items
    assert.equal((await admin.post(`/admin/carts/${id}/renew`, { reason: 'slow network' })).status, 200)
    refusal(await admin.post(`/admin/carts/${id}/remove`, { line: 'none', reason: 'r' }), 404, 'item_not_found')
    refusal(await admin.post(`/admin/carts/${id}/renew`, {}), 422, 'invalid_input')
    const refused = await admin.submitAndFollow(`/admin/carts/${id}/remove`, { line: 'none', reason: 'r', next: `/admin/carts/${id}` })
    assert.match(refused.text, /role="alert"/)
  })

  it('list holds with the time they have left, and release one', async () => {
    const garment = shelf.garmentOf('Mihai')
    const buyer = house.signedIn('buyer02')
    await add(buyer, garment)
    const key = nameOf(garment)
    const { items } = await list('/admin/claims?buyer=buyer02@example.com&state=held')
    assert.deepEqual(
      items.map(({ product, source }) => [product, source]),
      [[key, 'cart']],
    )
    const form = formTo(await admin.page(`/admin/claims?product=${key}`), '/admin/claims/release')
    assert.equal((await admin.submit(form.action, fill(form, { reason: 'damaged' }))).status, 303)
    assert.deepEqual((await list(`/admin/claims?product=${key}`)).items, [])
    assert.equal((await cartOf(buyer)).lines[0]?.state, 'expired')
  })

  it('list orders by buyer, seller, state, number and page, and lead to one by its id', async () => {
    const buyer = house.signedIn('buyer03')
    const ids = [await buyOne(buyer), await buyOne(buyer), await buyOne(buyer)]
    const read3 = async (query: string): Promise<unknown[]> => (await list(`/admin/orders?${query}`)).items.map(({ id }) => id)
    assert.deepEqual(await read3('buyer=buyer03@example.com'), ids.toReversed())
    assert.deepEqual(await read3('buyer=user:buyer03&sort=-placed'), ids)
    assert.deepEqual(await read3('buyer=user:buyer03&state=cancelled'), [])
    assert.ok((await read3('seller=mihai')).length >= 3)
    assert.deepEqual(await read3('seller=ioana'), [])
    const first = await list('/admin/orders?limit=2&buyer=user:buyer03')
    assert.deepEqual(
      (await list(`/admin/orders?limit=2&buyer=user:buyer03&cursor=${first.next}`)).items.map(({ id }) => id),
      [ids[0]],
    )
    const number = String(first.items[0]?.number)
    assert.deepEqual(await read3(`number=${number}`), [ids[2]])
    const way = await admin.get(`/admin/orders?id=${ids[0]}`)
    assert.deepEqual([way.status, way.headers.location], [303, `/admin/orders/${ids[0]}`])
    assert.deepEqual(await read3('from=2000-01-01&until=2000-01-02'), [])
    refusal(await admin.get('/admin/orders?cursor=nonsense'), 422, 'invalid_input')
    refusal(await admin.get('/admin/orders?state=lost'), 422, 'invalid_input')
  })

  it('offer for an order what is possible and no more', async () => {
    const buyer = house.signedIn('buyer04')
    const id = await buyOne(buyer)
    const path = `/admin/orders/${id}`
    const offered = (page: Answer): string[] =>
      [...page.text.matchAll(/method="post" action="\/admin\/orders\/[^/"]+\/([a-z-]+)"/g)].map(([, act = '']) => act).sort()
    assert.deepEqual(offered(await admin.page(path)), ['cancel', 'cancel-parcel', 'refund', 'ship'])
    const ship = formTo(await admin.page(path), `${path}/ship`)
    await admin.submit(ship.action, fill(ship, { tracking: 'AWB 1' }))
    const sent = await admin.page(path)
    assert.deepEqual(offered(sent), ['deliver', 'refund', 'returned'])
    assert.match(sent.text, /AWB 1/)
    const late = await admin.submitAndFollow(`${path}/cancel`, { reason: 'too late', next: path })
    assert.match(late.text, /role="alert"/)
    const deliver = formTo(sent, `${path}/deliver`)
    await admin.submit(deliver.action, fill(deliver, {}))
    assert.deepEqual(offered(await admin.page(path)), ['proceeds', 'refund', 'returned'])
    const before = await walletOf(buyer)
    const refund = formTo(await admin.page(path), `${path}/refund`)
    const [line = ''] = [...(await admin.page(path)).text.matchAll(/name="lines" value="([^"]+)"/g)].map(([, value = '']) => value)
    await admin.submit(refund.action, [...fill(refund, { reason: 'a hole' }), ['lines', line]])
    assert.notEqual((await walletOf(buyer)).balance, before.balance)
    assert.deepEqual(offered(await admin.page(path)), ['returned'])
  })

  it('show accounts and the ledger, and pay money in once however often the form is sent', async () => {
    const page = await admin.page('/admin/wallets/wallet:buyer05:RON')
    const form = formTo(page, '/admin/wallets/top-up')
    const sent = fill(form, { amount: '12.00', reason: 'lost parcel' })
    await admin.submit(form.action, sent)
    await admin.submit(form.action, sent)
    const account = (await admin.get('/admin/wallets/wallet:buyer05:RON')).json as Listed & {
      account: { balance: string }
      balanced: boolean
    }
    assert.deepEqual([account.account.balance, account.balanced, account.items.length], ['1012.00', true, 2])
    assert.equal((await list('/admin/wallets/wallet:buyer05:RON?kind=refund')).items.length, 0)
    const out = await admin.post('/admin/wallets/pay-out', { email: 'buyer05@example.com', amount: '2.00', reason: 'he asked' })
    assert.equal((out.json as { balance: string }).balance, '1010.00')
    refusal(await admin.post('/admin/wallets/pay-out', { email: 'nobody@example.com', amount: '2.00', reason: 'r' }), 422, 'invalid_input')
    refusal(await admin.get('/admin/wallets/wallet:nobody:RON'), 404, 'not_found')
    const [largest] = (await list('/admin/wallets?sort=balance&limit=1')).items
    assert.equal(largest?.id, 'wallet:buyer05:RON')
    assert.deepEqual(Object.keys((await list('/admin/ledger?limit=1')).items[0] ?? {}).sort(), [
      'account',
      'amount',
      'at',
      'currency',
      'from',
      'id',
      'kind',
      'reference',
      'to',
    ])
    assert.match((await admin.page('/admin/ledger?check=1')).text, /class="flash ok">Registrul este întreg/)
  })

  it('count old carts before they remove them', async () => {
    const page = await admin.page('/admin/carts/clean?days=30&which=all')
    assert.doesNotMatch(page.text, /<form[^>]*method="post"/)
    assert.equal((await admin.post('/admin/carts/clean', { days: '30', which: 'all' })).status, 200)
    refusal(await admin.post('/admin/carts/clean', { days: '0', which: 'all' }), 422, 'invalid_input')
  })

  it('let several people be chosen from, and say when there is nobody', async () => {
    const several = await admin.page('/admin/orders?buyer=cumparator')
    assert.ok((several.text.match(/class="choice"/g) ?? []).length > 1)
    assert.doesNotMatch((await admin.page('/admin/orders?buyer=nimeni-altul')).text, /<table/)
  })
})
