import type { Database } from './database.ts'
import { postgres } from './postgres.ts'
import { sqlite } from './sqlite.ts'

/**
 * Opens the database an address names. Throws a `RangeError` for an address it does not understand.
 * @param url `sqlite:data/shop.db`, `sqlite::memory:`, `postgres://...` or `postgresql://...`
 * @example
 * const database = openDatabase(process.env.DATABASE_URL ?? 'sqlite:data/shop.db')
 */
export function openDatabase(url: string): Database {
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return postgres({ connectionString: url })
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length) return sqlite(url.slice('sqlite:'.length))
  throw new RangeError('a database address begins with sqlite:, postgres:// or postgresql://')
}
