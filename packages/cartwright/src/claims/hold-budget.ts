import { type Context, hashOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Explanation, Statement } from '../storage/statement.ts'
import { countHolds, readBudget } from './budget-rows.ts'

/** Milliseconds in which `holds.perAddress` holds may be taken. */
const WINDOW = 15n * 60_000n

/**
 * Counts holds for the network address they are taken from, before anything else in their batch; what is undone does not count. Refuses with `hold_limit`
 * (`reason: 'address'`). No statement where no address is known, or nobody counts.
 */
export function spendBudget(context: Context, address: string | undefined, holds: number, now: bigint): Statement[] {
  const most = context.options.holds.perAddress
  if (address === undefined || most === null || holds === 0) return []
  if (holds > most) throw new ShopError('hold_limit', { reason: 'address', limit: BigInt(most) })
  const key = `address:${hashOf(address)}`
  return [countHolds(key, holds, most, now, now + WINDOW).orRefuse('hold_limit', explain(key, most))]
}

const explain = (key: string, most: number): Explanation => ({
  statement: readBudget(key),
  say: (rows) => ({ code: 'hold_limit', details: { reason: 'address', limit: BigInt(most), availableAgainAt: rows[0]?.until ?? null } }),
})
