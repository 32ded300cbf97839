import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countHolds } from '../../src/claims/budget-rows.ts'
import type { Claim } from '../../src/claims/claim.ts'
import {
  claimsOn,
  countIn,
  countOut,
  endRight,
  moveQueue,
  readClaim,
  releaseClaim,
  takeClaims,
  takeForPayment,
  takeInTurn,
  unsell,
} from '../../src/claims/claim-rows.ts'
import type { Place } from '../../src/claims/queue.ts'
import { placesOn, readPlace, takePlace } from '../../src/claims/queue-rows.ts'
import { type Database, Unmet } from '../../src/storage/database.ts'
import { coreMigrations } from '../../src/storage/migrations.ts'
import type { Statement } from '../../src/storage/statement.ts'
import { times } from '../../src/testing/contract/kit.ts'
import { freeExpired, staleFree } from '../../src/upkeep/sweep-rows.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'

const NOW = 1_000n
const COAT = 'garment:coat'
const COOL = { retakes: 2, coolDown: 500n }

const place = (id: string, owner: string): Place => ({ product: COAT, id, owner, joinedAt: NOW, toldAt: null })
const hold = (owner: string, now = NOW, rule = COOL): Statement =>
  takeClaims([{ product: COAT, holder: `line-${owner}-${now}`, owner }], now, now + 100n, rule).expect(1n)

async function coat(database: Database): Promise<{ claim: Claim; places: readonly Place[] }> {
  const [[row = assert.fail('no claim')] = [], places = []] = await database.read(claimsOn([COAT]), placesOn([COAT]))
  return { claim: readClaim(row), places: places.map(readPlace) }
}

/** Whether a batch was carried out. */
async function done(database: Database, statements: readonly Statement[]): Promise<boolean> {
  try {
    await database.batch(statements)
    return true
  } catch (error) {
    if (error instanceof Unmet) return false
    throw error
  }
}

/** How many of several batches at once were carried out. */
const winners = async (database: Database, count: number, batch: (index: number) => readonly Statement[]): Promise<number> =>
  (await Promise.all(times(count, (index) => done(database, batch(index))))).filter(Boolean).length

async function join(database: Database, id: string, owner: string): Promise<void> {
  const { claim } = await coat(database)
  await database.batch([countIn(claim, 9), takePlace(place(id, owner))])
}

