import { strict as assert } from 'node:assert'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { sqlite } from '../../src/storage/sqlite.ts'
import { sql } from '../../src/storage/statement.ts'
import { addCounter, contractMigrations, valueAt } from '../../src/testing/database-contract-tables.ts'
import { temporaryFolder } from './open-databases.ts'
import type { WorkerReport } from './sqlite-worker.ts'

const worker = fileURLToPath(new URL('./sqlite-worker.ts', import.meta.url))

async function newFile(context: TestContext): Promise<string> {
  const folder = await temporaryFolder()
  context.after(() => folder.remove())
  return join(folder.path, 'shop.db')
}

const start = (path: string, callers: number): ChildProcess =>
  fork(worker, [path, String(callers)], { execArgv: ['--disable-warning=ExperimentalWarning'] })

async function reportOf(child: ChildProcess): Promise<WorkerReport> {
  let report: WorkerReport = { done: [], errors: ['no report'] }
  child.on('message', (message: WorkerReport | string) => {
    if (typeof message !== 'string') report = message
  })
  await once(child, 'exit')
  return report
}

describe('two processes on one SQLite file', () => {
  it('share a limited thing without losing or adding one', async (context) => {
    const path = await newFile(context)
    const database = sqlite(path)
    context.after(() => database.close())
    await database.migrate(contractMigrations)
    await database.batch([addCounter('c', 0n, 300n)])

    const workers = [start(path, 16), start(path, 16)]
    const reports = await Promise.all(workers.map(reportOf))

    assert.deepEqual(
      reports.map((report) => report.errors),
      [[], []],
    )
    assert.equal(reports.flatMap((report) => report.done).length, 300)
    const [counted, notes] = await database.read(valueAt('c'), sql`select count(*) as notes from note`)
    assert.deepEqual([counted, notes], [[{ value: 300n }], [{ notes: 300n }]])
  })

  it('lose nothing that was answered when one is killed', async (context) => {
    const path = await newFile(context)
    const database = sqlite(path)
    context.after(() => database.close())
    await database.migrate(contractMigrations)
    await database.batch([addCounter('c', 0n, 1_000_000n)])

    const child = start(path, 8)
    const answered: string[] = []
    child.on('message', (message: WorkerReport | string) => {
      if (typeof message === 'string') answered.push(message)
      if (answered.length === 100) child.kill('SIGKILL')
    })
    await once(child, 'exit')

    const [rows, counted] = await database.read(sql`select id from note`, valueAt('c'))
    const stored = new Set(rows?.map((row) => row.id))
    assert.ok(answered.length >= 100)
    assert.deepEqual(
      answered.filter((id) => !stored.has(id)),
      [],
    )
    assert.deepEqual(counted, [{ value: BigInt(stored.size) }])
  })
})
