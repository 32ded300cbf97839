import { strict as assert } from 'node:assert'
import { it } from 'node:test'
import { type Database, Unmet } from '../storage/database.ts'
import { sql } from '../storage/statement.ts'
import { addCounter, addNote, countNotes, countUp, ended, type Opened, prepared, valueAt } from './database-contract-tables.ts'

const CALLERS = 40

/** Two ways into one database, where there are two. */
async function ways(opened: Opened): Promise<readonly [Database, Database]> {
  return [opened.database, opened.again === undefined ? opened.database : await opened.again()]
}

/** Everybody at once, in turns through both ways; answers the errors. */
async function rush(databases: readonly Database[], work: (database: Database, caller: number) => Promise<unknown>): Promise<unknown[]> {
  const callers = Array.from({ length: CALLERS }, (_, caller) => ended(work(databases[caller % databases.length] as Database, caller)))
  const ends = await Promise.all(callers)
  return ends.flatMap((end) => ('error' in end ? [end.error] : []))
}

const isRefusal = (error: unknown): boolean =>
  error instanceof Unmet && error.expectation.kind === 'refuse' && error.expectation.code === 'used_up'

export function describeRaces(open: () => Promise<Opened>): void {
  it('counts forty at once, none lost', async (context) => {
    const opened = await prepared(open, context)
    const databases = await ways(opened)
    await opened.database.batch([addCounter('c', 0n, 1_000n)])
    assert.deepEqual(await rush(databases, (database) => database.batch([countUp('c').orReread()])), [])
    assert.deepEqual(await opened.database.read(valueAt('c')), [[{ value: 40n }]])
    await databases[1].close()
  })

  it('gives a limited thing to as many as there are, and refuses the others', async (context) => {
    for (const most of [1n, 7n]) {
      const opened = await prepared(open, context)
      const databases = await ways(opened)
      await opened.database.batch([addCounter('c', 0n, most)])
      const refusals = await rush(databases, (database, caller) => database.batch([countUp('c').orRefuse('used_up'), addNote(`${caller}`)]))
      assert.equal(refusals.length, CALLERS - Number(most))
      assert.ok(refusals.every(isRefusal))
      assert.deepEqual(await opened.database.read(valueAt('c'), countNotes), [[{ value: most }], [{ notes: most }]])
      await databases[1].close()
    }
  })

  it('lets one of forty take a key, by the guard or by the index', async (context) => {
    const taking = [
      (caller: number) => sql`insert into note (id, number) values ('key', ${BigInt(caller)}) on conflict (id) do nothing`,
      (caller: number) => sql`insert into note (id, number) values ('key', ${BigInt(caller)})`,
    ]
    for (const take of taking) {
      const opened = await prepared(open, context)
      const databases = await ways(opened)
      const refusals = await rush(databases, (database, caller) => database.batch([addNote(`${caller}`), take(caller).orRefuse('used_up')]))
      assert.equal(refusals.length, CALLERS - 1)
      assert.ok(refusals.every(isRefusal))
      assert.deepEqual(await opened.database.read(countNotes), [[{ notes: 2n }]])
      await databases[1].close()
    }
  })

  it('keeps batches apart: one that fails takes no other with it', async (context) => {
    const opened = await prepared(open, context)
    const databases = await ways(opened)
    const work = (database: Database, caller: number): Promise<unknown> => {
      const last = [addNote(`${caller}-last`), countUp('missing').orRefuse('used_up'), sql`no SQL`, addNote(`${caller}-first`)][caller % 4]
      return database.batch([addNote(`${caller}-first`), last ?? countNotes])
    }
    const errors = await rush(databases, work)
    assert.equal(errors.length, 30)
    assert.equal(errors.filter(isRefusal).length, 10)
    assert.equal(errors.filter((error) => opened.database.faultOf(error) === 'duplicate').length, 10)
    const [notes] = await opened.database.read(sql`select id from note`)
    const expected = Array.from({ length: 10 }, (_, place) => [`${place * 4}-first`, `${place * 4}-last`]).flat()
    assert.deepEqual(notes?.map((row) => row.id).sort(), expected.sort())
    await databases[1].close()
  })

  it('never shows half a batch', async (context) => {
    const opened = await prepared(open, context)
    const databases = await ways(opened)
    const seen: unknown[] = []
    const look = async (database: Database): Promise<void> => {
      const [rows] = await database.read(countNotes)
      seen.push(rows?.[0]?.notes)
    }
    await rush(databases, async (database, caller) => {
      const failing = caller % 2 === 0 ? [countUp('missing').orReread()] : []
      const writing = ended(database.batch([addNote(`${caller}-a`), addNote(`${caller}-b`), ...failing]))
      await Promise.all([look(databases[0]), look(databases[1])])
      await writing
      await look(database)
    })
    assert.equal(seen.length, CALLERS * 3)
    assert.deepEqual(
      seen.filter((notes) => typeof notes !== 'bigint' || notes % 2n !== 0n),
      [],
    )
    assert.deepEqual(await opened.database.read(countNotes), [[{ notes: 40n }]])
    await databases[1].close()
  })

  it('loses no money in transfers to and fro', async (context) => {
    const opened = await prepared(open, context)
    const databases = await ways(opened)
    await opened.database.batch(['a', 'b', 'c'].map((id) => addCounter(id, 10n, 1_000n)))
    const move = (database: Database, from: string, to: string): Promise<unknown> => {
      const out = sql`update counter set value = value - 4 where id = ${from} and value >= 4`.orRefuse('used_up')
      const into = sql`update counter set value = value + 4 where id = ${to}`.orReread()
      return database.batch(from < to ? [out, into] : [into, out])
    }
    const names = ['a', 'b', 'c']
    const errors = await rush(databases, (database, caller) =>
      move(database, names[caller % 3] as string, names[(caller + 1 + (caller % 2)) % 3] as string),
    )
    assert.ok(errors.every(isRefusal))
    const [rows] = await opened.database.read(sql`select value from counter`)
    assert.equal(
      rows?.reduce((sum, row) => sum + BigInt(row.value ?? 0n), 0n),
      30n,
    )
    await databases[1].close()
  })
}