/** What a right and the line behind it allow is held by the statements themselves, whatever was read before. */
function describeClaimGuards(engine: string, open: () => Promise<Database>): void {
  const guard = (title: string, run: (database: Database) => Promise<void>): void => {
    it(title, async () => {
      const database = await open()
      try {
        await database.migrate(coreMigrations)
        await run(database)
      } finally {
        await database.close()
      }
    })
  }

  describe(`rights and lines, ${engine}`, () => {
    guard('what others wait for is not taken in the plain way, by a hold or a payment', async (database) => {
      await database.batch([hold('ana')])
      await join(database, 'a', 'bogdan')
      assert.equal(await done(database, [hold('carla', 5_000n)]), false)
      const pays = { product: COAT, holder: 'line', owner: 'carla' }
      assert.equal(await done(database, [takeForPayment(pays, 'attempt', 5_000n, null).expect(1n)]), false)
    })

    guard('a turn is taken once, by the right as it was read', async (database) => {
      await database.batch([hold('ana')])
      await join(database, 'a', 'bogdan')
      await join(database, 'b', 'carla')
      const { claim, places } = await coat(database)
      const take = (holder: string) =>
        takeInTurn(
          claim,
          { taker: { product: COAT, holder, owner: 'bogdan' }, attempt: null, until: 9_000n },
          places.slice(0, 1),
          5_000n,
          COOL,
        )
      await join(database, 'c', 'dan')
      assert.equal(await winners(database, 8, (index) => take(`line-${index}`)), 1)
      const after = await coat(database)
      assert.deepEqual([after.claim.owner, after.claim.waiters, after.places.map(({ owner }) => owner)], ['bogdan', 2n, ['carla', 'dan']])
    })

    guard('what is nobody’s turn any more is not taken when somebody has joined, nor a turn of one who has gone', async (database) => {
      await database.batch([hold('ana')])
      await join(database, 'a', 'bogdan')
      const { claim, places } = await coat(database)
      const taker = { product: COAT, holder: 'line', owner: 'carla' }
      const take = (owner: string) => takeInTurn(claim, { taker: { ...taker, owner }, attempt: null, until: 9_000n }, places, 5_000n, COOL)
      await join(database, 'b', 'dan')
      assert.equal(await done(database, take('carla')), false)
      await database.batch([countOut(claim, 1n), ...moveQueue((await coat(database)).claim, places, 4_000n)])
      assert.equal(await done(database, take('bogdan')), false)
      assert.equal((await coat(database)).claim.expiresAt, 4_000n)
    })

    guard('so many wait and no more, at one right', async (database) => {
      await database.batch([hold('ana')])
      const { claim } = await coat(database)
      assert.equal(await winners(database, 6, () => [countIn(claim, 4).expect(1n)]), 4)
      assert.equal(await winners(database, 6, () => [countOut(claim, 1n).expect(1n)]), 4)
      await database.batch([hold('bogdan', 5_000n)])
      assert.equal(await done(database, [countIn(claim, 4).expect(1n)]), false)
      assert.equal(await done(database, [countOut(claim, 0n).expect(1n)]), false)
      assert.equal(await done(database, moveQueue(claim, [], 1n)), false)
      assert.equal(await done(database, endRight(claim, 1n)), false)
    })

    guard('a hold given back while somebody joins or leaves is free, and its row stays as long as somebody waits', async (database) => {
      for (const waits of [true, false]) {
        await database.batch([hold('ana')])
        if (waits) await join(database, 'a', 'bogdan')
        await database.batch(releaseClaim(COAT, `line-ana-${NOW}`, 1_010n))
        const [rows = []] = await database.read(claimsOn([COAT]))
        assert.deepEqual(
          rows.map((row) => [row.state, row.owner, row.expires_at, row.waiters]),
          waits ? [['free', '', 1_010n, 1n]] : [],
        )
        if (waits) {
          const { claim, places } = await coat(database)
          await database.batch(moveQueue(claim, places, 2_000n))
        }
      }
    })

    guard('a sale undone once is free for the first in line, and a second time changes nothing', async (database) => {
      const pays = { product: COAT, holder: 'line', owner: 'ana' }
      await database.batch([takeForPayment(pays, 'attempt', NOW, null)])
      await join(database, 'a', 'bogdan')
      await database.batch(unsell(COAT, 'attempt', 2_000n))
      await database.batch(unsell(COAT, 'attempt', 3_000n))
      assert.equal((await coat(database)).claim.expiresAt, 2_000n)
    })

    guard('the same owner takes it so often in a row, then after a while; the sweeper forgets no earlier', async (database) => {
      for (const now of [NOW, 1_100n, 1_200n]) assert.ok(await done(database, [hold('ana', now)]))
      await database.batch([freeExpired(COAT, 'line-ana-1200', 1_300n).expect(1n)])
      await database.batch([staleFree(1_300n - COOL.coolDown)])
      assert.equal(await done(database, [hold('ana', 1_799n)]), false)
      assert.ok(await done(database, [hold('ana', 1_800n)]))
      assert.equal((await coat(database)).claim.takes, 1n)
      assert.ok(await done(database, [hold('bogdan', 1_900n)]))
      assert.ok(await done(database, [hold('ana', 2_000n)]))
    })

    guard('an address takes so many holds', async (database) => {
      const add = (now: bigint) => () => [countHolds('address:x', 2, 5, now, now + 100n).expect(1n)]
      assert.equal(await winners(database, 8, add(NOW)), 2)
      assert.equal(await winners(database, 8, add(1_099n)), 0)
      assert.equal(await winners(database, 8, add(1_100n)), 2)
    })
  })
}

describeClaimGuards('SQLite', recycled(openMemory))
describeClaimGuards('PostgreSQL', recycled(openPostgres))
