import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { choiceOf, type ListPage, type ListRequest, limitOf, listPage, placeOf } from '../list-page.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { overdueAfter, overdueAttempts, readAttempt } from './order-rows.ts'
import type { PaymentMethod } from './order-view.ts'

/** One try to pay for an order. */
export interface AttemptView {
  readonly id: string
  readonly order: string
  readonly method: PaymentMethod | 'none'
  /** What the method itself has to bring, minor units. */
  readonly amount: bigint
  /** What comes from the wallet, minor units. */
  readonly walletAmount: bigint
  readonly currency: string
  readonly state: 'pending' | 'paid' | 'failed' | 'refund_due' | 'refunded'
  /** What the card provider calls it; null while nobody has noted it. */
  readonly reference: string | null
  /** Where the buyer goes on. */
  readonly next: string | null
  /** From this millisecond on the reconciler ends it. */
  readonly deadline: bigint
}

/** An attempt that should be over and is not. */
export interface StuckAttempt extends AttemptView {
  /** Milliseconds since its deadline. */
  readonly overdue: bigint
}

/** An attempt at an order of this buyer's own. Refuses with `not_found`. */
export async function findAttempt(context: Context, id: string, buyer: Buyer): Promise<AttemptView> {
  const [rows] = await context.db.read(readAttempt(id))
  const row = firstOf(rows)
  if (row === null || row.buyer !== ownerOf(buyer)) throw new ShopError('not_found')
  return attemptOf(row)
}

/**
 * Payments past their deadline that nobody could finish: the provider does not answer, or cannot give the money back. The reconciler tries each again with
 * every run; what stays here needs a person. The oldest first.
 */
export async function stuckAttempts(context: Context, limit = 100): Promise<readonly StuckAttempt[]> {
  const now = context.clock()
  const [rows = []] = await context.db.read(overdueAttempts(now, BigInt(limit)))
  return rows.map((row) => ({ ...attemptOf(row), overdue: now - (row.deadline as bigint) }))
}

export interface OverduePage extends Omit<ListRequest, 'sort'> {
  /** `pending`: the provider has not said how it ended; `refund_due`: it has to give the money back. Default both. */
  readonly state?: 'pending' | 'refund_due'
}

/**
 * Payments past their deadline that nobody could finish, page by page, the oldest first. Refuses with `invalid_input` a state, a limit or a cursor that is
 * none.
 *
 * @example
 * const { items } = await shop.attempts.overdue({ state: 'refund_due' })
 */
export async function overdueAttemptsPage(context: Context, search: OverduePage = {}): Promise<ListPage<StuckAttempt>> {
  const limit = limitOf(search)
  const states = search.state === undefined ? WAITING : [choiceOf(search.state, WAITING, 'state')]
  const after = placeOf(search, ['bigint', 'string'])
  const now = context.clock()
  const found = await context.db.read(...states.map((state) => overdueAfter(state, after, now, BigInt(limit) + 1n)))
  return listPage(
    found
      .flat()
      .sort(byDeadline)
      .slice(0, limit + 1),
    limit,
    (row) => ({ ...attemptOf(row), overdue: now - (row.deadline as bigint) }),
    (row) => [row.deadline as bigint, String(row.id)],
  )
}

const WAITING: readonly ['pending', 'refund_due'] = ['pending', 'refund_due']

const byDeadline = (left: Row, right: Row): number => {
  const later = (left.deadline as bigint) - (right.deadline as bigint)
  return later === 0n ? (String(left.id) < String(right.id) ? -1 : 1) : later < 0n ? -1 : 1
}

const attemptOf = (row: Row): AttemptView => ({
  id: String(row.id),
  order: String(row.order_id),
  method: String(row.method) as AttemptView['method'],
  amount: row.amount as bigint,
  walletAmount: row.wallet_amount as bigint,
  currency: String(row.currency),
  state: String(row.state) as AttemptView['state'],
  reference: row.provider_reference as string | null,
  next: row.next_url as string | null,
  deadline: row.deadline as bigint,
})
