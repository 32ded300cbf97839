import { ask } from '../ask.ts'
import { forbiddenBy } from '../buying-rules.ts'
import { productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { inOrder, type Step } from '../claims/stock-holds.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { MergeStrategy } from '../options.ts'
import type { Statement } from '../storage/statement.ts'
import { cartToMerged, deleteLines, freeSlot, insertCart, overwriteLines, takeSlot, writeMerged } from './cart-rows.ts'
import type { Notice } from './cart-view.ts'
import { joinCodes } from './join-codes.ts'
import { type Joined, type Joining, joinLines } from './join-lines.ts'
import { boundOf } from './limits.ts'
import { recordOf, UNDO_MILLISECONDS } from './merge-record.ts'
import { moveSlot, touchPaying, writeMerge } from './merge-rows.ts'
import { moveHolds, ownUnits } from './move-holds.ts'
import type { Known } from './read-cart.ts'
import type { ReboundOrders } from './rebind-orders.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'

/** Two carts to be joined: `source` into `target`, which the buyer keeps. */
export interface Pair {
  readonly name: string
  readonly source: StoredCart
  /** Null: the buyer has none of that name. In payment: it stays as it is, and a fresh cart takes its place. */
  readonly target: StoredCart | null
}

/** How a pair is to be joined. */
export interface Manner {
  readonly strategy: MergeStrategy
  readonly now: bigint
  /** Live holds in the buyer's other carts. */
  readonly heldElsewhere: number
}

/** What joining one pair comes to, by the order in which a batch takes rows. */
export interface MergePlan {
  readonly cart: string
  readonly slots: readonly (readonly [owner: string, statement: Statement])[]
  readonly carts: readonly (readonly [cart: string, statement: Statement])[]
  readonly lines: readonly Statement[]
  /** Claims and counters, to be put in the order of products. */
  readonly steps: readonly Step[]
  readonly records: readonly Statement[]
  readonly joined: Joined
  readonly notices: readonly Notice[]
  readonly known: Known
}

/** Lines of one statement: a batch of thousands of lines still has few parameters in each. */
const LINES_IN_STATEMENT = 1_000

/** Decides one pair. Asks the catalogue once a type and the database once, whatever the number of lines. */
export async function planMerge(context: Context, buyer: Buyer, pair: Pair, { strategy, now, heldElsewhere }: Manner): Promise<MergePlan> {
  const { source, name } = pair
  const owner = ownerOf(buyer) ?? ''
  const target = pair.target?.state === 'open' ? pair.target : null
  const all = [...source.lines, ...(target?.lines ?? [])]
  const keys = [...new Set(all.map((line) => line.product))]
  const [products, [rights = []]] = await Promise.all([
    readProducts(context, keys),
    all.every((line) => line.snapshot.stock === 'unlimited') ? [] : context.db.read(rightsOn(keys, now)),
  ])
  const known = readRights(rights)
  const own = ownUnits(all, now)
  const joining: Joining = {
    source,
    target,
    owner,
    strategy,
    products,
    forbidden: (product) => forbiddenBy(context.options, buyer, product)?.code ?? null,
    limits: {
      maxLines: context.options.limits.maxLines,
      maxPerSeller: context.options.limits.maxPerSeller,
      holds: { most: context.options.holds.limit, elsewhere: heldElsewhere },
      boundOf: (product) => {
        const key = productKey(product)
        const { most, beyond } = boundOf(context, product, (known.available.get(key) ?? 0n) + (own.get(key) ?? 0n))
        return { most, reason: beyond.code === 'insufficient_stock' ? beyond.code : 'max_quantity' }
      },
    },
    now,
    newId: context.newId,
    nextPlace: context.nextPlace,
  }
  const joined =
    typeof strategy === 'function'
      ? await ask(
          'merge.strategy',
          context.options.pluginDeadline,
          () => joinLines(joining),
          () => null,
        )
      : joinLines(joining)
  const facts: Known = { products, claims: known.claims }
  const { codes, notices: ofCodes } = await joinCodes(context, buyer, { source, target, lines: joined.lines }, facts)
  const cart = target?.id ?? context.newId()
  const came = joined.report.moved.length + joined.report.summed.length + joined.report.saved.length
  const merged: Notice = {
    code: 'merged',
    severity: 'info',
    details: { lines: String(came), undoUntil: (now + UNDO_MILLISECONDS).toString() },
  }
  const notices = [...joined.notices, ...ofCodes, ...(came === 0 ? [] : [merged])]
  const stored = [...(target?.notices ?? []).filter(({ code }) => code !== 'merged'), ...notices]
  const record = JSON.stringify(recordOf({ source, target, codes }, joined, notices))
  const from = source.owner
  const holds = moveHolds(context, { before: all, after: joined.lines, released: joined.released }, known, now)
  return {
    cart,
    slots: [
      [from, freeSlot(from, source.id).orReread()],
      ...(pair.target === null ? [[owner, takeSlot(owner, name, cart).orReread()] as const] : []),
      ...(pair.target !== null && target === null ? [[owner, moveSlot(owner, pair.target.id, cart).orReread()] as const] : []),
    ],
    carts: [
      ...(pair.target !== null && target === null
        ? [[pair.target.id, touchPaying(pair.target.id, pair.target.version, now).orReread()] as const]
        : []),
      [source.id, cartToMerged(source.id, source.version, now).orReread()],
      [
        cart,
        target === null
          ? insertCart({ id: cart, owner, name, currency: source.currency, codes, notices: stored }, now)
          : writeMerged(cart, target.version, codes, stored, now).orReread(),
      ],
    ],
    lines: [
      deleteLines(
        source.id,
        source.lines.map((line) => line.id),
      )
        .expect(BigInt(source.lines.length))
        .orReread(),
      ...(joined.gone.length === 0 ? [] : [deleteLines(cart, joined.gone)]),
      ...chunksOf(joined.put).map((lines) => overwriteLines(cart, lines)),
    ],
    steps: holds.steps,
    records: [
      ...holds.afterwards,
      writeMerge(cart, context.newId(), record, now),
      recordCartEvents(cart, [eventOf(context, 'cart.merged', { from: source.id, lines: came }, now), ...holds.events], now),
    ],
    joined,
    notices,
    known: facts,
  }
}

/** A cart in payment that gets another owner. */
export interface Rebound extends Pick<MergePlan, 'cart' | 'slots' | 'carts' | 'notices'> {
  readonly orders: readonly Statement[]
}

/** The batch of several plans: the owners' rows first, then carts, lines and claims, each in the order of its keys, whoever merges at the same time. */
export function mergeStatements(plans: readonly MergePlan[], bound: readonly Rebound[], orders: readonly ReboundOrders[]): Statement[] {
  return [
    ...byKey([...plans, ...bound].flatMap((one) => one.slots)),
    ...byKey([...plans, ...bound].flatMap((one) => one.carts)),
    ...plans.flatMap((plan) => plan.lines),
    ...inOrder(plans.flatMap((plan) => plan.steps)),
    ...bound.flatMap((one) => one.orders),
    ...orders.flatMap(({ statements }) => statements),
    ...plans.flatMap((plan) => plan.records),
  ]
}

/** In the order of keys by code unit; what has the same key stays in its order. */
const byKey = (steps: readonly (readonly [string, Statement])[]): Statement[] =>
  [...steps].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)).map(([, statement]) => statement)

/** Lines for as many statements as they need. */
export function chunksOf(lines: readonly StoredLine[]): (readonly StoredLine[])[] {
  const chunks: (readonly StoredLine[])[] = []
  for (let start = 0; start < lines.length; start += LINES_IN_STATEMENT) chunks.push(lines.slice(start, start + LINES_IN_STATEMENT))
  return chunks
}
