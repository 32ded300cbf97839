import type { Row, Rows, Statement } from '../storage/statement.ts'
import type { Finding, Fix } from './finding.ts'
import { type Said, written } from './sentences.ts'

/** Asks questions and is given their rows, as often as it needs; several can be asked in one flush. Null asks nothing and is answered by no rows. */
export type Asking<Answer> = Generator<readonly (Statement | null)[], Answer, readonly Rows[]>

/** A finding with the row that led to it: what the second look reads again. */
export interface Found {
  readonly of: Row
  readonly finding: Finding
}

/** One way through the database: the rows of one table in the order of their key, each judged with what belongs to it. */
export interface Walk {
  readonly table: string
  /** The next rows after this one; null begins. */
  readonly page: (after: Row | null, limit: bigint, now: bigint) => Statement
  /** The same rows as they are now. */
  readonly again: (rows: Rows, now: bigint) => Statement
  readonly judge: (rows: Rows, now: bigint) => Asking<readonly Found[]>
}

export const text = (row: Row | undefined, column: string): string => String(row?.[column] ?? '')
export const amount = (row: Row | undefined, column: string): bigint => BigInt(String(row?.[column] ?? 0))
export const texts = (rows: Rows, column: string): string[] => [...new Set(rows.flatMap((row) => row[column] ?? []).map(String))]
export const total = (rows: Rows, column: string): bigint => rows.reduce((sum, row) => sum + amount(row, column), 0n)

/** Rows by the text of one column, or of several with a space between. */
export const byText = (rows: Rows, ...columns: readonly string[]): ReadonlyMap<string, Row> =>
  new Map(rows.map((row) => [columns.map((column) => text(row, column)).join(' '), row]))

/** Rows in groups, of which one that nobody asked for is empty. */
export function grouped(rows: Rows, ...columns: readonly string[]): (...values: readonly unknown[]) => Rows {
  const groups = Map.groupBy(rows, (row) => columns.map((column) => text(row, column)).join(' '))
  return (...values) => groups.get(values.join(' ')) ?? []
}

/** A question about these keys; none where there are no keys. */
export const among = (keys: readonly string[], question: (keys: readonly string[]) => Statement): Statement | null =>
  keys.length === 0 ? null : question(keys)

interface Naming {
  readonly key?: string
  readonly id?: string | null
  readonly table?: string
  readonly fix?: Fix
}

/** Tells of broken rows of one table: nothing where nothing is broken. */
export const teller =
  (table: string, key: string, id: string | null, level: Finding['level'] = 'error') =>
  (broken: boolean, of: Row, promise: Finding['promise'], { sentence, values }: Said, naming: Naming = {}): Found[] => {
    if (!broken) return []
    const row = id === null ? null : text(of, id)
    const says = written(sentence, values, 'not there')
    const finding = { promise, level, table, key: text(of, key), id: row, says, sentence, values, fix: null, ...naming }
    return [{ of, finding }]
  }
