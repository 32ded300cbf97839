import { strict as assert } from 'node:assert'
import { describe, it, type TestContext } from 'node:test'
import { type Database, Unmet } from '../../src/storage/database.ts'
import { sql } from '../../src/storage/statement.ts'
import { addNote, countNotes, countUp, ended, prepared } from '../../src/testing/database-contract-tables.ts'
import { openFile } from './open-databases.ts'

const twice = async (context: TestContext): Promise<readonly [Database, Database]> => {
  const opened = await prepared(openFile, context)
  return [opened.database, (await opened.again?.()) as Database]
}

/** What another connection sees at the moment the first of these batches is answered. */
async function seenAtFirstAnswer(database: Database, other: Database, batches: number, first: Promise<unknown>): Promise<bigint> {
  const rest = Array.from({ length: batches - 1 }, (_, place) => database.batch([addNote(`note-${place}`)]))
  // A read runs at once, before any other answer is given.
  const [rows] = await ended(first).then(() => other.read(countNotes))
  await Promise.all(rest)
  return rows?.[0]?.notes as bigint
}

describe('batches of one turn of the event loop on SQLite', () => {
  it('share one COMMIT, and are answered after it', async (context) => {
    const [database, other] = await twice(context)
    assert.equal(await seenAtFirstAnswer(database, other, 10, database.batch([addNote('first')])), 10n)
  })

  it('share it also when they come from different callbacks', async (context) => {
    const [database, other] = await twice(context)
    const first = database.batch([addNote('first')])
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
    assert.equal(await seenAtFirstAnswer(database, other, 10, first), 10n)
  })

  it('are answered after it when they are refused, too', async (context) => {
    const [database, other] = await twice(context)
    assert.equal(await seenAtFirstAnswer(database, other, 10, database.batch([countUp('missing').orRefuse('gone')])), 9n)
  })

  it('share with 64 at most', async (context) => {
    const [database, other] = await twice(context)
    assert.equal(await seenAtFirstAnswer(database, other, 100, database.batch([addNote('first')])), 64n)
    assert.deepEqual(await database.read(countNotes), [[{ notes: 100n }]])
  })

  it('do not go down with one that ends the transaction of all', async (context) => {
    const [database] = await twice(context)
    await database.batch([addNote('taken')])
    const ending = sql`insert or rollback into note (id) values ('taken')`
    const ends = await Promise.all([
      ended(database.batch([addNote('a')])),
      ended(database.batch([addNote('b'), ending])),
      ended(database.batch([addNote('c'), countUp('missing').orRefuse('gone')])),
      ended(database.batch([addNote('d'), ending.orRefuse('taken')])),
      ended(database.batch([addNote('e')])),
    ])
    assert.deepEqual(
      ends.map((end) => ('answer' in end ? 'done' : end.error instanceof Unmet ? end.error.expectation : database.faultOf(end.error))),
      ['done', 'duplicate', { kind: 'refuse', code: 'gone' }, { kind: 'refuse', code: 'taken' }, 'done'],
    )
    assert.deepEqual(await database.read(sql`select id from note order by id`), [[{ id: 'a' }, { id: 'e' }, { id: 'taken' }]])
  })

  it('do not go down with one for which the COMMIT of all fails', async (context) => {
    const [database] = await twice(context)
    const late = sql`pragma defer_foreign_keys = on`
    const ends = await Promise.all([
      ended(database.batch([addNote('a')])),
      ended(database.batch([addNote('b'), late, sql`insert into child (note_id, id) values ('missing', 'x')`])),
      ended(database.batch([addNote('c')])),
    ])
    assert.deepEqual(
      ends.map((end) => ('answer' in end ? 'done' : database.faultOf(end.error))),
      ['done', 'other', 'done'],
    )
    assert.deepEqual(await database.read(sql`select id from note order by id`), [[{ id: 'a' }, { id: 'c' }]])
  })

  it('do not see what one of them had undone', async (context) => {
    const [database] = await twice(context)
    const refused = ended(database.batch([addNote('a'), countUp('missing').orRefuse('gone')]))
    const [, rows] = await database.batch([addNote('b'), sql`select id from note`.rows()])
    assert.deepEqual(rows, [{ id: 'b' }])
    assert.ok('error' in (await refused))
  })
})
