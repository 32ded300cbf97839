import type { Fault } from './database.ts'
import type { Expectation, Statement } from './statement.ts'

/** An error for which the engine has no code of its own: a lost connection, a full pool, a closed database. */
export class StorageError extends Error {
  readonly fault: Fault
  constructor(fault: Fault, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StorageError'
    this.fault = fault
  }
}

/** What an unmet statement means; null when it expects nothing. */
export function expectationOf(statement: Statement): Expectation | null {
  if (statement.otherwise !== null) return statement.otherwise
  return statement.count === null && statement.most === null ? null : { kind: 'reread' }
}

/** Whether so many changed (or answered) rows are what the statement expects. */
export const isMet = (statement: Statement, rows: bigint): boolean =>
  (statement.count === null || rows === statement.count) && (statement.most === null || rows <= statement.most)

/** A statement that expects something and breaks a unique index or a CHECK did not change what it must: the belt held where the guard did not. */
export const isBroken = (fault: Fault): boolean => fault === 'duplicate' || fault === 'check'
