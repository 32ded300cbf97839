import { setTimeout as pause } from 'node:timers/promises'
import { Clock } from './clock.ts'
import type { Database, Fault, Migration } from './database.ts'
import { StorageError } from './faults.ts'
import { APPLIED, isApplied, MIGRATION_TABLE, missingFrom, remember, statementsOf } from './migrate.ts'
import { SqliteConnection } from './sqlite-connection.ts'
import { sqliteFault } from './sqlite-faults.ts'
import { type Rows, type Statement, sql } from './statement.ts'

export interface SqliteOptions {
  /** The file, or `:memory:`. Folders on the way to it are made. */
  readonly path: string
  /** `full` (default): an answered batch survives a power cut. `normal`: it survives the death of the process, not of the machine. */
  readonly synchronous?: 'full' | 'normal'
  /** How long to wait for another process that holds the file. Default 5,000. */
  readonly busyMilliseconds?: number
}

interface Waiting {
  readonly statements: readonly Statement[]
  readonly resolve: (answers: readonly Rows[]) => void
  readonly reject: (error: unknown) => void
  answers: readonly Rows[] | null
  error: unknown
  /** It shared a transaction that failed for a reason that may be another's. */
  isAlone: boolean
  /** Until when it waits for another process, by `performance.now()`; null while it did not have to. */
  busyUntil: number | null
}

/** So many batches share one COMMIT: at 64 the disk is no longer what they wait for, and the event loop is held for 2 to 3 ms. */
const SHARED_BATCHES = 64
const PING_MILLISECONDS = 1_000
const NOTHING: readonly Rows[] = []

/**
 * Opens an SQLite database: a file in WAL mode, or memory.
 * @example
 * const database = sqlite('data/shop.db')
 * await database.migrate(coreMigrations)
 */
export function sqlite(options: string | SqliteOptions): Database {
  return new SqliteDatabase(typeof options === 'string' ? { path: options } : options)
}

/**
 * Batches that arrive in one turn of the event loop share one transaction, and so one wait for the disk; each is undone alone, by a savepoint.
 * Nothing is answered, refusals included, before the COMMIT. Receipts are not stored: the COMMIT happens in this process, so its outcome is
 * always known.
 */
class SqliteDatabase implements Database {
  readonly engine = 'sqlite'
  readonly #connection: SqliteConnection
  readonly #clock = new Clock()
  readonly #busyMilliseconds: number
  readonly #queue: Waiting[] = []
  #isDraining = false
  #isClosed = false
  #emptied: (() => void) | null = null

  constructor(options: SqliteOptions) {
    this.#connection = new SqliteConnection(options.path, options.synchronous ?? 'full')
    this.#busyMilliseconds = options.busyMilliseconds ?? 5_000
  }

  read(...statements: readonly Statement[]): Promise<readonly Rows[]> {
    return this.#patiently(this.#busyMilliseconds, () => statements.map((statement) => this.#connection.ask(statement)))
  }

