/** The behaviour every database must have, as tests. Whoever writes a driver runs them on it; nothing here asks which engine it is. */
import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { sql } from '../storage/statement.ts'
import { describeBatches } from './database-contract-batches.ts'
import { describeExpectations } from './database-contract-expectations.ts'
import { describeMigrations } from './database-contract-migrations.ts'
import { describeRaces } from './database-contract-races.ts'
import { addNote, countNotes, type Opened, prepared } from './database-contract-tables.ts'
import { describeValues } from './database-contract-values.ts'

export type { Opened }

/**
 * Describes how a database must behave, by `node:test`. Each test opens an empty database of its own and closes it.
 * @param name of the engine, for the report
 * @param open opens an empty database; `again` opens the same one a second time, as another process would
 * @example
 * describeDatabase('memory', async () => {
 *   const database = sqlite(':memory:')
 *   return { database, close: () => database.close() }
 * })
 */
export function describeDatabase(name: string, open: () => Promise<Opened>): void {
  describe(`${name} keeps the contract of a database`, () => {
    describeExpectations(open)
    describeBatches(open)
    describeValues(open)
    describeRaces(open)
    describeMigrations(open)
    describeLife(open)
  })
}

function describeLife(open: () => Promise<Opened>): void {
  it('answers a ping', async (context) => {
    const { database } = await prepared(open, context)
    await database.ping()
  })

  it('names its engine', async (context) => {
    const { database } = await prepared(open, context)
    assert.match(database.engine, /^\w+$/)
  })

  it('has a clock that is right and does not step back', async (context) => {
    const { database } = await prepared(open, context)
    const minute = 60_000n
    const machine = BigInt(Date.now())
    let last = database.now()
    assert.ok(last > machine - minute && last < machine + minute)
    for (let look = 0; look < 10_000; look += 1) {
      const now = database.now()
      assert.ok(now >= last)
      last = now
    }
  })

  it('finishes what was begun before it closes, and refuses what comes after', async (context) => {
    const opened = await prepared(open, context)
    const begun = Array.from({ length: 20 }, (_, place) => opened.database.batch([addNote(`note-${place}`)]))
    const closing = opened.database.close()
    await Promise.all(begun)
    await closing
    await opened.database.close()

    for (const late of [
      () => opened.database.batch([addNote('late')]),
      () => opened.database.read(countNotes),
      () => opened.database.ping(),
    ]) {
      await assert.rejects(late, (error) => opened.database.faultOf(error) === 'away')
    }
  })

  it('keeps what it answered', async (context) => {
    const opened = await prepared(open, context)
    await opened.database.batch([addNote('kept')])
    const other = opened.again === undefined ? opened.database : await opened.again()
    context.after(() => other.close())
    assert.deepEqual(await other.read(sql`select id from note`), [[{ id: 'kept' }]])
  })
}
