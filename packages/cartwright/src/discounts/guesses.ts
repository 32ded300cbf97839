import { type Buyer, type Context, hashOf, ownerOf } from '../context.ts'
import type { Explanation, Statement } from '../storage/statement.ts'
import { countGuess, meetGuesser, readGuess } from './guess-rows.ts'

/** Who is counted for a code that was tried, and how many wrong ones he may try. */
interface Guesser {
  readonly key: string
  readonly most: number
}

function guessersOf({ options }: Context, buyer: Buyer, address: string | undefined): Guesser[] {
  const { guesses } = options
  if (guesses === null) return []
  const owner = ownerOf(buyer)
  return [
    ...(owner === null ? [] : [{ key: owner, most: guesses.perOwner }]),
    ...(address === undefined ? [] : [{ key: `address:${hashOf(address)}`, most: guesses.perAddress }]),
  ]
}

const explain = (key: string, now: bigint): Explanation => ({
  statement: readGuess(key),
  say: (rows) => {
    const left = ((rows[0]?.until as bigint | undefined) ?? now) - now
    return { code: 'rate_limited', details: { retryAfter: Math.max(1, Math.ceil(Number(left) / 1000)) } }
  },
})

/** Counts a wrong code for its owner and address; refuses with `rate_limited` (`retryAfter`, seconds) when there were too many. */
export const wrongCode = (context: Context, buyer: Buyer, address: string | undefined, now: bigint): Statement[] =>
  guessersOf(context, buyer, address).map(({ key, most }) =>
    countGuess(key, most, now, now + (context.options.guesses?.window ?? 0n)).orRefuse('rate_limited', explain(key, now)),
  )

/** Refuses whoever has guessed too often, a right code too: else the answer to it would be the hit. */
export const rightCode = (context: Context, buyer: Buyer, address: string | undefined, now: bigint): Statement[] =>
  guessersOf(context, buyer, address).map(({ key, most }) =>
    meetGuesser(key, most, now).expect(0n).orRefuse('rate_limited', explain(key, now)),
  )

/** How many wrong codes the buyer may still try; asks one statement, where they are counted. */
export async function guessesLeft(context: Context, buyer: Buyer, now: bigint): Promise<number> {
  const [guesser] = guessersOf(context, buyer, undefined)
  if (guesser === undefined) return Number.POSITIVE_INFINITY
  const [rows = []] = await context.db.read(readGuess(guesser.key))
  const row = rows[0]
  return row === undefined || (row.until as bigint) <= now ? guesser.most : guesser.most - Number(row.tries)
}

/** Counts several codes, of which so many were wrong, of a buyer who had as many guesses left; means reread when he has not any more. */
export const triedCodes = (context: Context, buyer: Buyer, wrong: number, now: bigint): Statement[] =>
  guessersOf(context, buyer, undefined).map(({ key, most }) =>
    wrong === 0
      ? meetGuesser(key, most, now).expect(0n).orReread()
      : countGuess(key, most, now, now + (context.options.guesses?.window ?? 0n), wrong).orReread(),
  )
