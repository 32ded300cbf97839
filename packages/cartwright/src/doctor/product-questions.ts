import { exactTotal, oneOf, textInJson } from '../storage/exact.ts'
import { part, type Row, type Rows, type Statement, sql } from '../storage/statement.ts'
import { text, texts } from './look.ts'

const CLAIM = part`product, state, source, holder, owner, attempt_id, price, expires_at, waiters`
const STOCK = part`product, cast(on_hand as text) as on_hand, cast(reserved as text) as reserved, cast(sold as text) as sold`
const HOLD = part`product, holder, cast(quantity as text) as quantity, attempt_id, expires_at`
const WIN = part`product, id, lot_id, owner, price, state, pay_by, ended_at`

export const claimPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${CLAIM} from claim where product > ${text(after ?? undefined, 'product')} order by product limit ${limit}`

export const claimsAgain = (rows: Rows): Statement => sql`select ${CLAIM} from claim where ${oneOf(part`product`, texts(rows, 'product'))}`

export const claimsOf = (products: readonly string[]): Statement => sql`select ${CLAIM} from claim where ${oneOf(part`product`, products)}`

/** How many wait for each product. */
export const queuePage = (after: Row | null, limit: bigint): Statement => sql`
  select product, count(*) as places from queue_place where product > ${text(after ?? undefined, 'product')} group by product order by product limit ${limit}`

export const queuesOf = (products: readonly string[]): Statement => sql`
  select product, count(*) as places from queue_place where ${oneOf(part`product`, products)} group by product`

/** Wins that are in force. */
export const winsOf = (products: readonly string[]): Statement => sql`
  select ${WIN} from win where ${oneOf(part`product`, products)} and ended_at is null`

export const stockPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${STOCK} from stock where product > ${text(after ?? undefined, 'product')} order by product limit ${limit}`

export const stocksAgain = (rows: Rows): Statement => sql`select ${STOCK} from stock where ${oneOf(part`product`, texts(rows, 'product'))}`

export const holdPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${HOLD} from stock_hold
  where (product, holder) > (${text(after ?? undefined, 'product')}, ${text(after ?? undefined, 'holder')}) order by product, holder limit ${limit}`

/** Holds of these holders on these products. */
export const holdsOf = (products: readonly string[], holders: readonly string[]): Statement => sql`
  select ${HOLD} from stock_hold where ${oneOf(part`product`, products)} and ${oneOf(part`holder`, holders)}`

export const heldUnits = (products: readonly string[]): Statement => sql`
  select product, ${exactTotal(part`quantity`)} as quantity from stock_hold where ${oneOf(part`product`, products)} group by product`

/** Units in orders that were paid, but for those that are on sale again. */
export const orderedUnits = (products: readonly string[]): Statement => sql`
  select l.product, ${exactTotal(part`l.quantity`)} as quantity from order_line l
  join placed_order o on o.cart_id = l.cart_id and o.id = l.order_id
  join attempt a on a.cart_id = l.cart_id and a.order_id = l.order_id
  where ${oneOf(part`l.product`, products)} and o.state <> 'cancelled' and a.state in ('paid', 'refunded') and l.restocked = 0
    and ${textInJson(part`l.snapshot`, ['stock'])} = 'counted' group by l.product`

/** Units in carts that were closed without an order. One that was brought from elsewhere (no total was told of it) has sold nothing here. */
export const closedUnits = (products: readonly string[]): Statement => sql`
  select l.product, ${exactTotal(part`l.quantity`)} as quantity from cart_line l
  join cart c on c.cart_id = l.cart_id and c.state = 'placed'
  join event e on e.key = l.cart_id and e.name = 'cart.checked_out'
  where ${oneOf(part`l.product`, products)} and ${textInJson(part`e.payload`, ['order'])} is null
    and ${textInJson(part`e.payload`, ['total'])} is not null and l.saved = 0 and ${textInJson(part`l.snapshot`, ['stock'])} = 'counted' group by l.product`
