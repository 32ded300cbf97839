import type { Context } from '../context.ts'
import type { NewEvent } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { COMMISSION, escrowAccount } from '../payments/wallet-rows.ts'
import type { Statement } from '../storage/statement.ts'
import { changeProceeds, type Proceeds } from './proceeds-rows.ts'
import { type AccountStep, entriesOn, type SellerAccounts } from './seller-accounts.ts'
import { commissionLeft, smaller } from './seller-share.ts'

export interface TakenBack {
  readonly accounts: readonly AccountStep[]
  readonly rows: readonly Statement[]
  readonly facts: readonly NewEvent[]
  /** What the seller has and owes after it: where two sellers of one order share a wallet, the next one's part begins here. */
  readonly left: SellerAccounts
}

/**
 * A refund lowers what a seller is owed. Who has his money already gives it back: the shop its commission, he the rest out of his wallet, and what that
 * does not have he owes; his wallet is never below zero. `refund` names the refund; `whole`: nothing of the parcel is paid for any more. `accounts`: what
 * he has and owes by then.
 */
export function takeBack(
  context: Context,
  proceeds: Proceeds,
  {
    amount,
    refund,
    currency,
    whole,
    accounts,
  }: {
    readonly amount: bigint
    readonly refund: string
    readonly currency: string
    readonly whole: boolean
    readonly accounts: SellerAccounts
  },
  now: bigint,
): TakenBack {
  const { order, seller, state } = proceeds
  const refunded = proceeds.refunded + amount
  const rows = [changeProceeds(proceeds, { state: whole ? 'returned' : state, refunded }).orReread()]
  if (state === 'waiting') return { accounts: [], rows, facts: [], left: accounts }

  const { wallet, debt } = accounts
  const commission = commissionLeft(proceeds, proceeds.refunded) - commissionLeft(proceeds, refunded)
  const recovered = smaller(accounts.balance + commission, amount)
  const escrow = escrowAccount(order)
  const of = { currency, reference: order }
  const given = [
    { id: `commission:${refund}:${seller}`, from: COMMISSION, to: wallet, amount: commission, kind: 'commission' },
    { id: `recovery:${refund}:${seller}`, from: wallet, to: escrow, amount: recovered, kind: 'recovery' },
  ] as const
  const owed = { id: `debt:${refund}:${seller}`, from: debt, to: escrow, amount: amount - recovered, kind: 'debt' } as const
  const fact = { order, seller, wallet, amount: recovered.toString(), debt: owed.amount.toString() }
  return {
    accounts: [...entriesOn(context, debt, of, [owed], now), ...entriesOn(context, wallet, of, given, now)],
    rows,
    facts: amount === 0n ? [] : [eventOf(context, 'proceeds.taken_back', fact, now)],
    left: { ...accounts, balance: accounts.balance + commission - recovered, owed: accounts.owed + owed.amount },
  }
}
