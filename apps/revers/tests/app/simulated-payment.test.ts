import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'cartwright'
import { type Browser, type Got, openApp } from './open-app.ts'

const ADDRESS = {
  name: 'Ilinca Moraru',
  line1: 'Strada Fagului 12',
  city: 'Cluj-Napoca',
  county: 'CJ',
  postal_code: '400001',
  country: 'RO',
}
interface Placed {
  readonly order: { readonly id: string; readonly state: string; readonly payments: readonly { readonly state: string }[] }
  readonly next?: { readonly url: string }
}
const placed = ({ json }: Got): Placed => json as unknown as Placed

describe('the simulated card provider', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  let keys = 0
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())

  /** A guest who has ordered one garment by card and stands before the bank's page. */
  async function atTheBank(garment: string): Promise<{ guest: Browser; bank: string; order: string }> {
    const guest = app.browser()
    await guest.post('/cart/items', { product: `garment:${garment}` })
    const { quote } = (await guest.get('/checkout?payment=card')).json as unknown as { quote: { hash: string } }
    keys += 1
    const answer = await guest.post('/checkout', {
      key: `key-${keys}`,
      quote: quote.hash,
      payment: 'card',
      address: ADDRESS,
      email: 'oaspete@example.com',
    })
    assert.equal(answer.status, 202, answer.text)
    return { guest, bank: placed(answer).next?.url ?? '', order: placed(answer).order.id }
  }

  it('pays once, however often it is told to', async () => {
    const { guest, bank } = await atTheBank('1')
    const first = await guest.post(bank, { outcome: 'succeed' })
    assert.deepEqual([first.status, placed(first).order.payments[0]?.state], [200, 'captured'])
    for (const outcome of ['succeed', 'decline', 'challenge', 'hang']) {
      const again = await guest.post(bank, { outcome })
      assert.deepEqual([again.status, placed(again).order], [200, placed(first).order], outcome)
    }
  })

  it('declines for good, and leaves the cart to its buyer', async () => {
    const { guest, bank } = await atTheBank('2')
    assert.equal((await guest.post(bank, { outcome: 'decline' })).status, 402)
    assert.equal((await guest.post(bank, { outcome: 'succeed' })).status, 402)
    const { lines } = (await guest.get('/cart')).json as unknown as { lines: { state: string }[] }
    assert.deepEqual(
      lines.map(({ state }) => state),
      ['ok'],
    )
    const page = await guest.submit(bank, { outcome: 'succeed' })
    assert.deepEqual([page.status, page.headers.get('location')], [303, '/checkout?shipping=curier&payment=card'])
  })

  it('asks back first, then pays', async () => {
    const { guest, bank } = await atTheBank('3')
    const asked = await guest.post(bank, { outcome: 'challenge' })
    assert.deepEqual([asked.status, placed(asked).next?.url, placed(asked).order.payments[0]?.state], [202, bank, 'pending'])
    assert.equal((await guest.get(bank, 'text/html')).status, 200)
    assert.equal((await guest.post(bank, { outcome: 'succeed' })).status, 200)
  })

  it('says nothing, until the reconciler finds the payment dead and the buyer gets the cart back', async () => {
    const { guest, bank, order } = await atTheBank('4')
    const hung = await guest.post(bank, { outcome: 'hang' })
    assert.deepEqual([hung.status, placed(hung).order.id, placed(hung).order.payments[0]?.state], [202, order, 'pending'])
    assert.equal((await app.shop.reconcile()).settled, 0, 'it is still within its time')
    await app.shop.context.db.batch([sql`update attempt set deadline = 0 where order_id = ${order}`])
    assert.equal((await app.shop.reconcile()).settled, 1)
    const { payments } = (await guest.get(`/orders/${order}`)).json as unknown as Placed['order']
    assert.equal(payments[0]?.state, 'failed')
    assert.equal((await guest.post(bank, { outcome: 'succeed' })).status, 402, 'what was cancelled cannot be paid any more')
  })

  it('pays late without a word, and the reconciler finds the money', async () => {
    const { guest, bank, order } = await atTheBank('5')
    assert.equal((await guest.post(bank, { outcome: 'late' })).status, 202)
    await app.shop.context.db.batch([
      sql`update simulated_charge set paid_at = 0 where order_id = ${order}`,
      sql`update attempt set deadline = 0 where order_id = ${order}`,
    ])
    await app.shop.reconcile()
    const { payments } = (await guest.get(`/orders/${order}`)).json as unknown as Placed['order']
    assert.equal(payments[0]?.state, 'captured')
  })

  it('leads a buyer who went away back to the payment, from the cart and from the order', async () => {
    const { guest, bank, order } = await atTheBank('7')
    const { text: cart } = await guest.get('/cart', 'text/html')
    assert.ok(cart.includes(`<a class="button" href="/orders/${order}">`))
    for (const path of ['/cart/clear', '/checkout', '/cart/renew']) assert.ok(!cart.includes(`"${path}"`), path)
    const { text: page } = await guest.get(`/orders/${order}`, 'text/html')
    assert.ok(page.includes(`<a class="button" href="${bank}">Continuă plata</a>`))
    assert.ok(page.includes(`action="/orders/${order}/cancel"`))
    assert.equal((await guest.get(bank, 'text/html')).status, 200)
    assert.equal((await guest.submit(`/orders/${order}/cancel`, {})).status, 303)
    const after = (await guest.get('/cart', 'text/html')).text
    assert.ok(after.includes('action="/cart/clear"') && after.includes('href="/checkout"'))
    assert.ok(!(await guest.get(`/orders/${order}`, 'text/html')).text.includes(bank))
  })

  it('gives the cart back soon when the shop died before it asked the bank', async () => {
    const { guest, bank, order } = await atTheBank('8')
    await app.shop.context.db.batch([
      sql`delete from simulated_charge where order_id = ${order}`,
      sql`update attempt set provider_reference = null, next_url = null, made_at = 0 where order_id = ${order}`,
    ])
    const { text: page } = await guest.get(`/orders/${order}`, 'text/html')
    assert.ok(!page.includes('Continuă plata') && page.includes(`action="/orders/${order}/cancel"`))
    assert.equal((await app.shop.reconcile()).settled, 1)
    const { payments } = (await guest.get(`/orders/${order}`)).json as unknown as Placed['order']
    assert.equal(payments[0]?.state, 'failed')
    const { lines } = (await guest.get('/cart')).json as unknown as { lines: { state: string }[] }
    assert.equal(lines[0]?.state, 'ok')
    assert.equal((await guest.post('/cart/clear')).status, 200)
    assert.equal((await guest.get(bank)).status, 404)
  })

  it('is open to the buyer of the order only', async () => {
    const { guest, bank } = await atTheBank('6')
    const stranger = app.browser()
    await stranger.login('buyer01')
    for (const browser of [stranger, app.browser()]) {
      assert.equal((await browser.get(bank)).status, 404)
      assert.equal((await browser.post(bank, { outcome: 'succeed' })).status, 404)
    }
    assert.equal((await guest.post(bank, { outcome: 'win' })).status, 422)
    assert.equal((await guest.get(bank)).status, 200)
  })
})
