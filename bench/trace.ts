/**
 * What the library really sends to its database, written down while it runs: the floor carries out the same statements with the same values by
 * hand, so it has no statement of its own that could drift away.
 */
import type { Database, Rows, Statement, Value } from 'cartwright'
import type { Receipt } from '../packages/cartwright/src/storage/database.ts'
import { doneReceipt } from '../packages/cartwright/src/storage/postgres-receipts.ts'
import { createRenderer } from '../packages/cartwright/src/storage/render.ts'
import type { Task } from './callers.ts'

/** One statement as a driver gets it. */
export interface Asked {
  readonly text: string
  readonly values: Value[]
  /** Rows it must change or answer; null = any number. */
  readonly count: bigint | null
}

/** Statements that leave together: questions, or a batch. */
export interface Step {
  readonly kind: 'read' | 'batch'
  readonly asked: readonly Asked[]
}

/** The steps of each call of a task. */
export type TracedTask = readonly (readonly Step[])[]

/** The database, with a notebook. */
export function recording(database: Database, engine: 'sqlite' | 'postgres'): { readonly database: Database; readonly take: () => Step[] } {
  const steps: Step[] = []
  const render = createRenderer(
    engine,
    (parameter) => (engine === 'postgres' ? `$${parameter}` : '?'),
    (text) => text,
  )
  const write = (statement: Statement): Asked => {
    const values: Value[] = []
    const text = render(statement, values)
    return { text, values, count: statement.count }
  }
  // Only PostgreSQL stores the receipt of a batch; there it goes first.
  const mark = (receipt: Receipt | undefined): Statement[] =>
    engine === 'postgres' && receipt !== undefined ? [doneReceipt(receipt, database.now())] : []
  return {
    take: () => steps.splice(0),
    database: {
      engine: database.engine,
      read(...statements: readonly Statement[]): Promise<readonly Rows[]> {
        steps.push({ kind: 'read', asked: statements.map(write) })
        return database.read(...statements)
      },
      batch(statements: readonly Statement[], receipt?: Receipt): Promise<readonly Rows[]> {
        steps.push({ kind: 'batch', asked: [...mark(receipt), ...statements].map(write) })
        return database.batch(statements, receipt)
      },
      migrate: (migrations) => database.migrate(migrations),
      now: () => database.now(),
      faultOf: (error) => database.faultOf(error),
      ping: () => database.ping(),
      close: () => database.close(),
    },
  }
}

/** Carries out tasks one after the other, and answers what each call sent. */
export async function traceOf(tasks: readonly Task[], take: () => Step[]): Promise<readonly TracedTask[]> {
  take()
  const traced: Step[][][] = []
  for (const task of tasks) {
    const calls: Step[][] = []
    for (const call of task) {
      await call()
      calls.push(take())
    }
    traced.push(calls)
  }
  return traced
}
