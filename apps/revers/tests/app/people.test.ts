import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { sql } from 'cartwright'
import { scryptPasswords } from '../../src/people/passwords.ts'
import { canonicalEmail } from '../../src/people/people.ts'
import { openApp, PASSWORD } from './open-app.ts'

const SESSION = 'cartwright'

describe('people', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())

  it('get a fresh session at login, which takes the cart of the guest along', async () => {
    const guest = app.browser()
    assert.equal((await guest.post('/cart/items', { product: 'garment:1' })).status, 200)
    const before = guest.cookies.get(SESSION)
    assert.equal((await guest.login('buyer01')).status, 200)
    const first = guest.cookies.get(SESSION)
    assert.notEqual(first, before)
    const { lines } = (await guest.get('/cart')).json as unknown as { lines: { product: { id: string } }[] }
    assert.deepEqual(
      lines.map(({ product }) => product.id),
      ['1'],
    )
    await guest.login('buyer01')
    assert.notEqual(guest.cookies.get(SESSION), first)
  })

  it('leave nothing usable behind: neither the token of before nor a token in the database', async () => {
    const buyer = app.browser()
    await buyer.login('buyer02')
    const [logins = []] = await app.shop.context.db.read(sql`select token_hash from login`)
    const token = (buyer.cookies.get(SESSION) ?? '').split('.')[0] ?? ''
    assert.ok(token.length >= 43)
    assert.ok(logins.length > 0 && logins.every((row) => row.token_hash !== token))
    const before = logins.length
    await buyer.login('buyer02')
    const [again = []] = await app.shop.context.db.read(sql`select token_hash from login`)
    assert.equal(again.length, before, 'the login before is over')
    assert.equal((await buyer.post('/logout')).status, 204)
    assert.equal((await buyer.get('/wallet')).status, 401)
  })

  it('are told the same of a wrong password and of an unknown address', async () => {
    const answers = await Promise.all(
      ['ana@example.com', 'nimeni@example.com', 'nothing'].map((email) => app.browser().post('/login', { email, password: 'gresita-1' })),
    )
    const [known, ...unknown] = answers
    assert.equal(known?.status, 401)
    for (const answer of unknown) assert.deepEqual([answer.status, answer.text], [known?.status, known?.text])
  })

  it('make an account once for an address, however it is written and however many try at once', async () => {
    const tries = ['Noua@Example.com', 'noua@example.com ', 'NOUA@EXAMPLE.COM', 'noua@example.com']
    const answers = await Promise.all(
      tries.map((email) => app.browser().post('/register', { email, password: PASSWORD, name: 'Noua Persoană' })),
    )
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409])
    const browser = app.browser()
    assert.equal((await browser.post('/login', { email: ' NOUA@example.com', password: PASSWORD })).status, 200)
    const { roles } = (
      (await browser.post('/login', { email: 'noua@example.com', password: PASSWORD })).json as unknown as { user: { roles: string[] } }
    ).user
    assert.deepEqual(roles, ['buyer'])
  })

  it('are refused bad fields by name', async () => {
    const good = { email: 'alta@example.com', password: PASSWORD, name: 'Alta' }
    for (const [field, value] of [
      ['email', 'alta'],
      ['password', 'scurta'],
      ['password', 'x'.repeat(201)],
      ['name', ' '],
      ['name', 'x'.repeat(101)],
      ['roles', ['admin']],
    ] as const) {
      const answer = await app.browser().post('/register', { ...good, [field]: value })
      assert.equal(answer.status, 422, `${field}=${value}`)
      assert.deepEqual(
        (answer.json as unknown as { errors: { field: string }[] }).errors.map((error) => error.field),
        [field],
      )
    }
  })

  it('see the form again with what they typed, but never the password', async () => {
    const answer = await app.browser().submit('/login', { email: 'ana@example.com', password: 'secret-gresit', next: '/orders' })
    assert.equal(answer.status, 401)
    assert.ok(answer.text.includes('value="ana@example.com"') && answer.text.includes('value="/orders"'))
    assert.ok(!answer.text.includes('secret-gresit'))
    const done = await app.browser().submit('/login', { email: 'ana@example.com', password: PASSWORD, next: '/orders' })
    assert.deepEqual([done.status, done.headers.get('location')], [303, '/orders'])
  })

  it('stay logged in over a restart of the shop', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'revers-restart-'))
    const DATABASE_URL = `sqlite:${join(folder, 'revers.db')}`
    const first = await openApp({ DATABASE_URL })
    const buyer = first.browser()
    await buyer.login('buyer03')
    await first.close()
    const second = await openApp({ DATABASE_URL })
    assert.equal((await second.browser(buyer.cookies).get('/wallet')).status, 200)
    await second.close()
    rmSync(folder, { recursive: true })
  })

  it('have addresses in one canonical form', () => {
    assert.equal(canonicalEmail('  Ana.Pop+haine@Example.COM '), 'ana.pop+haine@example.com')
    for (const wrong of [
      '',
      'ana',
      'ana@',
      '@example.com',
      'ana@example',
      'ana@exa mple.com',
      'ană@example.com',
      'a@-x.ro',
      `${'x'.repeat(65)}@example.com`,
    ])
      assert.equal(canonicalEmail(wrong), null, wrong)
  })

  it('have passwords that are salted, and checked whole', async () => {
    const passwords = scryptPasswords()
    const [one, other] = await Promise.all([passwords.hash('parola-buna-1'), passwords.hash('parola-buna-1')])
    assert.notEqual(one, other)
    assert.equal(await passwords.matches('parola-buna-1', one), true)
    assert.equal(await passwords.matches('parola-buna-2', one), false)
    assert.equal(await passwords.matches('', null), false)
  })
})
