import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { postgres } from '../../src/storage/postgres.ts'
import { type Cut, type PostgresProxy, startProxy } from '../../src/testing/postgres-proxy.ts'
import { recycled } from '../contract/recycled.ts'
import { newPostgres } from '../storage/open-databases.ts'
import { ACTIONS } from './actions.ts'
import { type Trial, tryOut } from './trial.ts'

/** These are cut at each statement, the others after COMMIT: a lost connection looks the same to all of them. `THOROUGH=1` cuts everywhere. */
const THOROUGHLY = ['add of a unique item', 'wallet checkout']
const EVERYWHERE = process.env.THOROUGH === '1'

let proxy: PostgresProxy | null = null
after(() => proxy?.close())

/** One connection only, so that the proxy's count begins anew with each batch. */
const open = recycled(async () => {
  proxy = await startProxy({ target: await newPostgres() })
  const database = postgres({ connectionString: proxy.url, max: 1 })
  return { database, close: () => database.close(), again: () => assert.fail('there is one connection only') }
})

/** Carries the action out while the connection is cut in one of its batches: the driver knows or finds out what became of it. */
async function cutAt(trial: Trial, batch: number, cut: Cut, what: string): Promise<void> {
  const cutter = proxy ?? assert.fail('no proxy')
  await trial.restart()
  if (batch === 0) cutter.cut(cut)
  else {
    let done = 0
    trial.breakable.after = async () => {
      done += 1
      if (done === batch) cutter.cut(cut)
    }
  }
  const before = cutter.counts().length
  trial.isAnswer(await trial.run(), what)
  trial.breakable.after = null
  assert.ok(cutter.counts().length > before, `${what}: nothing was cut`)
  await trial.isAfter(trial.states.length - 1, what)
}

describe('a connection cut at each statement, before COMMIT, and after it', () => {
  for (const action of ACTIONS) {
    it(action.name, async () => {
      const trial = await tryOut(open, action)
      try {
        for (const [batch, size] of trial.sizes.entries()) {
          const what = `${action.name}: batch ${batch + 1}`
          // The receipt is the first statement of each batch.
          const numbers = Array.from({ length: size + 1 }, (_, index) => index + 1)
          const thorough = EVERYWHERE || THOROUGHLY.includes(action.name)
          await cutAt(trial, batch, { after: 'commit' }, `${what}, after COMMIT`)
          if (!thorough) continue
          for (const number of numbers)
            await cutAt(trial, batch, { before: 'statement', number }, `${what}, before statement ${number} of ${size + 1}`)
          await cutAt(trial, batch, { before: 'commit' }, `${what}, before COMMIT`)
          await cutAt(trial, batch, { after: 'commit', held: 30 }, `${what}, COMMIT arrives 30 ms after the cut`)
        }
      } finally {
        await trial.close()
      }
    })
  }
})
