import { setTimeout as pause } from 'node:timers/promises'
import { act } from '../act.ts'
import type { Snapshot } from '../cart/stored-cart.ts'
import { checkNames } from '../check-input.ts'
import { type Claim, isLive } from '../claims/claim.ts'
import { claimsOn, readClaim, releaseClaim } from '../claims/claim-rows.ts'
import type { Context } from '../context.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import type { Row, Rows, Statement } from '../storage/statement.ts'
import {
  attemptsOfCarts,
  cartsAfter,
  cartsById,
  closeStaleCart,
  deleteHistory,
  deleteLinesOf,
  deleteStaleCarts,
  forgetSold,
  freeSlots,
  heldLines,
  linesOfCarts,
  ordersOfCarts,
  ownersOfRights,
  soldLines,
  untoldCarts,
} from './clean-rows.ts'

/** `empty`: no lines, whoever owns it; the others by their owner. */
export type CartClass = (typeof CLASSES)[number]
export const CLASSES = ['guest', 'user', 'empty'] as const

export interface CleanOptions {
  /** Carts that were not used for so many days are stale. Default 90; above zero. */
  readonly days?: number
  /** Also carts that were checked out, when their orders are final. Default false. */
  readonly includePlaced?: boolean
  /** Counts, and changes nothing. Default false. */
  readonly dryRun?: boolean
  /** Carts removed in one batch at most. Default 100, at most 5,000: larger ones hold buyers up. */
  readonly batch?: number
  /** Only carts of these classes. Default all. */
  readonly classes?: readonly CartClass[]
  /** Called after each batch with what was done so far. */
  readonly onProgress?: (cleaned: Cleaned) => void
}

/** What a cleaning has done, or would do. */
export interface Cleaned {
  /** Carts looked at. */
  readonly seen: number
  /** Carts that are gone, with their lines and their history. */
  readonly deleted: number
  /** Carts that orders belong to: their lines are gone and they are closed, the orders and their frozen quotes stay. */
  readonly emptied: number
  /** Stale carts that stay: a payment is under way or a refund due, a right that was won still runs, an order is not final. */
  readonly kept: { readonly payment: number; readonly win: number; readonly order: number }
}

const OPTIONS: readonly (keyof CleanOptions)[] = ['days', 'includePlaced', 'dryRun', 'batch', 'classes', 'onProgress']
const DAY = 24n * 60n * 60_000n
const FINAL_ORDERS: readonly unknown[] = ['delivered', 'cancelled', 'refunded']
const FINAL_ATTEMPTS: readonly unknown[] = ['paid', 'failed', 'refunded']
const LARGEST_BATCH = 5_000
/** Carts looked at in one question of the walk. */
const LOOK = 1_000
/** Milliseconds after each batch: whoever waits for the file looks again within 10, and so gets it before the next. */
const REST = 10

/**
 * Removes carts that nobody has used for some days, a short batch at a time, so that buyers are hardly held up. Age is that of the last use. Stays:
 * a cart with a payment under way or a refund due, one whose owner has a won or reserved right that still runs, one with an order that is
 * not final. A closed cart without an order goes with `includePlaced`. A cart that has (cancelled or, with `includePlaced`, finished) orders loses its
 * lines and is closed; its row stays for the orders. A cart that is used while it is looked at stays as it is. Of the carts nobody is told, of holds
 * that end with them those who listen. Throws `RangeError` for days of zero or less, other senseless options and such as there are not.
 *
 * @example
 * const { deleted } = await shop.cleanCarts({ days: 30, classes: ['guest', 'empty'] })
 */
