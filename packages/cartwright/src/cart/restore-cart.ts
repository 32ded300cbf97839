import { act } from '../act.ts'
import { productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { checkNames } from '../check-input.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { queuesOn } from '../claims/read-queues.ts'
import { inOrder } from '../claims/stock-holds.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { type NewEvent, recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Statement } from '../storage/statement.ts'
import { claimSteps, eventsOf, rightSteps } from './add-batch.ts'
import {
  cartsWithLines,
  cartWithLines,
  deleteLines,
  insertCart,
  makeRests,
  overwriteLines,
  slotsOf,
  takeSlot,
  touchCartAt,
  writeCodes,
} from './cart-rows.ts'
import { newCart, refuseWhilePaying, viewAfter } from './change-cart.ts'
import { factOf } from './change-lines.ts'
import { liveHolds } from './join-room.ts'
import { divide, judgeRestore, type Restoring, turnAt } from './judge-restore.ts'
import { beyondLimits } from './limit-rows.ts'
import { chunksOf } from './plan-merge.ts'
import { planRestore, type RestorePlan } from './plan-restore.ts'
import { factsOf, readCart, viewOf } from './read-cart.ts'
import { readPayload, type Wishes } from './read-payload.ts'
import { type RestoredCodes, restoreCodes } from './restore-codes.ts'
import { noticesOf, type Report, type Restored } from './restore-report.ts'
import { readStoredCarts, type StoredCart } from './stored-cart.ts'

export interface RestoreOptions {
  /** `overlay` (default): lines that the payload does not name stay. `replace`: they go, but for won items. */
  readonly mode?: 'overlay' | 'replace'
  /** For payloads of django-cart: which of our product types each content type id is. */
  readonly contentTypes?: Readonly<Record<string, string>>
}

/**
 * Puts an exported payload, or one of django-cart, into the buyer's cart, in one batch. Nothing in it is trusted: prices come from the catalogue, quantities are
 * cut to what may be had, unique goods take their claims as by `add`, unknown and forbidden products are left out, codes are judged anew. All of that is
 * reported, none of it is an error. A line that is there gets the payload's quantity. Restoring again changes nothing more, at the same time as well.
 * Three statements are asked before the batch, at most nine where there are codes, and at most ten are in it, whatever the number of lines (one more for each
 * thousand); each hold that is given back or has run out adds one, and beside those, and where units are kept from the add on, each claim has its own.
 * Throws `RangeError` for options and a mode there are not, `invalid_input` with the fields of a malformed payload, before anything is changed; refuses
 * with `cart_changed` while a payment is under way, and `plugin_failed`; then nothing has changed.
 *
 * @example
 * const { view, dropped } = await shop.cart(buyer).restore(payload)
 * await shop.cart(buyer).restore({ '7:42': { quantity: 2 } }, { contentTypes: { 7: 'garment' } })
 */
export async function restoreCart(context: Context, buyer: Buyer, sent: unknown, options: RestoreOptions = {}): Promise<Restored> {
  checkNames('restore', options, ['mode', 'contentTypes'])
  const { mode = 'overlay', contentTypes = {} } = options
  if (!['overlay', 'replace'].includes(mode)) throw new RangeError(`mode: ${mode} is none of overlay, replace`)
  if (typeof contentTypes !== 'object' || contentTypes === null) throw new RangeError('contentTypes: must be an object')
  const wishes = readPayload(sent, contentTypes)
  const owner = ownerOf(buyer)
  if (owner === null) throw new RangeError('a cart needs a buyer: a token or a user id')
  let report = reportOf(wishes)
  return act(
    context,
    () => {
      report = reportOf(wishes)
      return restoreOnce(context, buyer, owner, { wishes, mode, report })
    },
    async () => restored({ view: await readCart(context, buyer) }, report),
  )
}

const reportOf = ({ dropped }: Wishes): Report => ({ names: new Map(), dropped: [...dropped], clamped: [], skipped: [] })

const restored = ({ view }: Pick<Restored, 'view'>, report: Report): Restored => {
  const { dropped, clamped, skipped } = report
  return { view, notices: noticesOf(report), dropped, clamped, skipped }
}

interface Asked {
  readonly wishes: Wishes
  readonly mode: 'overlay' | 'replace'
  readonly report: Report
}

async function restoreOnce(context: Context, buyer: Buyer, owner: string, { wishes, mode, report }: Asked): Promise<Restored> {
  const restoring = await readAll(context, buyer, owner, wishes, mode)
  const { cart, products, gone, now } = restoring
  if (cart !== null) refuseWhilePaying(cart)
  const plan = await planRestore(context, restoring, judgeRestore(context, restoring, wishes.lines, report), report)
  const born = cart === null && plan.put.length > 0
  const stored = cart ?? (born ? newCart(context, context.newId(), owner) : null)
  const taken = new Set(plan.claiming.map((line) => line.product))
  const claims = new Map([...restoring.rights.claims].filter(([key]) => !taken.has(key)))
  const codes = await restoreCodes(context, buyer, stored === null ? null : { ...stored, lines: plan.after }, {
    sent: wishes.codes,
    mode,
    known: { products, claims },
    report,
  })
  const isChange = plan.put.length + gone.length + codes.removed.length + codes.applied.length > 0
  if (stored === null || !isChange) {
    if (codes.wrong > 0) await context.db.batch(codes.guesses)
    return restored({ view: await viewOf(context, await factsOf(context, buyer, cart, { products })) }, report)
  }
  const statements = [
    ...codes.guesses,
    ...cartStatements(stored, { born, codes, now }),
    ...batchOf(context, restoring, stored, plan, codes),
    cartWithLines(stored.id).rows(),
  ]
  const answers = await context.db.batch(statements, { key: stored.id, id: context.newId() })
  return restored(await viewAfter(context, buyer, answers, { products }), report)
}

/** All that is decided on: the buyer's carts, and what is known of every product that is in this one or is to be. */
async function readAll(context: Context, buyer: Buyer, owner: string, { lines }: Wishes, mode: 'overlay' | 'replace'): Promise<Restoring> {
  const [slots = []] = await context.db.read(slotsOf(owner))
  const carts = slots.map((row) => String(row.cart_id))
  const [rows = []] = carts.length === 0 ? [] : await context.db.read(cartsWithLines(carts))
  const stored = readStoredCarts(rows)
  const cart = stored.get(String(slots.find((row) => row.name === context.cartName)?.cart_id)) ?? null
  const asked = context.clock()
  const keys = [...new Set([...lines.map((wish) => productKey(wish.product)), ...(cart?.lines ?? []).map((line) => line.product)])].sort()
  const [products, [rights = []]] = await Promise.all([
    keys.length === 0 ? new Map() : readProducts(context, keys),
    keys.length === 0 ? [] : context.db.read(rightsOn(keys, asked)),
  ])
  const now = context.clock()
  const others = [...stored.values()].filter((one) => one !== cart)
  const heldElsewhere = others.reduce((sum, one) => sum + liveHolds(one.lines, now), 0)
  const known = readRights(rights)
  const queues = await queuesOn(context, known.claims, keys, now)
  return { buyer, owner, cart, carts, heldElsewhere, products, rights: known, queues, ...divide(cart, lines, mode), now }
}

/** Takes the cart's row, at the version it was read at. */
function cartStatements(
  cart: StoredCart,
  { born, codes: { codes, removed, applied }, now }: { readonly born: boolean; readonly codes: RestoredCodes; readonly now: bigint },
): Statement[] {
  const { id, owner, name, currency, version } = cart
  if (born) return [takeSlot(owner, name, id).orReread(), insertCart({ id, owner, name, currency, codes }, now)]
  const isSame = removed.length + applied.length === 0
  return [(isSame ? touchCartAt(id, version, now) : writeCodes(id, version, codes, now)).orReread()]
}

/** The writes: lines, then claims and counters in the order of products, then what is told. */
function batchOf(context: Context, restoring: Restoring, { id }: StoredCart, plan: RestorePlan, codes: RestoredCodes): Statement[] {
  const { carts, owner, buyer, gone, now } = restoring
  const { claiming, holds } = plan
  const away = [...gone.map((line) => line.id), ...plan.replaced]
  const until = now + (buyer.userId === undefined ? context.options.holds.guest : context.options.holds.user)
  const claims = claiming.map((line) => ({ product: line.product, holder: line.id, owner, turn: turnAt(context, restoring, line.product) }))
  // Only what the buyer's other carts hold is not under this cart's version.
  const limit = {
    lines: null,
    holds: { carts: [...new Set([...carts, id])], most: context.options.holds.limit },
    products: new Map(),
    sellers: null,
  }
  const told = toldOf(context, restoring, plan, codes)
  const steps = [...holds.steps, ...rightSteps(plan.added)]
  return [
    ...(away.length === 0 ? [] : [deleteLines(id, away).expect(BigInt(away.length)).orReread()]),
    ...(plan.rests.length === 0 ? [] : [makeRests(id, plan.rests).expect(BigInt(plan.rests.length)).orReread()]),
    ...chunksOf(plan.put).map((lines) => overwriteLines(id, lines)),
    ...(claims.length === 0 ? inOrder(steps) : claimSteps(context, claims, steps, now, until)),
    ...(claims.length === 0 ? [] : [beyondLimits(id, limit, now).atMost(0n).orReread()]),
    ...holds.afterwards,
    ...(told.length === 0 ? [] : [recordCartEvents(id, told, now)]),
  ]
}

/** What is told, in the order of doing: what goes, what changes, what comes. */
function toldOf(context: Context, { gone, now }: Restoring, plan: RestorePlan, codes: RestoredCodes): NewEvent[] {
  return [
    ...gone.map((line) => eventOf(context, 'cart.item_removed', factOf(line, 0n), now)),
    ...plan.holds.events,
    ...codes.removed.map((code) => eventOf(context, 'discount.removed', { code }, now)),
    ...plan.updated.map(({ line, quantity }) => eventOf(context, 'cart.item_updated', { ...factOf(line, quantity), deleted: false }, now)),
    ...plan.added.flatMap((line) => {
      const holds = line.kind === 'item' && line.heldUntil !== null
      return eventsOf(context, { key: line.product, line }, holds ? line.id : null, now)
    }),
    ...codes.applied.map((code) => eventOf(context, 'discount.applied', { code }, now)),
  ]
}
