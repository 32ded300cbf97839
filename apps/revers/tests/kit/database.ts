/** Databases that a test may fill, look into and throw away: a file, or a database of one PostgreSQL server that all tests share. */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type PostgresServer, startPostgres } from 'cartwright/testing'
import { Client } from 'pg'

export type Row = Readonly<Record<string, unknown>>

/** One database. The server processes of a test run in `directory`, so that what they write beside the database goes with it. */
export interface TestDatabase {
  readonly url: string
  readonly directory: string
  /** Runs one statement from outside the shop. Whole numbers arrive as bigint or as text. */
  query(sql: string): Promise<readonly Row[]>
  tables(): Promise<readonly string[]>
  drop(): Promise<void>
}

/** A kind of database. `copy` needs an original that nobody has open. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  create(): Promise<TestDatabase>
  copy(original: TestDatabase): Promise<TestDatabase>
}

const directories = new Set<string>()
process.once('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
})

/** A folder that is gone when this process is. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'revers-test-'))
  directories.add(directory)
  return directory
}

function dropDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true })
  directories.delete(directory)
}

function openFile(directory: string): TestDatabase {
  const path = join(directory, 'revers.db')
  const query = async (sql: string): Promise<readonly Row[]> => {
    // The shop's process may hold the lock for a moment.
    const file = new DatabaseSync(path, { timeout: 5_000, readBigInts: true })
    try {
      return file.prepare(sql).all() as Row[]
    } finally {
      file.close()
    }
  }
  return {
    url: `sqlite:${path}`,
    directory,
    query,
    tables: async () =>
      namesOf(await query(`select name from sqlite_schema where type = 'table' and name not like 'sqlite%' order by name`)),
    drop: async () => dropDirectory(directory),
  }
}

function openServed(url: string, directory: string): TestDatabase {
  const query = (sql: string): Promise<readonly Row[]> => run(url, sql)
  return {
    url,
    directory,
    query,
    tables: async () =>
      namesOf(await query(`select table_name as name from information_schema.tables where table_schema = 'public' order by 1`)),
    drop: async () => {
      await run((await postgres()).url, `drop database if exists ${databaseName(url)} with (force)`)
      dropDirectory(directory)
    },
  }
}

async function run(url: string, sql: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}

const namesOf = (rows: readonly Row[]): string[] => rows.map((row) => String(row.name))
const databaseName = (url: string): string => new URL(url).pathname.slice(1)

// One server for all test files of this process; it ends with the process.
let server: Promise<PostgresServer> | undefined
function postgres(): Promise<PostgresServer> {
  server ??= startPostgres()
  return server
}

const FILE: Engine = {
  name: 'sqlite',
  create: async () => openFile(temporaryDirectory()),
  async copy(original) {
    const directory = temporaryDirectory()
    cpSync(original.directory, directory, { recursive: true })
    return openFile(directory)
  },
}

const SERVED: Engine = {
  name: 'postgres',
  create: async () => openServed(await (await postgres()).createDatabase(), temporaryDirectory()),
  async copy(original) {
    const directory = temporaryDirectory()
    cpSync(original.directory, directory, { recursive: true })
    const shared = await postgres()
    const url = await shared.createDatabase()
    const name = databaseName(url)
    await run(shared.url, `drop database ${name}`)
    await run(shared.url, `create database ${name} template ${databaseName(original.url)}`)
    return openServed(url, directory)
  },
}

/** Every engine the shop runs on. */
export const ENGINES: readonly Engine[] = [FILE, SERVED]
/** The engine that needs no server. */
export const FILE_ENGINE: Engine = FILE
/** The engine that is reached over the network. */
export const NETWORK_ENGINE: Engine = SERVED

/** How many rows each table has, and a hash of all they hold: two readings are equal when nothing was written between them. */
export async function contentsOf(database: TestDatabase): Promise<Readonly<Record<string, string>>> {
  const contents: Record<string, string> = {}
  for (const table of await database.tables()) {
    const rows = (await database.query(`select * from "${table}"`)).map((row) => JSON.stringify(row, plain)).sort()
    contents[table] = `${rows.length} rows, ${createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 16)}`
  }
  return contents
}

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value)
