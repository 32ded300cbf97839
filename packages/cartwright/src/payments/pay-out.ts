import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { reasonErrors } from '../audit/reason.ts'
import { invalidInput } from '../check-input.ts'
import { type Actor, type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { firstOf } from '../storage/database.ts'
import { readWallet, type WalletView } from './wallet.ts'
import { debit, debtAccount, insertTransfer, OUTSIDE, owing, readAccount, transferById, walletAccount } from './wallet-rows.ts'

/**
 * Money leaves a wallet for its owner's bank, which the app pays. The key makes it happen once however often it is called. What its owner owes of refunded
 * sales is taken off first, and must be there as well. `staff`: who does it if it is not the owner, and why (1 to 500 characters); recorded. Refuses with
 * `invalid_input` (`positive`) for an amount that is not above zero and for a reason that is none, `wallet_insufficient` when there is not so much to spend
 * (`owed`, in minor units, where he owes something), `idempotency_mismatch` when the key paid out another amount before.
 *
 * @example
 * await shop.wallets.payOut('mihai', money('50.00', 'RON'), 'payout-2026-11')
 */
export function payOutWallet(
  context: Context,
  userId: string,
  amount: bigint,
  key: string,
  staff?: { readonly by: Actor; readonly reason: string },
): Promise<WalletView> {
  if (typeof amount !== 'bigint' || amount <= 0n) throw invalidInput([{ field: 'amount', code: 'positive' }])
  const errors = staff === undefined ? [] : reasonErrors(staff.reason)
  if (errors.length > 0) throw invalidInput(errors)
  const { currency } = context.options
  const account = walletAccount(userIdOf(userId), currency)
  const debt = debtAccount(userId, currency)
  const id = `payout:${key}`
  return act(
    context,
    async () => {
      const now = context.clock()
      // In this order: between the questions the same key may pay out, and a balance that lacks it already must not be taken for too little.
      const [accounts, debts, done] = await context.db.read(readAccount(account), readAccount(debt), transferById(account, id))
      const before = firstOf(done)
      if (before !== null && before.amount !== amount) throw new ShopError('idempotency_mismatch')
      if (before !== null) return readWallet(context, userId)
      const balance = (firstOf(accounts)?.balance as bigint | undefined) ?? 0n
      const owed = (firstOf(debts)?.balance as bigint | undefined) ?? 0n
      if (balance < amount + owed) throw new ShopError('wallet_insufficient', owed === 0n ? {} : { owed: owed.toString() })
      const entry = { account, id, from: account, to: OUTSIDE, amount, currency, kind: 'payout', reference: key } as const
      const recovery = { account, id: `recovery:${id}`, from: account, to: debt, amount: owed, currency, kind: 'recovery' } as const
      await context.db.batch(
        [
          // Not enough any more, or paid out by the same key meanwhile: the next look says which.
          ...(owed === 0n ? [] : [debit(debt, owed).orReread()]),
          debit(account, amount + owed).orReread(),
          // Nothing may be owed that was not seen: a refund takes the money before it becomes a debt, and waits for this wallet until then.
          owing(debt).atMost(0n).orReread(),
          ...(owed === 0n ? [] : [insertTransfer({ ...recovery, place: context.nextPlace(), reference: null }, now).orReread()]),
          insertTransfer({ ...entry, place: context.nextPlace() }, now).orReread(),
          recordEvents(account, [eventOf(context, 'wallet.paid_out', { wallet: account, amount: amount.toString(), key }, now)], now),
          ...(staff === undefined
            ? []
            : [
                recordAct(
                  account,
                  context.newId(),
                  { actor: staff.by, act: 'wallet.pay_out', after: { amount: amount.toString(), key }, reason: staff.reason },
                  now,
                ),
              ]),
        ],
        { key: account, id: context.newId() },
      )
      return readWallet(context, userId)
    },
    () => readWallet(context, userId),
  )
}
