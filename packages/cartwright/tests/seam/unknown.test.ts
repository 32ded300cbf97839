import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ShopError } from '../../src/errors.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import type { OpenDatabase } from '../../src/testing/contract/kit.ts'
import { readState } from '../../src/testing/contract/tables.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { ACTIONS } from './actions.ts'
import { tryOut } from './trial.ts'

/** What is done once by its key, its product or its order, however often it is asked for. */
const ONCE = /^(add of a unique item|merge at login|(wallet|card) checkout|settle (paid|failed)|cancel|top up|award.*)$/

/** On the slower engine these stand for all where there is little time. */
const FEW = /^(wallet checkout|award)$/
const THOROUGH = process.env.THOROUGH === '1'

/** How many rows each table has: a retry makes other ids. */
const sizesOf = (state: Readonly<Record<string, readonly unknown[]>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(state).map(([table, rows]) => [table, rows.length]))

function describeUnknown(engine: string, open: OpenDatabase, which: RegExp): void {
  describe(`nobody can tell whether a batch was carried out: the same call again settles it, ${engine}`, () => {
    for (const action of ACTIONS.filter(({ name }) => which.test(name))) {
      it(action.name, async () => {
        const trial = await tryOut(open, action)
        const { database, clock } = trial.kit
        try {
          for (const batch of trial.sizes.keys()) {
            for (const isDone of [true, false]) {
              const what = `${action.name}: batch ${batch + 1} was ${isDone ? '' : 'not '}carried out`
              await trial.restart()
              trial.breakable.lose(batch, isDone)
              const told = await trial.run().catch((error: unknown) => error)
              if (told instanceof Error)
                assert.ok(told instanceof ShopError && told.details.outcome === 'unknown', `${what}: ${told.message}`)
              else trial.isAnswer(told, what)
              await trial.isAfter(isDone ? batch + 1 : batch, what)
              trial.breakable.reset()
              await trial.again()
              assert.deepEqual(sizesOf(await readState(database)), sizesOf(trial.states.at(-1) ?? assert.fail()), what)
              await assertInvariants(database, clock())
            }
          }
        } finally {
          await trial.close()
        }
      })
    }
  })
}

describeUnknown('SQLite', recycled(openMemory), ONCE)
describeUnknown('PostgreSQL', recycled(openPostgres), THOROUGH ? ONCE : FEW)
