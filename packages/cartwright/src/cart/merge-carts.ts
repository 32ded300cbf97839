import { act } from '../act.ts'
import { readProducts } from '../catalog/read-products.ts'
import { releaseClaim } from '../claims/claim-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Changed } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import {
  cartToMerged,
  cartWithLines,
  DEFAULT_CART,
  deleteLines,
  findSlot,
  freeSlot,
  insertCart,
  putLines,
  takeSlot,
  writeMerged,
} from './cart-rows.ts'
import type { Notice } from './cart-view.ts'
import { viewAfter } from './change-cart.ts'
import { readCart } from './read-cart.ts'
import { readStored, type StoredCart, type StoredLine } from './stored-cart.ts'

/** What joining two carts comes to, decided on plain data. */
interface Joined {
  /** Lines the user's cart gets, some of them in the place of its own. */
  readonly put: readonly StoredLine[]
  /** The user's own lines that these replace. */
  readonly replaced: readonly StoredLine[]
  /** Guest lines that go nowhere. */
  readonly dropped: readonly StoredLine[]
  readonly notices: readonly Notice[]
}

/**
 * Joins a guest's cart into the user's at login: one batch, once, nothing lost. Lines keep their ids, so the claims they hold need not be
 * touched. Quantities of the same counted product are summed up to the shop's maximum; what a buying rule forbids is dropped with a notice.
 * The guest's code is carried when the user has none. A second login at the same time finds nothing left to join.
 */
export function mergeAtLogin(
  context: Context,
  guest: { readonly token: string },
  user: Buyer & { readonly userId: string },
): Promise<Changed> {
  const from = ownerOf({ token: guest.token })
  const to = ownerOf(user)
  const reread = async (): Promise<Changed> => ({ view: await readCart(context, user), notices: [] })
  if (from === null || to === null) return reread()
  return act(
    context,
    async () => {
      const [guestSlots, userSlots] = await context.db.read(findSlot(from, DEFAULT_CART), findSlot(to, DEFAULT_CART))
      const guestId = firstOf(guestSlots)?.cart_id
      const userId = firstOf(userSlots)?.cart_id
      if (typeof guestId !== 'string') return reread()
      const [guestRows = [], userRows = []] = await context.db.read(
        cartWithLines(guestId),
        ...(typeof userId === 'string' ? [cartWithLines(userId)] : []),
      )
      const source = readStored(guestRows)
      const target = readStored(userRows)
      if (source === null || source.state !== 'open' || source.lines.length === 0 || (target !== null && target.state !== 'open'))
        return reread()

      const now = context.clock()
      const joined = await join(context, user, source, target, now)
      const id = target?.id ?? context.newId()
      const codes = target === null || target.codes.length === 0 ? source.codes : target.codes
      const notices = [...(target?.notices ?? []), ...joined.notices]
      const answers = await context.db.batch(
        [
          freeSlot(from, DEFAULT_CART, source.id).expect(1n).orReread(),
          ...(target === null
            ? [
                takeSlot(to, DEFAULT_CART, id).orReread(),
                insertCart({ id, owner: to, name: DEFAULT_CART, currency: source.currency, codes, notices }, now),
              ]
            : [writeMerged(id, target.version, codes, notices, now).orReread()]),
          cartToMerged(source.id, source.version, now).orReread(),
          deleteLines(
            source.id,
            source.lines.map((line) => line.id),
          )
            .expect(BigInt(source.lines.length))
            .orReread(),
          ...(joined.replaced.length === 0
            ? []
            : [
                deleteLines(
                  id,
                  joined.replaced.map((line) => line.id),
                )
                  .expect(BigInt(joined.replaced.length))
                  .orReread(),
              ]),
          ...(joined.put.length === 0 ? [] : [putLines(id, joined.put)]),
          ...[...joined.dropped, ...joined.replaced]
            .filter((line) => line.heldUntil !== null)
            .sort((left, right) => (left.product < right.product ? -1 : 1))
            .map((line) => releaseClaim(line.product, line.id)),
          recordCartEvents(id, [eventOf(context, 'cart.merged', { from: source.id, lines: String(joined.put.length) }, now)], now),
          cartWithLines(id).rows(),
        ],
        { key: id, id: context.newId() },
      )
      return viewAfter(context, user, answers, {}, joined.notices)
    },
    reread,
  )
}

async function join(context: Context, user: Buyer, source: StoredCart, target: StoredCart | null, now: bigint): Promise<Joined> {
  const products = await readProducts(
    context,
    source.lines.map((line) => line.product),
  )
  const own = new Map((target?.lines ?? []).map((line) => [`${line.product} ${line.options}`, line]))
  const put: StoredLine[] = []
  const replaced: StoredLine[] = []
  const dropped: StoredLine[] = []
  const notices: Notice[] = []
  const say = (code: string, line: StoredLine): void => {
    notices.push({ code, severity: 'warning', details: { name: line.snapshot.name, product: line.product } })
  }
  for (const line of [...source.lines].sort((left, right) => (left.product < right.product ? -1 : 1))) {
    const product = products.get(line.product)
    const no =
      product === undefined ? null : (context.options.buying.map((rule) => rule(user, product)).find((answer) => answer !== null) ?? null)
    if (no !== null) {
      say(no.code === 'own_product' ? 'own_product_dropped' : no.code, line)
      dropped.push(line)
      continue
    }
    const there = own.get(`${line.product} ${line.options}`)
    if (there === undefined) {
      put.push(line)
      continue
    }
    if (line.snapshot.stock === 'unique') {
      const better = !there.saved && (there.heldUntil === null ? line.heldUntil === null : there.heldUntil > now)
      if (better) dropped.push(line)
      else {
        put.push(line)
        replaced.push(there)
      }
      continue
    }
    const sum = there.quantity + line.quantity
    const most = context.options.limits.maxQuantity * 10n ** BigInt(line.scale)
    if (sum > most) say('quantity_clamped', line)
    put.push({ ...there, saved: there.saved && line.saved, quantity: sum > most ? most : sum, snapshot: line.snapshot })
    replaced.push(there)
  }
  if (put.length > 0) notices.push({ code: 'merged', severity: 'info', details: { lines: String(source.lines.length - dropped.length) } })
  return { put, replaced, dropped, notices }
}
