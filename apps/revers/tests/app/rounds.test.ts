import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startRounds } from '../../src/rounds.ts'

const SOON = 0.001
const failed = (error: unknown): never => assert.fail(String(error))

/** Some work, and a promise of the moment it has been done so often. */
function counted(times: number, work: () => Promise<void>): { run: () => Promise<void>; done: Promise<void> } {
  const { promise, resolve } = Promise.withResolvers<void>()
  let runs = 0
  const run = (): Promise<void> => {
    runs += 1
    if (runs === times) resolve()
    return work()
  }
  return { run, done: promise }
}

describe('rounds', () => {
  it('go on after one that failed, and say what failed', async () => {
    const errors: unknown[] = []
    const { run, done } = counted(3, () => Promise.reject(new Error('away')))
    const end = startRounds(SOON, run, (error) => errors.push(error))
    await done
    await end()
    assert.equal(errors.length, 3)
  })

  it('never overlap, and end after the one under way', async () => {
    const gate = Promise.withResolvers<void>()
    let runs = 0
    let isDone = false
    const { run, done } = counted(1, async () => {
      runs += 1
      await gate.promise
      isDone = true
    })
    const end = startRounds(SOON, run, failed)
    await done
    const ended = end()
    gate.resolve()
    await ended
    assert.deepEqual([runs, isDone], [1, true])
  })

  it('do not exist at zero seconds', async () => {
    const end = startRounds(0, () => Promise.reject(new Error('ran')), failed)
    await end()
  })
})
