import type { Database } from '../../src/storage/database.ts'
import { sql } from '../../src/storage/statement.ts'

/** A statement that no engine can carry out. */
const BROKEN = sql`select no_such_column from no_such_table`

/** A database of which a test breaks one statement of one batch. */
export interface Breakable {
  readonly database: Database
  /** How many statements each batch had since the last `reset`. */
  readonly sizes: readonly number[]
  /** Called after each batch that was carried out; null by default. */
  after: (() => Promise<void>) | null
  /** Counts from zero again; from now on the statement at this place of the batch of this number fails. */
  reset(broken?: { readonly batch: number; readonly statement: number }): void
}

/**
 * Wraps a database so that the n-th statement of a batch is replaced by one that fails: the error comes from the engine itself, in the middle of
 * its transaction.
 */
export function breakable(database: Database): Breakable {
  const sizes: number[] = []
  let broken: { readonly batch: number; readonly statement: number } | null = null
  const wrapped: Breakable = {
    sizes,
    after: null,
    reset(next) {
      sizes.length = 0
      broken = next ?? null
    },
    database: {
      engine: database.engine,
      read: (...statements) => database.read(...statements),
      async batch(statements, receipt) {
        const number = sizes.push(statements.length) - 1
        const here = broken?.batch === number ? broken.statement : -1
        const answers = await database.batch(here < 0 ? statements : statements.with(here, BROKEN), receipt)
        await wrapped.after?.()
        return answers
      },
      migrate: (migrations) => database.migrate(migrations),
      now: () => database.now(),
      faultOf: (error) => database.faultOf(error),
      ping: () => database.ping(),
      close: () => database.close(),
    },
  }
  return wrapped
}
