import { type Claim, isLive } from '../claims/claim.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordExpired } from '../events/record-expired.ts'
import type { Statement } from '../storage/statement.ts'
import { moveLot } from './lot-rows.ts'
import type { StoredWin } from './win.ts'
import { endWin, insertStrike } from './win-rows.ts'

/** The lot of a right goes on from here. */
export const lotStateOf = (win: StoredWin): 'won' | 'closed' => (win.state === 'offered' ? 'closed' : 'won')

/**
 * Ends a right that is over and that nobody has ended, for somebody who takes the thing anew. Refuses with
 * `item_sold` or `item_taken` while it is in force, a payment that takes longer than it may included.
 */
export function endStale(
  context: Context,
  win: StoredWin | null,
  claim: Claim | undefined,
  now: bigint,
): { readonly lot: Statement[]; readonly win: Statement[]; readonly strike: Statement[]; readonly events: Statement[] } {
  const nothing = { lot: [], win: [], strike: [], events: [] }
  if (win === null) return nothing
  const own = claim !== undefined && claim.holder === win.id
  if (own && claim.state === 'sold') throw new ShopError('item_sold', { product: win.product })
  if (own && (claim.state !== 'held' || isLive(claim, now)))
    throw new ShopError('item_taken', { product: win.product, availableAgainAt: claim.expiresAt })
  return {
    lot: win.lot === null ? [] : [moveLot(win.lot, lotStateOf(win), 'unsold').orReread()],
    win: [endWin(win, 'lapsed', now).orReread()],
    strike: own && win.state === 'won' ? [insertStrike(win.userId, win.id, 'unpaid', win.product, now)] : [],
    events: own
      ? recordExpired(
          context,
          [{ product: win.product, holder: win.id, expiresAt: claim.expiresAt, win: { winner: win.userId, price: win.price } }],
          now,
        )
      : [],
  }
}
