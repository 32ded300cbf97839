import { ShopError } from '../errors.ts'
import { Lost, Unmet } from '../storage/database.ts'
import type { Row, Rows } from '../storage/statement.ts'

/**
 * Does what is due, one after the other, and answers how much was done. What somebody else has changed meanwhile, or what waits for a product source that
 * fails at the moment, is met again at the next run, and keeps nothing else waiting.
 */
export async function workThrough(due: Rows, one: (row: Row) => Promise<unknown>): Promise<number> {
  let done = 0
  for (const row of due) {
    try {
      await one(row)
      done += 1
    } catch (error) {
      if (error instanceof Lost && error.committed === true) done += 1
      else if (!(error instanceof Unmet || (error instanceof ShopError && error.code === 'plugin_failed'))) throw error
    }
  }
  return done
}
