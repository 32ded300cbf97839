import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { forbiddenBy } from '../buying-rules.ts'
import type { Product } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { given, invalidInput, isStorable } from '../check-input.ts'
import { readClaim } from '../claims/claim-rows.ts'
import { dropRight, passRight, rightOn } from '../claims/right-rows.ts'
import { type Actor, type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { checkSeller, isOwn } from '../seller-user.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { readLot } from './lot.ts'
import { lotById, moveLot } from './lot-rows.ts'
import { loadWin, showNow } from './show-wins.ts'
import { lotStateOf } from './stale-win.ts'
import { type StoredWin, viewWin, type WinView, winId, winPlace, winState } from './win.ts'
import { endWin, insertWin } from './win-rows.ts'
import { calendarOf } from './win-times.ts'
import { cartSteps, hideWin, showWin } from './won-line.ts'

/** Who is to have a right. */
interface NewWinner {
  /** User id. */
  readonly to: string
  /** For the buying rules, as in `Buyer`. */
  readonly roles?: readonly string[]
}

/** Who changes a right, and why; both are recorded. */
interface Change {
  readonly by: Actor
  readonly reason: string
}

/**
 * Gives an unpaid right to somebody else, at its price and with the shop's time to pay from now on, by the thing's seller or staff; `roles`: the
 * new winner's rights, as the app knows them. The old winner's line goes, the new one's comes. Refuses with `not_found` (a seller, of what is not his), `order_state` while it is being paid for and after,
 * `own_product`, `invalid_input` and what a buying rule says. Recorded.
 */
export function transferWin(context: Context, id: string, sent: NewWinner & Change): Promise<WinView> {
  const { to, roles, by, reason } = given(sent, 'change')
  const userId = userIdOf(to)
  checkReason(reason)
  const next = context.newId()
  return act(
    context,
    async () => {
      const { win, right, product, now } = await unpaid(context, id, by, ['won'])
      if (win.userId === userId) throw invalidInput([{ field: 'to', code: 'same' }])
      if (product === null) throw new ShopError('product_not_found', { product: win.product })
      if (isOwn(context.options, product.seller?.id, userId)) throw new ShopError('own_product', { product: win.product })
      const no = forbiddenBy(context.options, { userId, ...(roles !== undefined && { roles }) }, product)
      if (no !== null) throw new ShopError(no.code, { product: win.product, ...no.details })
      const payBy = now + context.options.auctions.payTime
      const moved = { ...win, id: next, userId, payBy, state: 'won' as const }
      const cart = await showWin(context, moved, product, now)
      const carts = cartSteps(await hideWin(context, win, now), cart)
      const stored = { ...moved, ...calendarOf(context.options.auctions, payBy, cart.shown, now) }
      const holding = { holder: next, owner: `user:${userId}`, source: 'auction', price: win.price, until: payBy } as const
      const told = { product: win.product, winner: userId, price: win.price.toString(), from: win.userId }
      await context.db.batch(
        [
          ...carts.first,
          passRight(win.product, { holder: win.id, takes: right.takes as bigint }, holding, now).orReread(),
          endWin(win, 'transferred', now).orReread(),
          insertWin(stored, now).orReread(),
          ...carts.lines,
          recordEvents(win.product, [eventOf(context, 'auction.transferred', told, now)], now),
          recordAct(
            win.product,
            context.newId(),
            { actor: by, act: 'auction.transfer', before: { winner: win.userId }, after: { winner: userId }, reason },
            now,
          ),
        ],
        { key: win.product, id: context.newId() },
      )
      return viewWin({ ...stored, live: true }, { holder: next, state: 'held' }, now)
    },
    () => showNow(context, winId({ product: winPlace(id).product, id: next })),
  )
}

/**
 * Takes an unpaid right, or an offer, back, by the thing's seller or staff: the thing is free, the auction unsold. Refuses with `not_found` (a seller, of
 * what is not his), `order_state` while it is being paid for and after, and `invalid_input`. Recorded.
 */
export function revokeWin(context: Context, id: string, sent: Change): Promise<WinView> {
  const { by, reason } = given(sent, 'change')
  checkReason(reason)
  return act(
    context,
    async () => {
      const { win, right, now } = await unpaid(context, id, by, ['won', 'offered'])
      const carts = cartSteps(await hideWin(context, win, now))
      const told = { product: win.product, winner: win.userId, price: win.price.toString() }
      await context.db.batch(
        [
          ...carts.first,
          ...(win.lot === null ? [] : [moveLot(win.lot, lotStateOf(win), 'unsold').orReread()]),
          dropRight(win.product, { holder: win.id, takes: right.takes as bigint }).orReread(),
          endWin(win, 'revoked', now).orReread(),
          ...carts.lines,
          recordEvents(win.product, [eventOf(context, 'auction.revoked', told, now)], now),
          recordAct(win.product, context.newId(), { actor: by, act: 'auction.revoke', before: { winner: win.userId }, reason }, now),
        ],
        { key: win.product, id: context.newId() },
      )
      return showNow(context, id)
    },
    () => showNow(context, id),
  )
}

function checkReason(reason: string): void {
  if (typeof reason !== 'string' || reason.trim() === '' || reason.length > 1_000 || !isStorable(reason))
    throw invalidInput([{ field: 'reason', code: 'required' }])
}

/** The right, if this actor may change it and it is in one of these states with no payment on it. */
async function unpaid(
  context: Context,
  id: string,
  by: Actor,
  states: readonly WinView['state'][],
): Promise<{ readonly win: StoredWin; readonly right: Row; readonly product: Product | null; readonly now: bigint }> {
  const win = await loadWin(context, id)
  const [products, [rights, lots]] = await Promise.all([
    readProducts(context, [win.product]),
    context.db.read(rightOn(win.product), ...(win.lot === null ? [] : [lotById(win.lot)])),
  ])
  const product = products.get(win.product) ?? null
  const lot = firstOf(lots)
  checkSeller(context, lot === null ? (product?.seller?.id ?? '') : readLot(lot).seller, by)
  const now = context.clock()
  const right = firstOf(rights)
  const state = winState(win, right === null ? undefined : readClaim(right), now)
  if (right?.state !== 'held' || !states.includes(state)) throw new ShopError('order_state', { state })
  return { win, right, product, now }
}
