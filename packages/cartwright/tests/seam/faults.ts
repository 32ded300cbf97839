import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ShopError } from '../../src/errors.ts'
import type { OpenDatabase } from '../../src/testing/contract/kit.ts'
import { ACTIONS } from './actions.ts'
import { tryOut } from './trial.ts'

/** Whatever statement of whatever action fails: the state is before or after, never between, and the same call again ends as if nothing had been. */
export function describeFaults(engine: string, open: OpenDatabase): void {
  describe(`an error at each statement, ${engine}`, () => {
    for (const action of ACTIONS) {
      it(action.name, async () => {
        const trial = await tryOut(open, action)
        try {
          assert.ok(trial.sizes.length > 0, 'the action has no batch')
          for (const [batch, size] of trial.sizes.entries()) {
            for (let statement = 0; statement < size; statement += 1) {
              const what = `${action.name}: statement ${statement + 1} of ${size} in batch ${batch + 1}`
              trial.breakable.reset({ batch, statement })
              const error = await trial.run().then(
                () => assert.fail(`${what} was broken, and the action succeeded`),
                (reason: unknown) => reason,
              )
              assert.ok(!(error instanceof ShopError), `${what}: told as the refusal ${(error as ShopError).code}`)
              await trial.isAfter(batch, what)
              if (batch > 0) await trial.restart()
            }
          }
          trial.breakable.reset()
          trial.isAnswer(await trial.run(), action.name)
          await trial.isAfter(trial.sizes.length, action.name)
        } finally {
          await trial.close()
        }
      })
    }
  })
}
