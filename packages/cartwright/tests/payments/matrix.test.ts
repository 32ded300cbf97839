import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Database } from '../../src/storage/database.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'
import { STEPS } from './crashing.ts'
import { CELLS, type Cell, play, titleOf } from './matrix.ts'

/** A few cells from all over: the stride shares no factor with the numbers of events, items and tenders. */
const SPREAD = CELLS.filter((_, index) => index % 37 === 0)

function describeMatrix(engine: string, open: () => Promise<Database>, cells: readonly Cell[]): void {
  describe(`payments on ${engine}: killed at each step, whenever the event comes, whoever has the item`, () => {
    const reached = new Set<string>()
    for (const cell of cells) {
      it(titleOf(cell), async () => {
        const database = await open()
        try {
          if (await play(database, cell)) reached.add(cell.step)
        } finally {
          await database.close()
        }
      })
    }

    it('was killed at every step', () => {
      const missed = STEPS.filter((step) => step !== 'nothing' && !reached.has(step))
      if (cells.length === CELLS.length) assert.deepEqual(missed, [])
      assert.ok(cells.length < CELLS.length || cells.length >= 200, `${cells.length} cells`)
    })
  })
}

describeMatrix('SQLite in memory', recycled(openMemory), CELLS)
describeMatrix('PostgreSQL', recycled(openPostgres), process.env.THOROUGH === '1' ? CELLS : SPREAD)
