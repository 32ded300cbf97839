import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { createRenderer } from '../../src/storage/render.ts'
import { joined, part, type Statement, sql, type Value } from '../../src/storage/statement.ts'

const either = { sqlite: part`lite(${'l'})`, postgres: part`gres(${1n}, ${part`now`})` }

function render(engine: 'sqlite' | 'postgres', statement: Statement): [string, Value[]] {
  const values: Value[] = []
  const text = createRenderer(engine, (parameter) => (engine === 'sqlite' ? '?' : `$${parameter}`), String)(statement, values)
  return [text, values]
}

describe('a statement', () => {
  it('says what must come of it, each word making a new one', () => {
    const plain = sql`update note set number = 1`
    const said = ({ count, most, otherwise, answers }: Statement) => ({ count, most, otherwise, answers })
    assert.deepEqual(said(plain.rows()), { count: null, most: null, otherwise: null, answers: true })
    assert.deepEqual(said(plain.orReread()), { count: 1n, most: null, otherwise: { kind: 'reread' }, answers: false })
    assert.deepEqual(said(plain.orRefuse('gone')), { count: 1n, most: null, otherwise: { kind: 'refuse', code: 'gone' }, answers: false })
    assert.deepEqual(said(plain.expect(0n).orReread()).count, 0n)
    assert.deepEqual(said(plain.atMost(3n).orRefuse('many', { of: 3 }).rows()), {
      count: null,
      most: 3n,
      otherwise: { kind: 'refuse', code: 'many', details: { of: 3 } },
      answers: true,
    })
    assert.deepEqual(said(plain), { count: null, most: null, otherwise: null, answers: false })
  })

  it('becomes a text with numbered parameters, pieces and engine texts put in', () => {
    const statement = sql`select ${'a'}, ${either}, ${part`x = ${2n} and ${part`y = ${null}`}`} where ${'z'}`
    assert.deepEqual(render('sqlite', statement), ['select ?, lite(?), x = ? and y = ? where ?', ['a', 'l', 2n, null, 'z']])
    assert.deepEqual(render('postgres', statement), ['select $1, gres($2, now), x = $3 and y = $4 where $5', ['a', 1n, 2n, null, 'z']])
  })

  it('joins pieces', () => {
    const tuples = ['a', 'b', 'c'].map((id) => part`(${id})`)
    assert.deepEqual(render('postgres', sql`values ${joined(tuples, ', ')}`), ['values ($1), ($2), ($3)', ['a', 'b', 'c']])
    assert.deepEqual(render('sqlite', sql`values ${joined(tuples.slice(0, 1), ', ')};`), ['values (?);', ['a']])
    assert.throws(() => joined([], ', '), RangeError)
  })

  it('is prepared once for all its parameters, and once for each way it is put together', () => {
    let texts = 0
    const prepared = createRenderer(
      'sqlite',
      () => '?',
      (text) => {
        texts += 1
        return { text }
      },
    )
    const one = (id: string, tuples: number) =>
      sql`select ${id} in ${joined(
        Array.from({ length: tuples }, (_, place) => part`(${BigInt(place)})`),
        ', ',
      )}`
    assert.equal(prepared(one('a', 2), []), prepared(one('b', 2), []))
    assert.notEqual(prepared(one('a', 3), []), prepared(one('a', 2), []))
    assert.equal(texts, 2)

    const turn = (left: Value | ReturnType<typeof part>, right: Value | ReturnType<typeof part>) => sql`${left} = ${right}`
    const id = part`id`
    assert.deepEqual(
      [turn(id, 'a'), turn('a', id), turn(id, id), turn('a', 'b')].map((statement) => prepared(statement, []).text),
      ['id = ?', '? = id', 'id = id', '? = ?'],
    )
  })
})
