import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from './context.ts'
import { isErrorCode, ShopError } from './errors.ts'
import { isExplanation, Lost, Unmet } from './storage/database.ts'
import type { Expectation } from './storage/statement.ts'

/** How often an action starts again from its read before it gives up: enough for forty tabs at once, few enough to end in a second. */
const REREADS = 5

/**
 * Runs one action: read, decide, one batch. When what was decided on has moved, it starts again from its read, with jitter; an unmet
 * expectation becomes the refusal it names. When the connection was lost after COMMIT had been sent and the receipt proves that the batch
 * is done, `done` answers from a fresh read; when nobody can tell, the refusal is `unavailable` and a retry with the same key settles it.
 */
export async function act<Result>(
  context: Context,
  decide: (round: number) => Promise<Result>,
  done: () => Promise<Result>,
): Promise<Result> {
  for (let round = 0; ; round += 1) {
    try {
      const result = await decide(round)
      context.announce()
      return result
    } catch (error) {
      if (error instanceof Lost) {
        if (error.committed !== true) throw new ShopError('unavailable', { outcome: 'unknown' }, { cause: error })
        context.announce()
        return done()
      }
      if (!(error instanceof Unmet)) throw error
      if (error.expectation.kind === 'refuse') throw await refusalOf(context, error.expectation)
      if (round === REREADS) throw new ShopError('cart_changed', {}, { cause: error })
      await pause(context.random() * 2 ** round * 4)
    }
  }
}

async function refusalOf(context: Context, expectation: Extract<Expectation, { kind: 'refuse' }>): Promise<ShopError> {
  const { details } = expectation
  if (!isExplanation(details)) return refusal(expectation.code, details)
  const [rows = []] = await context.db.read(details.statement)
  const said = details.say(rows)
  return refusal(said.code, said.details)
}

function refusal(code: string, details?: Readonly<Record<string, unknown>>): ShopError {
  if (!isErrorCode(code)) throw new TypeError(`a statement refuses with ${code}, which is no reason`)
  return new ShopError(code, details)
}
