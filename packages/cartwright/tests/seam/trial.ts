import assert from 'node:assert/strict'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { type Kit, type OpenDatabase, openKit } from '../../src/testing/contract/kit.ts'
import { readState, readTables, restoreTables, type Tables } from '../../src/testing/contract/tables.ts'
import type { Action } from './actions-kit.ts'
import { type Breakable, breakable } from './breakable.ts'

type State = Omit<Tables, 'receipt'>

/** An action that was carried out once, and can be again from the same beginning. */
export interface Trial {
  readonly kit: Kit
  readonly breakable: Breakable
  /** Statements of each batch, in the order of the batches. */
  readonly sizes: readonly number[]
  /** What the database held before, and after each batch. */
  readonly states: readonly State[]
  /** Carries the action out, with the ids it had the first time. */
  run(): Promise<unknown>
  /** The same call once more, as a caller makes it who was told nothing: everything in it is new but what he says. */
  again(): Promise<unknown>
  /** Puts everything back to the beginning. */
  restart(): Promise<void>
  /** Proves that the database is as it was after so many batches, and that no promise is broken. */
  isAfter(batches: number, what: string): Promise<void>
  /** Proves that an answer is the one of the undisturbed run. */
  isAnswer(answer: unknown, what: string): void
  close(): Promise<void>
}

/** Prepares an action on a fresh shop, carries it out undisturbed and remembers what came of it. */
export async function tryOut(open: OpenDatabase, action: Action): Promise<Trial> {
  const broken = breakable(await open())
  const kit = await openKit(async () => broken.database, action.options)
  let ids = 0
  // Ids and places by number, so that two runs of one action leave the same rows. Nothing else in the shop is left to chance but jitter.
  const next = (): number => {
    ids += 1
    return ids
  }
  Object.assign(kit.shop.context, { newId: () => String(next()).padStart(10, '0'), nextPlace: () => BigInt(next()) })
  const call = await action.prepare(kit)
  const [firstId, moment] = [ids, kit.clock()]
  const before = await readTables(kit.database)
  const states: State[] = [await readState(kit.database)]

  const run = async (): Promise<unknown> => {
    ids = firstId
    kit.clock.set(moment)
    return call()
  }
  broken.reset()
  broken.after = async () => {
    states.push(await readState(kit.database))
  }
  const expected = shown(await run())
  broken.after = null
  const sizes = [...broken.sizes]
  const restart = async (): Promise<void> => {
    broken.reset()
    await restoreTables(kit.database, before)
  }
  await restart()
  // What a state promises is proved once: whatever equals it promises the same.
  const proved = new Set<number>()
  return {
    kit,
    breakable: broken,
    sizes,
    states,
    run,
    again: () => call(),
    restart,
    async isAfter(batches, what) {
      assert.deepEqual(await readState(kit.database), states[batches], what)
      if (proved.has(batches)) return
      await assertInvariants(kit.database, kit.clock())
      proved.add(batches)
    },
    isAnswer: (answer, what) => assert.deepEqual(shown(answer), expected, what),
    close: () => kit.shop.close(),
  }
}

/** What a buyer sees of an answer: the view or the order, without remarks of the moment. */
function shown(answer: unknown): unknown {
  const seen = answer !== null && typeof answer === 'object' && 'view' in answer ? answer.view : answer
  return JSON.parse(JSON.stringify(seen, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)))
}
