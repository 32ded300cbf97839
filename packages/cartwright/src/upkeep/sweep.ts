import type { Context } from '../context.ts'
import { deliverEvents } from '../events/deliver.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { Unmet } from '../storage/database.ts'
import { deleteExpired, expiredClaims, staleKeys, staleReceipts } from './sweep-rows.ts'

const DAY = 24n * 60n * 60_000n

/**
 * Tidies: expired cart holds are announced and deleted, due events delivered, keys and receipts that nobody can ask for any more removed. Safety
 * never depends on it: expiry is decided by whoever reads or takes.
 */
export async function sweep(context: Context, limit = 500): Promise<{ readonly claims: number; readonly events: number }> {
  const now = context.clock()
  const [expired = []] = await context.db.read(expiredClaims(now, BigInt(limit)))
  let claims = 0
  for (const row of expired) {
    const product = String(row.product)
    const gone = eventOf(context, 'claim.expired', { product, line: String(row.holder) }, now)
    try {
      await context.db.batch([deleteExpired(product, String(row.holder), now).orReread(), recordEvents(product, [gone], now)])
      claims += 1
    } catch (error) {
      if (!(error instanceof Unmet)) throw error
    }
  }
  await context.db.batch([staleKeys(now)])
  await context.db.batch([staleReceipts(now - 2n * DAY)])
  return { claims, events: await deliverEvents(context) }
}
