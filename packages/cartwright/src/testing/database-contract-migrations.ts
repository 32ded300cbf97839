import { strict as assert } from 'node:assert'
import { it } from 'node:test'
import type { Migration } from '../storage/database.ts'
import { coreMigrations } from '../storage/migrations.ts'
import { sql } from '../storage/statement.ts'
import { addNote, contractMigrations, countNotes, type Opened, prepared } from './database-contract-tables.ts'

const migration = (name: string, text: string): Migration => ({ name, sqlite: text, postgres: text })

const applied = sql`select name from cartwright_migration order by name`

export function describeMigrations(open: () => Promise<Opened>): void {
  it('applies each migration once, in the order of the list', async (context) => {
    const { database } = await prepared(open, context)
    const steps = [migration('b-0001', `insert into note (id) values ('first');`), migration('a-0001', `update note set text = 'second';`)]
    await database.migrate([])
    await database.migrate(steps)
    await database.migrate([...contractMigrations, ...steps])
    await database.batch([addNote('mine')])
    await database.migrate(steps)
    assert.deepEqual(await database.read(sql`select id, text from note order by id`, applied), [
      [
        { id: 'first', text: 'second' },
        { id: 'mine', text: null },
      ],
      [{ name: 'a-0001' }, { name: 'b-0001' }, { name: 'contract-0001' }],
    ])
  })

  it('splits a schema at the end of lines only', async (context) => {
    const { database } = await prepared(open, context)
    const text = `
      -- a comment; with a semicolon
      insert into note (id, text) values ('a', 'x; y');
      -- only a comment
      insert into note (id, text)
        values ('b', '--');
      insert into note (id) values ('c')`
    await database.migrate([migration('split-0001', text)])
    assert.deepEqual(await database.read(sql`select id, text from note order by id`), [
      [
        { id: 'a', text: 'x; y' },
        { id: 'b', text: '--' },
        { id: 'c', text: null },
      ],
    ])
  })

  it('leaves nothing of a migration that fails, and takes it once it is mended', async (context) => {
    const { database } = await prepared(open, context)
    const broken = migration('mended-0001', `create table mended (id text primary key);\ninsert into missing (id) values ('a');`)
    await assert.rejects(database.migrate([migration('before-0001', `insert into note (id) values ('a');`), broken]))
    assert.deepEqual(await database.read(countNotes), [[{ notes: 1n }]])
    await database.migrate([migration('mended-0001', `create table mended (id text primary key);\ninsert into mended (id) values ('a');`)])
    assert.deepEqual(await database.read(sql`select id from mended`, applied), [
      [{ id: 'a' }],
      [{ name: 'before-0001' }, { name: 'contract-0001' }, { name: 'mended-0001' }],
    ])
  })

  it('is harmless from two sides at once', async (context) => {
    const opened = await open()
    context.after(() => opened.close())
    const other = opened.again === undefined ? opened.database : await opened.again()
    context.after(() => other.close())
    const steps = [...contractMigrations, migration('once-0001', `insert into note (id) values ('once');`)]
    await Promise.all([opened.database, other, opened.database, other].map((database) => database.migrate(steps)))
    assert.deepEqual(await other.read(countNotes), [[{ notes: 1n }]])
  })

  it('takes the schema of the library', async (context) => {
    const opened = await open()
    context.after(() => opened.close())
    await opened.database.migrate(coreMigrations)
    await opened.database.migrate(coreMigrations)
    assert.deepEqual(await opened.database.read(sql`select cart_id from cart`, applied), [[], coreMigrations.map(({ name }) => ({ name }))])
  })
}
