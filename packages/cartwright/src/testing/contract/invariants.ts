import assert from 'node:assert/strict'
import { examineAtRest } from '../../doctor/doctor.ts'
import type { Database } from '../../index.ts'
import { filledTables } from './tables.ts'

/** Fails the test when a promise of the shop is broken anywhere in the database; names each broken row. */
export async function assertInvariants(database: Database, now: bigint): Promise<void> {
  assert.deepEqual(await brokenInvariants(database, now), [])
}

/** Everything that may never be, whatever happened before: one sentence for each broken row. Work that waits is not among it. */
export async function brokenInvariants(database: Database, now: bigint): Promise<readonly string[]> {
  const findings = await examineAtRest(database, now, await filledTables(database))
  return findings.filter(({ level }) => level === 'error').map(({ says }) => says)
}
