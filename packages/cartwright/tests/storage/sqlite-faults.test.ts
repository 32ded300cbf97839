import { strict as assert } from 'node:assert'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it, type TestContext } from 'node:test'
import type { Database, Fault } from '../../src/storage/database.ts'
import { type SqliteOptions, sqlite } from '../../src/storage/sqlite.ts'
import { sql } from '../../src/storage/statement.ts'
import { addNote, contractMigrations, countNotes, ended } from '../../src/testing/database-contract-tables.ts'
import { temporaryFolder } from './open-databases.ts'

async function openAt(context: TestContext, options: Omit<SqliteOptions, 'path'> = {}): Promise<{ database: Database; path: string }> {
  const folder = await temporaryFolder()
  const path = join(folder.path, 'deep', 'below', 'shop.db')
  const database = sqlite({ path, ...options })
  context.after(async () => {
    await database.close()
    await folder.remove()
  })
  await database.migrate(contractMigrations)
  return { database, path }
}

/** Another process, as far as SQLite can tell. */
function holdFile(context: TestContext, path: string): { letGo(): void } {
  const holder = new DatabaseSync(path)
  context.after(() => holder.close())
  holder.exec('begin immediate')
  return { letGo: () => holder.exec('rollback') }
}

const isFault = (database: Database, fault: Fault) => (error: unknown) => database.faultOf(error) === fault

describe('SQLite', () => {
  it('opens a file for shops: in WAL mode, as safe as can be, with foreign keys', async (context) => {
    const settings = [sql`pragma journal_mode`, sql`pragma synchronous`, sql`pragma foreign_keys`, sql`pragma busy_timeout`]
    const safe = await openAt(context)
    assert.deepEqual(await safe.database.read(...settings), [
      [{ journal_mode: 'wal' }],
      [{ synchronous: 2n }],
      [{ foreign_keys: 1n }],
      [{ timeout: 0n }],
    ])
    const quick = await openAt(context, { synchronous: 'normal' })
    assert.deepEqual(await quick.database.read(sql`pragma synchronous`), [[{ synchronous: 1n }]])
  })

  it('waits for another process without freezing this one', async (context) => {
    const { database, path } = await openAt(context)
    const holder = holdFile(context, path)
    const writing = Promise.all([database.batch([addNote('a')]), database.batch([addNote('b')]), database.migrate(contractMigrations)])
    // Were the event loop frozen, nobody would let go of the file, and the batches would fail.
    setTimeout(() => holder.letGo(), 30)
    assert.deepEqual(await database.read(countNotes), [[{ notes: 0n }]])
    await writing
    assert.deepEqual(await database.read(countNotes), [[{ notes: 2n }]])
  })

  it('gives up on a file that is held for too long, and goes on when it is free', async (context) => {
    const { database, path } = await openAt(context, { busyMilliseconds: 40 })
    const holder = holdFile(context, path)
    const ends = await Promise.all(['a', 'b', 'c'].map((id) => ended(database.batch([addNote(id)]))))
    assert.deepEqual(
      ends.map((end) => 'error' in end && database.faultOf(end.error)),
      ['busy', 'busy', 'busy'],
    )
    await assert.rejects(database.migrate(contractMigrations), isFault(database, 'busy'))
    holder.letGo()
    await database.batch([addNote('d')])
    assert.deepEqual(await database.read(sql`select id from note`), [[{ id: 'd' }]])
  })

  it('waits for whoever sets up the same file', async (context) => {
    const folder = await temporaryFolder()
    const path = join(folder.path, 'new.db')
    const holder = holdFile(context, path)
    const database = sqlite(path)
    context.after(async () => {
      await database.close()
      await folder.remove()
    })
    setTimeout(() => holder.letGo(), 30)
    await database.migrate(contractMigrations)
    assert.deepEqual(await database.read(sql`pragma journal_mode`), [[{ journal_mode: 'wal' }]])
  })

  it('answers what was begun when it is closed while another process holds the file', async (context) => {
    const { database, path } = await openAt(context)
    const holder = holdFile(context, path)
    const writing = database.batch([addNote('a')])
    const closing = database.close()
    setTimeout(() => holder.letGo(), 30)
    await Promise.all([writing, closing])
    const reader = new DatabaseSync(path)
    context.after(() => reader.close())
    assert.equal(reader.prepare('select count(*) as notes from note').get()?.notes, 1)
  })

  it('says that a disk is full, keeps what was answered, and goes on when there is room', async (context) => {
    const { database } = await openAt(context)
    await database.batch([addNote('before')])
    await database.read(sql`pragma max_page_count = 40`)
    const large = 'x'.repeat(400_000)
    const ends = await Promise.all([
      ended(database.batch([addNote('a')])),
      ended(database.batch([addNote('b'), addNote('large', large)])),
      ended(database.batch([addNote('c')])),
    ])
    assert.deepEqual(
      ends.map((end) => ('answer' in end ? 'done' : database.faultOf(end.error))),
      ['done', 'full', 'done'],
    )
    await database.read(sql`pragma max_page_count = 4000`)
    await database.batch([addNote('large', large)])
    assert.deepEqual(await database.read(sql`select id from note order by id`), [
      [{ id: 'a' }, { id: 'before' }, { id: 'c' }, { id: 'large' }],
    ])
  })

  it('says that a database cannot be written, reads it, and goes on when it can', async (context) => {
    const { database } = await openAt(context)
    await database.read(sql`pragma query_only = on`)
    await assert.rejects(database.batch([addNote('a')]), isFault(database, 'readonly'))
    assert.deepEqual(await database.read(countNotes), [[{ notes: 0n }]])
    await database.read(sql`pragma query_only = off`)
    await database.batch([addNote('a')])
  })

  it('refuses what is no database', async (context) => {
    const folder = await temporaryFolder()
    context.after(() => folder.remove())
    const path = join(folder.path, 'no.db')
    await writeFile(path, 'this is a letter to a friend, and no database at all'.repeat(100))
    const database = sqlite(path)
    context.after(() => database.close())
    await assert.rejects(database.ping(), isFault(database, 'other'))
    await assert.rejects(database.batch([addNote('a')]), isFault(database, 'other'))
    assert.throws(() => sqlite(folder.path), isFault(database, 'away'))
  })
})
