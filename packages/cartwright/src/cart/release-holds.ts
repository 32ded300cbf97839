import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { inOrder } from '../claims/stock-holds.ts'
import type { Context } from '../context.ts'
import type { NewEvent } from '../events/event-rows.ts'
import type { Statement } from '../storage/statement.ts'
import { hasLapsed } from './held-units.ts'
import { moveHolds } from './move-holds.ts'
import type { StoredLine } from './stored-cart.ts'

/**
 * Gives the holds of lines back, in the order of products, which is the order every batch takes claims and counters in; a won right stays the
 * winner's. `events` are for the cart: what was released. A hold that had run out before is not released, it is told as expired, unless it was told
 * already; units it had are free again, unless somebody has taken them back already, which is asked.
 */
export async function releaseHolds(
  context: Context,
  lines: readonly StoredLine[],
  now: bigint,
): Promise<{ readonly statements: readonly Statement[]; readonly events: readonly NewEvent[] }> {
  const lapsed = lines.filter((line) => hasLapsed(line, now)).map((line) => line.product)
  const [rows] = lapsed.length === 0 ? [] : await context.db.read(rightsOn([...new Set(lapsed)], now))
  const rights = rows === undefined ? null : readRights(rows)
  const { steps, afterwards, events } = moveHolds(context, { before: lines, after: [], released: lines }, rights, now)
  return { statements: [...inOrder(steps), ...afterwards], events }
}
