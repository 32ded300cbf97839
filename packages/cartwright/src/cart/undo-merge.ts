import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { inOrder } from '../claims/stock-holds.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { MAX_QUANTITY } from '../money/quantity.ts'
import type { Changed } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import { deleteLines, overwriteLines, writeMerged } from './cart-rows.ts'
import { changeCart } from './change-cart.ts'
import { hasLapsed } from './held-units.ts'
import { type MergeRecord, type RecordedChange, type RowBefore, UNDO_MILLISECONDS } from './merge-record.ts'
import { forgetMerge, readMerge } from './merge-rows.ts'
import { moveHolds } from './move-holds.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'

/**
 * Undoes the last merge into the cart, for 15 minutes, once. The cart becomes what it was before; what had been joined in is saved for later and holds
 * nothing any more: its own cart cannot come back, because its token was given up with the login. Whatever was bought, removed or changed since
 * the merge stays as it is, line by line, and so do codes that were changed. Holds that the merge gave back are not taken again.
 * Refuses with `cart_changed` and a reason: `nothing_to_undo`, `undo_too_late`, `payment_in_progress`.
 *
 * @example
 * await shop.login({ token }, { userId: 'ana' })
 * const { view } = await shop.cart({ userId: 'ana' }).undoMerge()
 */
export function undoMerge(context: Context, buyer: Buyer): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const [merges = []] = cart.id === '' ? [[]] : await context.db.read(readMerge(cart.id))
    const row = firstOf(merges)
    if (row === null) throw new ShopError('cart_changed', { reason: 'nothing_to_undo' })
    if (now >= (row.made_at as bigint) + UNDO_MILLISECONDS) throw new ShopError('cart_changed', { reason: 'undo_too_late' })
    const record = JSON.parse(String(row.record)) as MergeRecord
    const apart = record.lines.map((change) => takeApart(context, cart, change, now))
    const put = apart.flatMap((one) => one.put)
    const gone = apart.flatMap((one) => one.gone)
    const codes = sameTexts(cart.codes, record.codes.after) ? record.codes.before : cart.codes
    if (put.length === 0 && sameTexts(codes, cart.codes)) throw new ShopError('cart_changed', { reason: 'nothing_to_undo' })
    const said = new Set(record.notices.map((notice) => JSON.stringify(notice)))
    const notices = cart.notices.filter((notice) => !said.has(JSON.stringify(notice)))
    const rows = new Map([...cart.lines, ...put].map((line) => [line.id, line]))
    for (const id of gone) rows.delete(id)
    const released = apart.flatMap((one) => one.released)
    // What is left of a hold that is over only the database knows; it must not stay behind under the line's name.
    const lapsed = cart.lines.filter((line) => hasLapsed(line, now)).map((line) => line.product)
    const [held] = lapsed.length === 0 ? [] : await context.db.read(rightsOn([...new Set(lapsed)], now))
    const rights = held === undefined ? null : readRights(held)
    const holds = moveHolds(context, { before: cart.lines, after: [...rows.values()], released }, rights, now)
    return {
      statements: [
        writeMerged(cart.id, cart.version, codes, notices, now).orReread(),
        ...(gone.length === 0 ? [] : [deleteLines(cart.id, gone)]),
        ...(put.length === 0 ? [] : [overwriteLines(cart.id, put)]),
        ...inOrder(holds.steps),
        ...holds.afterwards,
        forgetMerge(cart.id, String(row.id)).orReread(),
        ...(holds.events.length === 0 ? [] : [recordCartEvents(cart.id, holds.events, now)]),
      ],
    }
  })
}

const sameTexts = (left: readonly string[], right: readonly string[]): boolean => JSON.stringify(left) === JSON.stringify(right)

/** What undoing comes to for one product with its options. */
interface Apart {
  readonly put: readonly StoredLine[]
  /** Ids of rows that go. */
  readonly gone: readonly string[]
  readonly released: readonly StoredLine[]
}

function takeApart(
  context: Context,
  cart: StoredCart,
  { product, options, before, after, came, scale }: RecordedChange,
  now: bigint,
): Apart {
  const rows = cart.lines.filter((line) => line.product === product && line.options === options)
  const untouched =
    rows.length === after.length &&
    rows.every((line) => after.some((one) => one.id === line.id && one.saved === line.saved && BigInt(one.quantity) === line.quantity))
  const main = rows.find((line) => !line.rest)
  if (!untouched || main === undefined) return { put: [], gone: [], released: [] }

  const rest = rows.find((line) => line.rest)
  const active = before.find((row) => !row.saved)
  const saved = savedAfter(main, before, { quantity: BigInt(came), scale })
  // Units that the merge gave back may be somebody's by now: a line that gets larger again keeps none, and takes them anew when it is changed or bought.
  const unheld = main.heldUntil !== null && active !== undefined && BigInt(active.quantity) > main.quantity
  const put: StoredLine[] = []
  if (active !== undefined) put.push(asBefore(unheld ? { ...main, heldUntil: null } : main, active))
  if (saved.quantity > 0n) {
    const beside = rest ?? { ...main, id: context.newId(), addedAt: now, place: context.nextPlace() }
    put.push({ ...(active === undefined ? main : beside), ...saved, saved: true, rest: active !== undefined, heldUntil: null })
  }
  const kept = new Set(put.map((line) => line.id))
  return {
    put,
    gone: rows.filter((line) => !kept.has(line.id)).map((line) => line.id),
    released: main.heldUntil !== null && (active === undefined || main.saved || unheld) ? [main] : [],
  }
}

/** What is saved of a product afterwards: what was saved before, and all that had come. A single piece stays one. */
function savedAfter(
  main: StoredLine,
  before: readonly RowBefore[],
  came: Pick<StoredLine, 'quantity' | 'scale'>,
): Pick<StoredLine, 'quantity' | 'scale'> {
  const parts = [came, ...before.filter((row) => row.saved).map((row) => ({ quantity: BigInt(row.quantity), scale: row.scale }))]
  const scale = Math.max(...parts.map((part) => part.scale))
  const quantity = parts.reduce((sum, part) => sum + part.quantity * 10n ** BigInt(scale - part.scale), 0n)
  const most = main.snapshot.stock === 'unique' ? 1n : MAX_QUANTITY
  return { quantity: quantity > most ? most : quantity, scale }
}

const asBefore = (line: StoredLine, { quantity, scale, unitPrice, fixedPrice }: RowBefore): StoredLine => ({
  ...line,
  saved: false,
  rest: false,
  quantity: BigInt(quantity),
  scale,
  unitPrice: BigInt(unitPrice),
  fixedPrice,
})
