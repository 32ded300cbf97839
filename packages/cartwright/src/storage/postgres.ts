import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Clock } from './clock.ts'
import { type Database, type Fault, Lost, type Migration, type Receipt } from './database.ts'
import { StorageError } from './faults.ts'
import { attempt, CommitLost } from './postgres-attempt.ts'
import { PostgresConnections, type PostgresOptions, type Query } from './postgres-connections.ts'
import { isStale, postgresFault } from './postgres-faults.ts'
import { migratePostgres } from './postgres-migrate.ts'
import { Patience } from './postgres-patience.ts'
import { doneReceipt, settle, voidReceipt } from './postgres-receipts.ts'
import { createRenderer } from './render.ts'
import { type Rows, type Statement, sql, type Value } from './statement.ts'

export type { PostgresOptions }

/** Each connection keeps every text it has prepared: past this number of texts, new ones are parsed on each use. */
const NAMED_TEXTS = 1_000
const PING_MILLISECONDS = 1_000
const NOTHING: readonly Rows[] = []

/**
 * Opens a PostgreSQL database, or one that speaks its language. Connects on first use. Needs the package `pg`.
 * @example
 * const database = postgres({ connectionString: 'postgres://shop@127.0.0.1/shop', max: 20 })
 * await database.migrate(coreMigrations)
 */
export function postgres(options: PostgresOptions): Database {
  return new PostgresDatabase(options)
}

class PostgresDatabase implements Database {
  readonly engine = 'postgres'
  readonly #connections: PostgresConnections
  readonly #clock = new Clock()
  readonly #retryMilliseconds: number
  readonly #awayMilliseconds: number
  readonly #render: (statement: Statement, parameters: Value[]) => Query
  #names = 0
  #calls = 0
  #isClosed = false
  #finished: (() => void) | null = null

  constructor(options: PostgresOptions) {
    this.#connections = new PostgresConnections(options, this.#clock)
    this.#retryMilliseconds = options.retryMilliseconds ?? 10_000
    this.#awayMilliseconds = options.awayMilliseconds ?? 2_000
    this.#render = createRenderer(
      'postgres',
      (parameter) => `$${parameter}`,
      (text) => this.#named(text),
    )
  }

  read(...statements: readonly Statement[]): Promise<readonly Rows[]> {
    return this.#finish(() => this.#read(statements))
  }

  batch(statements: readonly Statement[], receipt?: Receipt): Promise<readonly Rows[]> {
    return this.#finish(() => this.#batch(statements, receipt))
  }

  migrate(migrations: readonly Migration[]): Promise<void> {
    return this.#finish(() => migratePostgres(this.#connections, migrations, () => this.now()))
  }

  now(): bigint {
    return this.#clock.now()
  }

  faultOf(error: unknown): Fault {
    return postgresFault(error)
  }

  async ping(): Promise<void> {
    const answered = new AbortController()
    const late = pause(PING_MILLISECONDS, undefined, { signal: answered.signal }).then(
      () => Promise.reject(new StorageError('away', 'the database did not answer within a second')),
      () => undefined,
    )
    await Promise.race([this.read(sql`select 1 as one`), late]).finally(() => answered.abort())
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#calls > 0) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#finished = resolve
      await promise
    }
    await this.#connections.close()
  }

  /** Runs a call to its end, which `close` waits for: the pool would leave those who wait for a connection waiting. */
  async #finish<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.#isClosed) throw new StorageError('away', 'the database is closed')
    this.#calls += 1
    try {
      return await work()
    } finally {
      this.#calls -= 1
      if (this.#calls === 0) this.#finished?.()
    }
  }

  async #read(statements: readonly Statement[]): Promise<readonly Rows[]> {
    if (statements.length === 0) return NOTHING
    const queries = statements.map((statement) => this.#queryOf(statement))
    const patience = this.#patience()
    for (;;) {
      try {
        return await this.#ask(queries)
      } catch (error) {
        if (!patience.allows(error)) throw error
      }
      await patience.pause()
    }
  }

  async #batch(statements: readonly Statement[], receipt: Receipt | undefined): Promise<readonly Rows[]> {
    if (statements.length === 0) return NOTHING
    const queries = statements.map((statement) => this.#queryOf(statement))
    const patience = this.#patience()
    let mark = receipt
    for (let burnt = 0; ; ) {
      try {
        const first = mark === undefined ? null : this.#queryOf(doneReceipt(mark, this.now()))
        return await attempt(this.#connections, statements, queries, first)
      } catch (error) {
        if (error instanceof CommitLost) {
          const committed =
            mark === undefined ? null : await settle(this.#connections, this.#queryOf(voidReceipt(mark, this.now())), this.#patience())
          if (committed !== false || mark === undefined || patience.isOver) throw new Lost(committed, { cause: error.cause })
          // The void mark stays, so that the lost COMMIT can never come after all: the next try needs another.
          burnt += 1
          mark = { key: mark.key, id: `${receipt?.id}~${burnt}` }
        } else if (!patience.allows(error)) throw error
      }
      await patience.pause()
    }
  }

  async #ask(queries: readonly Query[]): Promise<readonly Rows[]> {
    const client = await this.#connections.acquire()
    let isClean = false
    try {
      if (this.#clock.isStale) await this.#connections.measure(client)
      const answers = await this.#connections.fly(client, queries)
      isClean = !this.#connections.isBroken(client) && !answers.some(isStale)
      return answers.map((answer) => {
        if (answer instanceof Error) throw answer
        return answer.rows
      })
    } finally {
      client.release(!isClean)
    }
  }

  #patience(): Patience {
    return new Patience(this.#retryMilliseconds, this.#awayMilliseconds)
  }

  #queryOf(statement: Statement): Query {
    const values: Value[] = []
    const { name, text } = this.#render(statement, values)
    return name === undefined ? { text, values } : { name, text, values }
  }

  #named(text: string): Query {
    this.#names += 1
    return this.#names > NAMED_TEXTS ? { text } : { name: createHash('sha256').update(text).digest('base64url').slice(0, 16), text }
  }
}
