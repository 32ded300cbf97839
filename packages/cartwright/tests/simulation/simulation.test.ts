import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { simulate } from './simulate.ts'

const THOROUGH = process.env.THOROUGH === '1'
const SIZE = THOROUGH ? { shoppers: 10_000, items: 500 } : { shoppers: 1_000, items: 50 }
/** `SIMULATION_SEED=7` plays another day. */
const SEED = Number(process.env.SIMULATION_SEED ?? 1)

describe('a day of many shoppers who want few things, by a virtual clock', () => {
  it(`nobody who waited is passed over, and nothing lies idle: ${SIZE.shoppers} shoppers, ${SIZE.items} things, SIMULATION_SEED=${SEED}`, async (context) => {
    const begun = process.cpuUsage()
    const counts = await simulate(SEED, SIZE)
    const { user, system } = process.cpuUsage(begun)
    const milliseconds = Math.round((user + system) / 1_000)
    context.diagnostic(`${JSON.stringify(counts)} in ${milliseconds} ms of processor time`)
    // A day on which nothing of this happens proves nothing.
    for (const [what, count] of Object.entries(counts)) assert.ok(count > SIZE.items / 10, `${what}: ${count}`)
  })
})
