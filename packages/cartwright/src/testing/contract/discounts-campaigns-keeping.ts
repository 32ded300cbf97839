import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { sql } from '../../index.ts'
import { cartWith, codesOf, TEN } from './discounts-campaigns.ts'
import { ANA, buy, changesNothing, type OpenDatabase, refusalOf, scenario, times } from './kit.ts'

const QUICK = { pause: 0 } as const

/** How the shop's people make, change and carry campaigns, and how their counts are proved. */
export function describeCampaignKeeping(open: OpenDatabase): void {
  describe('campaigns', () => {
    scenario(open, 'are made, changed and asked by one call; what is not named stays', async (kit) => {
      const { shop } = kit
      const made = await shop.discounts.campaign({ name: ' spring ', maxUses: 5n })
      assert.deepEqual(made, { name: 'SPRING', maxUses: 5n, maxUsesPerCustomer: null, uses: 0n, version: 1n })
      assert.deepEqual(await changesNothing(kit, () => shop.discounts.campaign({ name: 'SPRING', maxUses: 5n })), made)
      const both = await shop.discounts.campaign({ name: 'SPRING', maxUsesPerCustomer: 2n })
      assert.deepEqual([both.maxUses, both.maxUsesPerCustomer, both.version], [5n, 2n, 2n])
      assert.equal((await shop.discounts.campaign({ name: 'SPRING', maxUses: null })).maxUses, null)
      assert.deepEqual(await shop.discounts.campaign({ name: 'SPRING' }), { ...both, maxUses: null, version: 3n })
      await Promise.all(times(4, (index) => shop.discounts.campaign({ name: 'RACE', maxUses: BigInt(index + 1) })))
      assert.equal((await shop.discounts.campaign({ name: 'RACE' })).version, 4n)
      await Promise.all([
        shop.discounts.campaign({ name: 'RACE', maxUses: 9n }),
        shop.discounts.campaign({ name: 'RACE', maxUsesPerCustomer: 3n }),
      ])
      const { maxUses, maxUsesPerCustomer } = await shop.discounts.campaign({ name: 'RACE' })
      assert.deepEqual([maxUses, maxUsesPerCustomer], [9n, 3n])
    })

    scenario(open, 'that make no sense are refused, and a discount names none that nobody has made', async (kit) => {
      const { shop } = kit
      const [code = ''] = await codesOf(kit, 1, { maxUses: 2n })
      await buy(await cartWith(kit, ANA, code), { payment: 'cod' })
      const senseless: readonly unknown[] = [
        { name: 'ă' },
        { name: '' },
        {},
        null,
        { name: 'SPRING', maxUses: 0n },
        { name: 'SPRING', maxUses: 5 },
        { name: 'SPRING', maxUsesPerCustomer: -1n },
        { name: 'SPRING', maxUses: 2n ** 63n },
        { name: 'SPRING', limit: 1n },
      ]
      await changesNothing(kit, async () => {
        for (const wish of senseless) await assert.rejects(shop.discounts.campaign(wish as { name: string }), RangeError, String(wish))
        const unknown = { errors: [{ field: 'campaign', code: 'unknown' }] }
        const campaign = 'NOBODYS'
        for (const wish of [
          () => shop.discounts.create({ code: 'NEW', ...TEN, campaign }),
          () => shop.discounts.createMany({ count: 3, ...TEN, campaign }),
          () => shop.discounts.change(code, { campaign }),
        ])
          assert.deepEqual((await refusalOf(wish(), 'invalid_input')).details, unknown)
        await assert.rejects(shop.discounts.change(code, { campaign: 'a b' }), RangeError)
      })
      assert.equal((await shop.discounts.change(code, { campaign: null })).campaign, null)
    })

    scenario(open, 'go along as a column of the CSV', async (kit) => {
      const { shop } = kit
      const [code = ''] = await codesOf(kit, 1, {})
      const csv = (await Array.fromAsync(shop.discounts.exportCsv())).join('')
      assert.match(csv.split('\n')[0] ?? '', /,max_uses_per_customer,campaign,uses,/)
      assert.equal((await changesNothing(kit, () => shop.discounts.importCsv(csv))).unchanged, 1)
      const { added, changed, bad } = await shop.discounts.importCsv(
        `code,kind,value,campaign\n${code},percent,10,\nNEW,percent,10,spring\nBAD,percent,10,NOBODYS\nWORSE,percent,10,a b\n`,
      )
      assert.deepEqual([added, changed, bad.map(({ line }) => line)], [1, 1, [4, 5]])
      assert.match(bad[0]?.reason ?? '', /there is no campaign NOBODYS/)
      assert.deepEqual([(await shop.discounts.find(code))?.campaign, (await shop.discounts.find('NEW'))?.campaign], [null, 'SPRING'])
      const whole = await changesNothing(kit, () =>
        shop.discounts.importCsv('code,kind,value,campaign\nA-NEW,percent,10,SPRING\nBAD,percent,10,NOBODYS\n', { badRows: 'refuse' }),
      )
      assert.deepEqual([whole.added, whole.bad.length], [0, 1])
    })

    scenario(open, 'that count what is not so are found, and counted anew', async (kit) => {
      const { shop, database } = kit
      const [code = ''] = await codesOf(kit, 1, { maxUses: 9n, maxUsesPerCustomer: 9n })
      await buy(await cartWith(kit, ANA, code), { payment: 'cod' })
      assert.deepEqual(await shop.doctor(QUICK), [])
      await database.batch([
        sql`update campaign set uses = 4 where name = 'SPRING'`,
        sql`update campaign_customer set uses = 3 where uses = 1`,
      ])
      const findings = await shop.doctor(QUICK)
      assert.deepEqual(
        findings.map(({ promise, table, key, id, fix }) => [promise, table, key, id, fix?.from, fix?.to]),
        [
          ['P13', 'campaign', 'SPRING', null, '4', '1'],
          ['P13', 'campaign_customer', 'SPRING', 'ana@example.com', '3', '1'],
        ],
      )
      await database.batch([
        sql`update campaign set uses = 5 where name = 'SPRING'`,
        sql`update campaign_customer set uses = 5 where uses = 3`,
      ])
      assert.deepEqual(
        (await shop.fix(findings)).map(({ outcome }) => outcome),
        ['moved', 'moved'],
      )
      await shop.fix(await shop.doctor(QUICK))
      assert.deepEqual(await shop.doctor(QUICK), [])
      await database.batch([sql`update campaign set max_uses = 0, uses = 0, max_uses_per_customer = 0 where name = 'SPRING'`])
      assert.deepEqual(
        (await shop.doctor(QUICK)).map(({ says, fix }) => [says, fix]),
        [
          ['campaign SPRING counts 0 uses and has 1', null],
          ['campaign SPRING is used 1 times, 0 are allowed', null],
          ['campaign SPRING is used 1 times by ana@example.com, 0 are allowed', null],
        ],
      )
      await database.batch([sql`update campaign set max_uses = 1, uses = 1, max_uses_per_customer = 1 where name = 'SPRING'`])
    })
  })
}
