import { act } from '../act.ts'
import { forbiddenBy } from '../buying-rules.ts'
import { readProducts } from '../catalog/read-products.ts'
import { readClaim } from '../claims/claim-rows.ts'
import { confirmRight, rightOn } from '../claims/right-rows.ts'
import { type Buyer, buyerOf, type Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { firstOf } from '../storage/database.ts'
import type { Row } from '../storage/statement.ts'
import { handOn } from './hand-on.ts'
import { readLot } from './lot.ts'
import { lotById, moveLot } from './lot-rows.ts'
import { loadWin, showNow } from './show-wins.ts'
import { type StoredWin, type WinView, winState } from './win.ts'
import { acceptWin, endWin, insertStrike } from './win-rows.ts'
import { calendarOf } from './win-times.ts'
import { cartSteps, hideWin, showWin } from './won-line.ts'

/**
 * Takes an offer up: the right is won, with the shop's time to pay from now on, and the thing is a line of the buyer's cart. Done twice it is done once.
 * Refuses with `login_required`, `not_found` (of somebody else too), `order_state` (`state`: what became of the offer) and what a buying rule says.
 *
 * @example
 * const { payBy } = await shop.auctions.accept(offer.id, { userId: 'bogdan' })
 */
export function acceptOffer(context: Context, id: string, sent: Buyer): Promise<WinView> {
  const buyer = buyerOf(sent)
  return act(
    context,
    async () => {
      const { win, state, now } = await ownWin(context, id, buyer)
      if (win.state === 'won' && (state === 'won' || state === 'paid')) return showNow(context, id)
      if (state !== 'offered') throw new ShopError('order_state', { state })
      const product = (await readProducts(context, [win.product])).get(win.product)
      if (product === undefined) throw new ShopError('product_not_found', { product: win.product })
      const no = forbiddenBy(context.options, buyer, product)
      if (no !== null) throw new ShopError(no.code, { product: win.product, ...no.details })
      const { auctions } = context.options
      const payBy = now + auctions.payTime
      const cart = await showWin(context, { ...win, payBy }, product, now)
      const carts = cartSteps(cart)
      const told = { product: win.product, winner: win.userId, price: win.price.toString() }
      await context.db.batch(
        [
          ...carts.first,
          ...(win.lot === null ? [] : [moveLot(win.lot, 'closed', 'won').orReread()]),
          confirmRight(win.product, win.id, payBy, now).orReread(),
          acceptWin(win, calendarOf(auctions, payBy, cart.shown, now)).orReread(),
          ...carts.lines,
          recordEvents(win.product, [eventOf(context, 'auction.won', told, now)], now),
        ],
        { key: win.product, id: context.newId() },
      )
      return showNow(context, id)
    },
    () => showNow(context, id),
  )
}

/**
 * Gives an offer up, or a right that was won and is not paid, which is a strike: the thing goes to the next bidder. Done twice it is done once. Refuses
 * with `login_required`, `not_found` (of somebody else too) and `order_state` (`state`), while it is being paid for as well.
 */
export function declineWin(context: Context, id: string, sent: Buyer): Promise<WinView> {
  const buyer = buyerOf(sent)
  return act(
    context,
    async () => {
      const { win, right, state, now } = await ownWin(context, id, buyer)
      if (win.state === 'declined') return showNow(context, id)
      if (right?.state !== 'held' || (state !== 'won' && state !== 'offered')) throw new ShopError('order_state', { state })
      const [lots] = win.lot === null ? [] : await context.db.read(lotById(win.lot))
      const lot = firstOf(lots)
      const carts = cartSteps(await hideWin(context, win, now))
      const handed = await handOn(context, win, lot === null ? null : readLot(lot), { holder: win.id, takes: right.takes as bigint }, now)
      const told = { product: win.product, winner: win.userId, price: win.price.toString() }
      await context.db.batch(
        [
          ...carts.first,
          ...handed.lots,
          handed.right,
          endWin(win, 'declined', now).orReread(),
          ...handed.wins,
          ...(win.state === 'won' ? [insertStrike(win.userId, win.id, 'declined', win.product, now)] : []),
          ...carts.lines,
          recordEvents(win.product, [eventOf(context, 'auction.declined', told, now)], now),
          ...handed.events,
        ],
        { key: win.product, id: context.newId() },
      )
      return showNow(context, id)
    },
    () => showNow(context, id),
  )
}

async function ownWin(
  context: Context,
  id: string,
  { userId }: Buyer,
): Promise<{ readonly win: StoredWin; readonly right: Row | null; readonly state: WinView['state']; readonly now: bigint }> {
  if (userId === undefined) throw new ShopError('login_required')
  const win = await loadWin(context, id)
  if (win.userId !== userId) throw new ShopError('not_found')
  const [rights] = await context.db.read(rightOn(win.product))
  const now = context.clock()
  const right = firstOf(rights)
  return { win, right, state: winState(win, right === null ? undefined : readClaim(right), now), now }
}
