import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'cartwright'
import { formTo } from '../kit/forms.ts'
import { type Browser, type Got, openApp } from './open-app.ts'

const ADDRESS = {
  address: 'new',
  address_name: 'Ilinca Moraru',
  address_line1: 'Strada Fagului 12',
  address_city: 'Cluj-Napoca',
  address_county: 'CJ',
  address_postal_code: '400001',
  address_country: 'RO',
}

describe('buying without scripts', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  let articles: readonly string[]
  before(async () => {
    app = await openApp({ PROTECTION_FEE: '7%+2.00' })
    const { items } = (await app.browser().get('/api/products?type=article&limit=2')).json as unknown as { items: { id: string }[] }
    articles = items.map(({ id }) => `article:${id}`)
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
  /** The hold of a thing is over. */
  const lapse = (product: string): Promise<unknown> =>
    app.shop.context.db.batch([
      sql`update claim set expires_at = 1 where product = ${product}`,
      sql`update cart_line set held_until = 1 where product = ${product}`,
    ])
  const order = (guest: Browser, text: string, answers: Readonly<Record<string, string>>): Promise<Got> =>
    guest.submit('/checkout', filled(text, '/checkout', { ...ADDRESS, ...answers }))

  it('says what a thing is, and how the protection is worked out, from the settings', async () => {
    const text = await page(await guestWith('garment:1'), '/cart')
    assert.match(text, /<p class="meta">[^<]+ · [^<]+ · (?:ca\snouă|foarte\sbună|bună)<\/p>/)
    assert.match(text, /7% \+ 2,00\sRON/)
    assert.match(text, /Păstrează încă 10 min/)
  })

  it('keeps a refused code in its box, with the reason beside it, and says it once', async () => {
    const guest = await guestWith('garment:2')
    const refused = await guest.submit('/cart/discount', { code: 'NICIUNUL', next: '/cart' })
    assert.deepEqual([refused.status, refused.headers.get('location')], [303, '/cart'])
    const text = await page(guest, '/cart')
    assert.match(text, /<details class="code" open>/)
    assert.match(text, /id="code-error">.*Codul nu este valabil\./)
    assert.match(text, /name="code" value="NICIUNUL"[^>]*aria-invalid="true"[^>]*aria-describedby="code-error"/)
    assert.equal(text.split('Codul nu este valabil.').length - 1, 1)
    assert.doesNotMatch(await page(guest, '/cart'), /NICIUNUL/)
    const { html } = (await guest.post('/cart/discount', { code: 'NICIUNUL', fragment: 'cart' })).json as unknown as { html: string }
    assert.match(html, /name="code" value="NICIUNUL"/)
  })

  it('offers to put back what was just removed, and nothing that is not out', async () => {
    const guest = await guestWith(articles[0] ?? '', 'garment:3')
    const text = await page(guest, '/cart')
    const [, line = ''] = /data-line="([^"]+)"><img[^>]+garment\/3\.svg/.exec(text) ?? []
    const remove = `/cart/items/${line}/remove`
    const removed = await guest.submit(remove, filled(text, remove))
    const next = removed.headers.get('location') ?? ''
    assert.equal(next, '/cart?removed=garment%3A3')
    const after = await page(guest, next)
    assert.match(after, /Ai scos articolul din coș\./)
    assert.equal((await guest.submit('/cart/items', filled(after, '/cart/items'))).status, 303)
    assert.match(await page(guest, '/cart'), /garment\/3\.svg/)
    for (const path of [next, '/cart?removed=garment%3A4', '/cart?removed=x'])
      assert.doesNotMatch(await page(guest, path), /put-back/, path)
  })

  it('puts back as many as there were', async () => {
    const product = articles[1] ?? ''
    const guest = await guestWith(product)
    const { cart } = (await guest.post('/cart/items', { product, quantity: 2 })).json as unknown as {
      cart: { lines: { id: string }[] }
    }
    const remove = `/cart/items/${cart.lines[0]?.id}/remove`
    const removed = await guest.submit(remove, filled(await page(guest, '/cart'), remove))
    const after = await page(guest, removed.headers.get('location') ?? '')
    assert.equal(filled(after, '/cart/items').quantity, '3')
  })

  it('fills the form in again after a card was refused, with every choice, for its buyer only', async () => {
    const guest = await guestWith('garment:6')
    const placed = await order(guest, await page(guest, '/checkout?payment=card&shipping=curier-expres'), {
      payment: 'card',
      shipping: 'curier-expres',
      email: 'ilinca@example.com',
    })
    const bank = placed.headers.get('location') ?? ''
    assert.match(bank, /^\/payments\/simulated\//)
    const again = (await guest.submit(bank, { outcome: 'decline' })).headers.get('location') ?? ''
    assert.equal(again, '/checkout?shipping=curier-expres&payment=card')
    const stranger = app.browser(new Map([...(await guestWith('garment:7')).cookies, ['flash', guest.cookies.get('flash') ?? '']]))
    const text = await page(guest, again)
    assert.match(text, /Plata cu cardul a fost respinsă/)
    for (const value of ['Strada Fagului 12', 'ilinca@example.com', '400001']) assert.ok(text.includes(`value="${value}"`), value)
    const sent = filled(text, '/checkout')
    assert.deepEqual([sent.shipping, sent.payment], ['curier-expres', 'card'])
    assert.match(await page(guest, bank), /Plata a fost respinsă\./)
    const other = await page(stranger, '/checkout')
    assert.match(other, /Plata cu cardul a fost respinsă/)
    assert.doesNotMatch(other, /Strada Fagului/)
  })

  it('keeps what a refused card left chosen of several parcels, the wallet and a kept address', async () => {
    const bogdan = app.browser()
    await bogdan.login('bogdan')
    const kept = filled(await page(bogdan, '/addresses'), '/addresses', {
      address_name: 'Bogdan Pop',
      address_line1: 'Strada Lungă 3',
      address_city: 'Brașov',
      address_county: 'BV',
      address_postal_code: '500001',
    })
    for (const line1 of ['Strada Scurtă 1', 'Strada Lungă 3'])
      assert.equal((await bogdan.submit('/addresses', { ...kept, address_line1: line1 })).status, 303)
    const sellers = new Map<string, string>()
    const { items } = (await bogdan.get('/api/products?type=garment&limit=60')).json as unknown as {
      items: { id: string; price: string; availability: string; seller: { id: string } }[]
    }
    for (const { id, seller, price, availability } of items.filter((one) => Number(one.price) > 60 && one.availability === 'available'))
      if (sellers.size < 2 && price && availability) sellers.set(seller.id, id)
    for (const id of sellers.values()) assert.equal((await bogdan.post('/cart/items', { product: `garment:${id}` })).status, 200)
    const [first = '', second = ''] = sellers.keys()
    const ways = { [`shipping[${first}]`]: 'curier-expres', [`shipping[${second}]`]: 'curier' }
    const shown = await page(bogdan, `/checkout?${new URLSearchParams({ ...ways, payment: 'card', use_wallet: 'true' })}`)
    const chosen = { ...filled(shown, '/checkout'), ...ways, payment: 'card', use_wallet: 'true' }
    const [, address = ''] = /name="address" value="([^"]+)"[^>]*><span>[^<]*<small class="fine">[^<]*Strada Lungă 3/.exec(shown) ?? []
    const placed = await bogdan.submit('/checkout', { ...chosen, address })
    const bank = placed.headers.get('location') ?? ''
    assert.match(bank, /^\/payments\/simulated\//, placed.text.slice(0, 2000))
    const again = (await bogdan.submit(bank, { outcome: 'decline' })).headers.get('location') ?? ''
    const sent = filled(await page(bogdan, again), '/checkout')
    assert.deepEqual(
      { ...ways, payment: sent.payment, use_wallet: sent.use_wallet, address: sent.address },
      {
        [`shipping[${first}]`]: sent[`shipping[${first}]`],
        [`shipping[${second}]`]: sent[`shipping[${second}]`],
        payment: 'card',
        use_wallet: 'true',
        address,
      },
    )
    const retried = await bogdan.submit('/checkout', sent)
    const next = retried.headers.get('location') ?? ''
    assert.match(next, /^\/payments\/simulated\//, 'the form can be sent as it is')
    await bogdan.submit(next, { outcome: 'decline' })
    await bogdan.post('/cart/clear')
  })

  it('keeps the form when the only thing has lapsed, or is taken, and brings the thing back', async () => {
    const guest = await guestWith('garment:20')
    const typed = filled(await page(guest, '/checkout'), '/checkout', {
      ...ADDRESS,
      email: 'ilinca@example.com',
      shipping: 'curier-expres',
      payment: 'cod',
    })
    await lapse('garment:20')
    const refused = await guest.submit('/checkout', typed)
    const said = (await guest.submit('/checkout/quote', typed)).text
    for (const text of [refused.text, said, await page(guest, '/checkout')]) {
      assert.match(text, /id="again-[^"]+" name="product" value="garment:20"/)
      assert.doesNotMatch(text, /id="pay"|Poți comanda restul/)
      const [, place = ''] = /href="#(again-[^"]+)"/.exec(text) ?? []
      assert.ok(text.includes(`id="${place}"`), 'the link leads somewhere')
    }
    for (const text of [refused.text, said])
      for (const value of ['Strada Fagului 12', 'ilinca@example.com', '400001']) assert.ok(text.includes(`value="${value}"`), value)
    const waiting = filled(said, '/checkout/quote', { product: 'garment:20' })
    assert.deepEqual([waiting.shipping, waiting.payment], ['curier-expres', 'cod'])
    assert.equal((await guest.submit('/checkout/hold', waiting)).headers.get('location'), '/checkout/quote')
    const back = (await guest.submit('/checkout/quote', waiting)).text
    const ready = filled(back, '/checkout')
    assert.deepEqual([ready.shipping, ready.payment, ready.email], ['curier-expres', 'cod', 'ilinca@example.com'])
    await lapse('garment:20')
    await guestWith('garment:20')
    const taken = (await guest.submit('/checkout/quote', waiting)).text
    assert.match(taken, /alt(?:cineva|cuiva)[\s\S]*id="recalculate"/)
    assert.ok(taken.includes('value="Strada Fagului 12"'))
  })

  it('shows what changed before and after, and orders when the button is pressed once more', async () => {
    const paid = { payment: 'cod', email: 'odata@example.com' }
    const first = await guestWith('garment:8')
    await first.post('/cart/discount', { code: 'BUNVENIT10' })
    assert.match((await order(first, await page(first, '/checkout?payment=cod'), paid)).headers.get('location') ?? '', /^\/orders\//)
    const second = await guestWith('garment:9')
    await second.post('/cart/discount', { code: 'BUNVENIT10' })
    const refused = await order(second, await page(second, '/checkout?payment=cod'), paid)
    assert.equal(refused.status, 409)
    assert.match(refused.text, /<h2 id="changes">Ce s-a schimbat<\/h2>[\s\S]*<th scope="row">Total<\/th>/)
    const again = await second.submit('/checkout', filled(refused.text, '/checkout'))
    assert.match(
      again.headers.get('location') ?? '',
      /^\/orders\//,
      `${again.status}: nothing typed is lost and the new price is agreed to`,
    )
  })

  it('holds a lapsed thing again in the middle of checkout, with all that was typed', async () => {
    const guest = await guestWith('garment:10', 'garment:11')
    await lapse('garment:10')
    const text = await page(guest, '/checkout')
    assert.match(text, /Nu intră în comandă[\s\S]*rezervarea a expirat/)
    assert.match(text, /name="product" value="garment:10"[^>]*formaction="\/checkout\/hold"/)
    const typed = filled(text, '/checkout', { ...ADDRESS, email: 'ilinca@example.com', product: 'garment:10' })
    const held = await guest.submit('/checkout/hold', typed)
    assert.deepEqual([held.status, held.headers.get('location')], [307, '/checkout/quote'])
    const back = (await guest.submit('/checkout/quote', typed)).text
    assert.doesNotMatch(back, /Nu intră în comandă/)
    assert.ok(back.includes('value="Strada Fagului 12"'))
    assert.match(back, /garment\/10\.svg/)
    const own = await guest.submit('/checkout/hold', { ...typed, product: 'garment:none' })
    assert.equal(own.headers.get('location'), '/checkout/quote?refused=product_not_found')
    const told = (await guest.submit('/checkout/quote?refused=product_not_found', typed)).text
    assert.match(told, /Produsul nu există sau a fost retras\./)
    assert.ok(told.includes('value="Strada Fagului 12"'))
    assert.doesNotMatch((await guest.submit('/checkout/quote?refused=nonsense', typed)).text, /Există o problemă/)
    assert.equal((await guest.post('/checkout/hold', { product: 'x' })).status, 422)
  })

  it('says what a wallet lacks, and leads to filling it and back', async () => {
    const bogdan = app.browser()
    await bogdan.login('bogdan')
    await bogdan.post('/cart/items', { product: 'garment:12' })
    const { quote } = (await bogdan.get('/checkout')).json as unknown as { quote: { totals: { total: string } } }
    const text = await page(bogdan, '/checkout')
    const [, lacks = ''] = /href="\/wallet\?amount=([0-9.]+)&amp;next=%2Fcheckout"/.exec(text) ?? []
    assert.equal((Number(lacks) + 50).toFixed(2), quote.totals.total)
    const wallet = await page(bogdan, `/wallet?amount=${lacks}&next=%2Fcheckout`)
    const filling = filled(wallet, '/wallet/top-up')
    assert.deepEqual([filling.amount, filling.next], [lacks.replace('.', ','), '/checkout'])
    assert.equal((await bogdan.submit('/wallet/top-up', filling)).headers.get('location'), '/checkout')
    assert.match(await page(bogdan, '/checkout?payment=wallet'), /value="wallet" checked>[\s\S]{0,200}rămân 0,00\sRON după plată/)
  })

  it('thanks with the number first, and says who was written to', async () => {
    const guest = await guestWith('garment:13')
    const placed = await order(guest, await page(guest, '/checkout?payment=cod'), { payment: 'cod', email: 'ilinca@example.com' })
    const path = placed.headers.get('location') ?? ''
    const text = await page(guest, path)
    assert.match(text, /<bdi>ilinca@example\.com<\/bdi>/)
    assert.match(text, /aria-current="step"/)
    assert.match(text, /de plătit la livrare/)
    assert.match(await page(guest, `${path}/receipt`), /Plasată pe <time/)
  })
})
