import type { Rights } from '../claims/claim-rows.ts'
import type { StoredLine } from './stored-cart.ts'

/**
 * What the hold of a counted line has set aside. While the line's copy of the deadline is live, nobody may take the hold back and it is as large as the
 * line; later it is the line's until somebody has taken it back, which `rights` tells. Null: nothing is set aside.
 */
export function unitsOf(
  line: StoredLine,
  rights: Rights | null,
  now: bigint,
): { readonly quantity: bigint; readonly attempt: null } | null {
  if (line.snapshot.stock !== 'counted' || line.saved) return null
  if (line.heldUntil !== null && line.heldUntil > now) return { quantity: line.quantity, attempt: null }
  const lapsed = rights?.lapsed.get(line.product)?.find(({ holder }) => holder === line.id)
  return lapsed === undefined ? null : { quantity: lapsed.quantity, attempt: null }
}

/** Whether the line had a hold that is over, so that only the database knows what is left of it. */
export const hasLapsed = (line: StoredLine, now: bigint): boolean =>
  line.snapshot.stock === 'counted' && !line.saved && line.heldUntil !== null && line.heldUntil <= now
