import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, describe, it } from 'node:test'
import { postgres } from '../../src/storage/postgres.ts'
import { sql } from '../../src/storage/statement.ts'
import { newPostgres } from '../storage/open-databases.ts'
import { ELSEWHERE } from './table/elsewhere.ts'
import { type Ground, openGround, openRound, type Place } from './table/field.ts'
import { type Fleet, startFleet } from './table/fleet.ts'
import { numberOf, ROWS, type Row } from './table/table.ts'

const THOROUGH = process.env.THOROUGH === '1'
/** With a delay most of the time is waiting, so several rows wait side by side. Where there is little time PostgreSQL has some of the rows (`rows`). */
const PLACES: readonly (Place & { readonly rounds: number; readonly beside: number; readonly rows?: readonly number[] })[] = [
  { name: 'SQLite, three processes', engine: 'sqlite', processes: 3, delay: 0, rounds: THOROUGH ? 20 : 1, beside: 1 },
  {
    name: 'PostgreSQL, two processes',
    engine: 'postgres',
    processes: 2,
    delay: 0,
    rounds: THOROUGH ? 20 : 1,
    beside: 1,
    ...(THOROUGH ? {} : { rows: [1, 5, 6, 7, 9, 10, 11, 13, 14, 16, 18, 21] }),
  },
  {
    name: 'PostgreSQL, two processes, 20 ms before each statement',
    engine: 'postgres',
    processes: 2,
    delay: 20,
    rounds: THOROUGH ? 5 : 1,
    beside: THOROUGH ? 4 : 3,
    ...(THOROUGH ? {} : { rows: [5, 9, 24] }),
  },
  ...(THOROUGH
    ? [
        {
          name: 'PostgreSQL, two processes, 100 ms before each statement',
          engine: 'postgres' as const,
          processes: 2,
          delay: 100,
          rounds: 2,
          beside: 4,
        },
      ]
    : []),
]

/** How many act at once in a round. */
const parallelOf = (round: number): number => (round % 2 === 0 ? 16 : 30)

let fleet: Fleet | null = null
const fleetOf = (): Fleet => {
  fleet ??= startFleet(3)
  return fleet
}
const grounds: Ground[] = []
after(async () => {
  await fleet?.close()
  await Promise.all(grounds.map((ground) => ground.close()))
})

async function play(row: Row, place: Place, ground: Ground, rounds: number): Promise<number> {
  let slowest = 0
  for (let number = 0; number < rounds; number += 1) {
    const round = await openRound(ground, fleetOf(), place, row.options ?? {})
    await row.run(round.field, parallelOf(number))
    await round.end()
    slowest = Math.max(slowest, round.slowest())
  }
  return slowest
}

/** Transactions that PostgreSQL ended because they waited for each other, ever. */
async function deadlocks(): Promise<bigint> {
  const witness = postgres({ connectionString: await newPostgres(), max: 1 })
  const [rows] = await witness.read(sql`select deadlocks from pg_stat_database where datname = current_database()`)
  await witness.close()
  return rows?.[0]?.deadlocks as bigint
}

describe('the race table', () => {
  const slowest = new Map<string, number>()
  let before: bigint | null = null

  it('has each of the 24 attacks, here or where it says', async () => {
    const here = new Set(ROWS.map(({ name }) => `C${numberOf(name)}`))
    for (const attack of Array.from({ length: 24 }, (_, index) => `C${index + 1}`)) assert.ok(here.has(attack), attack)
    for (const [file, words] of Object.values(ELSEWHERE).flat())
      assert.ok((await readFile(new URL(`../../../../${file}`, import.meta.url), 'utf8')).includes(words), `${file} has no test: ${words}`)
    before = await deadlocks()
  })

  // So that the figures mean something, one place has the machine for itself in a thorough run.
  describe('rounds', { concurrency: THOROUGH ? 1 : PLACES.length }, () => {
    for (const { rounds, beside, rows, ...place } of PLACES) {
      const idle: Ground[] = []
      describe(`${place.name}, ${rounds} rounds`, { concurrency: beside }, () => {
        for (const row of ROWS.filter(({ name }) => rows === undefined || rows.includes(numberOf(name)))) {
          it(row.name, async () => {
            let ground = idle.pop()
            if (ground === undefined) {
              ground = await openGround(place)
              grounds.push(ground)
            }
            slowest.set(place.name, Math.max(slowest.get(place.name) ?? 0, await play(row, place, ground, rounds)))
            idle.push(ground)
          })
        }
      })
    }
  })

  // A figure to be read, not a limit to be met: the machine may be busy with other things.
  it('says how long the slowest no took', (context) => {
    for (const { name } of PLACES) context.diagnostic(`${name}: the slowest refusal took ${Math.round(slowest.get(name) ?? 0)} ms`)
    assert.ok(PLACES.every(({ name }) => slowest.has(name)))
  })

  it('nobody ever waited in a circle: PostgreSQL counts no deadlock', async () => {
    // Their end makes the connections hand in their counts.
    await fleet?.close()
    fleet = null
    assert.equal(await deadlocks(), before)
  })
})
