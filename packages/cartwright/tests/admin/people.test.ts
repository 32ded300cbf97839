import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type AdminPeople, type AdminPerson, type AdminSettings, adminRoutes } from '../../src/admin/index.ts'
import { ANA, buy, type Kit, openKit } from '../../src/testing/contract/kit.ts'
import { type Client, loggedIn, siteOf } from '../http/site.ts'
import { openMemory } from '../storage/open-databases.ts'

const BARE: AdminPerson = { id: 'kiosk-7', name: 'Kiosk', email: null }
const EVA: AdminPerson = { id: '17', name: 'Eva', email: 'Eva@example.com' }
const KNOWN = new Map([BARE, EVA].map((person) => [person.id, person]))

const people = (given: Partial<AdminPeople> = {}): AdminPeople => ({
  find: async (text) => [EVA].filter(({ email }) => email?.toLowerCase() === text.toLowerCase()),
  names: async (ids) => new Map([...KNOWN].filter(([id]) => ids.includes(id))),
  ...given,
})

interface Office {
  readonly kit: Kit
  readonly staff: Client
  readonly logged: unknown[]
  readonly page: (path: string) => Promise<string>
}

async function scenario(given: Partial<AdminSettings>, run: (office: Office) => Promise<void>): Promise<void> {
  const kit = await openKit(async () => (await openMemory()).database, { pluginDeadline: 30 })
  const logged: unknown[] = []
  const log = (error: unknown): number => logged.push(error)
  const routes = adminRoutes(kit.shop, { signInAgain: async () => true, signedInRecently: async () => true, log, ...given })
  const staff = loggedIn({ kit, ...siteOf(kit.shop, routes) }, 'admin')
  const page = async (path: string): Promise<string> => (await staff.get(path, { accept: 'text/html' })).text()
  try {
    await run({ kit, staff, logged, page })
  } finally {
    await kit.shop.close()
  }
}

const TOP_UP = '/admin/wallets/top-up'
const FIVE = { amount: '5.00', reason: 'lost parcel' }

/** Answers that are no people: a hang, a throw, and shapes. */
const BROKEN: Readonly<Record<string, () => Promise<unknown>>> = {
  'does not answer': () => new Promise(() => undefined),
  throws: () => Promise.reject(new Error('away')),
  'answers nothing': async () => undefined,
  'answers objects': async () => ({ '17': EVA }),
  'answers people without a name': async () => [{ id: '17', email: null }],
  'answers somebody else': async () => new Map([['17', BARE]]),
}

describe('the people of the app', () => {
  for (const [title, broken] of Object.entries(BROKEN)) {
    it(`${title}: lists show ids, and nobody is paid`, async () => {
      const bad = { find: broken, names: broken } as unknown as AdminPeople
      await scenario({ people: bad }, async ({ kit, staff, logged, page }) => {
        await kit.shop.cart({ userId: '17' }).add(kit.shelf.garment('coat'))
        assert.match(await page('/admin/carts'), />17</)
        assert.equal((logged[0] as { code?: string } | undefined)?.code, 'plugin_failed')
        for (const body of [{ email: 'eva@example.com' }, { email: '17' }, { user: '17' }]) {
          const refused = await staff.send('POST', TOP_UP, { ...body, ...FIVE })
          assert.equal(((await refused.json()) as { code: string }).code, 'plugin_failed')
        }
        assert.equal((await staff.get('/admin/carts?buyer=eva')).status, 502)
        assert.equal((await kit.shop.wallets.read('17')).balance, 0n)
      })
    })
  }

  it('are paid by their address or their id, and those without an address as well', async () => {
    await scenario({ people: people() }, async ({ kit, staff, page }) => {
      for (const body of [{ email: ' eva@example.com ' }, { email: '17' }, { user: '17' }, { email: 'kiosk-7' }])
        assert.equal((await staff.send('POST', TOP_UP, { ...body, ...FIVE })).status, 200, JSON.stringify(body))
      assert.equal((await kit.shop.wallets.read('17')).balance, 15_00n)
      assert.equal((await kit.shop.wallets.read('kiosk-7')).balance, 5_00n)
      // The forms of a wallet's own page mean its owner, whatever his address is by now.
      assert.equal((await page('/admin/wallets/wallet:kiosk-7:RON')).split('name="user" value="kiosk-7"').length, 3)
      for (const body of [{ email: 'ev' }, { user: 'ev' }, { user: 'ev', new_owner: 'true' }, { email: ' ' }, {}])
        assert.equal((await staff.send('POST', TOP_UP, { ...body, ...FIVE })).status, 422, JSON.stringify(body))
    })
  })

  it('are known by their ids alone where the app names none: a wallet for nobody has to be meant', async () => {
    await scenario({}, async ({ kit, staff, page }) => {
      const form = await page('/admin/wallets')
      assert.match(form, /Id-ul titularului/)
      assert.doesNotMatch(form, /e-mail/i)
      await kit.shop.cart(ANA).add(kit.shelf.good('tea'))
      await buy(kit.shop.cart(ANA), { payment: 'cod' })
      const pay = async (user: string, more: object = {}): Promise<number> =>
        (await staff.send('POST', TOP_UP, { user, ...FIVE, ...more })).status
      assert.equal(await pay(ANA.userId ?? ''), 200)
      assert.equal(await pay('bogdna'), 422)
      assert.equal((await kit.shop.wallets.accounts({ from: 'wallet:bogdna:RON', limit: 1 })).items[0]?.id === 'wallet:bogdna:RON', false)
      assert.equal(await pay('bogdan', { new_owner: 'true' }), 200)
      assert.equal(await pay('bogdan'), 200)
      assert.equal((await kit.shop.wallets.read('bogdan')).balance, 10_00n)
      for (const path of ['carts', 'orders', 'claims', 'wins', 'audit'])
        assert.match(await page(`/admin/${path}`), /placeholder="id utilizator"/, path)
    })
  })
})
