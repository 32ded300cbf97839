import type { Context } from '../context.ts'
import type { NewEvent } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { walletAccount } from './wallet-rows.ts'

/** What became of the part of an order that its buyer's wallet pays; nothing to tell when it pays none. Stored with the order's cart. */
export function walletFact(
  context: Context,
  name: 'wallet.held' | 'wallet.paid' | 'wallet.released' | 'wallet.refunded',
  part: { readonly order: string; readonly owner: string; readonly currency: string; readonly amount: bigint },
  now: bigint,
): NewEvent[] {
  const { order, owner, currency, amount } = part
  if (amount === 0n) return []
  return [eventOf(context, name, { order, wallet: walletAccount(owner.slice('user:'.length), currency), amount: amount.toString() }, now)]
}
