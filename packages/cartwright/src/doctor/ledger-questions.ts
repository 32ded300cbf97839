import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Rows, type Statement, sql } from '../storage/statement.ts'
import { text, texts } from './look.ts'

const ACCOUNT = part`id, currency, balance, held`
const TRANSFER = part`account, id, from_account, to_account, amount, currency, kind, reference`

export const accountPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${ACCOUNT} from account where id > ${text(after ?? undefined, 'id')} order by id limit ${limit}`

export const accountsOf = (accounts: readonly string[]): Statement => sql`select ${ACCOUNT} from account where ${oneOf(part`id`, accounts)}`

/** What the transfers of these accounts leave in them, and in what they have set aside. */
export const balancesOf = (accounts: readonly string[]): Statement => sql`
  select account, cast(sum(case when to_account = account then amount when from_account = account then -amount else 0 end) as int8) as balance,
    cast(sum(case when to_account = 'held:' || account then amount when from_account = 'held:' || account then -amount else 0 end) as int8) as held
  from transfer where ${oneOf(part`account`, accounts)} group by account`

/** What was moved into and out of what these sellers owe: it stands under their wallets as well. */
export const debtsMoved = (debts: readonly string[], wallets: readonly string[]): Statement => sql`
  select from_account, to_account, cast(sum(amount) as int8) as amount from transfer
  where ${oneOf(part`account`, [...debts, ...wallets])} and (${oneOf(part`from_account`, debts)} or ${oneOf(part`to_account`, debts)})
  group by from_account, to_account`

/** What payments that are under way have set aside of the wallets of these buyers. */
export const pendingOf = (buyers: readonly string[]): Statement => sql`
  select buyer, currency, cast(sum(wallet_amount) as int8) as amount from attempt
  where state = 'pending' and wallet_amount > 0 and ${oneOf(part`buyer`, buyers)} group by buyer, currency`

export const transferPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${TRANSFER} from transfer
  where (account, id) > (${text(after ?? undefined, 'account')}, ${text(after ?? undefined, 'id')}) order by account, id limit ${limit}`

export const transfersAgain = (rows: Rows): Statement => sql`
  select ${TRANSFER} from transfer where ${oneOf(part`account`, texts(rows, 'account'))} and ${oneOf(part`id`, texts(rows, 'id'))}`

/** What was moved for these orders. */
export const transfersFor = (orders: readonly string[]): Statement => sql`
  select ${TRANSFER} from transfer where ${oneOf(part`reference`, orders)}`
