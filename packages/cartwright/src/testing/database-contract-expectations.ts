import { strict as assert } from 'node:assert'
import { it } from 'node:test'
import { type Database, Unmet } from '../storage/database.ts'
import type { Expectation, Statement } from '../storage/statement.ts'
import { part, sql } from '../storage/statement.ts'
import { addCounter, addNote, countNotes, countUp, type Opened, prepared, valueAt } from './database-contract-tables.ts'

/** The batch is undone because of the statement at this place. */
async function assertUnmet(database: Database, statements: readonly Statement[], index: number, expectation: Expectation): Promise<void> {
  await assert.rejects(database.batch(statements), (error) => {
    assert.ok(error instanceof Unmet, String(error))
    assert.equal(error.index, index)
    assert.deepEqual(error.expectation, expectation)
    return true
  })
}

const touchNotes = sql`update note set number = 1`
const syntaxError = sql`this is no SQL`
const refused = (code: string): Expectation => ({ kind: 'refuse', code })
const reread: Expectation = { kind: 'reread' }

export function describeExpectations(open: () => Promise<Opened>): void {
  it('refuses with the code of the statement that changed no row, and does nothing', async (context) => {
    const { database } = await prepared(open, context)
    await assertUnmet(database, [addNote('a'), countUp('missing').orRefuse('gone'), addNote('b')], 1, refused('gone'))
    assert.deepEqual(await database.read(countNotes), [[{ notes: 0n }]])
  })

  it('hands the details of a refusal through as they are', async (context) => {
    const { database } = await prepared(open, context)
    const details = { reason: 'used_up', of: ['a', 'b'] }
    await assertUnmet(database, [countUp('missing').orRefuse('gone', details)], 0, { kind: 'refuse', code: 'gone', details })

    const explanation = { statement: countNotes, say: () => ({ code: 'other' }) }
    await assertUnmet(database, [countUp('missing').orRefuse('gone', explanation)], 0, {
      kind: 'refuse',
      code: 'gone',
      details: explanation,
    })
  })

  it('rereads when that is said, and when only a number is', async (context) => {
    const { database } = await prepared(open, context)
    await assertUnmet(database, [countUp('missing').orReread()], 0, reread)
    await assertUnmet(database, [countUp('missing').expect(1n)], 0, reread)
    await assertUnmet(database, [addNote('a'), addNote('b'), touchNotes.atMost(1n)], 2, reread)
  })

  it('lets the first unmet statement in list order win', async (context) => {
    const { database } = await prepared(open, context)
    await assertUnmet(database, [addNote('a'), countUp('x').orRefuse('first'), countUp('y').orRefuse('second')], 1, refused('first'))
  })

  it('lets an unmet statement win over an error further down', async (context) => {
    const { database } = await prepared(open, context)
    for (const broken of [syntaxError, addNote('a'), sql`select 1 from missing`]) {
      await assertUnmet(database, [addNote('a'), countUp('x').orRefuse('first'), broken, countUp('y').orReread()], 1, refused('first'))
    }
    assert.deepEqual(await database.read(countNotes), [[{ notes: 0n }]])
  })

  it('lets an error win over an unmet statement further down', async (context) => {
    const { database } = await prepared(open, context)
    for (const [broken, fault] of [
      [syntaxError, 'other'],
      [addNote('a'), 'duplicate'],
      [addCounter('c', -1n, 1n), 'check'],
    ] as const) {
      const work = database.batch([addNote('a'), broken, countUp('x').orRefuse('second')])
      await assert.rejects(work, (error) => !(error instanceof Unmet) && database.faultOf(error) === fault)
    }
    assert.deepEqual(await database.read(countNotes), [[{ notes: 0n }]])
  })

  it('takes a broken unique index or CHECK as unmet where something is expected', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a'), addCounter('c', 0n, 5n)])
    await assertUnmet(database, [addNote('b'), addNote('a').orRefuse('taken')], 1, refused('taken'))
    await assertUnmet(database, [addNote('b'), addNote('a').orReread()], 1, reread)
    await assertUnmet(database, [addNote('b'), addNote('b').expect(1n)], 1, reread)
    const below = sql`update counter set value = value - 1 where id = 'c'`
    await assertUnmet(database, [below.orRefuse('used_up')], 0, refused('used_up'))
    assert.deepEqual(await database.read(countNotes, valueAt('c')), [[{ notes: 1n }], [{ value: 0n }]])
  })

  it('takes a broken foreign key and a missing value as errors, not as unmet', async (context) => {
    const { database } = await prepared(open, context)
    const orphan = sql`insert into child (note_id, id) values ('missing', 'x')`.orRefuse('gone')
    const nothing = sql`insert into counter (id, value, most) values ('c', ${null}, 1)`.orRefuse('gone')
    for (const broken of [orphan, nothing]) {
      await assert.rejects(
        database.batch([addNote('a'), broken]),
        (error) => !(error instanceof Unmet) && database.faultOf(error) === 'other',
      )
    }
    assert.deepEqual(await database.read(countNotes), [[{ notes: 0n }]])
  })

  it('counts changed rows exactly', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a'), addNote('b'), touchNotes.expect(2n), sql`delete from note where id = 'c'`.expect(0n)])
    await assertUnmet(database, [touchNotes.expect(1n).orRefuse('one')], 0, refused('one'))
    await assertUnmet(database, [touchNotes.expect(3n).orRefuse('three')], 0, refused('three'))
    await assertUnmet(database, [touchNotes.expect(0n).orRefuse('none')], 0, refused('none'))
    await database.batch([sql`insert into note (id) values ('a') on conflict (id) do nothing`.expect(0n)])
    await database.batch([
      sql`insert into note (id) values ('a') on conflict (id) do update set number = 2 where note.number > 5`.expect(0n),
    ])
    await database.batch([
      sql`insert into note (id) values ('a') on conflict (id) do update set number = 2 where note.number < 5`.expect(1n),
    ])
  })

  it('takes at most as many rows as it may', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a'), addNote('b'), touchNotes.atMost(2n), sql`select id from note`.atMost(2n)])
    await assertUnmet(database, [touchNotes.atMost(1n).orRefuse('many')], 0, refused('many'))
    await assertUnmet(database, [sql`select id from note`.atMost(1n).orRefuse('many')], 0, refused('many'))
  })

  it('counts the rows of a question and of a returning statement', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a'), sql`select id from note where ${part`id = ${'a'}`}`.expect(1n)])
    await assertUnmet(database, [sql`select id from note where id = ${'b'}`.orRefuse('missing')], 0, refused('missing'))
    const [rows] = await database.batch([sql`update note set number = 7 where id = 'a' returning id, number`.expect(1n).rows()])
    assert.deepEqual(rows, [{ id: 'a', number: 7n }])
    await assertUnmet(database, [sql`update note set number = 8 where id = 'b' returning id`.orReread().rows()], 0, reread)
  })
}
