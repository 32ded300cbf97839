import { strict as assert } from 'node:assert'
import { it } from 'node:test'
import { Unmet } from '../storage/database.ts'
import { exactSum, exactSumAtMost, oneOf } from '../storage/exact.ts'
import { part, type Statement, sql, type Value } from '../storage/statement.ts'
import { addAmount, addNote, amountOf, type Opened, prepared } from './database-contract-tables.ts'

const LARGEST = 2n ** 63n - 1n
const SMALLEST = -(2n ** 63n)
const DIGITS_38 = 10n ** 38n - 1n

/** Texts that have broken something somewhere. */
const HOSTILE = [
  '',
  ' ',
  "'",
  '"',
  '\\',
  '\\\\"',
  "'; drop table note; --",
  '$1',
  '?',
  ':name',
  '{}',
  '{a,b}',
  '(',
  ',',
  'null',
  'NULL',
  '%',
  '_',
  '\n',
  '\r\n\t',
  '\u001f',
  '\u007f',
  'ä',
  'e\u0301',
  '\u200b',
  '\u202e',
  '\ufeff',
  '漢字',
  '👩‍👩‍👧',
  '\u{10ffff}',
  '1',
  '1e3',
  '-0',
  'x'.repeat(100_000),
]

const add = (id: string, quantity: bigint): Statement =>
  sql`update amount set quantity = ${exactSum(part`quantity`, quantity)} where id = ${id}`
const within = (id: string, quantity: bigint, limit: bigint): Statement => sql`
  select id from amount where id = ${id} and ${exactSumAtMost(part`quantity`, quantity, limit)}`

export function describeValues(open: () => Promise<Opened>): void {
  it('keeps whole numbers of 64 bits', async (context) => {
    const { database } = await prepared(open, context)
    const numbers = [0n, 1n, -1n, 2n ** 53n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, LARGEST, SMALLEST]
    for (const number of numbers) {
      const answers = await database.batch([
        addNote(`${number}`, null, number),
        sql`select number from note where number = ${number}`.rows(),
      ])
      assert.deepEqual(answers[1], [{ number }])
    }
  })

  it('refuses numbers past 64 bits, whether they come in or grow there', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a', null, LARGEST)])
    const isCheck = (error: unknown): boolean => database.faultOf(error) === 'check'
    await assert.rejects(database.batch([addNote('b', null, LARGEST + 1n)]), isCheck)
    await assert.rejects(database.batch([addNote('b', null, SMALLEST - 1n)]), isCheck)
    await assert.rejects(database.batch([sql`update note set number = number + 1`]), isCheck)
    await assert.rejects(database.batch([sql`update note set number = number + 1`.orRefuse('full')]), Unmet)
    assert.deepEqual(await database.read(sql`select id, number from note`), [[{ id: 'a', number: LARGEST }]])
  })

  it('keeps every text as it is', async (context) => {
    const { database } = await prepared(open, context)
    for (const [place, text] of HOSTILE.entries()) {
      const [, rows] = await database.batch([
        addNote(`${place}`, text),
        sql`select text from note where id = ${`${place}`} and text = ${text}`.rows(),
      ])
      assert.deepEqual(rows, [{ text }])
    }
  })

  it('refuses a text with the character zero', async (context) => {
    const { database } = await prepared(open, context)
    await assert.rejects(database.batch([addNote('a', 'x\0y')]), RangeError)
    await assert.rejects(database.read(sql`select id from note where id = ${'\0'}`), RangeError)
  })

  it('refuses what is no text, no bigint and not null', async (context) => {
    const { database } = await prepared(open, context)
    for (const wrong of [1, 1.5, true, undefined, Symbol('x'), () => 1]) {
      const statement = sql`insert into note (id) values (${wrong as unknown as Value})`
      await assert.rejects(database.batch([statement]), TypeError)
      await assert.rejects(database.read(statement), TypeError)
    }
  })

  it('answers null, truth, counts and texts alike', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addNote('a', null, 5n)])
    const [rows] = await database.read(sql`
      select text, number, number > 4 as more, number > 5 as most, (select count(*) from note) as notes, 3 as three, id from note`)
    assert.deepEqual(rows, [{ text: null, number: 5n, more: 1n, most: 0n, notes: 1n, three: 3n, id: 'a' }])
    assert.equal(Object.getPrototypeOf(rows?.[0]), Object.prototype)
  })

  it('adds quantities of up to 38 digits exactly', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addAmount('a', 0n), add('a', 1n), add('a', DIGITS_38 - 1n).orReread()])
    assert.deepEqual(await database.read(amountOf('a')), [[{ quantity: DIGITS_38.toString() }]])
    await database.batch([add('a', 1n - DIGITS_38)])
    assert.deepEqual(await database.read(amountOf('a')), [[{ quantity: '1' }]])
  })

  it('lets no quantity fall below zero or grow past 38 digits', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addAmount('low', 5n), addAmount('high', DIGITS_38)])
    for (const wrong of [add('low', -6n), add('low', -DIGITS_38), add('high', 1n), add('high', DIGITS_38)]) {
      await assert.rejects(database.batch([wrong]), (error) => database.faultOf(error) === 'check')
      await assert.rejects(database.batch([wrong.orRefuse('insufficient')]), Unmet)
    }
    assert.deepEqual(await database.read(amountOf('low'), amountOf('high')), [[{ quantity: '5' }], [{ quantity: DIGITS_38.toString() }]])
  })

  it('compares quantities by their value, not as texts', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch([addAmount('a', 9n), addAmount('b', 10n ** 30n)])
    const found = [{ id: 'a' }]
    assert.deepEqual(await database.read(within('a', 1n, 10n), within('a', 2n, 10n), within('a', -100n, 0n), within('a', 0n, DIGITS_38)), [
      found,
      [],
      found,
      found,
    ])
    assert.deepEqual(await database.read(within('b', 1n, 10n ** 30n), within('b', 0n, 10n ** 30n), within('b', 0n, 9n)), [
      [],
      [{ id: 'b' }],
      [],
    ])
  })

  it('finds one of several texts, however odd they are', async (context) => {
    const { database } = await prepared(open, context)
    await database.batch(HOSTILE.map((text, place) => addNote(`${place}`, text)))
    const find = (texts: readonly string[]): Statement => sql`select text from note where ${oneOf(part`text`, texts)}`
    for (const text of HOSTILE) assert.deepEqual(await database.read(find([text, 'not there'])), [[{ text }]])
    const [all] = await database.read(find(HOSTILE))
    assert.equal(all?.length, HOSTILE.length)
    assert.deepEqual(await database.read(find([]), find(['not there'])), [[], []])
  })
}
