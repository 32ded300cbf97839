import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type AdminPeople, type AdminSettings, adminRoutes } from '../../src/admin/index.ts'
import { ANA, buy, fund, type Kit, openKit } from '../../src/testing/contract/kit.ts'
import { loggedIn, siteOf } from '../http/site.ts'
import { openMemory } from '../storage/open-databases.ts'

const settings = (given: Partial<AdminSettings> = {}): AdminSettings => ({
  path: '/back/office',
  home: '/shop',
  signInAgain: async () => true,
  signedInRecently: async () => true,
  ...given,
})

/** An app that knows nothing of revers: a shop, the admin, and a handler. */
async function mounted(given?: Partial<AdminSettings>): Promise<{ kit: Kit; get: (path: string, person?: string) => Promise<Response> }> {
  const kit = await openKit(async () => (await openMemory()).database)
  const site = { kit, ...siteOf(kit.shop, adminRoutes(kit.shop, settings(given))) }
  const get = (path: string, person = 'admin'): Promise<Response> => loggedIn(site, person).get(path, { accept: 'text/html' })
  return { kit, get }
}

describe('the admin in an app of its own', () => {
  it('is where it was mounted, for the staff alone, and draws whole pages', async () => {
    const { kit, get } = await mounted()
    await fund(kit, ANA, 90_000n)
    await kit.shop.cart(ANA).add(kit.shelf.garment('coat'))
    const { order } = await buy(kit.shop.cart(ANA), { payment: 'wallet' })
    await kit.shop.cart(ANA).add(kit.shelf.garment('hat'))
    const cart = (await kit.shop.cart(ANA).read()).id ?? ''
    for (const path of [
      'carts',
      `carts/${cart}`,
      'carts/clean',
      'claims',
      'orders',
      `orders/${order.id}`,
      'wallets',
      'wallets/wallet:ana:RON',
      'ledger',
    ]) {
      const answer = await get(`/back/office/${path}`)
      const text = await answer.text()
      assert.equal(answer.status, 200, path)
      assert.match(text, /^<!doctype html>[\s\S]*<h1>[\s\S]*<\/html>$/, path)
      // Nothing the policy of the answers forbids, and no address that is not the app's.
      assert.doesNotMatch(text, /<script|<style|\sstyle=|\son\w+=|href="\/admin|action="\/admin/, path)
      assert.match(text, /href="\/shop"/)
      assert.equal((await get(`/back/office/${path}`, 'ana')).status, 404, path)
    }
    await kit.shop.close()
  })

  it('brings its own style sheet, which the staff alone may read and keep', async () => {
    const { kit, get } = await mounted({ styles: '/mine.css', theme: () => 'dark' })
    const text = await (await get('/back/office/carts')).text()
    assert.match(text, /<html lang="ro" dir="ltr" data-theme="dark">/)
    const [path = '', own] = [...text.matchAll(/<link rel="stylesheet" href="([^"]+)">/g)].map(([, href = '']) => href)
    assert.equal(own, '/mine.css')
    for (const person of ['ana', 'nobody']) {
      const foreign = await get(path, person)
      assert.deepEqual([foreign.status, foreign.headers.get('cache-control')], [404, 'no-store'])
    }
    const sheet = await get(path)
    assert.deepEqual(
      [sheet.status, sheet.headers.get('content-type'), sheet.headers.get('cache-control')],
      [200, 'text/css; charset=utf-8', 'private, max-age=31536000, immutable'],
    )
    assert.doesNotMatch(await sheet.text(), /url\(|@import/)
    await kit.shop.close()
  })

  it('escapes what people have typed, and finds owners by their keys where the app knows no people', async () => {
    const { kit, get } = await mounted()
    const evil = { userId: '"><img src=x>', roles: ['buyer'] }
    await kit.shop.cart(evil).add(kit.shelf.garment('coat'))
    for (const path of ['carts', 'claims', `carts?buyer=${encodeURIComponent(evil.userId)}`]) {
      const text = await (await get(`/back/office/${path}`)).text()
      assert.match(text, /&quot;&gt;&lt;img src=x&gt;/)
      assert.doesNotMatch(text, /<img/)
    }
    await kit.shop.close()
  })

  it('asks the app whether the password is fresh, and asks for it on a page of its own', async () => {
    const { kit } = await mounted()
    const stale = siteOf(kit.shop, adminRoutes(kit.shop, settings({ signedInRecently: async () => false })))
    const client = loggedIn({ kit, ...stale }, 'admin')
    const body = { email: 'ana', amount: '5.00', reason: 'r' }
    const refused = await client.send('POST', '/back/office/wallets/top-up', body)
    assert.equal(refused.status, 401)
    const led = await client.submit('/back/office/wallets/top-up', body)
    assert.equal(led.status, 401)
    assert.match(await led.text(), /action="\/back\/office\/sign-in"/)
    assert.equal((await kit.shop.wallets.read('ana')).balance, 0n)
    await kit.shop.close()
  })

  it('refuses settings that cannot be meant', async () => {
    const { shop } = (await mounted()).kit
    const wrong: readonly Partial<AdminSettings>[] = [
      { path: 'admin' },
      { path: '/admin/' },
      { path: '//evil.test' },
      { home: 'https://evil.test' },
      { signInAgain: '/sign-in' as unknown as AdminSettings['signInAgain'] },
      { timeZone: 'Mars/Olympus' },
      { signedInRecently: true as unknown as AdminSettings['signedInRecently'] },
      { styles: '/mine.css?a=<b>' },
      { styles: 'javascript:alert(1)' },
      { styles: 'https://styles.example.com/mine.css' },
      { people: {} as AdminPeople },
      { people: { find: async () => [] } as unknown as AdminPeople },
      { people: null as unknown as AdminPeople },
      { theme: 'dark' as unknown as () => 'dark' },
      { peple: undefined } as Partial<AdminSettings>,
    ]
    for (const given of wrong) assert.throws(() => adminRoutes(shop, settings(given)), RangeError, JSON.stringify(given))
    const misspelt = settings({ timezone: 'UTC' } as Partial<AdminSettings>)
    assert.throws(() => adminRoutes(shop, misspelt), /timezone: there is no such setting; there are path, .*timeZone/)
    const { signInAgain: _, ...without } = settings()
    assert.throws(() => adminRoutes(shop, without as AdminSettings), /signInAgain: is undefined .* wanted is a function/)
    // As an app writes it that has no such setting now.
    adminRoutes(shop, { ...settings(), timeZone: undefined, people: undefined } as unknown as AdminSettings)
    await shop.close()
  })
})
