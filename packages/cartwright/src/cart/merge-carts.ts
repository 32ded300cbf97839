import { act } from '../act.ts'
import { placesOfAny } from '../claims/queue-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { checkStrategy, type MergeStrategy } from '../options.ts'
import { Unmet } from '../storage/database.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { cartsWithLines, cartWithLines, freeSlot, takeSlot } from './cart-rows.ts'
import { refuseWhilePaying, viewAfter } from './change-cart.ts'
import { liveHolds } from './join-room.ts'
import { cartsAndOrders, cartsOfBoth, rebindAttempts, rebindCart, rebindOrders } from './merge-rows.ts'
import { type Merged, type MergeReport, NOTHING_MERGED } from './merge-types.ts'
import { movePlaces } from './move-places.ts'
import { type MergePlan, mergeStatements, type Pair, planMerge, type Rebound } from './plan-merge.ts'
import { readCart } from './read-cart.ts'
import { ordersByCart, type ReboundOrders, rebindFinished } from './rebind-orders.ts'
import { readStoredCarts } from './stored-cart.ts'

/** Carts whose orders are rebound by one batch. */
const CARTS_IN_BATCH = 20

/** One cart: whose, and which of his. */
export interface CartPlace {
  readonly buyer: Buyer
  readonly name: string
}

/**
 * Joins another cart into the buyer's: in one batch, once. The other cart is closed, its lines keep their ids and so their holds; its code is taken when
 * this one has none and it applies. What does not fit is saved for later, vanished and forbidden products are left out; the report names each.
 * A cart joined with itself, by whatever handle, and an empty one change nothing and tell nothing. Can be undone for 15 minutes (`undoMerge`).
 * At most twelve statements, whatever the number of lines; two more for each hold that is given back, and where there is a code.
 * Rejects with `RangeError` for an unknown strategy, before anything is read; refuses with `cart_changed` while either cart is being paid for,
 * `plugin_failed`.
 *
 * @example
 * const { view, report } = await shop.cart({ userId: 'ana' }).merge({ token }, 'keep_higher')
 */
export async function mergeCarts(context: Context, buyer: Buyer, other: CartPlace, strategy: MergeStrategy = 'add'): Promise<Merged> {
  checkStrategy(strategy)
  const [to, from] = [ownerOf(buyer), ownerOf(other.buyer)]
  if (to === null) throw new RangeError('a cart needs a buyer: a token or a user id')
  const reread = (): Promise<Merged> => asItIs(context, buyer)
  if (from === null) return reread()
  return act(
    context,
    async () => {
      const [found = []] = await context.db.read(cartsOfBoth(from, to))
      const slots = found.filter(isSlot)
      const { pairs, held } = await pairsOf(
        context,
        slots,
        [{ from, to, source: other.name, target: context.cartName }],
        ownCarts(slots, to),
      )
      const [pair] = pairs
      if (pair === undefined) return reread()
      refuseWhilePaying(pair.source)
      if (pair.target !== null) refuseWhilePaying(pair.target)
      return carryOut(context, buyer, { pairs, held, bound: [], orders: [] }, strategy)
    },
    reread,
  )
}

/**
 * Joins a guest's carts into the user's at login, each into the one of its name: in one batch, once, nothing lost. A second login at the same time finds
 * nothing left to join. `names`: only these carts; default all.
 *
 * A payment under way is never held up. A cart that the guest is paying for becomes the user's, with its order, and keeps its place when the user
 * has no cart of that name; else it goes on beside the user's cart, and its lines come back there if the payment fails. A cart that the user is paying for
 * goes on likewise, and the guest's lines get a fresh cart in its place: what is paid for is what was shown.
 *
 * Where the guest waits in line for something, the user waits from then on, unless he has it now.
 *
 * Without `names` the guest's orders become the user's as well: two statements for each cart that has some, the first 20 carts in the same batch,
 * any more in batches of their own behind it.
 */
export async function mergeAtLogin(
  context: Context,
  guest: { readonly token: string },
  user: Buyer & { readonly userId: string },
  names: readonly string[] | null = null,
): Promise<Merged> {
  const from = ownerOf({ token: guest.token })
  const to = ownerOf(user)
  const reread = (): Promise<Merged> => asItIs(context, user)
  if (from === null || to === null) return reread()
  let more = false
  let waitsFor: readonly string[] = []
  const merged = await act(
    context,
    async () => {
      const [found = [], places = []] = await context.db.read(
        names === null ? cartsAndOrders(from, to) : cartsOfBoth(from, to),
        placesOfAny([from, to]),
      )
      waitsFor = [...new Set(places.map((row) => String(row.product)))]
      const slots = found.filter(isSlot)
      const paying = found.filter((row) => row.attempt_id !== null)
      const finished = ordersByCart(found, paying)
      more = finished.length > CARTS_IN_BATCH
      const orders = rebindFinished(finished.slice(0, CARTS_IN_BATCH), from, to)
      const now = context.clock()
      const wanted = (row: Row): boolean => names === null || names.includes(String(row.name))
      const bound = paying.filter(wanted).map((row) => rebind(slots, row, { from, to }, now))
      const links = slots
        .filter((row) => row.owner === from && wanted(row) && !paying.some((cart) => cart.cart_id === row.cart_id))
        .map((row) => ({ from, to, source: String(row.name), target: String(row.name) }))
      const own = [...ownCarts(slots, to), ...bound.filter(({ notices }) => notices.length === 0).map(({ cart }) => cart)]
      const { pairs, held } = await pairsOf(context, slots, links, own)
      // Its payment has begun or ended between the two questions.
      if (pairs.some(({ source }) => source.state !== 'open')) throw new Unmet(0, { kind: 'reread' })
      if (pairs.length === 0 && bound.length === 0 && orders.length === 0) return reread()
      return carryOut(context, user, { pairs, held, bound, orders }, context.options.merge.strategy)
    },
    reread,
  )
  await movePlaces(context, waitsFor, from, to)
  if (more) await mergeAtLogin(context, guest, user, names)
  return merged
}

