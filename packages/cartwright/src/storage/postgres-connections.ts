import type { ConnectionOptions } from 'node:tls'
import type { Pool, PoolClient, QueryResult } from 'pg'
import type { Clock } from './clock.ts'
import { StorageError } from './faults.ts'
import { stateOf } from './postgres-faults.ts'
import type { Value } from './statement.ts'

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database?sslmode=...` */
  readonly connectionString: string
  /** Connections at most. Default 16. */
  readonly max?: number
  readonly ssl?: boolean | ConnectionOptions
  /** How the server names our connections in its lists. Default `cartwright`. */
  readonly applicationName?: string
  /** The server gives up a statement after this time, waiting for locks included. Default 10,000. */
  readonly statementMilliseconds?: number
  /** How long to wait for a connection, new or free. Default 5,000. */
  readonly connectMilliseconds?: number
  /** How long a batch is repeated after conflicts with others, and its receipt asked for after a lost COMMIT. Default 10,000. */
  readonly retryMilliseconds?: number
  /** How long a read or a batch that surely did nothing is repeated while the database is away. Default 2,000. */
  readonly awayMilliseconds?: number
}

/** One query of a flight; without a name it is parsed each time. */
export interface Query {
  readonly text: string
  readonly name?: string
  readonly values?: Value[]
}

export type Result = QueryResult<Record<string, Value>>

/** A server that says nothing for this long after its own `statement_timeout` is not there. */
const SILENCE_MILLISECONDS = 2_000
/** A connection that was cut while its transaction was open must let go of its locks before the receipt's deadline (10 s) is over. */
const IDLE_IN_TRANSACTION_MILLISECONDS = 5_000

const CLOCK: Query = { text: 'select extract(epoch from clock_timestamp()) * 1000 as time' }

/** Integers and booleans become bigint; all others (text, numeric) stay what the server wrote. */
const PARSERS: Readonly<Record<number, (text: string) => Value>> = {
  16: (text) => (text === 't' ? 1n : 0n),
  20: BigInt,
  21: BigInt,
  23: BigInt,
}
const asWritten = (text: string): Value => text

/** The pool of connections, and queries that leave together. */
export class PostgresConnections {
  readonly #options: PostgresOptions
  readonly #clock: Clock
  readonly #statementMilliseconds: number
  readonly #broken = new WeakSet<object>()
  #pool: Promise<Pool> | null = null

  constructor(options: PostgresOptions, clock: Clock) {
    this.#options = options
    this.#clock = clock
    this.#statementMilliseconds = options.statementMilliseconds ?? 10_000
  }

  /** A connection from the pool. Give it back by `release`, with `true` when it is not clean. */
  async acquire(): Promise<PoolClient> {
    this.#pool ??= this.#open()
    const pool = await this.#pool
    try {
      return await pool.connect()
    } catch (error) {
      if (stateOf(error) !== null) throw error
      const isFull = pool.totalCount >= pool.options.max && pool.idleCount === 0
      throw new StorageError(isFull ? 'busy' : 'away', 'no connection to the database', { cause: error })
    }
  }

  /**
   * Sends queries in one flush and answers what became of each, in order. Does not throw: an error is one of the answers. Each query is closed
   * by a Sync of its own, so inside a transaction those after a failed one answer 25P02.
   */
  fly(
    client: PoolClient,
    queries: readonly Query[],
    patience: number = this.#statementMilliseconds + SILENCE_MILLISECONDS,
  ): Promise<(Result | Error)[]> {
    const { promise, resolve } = Promise.withResolvers<(Result | Error)[]>()
    const answers: (Result | Error)[] = []
    let missing = queries.length
    const { stream } = client.connection
    const silence = setTimeout(() => stream.destroy(new Error('the database does not answer')), patience)
    // Without the cork each query is a packet of its own. Measured at 16 connections: 1.3 times the batches a second with it.
    stream.cork()
    for (const [index, query] of queries.entries()) {
      client.query(query, (error: Error | null, result: Result) => {
        answers[index] = error ? this.#named(client, error) : result
        missing -= 1
        if (missing > 0) return
        clearTimeout(silence)
        resolve(answers)
      })
    }
    stream.uncork()
    return promise
  }

  /** Whether the connection is lost. */
  isBroken(client: PoolClient): boolean {
    return this.#broken.has(client)
  }

  /** Asks the database for its time. */
  async measure(client: PoolClient): Promise<void> {
    const sentAt = performance.now()
    const [answer] = await this.fly(client, [CLOCK])
    if (answer instanceof Error) throw answer
    this.#clock.measured(Number(answer?.rows[0]?.time), sentAt)
  }

  /** Closes all connections; none may be in use or waited for. */
  async close(): Promise<void> {
    const pool = await this.#pool?.catch(() => null)
    await pool?.end()
  }

  /** The driver is an optional peer, so it is loaded on first use: who uses another engine need not install it. */
  async #open(): Promise<Pool> {
    const { Pool } = await import('pg').catch((cause: unknown) => {
      throw new StorageError('other', 'PostgreSQL needs its driver: npm install pg', { cause })
    })
    const pool = new Pool({
      connectionString: this.#options.connectionString,
      max: this.#options.max ?? 16,
      ...(this.#options.ssl === undefined ? {} : { ssl: this.#options.ssl }),
      application_name: this.#options.applicationName ?? 'cartwright',
      statement_timeout: this.#statementMilliseconds,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MILLISECONDS,
      connectionTimeoutMillis: this.#options.connectMilliseconds ?? 5_000,
      keepAlive: true,
      pipeline: true,
      types: { getTypeParser: (type: number) => PARSERS[type] ?? asWritten },
      onConnect: (client) => {
        // A lost connection that nobody listens to ends the process. Whoever uses it is told by the answers to his queries.
        client.on('error', () => this.#broken.add(client))
        return this.measure(client as PoolClient)
      },
    })
    // The same for connections that nobody uses: the pool lets go of them by itself.
    pool.on('error', () => undefined)
    return pool
  }

  /** An error without a SQLSTATE comes from the socket: the connection is lost. */
  #named(client: PoolClient, error: Error): Error {
    return stateOf(error) === null && this.#broken.has(client)
      ? new StorageError('away', 'the connection to the database was lost', { cause: error })
      : error
  }
}
