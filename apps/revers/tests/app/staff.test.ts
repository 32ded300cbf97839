/** Acts on money want the password to be fresh: who only has an old session is led to give it again. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { sql } from 'cartwright'
import { findPeople, isConfirmed } from '../../src/people/people.ts'
import { type Browser, openApp, PASSWORD } from './open-app.ts'

/** The hidden fields of the form on a page that posts to this address. */
function hiddenOf(page: string, to: string): Record<string, string> {
  const form = page.split('<form').find((part) => part.includes(`action="${to}"`)) ?? ''
  return Object.fromEntries(
    [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

const TOP_UP = { email: 'ana@example.com', amount: '10.00', reason: 'a kindness' }

describe('acts of the staff on money', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  let admin: Browser
  before(async () => {
    app = await openApp()
    admin = app.browser()
    await admin.login('admin')
  })
  after(() => app.close())
  /** A quarter of an hour and a second ago. */
  const grow = async (): Promise<void> => {
    const { db, clock } = app.shop.context
    await db.batch([sql`update login set confirmed_at = ${clock() - 901_000n} where person_id = ${'admin'}`])
  }
  const balance = async (): Promise<bigint> => (await app.shop.wallets.read('ana')).balance

  describe('with a session that has grown old', () => {
    beforeEach(grow)

    it('are refused to a program, and change nothing', async () => {
      const had = await balance()
      for (const path of ['wallets/top-up', 'wallets/pay-out']) {
        const refused = await admin.post(`/admin/${path}`, TOP_UP)
        assert.deepEqual([refused.status, refused.json.code], [401, 'login_required'])
      }
      for (const [act, body] of Object.entries({
        refund: { reason: 'r' },
        cancel: { reason: 'r' },
        'cancel-parcel': { seller: 'mihai', reason: 'r' },
        refunded: { refund: 'r', reason: 'r' },
        proceeds: { seller: 'mihai', reason: 'r' },
      }))
        assert.equal((await admin.post(`/admin/orders/any/${act}`, body)).status, 401, act)
      assert.equal(await balance(), had)
    })

    it('let a form wait for the password, and show it again as it was', async () => {
      const had = await balance()
      const sent = await admin.submit('/admin/wallets/top-up', { ...TOP_UP, key: 'once', next: '/admin/wallets?sort=balance' })
      assert.deepEqual([sent.status, sent.headers.get('location')], [401, null])
      const asked = hiddenOf(sent.text, '/admin/sign-in')
      assert.deepEqual([asked.to, asked.next, asked['sent.key']], ['/admin/wallets/top-up', '/admin/wallets?sort=balance', 'once'])
      const wrong = await admin.submit('/admin/sign-in', { ...asked, password: 'wrong' })
      assert.deepEqual([wrong.status, hiddenOf(wrong.text, '/admin/sign-in')], [401, asked])
      assert.equal((await admin.post('/admin/wallets/top-up', TOP_UP)).status, 401)
      const right = await admin.submit('/admin/sign-in', { ...asked, password: PASSWORD })
      assert.equal(right.status, 200)
      for (const typed of [TOP_UP.email, TOP_UP.amount, TOP_UP.reason]) assert.ok(right.text.includes(`value="${typed}"`), typed)
      assert.equal(await balance(), had)
      const sentAgain = hiddenOf(right.text, '/admin/wallets/top-up')
      assert.equal(sentAgain.key, 'once')
      const again = { ...TOP_UP, ...sentAgain }
      for (const _ of [1, 2]) {
        const done = await admin.submit('/admin/wallets/top-up', again)
        assert.deepEqual([done.status, done.headers.get('location')], [303, '/admin/wallets?sort=balance'])
      }
      assert.equal(await balance(), had + 1_000n)
    })

    it('are no reason to refuse what moves no money', async () => {
      assert.equal((await admin.get('/admin/wallets')).status, 200)
      const released = await admin.post('/admin/claims/release', { product: 'garment:1', reason: 'r' })
      assert.equal(released.json.code, 'not_found')
    })
  })

  it('are possible right after a login', async () => {
    const fresh = app.browser()
    await fresh.login('admin')
    assert.equal((await fresh.post('/admin/wallets/top-up', TOP_UP)).status, 200)
  })

  it('have a password page that is the staff’s alone', async () => {
    const ana = app.browser()
    await ana.login('ana')
    for (const browser of [ana, app.browser()]) {
      assert.equal((await browser.get('/admin/sign-in', 'text/html')).status, 404)
      assert.equal((await browser.post('/admin/sign-in', { password: PASSWORD })).status, 404)
    }
  })

  it('are not opened by a password of another browser', async () => {
    const [first, second] = [app.browser(), app.browser()]
    await first.login('admin')
    await grow()
    await second.login('admin')
    assert.equal((await first.post('/admin/wallets/top-up', TOP_UP)).status, 401)
    assert.equal(await isConfirmed(app.shop, 'no such token'), false)
  })
})

describe('people', () => {
  it('are found by address, and by the beginning of any word of the name, in whatever letters', async () => {
    const app = await openApp()
    const names = async (text: string): Promise<string[]> => (await findPeople(app.shop, text)).map(({ name }) => name)
    assert.deepEqual(await names('ANA@example.com'), ['Ana Pavelescu'])
    assert.deepEqual(await names('pavel'), ['Ana Pavelescu'])
    assert.deepEqual(await names('pavelescu ana'), ['Ana Pavelescu'])
    assert.deepEqual(await names('pavelescu bogdan'), [])
    // One more than are shown tells that there are more.
    assert.equal((await names('cumparator')).length, 11)
    assert.deepEqual(await names('Cumpărător 31'), ['Cumpărător 31'])
    assert.deepEqual(
      await names('Cumpărător 3'),
      Array.from({ length: 10 }, (_, digit) => `Cumpărător 3${digit}`),
    )
    assert.deepEqual(await names('avelescu'), [])
    assert.deepEqual(await names('%'), [])
    await app.close()
  })
})
