import type { Database } from '../../src/index.ts'

/** The same database as an object of functions, some of which a test puts its own in place of. */
export const boundDatabase = (database: Database): Database => ({
  engine: database.engine,
  read: (...statements) => database.read(...statements),
  batch: (statements, receipt) => database.batch(statements, receipt),
  migrate: (migrations) => database.migrate(migrations),
  now: () => database.now(),
  faultOf: (error) => database.faultOf(error),
  ping: () => database.ping(),
  close: () => database.close(),
})