const isSlot = (row: Row): boolean => row.attempt_id === null && row.order_id === null

const ownCarts = (slots: Rows, owner: string): string[] => slots.filter((row) => row.owner === owner).map((row) => String(row.cart_id))

const asItIs = async (context: Context, buyer: Buyer): Promise<Merged> => ({
  view: await readCart(context, buyer),
  notices: [],
  report: NOTHING_MERGED,
})

interface Link {
  readonly from: string
  readonly to: string
  readonly source: string
  readonly target: string
}

/** What a merge is decided on. */
interface ToMerge {
  readonly pairs: readonly Pair[]
  /** Live holds in each cart of the buyer. */
  readonly held: ReadonlyMap<string, number>
  readonly bound: readonly Rebound[]
  readonly orders: readonly ReboundOrders[]
}

/** The carts that are to be joined (those that have lines, and are not one and the same), and what the buyer's own ones hold. */
async function pairsOf(
  context: Context,
  slots: Rows,
  links: readonly Link[],
  own: readonly string[],
): Promise<Pick<ToMerge, 'pairs' | 'held'>> {
  const slotOf = (owner: string, name: string): string | null => {
    const row = slots.find((one) => one.owner === owner && one.name === name)
    return row === undefined ? null : String(row.cart_id)
  }
  const found = links.flatMap(({ from, to, source, target }) => {
    const [left, right] = [slotOf(from, source), slotOf(to, target)]
    return left === null || left === right ? [] : [{ name: target, source: left, target: right }]
  })
  if (found.length === 0) return { pairs: [], held: new Map() }
  const ids = found.flatMap(({ source, target }) => (target === null ? [source] : [source, target]))
  const [rows = []] = await context.db.read(cartsWithLines([...new Set([...ids, ...own])]))
  const carts = readStoredCarts(rows)
  const now = context.clock()
  const held = new Map(own.map((cart) => [cart, liveHolds(carts.get(cart)?.lines ?? [], now)]))
  const pairs = found.flatMap(({ name, source, target }) => {
    const cart = carts.get(source)
    if (cart === undefined || cart.lines.length === 0) return []
    return [{ name, source: cart, target: target === null ? null : (carts.get(target) ?? null) }]
  })
  return { pairs, held }
}

/** A guest's cart in payment becomes the user's, with its order and its attempt. */
function rebind(slots: Rows, row: Row, { from, to }: { readonly from: string; readonly to: string }, now: bigint): Rebound {
  const cart = String(row.cart_id)
  const attempt = String(row.attempt_id)
  const inSlot = slots.some((slot) => slot.owner === from && slot.cart_id === cart)
  const taken = slots.some((slot) => slot.owner === to && slot.name === row.name)
  const details = { order: attempt.slice(0, attempt.lastIndexOf('-')) }
  return {
    cart,
    slots: inSlot
      ? [[from, freeSlot(from, cart).orReread()], ...(taken ? [] : [[to, takeSlot(to, String(row.name), cart).orReread()] as const])]
      : [],
    carts: [[cart, rebindCart(cart, from, to, now).orReread()]],
    orders: [rebindOrders(cart, from, to), rebindAttempts(cart, from, to)],
    notices: inSlot && !taken ? [] : [{ code: 'payment_in_progress', severity: 'info', details }],
  }
}

/** The batch, and the view of the cart that the buyer asked by. */
async function carryOut(context: Context, buyer: Buyer, { pairs, held, bound, orders }: ToMerge, strategy: MergeStrategy): Promise<Merged> {
  const now = context.clock()
  // One after the other: what one cart takes in is not free for the next.
  const plans: MergePlan[] = []
  const holds = new Map(held)
  for (const pair of pairs) {
    for (const cart of [pair.source, pair.target]) if (cart !== null) holds.delete(cart.id)
    const heldElsewhere = [...holds.values()].reduce((sum, count) => sum + count, 0)
    const plan = await planMerge(context, buyer, pair, { strategy, now, heldElsewhere })
    holds.set(plan.cart, liveHolds(plan.joined.lines, now))
    plans.push(plan)
  }
  const shown = plans[pairs.findIndex(({ name }) => name === context.cartName)]
  const statements = mergeStatements(plans, bound, orders)
  const answers = await context.db.batch([...statements, ...(shown === undefined ? [] : [cartWithLines(shown.cart).rows()])], {
    key: plans[0]?.cart ?? bound[0]?.cart ?? orders[0]?.cart ?? '',
    id: context.newId(),
  })
  const notices = [...plans.flatMap((plan) => plan.notices), ...bound.flatMap((one) => one.notices)]
  const report = reportOf(plans)
  if (shown === undefined) return { view: await readCart(context, buyer), notices, report }
  return { ...(await viewAfter(context, buyer, answers, shown.known, notices)), report }
}

const reportOf = (plans: readonly MergePlan[]): MergeReport => {
  const all = (part: keyof MergeReport): MergeReport[typeof part] => plans.flatMap((plan) => plan.joined.report[part])
  return { moved: all('moved'), summed: all('summed'), clamped: all('clamped'), saved: all('saved'), dropped: all('dropped') }
}
