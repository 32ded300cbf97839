/** The floor on SQLite: the statements of a trace, straight on `node:sqlite`, with the same durability. */
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { registerExact } from '../packages/cartwright/src/storage/sqlite-exact.ts'
import type { Floor } from './engines.ts'
import type { Step } from './trace.ts'

interface Prepared {
  readonly statement: StatementSync
  readonly answersRows: boolean
}

/** With one caller each batch has a COMMIT of its own; with more, batches that wait together share one, each in a savepoint. */
export function sqliteFloor(path: string, callers: number): Floor {
  const handle = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true, readBigInts: true })
  handle.exec('pragma synchronous = full')
  registerExact(handle)
  const begin = handle.prepare('begin immediate')
  const commit = handle.prepare('commit')
  const savepoint = handle.prepare('savepoint one')
  const release = handle.prepare('release one')
  const prepared = new Map<string, Prepared>()
  const waiting: { readonly step: Step; readonly resolve: () => void }[] = []

  const prepare = (text: string): Prepared => {
    const statement = handle.prepare(text)
    const made = { statement, answersRows: statement.columns().length > 0 }
    prepared.set(text, made)
    return made
  }

  const carryOut = (step: Step): void => {
    for (const { text, values, count } of step.asked) {
      const { statement, answersRows } = prepared.get(text) ?? prepare(text)
      const rows = answersRows ? statement.all(...values).length : statement.run(...values).changes
      if (count !== null && BigInt(rows) !== count) throw new Error(`${rows} rows instead of ${count}: ${text}`)
    }
  }

  const alone = (step: Step): void => {
    begin.run()
    carryOut(step)
    commit.run()
  }

  const together = (): void => {
    const group = waiting.splice(0)
    begin.run()
    for (const { step } of group) {
      savepoint.run()
      carryOut(step)
      release.run()
    }
    commit.run()
    for (const { resolve } of group) resolve()
  }

  const call = async (steps: readonly Step[]): Promise<void> => {
    for (const step of steps) {
      if (step.kind === 'read') carryOut(step)
      else if (callers === 1) alone(step)
      else {
        await new Promise<void>((resolve) => {
          if (waiting.push({ step, resolve }) === 1) setImmediate(together)
        })
      }
    }
  }

  return {
    tasksOf: (traced) => traced.map((task) => task.map((steps) => () => call(steps))),
    close: async () => handle.close(),
  }
}
