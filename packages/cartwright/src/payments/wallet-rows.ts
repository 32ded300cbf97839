import { type Statement, sql } from '../storage/statement.ts'

/** The account of a user's wallet in one currency. */
export const walletAccount = (userId: string, currency: string): string => `wallet:${userId}:${currency}`
/** What a payment under way has set aside, inside the same guarded account. */
export const heldAccount = (account: string): string => `held:${account}`

/** What a seller owes who could not give a refund back: the row's balance is the debt, so the ledger's balance of it is below zero by that. */
export const debtAccount = (userId: string, currency: string): string => `debt:${userId}:${currency}`
export const isDebt = (account: string): boolean => account.startsWith('debt:')

/** The other side of transfers: busy accounts of the shop that carry no balance row; their balance is the sum of the transfers. */
export const OUTSIDE = 'outside'
/** What the shop keeps of its sellers' goods. */
export const COMMISSION = 'commission'
/** All that the ledger moves for one order. Below zero it is covered by money outside of the ledger: of cards, and cash. */
export const escrowAccount = (order: string): string => `escrow:${order}`

export interface Transfer {
  readonly account: string
  readonly id: string
  readonly from: string
  readonly to: string
  /** Minor units, above zero. */
  readonly amount: bigint
  readonly currency: string
  readonly kind: 'top_up' | 'hold' | 'capture' | 'release' | 'pay' | 'refund' | 'payout' | 'sale' | 'commission' | 'debt' | 'recovery'
  readonly reference: string | null
  /** Puts transfers of one moment in order. */
  readonly place: bigint
}

/** One row moves an amount from one account to another, so the ledger sums to zero by construction. */
export const insertTransfer = (transfer: Transfer, now: bigint): Statement => sql`
  insert into transfer (account, id, from_account, to_account, amount, currency, kind, reference, made_at, place)
  values (${transfer.account}, ${transfer.id}, ${transfer.from}, ${transfer.to}, ${transfer.amount}, ${transfer.currency}, ${transfer.kind},
    ${transfer.reference}, ${now}, ${transfer.place})`

export const readAccount = (account: string): Statement => sql`select id, currency, balance, held from account where id = ${account}`

/** Answers a row when something is owed. */
export const owing = (debt: string): Statement => sql`select id from account where id = ${debt} and balance > 0`

export const entriesOf = (account: string, limit: bigint): Statement => sql`
  select id, from_account, to_account, amount, kind, reference, made_at from transfer
  where account = ${account} order by made_at desc, place desc, id desc limit ${limit}`

/** The most one top-up adds, in minor units: a hundred million in a currency of two decimals. */
export const MOST_TOP_UP: bigint = 10n ** 10n
/** The most a wallet may hold after a top-up, in minor units: so far below 2^63 that a refund, which nothing bounds, always fits. */
export const MOST_BALANCE: bigint = 10n ** 15n

/** Adds paid-in money to a balance, and makes the account with the first; changes no row when the wallet would hold more than `MOST_BALANCE`. */
export const payIn = (account: string, currency: string, amount: bigint, now: bigint): Statement => sql`
  insert into account (id, currency, balance, held, made_at) values (${account}, ${currency}, ${amount}, 0, ${now})
  on conflict (id) do update set balance = account.balance + excluded.balance
    where account.balance + account.held <= ${MOST_BALANCE} - excluded.balance`

/** Gives money back to a balance, whatever it holds; the account is made where it is not there. */
export const credit = (account: string, currency: string, amount: bigint, now: bigint): Statement => sql`
  insert into account (id, currency, balance, held, made_at) values (${account}, ${currency}, ${amount}, 0, ${now})
  on conflict (id) do update set balance = account.balance + excluded.balance`

/** Spends from a balance; changes no row when there is not enough. */
export const debit = (account: string, amount: bigint): Statement => sql`
  update account set balance = balance - ${amount} where id = ${account} and balance >= ${amount}`

/** Sets an amount aside; changes no row when there is not enough. */
export const holdFunds = (account: string, amount: bigint): Statement => sql`
  update account set balance = balance - ${amount}, held = held + ${amount} where id = ${account} and balance >= ${amount}`

/** What was set aside is spent. */
export const captureFunds = (account: string, amount: bigint): Statement => sql`
  update account set held = held - ${amount} where id = ${account} and held >= ${amount}`

/** What was set aside is the owner's again. */
export const releaseFunds = (account: string, amount: bigint): Statement => sql`
  update account set balance = balance + ${amount}, held = held - ${amount} where id = ${account} and held >= ${amount}`

export const transferById = (account: string, id: string): Statement =>
  sql`select id, amount from transfer where account = ${account} and id = ${id}`
