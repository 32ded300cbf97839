import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type AdminSettings, adminRoutes } from '../../src/admin/index.ts'
import { cashOnDelivery } from '../../src/index.ts'
import { ANA, BOGDAN, buy, fund, type Kit, MIHAI, openKit } from '../../src/testing/contract/kit.ts'
import { bring, SELLERS, STAFF } from '../../src/testing/contract/orders-kit.ts'
import { loggedIn, siteOf } from '../http/site.ts'
import { openMemory } from '../storage/open-databases.ts'

const COD = cashOnDelivery({ limit: 150_000n, countries: ['RO'], openOrders: 9, strikes: 9 })
const HTML = { accept: 'text/html' }

describe('acts of the staff by form', () => {
  let kit: Kit
  let staff: ReturnType<typeof loggedIn>
  let stale: ReturnType<typeof loggedIn>
  before(async () => {
    kit = await openKit(async () => (await openMemory()).database, { ...SELLERS, payments: { wallet: true, cod: COD } })
    const settings: AdminSettings = { signInAgain: async () => true, signedInRecently: async () => true }
    staff = loggedIn({ kit, ...siteOf(kit.shop, adminRoutes(kit.shop, settings)) }, 'admin')
    stale = loggedIn({ kit, ...siteOf(kit.shop, adminRoutes(kit.shop, { ...settings, signedInRecently: async () => false })) }, 'admin')
    await fund(kit, ANA, 900_000n)
    await fund(kit, BOGDAN, 900_000n)
  })
  after(() => kit.shop.close())

  const ordered = async (garment: string, payment: 'wallet' | 'cod' = 'wallet', buyer: typeof ANA = ANA): Promise<string> => {
    await kit.shop.cart(buyer).add(kit.shelf.garment(garment, { seller: MIHAI }))
    return (await buy(kit.shop.cart(buyer), { payment, key: `buy-${garment}` })).order.id
  }
  const page = async (path: string): Promise<string> => (await staff.get(path, HTML)).text()
  const actsOf = (text: string): string[] => [...text.matchAll(/action="\/admin\/orders\/[^/"]+\/([a-z-]+)"/g)].map(([, act = '']) => act)
  const said = (answer: Response): string =>
    Buffer.from(/flash=([^;]*)/.exec(answer.headers.get('set-cookie') ?? '')?.[1] ?? '', 'base64url').toString()

  it('refund nothing where nothing is ticked, and all that is left where that is said', async () => {
    const order = await ordered('coat')
    const to = `/admin/orders/${order}/refund`
    const refused = await staff.submit(to, { reason: 'torn', next: `/admin/orders/${order}` })
    const text = await refused.text()
    assert.equal(refused.status, 422)
    assert.match(text, /class="rail"[\s\S]*<details class="act" open>[\s\S]*id="refund-wrong"[\s\S]*value="torn"/)
    assert.deepEqual((await kit.shop.orders.show(order)).refunds, [])
    assert.equal((await staff.submit(to, { reason: 'torn', all: 'true' })).status, 303)
    assert.equal((await kit.shop.orders.show(order)).state, 'refunded')
    // Of the whole refund the page offers nothing that is for a parcel that is sent, and owes nobody anything.
    const shown = await page(`/admin/orders/${order}`)
    assert.deepEqual(actsOf(shown), ['cancel-parcel'])
    assert.match(shown, />rambursat</)
    assert.doesNotMatch(shown, />de expediat<|-\d+,\d\d\sRON<\/bdi><\/td><td data-label="Comision"/)
    const again = await staff.submit(to, { reason: 'torn', all: 'true' })
    assert.match(said(again), /Era deja făcut/)
    // Its goods are nobody's: they can go back on sale.
    assert.equal((await staff.submit(`/admin/orders/${order}/cancel-parcel`, { seller: 'mihai', reason: 'mended' })).status, 303)
    assert.equal((await kit.shop.orders.show(order)).parcels[0]?.state, 'cancelled')
    await kit.shop.cart(BOGDAN).add({ type: 'garment', id: 'coat' })
    await kit.shop.cart(BOGDAN).clear()
  })

  it('say of a program’s refund without lines that it is everything, as it always was', async () => {
    const order = await ordered('boots')
    assert.equal((await staff.send('POST', `/admin/orders/${order}/refund`, { reason: 'r' })).status, 200)
    assert.equal((await kit.shop.orders.show(order)).state, 'refunded')
  })

  it('ask for the password where cash is said to have been collected', async () => {
    const order = await ordered('scarf', 'cod', BOGDAN)
    await kit.shop.orders.ship(order, { seller: 'mihai', by: STAFF })
    const to = `/admin/orders/${order}/deliver`
    const led = await stale.submit(to, { seller: 'mihai' })
    assert.deepEqual([led.status, /name="password"/.test(await led.text())], [401, true])
    assert.equal((await kit.shop.orders.show(order)).parcels[0]?.state, 'shipped')
    assert.equal((await staff.submit(to, { seller: 'mihai' })).status, 303)
    const paid = await ordered('gloves')
    await kit.shop.orders.ship(paid, { seller: 'mihai', by: STAFF })
    assert.equal(
      (await stale.submit(`/admin/orders/${paid}/deliver`, { seller: 'mihai' })).headers.get('location'),
      `/admin/orders/${paid}`,
    )
  })

  it('say of cash that nobody has collected that it was not', async () => {
    const order = await ordered('belt', 'cod', BOGDAN)
    await staff.submit(`/admin/orders/${order}/refund`, { reason: 'r', all: 'true' })
    const text = await page(`/admin/orders/${order}`)
    assert.match(text, />nimic încasat</)
    assert.doesNotMatch(text, /eșuată|fără plată/)
  })

  it('take amounts as people write them, and show a form again with what is wrong with it', async () => {
    const balance = async (): Promise<bigint> => (await kit.shop.wallets.read('ana')).balance
    const had = await balance()
    for (const amount of ['12,50', ' 12.50 ', '12,5'])
      assert.equal((await staff.submit('/admin/wallets/top-up', { email: 'ana', user: 'ana', amount, reason: 'r' })).status, 303, amount)
    assert.equal(await balance(), had + 3_750n)
    const refused = await staff.submit('/admin/wallets/top-up', {
      user: 'ana',
      amount: 'mult',
      reason: 'bun',
      next: '/admin/wallets/wallet:ana:RON',
    })
    const text = await refused.text()
    assert.equal(refused.status, 422)
    assert.match(
      text,
      /<details class="act" open>[\s\S]*value="mult"[\s\S]*aria-invalid="true"[\s\S]*value="bun"|aria-invalid="true"[\s\S]*value="bun"/,
    )
    assert.match(text, /id="top-up-amount-error"/)
    assert.equal(text.match(/<details class="act" open>/g)?.length, 1)
    assert.equal((await staff.send('POST', '/admin/wallets/top-up', { email: 'ana', amount: '1,5', reason: 'r' })).status, 422)
  })

  it('stay with the staff when they are refused, and lists leave out what they do not know', async () => {
    for (const [path, status] of [
      ['/admin/orders/nothing', 404],
      ['/admin/orders?state=lost', 422],
      ['/admin/orders?cursor=nonsense', 422],
      ['/admin/carts/nothing', 404],
      ['/admin/wallets/wallet:nobody:RON', 404],
      ['/admin/claims?product=nonsense', 422],
    ] as const) {
      const answer = await staff.get(path, HTML)
      assert.equal(answer.status, status, path)
      assert.match(await answer.text(), /class="rail"[\s\S]*class="flash error" role="alert"[\s\S]*<h1>/, path)
      assert.equal((await loggedInAs('ana').get(path, HTML)).status, 404)
    }
    const released = await staff.submit('/admin/claims/release', { product: 'garment:nothing', reason: 'r' })
    assert.deepEqual([released.status, /class="rail"/.test(await released.text())], [404, true])
    const large = await staff.submit('/admin/orders/any/refund', { reason: 'x'.repeat(70_000) })
    assert.deepEqual([large.status, /class="rail"/.test(await large.text())], [413, true])
    assert.match(await page('/admin/orders?state=lost'), /lăsat deoparte: lost/)
  })
  const loggedInAs = (name: string): ReturnType<typeof loggedIn> =>
    loggedIn(
      { kit, ...siteOf(kit.shop, adminRoutes(kit.shop, { signInAgain: async () => true, signedInRecently: async () => true })) },
      name,
    )

  it('prompt to decide about a parcel that came back', async () => {
    const order = await ordered('vest')
    await bring(kit, order, 'mihai')
    await kit.shop.orders.returned(order, { seller: 'mihai', by: STAFF })
    assert.match(await page(`/admin/orders/${order}`), /Coletul s-a întors[\s\S]*Plătește totuși vânzătorul/)
    await staff.submit(`/admin/orders/${order}/refund`, { reason: 'r', all: 'true' })
    assert.doesNotMatch(await page(`/admin/orders/${order}`), /Coletul s-a întors/)
    const late = await staff.submit(`/admin/orders/${order}/ship`, { seller: 'mihai' })
    const text = await late.text()
    assert.match(text, /Coletul este returnat\./)
    assert.doesNotMatch(text, /\(returned\)/)
  })

  it('tell what happened in sentences, the newest first', async () => {
    const order = await ordered('dress')
    await kit.shop.orders.ship(order, { seller: 'mihai', by: STAFF, tracking: 'AWB 7' })
    const text = await page(`/admin/orders/${order}`)
    const told = text.slice(text.indexOf('class="timeline"'))
    assert.match(told, /Expediat de mihai \(AWB 7\)[\s\S]*Comandă plasată, total [\d.,]+\sRON[\s\S]*Adăugat în coș: /)
    assert.doesNotMatch(told, /cart\.item_added|order\.placed/)
  })

  it('take no tracking number that turns the text around it', async () => {
    const order = await ordered('shirt')
    const refused = await staff.send('POST', `/admin/orders/${order}/ship`, { seller: 'mihai', tracking: 'AWB\u202e1' })
    assert.equal(refused.status, 422)
  })

  it('find an order by its number however it is typed', async () => {
    const { number } = await kit.shop.orders.show(await ordered('skirt'))
    const found = async (text: string): Promise<number> => {
      const { items } = (await (await staff.get(`/admin/orders?number=${encodeURIComponent(text)}`)).json()) as { items: unknown[] }
      return items.length
    }
    for (const text of [number, number.toLowerCase(), number.replace('-', ''), ` ${number} `]) assert.equal(await found(text), 1, text)
  })
})
