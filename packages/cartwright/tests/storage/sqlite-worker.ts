/** Another process for `sqlite-processes.test.ts`: several callers count up until the counter has reached its most. */
import { Unmet } from '../../src/storage/database.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { addNote, contractMigrations, countUp } from '../../src/testing/database-contract-tables.ts'

export interface WorkerReport {
  readonly done: readonly string[]
  readonly errors: readonly string[]
}

const [path = '', callers = ''] = process.argv.slice(2)
const database = sqlite(path)
const done: string[] = []
const errors: string[] = []

async function call(caller: number): Promise<void> {
  for (let round = 0; ; round += 1) {
    const id = `${process.pid}-${caller}-${round}`
    try {
      await database.batch([countUp('c').orRefuse('used_up'), addNote(id)])
    } catch (error) {
      if (!(error instanceof Unmet)) errors.push(String(error))
      return
    }
    done.push(id)
    process.send?.(id)
  }
}

await database.migrate(contractMigrations)
await Promise.all(Array.from({ length: Number(callers) }, (_, caller) => call(caller)))
await database.close()
process.send?.({ done, errors } satisfies WorkerReport)
