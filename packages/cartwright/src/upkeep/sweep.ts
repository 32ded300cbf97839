import { closeDue } from '../auctions/close-lots.ts'
import { driveWins } from '../auctions/drive-wins.ts'
import { staleBudgets } from '../claims/budget-rows.ts'
import { closeLapsed, moveStock } from '../claims/stock-rows.ts'
import type { Context } from '../context.ts'
import { staleGuesses } from '../discounts/guess-rows.ts'
import type { Outbox } from '../events/outbox.ts'
import { recordExpired } from '../events/record-expired.ts'
import { Unmet } from '../storage/database.ts'
import { sweepQueues } from './sweep-queues.ts'
import { expiredClaims, freeExpired, lapsedHolds, staleFree, staleKeys, staleReceipts } from './sweep-rows.ts'

const DAY = 24n * 60n * 60_000n

/**
 * Tidies: expired holds of carts, and on units, are announced and deleted, turns of those who wait told, due events delivered, keys and receipts that nobody can ask for any more removed. Safety
 * never depends on it: expiry is decided by whoever reads or takes. Then auctions that are over are closed, and winners reminded or passed over: until then
 * their things are nobody else's.
 */
export async function sweep(context: Context, outbox: Outbox, limit = 500): Promise<{ readonly claims: number; readonly events: number }> {
  const now = context.clock()
  const [expired = []] = await context.db.read(expiredClaims(now, BigInt(limit)))
  let claims = 0
  for (const row of expired) {
    const product = String(row.product)
    const lapsed = { product, holder: String(row.holder), expiresAt: row.expires_at as bigint }
    try {
      await context.db.batch([freeExpired(product, String(row.holder), now).orReread(), ...recordExpired(context, [lapsed], now)])
      claims += 1
    } catch (error) {
      if (!(error instanceof Unmet)) throw error
    }
  }
  claims += await takeBackUnits(context, limit, now)
  await sweepQueues(context, limit, now)
  await closeDue(context, limit)
  await driveWins(context, limit)
  await context.db.batch([staleKeys(now)])
  await context.db.batch([staleGuesses(now)])
  await context.db.batch([staleBudgets(now)])
  await context.db.batch([staleFree(now - context.options.holds.coolDown)])
  await context.db.batch([staleReceipts(now - 2n * DAY)])
  return { claims, events: await outbox.deliver() }
}

/** Lapsed holds on units: the counter gets them back, each in a batch of its own. */
async function takeBackUnits(context: Context, limit: number, now: bigint): Promise<number> {
  const [lapsed = []] = await context.db.read(lapsedHolds(now, BigInt(limit)))
  let taken = 0
  for (const row of lapsed) {
    const product = String(row.product)
    const hold = { holder: String(row.holder), quantity: BigInt(String(row.quantity)), expiresAt: row.expires_at as bigint }
    try {
      await context.db.batch([
        moveStock(product, { reserved: -hold.quantity }).orReread(),
        closeLapsed(product, [hold], now).orReread(),
        ...recordExpired(context, [{ product, ...hold }], now),
      ])
      taken += 1
    } catch (error) {
      if (!(error instanceof Unmet)) throw error
    }
  }
  return taken
}
