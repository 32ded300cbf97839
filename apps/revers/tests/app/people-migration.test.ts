import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createShop, openDatabase, sql } from 'cartwright'
import { productSources } from '../../src/catalogue/sources.ts'
import { migrations } from '../../src/migrations.ts'
import { findPeople } from '../../src/people/people.ts'
import { onEveryEngine } from '../kit/suites.ts'

/** Those that were there before names were kept by their words. */
const OF_BEFORE = 4

onEveryEngine('people of before', (engine) => {
  it('are found by any word of their names', async () => {
    const files = await engine.create()
    const database = openDatabase(files.url)
    const shop = await createShop({ database, currency: 'RON', products: productSources(database) })
    await shop.migrate()
    await database.migrate(migrations.slice(0, OF_BEFORE))
    const person = (id: string, name: string) => sql`
      insert into person (id, email, name, password_hash, roles, made_at) values (${id}, ${`${id}@example.com`}, ${name}, 'none', '[]', 1)`
    await database.batch([person('one', 'Ștefan-Țăndărică Îndelung'), person('two', '  Ana   Maria  Ana '), person('none', '')])
    await database.migrate(migrations)
    for (const [text, id] of [
      ['stefan', 'one'],
      ['Țăndă', 'one'],
      ['indelung stefan', 'one'],
      ['maria', 'two'],
      ['ana mar', 'two'],
    ] as const)
      assert.deepEqual(
        (await findPeople(shop, text)).map((found) => found.id),
        [id],
        text,
      )
    assert.deepEqual(await findPeople(shop, 'ndelung'), [])
    await shop.close()
    await files.drop()
  })
})
