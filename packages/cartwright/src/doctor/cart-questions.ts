import { oneOf, textInJson } from '../storage/exact.ts'
import { type Fragment, part, type Row, type Rows, type Statement, sql } from '../storage/statement.ts'
import { text, texts } from './look.ts'

const CART = part`cart_id, owner, name, state, attempt_id`
const ORDER = part`cart_id, id, buyer, customer, state, currency, total, quote`

export const cartPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${CART} from cart where cart_id > ${text(after ?? undefined, 'cart_id')} order by cart_id limit ${limit}`

export const cartsAgain = (rows: Rows): Statement => sql`select ${CART} from cart where ${oneOf(part`cart_id`, texts(rows, 'cart_id'))}`

/** Carts by id, whatever became of them. */
export const cartsOf = (carts: readonly string[]): Statement => sql`select ${CART} from cart where ${oneOf(part`cart_id`, carts)}`

export const slotPage = (after: Row | null, limit: bigint): Statement => sql`
  select owner, name, cart_id from cart_slot
  where (owner, name) > (${text(after ?? undefined, 'owner')}, ${text(after ?? undefined, 'name')}) order by owner, name limit ${limit}`

export const slotsOf = (owners: readonly string[]): Statement =>
  sql`select owner, name, cart_id from cart_slot where ${oneOf(part`owner`, owners)}`

const isKey = part`substr(id, 1, 9) = 'checkout:' and reference is not null`

export const keyPage = (after: Row | null, limit: bigint): Statement => sql`
  select owner, id, reference from idempotency
  where (owner, id) > (${text(after ?? undefined, 'owner')}, ${text(after ?? undefined, 'id')}) and ${isKey} order by owner, id limit ${limit}`

export const keysAgain = (rows: Rows): Statement => sql`
  select owner, id, reference from idempotency where ${oneOf(part`owner`, texts(rows, 'owner'))} and ${oneOf(part`id`, texts(rows, 'id'))} and ${isKey}`

/** Lines of carts that hold something, or say so. */
export const heldLinesOf = (carts: readonly string[]): Statement => sql`
  select ${LINE} from cart_line where ${oneOf(part`cart_id`, carts)} and saved = 0 and held_until is not null`

const stock: Fragment = part`${textInJson(part`snapshot`, ['stock'])} as stock`
const LINE = part`cart_id, line_id, product, saved, cast(quantity as text) as quantity, held_until, ${stock}`

/** Lines by id, in whichever cart they are: nothing leads from a hold to its cart. */
export const linesById = (lines: readonly string[]): Statement => sql`select ${LINE} from cart_line where ${oneOf(part`line_id`, lines)}`

export const attemptsOf = (carts: readonly string[]): Statement => sql`
  select cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state from attempt where ${oneOf(part`cart_id`, carts)}`

export const orderPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${ORDER} from placed_order
  where (cart_id, id) > (${text(after ?? undefined, 'cart_id')}, ${text(after ?? undefined, 'id')}) order by cart_id, id limit ${limit}`

export const ordersAgain = (rows: Rows): Statement => sql`
  select ${ORDER} from placed_order where ${oneOf(part`cart_id`, texts(rows, 'cart_id'))} and ${oneOf(part`id`, texts(rows, 'id'))}`

export const ordersOfCarts = (carts: readonly string[]): Statement => sql`
  select cart_id, id, buyer, state from placed_order where ${oneOf(part`cart_id`, carts)}`

export const orderLinesOf = (carts: readonly string[]): Statement => sql`
  select cart_id, order_id, line_id, seller, product, cast(quantity as text) as quantity, total, paid, refunded, restocked, ${stock}
  from order_line where ${oneOf(part`cart_id`, carts)}`

export const parcelsOf = (carts: readonly string[]): Statement => sql`
  select cart_id, order_id, seller, state from parcel where ${oneOf(part`cart_id`, carts)}`

export const paymentsOf = (carts: readonly string[]): Statement => sql`
  select cart_id, order_id, id, method, amount, refunded, state from payment where ${oneOf(part`cart_id`, carts)}`

export const refundsOf = (carts: readonly string[]): Statement => sql`
  select cart_id, id, order_id, method, amount, state from refund where ${oneOf(part`cart_id`, carts)}`

export const refundLinesOf = (carts: readonly string[]): Statement => sql`
  select cart_id, refund_id, line_id, amount from refund_line where ${oneOf(part`cart_id`, carts)}`

export const proceedsOf = (carts: readonly string[]): Statement => sql`
  select cart_id, order_id, seller, owner, amount, commission, refunded, state from proceeds where ${oneOf(part`cart_id`, carts)}`

/** What was told of these carts: checkouts, and orders with their ids. */
export const factsOf = (carts: readonly string[]): Statement => sql`
  select key, name, ${textInJson(part`payload`, ['order'])} as order_id from event
  where ${oneOf(part`key`, carts)} and name in ('cart.checked_out', 'order.placed')`
