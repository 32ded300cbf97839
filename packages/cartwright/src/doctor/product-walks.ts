import { lotHolder } from '../claims/claim.ts'
import { cartOfId } from '../orders/order-rows.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { lotsOf } from './auction-questions.ts'
import { attemptsOf, cartsOf, linesById, orderLinesOf, ordersOfCarts } from './cart-questions.ts'
import { type Asking, among, amount, byText, type Found, grouped, teller, text, texts, type Walk } from './look.ts'
import { claimPage, claimsAgain, claimsOf, queuePage, queuesOf, winsOf } from './product-questions.ts'
import { said } from './sentences.ts'

const LOT = lotHolder('')

/** What a cart that was closed without an order has in place of an attempt. */
const CLOSED = 'closed:'

/** The carts that these attempts belong to, and the carts that were closed in place of an attempt. */
export const cartsBehind = (attempts: readonly string[]): string[] => [
  ...new Set(attempts.map((id) => (id.startsWith(CLOSED) ? id.slice(CLOSED.length) : cartOfId(id)))),
]

/**
 * The state of what stands behind an attempt's id: that of the attempt, or `paid` for a cart that was closed; `''` where there is none. A closed cart that is
 * gone was cleaned away: what it sold stays sold.
 */
export function stateBehind(
  id: string,
  attempts: ReadonlyMap<string, Row>,
  carts: ReadonlyMap<string, Row>,
  ordered: ReadonlySet<string>,
): string {
  if (!id.startsWith(CLOSED)) return text(attempts.get(id), 'state')
  const cart = carts.get(id.slice(CLOSED.length))
  return cart === undefined || (cart.state === 'placed' && !ordered.has(text(cart, 'cart_id'))) ? 'paid' : ''
}

/** Every hold belongs to a line, every sale to an order, every right to what was won; as many wait as the claim counts. */
export const claims: Walk = { table: 'claim', page: claimPage, again: claimsAgain, judge: judgeClaims }

function* judgeClaims(rows: Rows): Asking<Found[]> {
  const taken = rows.filter((claim) => claim.attempt_id !== null)
  const held = rows.filter((claim) => claim.state === 'held')
  const products = texts(rows, 'product')
  const behind = cartsBehind(texts(taken, 'attempt_id'))
  const [queues = [], wins = [], lines = [], attempts = [], orderLines = [], orders = [], closed = []] = yield [
    queuesOf(products),
    winsOf(products),
    among(texts(held, 'holder'), linesById),
    among(behind, attemptsOf),
    among(behind, orderLinesOf),
    among(behind, ordersOfCarts),
    among(behind, cartsOf),
  ]
  const running = texts(held, 'holder').flatMap((holder) => (holder.startsWith(LOT) ? [holder.slice(LOT.length)] : []))
  const [homes = [], lots = []] = yield [among(texts(lines, 'cart_id'), cartsOf), among(running, lotsOf)]
  const about: About = {
    places: byText(queues, 'product'),
    wins: byText(wins, 'id'),
    lots: new Map(lots.map((lot) => [lotHolder(text(lot, 'lot_id')), lot])),
    lines: byText(lines, 'line_id'),
    homes: byText(homes, 'cart_id'),
    attempts: byText(attempts, 'id'),
    carts: byText(closed, 'cart_id'),
    ordered: new Set(texts(orders, 'cart_id')),
    bought: grouped(orderLines, 'order_id', 'product'),
  }
  return rows.flatMap((claim) => judgeClaim(claim, about))
}

interface About {
  readonly places: ReadonlyMap<string, Row>
  readonly wins: ReadonlyMap<string, Row>
  /** By holder. */
  readonly lots: ReadonlyMap<string, Row>
  readonly lines: ReadonlyMap<string, Row>
  readonly homes: ReadonlyMap<string, Row>
  readonly attempts: ReadonlyMap<string, Row>
  readonly carts: ReadonlyMap<string, Row>
  readonly ordered: ReadonlySet<string>
  readonly bought: (order: unknown, product: string) => Rows
}

