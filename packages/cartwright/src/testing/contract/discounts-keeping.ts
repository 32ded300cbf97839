import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type Discount, type NewDiscount, sql } from '../../index.ts'
import { START } from '../fake-clock.ts'
import { ANA, buy, changesNothing, guest, type Kit, noticeCodes, type OpenDatabase, refusalOf, scenario, times } from './kit.ts'

const HOUR = 3_600_000n

const csvOf = async ({ shop }: Kit): Promise<string> => {
  const pieces: string[] = []
  for await (const piece of shop.discounts.exportCsv()) pieces.push(piece)
  return pieces.join('')
}

async function allOf({ shop }: Kit): Promise<Discount[]> {
  const found: Discount[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<Kit['shop']['discounts']['list']>> = await shop.discounts.list({ cursor, limit: 7 })
    found.push(...page.items)
    cursor = page.next
  }
  return found
}

/** Discounts with everything in them that a cell may find hard. */
const ODD: readonly NewDiscount[] = [
  { code: '-MINUS_', kind: 'percent', value: 1n },
  { code: '000', kind: 'fixed', value: 9_223_372_036_854_775_807n, active: false, exclusive: null },
  { code: 'ALONE', kind: 'percent', value: 10_000n, exclusive: '*', onWins: true, firstOrder: true, phase: 99n, priority: -7n },
  { code: 'AUTO', kind: 'fixed', value: 5n, automatic: true, startsAt: START, endsAt: START + 1n },
  {
    code: 'SCOPED',
    kind: 'percent',
    value: 1_234n,
    only: {
      products: ['good:a,b', 'good:"quoted"', 'good:two\r\nlines', 'good:ț🧵'],
      types: ['good'],
      sellers: ["=cmd()|'", ' spaced ', ';'],
    },
    except: { sellers: ['[1]'] },
    minOrder: 1n,
    maxDiscount: 0n,
    maxUses: 9n,
    maxUsesPerCustomer: 3n,
    usesBefore: 4n,
  },
]

const HEADER = 'code,kind,value,min_order,starts_at,only_types,active'

