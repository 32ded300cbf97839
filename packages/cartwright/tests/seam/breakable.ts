import { type Database, Lost } from '../../src/storage/database.ts'
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
  /** Counts from zero again; nobody can tell the caller of the batch of this number whether it was carried out, which it was or was not. */
  lose(batch: number, isDone: boolean): void
}

/**
 * Wraps a database so that the n-th statement of a batch is replaced by one that fails: the error comes from the engine itself, in the middle of
 * its transaction.
 */
export function breakable(database: Database): Breakable {
  const sizes: number[] = []
  let broken: { readonly batch: number; readonly statement: number } | null = null
  let lost: { readonly batch: number; readonly isDone: boolean } | null = null
  const wrapped: Breakable = {
    sizes,
    after: null,
    reset(next) {
      sizes.length = 0
      broken = next ?? null
      lost = null
    },
    lose(batch, isDone) {
      wrapped.reset()
      lost = { batch, isDone }
    },
    database: {
      engine: database.engine,
      read: (...statements) => database.read(...statements),
      async batch(statements, receipt) {
        const number = sizes.push(statements.length) - 1
        const here = broken?.batch === number ? broken.statement : -1
        if (lost?.batch === number) {
          if (lost.isDone) await database.batch(statements, receipt)
          throw new Lost(null)
        }
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
