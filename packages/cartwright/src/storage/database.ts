import type { Expectation, Explanation, Row, Rows, Statement } from './statement.ts'

/** What went wrong, in words that are the same for every engine. */
export type Fault = 'duplicate' | 'check' | 'away' | 'full' | 'readonly' | 'busy' | 'unknown_outcome' | 'other'

/** The mark of one batch, made before it leaves; `key` is the aggregate it belongs to (a cart id, an owner, an account). */
export interface Receipt {
  readonly key: string
  readonly id: string
}

/** One frozen step of a schema: never edited once released. */
export interface Migration {
  /** `<room>-0001-name`: applied in the order of the list, remembered by name. */
  readonly name: string
  /** Statements separated by `;` at a line's end. */
  readonly sqlite: string
  readonly postgres: string
}

/**
 * The seam to the database. No transaction is ever held open while somebody thinks: an action reads, decides, and hands over one list of statements
 * that is carried out wholly or not at all.
 */
export interface Database {
  /** The engine's name, for humans only (`/healthz`, logs); nothing may branch on it. */
  readonly engine: string
  /** Asks several questions in one flush; each is its own snapshot. Answers the rows of each, in order. Retries a fault that is sure to have done nothing. */
  read(...statements: readonly Statement[]): Promise<readonly Rows[]>
  /**
   * Carries out all statements or none. The first unmet expectation in list order is thrown as `Unmet`, even when a later statement raised.
   * A unique index or CHECK broken by a statement that expects something counts as unmet.
   * With a receipt, an outcome that got lost is looked up and either answered as done (`Lost` with `committed: true`) or retried: never retried blindly.
   * A receipt is for one batch: the same one again is a `duplicate`, where receipts are stored.
   * Answers the rows of every statement, in list order (empty for those that did not ask).
   */
  batch(statements: readonly Statement[], receipt?: Receipt): Promise<readonly Rows[]>
  /** Brings the schema up to these migrations; harmless when done twice or by two processes at once. */
  migrate(migrations: readonly Migration[]): Promise<void>
  /** The database's time in milliseconds since 1970 (UTC), from a measured offset; costs no statement. Before the first use (`ping`, `migrate`) it is the machine's. */
  now(): bigint
  /** Names a thrown error. */
  faultOf(error: unknown): Fault
  /** Rejects when the database does not answer within a second. */
  ping(): Promise<void>
  /** Finishes what was begun and refuses what comes after. */
  close(): Promise<void>
}

/** Thrown by `batch`: a statement did not change what it must; nothing of the batch is done. */
export class Unmet extends Error {
  readonly index: number
  readonly expectation: Expectation
  constructor(index: number, expectation: Expectation) {
    super(`statement ${index} did not change what it must`)
    this.name = 'Unmet'
    this.index = index
    this.expectation = expectation
  }
}

/** Thrown by `batch`: the connection was lost while COMMIT was outstanding. `committed` is what the receipt proved, or null when even that could not be asked. */
export class Lost extends Error {
  readonly committed: boolean | null
  constructor(committed: boolean | null, options?: ErrorOptions) {
    super(
      committed === null ? 'the outcome of a batch is unknown' : committed ? 'committed, but its rows are lost' : 'not committed',
      options,
    )
    this.name = 'Lost'
    this.committed = committed
  }
}

/** Whether an expectation's details are a read to be made after the rollback. */
export const isExplanation = (details: Readonly<Record<string, unknown>> | Explanation | undefined): details is Explanation =>
  details !== undefined && 'statement' in details && 'say' in details

/** The first row, or null. */
export const firstOf = (rows: Rows | undefined): Row | null => rows?.[0] ?? null
