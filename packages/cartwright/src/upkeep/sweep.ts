import { closeDue } from '../auctions/close-lots.ts'
import { driveWins } from '../auctions/drive-wins.ts'
import { workThrough } from '../auctions/work-through.ts'
import { staleBudgets } from '../claims/budget-rows.ts'
import { closeLapsed, moveStock } from '../claims/stock-rows.ts'
import type { Context } from '../context.ts'
import { staleGuesses } from '../discounts/guess-rows.ts'
import type { Outbox } from '../events/outbox.ts'
import { recordExpired } from '../events/record-expired.ts'
import { countEvents } from '../figures/count-events.ts'
import { sweepQueues } from './sweep-queues.ts'
import { expiredClaims, freeExpired, lapsedHolds, receiptBehind, staleFree, staleKeys, staleReceipts } from './sweep-rows.ts'

const DAY = 24n * 60n * 60_000n

/** How many receipts go at once. */
const RECEIPTS = 5_000n

/**
 * Tidies: expired holds of carts, and on units, are announced and deleted, turns of those who wait told, due events delivered, what happened is counted, keys and receipts that nobody can ask for any more removed. Safety
 * never depends on it: expiry is decided by whoever reads or takes. Then auctions that are over are closed, and winners reminded or passed over: until then
 * their things are nobody else's. What fails is handed to `failed` and met again at the next run; it keeps nothing else waiting. Rejects only with the
 * database away.
 */
export async function sweep(
  context: Context,
  outbox: Outbox,
  failed: (error: unknown) => void,
  limit = 500,
): Promise<{ readonly claims: number; readonly events: number }> {
  const now = context.clock()
  const tidy = async (step: () => Promise<unknown>): Promise<void> => {
    try {
      await step()
    } catch (error) {
      if (context.db.faultOf(error) === 'away') throw error
      failed(error)
    }
  }
  let claims = 0
  const ended = (): void => {
    claims += 1
  }
  await tidy(() => freeHolds(context, limit, now, ended))
  await tidy(() => takeBackUnits(context, limit, now, ended))
  await tidy(() => sweepQueues(context, limit, now))
  await tidy(() => closeDue(context, limit))
  await tidy(() => driveWins(context, limit))
  await tidy(() => context.db.batch([staleKeys(now)]))
  await tidy(() => context.db.batch([staleGuesses(now)]))
  await tidy(() => context.db.batch([staleBudgets(now)]))
  await tidy(() => context.db.batch([staleFree(now - context.options.holds.coolDown)]))
  await tidy(() => forgetReceipts(context, now - 2n * DAY))
  await tidy(() => countEvents(context))
  return { claims, events: await outbox.deliver() }
}

/** Holds of carts that have run out, each in a batch of its own. */
async function freeHolds(context: Context, limit: number, now: bigint, ended: () => void): Promise<void> {
  const [expired = []] = await context.db.read(expiredClaims(now, BigInt(limit)))
  await workThrough(context, expired, async (row) => {
    const [product, holder] = [String(row.product), String(row.holder)]
    const lapsed = { product, holder, expiresAt: row.expires_at as bigint }
    const statements = [freeExpired(product, holder, now).orReread(), ...recordExpired(context, [lapsed], now)]
    await context.db.batch(statements, { key: product, id: context.newId() })
    ended()
  })
}

/** Lapsed holds on units: the counter gets them back, each in a batch of its own. */
async function takeBackUnits(context: Context, limit: number, now: bigint, ended: () => void): Promise<void> {
  const [lapsed = []] = await context.db.read(lapsedHolds(now, BigInt(limit)))
  await workThrough(context, lapsed, async (row) => {
    const product = String(row.product)
    const hold = { holder: String(row.holder), quantity: BigInt(String(row.quantity)), expiresAt: row.expires_at as bigint }
    const statements = [
      moveStock(product, { reserved: -hold.quantity }).orReread(),
      closeLapsed(product, [hold], now).orReread(),
      ...recordExpired(context, [{ product, ...hold }], now),
    ]
    await context.db.batch(statements, { key: product, id: context.newId() })
    ended()
  })
}

/** A shop that was not swept for long has many: they go some at a time, so that no batch is long. */
async function forgetReceipts(context: Context, before: bigint): Promise<void> {
  for (;;) {
    const [[behind] = []] = await context.db.read(receiptBehind(before, RECEIPTS))
    await context.db.batch([staleReceipts(behind === undefined ? before : (behind.made_at as bigint) + 1n)])
    if (behind === undefined) return
  }
}
