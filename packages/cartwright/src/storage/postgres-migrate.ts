import type { PoolClient } from 'pg'
import type { Migration } from './database.ts'
import { APPLIED, MIGRATION_TABLE, missingFrom, statementsOf } from './migrate.ts'
import type { PostgresConnections, Query, Result } from './postgres-connections.ts'
import { postgresFault, stateOf } from './postgres-faults.ts'

/** A step of a schema may take long on a large table: an hour. */
const STEP_MILLISECONDS = 3_600_000
/** Two processes that make one table at the same time: one of them is told it is there already, in one of these ways. */
const MADE_BY_ANOTHER = ['42P07', '42710']
const NO_TABLE = '42P01'
const TRIES = 10
const LOCK = 'lock table cartwright_migration in share row exclusive mode'
/** In one flush. The lock waits for whoever migrates, and refuses at the start a server that only reads or a role that may not write. */
const LOOK: readonly Query[] = ['begin', LOCK, APPLIED.texts.join(''), 'commit'].map((text) => ({ text }))

/**
 * Applies each migration once, each in a transaction of its own. Whoever comes second waits at the table's lock and finds it done. Where nothing is
 * missing, one look is all.
 */
export async function migratePostgres(
  connections: PostgresConnections,
  migrations: readonly Migration[],
  now: () => bigint,
): Promise<void> {
  const client = await connections.acquire()
  let isClean = false
  try {
    const run = (query: Query): Promise<Result> => step(connections, client, query)
    const missing = await missingOn(connections, client, migrations)
    if (missing.length > 0) await makeTable(run)
    for (const migration of missing) await apply(run, migration, now)
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

async function missingOn(
  connections: PostgresConnections,
  client: PoolClient,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const answers = await connections.fly(client, LOOK, STEP_MILLISECONDS)
  const failure = answers.find((answer) => answer instanceof Error)
  if (failure === undefined) return missingFrom((answers[2] as Result).rows, migrations)
  if (stateOf(failure) !== NO_TABLE) throw failure
  return migrations
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
  await run({ text: LOCK })
  const applied = await run({ text: 'select name from cartwright_migration where name = $1', values: [migration.name] })
  if (applied.rows.length === 0) {
    for (const text of statementsOf(migration.postgres)) await run({ text })
    await run({ text: 'insert into cartwright_migration (name, made_at) values ($1, $2)', values: [migration.name, now()] })
  }
  await run({ text: 'commit' })
}
