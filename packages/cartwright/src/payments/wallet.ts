import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { credit, entriesOf, insertTransfer, OUTSIDE, readAccount, transferById, walletAccount } from './wallet-rows.ts'

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
    order: kind === 'top_up' ? null : (row.reference as string | null),
  }
}

/**
 * Puts money into a wallet. The key makes it happen once however often it is called.
 * Refuses with `invalid_input` for an amount that is not above zero.
 *
 * @example
 * await shop.wallets.topUp('ana', money('50.00', 'RON'), 'voucher-17')
 */
export function topUpWallet(context: Context, userId: string, amount: bigint, key: string): Promise<WalletView> {
  if (amount <= 0n) throw new ShopError('invalid_input', { errors: [{ field: 'amount', code: 'positive' }] })
  const account = walletAccount(userId, context.options.currency)
  const id = `top_up:${key}`
  return act(
    context,
    async () => {
      const now = context.clock()
      const { currency } = context.options
      const [done] = await context.db.read(transferById(account, id))
      if (firstOf(done) !== null) return readWallet(context, userId)
      await context.db.batch(
        [
          credit(account, currency, amount, now),
          insertTransfer(
            { account, id, from: OUTSIDE, to: account, amount, currency, kind: 'top_up', place: context.nextPlace(), reference: key },
            now,
          ).orReread(),
          recordEvents(account, [eventOf(context, 'wallet.topped_up', { wallet: account, amount: amount.toString(), key }, now)], now),
        ],
        { key: account, id: context.newId() },
      )
      return readWallet(context, userId)
    },
    () => readWallet(context, userId),
  )
}
