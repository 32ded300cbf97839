import { exact, exactSum, oneOf } from '../storage/exact.ts'
import { type Fragment, joined, part, type Statement, sql } from '../storage/statement.ts'
import type { Notice } from './cart-view.ts'
import type { Snapshot, StoredLine } from './stored-cart.ts'

/** The name of the cart of all who want only one. */
export const DEFAULT_CART = 'default'

export const findSlot = (owner: string, name: string): Statement => sql`
  select cart_id from cart_slot where owner = ${owner} and name = ${name}`

/** One open cart per owner and name: two first adds at once meet here, and the later one starts again. */
export const takeSlot = (owner: string, name: string, cart: string): Statement => sql`
  insert into cart_slot (owner, name, cart_id) values (${owner}, ${name}, ${cart}) on conflict (owner, name) do nothing`

/** Whatever the cart's name: it is in one slot at most. */
export const freeSlot = (owner: string, cart: string): Statement => sql`
  delete from cart_slot where owner = ${owner} and cart_id = ${cart}`

const CART_AND_LINES = part`
  select c.cart_id, c.owner, c.name, c.currency, c.state, c.version, c.codes, c.notices, c.attempt_id,
    l.line_id, l.product, l.options, l.kind, l.saved, l.rest, cast(l.quantity as text) as quantity, l.scale, l.unit_price, l.fixed_price, l.snapshot,
    l.held_until, l.renewals, l.added_at, l.place
  from cart c left join cart_line l on l.cart_id = c.cart_id`

/** The cart and its lines in the order of adding; a cart without lines answers one row. */
export const cartWithLines = (cart: string): Statement => sql`
  ${CART_AND_LINES} where c.cart_id = ${cart} order by l.added_at, l.place, l.line_id`

/**
 * The same of the cart in an owner's slot, in one question: for the head of every page. It reads two aggregates, each by its key, and decides nothing; that
 * the cart may have left the slot meanwhile shows as one page with an old number.
 */
export const cartInSlot = (owner: string, name: string): Statement => sql`
  ${CART_AND_LINES} where c.cart_id = (select cart_id from cart_slot where owner = ${owner} and name = ${name}) order by l.added_at, l.place, l.line_id`

/** The same of several carts, for `readStoredCarts`. */
export const cartsWithLines = (carts: readonly string[]): Statement => sql`
  ${CART_AND_LINES} where ${oneOf(part`c.cart_id`, carts)} order by c.cart_id, l.added_at, l.place, l.line_id`

/** Where a buyer's open carts are found. */
export const slotsOf = (owner: string): Statement => sql`select name, cart_id from cart_slot where owner = ${owner}`

const RECORD = part`cart_id, name, state, currency, codes, made_at, used_at`

export const cartsById = (carts: readonly string[]): Statement => sql`
  select ${RECORD} from cart where ${oneOf(part`cart_id`, carts)} order by name`

/** Carts that were closed or ordered, newest first, from a place on. */
export const placedCartsOf = (owner: string, before: { at: bigint; id: string }, limit: bigint): Statement => sql`
  select ${RECORD} from cart
  where owner = ${owner} and state = 'placed' and (made_at < ${before.at} or (made_at = ${before.at} and cart_id < ${before.id}))
  order by made_at desc, cart_id desc limit ${limit}`

/** The cart of a line, for a hold that its taker's own carts do not have: it came with a login. A look for staff, without an index. */
export const lineNamed = (line: string): Statement => sql`select cart_id, line_id from cart_line where line_id = ${line}`

/** The cart of this name that was placed last. */
export const placedCart = (owner: string, name: string): Statement => sql`
  select cart_id from cart where owner = ${owner} and state = 'placed' and name = ${name} order by made_at desc, cart_id desc limit 1`

/** The lines of several carts, each cart's in the order of adding. */
export const linesOf = (carts: readonly string[]): Statement => sql`
  select cart_id, line_id, product, options, kind, saved, rest, cast(quantity as text) as quantity, scale, unit_price, fixed_price, snapshot, held_until,
    renewals, added_at, place
  from cart_line where ${oneOf(part`cart_id`, carts)} order by cart_id, added_at, place, line_id`

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

