import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import { brotliDecompressSync } from 'node:zlib'
import { assetPath, findAsset } from '../../src/assets.ts'
import { openServer } from '../../src/open-server.ts'
import { openApp } from './open-app.ts'

describe('what every page has around it', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())

  it('can be mirrored by who knows how, and back', async () => {
    const browser = app.browser()
    assert.equal((await browser.post('/preferences', { locale: 'ar-XB', theme: 'dark' })).status, 204)
    const mirrored = await browser.get('/cart', 'text/html')
    assert.match(mirrored.text, /<html lang="ar-XB" dir="rtl" data-theme="dark"/)
    assert.match(mirrored.text, /<h1>\u202eYour cart\u202c<\/h1>/)
    assert.match(String((await browser.get('/cart/drawer')).json.html), /Your cart is empty/, 'what the library draws is English')
    assert.equal((await browser.post('/preferences', { locale: 'ro' })).status, 204)
    assert.match((await browser.get('/cart', 'text/html')).text, /<html lang="ro" dir="ltr" data-theme="dark"/)
    assert.equal((await browser.post('/preferences', { locale: 'ar' })).status, 422)
  })

  it('is told by the frame of an error page as well', async () => {
    const browser = app.browser()
    await browser.post('/preferences', { locale: 'en' })
    const { status, text } = await browser.get('/nowhere', 'text/html')
    assert.equal(status, 404)
    assert.match(text, /<html lang="en"[\s\S]*data-cart-open[\s\S]*<h1>The page does not exist<\/h1>/)
  })

  it('explains holds as the shop keeps them', async () => {
    assert.match(
      (await app.browser().get('/help', 'text/html')).text,
      /15 minute dacă ești în cont, 10 minute dacă nu[\s\S]*14 zile după livrare/,
    )
    const soft = await openApp({ HOLD_POLICY: 'soft' })
    const { text } = await soft.browser().get('/help', 'text/html')
    await soft.close()
    assert.match(text, /rămân de vânzare și pentru alții/)
    assert.doesNotMatch(text, /minute dacă/)
  })
})

describe('the way to the browser', () => {
  let server: Awaited<ReturnType<typeof openServer>>
  before(async () => {
    server = await openServer({ DATABASE_URL: 'sqlite::memory:', PORT: '0', SWEEP_SECONDS: '0' }, console.error)
  })
  after(() => server.close())

  const get = (path: string, accepted: string): Promise<Response> =>
    fetch(server.url + path, { headers: { accept: 'text/html', 'accept-encoding': accepted } })

  it('compresses pages, and not what is short', async () => {
    const page = await get('/help', 'br')
    assert.equal(page.headers.get('content-encoding'), 'br')
    assert.match(page.headers.get('vary') ?? '', /Accept-Encoding/)
    assert.match(await page.text(), /<\/html>$/)
    const health = await get('/healthz', 'br')
    assert.equal(health.headers.get('content-encoding'), null)
    assert.deepEqual(await health.json(), { status: 'ok', database: 'sqlite' })
    assert.equal((await get('/help', 'identity')).headers.get('content-encoding'), null)
  })

  it('sends files compressed beforehand, to be kept for ever by each coding', async () => {
    const path = assetPath('shop.css')
    const content = Buffer.from(findAsset(path.replace('/assets/', ''))?.content ?? [])
    for (const [accepted, coding] of [
      ['gzip, br', 'br'],
      ['gzip', 'gzip'],
      ['identity', null],
    ] as const) {
      const file = await get(path, accepted)
      assert.equal(file.headers.get('content-encoding'), coding)
      assert.equal(file.headers.get('vary'), 'Accept-Encoding')
      assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable')
      assert.deepEqual(Buffer.from(await file.arrayBuffer()), content, 'fetch unpacks it')
    }
    assert.deepEqual(brotliDecompressSync(findAsset(path.replace('/assets/', ''))?.compressed.get('br') ?? new Uint8Array()), content)
    const font = await get(assetPath('fonts/fraunces-latin.woff2'), 'br')
    assert.equal(font.headers.get('content-encoding'), null)
    assert.equal(font.headers.get('content-type'), 'font/woff2')
  })
})
