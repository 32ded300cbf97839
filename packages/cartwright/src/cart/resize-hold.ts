import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { type StockPlan, stockSteps } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import type { Context } from '../context.ts'
import { hasLapsed, unitsOf } from './held-units.ts'
import type { StoredLine } from './stored-cart.ts'

/**
 * Lets the hold of a counted line follow its new quantity, for a new while where the shop keeps units from the add on; elsewhere a hold of former
 * times goes back. Asks one statement, and none where nothing is held or fewer units are. Refuses with `insufficient_stock`.
 */
export async function resizeHold(
  context: Context,
  line: StoredLine,
  quantity: bigint,
  now: bigint,
): Promise<{ readonly plan: StockPlan; readonly until: bigint | null }> {
  const rule = stockRule(context, line.product)
  const until = line.snapshot.stock === 'counted' && rule.reserve === 'add' ? now + rule.for : null
  if (line.snapshot.stock !== 'counted' || quantity === line.quantity || (until === null && line.heldUntil === null))
    return { plan: { steps: [], lapsed: [] }, until: line.heldUntil }
  const live = line.heldUntil !== null && !hasLapsed(line, now)
  const [rows] = live && (until === null || quantity < line.quantity) ? [] : await context.db.read(rightsOn([line.product], now))
  const rights = rows === undefined ? null : readRights(rows)
  const hold = { holder: line.id, from: unitsOf(line, rights, now), to: until === null ? null : { quantity, attempt: null, until } }
  return { plan: stockSteps([{ product: line.product, holds: [hold] }], rights, now), until }
}