const tell = teller('claim', 'product', null)

function judgeClaim(claim: Row, about: About): Found[] {
  const { product, state } = claim
  const attempt = text(claim, 'attempt_id')
  const waiters = amount(claim, 'waiters')
  const places = amount(about.places.get(text(claim, 'product')), 'places')
  return [
    ...(state === 'held' && claim.source === 'cart' ? judgeHold(claim, about, places) : []),
    ...(state === 'held' && RIGHTS.includes(text(claim, 'source')) ? judgeRight(claim, about) : []),
    ...(state === 'paying' || state === 'sold' ? judgeSale(claim, attempt, about) : []),
    ...tell(waiters !== places, claim, 'P3', said('the claim on $1 counts $2 who wait, $3 do', product, waiters, places), {
      fix: { change: 'claim.waiters', from: `${waiters}`, to: `${places}`, says: `count ${places} who wait for ${product}` },
    }),
  ]
}

/** A cart's hold without a line in an open cart keeps others away for nobody. */
function judgeHold(claim: Row, { lines, homes }: About, places: bigint): Found[] {
  const { product, holder } = claim
  const line = lines.get(text(claim, 'holder'))
  const home = homes.get(text(line, 'cart_id'))
  const kept = line !== undefined && line.saved === 0n && line.product === product && home?.state === 'open'
  const fix = { change: 'claim', from: `${holder} ${claim.expires_at}`, to: null, says: `remove the hold on ${product}` } as const
  return tell(!kept, claim, 'P4', said('the hold on $1 has no line in an open cart', product), places === 0n ? { fix } : {})
}

/** Rights that somebody has won or was offered. */
const RIGHTS: readonly string[] = ['auction', 'offer']

/** A right is what somebody has won, or the auction that runs. One that was given without a price before rights were kept has a line of its own. */
function judgeRight(claim: Row, { wins, lots, lines }: About): Found[] {
  const { product, owner } = claim
  const holder = text(claim, 'holder')
  const lost = !wins.has(holder) && lots.get(holder)?.state !== 'live' && !(claim.price === null && lines.has(holder))
  return tell(lost, claim, 'P5', said('the right of $1 on $2 is neither won nor a running auction', owner, product))
}

function judgeSale(claim: Row, attempt: string, { attempts, carts, ordered, bought }: About): Found[] {
  const { product, state } = claim
  const behind = stateBehind(attempt, attempts, carts, ordered)
  const own = bought(attempts.get(attempt)?.order_id, text(claim, 'product'))
  // What was given back may stay with the buyer: only what is on sale again is nobody's.
  const isPaid = behind === 'paid' || behind === 'refunded'
  const restocked = own.length > 0 && own.every((line) => line.restocked === 1n)
  return [
    ...tell(
      state === 'paying' && behind !== 'pending',
      claim,
      'P4',
      said('$1 is being paid for, and its payment is $2', product, behind || null),
    ),
    ...tell(state === 'sold' && !isPaid, claim, 'P1', said('$1 is sold, and its payment is $2', product, behind || null)),
    ...tell(!attempt.startsWith(CLOSED) && own.length === 0, claim, 'P1', said('$1 is $2 in no order', product, state)),
    ...tell(state === 'sold' && restocked, claim, 'P1', said('$1 is sold by $2, where it is on sale again', product, attempt)),
  ]
}

/** Nobody waits for what has no claim. */
export const queues: Walk = {
  table: 'queue_place',
  page: queuePage,
  again: (rows) => queuesOf(texts(rows, 'product')),
  *judge(rows): Asking<Found[]> {
    const [found = []] = yield [claimsOf(texts(rows, 'product'))]
    const byProduct = byText(found, 'product')
    const queue = teller('queue_place', 'product', null)
    return rows.flatMap((row) =>
      queue(!byProduct.has(text(row, 'product')), row, 'P3', said('$1 wait for $2, which has no claim', row.places, row.product)),
    )
  },
}
