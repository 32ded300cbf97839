import type { PoolClient } from 'pg'
import type { Migration } from './database.ts'
import { MIGRATION_TABLE, statementsOf } from './migrate.ts'
import type { PostgresConnections, Query, Result } from './postgres-connections.ts'
import { postgresFault, stateOf } from './postgres-faults.ts'

/** A step of a schema may take long on a large table: an hour. */
const STEP_MILLISECONDS = 3_600_000
/** Two processes that make one table at the same time: one of them is told it is there already, in one of these ways. */
const MADE_BY_ANOTHER = ['42P07', '42710']
const TRIES = 10

/** Applies each migration once, each in a transaction of its own. Whoever comes second waits at the table's lock and finds it done. */
export async function migratePostgres(
  connections: PostgresConnections,
  migrations: readonly Migration[],
  now: () => bigint,
): Promise<void> {
  const client = await connections.acquire()
  let isClean = false
  try {
    const run = (query: Query): Promise<Result> => step(connections, client, query)
    await makeTable(run)
    for (const migration of migrations) await apply(run, migration, now)
    isClean = true
  } finally {
    client.release(!isClean)
  }
}

async function step(connections: PostgresConnections, client: PoolClient, query: Query): Promise<Result> {
  const [answer] = await connections.fly(client, [query], STEP_MILLISECONDS)
  if (answer === undefined || answer instanceof Error) throw answer
  return answer
}

async function makeTable(run: (query: Query) => Promise<Result>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await run({ text: MIGRATION_TABLE.postgres })
      return
    } catch (error) {
      const isRace = postgresFault(error) === 'duplicate' || MADE_BY_ANOTHER.includes(stateOf(error) ?? '')
      if (!isRace || tries === TRIES) throw error
    }
  }
}

async function apply(run: (query: Query) => Promise<Result>, migration: Migration, now: () => bigint): Promise<void> {
  await run({ text: 'begin' })
  await run({ text: 'set local statement_timeout = 0' })
  await run({ text: 'lock table cartwright_migration in share row exclusive mode' })
  const applied = await run({ text: 'select name from cartwright_migration where name = $1', values: [migration.name] })
  if (applied.rows.length === 0) {
    for (const text of statementsOf(migration.postgres)) await run({ text })
    await run({ text: 'insert into cartwright_migration (name, made_at) values ($1, $2)', values: [migration.name, now()] })
  }
  await run({ text: 'commit' })
}
