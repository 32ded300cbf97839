import { after } from 'node:test'
import type { Database } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { restoreTables } from '../../src/testing/contract/tables.ts'
import type { Opened } from '../../src/testing/database-contract.ts'

type Make = () => Promise<Opened>

// By how they are made, for all files that run in one process.
const pools = new Map<Make, () => Promise<Database>>()
const made: Opened[] = []
after(() => Promise.all(made.map((opened) => opened.close())))

/**
 * Lends databases of a kind that is slow to make: each is used by one test at a time, and empty when it is lent. (A new PostgreSQL database with
 * its tables takes 0.2 to 0.7 s, emptying a used one 5 ms.)
 *
 * @example
 * describeShop('PostgreSQL', recycled(openPostgres))
 */
export function recycled(make: Make): () => Promise<Database> {
  const pool = pools.get(make) ?? newPool(make)
  pools.set(make, pool)
  return pool
}

function newPool(make: Make): () => Promise<Database> {
  const idle: Database[] = []
  const fresh = async (): Promise<Database> => {
    const opened = await make()
    made.push(opened)
    await opened.database.migrate(coreMigrations)
    return opened.database
  }
  return async () => {
    const database = idle.pop() ?? (await fresh())
    await restoreTables(database, {})
    return lent(database, () => idle.push(database))
  }
}

/** The same database until it is closed; then it is somebody else's, and whoever still uses it fails. */
function lent(database: Database, giveBack: () => void): Database {
  let isClosed = false
  const open = (): Database => {
    if (isClosed) throw new Error('this database was closed')
    return database
  }
  return {
    engine: database.engine,
    read: async (...statements) => open().read(...statements),
    batch: async (statements, receipt) => open().batch(statements, receipt),
    migrate: async (migrations) => open().migrate(migrations),
    now: () => open().now(),
    faultOf: (error) => database.faultOf(error),
    ping: async () => open().ping(),
    async close() {
      if (isClosed) return
      isClosed = true
      giveBack()
    },
  }
}
