import type { Context } from '../context.ts'
import { type Memory, memory } from '../plugins/memory.ts'
import type { Database } from '../storage/database.ts'
import { automaticDiscounts } from './discount-rows.ts'

/** Milliseconds. */
const KNOWN_FOR = 5_000n

const known = new WeakMap<Database, Memory<readonly string[]>>()

/**
 * The codes of automatic discounts, so that a shop without any pays nothing for them. Only which codes there are is remembered, for five seconds:
 * what they say and how often they were used is read anew each time, so one that has ended is gone at once. The process that makes a new one sees
 * it at once, the others within those seconds.
 */
export function automaticCodes(context: Context): Promise<readonly string[]> {
  const found = known.get(context.db) ?? memory<readonly string[]>({ clock: context.clock, life: KNOWN_FOR, most: 1 })
  known.set(context.db, found)
  return found.ask('codes', async () => {
    const [rows = []] = await context.db.read(automaticDiscounts(context.clock()))
    return rows.map((row) => String(row.code))
  })
}

/** After an automatic discount was made or changed. */
export const forgetAutomaticCodes = (context: Context): void => {
  known.delete(context.db)
}
