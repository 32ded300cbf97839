import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { invalidInput } from '../check-input.ts'
import { type Actor, type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import {
  entriesOf,
  insertTransfer,
  MOST_BALANCE,
  MOST_TOP_UP,
  OUTSIDE,
  payIn,
  readAccount,
  transferById,
  walletAccount,
} from './wallet-rows.ts'

/** One entry of a wallet as its owner sees it; `amount` is signed (minor units). */
export interface WalletEntry {
  readonly at: bigint
  readonly kind: string
  readonly amount: bigint
  /** The order it belongs to. */
  readonly order: string | null
}

export interface WalletView {
  readonly currency: string
  /** What can be spent. */
  readonly balance: bigint
  /** What payments under way have set aside. */
  readonly held: bigint
  /** Newest first. */
  readonly entries: readonly WalletEntry[]
}

/** Reads a user's wallet; one that was never used is empty. */
export async function readWallet(context: Context, userId: string, limit = 100): Promise<WalletView> {
  const { currency } = context.options
  const account = walletAccount(userId, currency)
  const [accounts, entries = []] = await context.db.read(readAccount(account), entriesOf(account, BigInt(limit)))
  const row = firstOf(accounts)
  return {
    currency,
    balance: (row?.balance as bigint | undefined) ?? 0n,
    held: (row?.held as bigint | undefined) ?? 0n,
    entries: entries.map((entry) => entryOf(account, entry)),
  }
}

const entryOf = (account: string, row: Row): WalletEntry => {
  const kind = String(row.kind)
  const amount = row.amount as bigint
  const incoming = row.to_account === account
  const outgoing = row.from_account === account
  return {
    at: row.made_at as bigint,
    kind,
    amount: incoming ? amount : outgoing ? -amount : 0n,
    order: kind === 'top_up' || kind === 'payout' ? null : (row.reference as string | null),
  }
}

const tooMuch = (): ShopError => invalidInput([{ field: 'amount', code: 'too_big' }])

/**
 * Puts money into a wallet. The key makes it happen once however often it is called.
 * Refuses with `invalid_input` (`errors: [{ field: 'amount', code }]`): `positive` for an amount that is not above zero, `too_big` for one above 10^10
 * minor units, or one with which the wallet would hold more than 10^15. With `idempotency_mismatch` when the key paid in another
 * amount before. What `staff` does it for is recorded.
 *
 * @example
 * await shop.wallets.topUp('ana', money('50.00', 'RON'), 'voucher-17')
 */
export function topUpWallet(
  context: Context,
  userId: string,
  amount: bigint,
  key: string,
  staff?: { readonly by: Actor; readonly reason: string },
): Promise<WalletView> {
  if (typeof amount !== 'bigint' || amount <= 0n) throw invalidInput([{ field: 'amount', code: 'positive' }])
  if (amount > MOST_TOP_UP) throw tooMuch()
  const account = walletAccount(userIdOf(userId), context.options.currency)
  const id = `top_up:${key}`
  return act(
    context,
    async () => {
      const now = context.clock()
      const { currency } = context.options
      // In this order: between the two questions the same key may pay in, and a balance that holds it already must not be taken for too much.
      const [accounts, done] = await context.db.read(readAccount(account), transferById(account, id))
      const before = firstOf(done)
      if (before !== null && before.amount !== amount) throw new ShopError('idempotency_mismatch')
      if (before !== null) return readWallet(context, userId)
      const row = firstOf(accounts)
      if (row !== null && (row.balance as bigint) + (row.held as bigint) + amount > MOST_BALANCE) throw tooMuch()
      await context.db.batch(
        [
          // Too much now, or paid in by the same key meanwhile: the next look says which.
          payIn(account, currency, amount, now).orReread(),
          insertTransfer(
            { account, id, from: OUTSIDE, to: account, amount, currency, kind: 'top_up', place: context.nextPlace(), reference: key },
            now,
          ).orReread(),
          recordEvents(account, [eventOf(context, 'wallet.topped_up', { wallet: account, amount: amount.toString(), key }, now)], now),
          ...(staff === undefined
            ? []
            : [
                recordAct(
                  account,
                  context.newId(),
                  { actor: staff.by, act: 'wallet.top_up', after: { amount: amount.toString(), key }, reason: staff.reason },
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
