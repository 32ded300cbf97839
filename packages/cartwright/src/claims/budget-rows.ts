import { type Statement, sql } from '../storage/statement.ts'

/** Counts holds taken from a network address; an old count begins anew. Changes no row when it would be too many. No more than `most` at once. */
export const countHolds = (key: string, many: number, most: number, now: bigint, until: bigint): Statement => sql`
  insert into hold_budget (key, taken, until) values (${key}, ${BigInt(many)}, ${until})
  on conflict (key) do update set taken = case when hold_budget.until <= ${now} then ${BigInt(many)} else hold_budget.taken + ${BigInt(many)} end,
    until = case when hold_budget.until <= ${now} then excluded.until else hold_budget.until end
  where hold_budget.until <= ${now} or hold_budget.taken <= ${BigInt(most - many)}`

export const readBudget = (key: string): Statement => sql`select taken, until from hold_budget where key = ${key}`

/** Takes a row of the one who joins, so that his joins at the same time come one after the other, and each sees the places of the others. */
export const meetWaiter = (owner: string, until: bigint): Statement => sql`
  insert into hold_budget (key, taken, until) values (${`waiter:${owner}`}, 1, ${until}) on conflict (key) do update set until = excluded.until`

export const staleBudgets = (now: bigint): Statement => sql`delete from hold_budget where until <= ${now}`
