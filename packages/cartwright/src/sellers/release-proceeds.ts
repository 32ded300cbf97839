import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { cartOfId, readOrder, touchOrdered } from '../orders/order-rows.ts'
import { COMMISSION, debit, escrowAccount } from '../payments/wallet-rows.ts'
import { firstOf } from '../storage/database.ts'
import type { Statement } from '../storage/statement.ts'
import { changeProceeds, type Proceeds, proceedsDue, proceedsOfOrder, readProceeds } from './proceeds-rows.ts'
import { entriesOn, readSellerAccounts } from './seller-accounts.ts'
import { commissionLeft, netOf, smaller } from './seller-share.ts'

const AT_ONCE = 100n

/**
 * Gives sellers the money that is theirs by now: a time after the delivery, or from the moment the buyer has confirmed it. Each parcel's in a batch of its
 * own, once, whoever else does the same; what the seller owes is taken off first. Answers how many. One that fails is met again at the next run; its error
 * is handed to `failed`.
 */
export async function releaseDue(context: Context, failed: (error: unknown) => void): Promise<number> {
  const [rows = []] = await context.db.read(proceedsDue(context.clock(), AT_ONCE))
  let released = 0
  for (const { order, seller } of rows.map(readProceeds)) {
    try {
      const is = await act(
        context,
        () => release(context, order, seller),
        async () => true,
      )
      released += is ? 1 : 0
    } catch (error) {
      failed(error)
    }
  }
  return released
}

/** Answers false when there is nothing to release any more: all was refunded, or another process was faster. */
async function release(context: Context, order: string, seller: string): Promise<boolean> {
  const now = context.clock()
  const [rows = [], orders] = await context.db.read(proceedsOfOrder(order), readOrder(order))
  const proceeds = rows.map(readProceeds).find((one) => one.seller === seller)
  if (proceeds?.state !== 'waiting' || proceeds.dueAt === null || proceeds.dueAt > now) return false
  await context.db.batch(await releaseStatements(context, proceeds, String(firstOf(orders)?.currency), now), {
    key: cartOfId(order),
    id: context.newId(),
  })
  return true
}

/** What gives one parcel's money to its seller, at what was read of it. */
export async function releaseStatements(context: Context, proceeds: Proceeds, currency: string, now: bigint): Promise<Statement[]> {
  const { order, seller, owner, amount, refunded } = proceeds
  const { wallet, debt, owed } = await readSellerAccounts(context, owner, currency)
  const net = netOf(proceeds, refunded)
  const paid = smaller(owed, net)
  const commission = commissionLeft(proceeds, refunded)
  const entries = entriesOn(
    context,
    wallet,
    { currency, reference: order },
    [
      { id: `sale:${order}:${seller}`, from: escrowAccount(order), to: wallet, amount: amount - refunded, kind: 'sale' },
      { id: `commission:${order}:${seller}`, from: wallet, to: COMMISSION, amount: commission, kind: 'commission' },
      { id: `recovery:${order}:${seller}`, from: wallet, to: debt, amount: paid, kind: 'recovery' },
    ],
    now,
  )
  const fact = { order, seller, wallet, amount: (net - paid).toString() }
  return [
    touchOrdered(order),
    ...(paid === 0n ? [] : [debit(debt, paid).orReread()]),
    ...entries.map(([, statement]) => statement),
    changeProceeds(proceeds, { state: 'released', refunded }).orReread(),
    recordCartEvents(cartOfId(order), [eventOf(context, 'proceeds.released', fact, now)], now),
  ]
}
