import { strict as assert } from 'node:assert'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { sqlite } from '../../src/storage/sqlite.ts'
import { addNote, contractMigrations, countNotes } from '../../src/testing/database-contract-tables.ts'
import { temporaryFolder } from './open-databases.ts'

describe('batches that share a transaction', () => {
  it('all wait for another process that writes, from their BEGIN on', async (context) => {
    const folder = await temporaryFolder()
    context.after(() => folder.remove())
    const path = join(folder.path, 'shop.db')
    const database = sqlite(path)
    context.after(() => database.close())
    await database.migrate(contractMigrations)
    const other = new DatabaseSync(path)
    context.after(() => other.close())
    other.exec('begin immediate')
    setTimeout(() => other.exec('commit'), 50)
    await Promise.all(['a', 'b', 'c'].map((id) => database.batch([addNote(id)])))
    assert.deepEqual(await database.read(countNotes), [[{ notes: 3n }]])
  })
})