export async function cleanCarts(context: Context, options: CleanOptions = {}): Promise<Cleaned> {
  checkNames('cleanCarts', options, OPTIONS)
  const { days = 90, batch = 100 } = options
  for (const name of ['includePlaced', 'dryRun'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'boolean') throw new RangeError(`${name}: must be true or false`)
  if (!(days > 0) || !Number.isFinite(days)) throw new RangeError('days: must be above zero')
  if (!Number.isInteger(batch) || batch < 1 || batch > LARGEST_BATCH)
    throw new RangeError(`batch: must be a whole number from 1 to ${LARGEST_BATCH}`)
  const strange = options.classes?.find((name) => !CLASSES.includes(name))
  if (strange !== undefined) throw new RangeError(`classes: ${strange} is none of ${CLASSES.join(', ')}`)
  const before = context.clock() - BigInt(Math.ceil(days * Number(DAY)))
  // Asked once: a right that is given later touches its winner's cart, and then the guard of the removal holds.
  const [owners = []] = await context.db.read(ownersOfRights(context.clock()))
  const winners = new Set(owners.map((row) => String(row.owner)))
  const limits: Limits = { before, winners, includePlaced: options.includePlaced === true }
  const look = Math.max(LOOK, batch)
  let total: Cleaned = counted(NOTHING)
  for (let after: string | null = ''; after !== null; ) {
    const [carts = []]: readonly Rows[] = await context.db.read(cartsAfter(after, BigInt(look)))
    total = { ...total, seen: total.seen + carts.length }
    const stale = carts.filter((cart) => isStale(cart, limits)).map((cart) => String(cart.cart_id))
    for (let start = 0; start < stale.length; start += batch) {
      const plan = await cleanBatch(context, options, stale.slice(start, start + batch), limits)
      total = sumOf(total, counted(plan))
      options.onProgress?.(total)
      if (options.dryRun !== true && plan.deleted.length + plan.emptied.length > 0) await pause(REST)
    }
    if (stale.length === 0) options.onProgress?.(total)
    after = carts.length < look ? null : String(carts.at(-1)?.cart_id)
  }
  return total
}

interface Limits {
  readonly before: bigint
  readonly winners: ReadonlySet<string>
  readonly includePlaced: boolean
}

/** Reads these carts anew, judges and removes them in one batch; when one of them was used meanwhile it begins anew, without it. */
async function cleanBatch(context: Context, options: CleanOptions, ids: readonly string[], limits: Limits): Promise<Plan> {
  let plan = NOTHING
  return act(
    context,
    async () => {
      plan = await judge(context, options, ids, limits)
      const statements = options.dryRun === true ? [] : statementsOf(context, plan, limits.before)
      if (statements.length > 0) await context.db.batch(statements, { key: 'clean-carts', id: context.newId() })
      return plan
    },
    // The batch is done and only its rows are lost: what it was to do is what it did.
    async () => plan,
  )
}

const isStale = (cart: Row, { before, includePlaced }: Limits): boolean =>
  (cart.used_at as bigint) < before && (cart.state === 'open' || cart.state === 'merged' || (cart.state === 'placed' && includePlaced))

/** What becomes of some stale carts. */
interface Plan {
  readonly deleted: readonly Row[]
  readonly emptied: readonly Row[]
  readonly kept: Cleaned['kept']
  /** Carts whose history was told to whom it concerns, and goes with them. */
  readonly told: readonly string[]
  /** Holds of these carts that nobody has swept yet, in the order of products. */
  readonly holds: readonly Claim[]
  /** Units that closed carts have sold and nobody will know of any more, by counted product. */
  readonly sold: ReadonlyMap<string, bigint>
}

const NOTHING: Plan = { deleted: [], emptied: [], kept: { payment: 0, win: 0, order: 0 }, told: [], holds: [], sold: new Map() }

async function judge(context: Context, { classes }: CleanOptions, ids: readonly string[], limits: Limits): Promise<Plan> {
  const [carts = [], counts = [], held = [], orders = [], attempts = [], untold = []] = await context.db.read(
    cartsById(ids),
    linesOfCarts(ids),
    heldLines(ids),
    ordersOfCarts(ids),
    attemptsOfCarts(ids),
    untoldCarts(ids),
  )
  const [claimRows = []] = held.length === 0 ? [] : await context.db.read(claimsOn([...new Set(held.map((line) => String(line.product)))]))
  const claims = new Map(claimRows.map((row) => [String(row.product), readClaim(row)]))
  const ours = held.filter((line) => claims.get(String(line.product))?.holder === line.line_id)
  const now = context.clock()
  const won = cartsOf(ours.filter((line) => isRunningRight(claims.get(String(line.product)), now)))
  const filled = cartsOf(counts)
  const bound = cartsOf([...orders, ...attempts])
  const paying = cartsOf(attempts.filter((row) => !FINAL_ATTEMPTS.includes(row.state)))
  const ordered = cartsOf(orders.filter((row) => !FINAL_ORDERS.includes(row.state)))

  const plan = { deleted: [] as Row[], emptied: [] as Row[], kept: { payment: 0, win: 0, order: 0 } }
  for (const cart of carts.filter((one) => isStale(one, limits))) {
    const id = cart.cart_id
    if (classes !== undefined && !classes.includes(classOf(cart, filled))) continue
    if (paying.has(id)) plan.kept.payment += 1
    else if (won.has(id) || (cart.state === 'open' && limits.winners.has(String(cart.owner)))) plan.kept.win += 1
    else if (ordered.has(id)) plan.kept.order += 1
    else if (!bound.has(id)) plan.deleted.push(cart)
    else if (cart.state === 'open' || filled.has(id)) plan.emptied.push(cart)
  }
  const waiting = cartsOf(untold)
  const told = plan.deleted.filter((cart) => !waiting.has(cart.cart_id)).map((cart) => String(cart.cart_id))
  const going = cartsOf([...plan.deleted, ...plan.emptied])
  const holds = ours.filter((line) => going.has(line.cart_id)).flatMap((line) => claims.get(String(line.product)) ?? [])
  const closed = plan.deleted.filter((cart) => cart.state === 'placed').map((cart) => String(cart.cart_id))
  const [sales = []] = closed.length === 0 ? [] : await context.db.read(soldLines(closed))
  return { ...plan, told, holds: holds.sort((left, right) => (left.product < right.product ? -1 : 1)), sold: soldOf(sales) }
}

function soldOf(lines: Rows): ReadonlyMap<string, bigint> {
  const sold = new Map<string, bigint>()
  for (const { product, quantity, snapshot } of lines) {
    if ((JSON.parse(String(snapshot)) as Snapshot).stock !== 'counted') continue
    sold.set(String(product), (sold.get(String(product)) ?? 0n) + BigInt(String(quantity)))
  }
  return sold
}

const cartsOf = (rows: Rows): ReadonlySet<unknown> => new Set(rows.map((row) => row.cart_id))

const isRunningRight = (claim: Claim | undefined, now: bigint): boolean =>
  claim !== undefined && claim.source !== 'cart' && isLive(claim, now)

function classOf(cart: Row, filled: ReadonlySet<unknown>): CartClass {
  if (!filled.has(cart.cart_id)) return 'empty'
  return String(cart.owner).startsWith('user:') ? 'user' : 'guest'
}

/** The order of locks is that of all batches: the owner's rows, carts, products. */
function statementsOf(context: Context, { deleted, emptied, told, holds, sold }: Plan, before: bigint): Statement[] {
  const now = context.clock()
  const live = holds.filter((claim) => isLive(claim, now))
  const going = [...deleted, ...emptied]
  if (going.length === 0) return []
  const ids = deleted.map((cart) => String(cart.cart_id))
  const open = going.filter((cart) => cart.state === 'open')
  return [
    ...(open.length === 0
      ? []
      : [
          freeSlots(
            [...new Set(open.map((cart) => String(cart.owner)))],
            open.map((cart) => String(cart.cart_id)),
          ),
        ]),
    ...(ids.length === 0 ? [] : [deleteStaleCarts(ids, before).expect(BigInt(ids.length)).orReread()]),
    ...(told.length === 0 ? [] : [deleteHistory(told)]),
    ...emptied.flatMap((cart) => [
      closeStaleCart(String(cart.cart_id), cart.version as bigint, cart.state === 'placed' ? 'placed' : 'merged').orReread(),
      deleteLinesOf(String(cart.cart_id)),
    ]),
    ...holds.flatMap(({ product, holder }) => releaseClaim(product, holder, now)),
    ...[...sold].sort(([left], [right]) => (left < right ? -1 : 1)).map(([product, quantity]) => forgetSold(product, quantity)),
    ...live.map(({ product, holder }) => recordEvents(product, [eventOf(context, 'claim.released', { product, line: holder }, now)], now)),
    ...recordExpired(
      context,
      holds.filter((claim) => !live.includes(claim)),
      now,
    ),
  ]
}

const counted = ({ deleted, emptied, kept }: Plan): Cleaned => ({ seen: 0, deleted: deleted.length, emptied: emptied.length, kept })

const sumOf = (left: Cleaned, right: Cleaned): Cleaned => ({
  seen: left.seen + right.seen,
  deleted: left.deleted + right.deleted,
  emptied: left.emptied + right.emptied,
  kept: {
    payment: left.kept.payment + right.kept.payment,
    win: left.kept.win + right.kept.win,
    order: left.kept.order + right.kept.order,
  },
})
