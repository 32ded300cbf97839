import { type Fault, Lost } from './database.ts'
import { StorageError } from './faults.ts'

/** By primary result code (the low byte). */
const PRIMARY: Readonly<Record<number, Fault>> = {
  5: 'busy', // BUSY
  6: 'busy', // LOCKED
  8: 'readonly', // READONLY
  10: 'away', // IOERR
  13: 'full', // FULL
  14: 'away', // CANTOPEN
}

/** By extended result code, where it says more. */
const EXTENDED: Readonly<Record<number, Fault>> = {
  275: 'check', // CONSTRAINT_CHECK
  1555: 'duplicate', // CONSTRAINT_PRIMARYKEY
  2067: 'duplicate', // CONSTRAINT_UNIQUE
  2579: 'duplicate', // CONSTRAINT_ROWID
  3091: 'check', // CONSTRAINT_DATATYPE: an INTEGER that grew past 2^63 arrives at its STRICT column as a REAL
}

/** Names an error of SQLite. */
export function sqliteFault(error: unknown): Fault {
  if (error instanceof StorageError) return error.fault
  if (error instanceof Lost) return 'unknown_outcome'
  if (!(error instanceof Error)) return 'other'
  if ('errcode' in error && typeof error.errcode === 'number') return EXTENDED[error.errcode] ?? PRIMARY[error.errcode & 0xff] ?? 'other'
  // The driver's own refusal of a bigint past 2^63 - 1.
  return 'code' in error && error.code === 'ERR_INVALID_ARG_VALUE' ? 'check' : 'other'
}
