import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type Finding, type Row, type Statement, sql } from '../../index.ts'
import { brokenRights, heldTotes, namesOf } from './doctor-breakages.ts'
import { brokenOrders } from './doctor-breakages-money.ts'
import { RICH, richShop } from './doctor-kit.ts'
import { changesNothing, type Kit, type OpenDatabase, scenarioWith } from './kit.ts'
import { readTables, type Tables } from './tables.ts'

const QUICK = { pause: 0 } as const

/** What a fix must leave: all tables but for the marks of batches and its own record. */
const withoutRecords = ({ receipt: _, audit: __, ...tables }: Tables): Partial<Tables> => tables

const acts = async ({ database }: Kit): Promise<readonly Row[]> =>
  (await readTables(database)).audit.filter((row) => row.actor === 'system:doctor')

/** What the doctor mends: counters, and rows that belong to nothing; audited, only as it was seen, and never money. */
export function describeFixing(open: OpenDatabase): void {
  const scenario = (title: string, run: (kit: Kit) => Promise<void>): void => scenarioWith(open, RICH, title, run)

  describe('what the doctor mends', () => {
    scenario('counters are counted anew, rows of nothing go: the shop is as it was', async (kit) => {
      const { shop, database } = kit
      const rich = await richShop(kit)
      const before = await readTables(database)
      const names = namesOf(rich, before)
      const all = { ...brokenRights(names), ...brokenOrders(names) }
      const plants = [
        'a slot that leads nowhere',
        'a claim that counts others than who wait',
        'more reserved than is held',
        'a discount that counts too many uses',
        'a customer who counts too many uses',
        'a campaign that counts too many uses',
        'a customer who counts too many uses of a campaign',
        'more cash orders counted than there are',
      ].flatMap((title) => all[title]?.plant ?? [])
      await database.batch(plants)
      const findings = await shop.doctor(QUICK)
      assert.equal(findings.length, 8)
      const fixed = await shop.fix(findings)
      assert.deepEqual([...new Set(fixed.map(({ outcome }) => outcome))], ['done'])
      assert.deepEqual(await shop.doctor(QUICK), [])
      assert.deepEqual(withoutRecords(await readTables(database)), withoutRecords(before))
      assert.deepEqual((await acts(kit)).map(({ key }) => key).sort(), findings.map(({ key }) => key).sort())
      assert.deepEqual(
        (await shop.fix(findings)).map(({ outcome }) => outcome),
        findings.map(() => 'moved'),
        'what is mended is mended again',
      )
    })

    scenario('holds that no line has go back, of units and of a thing nobody waits for', async (kit) => {
      const { shop, database } = kit
      const rich = await richShop(kit)
      const tables = await readTables(database)
      const totes = heldTotes(rich, tables)
      await database.batch([
        sql`update stock_hold set holder = 'nobody' where holder = ${totes}`,
        sql`update cart_line set held_until = null where line_id = ${totes}`,
        sql`delete from cart_line where product = 'garment:hat'`,
      ])
      const findings = await shop.doctor(QUICK)
      assert.deepEqual(
        findings.map(({ table, fix }) => [table, fix?.change ?? null]),
        [
          ['claim', null],
          ['stock_hold', 'stock_hold'],
        ],
      )
      await shop.queue.leave({ type: 'garment', id: 'hat' }, { userId: 'ana' })
      const again = await shop.doctor(QUICK)
      await database.batch([
        sql`update claim set expires_at = expires_at + 1 where product = 'garment:hat'`,
        sql`update stock_hold set quantity = '4' where holder = 'nobody'`,
      ])
      const moved = await changesNothing(kit, () => shop.fix(again))
      assert.deepEqual(
        moved.map(({ outcome }) => outcome),
        ['moved', 'moved'],
      )
      await database.batch([sql`update stock_hold set quantity = '3' where holder = 'nobody'`])
      assert.deepEqual(
        (await shop.fix(await shop.doctor(QUICK))).map(({ outcome }) => outcome),
        ['done', 'done'],
      )
      assert.deepEqual(await shop.doctor(QUICK), [])
    })

    scenario('what has moved since it was seen is left alone', async (kit) => {
      const { shop, database } = kit
      const rich = await richShop(kit)
      const names = namesOf(rich, await readTables(database))
      const all = { ...brokenRights(names), ...brokenOrders(names) }
      const moves: Readonly<Record<string, Statement>> = {
        'a slot that leads nowhere': sql`update cart_slot set cart_id = 'elsewhere' where owner = 'user:nobody'`,
        'a claim that counts others than who wait': sql`update claim set waiters = 2 where product = 'garment:hat'`,
        'more reserved than is held': sql`update stock set reserved = '51' where product = 'article:tote'`,
        'a discount that counts too many uses': sql`update discount set uses = 3 where code = 'TEN'`,
        'a campaign that counts too many uses': sql`update campaign set uses = 3 where name = 'SPRING'`,
        'a customer who counts too many uses of a campaign': sql`update campaign_customer set uses = 3 where campaign = 'SPRING'`,
        'a customer who counts too many uses': sql`update discount_customer set uses = 3 where code = 'TEN'`,
        'more cash orders counted than there are': sql`update cash_customer set open = 6 where open > 0`,
      }
      await database.batch(Object.keys(moves).flatMap((title) => all[title]?.plant ?? []))
      const findings = await shop.doctor(QUICK)
      await database.batch(Object.values(moves))
      const fixed = await changesNothing(kit, () => shop.fix(findings))
      assert.deepEqual([fixed.length, ...new Set(fixed.map(({ outcome }) => outcome))], [8, 'moved'])
      await shop.fix(await shop.doctor(QUICK))
    })

    scenario('money is for a person to decide', async (kit) => {
      const { shop, database } = kit
      await shop.wallets.topUp('ana', 500n, 'gift')
      await database.batch([sql`update account set balance = 700 where id = 'wallet:ana:RON'`])
      const findings: readonly Finding[] = await shop.doctor(QUICK)
      assert.deepEqual(
        findings.map(({ fix }) => fix),
        [null],
      )
      const fixed = await changesNothing(kit, () => shop.fix(findings))
      assert.deepEqual(
        fixed.map(({ outcome }) => outcome),
        ['person'],
      )
      await database.batch([sql`update account set balance = 500 where id = 'wallet:ana:RON'`])
    })
  })
}
