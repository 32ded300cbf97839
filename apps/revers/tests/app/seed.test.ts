import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { type Shop, sql } from 'cartwright'
import { scryptPasswords } from '../../src/people/passwords.ts'
import { seedOnce } from '../../src/seed/seed.ts'
import { openApp } from './open-app.ts'

type Opened = Awaited<ReturnType<typeof openApp>>
interface Thing {
  readonly type: string
  readonly id: string
  readonly price: string
  readonly stock: string | number
  readonly scale: number
  readonly availability: string
  readonly seller: { readonly id: string; readonly name: string }
}

const TABLES = [
  'person',
  'person_email',
  'address',
  'seller',
  'item',
  'auction_lot',
  'bid',
  'win',
  'claim',
  'stock',
  'discount',
  'account',
  'transfer',
  'cart_line',
] as const

async function counts(shop: Shop): Promise<readonly unknown[]> {
  const questions = {
    person: sql`select count(*) as n from person`,
    person_email: sql`select count(*) as n from person_email`,
    address: sql`select count(*) as n from address`,
    seller: sql`select count(*) as n from seller`,
    item: sql`select count(*) as n from item`,
    auction_lot: sql`select count(*) as n from auction_lot`,
    bid: sql`select count(*) as n from bid`,
    win: sql`select count(*) as n from win`,
    claim: sql`select count(*) as n from claim`,
    stock: sql`select count(*) as n from stock`,
    discount: sql`select count(*) as n from discount`,
    account: sql`select sum(balance) as n from account`,
    transfer: sql`select count(*) as n from transfer`,
    cart_line: sql`select count(*) as n from cart_line`,
  }
  return (await shop.context.db.read(...TABLES.map((table) => questions[table]))).map((rows) => rows[0]?.n)
}

describe('the seed', () => {
  let app: Opened
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())

  const everything = async (): Promise<Thing[]> => {
    const found: Thing[] = []
    for (let cursor = ''; ; ) {
      const { json } = await app.browser().get(`/api/products?limit=100${cursor}`)
      const page = json as unknown as { items: Thing[]; next?: string }
      found.push(...page.items)
      if (page.next === undefined) return found
      cursor = `&cursor=${page.next}`
    }
  }

  it('has the things of the contract', async () => {
    const things = await everything()
    const garments = things.filter(({ type, availability }) => type === 'garment' && availability === 'available')
    assert.equal(garments.length, 60)
    assert.ok(garments.every(({ stock, price }) => stock === 'unique' && Number(price) <= 720))
    assert.equal(things.filter(({ availability }) => availability === 'auction').length, 4)
    const counted = things.filter(({ stock, scale }) => typeof stock === 'number' && scale === 0)
    assert.ok(counted.length >= 10 && counted.every(({ stock }) => Number(stock) >= 5 && Number(stock) <= 500))
    assert.deepEqual(
      things.filter(({ scale }) => scale === 3).map(({ stock }) => stock),
      [40],
    )
    for (const name of ['Mihai', 'Ioana']) assert.ok(garments.filter(({ seller }) => seller.name.includes(name)).length >= 3)
  })

  it('gives Ana two lots to pay, within three days', async () => {
    const ana = app.browser()
    await ana.login('ana')
    const cart = (await ana.get('/cart')).json as unknown as { lines: { kind: string; line_total: string; held_until: string }[] }
    assert.deepEqual(
      cart.lines.map(({ kind, line_total }) => [kind, line_total]),
      [
        ['auction_win', '80.00'],
        ['auction_win', '120.00'],
      ],
    )
    const days = cart.lines.map(({ held_until }) => (Date.parse(held_until) - Number(app.shop.context.clock())) / 86_400_000)
    assert.ok(
      days.every((left) => left > 2.9 && left <= 3),
      `${days}`,
    )
  })

  it('has the discount codes, two of them outside their windows', async () => {
    const now = app.shop.context.clock()
    const codes = await Promise.all(
      ['BUNVENIT10', 'MINUS20LEI', 'ULTIMUL', 'EXPIRAT', 'VIITOR'].map((code) => app.shop.discounts.find(code)),
    )
    const [welcome, minus, last, over, later] = codes
    assert.deepEqual([welcome?.value, welcome?.maxUsesPerCustomer], [1_000n, 1n])
    assert.deepEqual([minus?.kind, minus?.value, minus?.minOrder], ['fixed', 2_000n, 10_000n])
    assert.deepEqual([last?.value, last?.maxDiscount, last?.maxUses], [5_000n, 10_000n, 1n])
    assert.ok((over?.endsAt ?? now) < now && (later?.startsAt ?? now) > now)
  })

  it('is there once, however often and by however many processes it is sown', async () => {
    const once = await counts(app.shop)
    await Promise.all([seedOnce(app.shop, scryptPasswords()), seedOnce(app.shop, scryptPasswords())])
    assert.deepEqual(await counts(app.shop), once)
  })

  it('is there once when two processes start at the same time on an empty database', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'revers-seed-'))
    const DATABASE_URL = `sqlite:${join(folder, 'new', 'revers.db')}`
    const [one, other] = await Promise.all([openApp({ DATABASE_URL }), openApp({ DATABASE_URL })])
    const fresh = await openApp()
    assert.deepEqual(await counts(one.shop), await counts(fresh.shop))
    for (const each of [one, other, fresh]) await each.close()
    rmSync(folder, { recursive: true })
  })

  it('is sown again, without doubling anything, when the first sower died', async () => {
    const once = await counts(app.shop)
    await app.shop.context.db.batch([sql`update setting set value = 'dead', changed_at = 0 where key = 'seed'`])
    await seedOnce(app.shop, scryptPasswords())
    assert.deepEqual(await counts(app.shop), once)
    const [rows] = await app.shop.context.db.read(sql`select value from setting where key = 'seed'`)
    assert.equal(rows?.[0]?.value, 'done')
  })
})
