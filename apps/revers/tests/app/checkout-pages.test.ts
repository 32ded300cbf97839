import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'cartwright'
import { formTo } from '../kit/forms.ts'
import { type Browser, openApp } from './open-app.ts'

const ADDRESS = {
  address: 'new',
  address_name: 'Ilinca Moraru',
  address_line1: 'Strada Fagului 12',
  address_city: 'Cluj-Napoca',
  address_county: 'CJ',
  address_postal_code: '400001',
  address_country: 'RO',
}

describe('the checkout form', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    app = await openApp({ PROTECTION_FEE: '7%+2.00' })
  })
  after(() => app.close())

  const page = async (browser: Browser, path: string): Promise<string> => (await browser.get(path, 'text/html')).text
  /** What a form of a page would send, with other answers in some of its boxes. */
  const filled = (text: string, action: string, answers: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...Object.fromEntries(formTo({ text, path: '/' } as Parameters<typeof formTo>[0], action).fields),
    ...answers,
  })
  /** A guest with things in the cart. */
  async function guestWith(...products: readonly string[]): Promise<Browser> {
    const guest = app.browser()
    for (const product of products) assert.equal((await guest.post('/cart/items', { product })).status, 200, product)
    return guest
  }

  it('counts down what is kept at checkout, and keeps it longer at the touch of a button', async () => {
    const guest = await guestWith('garment:21')
    await app.shop.context.db.batch([
      sql`update claim set expires_at = expires_at - 60000 where product = 'garment:21'`,
      sql`update cart_line set held_until = held_until - 60000 where product = 'garment:21'`,
    ])
    const until = (text: string): number => Date.parse(/<hold-timer until="([^"]+)"/.exec(text)?.[1] ?? '')
    const text = await page(guest, '/checkout')
    assert.match(text, /id="renew" formaction="\/checkout\/hold"/)
    const typed = filled(text, '/checkout', { ...ADDRESS, email: 'ilinca@example.com' })
    assert.deepEqual([(await guest.submit('/checkout/hold', typed)).headers.get('location')], ['/checkout/quote'])
    const renewed = (await guest.submit('/checkout/quote', typed)).text
    assert.ok(until(renewed) > until(text), `${until(renewed)} ${until(text)}`)
    assert.ok(renewed.includes('value="Strada Fagului 12"'))
  })

  it('names all faults of the form at once, the code of a locker among them', async () => {
    const guest = await guestWith('garment:22')
    const text = await page(guest, '/checkout?shipping=locker')
    assert.match(text, /id="shipping"[\s\S]*value="locker" checked data-locker[\s\S]*name="address_locker"/)
    const sent = { ...filled(text, '/checkout'), email: 'nimic', address_city: 'Cluj-Napoca', address_phone: '1', payment: 'card' }
    const refused = await guest.submit('/checkout', sent)
    const places = [...refused.text.matchAll(/<li><a href="#([^"]+)"/g)].map(([, place]) => place)
    assert.deepEqual(places, [
      'email',
      'address_name',
      'address_line1',
      'address_county',
      'address_postal_code',
      'address_phone',
      'address_locker',
    ])
    const problem = await guest.post('/checkout', { key: 'k', quote: 'x', payment: 'card', email: 'nimic', address: { city: 'Cluj' } })
    assert.deepEqual(
      (problem.json as unknown as { errors: object[] }).errors,
      [{ field: 'email', code: 'email' }],
      'programs are told as before',
    )
  })

  it('takes the code of a locker beside a kept address, and only where a locker is chosen', async () => {
    const ana = app.browser()
    await ana.login('ana')
    await ana.post('/cart/items', { product: 'garment:23' })
    const sent = { ...filled(await page(ana, '/checkout?shipping=locker&payment=card'), '/checkout'), address_locker: 'CLJ-07' }
    const street = await ana.submit('/checkout/quote', { ...sent, shipping: 'curier' })
    assert.equal(street.status, 200)
    const placed = await ana.submit('/checkout', sent)
    const { order: path } = (await ana.get(placed.headers.get('location') ?? '')).json as unknown as { order?: string }
    assert.equal(path, undefined)
    const { items } = (await ana.get('/orders')).json as unknown as { items: { address: { locker?: string } }[] }
    assert.equal(items[0]?.address.locker, 'CLJ-07')
  })

  it('tells the loser of two tabs, and who goes back, of the order that emptied the cart', async () => {
    const guest = await guestWith('garment:24')
    const text = await page(guest, '/checkout?payment=cod')
    const [one, two] = [filled(text, '/checkout'), filled(await page(guest, '/checkout?payment=cod'), '/checkout')].map((form) => ({
      ...form,
      ...ADDRESS,
      payment: 'cod',
      email: 'doua@example.com',
    }))
    const path = (await guest.submit('/checkout', one ?? {})).headers.get('location') ?? ''
    const told = new RegExp(`Comanda \\S+ a fost plasată\\. <a href="${path}">`)
    for (const late of [(await guest.submit('/checkout', two ?? {})).text, await page(guest, '/checkout'), await page(guest, '/cart')])
      assert.match(late, told)
    assert.doesNotMatch(await page(app.browser(), '/cart'), /a fost plasată/)
  })
})
