import { type Guard, patch, tests } from './guard.ts'

/** What the databases promise to everything above them. */
export const storageGuards: readonly Guard[] = [
  {
    name: 'sqlite: BEGIN IMMEDIATE',
    patches: [patch('storage/sqlite-connection.ts', null, "this.#handle.prepare('begin immediate')", "this.#handle.prepare('begin')")],
    tests: tests('storage/sqlite-busy'),
  },
  {
    name: 'sqlite: synchronous=FULL unless told otherwise',
    patches: [patch('storage/sqlite.ts', null, "options.synchronous ?? 'full'", "options.synchronous ?? 'normal'")],
    tests: tests('storage/sqlite-sharing', 'storage/sqlite-faults', 'storage/sqlite'),
  },
  {
    name: 'sqlite: a failed batch is undone alone',
    patches: [patch('storage/sqlite.ts', null, 'this.#connection.undo()', 'this.#connection.release()')],
    tests: tests('storage/sqlite-sharing', 'storage/sqlite'),
  },
  {
    name: 'sqlite: waits for another process',
    patches: [patch('storage/sqlite.ts', null, "if (sqliteFault(error) === 'busy') return this.#waitFor(group, error)", '')],
    tests: tests('storage/sqlite-processes', 'storage/sqlite-faults'),
  },
  {
    name: 'postgres: a lost COMMIT is looked up by its receipt',
    patches: [
      patch(
        'storage/postgres.ts',
        null,
        'mark === undefined ? null : await settle(this.#connections, this.#queryOf(voidReceipt(mark, this.now())), this.#patience())',
        'mark === undefined ? null : (await settle(this.#connections, this.#queryOf(voidReceipt(mark, this.now())), this.#patience())) === null',
      ),
    ],
    tests: tests('storage/postgres-cuts'),
  },
  {
    name: 'postgres: a batch stores its receipt',
    patches: [
      patch(
        'storage/postgres-attempt.ts',
        'attempt',
        'receipt === null ? [BEGIN] : [BEGIN, receipt]',
        "receipt === null ? [BEGIN] : [BEGIN, { text: 'select 1' }]",
      ),
    ],
    tests: tests('storage/postgres-cuts'),
  },
  {
    name: 'postgres: conflicts are retried',
    patches: [
      patch('storage/postgres-faults.ts', 'isConflict', "return state === '40001' || state === '40P01'", 'return state === "never"'),
    ],
    tests: tests('storage/postgres-faults', 'storage/postgres'),
  },
  {
    name: 'batch: the first unmet expectation wins',
    patches: [patch('storage/faults.ts', 'isMet', '(statement.count === null || rows === statement.count)', 'true')],
    tests: tests('storage/sqlite'),
  },
  {
    name: 'batch: a broken index or CHECK is unmet',
    patches: [patch('storage/faults.ts', 'isBroken', "fault === 'duplicate' || fault === 'check'", "fault === 'busy'")],
    tests: tests('storage/sqlite'),
  },
  {
    name: 'figures: the cursor moves from where it was read',
    patches: [
      patch('figures/figure-rows.ts', 'moveCursor', 'and seen_at = ${from.at} and seen_key = ${from.key} and seen_id = ${from.id}', ''),
    ],
    tests: tests('contract/memory'),
  },
  {
    name: 'figures: what may still be on its way waits',
    patches: [patch('figures/count-events.ts', 'countPiece', 'now - COMMIT_LAG', 'now')],
    tests: tests('contract/memory'),
  },
]