  batch(statements: readonly Statement[]): Promise<readonly Rows[]> {
    if (this.#isClosed) return Promise.reject(closed())
    if (statements.length === 0) return Promise.resolve(NOTHING)

    const { promise, resolve, reject } = Promise.withResolvers<readonly Rows[]>()
    this.#queue.push({ statements, resolve, reject, answers: null, error: null, isAlone: false, busyUntil: null })
    this.#wake()
    return promise
  }

  async migrate(migrations: readonly Migration[]): Promise<void> {
    const applied = await this.#patiently(this.#busyMilliseconds, () => this.#applied())
    for (const migration of missingFrom(applied, migrations)) await this.#patiently(this.#busyMilliseconds, () => this.#apply(migration))
  }

  now(): bigint {
    return this.#clock.now()
  }

  faultOf(error: unknown): Fault {
    return sqliteFault(error)
  }

  async ping(): Promise<void> {
    await this.#patiently(PING_MILLISECONDS, () => this.#connection.ask(sql`select name from sqlite_schema limit 1`))
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    if (this.#isDraining) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#emptied = resolve
      await promise
    }
    this.#connection.close()
  }

  /**
   * A turn of the event loop lasts until `setImmediate`: all requests whose bytes have arrived get their batches in before it. Measured with
   * 16 sockets, each sending its next request after the answer: 13,500 batches a second, against 2,650 in a microtask, where hardly any two meet.
   */
  #wake(): void {
    if (this.#isDraining) return
    this.#isDraining = true
    setImmediate(this.#drain)
  }

  readonly #drain = (): void => {
    const group = this.#queue[0]?.isAlone ? this.#queue.splice(0, 1) : this.#queue.splice(0, SHARED_BATCHES)
    const wait = this.#share(group)
    if (wait !== null) setTimeout(this.#drain, wait)
    else if (this.#queue.length > 0) setImmediate(this.#drain)
    else {
      this.#isDraining = false
      this.#emptied?.()
    }
  }

  /** Carries out some batches in one transaction and answers them. Answers how long to wait (milliseconds) when another process holds the file. */
  #share(group: readonly Waiting[]): number | null {
    try {
      this.#connection.begin()
      for (const waiting of group) this.#carryOut(waiting, group.length > 1)
      this.#connection.commit()
    } catch (error) {
      return this.#undone(group, error)
    }
    for (const waiting of group) {
      if (waiting.answers === null) waiting.reject(waiting.error)
      else waiting.resolve(waiting.answers)
    }
    return null
  }

  #carryOut(waiting: Waiting, isShared: boolean): void {
    if (isShared) this.#connection.savepoint()
    try {
      waiting.answers = this.#connection.carryOut(waiting.statements)
    } catch (error) {
      if (!isShared) throw error
      // Throws when the error (a full disk) has ended the transaction of all: then all go again, alone.
      this.#connection.undo()
      waiting.error = error
      return
    }
    if (isShared) this.#connection.release()
  }

  /** Nothing of the transaction is done and nobody was answered: whoever shared it tries again, alone; who was alone gets the error. */
  #undone(group: readonly Waiting[], error: unknown): number | null {
    this.#connection.rollback()
    if (sqliteFault(error) === 'busy') return this.#waitFor(group, error)
    if (group.length === 1) {
      group[0]?.reject(error)
      return null
    }
    this.#queue.unshift(...group.map((waiting) => ({ ...waiting, answers: null, error: null, isAlone: true })))
    return null
  }

  #waitFor(group: readonly Waiting[], error: unknown): number {
    const now = performance.now()
    const patient: Waiting[] = []
    for (const waiting of group) {
      const busyUntil = waiting.busyUntil ?? now + this.#busyMilliseconds
      if (busyUntil <= now) waiting.reject(error)
      else patient.push({ ...waiting, answers: null, error: null, busyUntil })
    }
    this.#queue.unshift(...patient)
    return jitter()
  }

  /** Runs something short, again and again while another process holds the file. */
  async #patiently<Result>(milliseconds: number, work: () => Result): Promise<Result> {
    let until: number | null = null
    for (;;) {
      if (this.#isClosed) throw closed()
      try {
        return work()
      } catch (error) {
        if (sqliteFault(error) !== 'busy') throw error
        until ??= performance.now() + milliseconds
        if (performance.now() >= until) throw error
      }
      await pause(jitter())
    }
  }

  /** Asked as one who writes: a file that can only be read is refused at the start. */
  #applied(): Rows {
    return this.#inTransaction(() => {
      this.#connection.run(MIGRATION_TABLE.sqlite)
      return this.#connection.ask(APPLIED)
    })
  }

  #apply(migration: Migration): void {
    this.#inTransaction(() => {
      if (this.#connection.ask(isApplied(migration)).length === 0) {
        for (const text of statementsOf(migration.sqlite)) this.#connection.run(text)
        this.#connection.carryOut([remember(migration, this.now())])
      }
    })
  }

  #inTransaction<Result>(work: () => Result): Result {
    this.#connection.begin()
    try {
      const result = work()
      this.#connection.commit()
      return result
    } catch (error) {
      this.#connection.rollback()
      throw error
    }
  }
}

const closed = (): StorageError => new StorageError('away', 'the database is closed')

/** The file is held for well under a millisecond at a time; the spread keeps two processes from meeting again and again. */
const jitter = (): number => 1 + Math.random() * 9
