import { act } from '../act.ts'
import { lapsedClaims } from '../cart/lapsed-claims.ts'
import { type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { given, invalidInput } from '../check-input.ts'
import { claimsOn, readClaim } from '../claims/claim-rows.ts'
import { type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { isOwn } from '../seller-user.ts'
import { firstOf } from '../storage/database.ts'
import { LARGEST_BID } from './lot.ts'
import { endStale } from './stale-win.ts'
import { takeRight } from './take-right.ts'
import { readWin, type StoredWin, viewWin, type WinView } from './win.ts'
import { insertWin, liveWinOn } from './win-rows.ts'
import { calendarOf } from './win-times.ts'
import { cartSteps, showWin } from './won-line.ts'

export interface Win {
  readonly product: ProductRef
  /** User id of the winner. */
  readonly winner: string
  /** The hammer price, minor units. */
  readonly price: bigint
  /** Milliseconds; half-open: at this moment the right is over. */
  readonly payBy: bigint
}

/**
 * Gives the winner of an auction of the app's own the exclusive right to buy at his price until `payBy`: a claim with a locked price, shown as a line of
 * his cart; once that is over unpaid it lapses, with a strike, and the thing is free. Refuses with `product_not_found`, `own_product`, `item_taken`,
 * `item_sold`, `invalid_input`. Asked for again it is the same right.
 *
 * @example
 * await shop.auctions.award({ product: { type: 'garment', id: '42' }, winner: 'ana', price: 8000n, payBy: now + minutes(3 * 24 * 60) })
 */
export function awardWin(context: Context, sent: Win): Promise<WinView> {
  const { product: ref, winner, price, payBy } = given(sent, 'win')
  if (typeof price !== 'bigint' || price < 0n || price > LARGEST_BID) throw invalidInput([{ field: 'price', code: 'invalid' }])
  if (typeof payBy !== 'bigint') throw invalidInput([{ field: 'payBy', code: 'invalid' }])
  const userId = userIdOf(winner)
  const key = productKey(ref)
  return act(
    context,
    async () => {
      const [products, [claims = [], wins]] = await Promise.all([
        readProducts(context, [key]),
        context.db.read(claimsOn([key]), liveWinOn(key)),
      ])
      const product = products.get(key)
      if (product === undefined) throw new ShopError('product_not_found', { product: key })
      if (isOwn(context.options, product.seller?.id, userId)) throw new ShopError('own_product', { product: key })
      const now = context.clock()
      const row = firstOf(claims)
      const old = firstOf(wins)
      const claim = row === null ? undefined : readClaim(row)
      const there = old === null ? null : readWin(old)
      if (there !== null && isSame(there, { ...sent, winner: userId }) && claim?.holder === there.id) return viewWin(there, claim, now)
      const win = { id: context.newId(), product: key, lot: null, userId, price, currency: product.currency, payBy, state: 'won' as const }
      const cart = await showWin(context, win, product, now)
      const carts = cartSteps(cart)
      const stale = endStale(context, there, claim, now)
      const owner = `user:${userId}`
      const right = await takeRight(context, claim, { product: key, holder: win.id, owner, source: 'auction', price }, now, payBy)
      const stored = { ...win, ...calendarOf(context.options.auctions, payBy, cart.shown, now) }
      await context.db.batch(
        [
          ...carts.first,
          ...stale.lot,
          ...right,
          ...stale.win,
          insertWin(stored, now).orReread(),
          ...stale.strike,
          ...carts.lines,
          ...stale.events,
          recordEvents(key, [eventOf(context, 'auction.won', { product: key, winner: userId, price: price.toString() }, now)], now),
          ...recordExpired(context, claim === undefined ? [] : lapsedClaims(new Map([[key, claim]]), [key], now), now),
        ],
        { key, id: context.newId() },
      )
      return viewWin({ ...stored, live: true }, { holder: win.id, state: 'held' }, now)
    },
    async () => {
      const [[row] = [], claims = []] = await context.db.read(liveWinOn(key), claimsOn([key]))
      if (row === undefined) throw new ShopError('order_state')
      return viewWin(readWin(row), claims.map(readClaim)[0], context.clock())
    },
  )
}

/** Whether the app awards what it has awarded already, because it never heard the answer. */
const isSame = (there: StoredWin, { winner, price, payBy }: Win): boolean =>
  there.lot === null && there.userId === winner && there.price === price && there.payBy === payBy
