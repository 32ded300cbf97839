import { strict as assert } from 'node:assert'
import { describe, it, type TestContext } from 'node:test'
import { type Database, Lost } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import { type PostgresOptions, postgres } from '../../src/storage/postgres.ts'
import { type Rows, type Statement, sql } from '../../src/storage/statement.ts'
import { addCounter, addNote, contractMigrations, countNotes, countUp, valueAt } from '../../src/testing/database-contract-tables.ts'
import { type PostgresProxy, startProxy } from '../../src/testing/postgres-proxy.ts'
import { newPostgres } from './open-databases.ts'

interface Bench {
  /** Through the proxy, which cuts. */
  readonly database: Database
  /** Straight to the server. */
  readonly truth: Database
  readonly proxy: PostgresProxy
}

async function bench(context: TestContext, options: Omit<PostgresOptions, 'connectionString'> = {}): Promise<Bench> {
  const target = await newPostgres()
  const proxy = await startProxy({ target })
  const truth = postgres({ connectionString: target, max: 2 })
  const database = postgres({ connectionString: proxy.url, max: 4, ...options })
  context.after(async () => {
    await Promise.all([database.close(), truth.close()])
    await proxy.close()
  })
  await truth.migrate([...coreMigrations, ...contractMigrations])
  await truth.batch([addCounter('c', 0n, 100n)])
  await database.ping()
  return { database, truth, proxy }
}

const batch: readonly Statement[] = [addNote('a'), countUp('c').orReread(), addNote('b'), countNotes.rows(), addNote('d').orRefuse('taken')]
const BEFORE: readonly Rows[] = [[{ notes: 0n }], [{ value: 0n }]]
const AFTER: readonly Rows[] = [[{ notes: 3n }], [{ value: 1n }]]
const receipt = { key: 'cart-1', id: 'receipt-1' }
const state = (database: Database): Promise<readonly Rows[]> => database.read(countNotes, valueAt('c'))
const receipts = async (database: Database): Promise<unknown> => (await database.read(sql`select id, state from receipt order by id`))[0]

const isLost = (committed: boolean | null) => (error: unknown) => error instanceof Lost && error.committed === committed

describe('a connection to PostgreSQL that is cut', () => {
  it('before any statement: surely nothing is done, and the batch is carried out on another connection', async (context) => {
    const { database, truth, proxy } = await bench(context)
    for (let number = 1; number <= batch.length + 1; number += 1) {
      proxy.cut({ before: 'statement', number })
      assert.deepEqual((await database.batch(batch, receipt))[3], [{ notes: 2n }])
      assert.deepEqual(await state(truth), AFTER)
      assert.deepEqual(await receipts(truth), [{ id: 'receipt-1', state: 'done' }])
      await truth.batch([sql`delete from note`, sql`update counter set value = 0`, sql`delete from receipt`])
    }
  })

  it('before any statement, with no time left: nothing is done, and it says so', async (context) => {
    const { database, truth, proxy } = await bench(context, { awayMilliseconds: 0 })
    for (let number = 1; number <= batch.length; number += 1) {
      proxy.cut({ before: 'statement', number })
      await assert.rejects(database.batch(batch), (error) => database.faultOf(error) === 'away')
      assert.deepEqual(await state(truth), BEFORE)
    }
    await database.batch(batch)
    assert.deepEqual(await state(truth), AFTER)
  })

  it('in a read: asks again', async (context) => {
    const { database, proxy } = await bench(context)
    proxy.refuse('all')
    proxy.refuse('none')
    assert.deepEqual(await state(database), BEFORE)
  })

  it('before COMMIT: the receipt proves that it never came, and the batch is carried out', async (context) => {
    const { database, truth, proxy } = await bench(context)
    proxy.cut({ before: 'commit' })
    assert.deepEqual((await database.batch(batch, receipt))[3], [{ notes: 2n }])
    assert.deepEqual(await state(truth), AFTER)
    assert.deepEqual(await receipts(truth), [
      { id: 'receipt-1', state: 'void' },
      { id: 'receipt-1~1', state: 'done' },
    ])
  })

  it('after COMMIT: the receipt proves that it came, and nothing is done twice', async (context) => {
    const { database, truth, proxy } = await bench(context)
    proxy.cut({ after: 'commit' })
    await assert.rejects(database.batch(batch, receipt), isLost(true))
    assert.deepEqual(await state(truth), AFTER)
    assert.deepEqual(await receipts(truth), [{ id: 'receipt-1', state: 'done' }])
  })

  it('while COMMIT is on its way: the receipt waits for it', async (context) => {
    const { database, truth, proxy } = await bench(context)
    proxy.cut({ after: 'commit', held: 150 })
    await assert.rejects(database.batch(batch, receipt), isLost(true))
    assert.deepEqual(await state(truth), AFTER)
    assert.deepEqual(await receipts(truth), [{ id: 'receipt-1', state: 'done' }])
  })

  it('without a receipt: nobody can tell', async (context) => {
    const { database, truth, proxy } = await bench(context)
    proxy.cut({ before: 'commit' })
    await assert.rejects(database.batch(batch), isLost(null))
    assert.deepEqual(await state(truth), BEFORE)
    proxy.cut({ after: 'commit' })
    await assert.rejects(database.batch(batch), isLost(null))
    assert.deepEqual(await state(truth), AFTER)
  })

  it('and stays cut: nobody can be asked', async (context) => {
    const { database, truth, proxy } = await bench(context, { retryMilliseconds: 100 })
    proxy.refuse('new')
    proxy.cut({ after: 'commit' })
    await assert.rejects(database.batch(batch, receipt), isLost(null))
    assert.deepEqual(await state(truth), AFTER)
  })

  it('again while the receipt is made void: it is asked again, and knows its own mark', async (context) => {
    const { database, truth, proxy } = await bench(context)
    proxy.cut({ before: 'commit' }, { after: 'statement', text: `'void'` })
    await database.batch(batch, receipt)
    assert.deepEqual(await state(truth), AFTER)
    assert.deepEqual(await receipts(truth), [
      { id: 'receipt-1', state: 'void' },
      { id: 'receipt-1~1', state: 'done' },
    ])
  })

  it('one of many at once: all end before or after, none between', async (context) => {
    const { database, truth, proxy } = await bench(context)
    await truth.batch([sql`update counter set value = 0, most = 1000`])
    const cuts = [{ before: 'statement', number: 2 }, { before: 'commit' }, { after: 'commit' }, { after: 'commit', held: 30 }] as const
    let answered = 0
    let proved = 0
    for (const [round, rule] of cuts.entries()) {
      proxy.cut(rule)
      const work = Array.from({ length: 10 }, (_, caller) =>
        database.batch([addNote(`${round}-${caller}`), countUp('c').orReread()], { key: `cart-${caller}`, id: `${round}` }),
      )
      for (const end of await Promise.allSettled(work)) {
        if (end.status === 'fulfilled') answered += 1
        else if (end.reason instanceof Lost && end.reason.committed === true) proved += 1
      }
    }
    assert.equal(answered + proved, 40)
    assert.equal(proved, 2)
    assert.deepEqual(await state(truth), [[{ notes: 40n }], [{ value: 40n }]])
  })
})
