import { it } from 'node:test'
import fc from 'fast-check'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { type OpenDatabase, times } from '../../src/testing/contract/kit.ts'
import { recycled } from '../contract/recycled.ts'
import { PROPERTY } from '../money/property-runs.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { COMMANDS, compare, newModel, newReal } from './cart-commands.ts'

const commands = fc.commands(
  COMMANDS.flatMap(([weight, arbitrary]) => times(weight, () => arbitrary)),
  { maxCommands: 100, size: 'max' },
)

/**
 * `lanes`: so many of the runs go at once, where most of the time is waiting; `every`: after so many commands all carts are compared. A failure is told with its seed and path: give them to `fc.assert`, and the
 * commands to try again are those of `replayPath`.
 */
function describeModel(engine: string, open: OpenDatabase, { lanes, every }: { readonly lanes: number; readonly every: number }): void {
  it(`a cart is what a plain list of wishes would be, whatever is done to it in whatever order, ${engine}`, async () => {
    const property = fc.asyncProperty(fc.constantFrom('checkout' as const, 'add' as const), commands, async (reserve, drawn) => {
      const real = await newReal(open, reserve, every)
      const model = newModel(reserve)
      try {
        await fc.asyncModelRun(() => ({ model, real }), drawn)
        await compare(model, real)
        await assertInvariants(real.kit.database, real.kit.clock())
      } finally {
        await real.kit.shop.close()
      }
    })
    const numRuns = Math.ceil(PROPERTY.numRuns / lanes)
    await Promise.all(times(lanes, (lane) => fc.assert(property, { numRuns, seed: PROPERTY.seed + lane })))
  })
}

describeModel('SQLite', recycled(openMemory), { lanes: 1, every: 5 })
describeModel('PostgreSQL', recycled(openPostgres), { lanes: 4, every: 10 })
