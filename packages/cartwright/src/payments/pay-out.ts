import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { invalidInput } from '../check-input.ts'
import { type Actor, type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { firstOf } from '../storage/database.ts'
import { readWallet, type WalletView } from './wallet.ts'
import { debit, insertTransfer, OUTSIDE, readAccount, transferById, walletAccount } from './wallet-rows.ts'

/**
 * Money leaves a wallet for its owner's bank, which the app pays. The key makes it happen once however often it is called. `by`: who does it, if it is not
 * the owner. Refuses with `invalid_input` (`positive`) for an amount that is not above zero, `wallet_insufficient` when there is not so much to spend,
 * `idempotency_mismatch` when the key paid out another amount before.
 *
 * @example
 * await shop.wallets.payOut('mihai', money('50.00', 'RON'), 'payout-2026-11')
 */
export function payOutWallet(context: Context, userId: string, amount: bigint, key: string, by?: Actor): Promise<WalletView> {
  if (typeof amount !== 'bigint' || amount <= 0n) throw invalidInput([{ field: 'amount', code: 'positive' }])
  const { currency } = context.options
  const account = walletAccount(userIdOf(userId), currency)
  const id = `payout:${key}`
  return act(
    context,
    async () => {
      const now = context.clock()
      const [done, accounts] = await context.db.read(transferById(account, id), readAccount(account))
      const before = firstOf(done)
      if (before !== null && before.amount !== amount) throw new ShopError('idempotency_mismatch')
      if (before !== null) return readWallet(context, userId)
      if (((firstOf(accounts)?.balance as bigint | undefined) ?? 0n) < amount) throw new ShopError('wallet_insufficient')
      const entry = { account, id, from: account, to: OUTSIDE, amount, currency, kind: 'payout', reference: key } as const
      const noted = {
        actor: by ?? { id: userId, role: 'buyer' as const },
        act: 'wallet.pay_out',
        after: { amount: amount.toString(), key },
      }
      await context.db.batch(
        [
          // Not enough any more, or paid out by the same key meanwhile: the next look says which.
          debit(account, amount).orReread(),
          insertTransfer({ ...entry, place: context.nextPlace() }, now).orReread(),
          recordEvents(account, [eventOf(context, 'wallet.paid_out', { wallet: account, amount: amount.toString(), key }, now)], now),
          ...(by === undefined ? [] : [recordAct(account, context.newId(), noted, now)]),
        ],
        { key: account, id: context.newId() },
      )
      return readWallet(context, userId)
    },
    () => readWallet(context, userId),
  )
}
