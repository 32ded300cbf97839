import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { examineAtRest } from '../../doctor/doctor.ts'
import type { Finding } from '../../index.ts'
import { brokenRights, namesOf } from './doctor-breakages.ts'
import { brokenMoney, brokenOrders } from './doctor-breakages-money.ts'
import { RICH, richShop } from './doctor-kit.ts'
import { type OpenDatabase, scenarioWith } from './kit.ts'
import { readTables, restoreTables, TABLE_NAMES } from './tables.ts'

const QUICK = { pause: 0 } as const

const nameOf = ({ level, promise, table, key, id }: Finding): string =>
  [...(level === 'warning' ? ['warning'] : []), promise, table, key, ...(id === null ? [] : [id])].join(' ')

/** The doctor finds exactly what is broken, and nothing in a shop that is well. */
export function describeDoctor(open: OpenDatabase): void {
  describe('the doctor', () => {
    scenarioWith(open, RICH, 'finds nothing in a shop that is well, whatever the size of a page, and changes nothing', async (kit) => {
      await richShop(kit)
      const before = await readTables(kit.database)
      const empty = Object.entries(before).flatMap(([name, rows]) => (rows.length === 0 ? [name] : []))
      assert.deepEqual(
        empty.filter((name) => !['receipt', 'hold_budget', 'guess', 'cart_merge', 'strike', 'delivery', 'figure'].includes(name)),
        [],
      )
      for (const batch of [3, 500]) assert.deepEqual(await kit.shop.doctor({ ...QUICK, batch }), [])
      assert.deepEqual(await readTables(kit.database), before)
    })

    scenarioWith(open, RICH, 'finds each row that is broken, and no other; looking changes nothing', async (kit) => {
      const { shop, database } = kit
      const rich = await richShop(kit)
      const before = await readTables(database)
      const names = namesOf(rich, before)
      const breakages = Object.entries({ ...brokenRights(names), ...brokenOrders(names), ...brokenMoney(names) })
      for (const [place, [title, { plant, finds }]] of breakages.entries()) {
        await database.batch(plant)
        const findings = await examineAtRest(database, kit.clock(), TABLE_NAMES)
        assert.deepEqual(findings.map(nameOf).sort(), [...finds].sort(), `${title}: ${findings.map(({ says }) => says).join('; ')}`)
        // The same walks, one after the other and page by page: tried now and then, because it takes its time.
        if (place % 8 === 0) assert.deepEqual(await shop.doctor({ ...QUICK, batch: 3 }), findings, title)
        await restoreTables(database, before)
      }
    })
  })
}
