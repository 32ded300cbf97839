import { act } from '../act.ts'
import { cartWithLines, DEFAULT_CART, findSlot, insertCart, overwriteLines, putLines, takeSlot, writeMerged } from '../cart/cart-rows.ts'
import { readStored, type StoredCart, type StoredLine } from '../cart/stored-cart.ts'
import type { Context } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { firstOf } from '../storage/database.ts'
import { carriedAmong, markCarried } from './mark-rows.ts'

/** One cart of the source, judged. */
export interface Carrying {
  /** The mark under which it is remembered. */
  readonly key: string
  /** What tells it from the same cart with other lines. */
  readonly likeness: string
  readonly owner: string
  readonly lines: readonly StoredLine[]
  readonly codes: readonly string[]
  /** When a checked-out cart was made; null for an open one. */
  readonly placedAt: bigint | null
}

/** What became of it. `beyond`: lines that no room was left for, `cut`: those of which there was too much. */
export interface Carried {
  readonly outcome: 'new' | 'merged' | 'already' | 'in_payment'
  readonly beyond: readonly StoredLine[]
  readonly cut: readonly StoredLine[]
}

const done = (outcome: Carried['outcome']): Carried => ({ outcome, beyond: [], cut: [] })

/**
 * Puts one cart of the source into the shop, in one batch with the mark that it is there: running again finds the mark. An open cart goes into the one
 * its owner has, if any; a checked-out one becomes a closed cart of its owner's history, which sells nothing again.
 */
export function carryCart(context: Context, carrying: Carrying, dryRun: boolean): Promise<Carried> {
  const { key, likeness, owner, lines, codes, placedAt } = carrying
  let carried: Carried = done('new')
  return act(
    context,
    async () => {
      const [marks, slots] = await context.db.read(carriedAmong([key]), findSlot(owner, DEFAULT_CART))
      if (firstOf(marks) !== null) return done('already')
      const now = context.clock()
      const slot = firstOf(slots)?.cart_id
      const id = context.newId()
      if (placedAt !== null) {
        if (!dryRun)
          await context.db.batch([markCarried(key, likeness, now).orReread(), ...closedCart(context, id, carrying, placedAt)], {
            key: id,
            id: context.newId(),
          })
        return carried
      }
      const there = typeof slot === 'string' ? readStored((await context.db.read(cartWithLines(slot)))[0] ?? []) : null
      if (there !== null && there.state !== 'open') return done('in_payment')
      const joined = join(context, lines, there)
      carried = { outcome: there === null ? 'new' : 'merged', beyond: joined.beyond, cut: joined.cut }
      if (dryRun) return carried
      const statements =
        there === null
          ? [
              takeSlot(owner, DEFAULT_CART, id).orReread(),
              insertCart({ id, owner, name: DEFAULT_CART, currency: context.options.currency, codes }, now),
            ]
          : [writeMerged(there.id, there.version, there.codes.length === 0 ? codes : there.codes, there.notices, now).orReread()]
      await context.db.batch(
        [
          markCarried(key, likeness, now).orReread(),
          ...statements,
          ...(joined.put.length === 0 ? [] : [overwriteLines(there?.id ?? id, joined.put)]),
        ],
        { key: there?.id ?? id, id: context.newId() },
      )
      return carried
    },
    async () => carried,
  )
}

const closedCart = (context: Context, id: string, { owner, lines, codes }: Carrying, placedAt: bigint) => [
  insertCart({ id, owner, name: DEFAULT_CART, currency: context.options.currency, codes, state: 'placed' }, placedAt),
  putLines(id, lines),
  // History, told to nobody: it happened elsewhere.
  recordCartEvents(
    id,
    [
      {
        id: context.newId(),
        name: 'cart.checked_out',
        payload: JSON.stringify({ cart: id, order: null, currency: context.options.currency, total: null }),
        targets: [],
        dueAt: null,
      },
    ],
    placedAt,
  ),
]

/** Which lines the cart gets: those of one product are summed up to the most there may be, a single piece stays as it is. */
function join(
  context: Context,
  lines: readonly StoredLine[],
  there: StoredCart | null,
): { put: StoredLine[]; beyond: StoredLine[]; cut: StoredLine[] } {
  const { maxLines } = context.options.limits
  const own = new Map((there?.lines ?? []).filter((line) => line.options === '' && !line.rest).map((line) => [line.product, line]))
  let count = there?.lines.length ?? 0
  const put: StoredLine[] = []
  const beyond: StoredLine[] = []
  const cut: StoredLine[] = []
  for (const line of lines) {
    const present = own.get(line.product)
    if (present === undefined) {
      count += 1
      if (count > maxLines) beyond.push(line)
      else put.push(line)
      continue
    }
    if (line.snapshot.stock === 'unique' || present.kind === 'auction_win') continue
    const most = context.options.limits.maxQuantity * 10n ** BigInt(present.scale)
    const sum = present.quantity + (line.scale === present.scale ? line.quantity : 0n)
    if (sum > most || line.scale !== present.scale) cut.push(line)
    put.push({ ...present, saved: false, quantity: sum > most ? most : sum })
  }
  return { put, beyond, cut }
}
