import { oneOf } from '../storage/exact.ts'
import { type Fragment, part, type Statement, sql } from '../storage/statement.ts'

const ofBoth = (guest: string, user: string): Fragment => part`
  select owner, name, cart_id, cast(null as text) as attempt_id, cast(null as text) as order_id from cart_slot
  where ${oneOf(part`owner`, [guest, user])}
  union all
  select owner, name, cart_id, attempt_id, cast(null as text) from cart where owner = ${guest} and state = 'paying'`

/**
 * Where the open carts of two owners are found (`attempt_id` is null), and the first one's carts in payment: also those that are in no slot, because their
 * lines were bought apart.
 */
export const cartsOfBoth = (guest: string, user: string): Statement => sql`${ofBoth(guest, user)}`

/** The same, and the guest's orders (`order_id`), of carts in payment as well. */
export const cartsAndOrders = (guest: string, user: string): Statement => sql`
  ${ofBoth(guest, user)}
  union all
  select buyer, '', cart_id, cast(null as text), id from placed_order where buyer = ${guest}`

/** Leads to another cart from now on; changes no row when the slot does not lead where the mover thinks. */
export const moveSlot = (owner: string, from: string, to: string): Statement => sql`
  update cart_slot set cart_id = ${to} where owner = ${owner} and cart_id = ${from}`

/** A cart in payment leaves its slot to another; changes no row when its payment has ended meanwhile. */
export const touchPaying = (cart: string, version: bigint, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now} where cart_id = ${cart} and version = ${version} and state = 'paying'`

/** A cart in payment gets another owner; changes no row when its payment has ended meanwhile. */
export const rebindCart = (cart: string, from: string, to: string, now: bigint): Statement => sql`
  update cart set version = version + 1, used_at = ${now}, owner = ${to} where cart_id = ${cart} and owner = ${from} and state = 'paying'`

/** Orders belong to the aggregate of their cart. */
export const rebindOrders = (cart: string, from: string, to: string): Statement => sql`
  update placed_order set buyer = ${to} where cart_id = ${cart} and buyer = ${from}`

export const rebindAttempts = (cart: string, from: string, to: string): Statement => sql`
  update attempt set buyer = ${to} where cart_id = ${cart} and buyer = ${from}`

/** Only these orders of a cart: another one may have begun meanwhile. */
export const rebindOrdersNamed = (cart: string, orders: readonly string[], from: string, to: string): Statement => sql`
  update placed_order set buyer = ${to} where cart_id = ${cart} and buyer = ${from} and ${oneOf(part`id`, orders)}`

/** Leaves out an attempt whose end nobody knows: it goes with its cart. */
export const rebindEndedAttempts = (cart: string, orders: readonly string[], from: string, to: string): Statement => sql`
  update attempt set buyer = ${to} where cart_id = ${cart} and buyer = ${from} and state <> 'pending' and ${oneOf(part`order_id`, orders)}`

/** Remembers the last merge into a cart; an earlier one cannot be undone any more. */
export const writeMerge = (cart: string, id: string, record: string, now: bigint): Statement => sql`
  insert into cart_merge (cart_id, id, record, made_at) values (${cart}, ${id}, ${record}, ${now})
  on conflict (cart_id) do update set id = excluded.id, record = excluded.record, made_at = excluded.made_at`

export const readMerge = (cart: string): Statement => sql`select id, record, made_at from cart_merge where cart_id = ${cart}`

/** Changes no row when it was undone already, or another merge came after it. */
export const forgetMerge = (cart: string, id: string): Statement => sql`delete from cart_merge where cart_id = ${cart} and id = ${id}`
