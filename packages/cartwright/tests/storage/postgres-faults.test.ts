import { strict as assert } from 'node:assert'
import { describe, it, type TestContext } from 'node:test'
import { Client } from 'pg'
import { type Database, type Fault, Lost } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { type PostgresOptions, postgres } from '../../src/storage/postgres.ts'
import { type Statement, sql } from '../../src/storage/statement.ts'
import { addCounter, addNote, contractMigrations, countNotes, countUp, valueAt } from '../../src/testing/database-contract-tables.ts'
import { type PostgresProxy, startProxy } from '../../src/testing/postgres-proxy.ts'
import { newPostgres } from './open-databases.ts'

type Options = Omit<PostgresOptions, 'connectionString'>

async function openAt(context: TestContext, options: Options = {}): Promise<{ database: Database; address: string }> {
  const address = await newPostgres()
  const database = postgres({ connectionString: address, ...options })
  context.after(() => database.close())
  await database.migrate([...coreMigrations, ...contractMigrations])
  return { database, address }
}

async function behindProxy(context: TestContext, options: Options = {}): Promise<{ database: Database; proxy: PostgresProxy }> {
  const { address } = await openAt(context)
  const proxy = await startProxy({ target: address })
  const database = postgres({ connectionString: proxy.url, ...options })
  context.after(async () => {
    await database.close()
    await proxy.close()
  })
  return { database, proxy }
}

const isFault = (database: Database, fault: Fault) => (error: unknown) => database.faultOf(error) === fault
const wait = (seconds: string): Statement => sql`select pg_sleep(cast(${seconds} as float8))`
const addBoth: Statement = sql`insert into counter (id, value, most) values ('a', 0, 100), ('b', 0, 100)`

