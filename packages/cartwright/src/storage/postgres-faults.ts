import { type Fault, Lost } from './database.ts'
import { StorageError } from './faults.ts'

/** By SQLSTATE. Constraint names and messages are never looked at: a distributed PostgreSQL leaves them empty or puts shard numbers in. */
const STATES: Readonly<Record<string, Fault>> = {
  '22003': 'check', // a number past its column
  '23505': 'duplicate',
  '23514': 'check',
  '23P01': 'duplicate', // exclusion
  '25006': 'readonly',
  '25P03': 'away', // ended for being idle inside a transaction
  '40001': 'busy', // serialization
  '40P01': 'busy', // deadlock
  '53100': 'full',
  '53300': 'busy', // too many connections
  '55P03': 'busy', // lock not available
  '57014': 'busy', // statement_timeout
  '57P01': 'away', // shut down by an administrator
  '57P02': 'away', // another process of the server crashed
  '57P03': 'away', // starting up
  '57P05': 'away', // ended for being idle
}

/** The SQLSTATE of an error the server answered; null for all others. */
export function stateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string' || !('severity' in error)) return null
  return error.code
}

/** Names an error of PostgreSQL. */
export function postgresFault(error: unknown): Fault {
  if (error instanceof StorageError) return error.fault
  if (error instanceof Lost) return 'unknown_outcome'
  const state = stateOf(error)
  if (state === null) return 'other'
  return STATES[state] ?? (state.startsWith('08') ? 'away' : 'other')
}

/** The server undid the transaction because of another one: the same batch again may well succeed. */
export function isConflict(error: unknown): boolean {
  const state = stateOf(error)
  return state === '40001' || state === '40P01'
}

/** What this session has prepared is no longer what the server knows (a migration, a pooler in between): a fresh connection helps. */
export function isStale(error: unknown): boolean {
  const state = stateOf(error)
  return state === '26000' || state === '0A000'
}
