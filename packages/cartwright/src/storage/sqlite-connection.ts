import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { Unmet } from './database.ts'
import { expectationOf, isBroken, isMet } from './faults.ts'
import { createRenderer } from './render.ts'
import { registerExact } from './sqlite-exact.ts'
import { sqliteFault } from './sqlite-faults.ts'
import type { Row, Rows, Statement, Value } from './statement.ts'

/** So many statements stay prepared; then the half that was not used for longest is let go. */
const KEPT_STATEMENTS = 512
const NO_ROWS: Rows = []

/** A text and, while it is in use, the statement prepared from it. */
interface Prepared {
  readonly text: string
  statement: StatementSync | null
  /** Names of the columns it answers; none for a plain insert, update or delete. */
  columns: readonly string[]
  usedAt: number
}

/** One connection to a file. Everything here is synchronous, so a transaction never stays open while something else runs. */
export class SqliteConnection {
  readonly #handle: DatabaseSync
  readonly #synchronous: 'full' | 'normal'
  readonly #render: (statement: Statement, parameters: Value[]) => Prepared
  readonly #kept = new Set<Prepared>()
  readonly #control: Readonly<Record<'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'undo', StatementSync>>
  #uses = 0
  #isSetUp = false

  constructor(path: string, synchronous: 'full' | 'normal') {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    this.#handle = new DatabaseSync(path, { timeout: 0, enableForeignKeyConstraints: true, readBigInts: true, returnArrays: true })
    this.#synchronous = synchronous
    this.#render = createRenderer(
      'sqlite',
      () => '?',
      (text) => ({ text, statement: null, columns: [], usedAt: 0 }),
    )
    registerExact(this.#handle)
    this.#control = {
      begin: this.#handle.prepare('begin immediate'),
      commit: this.#handle.prepare('commit'),
      rollback: this.#handle.prepare('rollback'),
      savepoint: this.#handle.prepare('savepoint batch'),
      release: this.#handle.prepare('release batch'),
      undo: this.#handle.prepare('rollback to batch'),
    }
  }

  begin(): void {
    this.#setUp()
    this.#control.begin.run()
  }

  commit(): void {
    this.#control.commit.run()
  }

  /** Undoes the transaction, if an error has not done so already. */
  rollback(): void {
    if (this.#handle.isTransaction) this.#control.rollback.run()
  }

  savepoint(): void {
    this.#control.savepoint.run()
  }

  release(): void {
    this.#control.release.run()
  }

  /** Undoes what came after the savepoint, and the savepoint. */
  undo(): void {
    this.#control.undo.run()
    this.#control.release.run()
  }

  /** Carries out statements up to the first that does not change what it must. */
  carryOut(statements: readonly Statement[]): readonly Rows[] {
    const answers: Rows[] = []
    for (let index = 0; index < statements.length; index += 1) {
      const statement = statements[index]
      if (statement !== undefined) answers.push(this.#carryOutOne(statement, index))
    }
    return answers
  }

  /** The rows a question answers. */
  ask(statement: Statement): Rows {
    this.#setUp()
    const parameters: Value[] = []
    const prepared = this.#prepared(this.#render(statement, parameters))
    return rowsOf(prepared.columns, prepared.statement.all(...parameters))
  }

  /** Runs a text of the schema. */
  run(text: string): void {
    this.#handle.exec(text)
  }

  close(): void {
    this.#handle.close()
  }

  #carryOutOne(statement: Statement, index: number): Rows {
    const parameters: Value[] = []
    const prepared = this.#prepared(this.#render(statement, parameters))
    const expected = expectationOf(statement)
    try {
      if (prepared.columns.length === 0) {
        const { changes } = prepared.statement.run(...parameters)
        if (expected !== null && !isMet(statement, BigInt(changes))) throw new Unmet(index, expected)
        return NO_ROWS
      }
      const values = prepared.statement.all(...parameters)
      if (expected !== null && !isMet(statement, BigInt(values.length))) throw new Unmet(index, expected)
      return statement.answers ? rowsOf(prepared.columns, values) : NO_ROWS
    } catch (error) {
      if (expected !== null && isBroken(sqliteFault(error))) throw new Unmet(index, expected)
      throw error
    }
  }

  #prepared(prepared: Prepared): Prepared & { statement: StatementSync } {
    this.#uses += 1
    prepared.usedAt = this.#uses
    if (prepared.statement === null) {
      const statement = this.#handle.prepare(prepared.text)
      prepared.statement = statement
      prepared.columns = statement.columns().map((column) => column.name)
      this.#keep(prepared)
    }
    return prepared as Prepared & { statement: StatementSync }
  }

  #keep(prepared: Prepared): void {
    this.#kept.add(prepared)
    if (this.#kept.size <= KEPT_STATEMENTS) return

    const oldestFirst = [...this.#kept].sort((left, right) => left.usedAt - right.usedAt)
    for (const old of oldestFirst.slice(0, KEPT_STATEMENTS / 2)) {
      old.statement = null
      this.#kept.delete(old)
    }
  }

  /** On first use and not in the constructor: another process may hold the file, and then the caller waits without freezing the event loop. */
  #setUp(): void {
    if (this.#isSetUp) return
    this.#handle.exec(`pragma synchronous = ${this.#synchronous}`)
    this.#handle.exec('pragma journal_mode = wal')
    this.#isSetUp = true
  }
}

/** Rows as plain objects. Faster from arrays (0.8 us a row of nine columns) than as the driver's own objects (1.0 us), which have no prototype besides. */
function rowsOf(columns: readonly string[], values: readonly unknown[]): Rows {
  return values.map((value) => {
    const row: Record<string, Value> = {}
    for (let column = 0; column < columns.length; column += 1) row[columns[column] as string] = (value as Value[])[column] as Value
    return row as Row
  })
}
