import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { adminRoutes } from '../../src/admin/index.ts'
import { rateLimits } from '../../src/http/index.ts'
import { ANA, buy, fund, type Kit, MIHAI, openKit } from '../../src/testing/contract/kit.ts'
import { SELLERS } from '../../src/testing/contract/orders-kit.ts'
import { type Client, loggedIn, siteOf } from '../http/site.ts'
import { openMemory } from '../storage/open-databases.ts'

const PASSWORD = 'the right one'

/** What a browser would send of the form on a page that posts to this address; its hidden fields as they are, what was typed as it stands there. */
function formOn(page: string, to: string): [string, string][] {
  const form = page.split('<form').find((part) => part.includes(`action="${to}"`)) ?? ''
  const text = (value: string): string =>
    value.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
  const boxes = [...(form.split('</form>')[0] ?? '').matchAll(/<(?:input|textarea)([^>]*)>([^<]*)/g)]
  return boxes.flatMap(([, attributes = '', content = '']) => {
    const of = (name: string): string | undefined => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1]
    const name = of('name')
    if (name === undefined || (of('type') === 'checkbox' && !/ checked/.test(attributes))) return []
    return [[name, text(of('value') ?? content)]]
  })
}

describe('a form of the staff that has to wait for the password', () => {
  let kit: Kit
  let staff: Client
  let limited: Client
  let isFresh = false
  let asked: string[] = []
  before(async () => {
    kit = await openKit(async () => (await openMemory()).database, { ...SELLERS, payments: { wallet: true } })
    const routes = adminRoutes(kit.shop, {
      signedInRecently: async () => isFresh,
      signInAgain: async (_, password) => {
        asked.push(password)
        isFresh = password === PASSWORD
        return isFresh
      },
    })
    staff = loggedIn({ kit, ...siteOf(kit.shop, routes) }, 'admin')
    limited = loggedIn({ kit, ...siteOf(kit.shop, routes, { limits: rateLimits() }) }, 'admin')
    await fund(kit, ANA, 900_000n)
  })
  after(() => kit.shop.close())
  beforeEach(() => {
    isFresh = false
    asked = []
  })
  const balance = async (): Promise<bigint> => (await kit.shop.wallets.read('ana')).balance
  /** Sends a form, gives the password, and answers the page with the form again. */
  async function throughPassword(to: string, fields: Record<string, string> | [string, string][]): Promise<string> {
    const led = await staff.submit(to, fields)
    assert.equal(led.status, 401, to)
    assert.equal(led.headers.get('location'), null)
    const asks = formOn(await led.text(), '/admin/sign-in')
    const shown = await staff.submit('/admin/sign-in', filled(asks, PASSWORD))
    assert.equal(shown.status, 200, to)
    return shown.text()
  }
  const filled = (fields: [string, string][], password: string): [string, string][] =>
    fields.map(([name, value]) => [name, name === 'password' ? password : value])
  const TOP_UP = { user: 'ana', amount: '12,50', reason: 'a "kindness" & <more>', key: 'key-1', next: '/admin/wallets/wallet:ana:RON' }

  it('is shown again as it was sent, on its page, and done by its own button, once', async () => {
    const had = await balance()
    const page = await throughPassword('/admin/wallets/top-up', TOP_UP)
    assert.match(page, /class="flash ok" role="status">Parola este confirmată\. Încă nu s-a făcut nimic/)
    assert.match(page, /<h1>[\s\S]*<details class="act" open>/)
    assert.equal(await balance(), had)
    const again = formOn(page, '/admin/wallets/top-up')
    assert.deepEqual(Object.fromEntries(again), TOP_UP)
    for (const _ of [1, 2]) assert.equal((await staff.submit('/admin/wallets/top-up', again)).status, 303)
    assert.equal(await balance(), had + 1_250n)
  })

  it('is kept over wrong passwords, which it never shows, and over too many of them', async () => {
    let page = await (await limited.submit('/admin/wallets/top-up', TOP_UP)).text()
    for (let count = 0; count < 11; count += 1) {
      const refused = await limited.submit('/admin/sign-in', filled(formOn(page, '/admin/sign-in'), 'not <it>'))
      page = await refused.text()
      assert.equal(refused.status, count < 10 ? 401 : 429)
      assert.doesNotMatch(page, /not (?:<|&lt;)it/)
      assert.match(page, count < 10 ? /id="password-error"[\s\S]*Nu este parola acestui cont/ : /Prea multe încercări/)
    }
    assert.equal(asked.length, 10)
    const carried = Object.fromEntries(formOn(page, '/admin/sign-in'))
    const sent = Object.fromEntries(Object.entries(TOP_UP).map(([name, value]) => [name === 'next' ? name : `sent.${name}`, value]))
    assert.deepEqual(carried, { ...sent, to: '/admin/wallets/top-up', password: '' })
    const empty = await (await limited.submit('/admin/sign-in', filled(formOn(page, '/admin/sign-in'), ''))).text()
    assert.match(empty, /Completează acest câmp[\s\S]*name="sent.key" value="key-1"/)
  })

  it('keeps its list of lines, and what was ticked', async () => {
    for (const garment of ['coat', 'hat']) await kit.shop.cart(ANA).add(kit.shelf.garment(garment, { seller: MIHAI }))
    const { order } = await buy(kit.shop.cart(ANA), { payment: 'wallet' })
    const to = `/admin/orders/${order.id}/refund`
    const lines = order.lines.map(({ id }) => ['lines', id] satisfies [string, string])
    const fields: [string, string][] = [['next', `/admin/orders/${order.id}`], ...lines, ['reason', 'torn']]
    const page = await throughPassword(to, fields)
    assert.deepEqual(formOn(page, to), fields)
    assert.deepEqual((await kit.shop.orders.show(order.id)).refunds, [])
  })

  it('may be a page of its own: a discount, many codes by one key, and lines of CSV', async () => {
    const made = { code: 'SPRING', kind: 'percent', value: '10', active: 'true', campaign: '' }
    const page = await throughPassword('/admin/discounts/new', made)
    assert.match(page, /name="code"[^>]*|value="SPRING"/)
    assert.doesNotMatch(page, /role="alert"/)
    const typed = Object.fromEntries(formOn(page, '/admin/discounts/new'))
    assert.deepEqual([typed.code, typed.value, typed.active], ['SPRING', '10', 'true'])

    isFresh = false
    const many = { kind: 'percent', value: '10', count: '3', idempotency_key: 'many-1' }
    const shown = await throughPassword('/admin/discounts/generate', many)
    const again = [...formOn(shown, '/admin/discounts/generate'), ['kind', 'percent'] satisfies [string, string]]
    assert.deepEqual(Object.fromEntries(again).idempotency_key, 'many-1')
    for (const _ of [1, 2]) assert.equal((await staff.submit('/admin/discounts/generate', again)).status, 200)
    assert.equal((await kit.shop.discounts.list({})).items.length, 3)

    isFresh = false
    const csv = 'code,kind,value\r\nONE,percent,5\r\n"TWO,",percent,5'
    const lines = Object.fromEntries(
      formOn(await throughPassword('/admin/discounts/import', { csv, all: 'true' }), '/admin/discounts/import'),
    )
    assert.deepEqual(lines, { csv, all: 'true' })
  })

  it('goes nowhere but to a form of these pages, whatever a request says', async () => {
    for (const to of ['https://evil.test/admin', '//evil.test/x', '/cart', '/admin/orders/%ff/refund', '/admin/sign-in', '/admin/orders']) {
      isFresh = false
      const answer = await staff.submit('/admin/sign-in', { password: PASSWORD, to, 'sent.reason': 'r', next: '//evil.test' })
      const text = await answer.text()
      assert.doesNotMatch(`${answer.headers.get('location')}${text}`, /evil/, to)
      assert.ok([200, 303].includes(answer.status), `${to} ${answer.status}`)
    }
    const unknown = await staff.submit('/admin/sign-in', { password: PASSWORD, email: 'another@example.com' })
    assert.equal(unknown.status, 422)
    const foreign = await staff.submit(
      '/admin/sign-in',
      { password: PASSWORD, to: '/admin/wallets/top-up' },
      { 'sec-fetch-site': 'cross-site' },
    )
    assert.equal(foreign.status, 403)
    const ana = await loggedIn({ kit, ...siteOf(kit.shop, []) }, 'ana').get('/admin/sign-in', { accept: 'text/html' })
    assert.equal(ana.status, 404)
  })

  it('is a program’s own to send again', async () => {
    const refused = await staff.send('POST', '/admin/wallets/top-up', { user: 'ana', amount: '1.00', reason: 'r' })
    assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [401, 'login_required'])
    assert.equal((await staff.send('POST', '/admin/sign-in', { password: 'wrong' })).status, 401)
    assert.equal((await staff.send('POST', '/admin/sign-in', { password: PASSWORD })).status, 204)
    assert.equal((await staff.send('POST', '/admin/wallets/top-up', { user: 'ana', amount: '1.00', reason: 'r' })).status, 200)
  })
})
