import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { Database } from '../../src/storage/database.ts'
import { postgres } from '../../src/storage/postgres.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import type { Opened } from '../../src/testing/database-contract.ts'
import { startPostgres } from '../../src/testing/postgres-server.ts'

/** An empty folder that is removed with everything in it. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'cartwright-storage-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

export async function openMemory(): Promise<Opened> {
  const database = sqlite(':memory:')
  return { database, close: () => database.close() }
}

export async function openFile(): Promise<Opened> {
  const folder = await temporaryFolder()
  return opened(() => sqlite(join(folder.path, 'shop.db')), folder.remove)
}

let shared: Promise<string> | null = null
let schemas = 0

/**
 * The address of an empty schema. All tests of a run share one server and one database, which end with the process: a database of its own for
 * each would cost 100 ms a test, a schema 5.
 */
export async function newPostgres(): Promise<string> {
  shared ??= startPostgres().then((server) => server.createDatabase())
  const address = new URL(await shared)
  schemas += 1
  const schema = `test_${schemas}`
  const client = new Client({ connectionString: address.href })
  await client.connect()
  await client.query(`create schema ${schema}`)
  await client.end()
  address.searchParams.set('options', `-c search_path=${schema}`)
  return address.href
}

export async function openPostgres(): Promise<Opened> {
  const connectionString = await newPostgres()
  return opened(
    () => postgres({ connectionString, max: 8 }),
    () => Promise.resolve(),
  )
}

/** Whatever was opened is closed again. */
function opened(open: () => Database, remove: () => Promise<void>): Opened {
  const databases = [open()]
  const [database] = databases as [Database]
  return {
    database,
    async again() {
      const other = open()
      databases.push(other)
      return other
    },
    async close() {
      await Promise.all(databases.map((each) => each.close()))
      await remove()
    },
  }
}
