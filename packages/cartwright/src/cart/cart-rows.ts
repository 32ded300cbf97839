import { exact, exactSum, exactSumAtMost, oneOf } from '../storage/exact.ts'
import { joined, part, type Statement, sql } from '../storage/statement.ts'
import type { Notice } from './cart-view.ts'
import type { Snapshot, StoredLine } from './stored-cart.ts'

/** The name of the cart of all who want only one. */
export const DEFAULT_CART = 'default'

export const findSlot = (owner: string, name: string): Statement => sql`
  select cart_id from cart_slot where owner = ${owner} and name = ${name}`

/** One open cart per owner and name: two first adds at once meet here, and the later one starts again. */
export const takeSlot = (owner: string, name: string, cart: string): Statement => sql`
  insert into cart_slot (owner, name, cart_id) values (${owner}, ${name}, ${cart}) on conflict (owner, name) do nothing`

export const freeSlot = (owner: string, name: string, cart: string): Statement => sql`
  delete from cart_slot where owner = ${owner} and name = ${name} and cart_id = ${cart}`

/** The cart and its lines in the order of adding; a cart without lines answers one row. */
export const cartWithLines = (cart: string): Statement => sql`
  select c.cart_id, c.owner, c.name, c.currency, c.state, c.version, c.codes, c.notices, c.attempt_id,
    l.line_id, l.product, l.options, l.kind, l.saved, cast(l.quantity as text) as quantity, l.scale, l.unit_price, l.fixed_price, l.snapshot,
    l.held_until, l.renewals, l.added_at, l.place
  from cart c left join cart_line l on l.cart_id = c.cart_id
  where c.cart_id = ${cart} order by l.added_at, l.place, l.line_id`

export interface NewCart {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly currency: string
  readonly codes?: readonly string[]
  readonly notices?: readonly Notice[]
  /** Default `open`; a cart made of the lines of one order starts where its order is. */
  readonly state?: 'open' | 'paying' | 'placed'
  readonly attempt?: string
}

export const insertCart = (cart: NewCart, now: bigint): Statement => sql`
  insert into cart (cart_id, owner, name, currency, state, version, codes, notices, attempt_id, made_at, used_at)
  values (${cart.id}, ${cart.owner}, ${cart.name}, ${cart.currency}, ${cart.state ?? 'open'}, 1, ${JSON.stringify(cart.codes ?? [])},
    ${JSON.stringify(cart.notices ?? [])}, ${cart.attempt ?? null}, ${now}, ${now})`

/** Marks an open cart as used and takes its row: every change of a cart passes here first. */
export const touchCart = (cart: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now} where cart_id = ${cart} and state = 'open'`

/** As `touchCart`, for a change that was decided on one version of the cart. */
export const touchCartAt = (cart: string, version: bigint, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now} where cart_id = ${cart} and version = ${version} and state = 'open'`