/** How the shop's people make, change and carry discounts. */
export function describeKeeping(open: OpenDatabase): void {
  describe('many codes', () => {
    scenario(open, '1,200 codes for one use each, not to be guessed, listed page by page', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'XMAS', kind: 'percent', value: 1n })
      const codes = await shop.discounts.createMany({ prefix: 'XMAS-', count: 1_200, kind: 'percent', value: 1_500n, minOrder: 100n })
      assert.equal(new Set(codes).size, 1_200)
      assert.ok(codes.every((code) => /^XMAS-[2-9A-HJ-NP-Z]{12}$/.test(code)))
      const listed: string[] = []
      for (let cursor: string | undefined = ''; cursor !== undefined; ) {
        const page: Awaited<ReturnType<typeof shop.discounts.list>> = await shop.discounts.list({ prefix: 'XMAS-', cursor, limit: 500 })
        listed.push(...page.items.map(({ code }) => code))
        cursor = page.next ?? undefined
      }
      assert.deepEqual(listed.toSorted(), codes.toSorted())
      const [first = ''] = codes
      assert.equal((await shop.discounts.find(first))?.maxUses, 1n)
      const cart = shop.cart(ANA)
      await cart.add(kit.shelf.good('tea'))
      await cart.applyDiscount(first.toLowerCase())
      assert.equal((await buy(cart, { payment: 'cod' })).order.totals.discount, 150n)
      const other = shop.cart(guest('other'))
      await other.add(kit.shelf.good('tea'))
      assert.equal((await refusalOf(other.applyDiscount(first), 'discount_invalid')).details.reason, 'unknown')
    })

    scenario(open, 'senseless wishes are refused before anything is made', async (kit) => {
      const wishes = [{ count: 0 }, { count: 1.5 }, { count: 1_000_001 }, { prefix: 'A'.repeat(21) }, { prefix: 'ă' }, { value: -1n }]
      for (const wish of wishes) {
        const given = { count: 2, kind: 'percent', value: 1n, ...wish } as const
        await changesNothing(kit, () => assert.rejects(kit.shop.discounts.createMany(given), RangeError))
      }
    })
  })

  describe('changing discounts', () => {
    scenario(open, 'what is named changes for all carts at their next reading, null takes a limit away', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, minOrder: 500n, endsAt: START + HOUR, maxUses: 2n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.applyDiscount('TEN')
      const changed = await shop.discounts.change('ten', { value: 2_000n, endsAt: null })
      assert.deepEqual(changed, await shop.discounts.find('TEN'))
      assert.deepEqual([changed.value, changed.endsAt, changed.minOrder], [2_000n, null, 500n])
      clock.advance(2n * HOUR)
      assert.equal((await cart.read()).totals.discount, 200n)
      await buy(cart, { payment: 'cod' })
      assert.throws(() => shop.discounts.create({ code: 'TEN', kind: 'percent', value: -1n }), RangeError)
      for (const wrong of [{ maxUses: 0n }, { value: 10_001n }, { startsAt: 2n, endsAt: 1n }])
        await changesNothing(kit, () => assert.rejects(shop.discounts.change('TEN', wrong), RangeError))
      assert.equal((await shop.discounts.change('TEN', { maxUses: 1n })).uses, 1n)
      await refusalOf(shop.discounts.change('NO-SUCH', { value: 1n }), 'not_found')
      await refusalOf(shop.discounts.change('no code', { value: 1n }), 'not_found')
    })

    scenario(open, 'two changes of different fields at once both hold', async ({ shop }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const changes = [{ value: 2_000n }, { minOrder: 7n }, { maxUses: 9n }, { firstOrder: true }, { only: { types: ['good'] } }] as const
      await Promise.all(changes.map((change) => shop.discounts.change('TEN', change)))
      const { value, minOrder, maxUses, firstOrder, only, version } = (await shop.discounts.find('TEN')) ?? assert.fail()
      assert.deepEqual([value, minOrder, maxUses, firstOrder, only, version], [2_000n, 7n, 9n, true, { types: ['good'] }, 6n])
    })

    scenario(open, 'an ended one is dropped with a notice, ending again changes nothing', async (kit) => {
      const { shop, shelf, clock } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await shop.discounts.create({ code: 'SOON', kind: 'percent', value: 1_000n, startsAt: START + HOUR })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.applyDiscount('TEN')
      const { endsAt } = await shop.discounts.end('TEN')
      assert.equal(endsAt, START)
      const view = await cart.read()
      assert.deepEqual([view.discounts[0]?.reason, noticeCodes(view.notices)], ['expired', ['discount_dropped']])
      clock.advance(1n)
      await changesNothing(kit, () => shop.discounts.end('TEN'))
      const soon = await shop.discounts.end('SOON')
      assert.deepEqual([soon.startsAt, soon.endsAt], [START + 1n, START + 1n])
      await refusalOf(shop.discounts.end('NO-SUCH'), 'not_found')
    })
  })

  describe('discounts as CSV', () => {
    scenario(open, 'names that a spreadsheet would compute stay texts there, and come back as they were', async (kit) => {
      const { shop } = kit
      const names = ['-2-3', '0012', '1-2', '1E5', 'DEC25', 'MAR-05', 'TRUE']
      for (const name of [...names, 'DECOR', 'SUMMER25', 'TRUEST']) {
        await shop.discounts.campaign({ name })
        await shop.discounts.create({ code: name, kind: 'percent', value: 1n, campaign: name })
      }
      const text = await csvOf(kit)
      const marked = [...text.matchAll(/^'(.+?),.*,'\1,/gm)].map(([, name]) => name)
      assert.deepEqual(marked, names)
      assert.equal(text.split("'").length - 1, 2 * names.length)
      assert.deepEqual(await shop.discounts.importCsv(text), { added: 0, changed: 0, unchanged: 10, bad: [] })
      assert.deepEqual(await shop.discounts.importCsv(text.replaceAll("'", '')), { added: 0, changed: 0, unchanged: 10, bad: [] })
    })

    scenario(open, 'what is written is read back the same, odd cells and all, however often', async (kit) => {
      const { shop, database } = kit
      for (const discount of ODD) await shop.discounts.create(discount)
      const before = await allOf(kit)
      const text = await csvOf(kit)
      const report = { added: 0, changed: 0, unchanged: ODD.length, bad: [] }
      assert.deepEqual(await changesNothing(kit, () => shop.discounts.importCsv(text)), report)
      await database.batch([sql`delete from discount`])
      assert.deepEqual(await shop.discounts.importCsv(text), { ...report, added: ODD.length, unchanged: 0 })
      assert.deepEqual(
        await allOf(kit),
        before.map((one) => ({ ...one, uses: one.usesBefore })),
      )
      // In pieces of one byte, with a byte order mark, as a file may come.
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        for (const byte of Buffer.from(`\ufeff${text}`)) yield Uint8Array.of(byte)
      }
      assert.deepEqual(await shop.discounts.importCsv(bytes()), report)
      assert.equal(await csvOf(kit), text)
    })

    scenario(open, 'a file with semicolons and decimal commas is read, in whatever pieces', async ({ shop }) => {
      const text = 'code;kind;value;min_order\nTEN;percent;12,5;\nSUM;fixed;"9,90";100,00\n'
      const bytes = async function* (): AsyncGenerator<Uint8Array> {
        for (const byte of Buffer.from(`\ufeff${text}`)) yield Uint8Array.of(byte)
      }
      const report = { added: 0, changed: 0, unchanged: 2, bad: [] }
      assert.deepEqual(await shop.discounts.importCsv(text), { ...report, added: 2, unchanged: 0 })
      assert.deepEqual(await shop.discounts.importCsv(bytes()), report)
      const found = await Promise.all(['TEN', 'SUM'].map((code) => shop.discounts.find(code)))
      assert.deepEqual(
        found.map((one) => [one?.value, one?.minOrder]),
        [
          [1_250n, null],
          [990n, 10_000n],
        ],
      )
      const mixed = await shop.discounts.importCsv('code;kind;value\nONE,percent,1\n')
      assert.deepEqual([mixed.added, mixed.bad.map(({ line }) => line)], [0, [2]])
    })

    scenario(open, 'bad lines are named with their numbers, good ones stored; or none', async (kit) => {
      const { shop } = kit
      await shop.discounts.create({ code: 'USED', kind: 'percent', value: 100n, usesBefore: 3n })
      const text = [
        `${HEADER},max_uses`,
        'GOOD,percent,12.5,,,,,',
        '',
        'x,percent,1,,,,,',
        'DEAR,fixed,12.345,,,,,',
        'MUCH,percent,100.01,,,,,',
        '"GOOD2",fixed,9.99,10.00,2030-01-31T22:00:00Z,"[""hat"",',
        '""coat""]",no,',
        'good,fixed,1,,,,,',
        'DAY,percent,1,,2030-02-30T00:00:00Z,,,',
        'LIST,percent,1,,,hat,,',
        'FLAG,percent,1,,,,1,',
        'FEW,percent,1',
        'KIND,share,1,,,,,',
        'USED,percent,1,,,,,2',
        'NEGATIVE,fixed,-1,,,,,',
        'LAST,percent,0.01,,,,yes,',
        'NOTHING,percent,0,,,,,',
        'NONE,fixed,0.00,,,,,',
      ].join('\n')
      const lines = [4, 5, 6, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19]
      const refused = await changesNothing(kit, () => shop.discounts.importCsv(text, { badRows: 'refuse' }))
      assert.deepEqual([refused.added, refused.bad.map(({ line }) => line)], [0, lines])
      const { added, changed, unchanged, bad } = await shop.discounts.importCsv(text)
      assert.deepEqual([added, changed, unchanged, bad.map(({ line }) => line)], [3, 0, 0, lines])
      assert.deepEqual(
        bad.map(({ reason }) => reason.split(/[:"]/)[0]?.trim()),
        [
          'discount x',
          'value',
          'discount MUCH',
          'the code is in line 2 already',
          'starts_at',
          'only_types',
          'active',
          'there are 3 cells, and 8 columns',
          'kind',
          'discount USED',
          'value',
          'value',
          'value',
        ],
      )
      assert.deepEqual(bad[9]?.code, 'USED')
      const good = (await shop.discounts.find('GOOD2')) ?? assert.fail()
      assert.deepEqual(
        [good.value, good.minOrder, good.startsAt, good.only, good.active],
        [999n, 1_000n, BigInt(Date.UTC(2030, 0, 31, 22)), { types: ['coat', 'hat'] }, false],
      )
    })

    scenario(open, 'a known code is put as its line says, its uses stay', async (kit) => {
      const { shop, shelf } = kit
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, minOrder: 500n })
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.applyDiscount('TEN')
      await buy(cart, { payment: 'cod' })
      const said: number[] = []
      const text = 'code,kind,value,uses\nten,fixed,3,99\nNEW,percent,1,5\n'
      const report = await shop.discounts.importCsv(text, { badRows: 'refuse', progress: (lines) => said.push(lines) })
      assert.deepEqual([report, said], [{ added: 1, changed: 1, unchanged: 0, bad: [] }, [2]])
      const { kind, value, minOrder, uses } = (await shop.discounts.find('TEN')) ?? assert.fail()
      assert.deepEqual([kind, value, minOrder, uses], ['fixed', 300n, null, 1n])
      assert.equal((await shop.discounts.find('NEW'))?.uses, 5n)
    })

    scenario(open, 'a wrong header and a file that is none change nothing', async (kit) => {
      const { shop } = kit
      const wrong: readonly (readonly [string, unknown])[] = [
        ['', { field: 'header', code: 'empty' }],
        ['kind,value\n', { field: 'header', code: 'missing_column', column: 'code' }],
        ['code,kind,value,colour\n', { field: 'header', code: 'unknown_column', column: 'colour' }],
        ['code,kind,value,code\n', { field: 'header', code: 'duplicate_column', column: 'code' }],
      ]
      for (const [text, expected] of wrong) {
        const { details } = await changesNothing(kit, () => refusalOf(shop.discounts.importCsv(text), 'invalid_input'))
        assert.deepEqual(details.errors, [expected])
      }
      const torn = await shop.discounts.importCsv('code,kind,value\nONE,percent,1\nTWO,percent,"1"x\nTHREE,percent,1\n')
      assert.deepEqual([torn.added, torn.bad.map(({ line }) => line)], [1, [3]])
      const foreign = await shop.discounts.importCsv('code,kind,value,currency\nYEN,fixed,1,JPY\n')
      assert.equal(foreign.bad.length, 1)
      const failing = async function* (): AsyncGenerator<string> {
        yield 'code,kind,value\nFOUR,percent,1\n'
        throw new Error('the disk is gone')
      }
      await assert.rejects(shop.discounts.importCsv(failing()), /the disk is gone/)
    })

    scenario(open, 'two imports of one file at once make one set', async (kit) => {
      const { shop } = kit
      const text = ['code,kind,value', ...times(450, (index) => `CODE${index},percent,${1 + (index % 100)}`)].join('\n')
      const reports = await Promise.all(times(3, () => shop.discounts.importCsv(text)))
      assert.equal(
        reports.reduce((sum, { added }) => sum + added, 0),
        450,
      )
      assert.ok(reports.every(({ added, changed, unchanged, bad }) => added + unchanged === 450 && changed + bad.length === 0))
      assert.equal((await allOf(kit)).length, 450)
    })
  })
}
