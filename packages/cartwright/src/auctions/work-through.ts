import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { Lost, Unmet } from '../storage/database.ts'
import type { Row, Rows } from '../storage/statement.ts'

/**
 * Does what is due, one after the other, and answers how much was done. What somebody else has changed meanwhile, what waits for a product source that
 * fails at the moment, and what fails in another way, is met again at the next run, and keeps nothing else waiting: what failed is thrown at the end. With
 * the database away nothing else would do better, and it ends at once.
 */
export async function workThrough({ db }: Pick<Context, 'db'>, due: Rows, one: (row: Row) => Promise<unknown>): Promise<number> {
  let done = 0
  const failures: unknown[] = []
  for (const row of due) {
    try {
      await one(row)
      done += 1
    } catch (error) {
      if (error instanceof Lost && error.committed === true) done += 1
      else if (db.faultOf(error) === 'away') throw error
      else if (!(error instanceof Unmet || (error instanceof ShopError && error.code === 'plugin_failed'))) failures.push(error)
    }
  }
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} of ${due.length} failed`)
  if (failures.length === 1) throw failures[0]
  return done
}
