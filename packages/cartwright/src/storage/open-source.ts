import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { StorageError } from './faults.ts'

/** Another application's database, which is only read. */
export interface Source {
  /**
   * Asks one question; parameters are written `$1`, `$2` ... Every column must be a text (`cast(x as text)`) or null, so that
   * nothing is rounded or folded on the way.
   */
  ask(question: string, ...parameters: readonly string[]): Promise<readonly Readonly<Record<string, string | null>>[]>
  /** The columns of a table; none when there is no such table. */
  columnsOf(table: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** The forms an address of a database may have, for messages. */
export const ADDRESS_FORMS = 'sqlite:<path>, sqlite::memory: or postgres://...'

/**
 * Opens another application's database to read from it: the same addresses as `openDatabase`. Nothing can be written through it, and a
 * file that is not there is an error, not a new database. Throws `RangeError` for an address it does not understand.
 */
export function openSource(url: string): Promise<Source> {
  if (/^postgres(ql)?:\/\//.test(url)) return openPostgresSource(url)
  if (url.startsWith('sqlite:') && url.length > 'sqlite:'.length) return openSqliteSource(url.slice('sqlite:'.length))
  throw new RangeError(`a database address is one of ${ADDRESS_FORMS}`)
}

async function openSqliteSource(path: string): Promise<Source> {
  if (!existsSync(path)) throw new StorageError('away', `there is no file ${path}`)
  const handle = new DatabaseSync(path, { readOnly: true, timeout: 5_000, allowUnknownNamedParameters: true })
  const source: Source = {
    async ask(question, ...parameters) {
      const rows = handle.prepare(question.replaceAll(/\$(\d+)/g, '?$1')).all(...parameters)
      return rows as Record<string, string | null>[]
    },
    async columnsOf(table) {
      return (await source.ask('select name from pragma_table_info($1)', table)).map((row) => String(row.name))
    },
    async close() {
      handle.close()
    },
  }
  return source
}

async function openPostgresSource(url: string): Promise<Source> {
  const { Client } = await import('pg')
  const client = new Client({
    connectionString: url,
    application_name: 'cartwright import',
    connectionTimeoutMillis: 5_000,
    statement_timeout: 60_000,
  })
  // A connection that breaks between two questions is told by the next one.
  client.on('error', () => undefined)
  await client.connect()
  await client.query("set default_transaction_read_only = on; set time zone 'UTC'")
  const source: Source = {
    async ask(question, ...parameters) {
      return (await client.query<Record<string, string | null>>(question, [...parameters])).rows
    },
    async columnsOf(table) {
      const rows = await source.ask(
        'select cast(attname as text) as name from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped order by attnum',
        `"${table}"`,
      )
      return rows.map((row) => String(row.name))
    },
    close: () => client.end(),
  }
  return source
}
