import { invalidInput, isStorable } from '../check-input.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { choiceOf, type ListPage, type ListRequest, limitOf, listPage, type Place, placeOf } from '../list-page.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { accountsByBalance, accountsByName, sumsOf, transfersNewest, transfersOf } from './ledger-rows.ts'
import { isDebt, readAccount, type Transfer } from './wallet-rows.ts'

/** An account of the ledger that keeps a balance of its own: `wallet:<user>:<currency>`, or `debt:<user>:<currency>`, where it is what is owed. */
export interface AccountView {
  readonly id: string
  readonly kind: 'wallet' | 'debt' | 'other'
  /** The user it is kept for; null for an account that is not kept for one. */
  readonly user: string | null
  readonly currency: string
  readonly balance: bigint
  /** What payments under way have set aside. */
  readonly held: bigint
}

/** An account, and whether its transfers come to its balance. */
export interface ProvedAccount extends AccountView {
  readonly balanced: boolean
}

/** One row of the ledger: `amount` leaves `from` and comes to `to`, so all of them together come to nothing. */
export interface TransferView {
  readonly id: string
  /** The account it is kept with. */
  readonly account: string
  readonly from: string
  readonly to: string
  /** Minor units, above zero. */
  readonly amount: bigint
  readonly currency: string
  readonly kind: Transfer['kind']
  readonly reference: string | null
  readonly at: bigint
}

/** By name, or the largest balance first. */
export type AccountSort = 'name' | 'balance'
const SORTS: readonly [AccountSort, ...AccountSort[]] = ['name', 'balance']
export const TRANSFER_KINDS: readonly [Transfer['kind'], ...Transfer['kind'][]] = [
  'top_up',
  'hold',
  'capture',
  'release',
  'pay',
  'refund',
  'payout',
  'sale',
  'commission',
  'debt',
  'recovery',
]

/**
 * The accounts of the ledger, for staff; by name from the text `from` on. Refuses with `invalid_input`.
 *
 * @example
 * const { items } = await shop.wallets.accounts({ sort: 'balance', limit: 20 })
 */
export async function listAccounts(
  context: Context,
  search: ListRequest<AccountSort> & { readonly from?: string } = {},
): Promise<ListPage<AccountView>> {
  const limit = limitOf(search)
  const sort = choiceOf(search.sort, SORTS, 'sort')
  const { from = '' } = search
  if (typeof from !== 'string' || !isStorable(from)) throw invalidInput([{ field: 'from', code: 'format' }])
  const [rows = []] = await context.db.read(
    sort === 'balance'
      ? accountsByBalance(placeOf(search, ['bigint', 'string']), BigInt(limit) + 1n)
      : accountsByName(from, placeOf(search, ['string']), BigInt(limit) + 1n),
  )
  return listPage(rows, limit, accountOf, (row) => (sort === 'balance' ? [row.balance as bigint, String(row.id)] : [String(row.id)]))
}

/**
 * One account; `balanced`: its transfers come to its balance. They are added up for this, so ask for one account, not for a list. Refuses with `not_found`.
 *
 * @example
 * const { balance, balanced } = await shop.wallets.account('wallet:ana:RON')
 */
export async function findAccount(context: Context, id: string): Promise<ProvedAccount> {
  const [accounts, sums] = await context.db.read(readAccount(id), sumsOf(id))
  const row = firstOf(accounts)
  if (row === null) throw new ShopError('not_found')
  const account = accountOf(row)
  // What is owed is kept with the wallets it came from as well: only the doctor can add that up.
  return { ...account, balanced: account.kind === 'debt' || BigInt(String(firstOf(sums)?.balance ?? '0')) === account.balance }
}

const USERS = /^(wallet|debt):(.+):[^:]+$/s

function accountOf(row: Row): AccountView {
  const id = String(row.id)
  const user = USERS.exec(id)?.[2] ?? null
  const kind = user === null ? 'other' : isDebt(id) ? 'debt' : 'wallet'
  return { id, kind, user, currency: String(row.currency), balance: row.balance as bigint, held: row.held as bigint }
}

export interface LedgerSearch extends Omit<ListRequest, 'sort'> {
  /** Only what is kept with this account. */
  readonly account?: string
  /** Only of this kind; with an account. */
  readonly kind?: Transfer['kind']
}

/**
 * The transfers of the ledger, the newest first; of one account, and of one kind where an account is named. For staff. Refuses with `invalid_input`.
 *
 * @example
 * const { items } = await shop.wallets.ledger({ account: 'wallet:ana:RON', kind: 'refund' })
 */
export async function readLedger(context: Context, search: LedgerSearch = {}): Promise<ListPage<TransferView>> {
  const { account } = search
  const limit = limitOf(search)
  const kind = search.kind === undefined ? null : choiceOf(search.kind, TRANSFER_KINDS, 'kind')
  if (account === undefined && kind !== null) throw invalidInput([{ field: 'account', code: 'required' }])
  const most = BigInt(limit) + 1n
  const [rows = []] = await context.db.read(
    account === undefined
      ? transfersNewest(placeOf(search, ['bigint', 'bigint', 'string', 'string']), most)
      : transfersOf(account, kind, placeOf(search, ['bigint', 'bigint', 'string']), most),
  )
  const placeOfRow = (row: Row): Place => {
    const place = [row.made_at as bigint, row.place as bigint, String(row.id)]
    return account === undefined ? [...place, String(row.account)] : place
  }
  return listPage(rows, limit, transferOf, placeOfRow)
}

const transferOf = (row: Row): TransferView => ({
  id: String(row.id),
  account: String(row.account),
  from: String(row.from_account),
  to: String(row.to_account),
  amount: row.amount as bigint,
  currency: String(row.currency),
  kind: String(row.kind) as Transfer['kind'],
  reference: row.reference as string | null,
  at: row.made_at as bigint,
})
