import type { Context } from '../context.ts'
import { sum } from '../money/rounding.ts'
import { credit, debit, debtAccount, insertTransfer, isDebt, readAccount, type Transfer, walletAccount } from '../payments/wallet-rows.ts'
import { firstOf } from '../storage/database.ts'
import type { Statement } from '../storage/statement.ts'

/** A statement, and the account whose place it has in the order of locks. */
export type AccountStep = readonly [account: string, statement: Statement]

/** A seller's wallet and what he owes, as they were read. */
export interface SellerAccounts {
  readonly wallet: string
  readonly balance: bigint
  readonly debt: string
  readonly owed: bigint
}

export async function readSellerAccounts(context: Context, owner: string, currency: string): Promise<SellerAccounts> {
  const [wallet, debt] = [walletAccount(owner, currency), debtAccount(owner, currency)]
  const [balances, debts] = await context.db.read(readAccount(wallet), readAccount(debt))
  const balanceOf = (rows: Parameters<typeof firstOf>[0]): bigint => (firstOf(rows)?.balance as bigint | undefined) ?? 0n
  return { wallet, balance: balanceOf(balances), debt, owed: balanceOf(debts) }
}

type Entry = Pick<Transfer, 'id' | 'from' | 'to' | 'amount' | 'kind'>

/** Entries of one account, and its balance with them; an entry of nothing is none. Changes no balance beyond what is there. */
export function entriesOn(
  context: Context,
  account: string,
  { currency, reference }: { readonly currency: string; readonly reference: string },
  entries: readonly Entry[],
  now: bigint,
): AccountStep[] {
  const made = entries.filter(({ amount }) => amount > 0n)
  if (made.length === 0) return []
  const incoming = sum(made.map(({ to, amount }) => (to === account ? amount : -amount)))
  // The row of a debt says what is owed: money that leaves it makes it larger.
  const grows = isDebt(account) ? -incoming : incoming
  const balance = grows < 0n ? debit(account, -grows).orReread() : credit(account, currency, grows, now)
  const transfers = made.map((entry) =>
    insertTransfer({ ...entry, account, currency, reference, place: context.nextPlace() }, now).orReread(),
  )
  return [balance, ...transfers].map((statement): AccountStep => [account, statement])
}
