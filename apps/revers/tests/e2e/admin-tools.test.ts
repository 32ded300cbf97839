/** The tools of the staff: the overview, discounts, auctions and rights, payments and events that need a person, and the record of what was done. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Client } from '../kit/client.ts'
import { placedSchema } from '../kit/contract.ts'
import { fill, formTo } from '../kit/forms.ts'
import { type House, openHouse } from '../kit/house.ts'
import { openShelf, type Shelf } from '../kit/shelf.ts'
import { add, login, purchase, quote, read, refusal } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

type Item = Readonly<Record<string, unknown>>
interface Listed {
  readonly items: readonly Item[]
  readonly next?: string
}

const PATHS = ['', 'discounts', 'discounts/new', 'discounts/generate', 'discounts/import', 'discounts/campaigns', 'discounts.csv']
const MORE = ['auctions', 'wins', 'attempts', 'refunds', 'letters', 'audit']

onEveryEngine('the tools of the staff', (engine) => {
  let house: House
  let shelf: Shelf
  let admin: Client
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '0' })
    shelf = await openShelf(house.url)
    admin = house.visitor()
    await login(admin, 'admin')
  })
  after(() => house.close())

  const list = async (path: string): Promise<Listed> => {
    const answer = await admin.get(`/admin/${path}`)
    assert.equal(answer.status, 200, `${path}: ${answer.text}`)
    return answer.json as Listed
  }
  const of = (items: readonly Item[], name: string): unknown[] => items.map((item) => item[name])
  const lastAct = async (): Promise<Item> => (await list('audit?limit=1')).items[0] ?? assert.fail('nothing was noted')

  it('are pages for the staff, and not there for others', async () => {
    for (const path of [...PATHS, ...MORE]) {
      const address = path === '' ? '/admin' : `/admin/${path}`
      for (const client of [house.visitor(), house.signedIn('mihai')]) refusal(await client.get(address), 404, 'not_found')
      const page = await admin.page(address)
      assert.equal(page.status, 200, address)
      if (path.endsWith('.csv')) continue
      assert.equal(page.text.match(/<h1>/g)?.length, 1, address)
      assert.doesNotMatch(page.text, / style="|<script/, address)
    }
    refusal(await house.signedIn('mihai').post('/admin/discounts/new', { code: 'MINE', kind: 'percent', value: '10' }), 404, 'not_found')
  })

  it('show what needs a person, and pictures with a sentence and a table each, or that there is nothing', async () => {
    const overview = (await admin.get('/admin?check=1')).json as { findings: unknown[]; stuck: unknown[]; dead: object }
    assert.deepEqual([overview.findings, overview.stuck, overview.dead], [[], [], { count: 0, more: false }])
    const { text } = await admin.page('/admin?days=7')
    assert.equal(text.match(/<section class="chart">/g)?.length, 4)
    for (const [picture] of text.matchAll(/<section class="chart">[\s\S]*?<\/section>/g))
      assert.match(picture, /<p class="empty">|<svg [^>]*role="img"[^>]*><title[^>]*>[^<]+\.<\/title>[\s\S]*<details>[\s\S]*<table>/)
  })

  it('make a discount by the form, show it in lists, change and end it, all noted', async () => {
    const form = formTo(await admin.page('/admin/discounts/new'), '/admin/discounts/new')
    const typed = { code: 'toamna-25', kind: 'percent', value: '25', active: 'true', max_uses: '10', ends_at: '2099-10-25T04:00' }
    const made = await admin.submitAndFollow(form.action, fill(form, typed))
    assert.match(made.text, /Reducerea TOAMNA-25 a fost creată/)
    assert.match(made.text, /25\.10\.2099, 04:00/)
    assert.deepEqual([(await lastAct()).act, (await lastAct()).key], ['discount.create', 'TOAMNA-25'])
    for (const question of ['text=toamna', 'state=active&text=TOAMNA-', 'sort=newest&limit=1'])
      assert.deepEqual(of((await list(`discounts?${question}`)).items, 'code'), ['TOAMNA-25'], question)
    assert.deepEqual((await list('discounts?text=toamna&state=off')).items, [])
    const change = formTo(await admin.page('/admin/discounts/TOAMNA-25'), '/admin/discounts/TOAMNA-25')
    const changed = await admin.submitAndFollow(change.action, fill(change, { value: '30', max_uses: '5' }))
    assert.match(changed.text, /Schimbările s-au salvat/)
    const now = (await admin.get('/admin/discounts/TOAMNA-25')).json as Item
    assert.deepEqual([now.value, now.max_uses, now.ends_at], ['30.00', '5', '2099-10-25T02:00:00.000Z'])
    assert.deepEqual((await lastAct()).before, { value: '2500', maxUses: '10' })
    const end = formTo(await admin.page('/admin/discounts/TOAMNA-25'), '/admin/discounts/TOAMNA-25/end')
    await admin.submitAndFollow(end.action, fill(end, {}))
    assert.deepEqual(of((await list('discounts?text=toamna&state=ended')).items, 'state'), ['ended'])
  })

  it('say at its box what is wrong with a discount, and keep what was typed', async () => {
    const again = await admin.submit('/admin/discounts/new', {
      code: 'Toamna-25',
      kind: 'fixed',
      value: '12.345',
      starts_at: '2026-02-30T10:00',
    })
    assert.equal(again.status, 422)
    assert.match(again.text, /id="value-error"[\s\S]*value="12\.345"/)
    assert.match(again.text, /id="starts_at-error"/)
    const taken = await admin.submit('/admin/discounts/new', { code: 'Toamna-25', kind: 'percent', value: '5' })
    assert.match(taken.text, /id="code-error"[\s\S]*Există deja/)
    const errors = refusal(
      await admin.post('/admin/discounts/new', { code: 'x!x', kind: 'percent', value: '101' }),
      422,
      'invalid_input',
    ).errors
    assert.deepEqual(errors, [{ field: 'value', code: 'range' }])
    refusal(await admin.get('/admin/discounts/NOSUCH'), 404, 'not_found')
  })

  it('share a limit between codes, generate codes once, and read and write CSV with its bad lines', async () => {
    const campaign = { name: 'iarna', max_uses: '3' }
    assert.deepEqual(((await admin.post('/admin/discounts/campaigns', campaign)).json as Item).max_uses, '3')
    assert.deepEqual(of((await list('discounts/campaigns')).items, 'name'), ['IARNA'])
    const form = formTo(await admin.page('/admin/discounts/generate'), '/admin/discounts/generate')
    const page = await admin.submit(form.action, fill(form, { prefix: 'iarna-', count: '3', value: '10', campaign: 'iarna' }))
    assert.equal(page.status, 200)
    const codes = page.text.match(/IARNA-[2-9A-Z]{12}(?=\r?\n|<)/g) ?? []
    assert.equal(codes.length, 3)
    assert.match(page.text, /download="codes\.csv" href="data:text\/csv;charset=utf-8,code%0D%0AIARNA-/)
    assert.deepEqual(of((await list('discounts?campaign=iarna')).items, 'code'), codes.toSorted())
    const csv = 'code,kind,value\nBUN,percent,10\nRAU,percent,999\nBUN,fixed,1\n'
    const upload = formTo(await admin.page('/admin/discounts/import'), '/admin/discounts/import')
    const read = await admin.submit(upload.action, fill(upload, { csv }))
    assert.match(read.text, /Adăugate: 1, schimbate: 0, neschimbate: 0/)
    assert.match(read.text, /<th scope="row">Linia 3<\/th>[\s\S]*RAU[\s\S]*<th scope="row">Linia 4<\/th>/)
    const header = await admin.submit('/admin/discounts/import', { csv: 'cod\nX\n' })
    assert.deepEqual([header.status, /role="alert"/.test(header.text)], [422, true])
    const file = await admin.get('/admin/discounts.csv')
    assert.match(String(file.headers['content-type']), /^text\/csv/)
    assert.match(file.text, /^code,kind,value,[\s\S]*\nBUN,percent,10\.00,/)
  })

  it('show auctions with their bids, and the rights that came of them', async () => {
    const { items } = await list('auctions?limit=2')
    assert.equal(items.length, 2)
    const next = (await list('auctions?limit=2')).next ?? ''
    const rest = await list(`auctions?limit=2&cursor=${encodeURIComponent(next)}`)
    assert.equal(of([...items, ...rest.items], 'id').length, new Set(of([...items, ...rest.items], 'id')).size)
    const [won] = (await list('auctions?state=won')).items
    const lot = (await admin.get(`/admin/auctions/${won?.id}`)).json as { bids: Item[]; rights: Item[] }
    assert.ok(lot.bids.every(({ bidder, most }) => bidder !== null && most !== null))
    assert.deepEqual(of(lot.rights, 'winner'), [won?.winner])
    assert.match((await admin.page(`/admin/auctions/${won?.id}`)).text, /Ana /)
    const byName = await list('wins?buyer=ana@example.com&state=won')
    assert.ok(byName.items.length > 0 && byName.items.every(({ winner }) => winner === 'ana'))
    assert.deepEqual((await list('wins?buyer=nobody@example.com')).items, [])
    refusal(await admin.get('/admin/auctions/none'), 404, 'not_found')
    refusal(await admin.get('/admin/auctions?product=nonsense'), 422, 'invalid_input')
  })

  it('list money that is to go back, ask the provider by a button, and find what was done by whom', async () => {
    const buyer = house.signedIn('buyer02')
    await add(buyer, shelf.garmentOf('Mihai'))
    const shown = await quote(buyer, { payment: 'cod' })
    const { order } = read(await buyer.post('/checkout', purchase(shown, 'cod')), 201, placedSchema)
    assert.deepEqual((await list('refunds')).items, [])
    const look = formTo(await admin.page('/admin/attempts'), '/admin/attempts/look')
    assert.match((await admin.submitAndFollow(look.action, fill(look, {}))).text, /Plăți încheiate acum: 0/)
    assert.deepEqual((await list('attempts?state=refund_due')).items, [])
    refusal(await admin.post('/admin/letters/retry', { key: order.id, id: 'none' }), 404, 'not_found')
    assert.deepEqual((await list('letters?key=none')).items, [])
    const acts = await list('audit?act=discount.create&buyer=admin@example.com')
    assert.ok(acts.items.length > 0 && acts.items.every(({ act }) => act === 'discount.create'))
    const page = await admin.page('/admin/audit?key=TOAMNA-25')
    assert.match(page.text, /Reducere schimbată[\s\S]*valoare: <bdi dir="ltr">25,00<\/bdi> → <bdi dir="ltr">30,00<\/bdi>/)
    assert.deepEqual((await list('audit?act=none')).items, [])
  })
})
