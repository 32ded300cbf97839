import { it } from 'node:test'
import type { Database } from '../../src/index.ts'
import { type Kit, type KitOptions, type OpenDatabase, openKit } from '../../src/testing/contract/kit.ts'

/** A kit whose statements are counted. */
export interface CountedKit extends Kit {
  /** The statements of an action: questions, and those of batches. */
  readonly statementsOf: (action: () => Promise<unknown>) => Promise<number>
}

/** As `scenario`, with the statements counted, the same way on every engine. */
export function counted(open: OpenDatabase, title: string, run: (kit: CountedKit) => Promise<void>, options: KitOptions = {}): void {
  it(title, async () => {
    let count = 0
    const kit = await openKit(async () => {
      const database = await open()
      return noting(database, (statements) => {
        count += statements
      })
    }, options)
    const statementsOf = async (action: () => Promise<unknown>): Promise<number> => {
      const before = count
      await action()
      return count - before
    }
    try {
      await run({ ...kit, statementsOf })
    } finally {
      await kit.shop.close()
    }
  })
}

const noting = (database: Database, note: (statements: number) => void): Database => ({
  engine: database.engine,
  read: (...statements) => {
    note(statements.length)
    return database.read(...statements)
  },
  batch: (statements, receipt) => {
    note(statements.length)
    return database.batch(statements, receipt)
  },
  migrate: (migrations) => database.migrate(migrations),
  now: () => database.now(),
  faultOf: (error) => database.faultOf(error),
  ping: () => database.ping(),
  close: () => database.close(),
})
