import type { Buyer, Context } from '../context.ts'
import { canonicalCode } from '../discounts/discount-rules.ts'
import { guessesLeft, triedCodes } from '../discounts/guesses.ts'
import type { Statement } from '../storage/statement.ts'
import { judgeCode } from './apply-discount.ts'
import { factsOf, type Known } from './read-cart.ts'
import type { Report } from './restore-report.ts'
import type { StoredCart } from './stored-cart.ts'
import { drawLines } from './view-cart.ts'

/** The codes of a cart as a restore leaves them. */
export interface RestoredCodes {
  readonly codes: readonly string[]
  readonly removed: readonly string[]
  readonly applied: readonly string[]
  /** Counts the wrong ones, and holds the right ones to what may be tried; none where no code was judged. */
  readonly guesses: readonly Statement[]
  /** How many wrong ones there were. */
  readonly wrong: number
}

/**
 * Judges the codes of a payload one after the other, as if each were applied, against the cart as its lines will be (null: there is none). Asks one statement
 * for what the buyer may still try, and what a view asks.
 */
export async function restoreCodes(
  context: Context,
  buyer: Buyer,
  cart: StoredCart | null,
  {
    sent,
    mode,
    known,
    report,
  }: { readonly sent: readonly string[]; readonly mode: string; readonly known: Known; readonly report: Report },
): Promise<RestoredCodes> {
  const there = cart?.codes ?? []
  const named = sent.map(canonicalCode)
  const removed = mode === 'replace' ? there.filter((code) => !named.includes(code)) : []
  const codes = there.filter((code) => !removed.includes(code))
  if (sent.length === 0) return { codes, removed, applied: [], guesses: [], wrong: 0 }
  const typed = named.filter((code) => code !== null)
  const stored = cart === null ? null : { ...cart, codes: [...new Set([...codes, ...typed])] }
  const now = context.clock()
  const [facts, most] =
    stored === null || typed.length === 0
      ? [null, 0]
      : await Promise.all([factsOf(context, buyer, stored, { ...known, fresh: true }), guessesLeft(context, buyer, now)])
  const quoted = facts === null ? [] : drawLines(context.options, facts).quoted
  const applied: string[] = []
  let [kept, wrong]: [readonly string[], number] = [codes, 0]
  for (const [place, code] of named.entries()) {
    const skip = (reason: string): unknown => report.skipped.push({ code: sent[place] ?? '', reason })
    if (code === null) skip('unknown')
    else if (facts === null) skip('cart_empty')
    else {
      const judged = judgeCode(facts, quoted, kept, code)
      if (most - wrong < 1) skip('rate_limited')
      else if (judged.refusal === null) {
        kept = [...judged.kept, code]
        applied.push(code)
      } else {
        if (judged.heard === 'unknown') wrong += 1
        if (judged.refusal !== 'already_applied') skip(judged.heard ?? judged.refusal)
      }
    }
  }
  const guesses = facts === null || most < 1 ? [] : triedCodes(context, buyer, wrong, now)
  return { codes: kept, removed, applied, guesses, wrong }
}
