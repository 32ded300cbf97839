import { claimsOn } from '../claims/claim-rows.ts'
import { cartOfId } from '../orders/order-rows.ts'
import type { Row, Rows } from '../storage/statement.ts'
import {
  attemptsOf,
  cartPage,
  cartsAgain,
  cartsOf,
  factsOf,
  heldLinesOf,
  keyPage,
  keysAgain,
  ordersOfCarts,
  slotPage,
  slotsOf,
} from './cart-questions.ts'
import { type Asking, among, amount, byText, type Found, grouped, teller, text, texts, type Walk } from './look.ts'
import { holdsOf } from './product-questions.ts'
import { said } from './sentences.ts'

/** Whether an order counts: one that was cancelled has given everything back. */
export const isLiving = (order: Row | undefined): boolean => order !== undefined && order.state !== 'cancelled'

/** One open cart an owner and name; what is being paid for has its attempt, what is placed its order; lines hold what they say. */
export const carts: Walk = { table: 'cart', page: cartPage, again: cartsAgain, judge: judgeCarts }

function* judgeCarts(rows: Rows, now: bigint): Asking<Found[]> {
  const ids = texts(rows, 'cart_id')
  const [slots = [], lines = [], attempts = [], orders = [], facts = []] = yield [
    slotsOf(texts(rows, 'owner')),
    heldLinesOf(ids),
    attemptsOf(ids),
    ordersOfCarts(ids),
    factsOf(ids),
  ]
  const open = new Set(rows.flatMap((cart) => (cart.state === 'open' ? [text(cart, 'cart_id')] : [])))
  const live = lines.filter((line) => amount(line, 'held_until') > now && open.has(text(line, 'cart_id')))
  const units = live.filter((line) => line.stock === 'counted')
  const [claims = [], holds = []] = yield [
    among(texts(live, 'product'), claimsOn),
    among(texts(units, 'product'), (products) => holdsOf(products, texts(units, 'line_id'))),
  ]
  const about = {
    slots: byText(slots, 'cart_id', 'owner', 'name'),
    lines: grouped(live, 'cart_id'),
    attempts: grouped(attempts, 'cart_id'),
    orders: grouped(orders, 'cart_id'),
    told: grouped(facts, 'key', 'name'),
    claims: byText(claims, 'product'),
    holds: byText(holds, 'product', 'holder'),
  }
  return rows.flatMap((cart) => [...judgeCart(cart, about), ...about.lines(cart.cart_id).flatMap((line) => judgeLine(cart, line, about))])
}

interface About {
  readonly slots: ReadonlyMap<string, Row>
  readonly attempts: (cart: unknown) => Rows
  readonly orders: (cart: unknown) => Rows
  readonly told: (cart: unknown, name: string) => Rows
  readonly claims: ReadonlyMap<string, Row>
  readonly holds: ReadonlyMap<string, Row>
}

const tell = teller('cart', 'cart_id', null)

function judgeCart(cart: Row, { slots, attempts, orders, told }: About): Found[] {
  const { cart_id: id, owner, name, state } = cart
  const own = attempts(id)
  const placed = orders(id)
  const pending = own.filter((row) => row.state === 'pending')
  const checkedOut = told(id, 'cart.checked_out').length
  const closed = state === 'placed' && placed.length === 0 && checkedOut > 0
  const strangers = [...pending, ...placed.filter(isLiving)].filter((row) => row.buyer !== owner)
  return [
    ...tell(state === 'open' && !slots.has(`${id} ${owner} ${name}`), cart, 'P15', said('open cart $1 is in no slot of its owner', id)),
    ...tell(
      state === 'paying' && !pending.some((row) => row.id === cart.attempt_id),
      cart,
      'P18',
      said('cart $1 pays without an attempt that is pending', id),
    ),
    ...tell(state === 'paying' && strangers.length > 0, cart, 'P15', said('cart $1 is paid for by another buyer than its owner', id)),
    ...tell(state === 'placed' && placed.length === 0 && !closed, cart, 'P17', said('cart $1 is placed without an order', id)),
    ...tell(placed.filter(isLiving).length > 1, cart, 'P15', said('cart $1 has $2 living orders', id, placed.filter(isLiving).length)),
    ...tell(
      checkedOut !== (state === 'placed' ? 1 : 0),
      cart,
      'P17',
      said('the checkout of cart $1, which is $2, is told $3 times', id, state, checkedOut),
    ),
    ...own.flatMap((row) =>
      tell(!placed.some((order) => order.id === row.order_id), cart, 'P18', said('attempt $1 is $2 and has no order', row.id, row.state), {
        table: 'attempt',
        id: text(row, 'id'),
      }),
    ),
  ]
}

/** A line in an open cart that says it holds something until a moment that has not come. */
function judgeLine(cart: Row, line: Row, { claims, holds }: About): Found[] {
  const { product, line_id: id } = line
  const naming = { table: 'cart_line', id: text(line, 'line_id') }
  if (line.stock === 'unique') {
    const claim = claims.get(text(line, 'product'))
    const same = claim !== undefined && claim.holder === id && claim.expires_at === line.held_until
    return tell(!same, cart, 'P2', said('line $1 says it holds $2, the claim does not', id, product), naming)
  }
  if (line.stock !== 'counted') return []
  const hold = holds.get(`${product} ${id}`)
  return tell(hold === undefined, cart, 'P4', said('line $1 says it holds units of $2, and holds none', id, product), naming)
}

/** A slot leads to an open cart, or to one that is being paid for. */
export const slots: Walk = {
  table: 'cart_slot',
  page: slotPage,
  again: (rows) => slotsOf(texts(rows, 'owner')),
  *judge(rows): Asking<Found[]> {
    const [found = []] = yield [cartsOf(texts(rows, 'cart_id'))]
    const byId = byText(found, 'cart_id')
    const slot = teller('cart_slot', 'owner', 'name')
    return rows.flatMap((row) => {
      const id = text(row, 'cart_id')
      const state = text(byId.get(id), 'state')
      const lost = state !== 'open' && state !== 'paying'
      return slot(lost, row, 'P15', said('the slot of $1 leads to cart $2, which is $3', row.owner, id, state || null), {
        fix: {
          change: 'cart_slot',
          from: id,
          to: null,
          says: `remove the slot ${row.name} of ${row.owner}, so that the next add begins a cart`,
        },
      })
    })
  },
}

/** A key that was answered with an order leads to it. */
export const keys: Walk = {
  table: 'idempotency',
  page: keyPage,
  again: keysAgain,
  *judge(rows): Asking<Found[]> {
    const [found = []] = yield [ordersOfCarts([...new Set(rows.map((row) => cartOfId(text(row, 'reference'))))])]
    const orders = byText(found, 'id')
    const key = teller('idempotency', 'owner', 'id')
    return rows.flatMap((row) => {
      const order = text(row, 'reference')
      return key(!orders.has(order), row, 'P16', said('the key $1 leads to order $2, which is not there', row.id, order))
    })
  },
}
