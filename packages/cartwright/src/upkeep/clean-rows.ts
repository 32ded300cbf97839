import { exactSum, exactSumAtMost, oneOf } from '../storage/exact.ts'
import { part, type Statement, sql } from '../storage/statement.ts'

/** The next carts in the order of their key: the walk needs no index of its own, and one look is always short. */
export const cartsAfter = (after: string, limit: bigint): Statement => sql`
  select cart_id, owner, state, version, used_at from cart where cart_id > ${after} order by cart_id limit ${limit}`

/** The same of carts that are known by id, as they are now. */
export const cartsById = (carts: readonly string[]): Statement => sql`
  select cart_id, owner, state, version, used_at from cart where ${oneOf(part`cart_id`, carts)}`

/** Carts among these that have lines, with how many. */
export const linesOfCarts = (carts: readonly string[]): Statement => sql`
  select cart_id, count(*) as lines from cart_line where ${oneOf(part`cart_id`, carts)} group by cart_id`

/** Lines of these carts that hold, held or won a unique product. */
export const heldLines = (carts: readonly string[]): Statement => sql`
  select cart_id, line_id, product from cart_line where ${oneOf(part`cart_id`, carts)} and held_until is not null`

/** What carts that were closed without an order have sold. */
export const soldLines = (carts: readonly string[]): Statement => sql`
  select product, cast(quantity as text) as quantity, snapshot from cart_line where ${oneOf(part`cart_id`, carts)} and saved = 0`

/** Takes sales off a counter whose carts are forgotten, so that it still says what the records say. */
export const forgetSold = (product: string, quantity: bigint): Statement => sql`
  update stock set sold = ${exactSum(part`sold`, -quantity)} where product = ${product} and ${exactSumAtMost(part`${'0'}`, quantity, part`sold`)}`

export const ordersOfCarts = (carts: readonly string[]): Statement => sql`
  select cart_id, state from placed_order where ${oneOf(part`cart_id`, carts)}`

export const attemptsOfCarts = (carts: readonly string[]): Statement => sql`
  select cart_id, state from attempt where ${oneOf(part`cart_id`, carts)}`

/** Whose rights outlive a cart: won, offered or reserved by a seller, and not lapsed. */
export const ownersOfRights = (now: bigint): Statement => sql`
  select owner from claim where expires_at > ${now} and source <> 'cart'`

/** The places where these carts were found; a place that leads to another cart by now stays. */
export const freeSlots = (owners: readonly string[], carts: readonly string[]): Statement => sql`
  delete from cart_slot where ${oneOf(part`owner`, owners)} and ${oneOf(part`cart_id`, carts)}`

/** Removes carts with their lines. The guard is the question's own: a cart that was used meanwhile stays. */
export const deleteStaleCarts = (carts: readonly string[], before: bigint): Statement => sql`
  delete from cart where ${oneOf(part`cart_id`, carts)} and used_at < ${before} and state <> 'paying'`

/** Closes a cart that orders belong to; changes no row when anybody has changed it meanwhile. */
export const closeStaleCart = (cart: string, version: bigint, state: string): Statement => sql`
  update cart set version = version + 1, codes = '[]', notices = '[]', state = ${state} where cart_id = ${cart} and version = ${version}`

export const deleteLinesOf = (cart: string): Statement => sql`delete from cart_line where cart_id = ${cart}`

/** Carts of whose history something still has to be told, or could not be. */
export const untoldCarts = (carts: readonly string[]): Statement => sql`
  select key as cart_id from delivery where ${oneOf(part`key`, carts)}
  union select key from event where ${oneOf(part`key`, carts)} and due_at is not null`

/** The history of carts that are gone. */
export const deleteHistory = (carts: readonly string[]): Statement => sql`
  delete from event where ${oneOf(part`key`, carts)} and due_at is null`
