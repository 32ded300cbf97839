import { strict as assert } from 'node:assert'
import { it } from 'node:test'
import { coreMigrations } from '../storage/migrations.ts'
import { joined, part, sql } from '../storage/statement.ts'
import { addNote, countNotes, countUp, type Opened, prepared } from './database-contract-tables.ts'

const ids = sql`select id from note order by id`

export function describeBatches(open: () => Promise<Opened>): void {
  it('answers the rows of each statement that asked, in list order', async (context) => {
    const { database } = await prepared(open, context)
    const answers = await database.batch([
      addNote('a', 'first'),
      ids,
      ids.rows(),
      addNote('b'),
      sql`select id, text from note order by id`.rows(),
    ])
    assert.deepEqual(answers, [
      [],
      [],
      [{ id: 'a' }],
      [],
      [
        { id: 'a', text: 'first' },
        { id: 'b', text: null },
      ],
    ])
  })

  it('answers every question of a read, asked for or not', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a')])
    assert.deepEqual(await database.read(countNotes, ids, ids.rows(), ids.expect(7n)), [
      [{ notes: 1n }],
      [{ id: 'a' }],
      [{ id: 'a' }],
      [{ id: 'a' }],
    ])
  })

  it('does nothing for an empty batch or read', async (context) => {
    const { database } = await prepared(open, context)
    assert.deepEqual(await database.batch([]), [])
    assert.deepEqual(await database.batch([], { key: 'a', id: 'b' }), [])
    assert.deepEqual(await database.read(), [])
  })

  it('goes on after an error, with the same texts', async (context) => {
    const { database } = await prepared(open, context)
    const insert = (id: string) => sql`insert into note (id, text) values (${id}, 'again')`
    // A text that is new to the connection and comes twice behind an error must be usable afterwards.
    await assert.rejects(database.batch([countUp('missing').orReread(), insert('a'), insert('b')]))
    await assert.rejects(database.batch([sql`no SQL`, insert('a'), insert('b')]))
    await assert.rejects(database.read(sql`no SQL`))
    await database.batch([insert('a'), insert('b')])
    await assert.rejects(database.batch([insert('c'), insert('a'), insert('d')]))
    await database.batch([insert('c'), insert('d')])
    assert.deepEqual(await database.read(countNotes), [[{ notes: 4n }]])
  })

  it('tells texts apart that are made of the same pieces in other places', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a', 'x', 1n), addNote('b', 'y', 2n)])
    const where = (left: Parameters<typeof sql>[1], right: Parameters<typeof sql>[1]) =>
      sql`select id from note where ${left} = ${right} order by id`
    const column = part`id`
    assert.deepEqual(await database.read(where('a', column), where(column, 'b'), where(column, column), where(part`text`, 'y')), [
      [{ id: 'a' }],
      [{ id: 'b' }],
      [{ id: 'a' }, { id: 'b' }],
      [{ id: 'b' }],
    ])

    const inner = part`(id = ${'a'} or ${part`number = ${2n}`})`
    const outer = sql`select id from note where ${inner} and ${part`number = ${2n}`} order by id`
    assert.deepEqual(await database.read(outer, outer), [[{ id: 'b' }], [{ id: 'b' }]])
  })

  it('takes several rows in one statement', async (context) => {
    const { database } = await prepared(open, context)
    for (const rows of [1, 2, 3, 2, 150]) {
      const tuples = Array.from({ length: rows }, (_, place) => part`(${`${rows}-${place}`}, ${'text'}, ${BigInt(place)})`)
      await database.batch([
        sql`delete from note`,
        sql`insert into note (id, text, number) values ${joined(tuples, ', ')}`.expect(BigInt(rows)),
      ])
      assert.deepEqual(await database.read(countNotes, sql`select number from note where id = ${`${rows}-${rows - 1}`}`), [
        [{ notes: BigInt(rows) }],
        [{ number: BigInt(rows - 1) }],
      ])
    }
  })

  it('takes more different texts than anybody keeps', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a')])
    const texts = Array.from({ length: 1_200 }, (_, place) => sql(Object.assign([`select id as id_${place} from note`], { raw: [] })))
    for (let round = 0; round < 2; round += 1) {
      const answers = await database.read(...texts)
      assert.deepEqual(
        answers,
        texts.map((_, place) => [{ [`id_${place}`]: 'a' }]),
      )
    }
  })

  it('takes a receipt', async (context) => {
    const { database } = await prepared(open, context)
    await database.migrate(coreMigrations)
    const receipt = { key: 'cart', id: 'first' }
    await assert.rejects(database.batch([addNote('a'), countUp('missing').orReread()], receipt))
    const answers = await database.batch([addNote('a'), ids.rows()], receipt)
    assert.deepEqual(answers, [[], [{ id: 'a' }]])
  })
}
