import { strict as assert } from 'node:assert'
import { describe, it, type TestContext } from 'node:test'
import { type Database, Unmet } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { postgres } from '../../src/storage/postgres.ts'
import { sql } from '../../src/storage/statement.ts'
import { addCounter, addNote, contractMigrations, countNotes, countUp, valueAt } from '../../src/testing/database-contract-tables.ts'
import { type PostgresProxy, startProxy } from '../../src/testing/postgres-proxy.ts'
import { newPostgres } from './open-databases.ts'

async function behindProxy(context: TestContext): Promise<{ database: Database; proxy: PostgresProxy }> {
  const proxy = await startProxy({ target: await newPostgres() })
  const database = postgres({ connectionString: proxy.url, max: 1 })
  context.after(async () => {
    await database.close()
    await proxy.close()
  })
  await database.migrate([...coreMigrations, ...contractMigrations])
  await database.batch([addCounter('c', 0n, 2n)])
  proxy.reset()
  return { database, proxy }
}

/** What passed on the one connection there is. */
const passed = (proxy: PostgresProxy) => proxy.counts()[0] ?? assert.fail('nothing passed')

describe('PostgreSQL is asked in few round trips', () => {
  it('two for a batch, whatever the number of statements', async (context) => {
    const { database, proxy } = await behindProxy(context)
    for (const notes of [1, 3, 40]) {
      proxy.reset()
      await database.batch([
        countNotes.rows(),
        ...Array.from({ length: notes }, (_, place) => addNote(`${notes}-${place}`)),
        valueAt('c').rows(),
      ])
      const { roundTrips, statements } = passed(proxy)
      assert.equal(roundTrips, 2)
      assert.equal(statements.length, notes + 4)
      assert.equal(statements[0], 'begin')
      assert.equal(statements.at(-1), 'commit')
    }
  })

  it('two with a receipt, which is the first statement', async (context) => {
    const { database, proxy } = await behindProxy(context)
    await database.batch([addNote('a')], { key: 'cart', id: 'one' })
    const { roundTrips, statements } = passed(proxy)
    assert.equal(roundTrips, 2)
    assert.match(statements[1] ?? '', /^insert into receipt/)
  })

  it('two for a batch that is refused', async (context) => {
    const { database, proxy } = await behindProxy(context)
    await assert.rejects(database.batch([addNote('a'), countUp('missing').orReread(), addNote('b')]), Unmet)
    const { roundTrips, statements } = passed(proxy)
    assert.equal(roundTrips, 2)
    assert.equal(statements.at(-1), 'rollback')
  })

  it('one for a read, whatever the number of questions', async (context) => {
    const { database, proxy } = await behindProxy(context)
    await database.read(countNotes, valueAt('c'), countNotes, sql`select 1 as one`)
    assert.equal(passed(proxy).roundTrips, 1)
    assert.equal(passed(proxy).statements.length, 4)
  })

  it('none for an empty batch, the clock or a name', async (context) => {
    const { database, proxy } = await behindProxy(context)
    await database.batch([])
    await database.read()
    database.now()
    assert.deepEqual(proxy.counts(), [])
  })

  it('prepares each text once on a connection, whatever its parameters', async (context) => {
    const { database, proxy } = await behindProxy(context)
    const write = (id: string) => database.batch([sql`insert into note (id, number) values (${id}, ${1n})`, countUp('c'), countUp('d')])
    await write('a')
    const first = passed(proxy)
    assert.deepEqual([first.parses, first.binds, first.executes, first.queries], [2, 3, 3, 2])
    proxy.reset()
    await write('b')
    const second = passed(proxy)
    assert.deepEqual([second.parses, second.binds, second.executes, second.queries], [0, 3, 3, 2])
  })

  it('still two when the server is slow to answer', async (context) => {
    const { database, proxy } = await behindProxy(context)
    proxy.delay(1)
    await database.batch([addNote('a'), addNote('b'), countUp('c').orReread()])
    assert.equal(passed(proxy).roundTrips, 2)
    assert.deepEqual(await database.read(countNotes), [[{ notes: 2n }]])
  })
})
