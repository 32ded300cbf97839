/** The pages of the catalogue and of one product, as browsers get them. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { DRAWN, previewPath } from '../../src/garments/pictures.ts'
import { type Browser, openApp } from './open-app.ts'

const PAGE = 'text/html'
const cardsOn = (text: string): number => text.split('<li class="card">').length - 1
const plain = (text: string): string => text.replaceAll('&amp;', '&')

describe('the shop window', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())
  const look = async (path: string, browser: Browser = app.browser()): Promise<string> => {
    const { status, text } = await browser.get(path, PAGE)
    assert.equal(status, 200, path)
    return plain(text)
  }

  it('counts what it shows, in words, on every page', async () => {
    assert.match(await look('/'), /<h2>77 de piese<\/h2>/)
    assert.match(await look('/?category=coat'), /<h2>9 piese<\/h2>/)
    assert.match(await look('/?category=coat&colour=white'), /<h2>1 piesă<\/h2>/)
    const next = /rel="next" href="([^"]+)"/.exec(await look('/?sort=price_up'))?.[1] ?? ''
    assert.match(next, /sort=price_up&cursor=/)
    const second = await look(next)
    assert.match(second, /<h2>77 de piese<\/h2>/)
    assert.equal(cardsOn(second), 24)
  })

  it('has a link for each filter that lifts it alone, and keeps the others and the order', async () => {
    const text = await look('/?category=coat&colour=green&price_min=100&sort=price_up')
    for (const rest of ['colour=green&price_min=100', 'category=coat&price_min=100', 'category=coat&colour=green'])
      assert.ok(text.includes(`href="/?${rest}&sort=price_up"`), rest)
    assert.ok((await look('/?type=coat')).includes('<h1>Paltoane</h1>'), 'the older name of a category')
  })

  it('keeps wrong prices in their boxes, says what is wrong, and shows the rest of the answer', async () => {
    for (const [query, field] of [
      ['price_min=300&price_max=20', 'price_max'],
      ['price_min=abc', 'price_min'],
      ['price_max=-3', 'price_max'],
      ['price_max=1.234', 'price_max'],
    ] as const) {
      const { status, text } = await app.browser().get(`/?category=coat&${query}`, PAGE)
      assert.equal(status, 422, query)
      assert.match(text, /<title>Eroare: /)
      assert.match(text, new RegExp(`id="${field}"[^>]*aria-describedby="${field}-error" aria-invalid="true"`))
      assert.match(text, new RegExp(`<a href="#${field}">`))
      assert.equal(cardsOn(text), 9, query)
      const json = await app.browser().get(`/api/products?${query}`)
      assert.deepEqual([json.status, (json.json.errors as unknown as { field: string }[])[0]?.field], [422, field])
    }
    assert.match((await app.browser().get('/?price_min=300&price_max=20', PAGE)).text, /id="price_min"[^>]*value="300"/)
    assert.ok((await look('/?price_min=89,5')).includes('piese'), 'a comma is as good as a point')
  })

  it('says which filters find nothing, offers to lift each, and shows what comes close', async () => {
    const text = await look('/?category=coat&colour=yellow&size=XS')
    assert.match(text, /<h2>0 piese<\/h2>/)
    for (const rest of ['size=XS&colour=yellow', 'category=coat&colour=yellow', 'category=coat&size=XS'])
      assert.ok(text.includes(`href="/?${rest}"`), rest)
    assert.match(text, /Cele mai apropiate piese[\s\S]*Palton/)
    assert.ok(cardsOn(await look('/?q=%25%25')) > 0)
  })

  it('tags what somebody holds, what is in the own cart, the own listing and the auctions', async () => {
    const [buyer, seller] = [app.browser(), app.browser()]
    assert.equal((await buyer.post('/cart/items', { product: 'garment:5' })).status, 200)
    await seller.login('mihai')
    const cardOf = (text: string, path: string): string =>
      text.split('<li class="card">').find((card) => card.includes(`href="${path}"`)) ?? ''
    assert.match(cardOf(await look('/'), '/p/garment/5'), /class="tag warn">Rezervată · până la <time/)
    const mine = cardOf(await look('/', buyer), '/p/garment/5')
    assert.match(mine, /<a class="tag ok" href="\/cart" data-cart-open>În coșul tău/)
    assert.doesNotMatch(mine, /action="\/cart\/items"/)
    const own = cardOf(await look('/?seller=mihai', seller), '/p/garment/3')
    assert.match(own, /<a class="tag ok" href="\/sell">Anunțul tău/)
    assert.doesNotMatch(own, /action="\/cart\/items"/)
    assert.match(cardOf(await look('/?sale=auction'), '/p/garment/61'), /250,00[\s\S]*Preț de pornire[\s\S]*Licitație · până la/)
    assert.match(cardOf(await look('/'), '/p/garment/1'), /action="\/cart\/items"[\s\S]*value="garment:1"/)
    assert.doesNotMatch(await look('/?reserved=hide'), /href="\/p\/garment\/5"/)
  })

  it('shows what is sold only to those who ask, and the page of it says when it was', async () => {
    const buyer = app.browser()
    await buyer.login('ana')
    assert.equal((await buyer.post('/cart/items', { product: 'garment:7' })).status, 200)
    const { json } = await buyer.get('/checkout?payment=wallet')
    const { quote, addresses } = json as unknown as { quote: { hash: string }; addresses: { id: string }[] }
    const body = { key: 'window-1', payment: 'wallet', quote: quote.hash, address: addresses[0]?.id }
    assert.equal((await buyer.post('/checkout', body)).status, 201)
    assert.doesNotMatch(await look('/?category=dress'), /href="\/p\/garment\/7"/)
    const sold = await look('/?availability=sold')
    assert.match(sold, /href="\/p\/garment\/7"/)
    assert.match(sold, /<span class="tag">Vândută</)
    const page = await look('/p/garment/7')
    assert.match(page, /Vândută pe <time datetime=/)
    assert.doesNotMatch(page, /form="add"|id="add"/)
  })

  it('comes back to the product when somebody was faster, and says until when he has it', async () => {
    const [first, second] = [app.browser(), app.browser()]
    const page = await look('/p/garment/9', second)
    assert.match(
      page,
      /<form id="add" method="post" action="\/cart\/items"[^>]*data-reload>[\s\S]*name="next" value="\/p\/garment\/9"[\s\S]*data-problem/,
    )
    const fields = { product: 'garment:9', next: '/p/garment/9' }
    assert.equal((await first.submit('/cart/items', fields)).status, 303)
    const lost = await second.submit('/cart/items', fields)
    assert.deepEqual([lost.status, lost.headers.get('location')], [303, '/p/garment/9'])
    const now = await look('/p/garment/9', second)
    assert.match(now, /class="flash error"/)
    assert.match(now, /action="\/queue"/)
    assert.doesNotMatch(now, /id="add"/)
  })

  it('shows a product from three sides with its measures, and a good one with its wear', async () => {
    const good = await look('/p/garment/4')
    for (const view of ['front', 'cloth', 'label']) assert.match(good, new RegExp(`id="view-${view}"><img[^>]*alt="Desen: `))
    assert.match(good, /<th scope="row">Talie \(lățime\)<\/th>\s*<td[^>]*><bdi dir="ltr">38 cm</)
    assert.match(good, /Urme de purtare/)
    assert.doesNotMatch(await look('/p/garment/3'), /Urme de purtare/)
    assert.doesNotMatch(await look('/p/article/tote-navy'), /view-cloth|Măsurători/)
    assert.match(good, /Dan Olteanu[\s\S]*piese de vânzare/)
  })

  it('lets pictures be kept for ever under the address that names how they are drawn', async () => {
    const pictures = [...(await look('/p/garment/4')).matchAll(/src="(\/img\/garment\/4\.svg[^"]*)"/g)].map(([, path = '']) => path)
    assert.equal(new Set(pictures).size, 3)
    const drawn = new Set<string>()
    for (const path of [...new Set(pictures), previewPath({ silhouette: 'cardigan', fabric: 'cable', colourway: 'rose' })]) {
      const { status, headers, text } = await app.browser().get(path, 'image/*')
      assert.equal(status, 200, path)
      assert.match(headers.get('cache-control') ?? '', /immutable/)
      assert.match(headers.get('content-security-policy') ?? '', /^default-src 'none'; style-src 'unsafe-inline'/)
      assert.equal(headers.getSetCookie().length, 0)
      drawn.add(text)
    }
    assert.equal(drawn.size, 4)
    const other = await app.browser().get(`/img/garment/4.svg?v=${DRAWN}x`, 'image/*')
    assert.doesNotMatch(other.headers.get('cache-control') ?? '', /immutable/)
    for (const query of [
      'silhouette=cape&fabric=solid&colourway=navy',
      'fabric=solid&colourway=navy',
      'silhouette=tee&fabric=solid&colourway=__proto__',
    ])
      assert.equal((await app.browser().get(`/img/preview.svg?${query}`)).status, 422, query)
    assert.equal((await app.browser().get('/img/garment/4.svg?view=back')).status, 422)
  })
})
