import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { automaticDiscounts } from '../../src/discounts/discount-rows.ts'
import { ShopError } from '../../src/errors.ts'
import type { Database } from '../../src/storage/database.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import type { Rows } from '../../src/storage/statement.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { type Kit, openKit } from '../../src/testing/contract/kit.ts'
import { readTables, restoreTables } from '../../src/testing/contract/tables.ts'
import { calm } from './storm.ts'

/** The one question whose answer all who ask at once wait for: whoever came in its midst would wait for the one that waits for him. */
const SHARED = automaticDiscounts(0n).texts

/** A database that does something of a test's before one of the questions or batches of an action. */
interface Gated {
  readonly database: Database
  /** How many calls there were since the last `gate`. */
  readonly calls: () => number
  /** Before this call (from 0) everything of `meanwhile` happens. */
  gate(call: number, meanwhile: () => Promise<unknown>): void
}

function gated(database: Database): Gated {
  let calls = 0
  let place = -1
  let meanwhile = async (): Promise<unknown> => null
  const pass = async (): Promise<void> => {
    const isHere = calls === place
    calls += 1
    if (!isHere) return
    place = -1
    await meanwhile()
  }
  return {
    calls: () => calls,
    gate(call, work) {
      calls = 0
      place = call
      meanwhile = work
    },
    database: {
      engine: database.engine,
      // One after the other: the answers to the questions of one read may be of different moments.
      read: async (...statements) => {
        const answers: Rows[] = []
        for (const statement of statements) {
          if (statement.texts !== SHARED) await pass()
          answers.push(...(await database.read(statement)))
        }
        return answers
      },
      batch: async (statements, receipt) => {
        await pass()
        return database.batch(statements, receipt)
      },
      migrate: (migrations) => database.migrate(migrations),
      now: () => database.now(),
      faultOf: (error) => database.faultOf(error),
      ping: () => database.ping(),
      close: () => database.close(),
    },
  }
}

type Act = () => Promise<unknown>
/** A shop in the midst of things: acts by name, none of which has happened yet. */
export type Scene = (kit: Kit, money?: bigint) => Promise<Readonly<Record<string, Act>>>

/** A scene that can be played again and again from its beginning. */
interface Stage {
  readonly kit: Kit
  readonly acts: Readonly<Record<string, Act>>
  readonly gate: Gated
  restart(): Promise<void>
}

async function stageOf(scene: Scene): Promise<Stage> {
  const gate = gated(sqlite(':memory:'))
  const kit = await openKit(async () => gate.database)
  const acts = await scene(kit)
  const beginning = await readTables(kit.database)
  const moment = kit.clock()
  const restart = async (): Promise<void> => {
    await restoreTables(kit.database, beginning)
    kit.clock.set(moment)
    kit.card.forget()
  }
  return { kit, acts, gate, restart }
}

/** Done, or refused in so many words; anything else is a defect. */
const ended = (act: Act): Promise<unknown> =>
  act().catch((error: unknown) => {
    if (error instanceof ShopError && error.code !== 'unavailable') return error.code
    throw error
  })

/** Plays the first act with the second wholly in its midst, before one of its calls; then everything is brought to its end. */
async function playBoth(
  { kit, acts, gate, restart }: Stage,
  [first, second]: readonly [string, string],
  call: number,
  calls: number,
): Promise<void> {
  const what = `${first}; ${second} before its call ${call + 1} of ${calls}`
  const promises = (when: string) =>
    assertInvariants(kit.database, kit.clock()).catch((error: Error) => assert.fail(`${what}${when}: ${error.message}`))
  await restart()
  gate.gate(call, () => ended(acts[second] ?? assert.fail()))
  const answer = await ended(acts[first] ?? assert.fail())
  await promises('')
  if (first === second && first.startsWith('pay')) assert.equal(typeof answer, 'object', `${what}: a twin was refused with ${answer}`)
  assert.deepEqual(await calm(kit), [], what)
  await promises(', at the end of all payments')
}

const THOROUGH = process.env.THOROUGH === '1'
/** Only each so many of the points is tried where there is little time; which of them differs from pair to pair. */
const EVERY = THOROUGH ? 1 : 5
/** So few points of an act are all tried. */
const FEW = 40

/**
 * Plays every act of every scene in the midst of each of the `first` ones, at a fifth of the points where it may be. `THOROUGH=1` takes every point.
 * Whatever happens, the invariants hold in between and at the end.
 */
export function interleave(scenes: Readonly<Record<string, Scene>>, first: readonly string[]): void {
  describe('one act wholly in the midst of another', () => {
    for (const [name, scene] of Object.entries(scenes)) {
      it(name, async () => {
        const stage = await stageOf(scene)
        const names = Object.keys(stage.acts)
        let points = 0
        for (const outer of names.filter((act) => first.includes(act))) {
          await stage.restart()
          stage.gate.gate(-1, async () => null)
          await ended(stage.acts[outer] ?? assert.fail())
          const calls = stage.gate.calls()
          const step = calls * names.length <= FEW ? 1 : EVERY
          for (const [place, inner] of names.entries()) {
            for (let call = place % step; call < calls; call += step) {
              await playBoth(stage, [outer, inner], call, calls)
              points += 1
            }
          }
        }
        await stage.kit.shop.close()
        assert.ok(points > 10, `only ${points} points`)
      })
    }
  })
}
