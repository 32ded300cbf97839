import { strict as assert } from 'node:assert'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { openDatabase } from '../../src/storage/open.ts'
import { sql } from '../../src/storage/statement.ts'
import { newPostgres, temporaryFolder } from './open-databases.ts'

describe('the address of a database', () => {
  it('names a file, memory or a server', async (context) => {
    const folder = await temporaryFolder()
    context.after(() => folder.remove())
    const server = await newPostgres()
    const engines: string[] = []
    for (const address of [
      `sqlite:${join(folder.path, 'shop.db')}`,
      'sqlite::memory:',
      server,
      server.replace('postgres:', 'postgresql:'),
    ]) {
      const database = openDatabase(address)
      assert.deepEqual(await database.read(sql`select 1 as one`), [[{ one: 1n }]])
      engines.push(database.engine)
      await database.close()
    }
    assert.deepEqual(engines, ['sqlite', 'sqlite', 'postgres', 'postgres'])
  })

  it('is refused when it names nothing we know', () => {
    for (const address of ['', 'sqlite:', 'shop.db', 'mysql://shop@127.0.0.1/shop', 'postgres:shop', '//shop']) {
      assert.throws(() => openDatabase(address), RangeError)
    }
  })
})
