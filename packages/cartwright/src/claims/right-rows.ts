import { type Statement, sql } from '../storage/statement.ts'
import type { ClaimSource } from './claim.ts'

/** Who has the exclusive right to buy from now on. */
export interface Holding {
  /** The id of the right, which its line in a cart has too; `lot:<id>` while an auction runs. */
  readonly holder: string
  readonly owner: string
  readonly source: ClaimSource
  readonly price: bigint | null
  readonly until: bigint
}

/** A right as it was read: `takes` tells whether its owner has put it into a cart since. */
export interface Seen {
  readonly holder: string
  readonly takes: bigint
}

/** A right with what tells whether anybody has touched it since. */
export const rightOn = (product: string): Statement => sql`
  select product, state, source, holder, owner, price, takes, expires_at from claim where product = ${product}`

/** The right goes from one holder to the next, lapsed or not; never under a payment, and never twice. */
export const passRight = (product: string, from: Seen, to: Holding, now: bigint): Statement => sql`
  update claim set holder = ${to.holder}, owner = ${to.owner}, source = ${to.source}, price = ${to.price}, taken_at = ${now}, expires_at = ${to.until}, takes = 1
  where product = ${product} and holder = ${from.holder} and takes = ${from.takes} and state = 'held'`

/** The right ends, and the thing is free. */
export const dropRight = (product: string, from: Seen): Statement => sql`
  delete from claim where product = ${product} and holder = ${from.holder} and takes = ${from.takes} and state = 'held'`

/** An offer is accepted in time: the same right, until the new deadline. */
export const confirmRight = (product: string, holder: string, until: bigint, now: bigint): Statement => sql`
  update claim set source = 'auction', expires_at = ${until}
  where product = ${product} and holder = ${holder} and state = 'held' and expires_at > ${now}`

/** The owner puts what is his into a cart: so noted that who passes the right on knows of the line. Changes no row when it is his no more. */
export const useRight = (product: string, holder: string, until: bigint | null): Statement => sql`
  update claim set takes = takes + 1 where product = ${product} and holder = ${holder} and state = 'held' and expires_at = ${until}`

/** The sale of what was won is undone, and so is its payment: the right is its owner's again, at its price, and over at once, so that it goes the way of one that was never paid. */
export const lapseSold = (product: string, line: string, attempt: string, price: bigint, now: bigint): Statement => sql`
  update claim set state = 'held', source = 'auction', attempt_id = null, price = ${price}, expires_at = ${now}
  where product = ${product} and holder = ${line} and attempt_id = ${attempt} and state in ('sold', 'paying')`

/** The sale of what was won is undone: the right it was bought by is over with it. Changes no row where the line was nothing won. */
export const endSoldRight = (product: string, line: string, now: bigint): Statement => sql`
  update win set state = 'revoked', ended_at = ${now}, due_at = null where product = ${product} and id = ${line} and ended_at is null`