export const writeCodes = (cart: string, version: bigint, codes: readonly string[], now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, codes = ${JSON.stringify(codes)}
  where cart_id = ${cart} and version = ${version} and state = 'open'`

export const writeNotices = (cart: string, version: bigint, notices: readonly Notice[], now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, notices = ${JSON.stringify(notices)}
  where cart_id = ${cart} and version = ${version} and state = 'open'`

export const writeMerged = (
  cart: string,
  version: bigint,
  codes: readonly string[],
  notices: readonly Notice[],
  now: bigint,
): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, codes = ${JSON.stringify(codes)}, notices = ${JSON.stringify(notices)}
  where cart_id = ${cart} and version = ${version} and state = 'open'`

/** An open cart, at the version it was quoted at, goes into its payment. */
export const cartToPaying = (cart: string, version: bigint, attempt: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'paying', attempt_id = ${attempt}
  where cart_id = ${cart} and version = ${version} and state = 'open'`

/** An open cart, at the version it was quoted at, is ordered at once. */
export const cartToPlaced = (cart: string, version: bigint, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'placed' where cart_id = ${cart} and version = ${version} and state = 'open'`

/** The payment came in. */
export const payingToPlaced = (cart: string, attempt: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'placed', attempt_id = null
  where cart_id = ${cart} and attempt_id = ${attempt} and state = 'paying'`

/** The payment failed: the cart is the buyer's again. */
export const payingToOpen = (cart: string, attempt: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'open', attempt_id = null
  where cart_id = ${cart} and attempt_id = ${attempt} and state = 'paying'`

/** The payment failed for lines that were bought apart: they have gone back, nothing is left here. */
export const payingToMerged = (cart: string, attempt: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'merged', attempt_id = null
  where cart_id = ${cart} and attempt_id = ${attempt} and state = 'paying'`

/** A cart that went into another one. */
export const cartToMerged = (cart: string, version: bigint, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'merged' where cart_id = ${cart} and version = ${version} and state = 'open'`

export interface NewLine {
  readonly id: string
  readonly product: string
  readonly options: string
  readonly kind: StoredLine['kind']
  readonly quantity: bigint
  readonly scale: number
  readonly unitPrice: bigint
  readonly fixedPrice: boolean
  readonly snapshot: Snapshot
  readonly heldUntil: bigint | null
  readonly place: bigint
}

const LINE = part`cart_id, line_id, product, options, kind, saved, quantity, scale, unit_price, fixed_price, snapshot, held_until, renewals, added_at, place`

/**
 * Adds a line of a counted product, or its quantity to the line that is there: the sum is made by the statement, so adds at the same time all
 * survive. Changes no row when the sum would be above `most` (steps).
 */
export const addCounted = (cart: string, line: NewLine, most: bigint, now: bigint): Statement => sql`
  insert into cart_line (${LINE})
  values (${cart}, ${line.id}, ${line.product}, ${line.options}, ${line.kind}, 0, ${exact(line.quantity)}, ${BigInt(line.scale)}, ${line.unitPrice},
    ${line.fixedPrice ? 1n : 0n}, ${JSON.stringify(line.snapshot)}, null, 0, ${now}, ${line.place})
  on conflict (cart_id, product, options) do update set
    quantity = case when cart_line.saved = 1 then excluded.quantity else ${exactSum(part`cart_line.quantity`, line.quantity)} end,
    saved = 0, unit_price = excluded.unit_price, fixed_price = excluded.fixed_price, snapshot = excluded.snapshot
  where cart_line.saved = 1 or ${exactSumAtMost(part`cart_line.quantity`, line.quantity, most)}`

/**
 * Adds the line of a unique product. A line that is there already is taken up again only when its hold has lapsed or it was saved for later:
 * it then gets the new id, which is what the new claim names as its holder. Changes no row when the product is in the cart as it should be.
 */
export const addUnique = (cart: string, line: NewLine, now: bigint): Statement => sql`
  insert into cart_line (${LINE})
  values (${cart}, ${line.id}, ${line.product}, ${line.options}, ${line.kind}, 0, '1', 0, ${line.unitPrice}, ${line.fixedPrice ? 1n : 0n},
    ${JSON.stringify(line.snapshot)}, ${line.heldUntil}, 0, ${now}, ${line.place})
  on conflict (cart_id, product, options) do update set line_id = excluded.line_id, saved = 0, unit_price = excluded.unit_price,
    fixed_price = excluded.fixed_price, snapshot = excluded.snapshot, held_until = excluded.held_until, renewals = 0
  where cart_line.saved = 1 or (excluded.held_until is not null and (cart_line.held_until is null or cart_line.held_until <= excluded.added_at))`

/** Lines whose hold is live: at most as many as a buyer may have. Read under the cart's row, which `touchCart` has taken. */
export const liveHolds = (cart: string, now: bigint): Statement => sql`
  select line_id from cart_line where cart_id = ${cart} and held_until > ${now} and kind = 'item'`

/** Enough lines to tell whether there are more than `most`. */
export const countLines = (cart: string, most: number): Statement => sql`
  select line_id from cart_line where cart_id = ${cart} limit ${BigInt(most) + 1n}`

/** Sets the quantity of a counted line (steps). */
export const writeQuantity = (cart: string, line: string, quantity: bigint): Statement => sql`
  update cart_line set quantity = ${exact(quantity)} where cart_id = ${cart} and line_id = ${line} and saved = 0`

export const deleteLine = (cart: string, line: string): Statement =>
  sql`delete from cart_line where cart_id = ${cart} and line_id = ${line}`

export const deleteLines = (cart: string, lines: readonly string[]): Statement => sql`
  delete from cart_line where cart_id = ${cart} and ${oneOf(part`line_id`, lines)}`

/** Keeps a line for later: it holds nothing and is not bought. */
export const saveLine = (cart: string, line: string): Statement => sql`
  update cart_line set saved = 1, held_until = null where cart_id = ${cart} and line_id = ${line} and saved = 0`

/** The line's part of a renewed hold; changes no row when it was renewed often enough. */
export const renewLine = (cart: string, line: string, until: bigint, renewals: number): Statement => sql`
  update cart_line set held_until = ${until}, renewals = renewals + 1 where cart_id = ${cart} and line_id = ${line} and renewals < ${BigInt(renewals)}`

/** The line's copy of its claim's deadline. */
export const writeHeldUntil = (cart: string, lines: readonly string[], until: bigint | null): Statement => sql`
  update cart_line set held_until = ${until} where cart_id = ${cart} and ${oneOf(part`line_id`, lines)}`

/** The price the buyer saw last, after he said he has seen it. */
export const writeSeenPrice = (cart: string, line: string, unitPrice: bigint): Statement => sql`
  update cart_line set unit_price = ${unitPrice} where cart_id = ${cart} and line_id = ${line} and fixed_price = 0`

/** Puts lines into a cart as they are, in one statement: they keep their ids, so their claims stay as they are. */
export const putLines = (cart: string, lines: readonly StoredLine[]): Statement => {
  const tuples = lines.map(
    (
      line,
    ) => part`(${cart}, ${line.id}, ${line.product}, ${line.options}, ${line.kind}, ${line.saved ? 1n : 0n}, ${exact(line.quantity)}, ${BigInt(line.scale)},
      ${line.unitPrice}, ${line.fixedPrice ? 1n : 0n}, ${JSON.stringify(line.snapshot)}, ${line.heldUntil}, ${line.renewals}, ${line.addedAt}, ${line.place})`,
  )
  return sql`insert into cart_line (${LINE}) values ${joined(tuples, ', ')}`
}
