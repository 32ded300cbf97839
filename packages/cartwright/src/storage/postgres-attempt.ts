import type { PoolClient } from 'pg'
import { Unmet } from './database.ts'
import { expectationOf, isBroken, isMet, StorageError } from './faults.ts'
import type { PostgresConnections, Query, Result } from './postgres-connections.ts'
import { isConflict, isStale, postgresFault } from './postgres-faults.ts'
import type { Rows, Statement } from './statement.ts'

const BEGIN: Query = { text: 'begin' }
const COMMIT: Query = { text: 'commit' }
const ROLLBACK: Query = { text: 'rollback' }
const NO_ROWS: Rows = []

/** COMMIT was sent, and what became of it is not known; `cause` says how the answer got lost. */
export class CommitLost extends Error {}

/**
 * Carries out a batch once: BEGIN and all statements in one flush, a look at the answers in list order, then COMMIT or ROLLBACK. Two round trips
 * whatever the number of statements. Throws `Unmet`, `CommitLost`, or an error after which surely nothing is done.
 * @param receipt stored by the same transaction, so that a lost COMMIT can be told from one that never came
 */
export async function attempt(
  connections: PostgresConnections,
  statements: readonly Statement[],
  queries: readonly Query[],
  receipt: Query | null,
): Promise<readonly Rows[]> {
  const first = receipt === null ? [BEGIN] : [BEGIN, receipt]
  const client = await connections.acquire()
  let isClean = false
  try {
    const answers = await connections.fly(client, [...first, ...queries])
    const failure = failureOf(answers, statements, first.length)
    if (failure !== null) {
      isClean = !isStale(failure) && (await undo(connections, client))
      throw failure
    }
    if (connections.isBroken(client)) throw new StorageError('away', 'the connection to the database was lost')

    const [committed] = await connections.fly(client, [COMMIT])
    isClean = !connections.isBroken(client) && client.getTransactionStatus() === 'I'
    if (isConflict(committed)) throw committed
    if (committed === undefined || committed instanceof Error)
      throw new CommitLost('the outcome of COMMIT is not known', { cause: committed })
    if (committed.command !== 'COMMIT') throw new StorageError('other', `COMMIT was answered by ${committed.command}`)
    return statements.map((statement, index) => (statement.answers ? rowsOf(answers[first.length + index]) : NO_ROWS))
  } finally {
    client.release(!isClean)
  }
}

/** The first answer, in list order, that is an error or not what was expected. Those after it only say that the transaction had failed. */
function failureOf(answers: readonly (Result | Error)[], statements: readonly Statement[], first: number): Error | null {
  for (const [place, answer] of answers.entries()) {
    const index = place - first
    const statement = statements[index]
    const expected = statement === undefined ? null : expectationOf(statement)
    if (answer instanceof Error) return expected !== null && isBroken(postgresFault(answer)) ? new Unmet(index, expected) : answer
    if (statement === undefined || expected === null) continue
    if (!isMet(statement, BigInt(answer.rowCount ?? 0))) return new Unmet(index, expected)
  }
  return null
}

/** Rolls back; only a connection that has answered it may be used again. */
async function undo(connections: PostgresConnections, client: PoolClient): Promise<boolean> {
  if (connections.isBroken(client)) return false
  const [undone] = await connections.fly(client, [ROLLBACK])
  return !(undone instanceof Error) && client.getTransactionStatus() === 'I'
}

const rowsOf = (answer: Result | Error | undefined): Rows => (answer === undefined || answer instanceof Error ? NO_ROWS : answer.rows)
