import type { Buyer, Context } from '../context.ts'
import { judgeDiscounts } from '../discounts/judge-discounts.ts'
import type { Notice } from './cart-view.ts'
import { factsOf, type Known } from './read-cart.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'
import { drawLines } from './view-cart.ts'

/** The codes of a cart that another one was joined to, and what is said of those that are left out. */
export interface JoinedCodes {
  readonly codes: readonly string[]
  readonly notices: readonly Notice[]
}

/**
 * Whose codes stay. Those of the cart that is joined in are taken when the other one has none (or when the shop says `keep_guest`), and only as far as
 * they apply to this buyer and these lines.
 */
export async function joinCodes(
  context: Context,
  buyer: Buyer,
  { source, target, lines }: { readonly source: StoredCart; readonly target: StoredCart | null; readonly lines: readonly StoredLine[] },
  known: Known,
): Promise<JoinedCodes> {
  const own = target?.codes ?? []
  const theirs = source.codes.filter((code) => !own.includes(code))
  if (theirs.length === 0) return { codes: own, notices: [] }
  if (own.length > 0 && context.options.merge.code === 'keep_user')
    return { codes: own, notices: theirs.flatMap((code) => dropped(code, 'combination')) }

  const facts = await factsOf(context, buyer, { ...(target ?? source), codes: source.codes, lines }, { ...known, fresh: true })
  const { refused } = judgeDiscounts(facts, drawLines(context.options, facts).quoted)
  const reasons = new Map(refused.map(({ code, reason }): [string, string] => [code, reason]))
  const notices = theirs.flatMap((code) => dropped(code, reasons.get(code) ?? null))
  const applying = source.codes.filter((code) => !reasons.has(code))
  if (applying.length === 0) return { codes: own, notices }
  const replaced = own.filter((code) => !applying.includes(code))
  return { codes: applying, notices: [...notices, ...replaced.flatMap((code) => dropped(code, 'combination'))] }
}

const dropped = (code: string, reason: string | null): Notice[] =>
  reason === null ? [] : [{ code: 'discount_dropped', severity: 'warning', path: `discounts/${code}`, details: { code, reason } }]