/** The payment came in. The owner is asked for because a login may have given the cart to a user since it was read. */
export const payingToPlaced = (cart: string, owner: string, attempt: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'placed', attempt_id = null
  where cart_id = ${cart} and owner = ${owner} and attempt_id = ${attempt} and state = 'paying'`

/** The payment failed: the cart is the buyer's again. */
export const payingToOpen = (cart: string, owner: string, attempt: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'open', attempt_id = null
  where cart_id = ${cart} and owner = ${owner} and attempt_id = ${attempt} and state = 'paying'`

/** The payment failed for lines that were bought apart: they have gone back, nothing is left here. */
export const payingToMerged = (cart: string, owner: string, attempt: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, state = 'merged', attempt_id = null
  where cart_id = ${cart} and owner = ${owner} and attempt_id = ${attempt} and state = 'paying'`

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

const LINE = part`cart_id, line_id, product, options, kind, saved, rest, quantity, scale, unit_price, fixed_price, snapshot, held_until, renewals, added_at, place`

/** The rows of new lines, for `values`. */
const newRows = (cart: string, lines: readonly NewLine[], now: bigint): Fragment => {
  const tuples = lines.map(
    (
      line,
    ) => part`(${cart}, ${line.id}, ${line.product}, ${line.options}, ${line.kind}, 0, 0, ${exact(line.quantity)}, ${BigInt(line.scale)}, ${line.unitPrice},
      ${line.fixedPrice ? 1n : 0n}, ${JSON.stringify(line.snapshot)}, ${line.heldUntil}, 0, ${now}, ${line.place})`,
  )
  return joined(tuples, ', ')
}

/** A price that was agreed stays until another one is: what is added without a price of its own leaves it. What was won has its own rules. */
const PRICE = part`
  unit_price = case when cart_line.fixed_price = 1 and cart_line.kind = 'item' and excluded.fixed_price = 0
    then cart_line.unit_price else excluded.unit_price end,
  fixed_price = case when cart_line.fixed_price = 1 and cart_line.kind = 'item' then 1 else excluded.fixed_price end`

/**
 * What is saved of these goods makes way for lines to buy: it becomes a rest beside them. Decided on one version of the cart, which has no such rest.
 */
export const makeRests = (cart: string, lines: readonly Pick<NewLine, 'product' | 'options'>[]): Statement => sql`
  update cart_line set rest = 1
  where cart_id = ${cart} and saved = 1 and rest = 0
    and ${oneOf(
      part`product`,
      lines.map((line) => line.product),
    )}
    and ${oneOf(
      part`product || ' ' || options`,
      lines.map((line) => `${line.product} ${line.options}`),
    )}`

/**
 * Adds lines of counted products, or their quantities to the lines that are there: the sums are made by the statement, so adds at the same time all
 * survive. Limits are asked afterwards, in the same batch (`beyondLimits`). Changes no row where the line was counted in other steps, or where it is
 * saved for later and `makeRests` was not before it. `withSaved`: what is saved becomes part of it.
 */
export const addCounted = (cart: string, lines: readonly NewLine[], now: bigint, withSaved = false): Statement => sql`
  insert into cart_line (${LINE}) values ${newRows(cart, lines, now)}
  on conflict (cart_id, product, options, rest) do update set
    quantity = ${exactSum(part`cart_line.quantity`, part`excluded.quantity`)}, saved = 0, ${PRICE}, snapshot = excluded.snapshot
  where cart_line.scale = excluded.scale and cart_line.saved <= ${withSaved ? 1n : 0n}`

/**
 * Adds lines of unique products. A line that is there already is taken up again only when its hold has lapsed or it was saved for later:
 * it then gets the new id, which is what the new claim names as its holder. Changes no row where the product is in the cart as it should be.
 */
export const addUnique = (cart: string, lines: readonly NewLine[], now: bigint): Statement => sql`
  insert into cart_line (${LINE}) values ${newRows(cart, lines, now)}
  on conflict (cart_id, product, options, rest) do update set line_id = excluded.line_id, kind = excluded.kind, saved = 0, ${PRICE},
    snapshot = excluded.snapshot, held_until = excluded.held_until, renewals = 0
  where cart_line.saved = 1 or (excluded.held_until is not null and (cart_line.held_until is null or cart_line.held_until <= excluded.added_at))`

/** Sets the quantity of a line (steps); the price it had stays. */
export const writeQuantity = (cart: string, line: string, quantity: bigint): Statement => sql`
  update cart_line set quantity = ${exact(quantity)} where cart_id = ${cart} and line_id = ${line} and saved = 0`

/** As `writeQuantity`, with a price that does not follow the catalogue from now on. */
export const writeQuantityAndPrice = (cart: string, line: string, quantity: bigint, unitPrice: bigint): Statement => sql`
  update cart_line set quantity = ${exact(quantity)}, unit_price = ${unitPrice}, fixed_price = 1
  where cart_id = ${cart} and line_id = ${line} and saved = 0`

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

/** The rows of lines as they are, for `values`. */
const storedRows = (cart: string, lines: readonly StoredLine[]): Fragment => {
  const tuples = lines.map(
    (
      line,
    ) => part`(${cart}, ${line.id}, ${line.product}, ${line.options}, ${line.kind}, ${line.saved ? 1n : 0n}, ${line.rest ? 1n : 0n}, ${exact(line.quantity)}, ${BigInt(line.scale)},
      ${line.unitPrice}, ${line.fixedPrice ? 1n : 0n}, ${JSON.stringify(line.snapshot)}, ${line.heldUntil}, ${line.renewals}, ${line.addedAt}, ${line.place})`,
  )
  return joined(tuples, ', ')
}

/** Puts lines into a cart as they are, in one statement: they keep their ids, so their claims stay as they are. */
export const putLines = (cart: string, lines: readonly StoredLine[]): Statement => sql`
  insert into cart_line (${LINE}) values ${storedRows(cart, lines)}`

/** As `putLines`; where the cart has such a line, it becomes the new one. Decided on one version of the cart, whose row the batch has taken. */
export const overwriteLines = (cart: string, lines: readonly StoredLine[]): Statement => sql`
  insert into cart_line (${LINE}) values ${storedRows(cart, lines)}
  on conflict (cart_id, product, options, rest) do update set line_id = excluded.line_id, kind = excluded.kind, saved = excluded.saved,
    quantity = excluded.quantity, scale = excluded.scale, unit_price = excluded.unit_price, fixed_price = excluded.fixed_price,
    snapshot = excluded.snapshot, held_until = excluded.held_until, renewals = excluded.renewals, added_at = excluded.added_at, place = excluded.place`
