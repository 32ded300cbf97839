import { exactSum, exactSumAtMost, oneOf } from '../storage/exact.ts'
import { part, type Statement, sql } from '../storage/statement.ts'

/** By how many steps each part of a counter moves; what is not named stays. `onHand` holds what is reserved, and not what is sold. */
export interface StockMove {
  readonly onHand?: bigint
  readonly reserved?: bigint
  readonly sold?: bigint
}

/**
 * The one way a counter moves: reserves, sells, gives back. Changes no row when more would be reserved than is there, or any part would be
 * negative. It comes before the holds of its product in every batch, so nobody waits for a hold without having the counter.
 */
export const moveStock = (product: string, { onHand = 0n, reserved = 0n, sold = 0n }: StockMove): Statement => sql`
  update stock set on_hand = ${exactSum(part`on_hand`, onHand)}, reserved = ${exactSum(part`reserved`, reserved)}, sold = ${exactSum(part`sold`, sold)}
  where product = ${product} and ${exactSumAtMost(part`reserved`, reserved - onHand, part`on_hand`)}`

/** Puts what is on hand; what is reserved or sold stays. Changes no row when more is reserved than that. */
export const setStock = (product: string, onHand: bigint): Statement => sql`
  insert into stock (product, on_hand, reserved, sold) values (${product}, ${onHand.toString()}, '0', '0')
  on conflict (product) do update set on_hand = excluded.on_hand where ${exactSumAtMost(part`stock.reserved`, 0n, onHand)}`

/** Units set aside: for a line or an app until a moment, for a payment (`attempt`) until it is settled. */
export interface Units {
  readonly quantity: bigint
  readonly attempt: string | null
  /** Half-open, milliseconds; null while a payment is under way. */
  readonly until: bigint | null
}

export const openHold = (product: string, holder: string, { quantity, attempt, until }: Units): Statement => sql`
  insert into stock_hold (product, holder, quantity, attempt_id, expires_at) values (${product}, ${holder}, ${quantity.toString()}, ${attempt}, ${until})
  on conflict (product, holder) do nothing`

/** More units of the same holder: the sum is made by the statement, so adds at the same time all survive. */
export const growHold = (product: string, holder: string, more: bigint, until: bigint): Statement => sql`
  update stock_hold set quantity = ${exactSum(part`quantity`, more)}, expires_at = ${until}
  where product = ${product} and holder = ${holder} and attempt_id is null`

/** Changes a hold that is as it was read. */
export const changeHold = (product: string, holder: string, from: Pick<Units, 'quantity' | 'attempt'>, to: Units): Statement => sql`
  update stock_hold set quantity = ${to.quantity.toString()}, attempt_id = ${to.attempt}, expires_at = ${to.until}
  where product = ${product} and holder = ${holder} and quantity = ${from.quantity.toString()} and coalesce(attempt_id, '') = ${from.attempt ?? ''}`

/** Ends a hold that is as it was read. */
export const closeHold = (product: string, holder: string, from: Pick<Units, 'quantity' | 'attempt'>): Statement => sql`
  delete from stock_hold where product = ${product} and holder = ${holder} and quantity = ${from.quantity.toString()}
    and coalesce(attempt_id, '') = ${from.attempt ?? ''}`

/** Ends lapsed holds as they were read; one that was renewed, changed or taken back meanwhile is missed in the number of rows. */
export const closeLapsed = (product: string, lapsed: readonly Lapsed[], now: bigint): Statement => sql`
  delete from stock_hold where product = ${product} and expires_at <= ${now} and ${oneOf(
    part`holder || ' ' || cast(quantity as text)`,
    lapsed.map(({ holder, quantity }) => `${holder} ${quantity}`),
  )}`

/** A hold that is over and that nobody has taken back yet: its units are reserved still, for whoever needs them. */
export interface Lapsed {
  readonly holder: string
  readonly quantity: bigint
  readonly expiresAt: bigint
}

/** The holds of a payment on these products. */
export const holdsOfAttempt = (products: readonly string[], attempt: string): Statement => sql`
  select product, holder, cast(quantity as text) as quantity from stock_hold where ${oneOf(part`product`, products)} and attempt_id = ${attempt}`

/** One hold, whoever has it. */
export const findHold = (product: string, holder: string): Statement => sql`
  select cast(quantity as text) as quantity from stock_hold where product = ${product} and holder = ${holder}`

/** A counter as it stands. */
export const findStock = (product: string): Statement => sql`
  select cast(on_hand as text) as on_hand, cast(reserved as text) as reserved, cast(sold as text) as sold from stock where product = ${product}`
