/** The tools of the staff in an app of its own: what is asked before value is made, what forms say of their boxes, and what the record says. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type AdminSettings, adminRoutes } from '../../src/admin/index.ts'
import { sql } from '../../src/storage/statement.ts'
import { ANA, buy, fund, type Kit, openKit } from '../../src/testing/contract/kit.ts'
import { loggedIn, siteOf } from '../http/site.ts'
import { openMemory } from '../storage/open-databases.ts'

type Client = ReturnType<typeof loggedIn>

async function onSite(run: (admin: Client, kit: Kit) => Promise<void>, given: Partial<AdminSettings> = {}): Promise<void> {
  const kit = await openKit(async () => (await openMemory()).database)
  const settings = { signInAgain: async () => true, signedInRecently: async () => true, ...given }
  try {
    await run(loggedIn({ kit, ...siteOf(kit.shop, adminRoutes(kit.shop, settings)) }, 'admin'), kit)
  } finally {
    await kit.shop.close()
  }
}

const page = async (admin: Client, path: string): Promise<string> => (await admin.get(path, { accept: 'text/html' })).text()
const NONE = { count: 0, more: false }
const TEN = { kind: 'percent', value: '10', active: 'true' }
const errorsOf = async (answer: Response): Promise<unknown> => ((await answer.json()) as { errors: unknown }).errors

describe('what makes value', () => {
  it('is for who has proved his password lately', async () => {
    await onSite(
      async (admin, { shop, shelf, clock }) => {
        await shop.discounts.create({ code: 'OLD', kind: 'percent', value: 100n })
        const product = shelf.garment('vase')
        const { id } = await shop.auctions.award({ product, winner: 'ana', price: 1_000n, payBy: clock() + 60_000n })
        const acts: Readonly<Record<string, Record<string, string>>> = {
          'discounts/new': { code: 'FREE', ...TEN, value: '100' },
          'discounts/OLD': { ...TEN, value: '100' },
          'discounts/generate': { count: '2', ...TEN },
          'discounts/import': { csv: 'code,kind,value\nFREE,percent,100\n' },
          'discounts/campaigns': { name: 'SPRING' },
          [`wins/${id}/transfer`]: { to: 'bogdan', reason: 'r' },
        }
        for (const [path, body] of Object.entries(acts)) {
          assert.equal((await admin.send('POST', `/admin/${path}`, body)).status, 401, path)
          const led = await admin.submit(`/admin/${path}`, body)
          assert.deepEqual([led.status, (await led.text()).includes(`name="to" value="/admin/${path}"`)], [401, true], path)
        }
        assert.deepEqual(
          (await shop.discounts.list()).items.map(({ code, value }) => [code, value]),
          [['OLD', 100n]],
        )
        assert.equal((await shop.auctions.right(id)).winner, 'ana')
        assert.equal((await admin.send('POST', '/admin/discounts/OLD/end', {})).status, 200)
      },
      { signedInRecently: async () => false },
    )
  })

  it('is made once by a form that is sent twice', async () => {
    await onSite(async (admin, { shop }) => {
      const form = await page(admin, '/admin/discounts/generate')
      const [, key = ''] = /name="idempotency_key" value="([^"]+)"/.exec(form) ?? []
      assert.notEqual(key, '')
      const body = { ...TEN, prefix: 'X-', count: '3', idempotency_key: key }
      const [first, again] = [await admin.submit('/admin/discounts/generate', body), await admin.submit('/admin/discounts/generate', body)]
      assert.deepEqual([first.status, again.status], [200, 200])
      assert.equal(await again.text(), await first.text())
      assert.equal((await shop.discounts.list()).items.length, 3)
    })
  })
})

describe('the form of a discount', () => {
  it('names the box that is wrong, by a name it has', async () => {
    await onSite(async (admin) => {
      const refusals: readonly (readonly [path: string, body: Record<string, string>, errors: readonly unknown[]])[] = [
        ['new', { ...TEN, code: 'x!x' }, [{ field: 'code', code: 'format' }]],
        ['new', { ...TEN, code: 'DISCOUNT', phase: '100' }, [{ field: 'phase', code: 'range' }]],
        ['new', { ...TEN, code: 'TEN', only_sellers: ',', except_products: 'hat' }, [{ field: 'except_products', code: 'range' }]],
        ['new', { ...TEN, code: 'TEN', value: '0' }, [{ field: 'value', code: 'range' }]],
        ['new', { ...TEN, code: 'TEN', value: '100.01' }, [{ field: 'value', code: 'range' }]],
        ['new', { code: 'TEN', kind: 'fixed', value: '0.00' }, [{ field: 'value', code: 'positive' }]],
        ['new', { code: 'TEN', kind: 'fixed', value: '1,50' }, [{ field: 'value', code: 'amount' }]],
        ['generate', { ...TEN, count: '2', prefix: 'é' }, [{ field: 'prefix', code: 'format' }]],
        ['generate', { ...TEN, count: '10001' }, [{ field: 'count', code: 'range' }]],
      ]
      for (const [path, body, errors] of refusals) {
        const answer = await admin.send('POST', `/admin/discounts/${path}`, body)
        assert.deepEqual([answer.status, await errorsOf(answer)], [422, errors], JSON.stringify(body))
      }
      const again = await (await admin.submit('/admin/discounts/new', { ...TEN, code: 'TEN', value: '0' })).text()
      assert.match(again, /id="value-error"[^>]*>[\s\S]*?Scrie un procent de la 0,01 la 100\./)
    })
  })

  it('takes a comma before the decimals, and shows one', async () => {
    await onSite(async (admin, { shop }) => {
      const typed = { code: 'ten', kind: 'fixed', value: ' 12,5 ', min_order: '1250,00', max_discount: '20.00', active: 'true' }
      assert.equal((await admin.submit('/admin/discounts/new', typed)).status, 303)
      const made = await shop.discounts.find('TEN')
      assert.deepEqual([made?.value, made?.minOrder, made?.maxDiscount], [1_250n, 125_000n, 2_000n])
      assert.match(await page(admin, '/admin/discounts/TEN'), /value="1250,00"/)
    })
  })

  it('says of a file in Romanian which line was not taken and why', async () => {
    await onSite(async (admin) => {
      const csv = 'code;kind;value\nBUN;percent;12,5\nR!;percent;1\nRAU;percent;x\nBUN;fixed;1\nLUNG;fixed\n'
      const text = await (await admin.submit('/admin/discounts/import', { csv })).text()
      assert.match(text, /Adăugate: 1,/)
      for (const says of ['Codul are 3–32 de semne', 'value: „x” nu este un procent', 'Codul este deja în linia 2', 'Linia are 2 celule'])
        assert.ok(text.includes(says), says)
      assert.doesNotMatch(text, /<span lang="en">/)
    })
  })
})

describe('the record of what was done', () => {
  it('speaks in words, finds an order by its number, and begins at either end', async () => {
    await onSite(async (admin, kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 90_000n)
      await shop.cart(ANA).add(shelf.garment('coat'))
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      const by = { id: 'admin', role: 'staff' } as const
      await shop.orders.cancelParcel(order.id, { seller: order.parcels[0]?.seller?.id ?? '', by, reason: 'lost' })
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, endsAt: 1_900_000_000_000n }, by)
      const list = async (query: string): Promise<string[]> => {
        const answer = await admin.get(`/admin/audit?${query}`, { accept: 'application/json' })
        return ((await answer.json()) as { items: { act: string }[] }).items.map(({ act }) => act)
      }
      assert.deepEqual(await list(`key=${order.number}`), ['order.cancel'])
      assert.deepEqual(await list(`key=${order.id}`), ['order.cancel'])
      assert.deepEqual((await list('sort=-newest')).toReversed(), await list(''))
      const text = await page(admin, '/admin/audit')
      assert.match(text, /Reducere creată[\s\S]*valoare: <bdi dir="ltr">10,00 %<\/bdi>[\s\S]*se încheie: <time/)
      assert.match(text, /colet: de expediat → anulat/)
      assert.match(text, new RegExp(`Anulare</span>[\\s\\S]*href="/admin/orders/${order.id}"`))
      assert.doesNotMatch(text, /discount\.create<|endsAt|>2030-03-17T/)
    })
  })
})

describe('the overview', () => {
  it('tells programs the figures and what is to be given back, and leads from a finding to what it names', async () => {
    await onSite(async (admin, { shop, database, shelf }) => {
      await shop.cart(ANA).add(shelf.good('tea'))
      const target = 'https://example.com/hook?word=secret'
      await database.batch([
        sql`insert into delivery (key, event_id, target, sequence, tries, due_at, failure)
          select key, id, ${target}, sequence, 10, null, 'answered 400' from event where name = 'cart.item_added'`,
      ])
      const answer = await admin.get('/admin?check=1&days=7', { accept: 'application/json' })
      const body = (await answer.json()) as {
        refunds: object
        returns: object
        figures: { days: { added: number; sales: unknown[] }[] }
        findings: object[]
      }
      assert.deepEqual([body.refunds, body.returns, body.figures.days.length, body.findings.length], [NONE, NONE, 7, 1])
      assert.deepEqual(body.figures.days[6]?.sales, [])
      const text = await page(admin, '/admin?check=1')
      assert.match(text, /href="\/admin\/letters\?key=[^"]+">P17 [\s\S]*<span class="tag warn">atenționare<\/span>/)
      assert.match(text, /Evenimentul \S+ nu a putut fi anunțat către https:\/\/example\.com/)
      assert.match(text, /href="\/admin\/returns">/)
      assert.doesNotMatch(text + JSON.stringify(body), /secret|<span class="tag bad">/)
    })
  })
})
