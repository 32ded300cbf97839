// A clock, products and a card provider that a test moves by hand.
export { type FakeClock, fakeClock, START } from './fake-clock.ts'
export { type Described, productShelf, type Shelf } from './products.ts'
export { type CardMood, type SimulatedCard, simulatedCard } from './contract/simulated-card.ts'

// The behaviour of the shop and of its databases, as suites for any engine.
export { describeShop } from './shop-contract.ts'
export type { OpenDatabase } from './contract/kit.ts'
export { describeDatabase, type Opened } from './database-contract.ts'

// What may never be, whatever happened: for the end of every race and crash test.
export { assertInvariants, brokenInvariants } from './contract/invariants.ts'
export { readTables, restoreTables, TABLE_NAMES, type TableName, type Tables } from './contract/tables.ts'

// A real PostgreSQL without a service to set up, and a proxy that counts, slows and cuts.
export { type PostgresOptions, type PostgresServer, type PostgresSource, startPostgres } from './postgres-server.ts'
export { type Counts, type Cut, type PostgresProxy, startProxy } from './postgres-proxy.ts'
