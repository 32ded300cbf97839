import type { Place } from '../list-page.ts'
import { exactTotal } from '../storage/exact.ts'
import { part, type Statement, sql } from '../storage/statement.ts'

const ACCOUNT = part`id, currency, balance, held, made_at`
const TRANSFER = part`account, id, from_account, to_account, amount, currency, kind, reference, made_at, place`

/** Accounts by name, from a place on. */
export const accountsByName = (from: string, after: Place | null, limit: bigint): Statement => {
  const [id = ''] = after ?? []
  return sql`select ${ACCOUNT} from account where ${after === null ? part`id >= ${from}` : part`id > ${id}`} order by id limit ${limit}`
}

/** Accounts by what is in them, the largest first. */
export const accountsByBalance = (after: Place | null, limit: bigint): Statement => {
  const [balance = 0n, id = ''] = after ?? []
  return sql`
  select ${ACCOUNT} from account where balance >= 0 ${after === null ? part`` : part`and (balance, id) < (${balance}, ${id})`}
  order by balance desc, id desc limit ${limit}`
}

/** The transfers kept with an account, the newest first. */
export const transfersOf = (account: string, kind: string | null, after: Place | null, limit: bigint): Statement => {
  const [at = 0n, place = 0n, id = ''] = after ?? []
  return sql`
  select ${TRANSFER} from transfer where account = ${account} ${kind === null ? part`` : part`and kind = ${kind}`}
    ${after === null ? part`` : part`and (made_at, place, id) < (${at}, ${place}, ${id})`}
  order by made_at desc, place desc, id desc limit ${limit}`
}

/** All transfers of the shop, the newest first. */
export const transfersNewest = (after: Place | null, limit: bigint): Statement => {
  const [at = 0n, place = 0n, id = '', account = ''] = after ?? []
  return sql`
  select ${TRANSFER} from transfer where made_at >= 0
    ${after === null ? part`` : part`and (made_at, place, id, account) < (${at}, ${place}, ${id}, ${account})`}
  order by made_at desc, place desc, id desc, account desc limit ${limit}`
}

/** What an account has, next to what its transfers come to: the proof of its balance. */
export const sumsOf = (account: string): Statement => sql`
  select ${exactTotal(part`case when to_account = ${account} then amount when from_account = ${account} then -amount else 0 end`)} as balance
  from transfer where account = ${account}`