describe('PostgreSQL', () => {
  it('that is away is said to be away, and used again as soon as it is back', async (context) => {
    const { database, proxy } = await behindProxy(context, { awayMilliseconds: 50 })
    await database.batch([addNote('a')])
    proxy.refuse('all')
    await assert.rejects(database.ping(), isFault(database, 'away'))
    await assert.rejects(database.read(countNotes), isFault(database, 'away'))
    await assert.rejects(database.batch([addNote('b')]), isFault(database, 'away'))
    await assert.rejects(database.migrate(contractMigrations), isFault(database, 'away'))
    proxy.refuse('none')
    await database.ping()
    await database.batch([addNote('b')])
    assert.deepEqual(await database.read(countNotes), [[{ notes: 2n }]])
  })

  it('that comes back soon enough is waited for', async (context) => {
    const { database, proxy } = await behindProxy(context)
    await database.ping()
    proxy.refuse('all')
    setTimeout(() => proxy.refuse('none'), 100)
    await Promise.all([database.batch([addNote('a')]), database.batch([addNote('b')]), database.read(countNotes)])
    assert.deepEqual(await database.read(countNotes), [[{ notes: 2n }]])
  })

  it('that was never there is away', async (context) => {
    const database = postgres({ connectionString: 'postgres://nobody@127.0.0.1:1/nothing', awayMilliseconds: 30 })
    context.after(() => database.close())
    await assert.rejects(database.read(countNotes), isFault(database, 'away'))
    await assert.rejects(database.batch([addNote('a')]), isFault(database, 'away'))
  })

  it('that ends a connection, idle or at work, does no harm', async (context) => {
    const { database, address } = await openAt(context, { max: 2 })
    const other = postgres({ connectionString: address, max: 1, applicationName: 'terminator' })
    context.after(() => other.close())
    const endAll = sql`select count(pg_terminate_backend(pid)) as ended from pg_stat_activity
      where datname = current_database() and application_name = 'cartwright'`

    await database.ping()
    await other.read(endAll)
    assert.deepEqual(await database.read(countNotes), [[{ notes: 0n }]])

    const working = database.batch([addNote('a'), wait('0.2'), addNote('b')])
    const busy = sql`select pid from pg_stat_activity where application_name = 'cartwright' and query like 'select pg_sleep%' and state = 'active'`
    while ((await other.read(busy))[0]?.length === 0);
    await other.read(endAll)
    await working
    assert.deepEqual(await database.read(countNotes), [[{ notes: 2n }]])
  })

  it('repeats the loser of a deadlock', async (context) => {
    const { database } = await openAt(context)
    await database.batch([addBoth])
    await Promise.all([
      database.batch([countUp('a').orReread(), wait('0.1'), countUp('b').orReread()]),
      database.batch([countUp('b').orReread(), wait('0.1'), countUp('a').orReread()]),
    ])
    assert.deepEqual(await database.read(valueAt('a'), valueAt('b')), [[{ value: 2n }], [{ value: 2n }]])
  })

  it('repeats a conflict, whether a statement or COMMIT tells of it', async (context) => {
    const { database } = await openAt(context)
    await database.batch([addBoth])
    const repeatable = sql`set transaction isolation level repeatable read`
    await Promise.all(Array.from({ length: 5 }, () => database.batch([repeatable, wait('0.05'), countUp('a').orReread()])))
    assert.deepEqual(await database.read(valueAt('a')), [[{ value: 5n }]])

    // Each reads what the other writes: the first COMMIT is good, the second is refused.
    const serializable = sql`set transaction isolation level serializable`
    const copy = (from: string, to: string): Statement => sql`
      update counter set value = (select value from counter where id = ${from}) + 1 where id = ${to}`
    await Promise.all([
      database.batch([serializable, copy('a', 'b').orReread(), wait('0.1')]),
      database.batch([serializable, copy('b', 'a').orReread(), wait('0.1')]),
    ])
    const [a, b] = await database.read(valueAt('a'), valueAt('b'))
    assert.ok((a?.[0]?.value === 7n && b?.[0]?.value === 6n) || (a?.[0]?.value === 1n && b?.[0]?.value === 2n))
  })

  it('gives up a conflict that does not end', async (context) => {
    const { database } = await openAt(context, { retryMilliseconds: 30 })
    const conflict = sql`do $$ begin raise exception using errcode = '40001'; end $$`
    await assert.rejects(database.batch([conflict]), isFault(database, 'busy'))
  })

  it('takes an error at COMMIT for an unknown outcome, and asks the receipt', async (context) => {
    const { database } = await openAt(context, { retryMilliseconds: 60 })
    const late = {
      name: 'late-0001',
      sqlite: '',
      postgres: 'create table late (id text primary key, note text references note (id) deferrable initially deferred)',
    }
    await database.migrate([late])
    const broken = [addNote('a'), sql`insert into late (id, note) values ('x', 'missing')`]
    const isLost = (committed: boolean | null) => (error: unknown) => error instanceof Lost && error.committed === committed
    await assert.rejects(database.batch(broken), isLost(null))
    await assert.rejects(database.batch(broken, { key: 'cart', id: 'one' }), isLost(false))
    assert.deepEqual(await database.read(countNotes, sql`select id from receipt where state = 'done'`), [[{ notes: 0n }], []])
    await database.batch([addNote('a')])
  })

  it('whose lock or statement takes too long is busy, and goes on', async (context) => {
    const { database, address } = await openAt(context)
    await database.batch([addCounter('c', 0n, 10n)])
    const hasty = postgres({ connectionString: address, statementMilliseconds: 250 })
    context.after(() => hasty.close())
    await assert.rejects(hasty.read(wait('60')), isFault(hasty, 'busy'))
    await assert.rejects(hasty.batch([countUp('c'), wait('60')]), isFault(hasty, 'busy'))
    await hasty.batch([countUp('c').orReread()])
    assert.deepEqual(await hasty.read(valueAt('c')), [[{ value: 1n }]])
  })

  it('with all connections in use is busy, and goes on', async (context) => {
    const { address } = await openAt(context)
    const small = postgres({ connectionString: address, max: 1, connectMilliseconds: 400 })
    const locker = new Client({ connectionString: address })
    context.after(async () => {
      await locker.end()
      await small.close()
    })
    await locker.connect()
    await small.ping()
    await locker.query('begin; lock table note')

    const waiting = small.read(countNotes)
    await assert.rejects(small.batch([addNote('a')]), isFault(small, 'busy'))
    await locker.query('rollback')
    assert.deepEqual(await waiting, [[{ notes: 0n }]])
    await small.batch([addNote('a')])
  })

  it('that may not be written to says so', async (context) => {
    const { database, address } = await openAt(context)
    const strict = new URL(address)
    strict.searchParams.set('options', `${strict.searchParams.get('options')} -c default_transaction_read_only=on`)
    const readOnly = postgres({ connectionString: strict.href })
    context.after(() => readOnly.close())
    await assert.rejects(readOnly.batch([addNote('a')]), isFault(readOnly, 'readonly'))
    assert.deepEqual(await readOnly.read(countNotes), [[{ notes: 0n }]])
    await database.batch([addNote('a')])
  })

  it('keeps its own time, whatever clock this machine has', async (context) => {
    const { address } = await openAt(context)
    const hour = 3_600_000
    const right = Date.now.bind(Date)
    context.mock.method(Date, 'now', () => right() + hour)
    const wrong = postgres({ connectionString: address })
    context.after(() => wrong.close())
    await wrong.ping()
    assert.ok(Math.abs(Number(wrong.now()) - right()) < hour / 60)
  })

  it('forgets what it prepared when the server does', async (context) => {
    const { database } = await openAt(context, { max: 1 })
    const all = sql`select * from note`
    await database.batch([addNote('a'), all.rows()])
    await database.read(sql`discard all`)
    assert.deepEqual(await database.read(all), [[{ id: 'a', text: null, number: null }]])
    await database.migrate([{ name: 'more-0001', sqlite: '', postgres: 'alter table note add column more text' }])
    const answers = await database.batch([addNote('b'), sql`delete from note where id = 'a'`, all.rows()])
    assert.deepEqual(answers[2], [{ id: 'b', text: null, number: null, more: null }])
  })
})
