import { act } from '../act.ts'
import { forbiddenBy } from '../buying-rules.ts'
import { readProducts } from '../catalog/read-products.ts'
import { invalidInput } from '../check-input.ts'
import { type Buyer, buyerOf, type Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { isOwn } from '../seller-user.ts'
import { firstOf } from '../storage/database.ts'
import { askingOf, LARGEST_BID, type Lot, type LotView, readLot, viewLot } from './lot.ts'
import { explainBid, insertBid, lotById, raiseLot } from './lot-rows.ts'
import { findLot } from './show-lots.ts'
import { strikesOf } from './win-rows.ts'

/**
 * Bids up to `most` (minor units) for the buyer: the price becomes one step above the second highest bid, or the highest where that is less, and jumps to
 * the reserve with the bid that reaches it; the earlier of equal bids leads; a leader who raises his own does not raise the price. A bid near the end
 * that changes the price or the leader moves the end. One guarded statement decides, so any number of bids at once get an exact answer each. The moment is the server's.
 * Refuses with `login_required`, `not_found`, `invalid_input`, `auction_closed`, `bid_too_low` (`nextMinimum`), `own_product`, `item_sold`,
 * `product_not_found`, `buyer_not_allowed` (`reason: 'strikes'` for who has too many) and what a buying rule says.
 *
 * @example
 * const { leading, price } = await shop.auctions.bid(lot.id, { userId: 'ana' }, 12000n)
 */
export function placeBid(context: Context, id: string, sent: Buyer, most: bigint): Promise<LotView> {
  const buyer = buyerOf(sent)
  const { userId } = buyer
  if (userId === undefined) return Promise.reject(new ShopError('login_required'))
  if (typeof most !== 'bigint' || most < 0n) return Promise.reject(invalidInput([{ field: 'most', code: 'invalid' }]))
  if (most > LARGEST_BID) return Promise.reject(invalidInput([{ field: 'most', code: 'too_big' }]))
  const asking = askingOf(context, buyer)
  return act(
    context,
    async () => {
      const { strikes, strikeTime } = context.options.auctions
      const [lots, [count] = []] = await context.db.read(lotById(String(id)), strikesOf(userId, context.clock() - strikeTime))
      const row = firstOf(lots)
      if (row === null) throw new ShopError('not_found')
      await checkBidder(context, buyer, userId, readLot(row))
      if (((count?.strikes ?? 0n) as bigint) >= BigInt(strikes)) throw new ShopError('buyer_not_allowed', { reason: 'strikes' })
      const now = context.clock()
      const fact = { lot: String(row.lot_id), product: String(row.product), bidder: userId }
      const answers = await context.db.batch(
        [
          raiseLot(fact.lot, userId, most, now)
            .orRefuse('auction_closed', explainBid(fact.lot, userId, now))
            .rows(),
          insertBid(fact.lot, context.newId(), userId, most, now).orReread(),
          recordEvents(fact.lot, [eventOf(context, 'auction.bid', fact, now)], now),
        ],
        { key: fact.lot, id: context.newId() },
      )
      return viewLot(readLot(answers.flat()[0] ?? {}), asking, most, null, now)
    },
    () => findLot(context, id, buyer),
  )
}

/** Nobody bids on his own thing, whatever the shop's rules say; then these rules. */
async function checkBidder(context: Context, buyer: Buyer, userId: string, { product: key, seller }: Lot): Promise<void> {
  const product = (await readProducts(context, [key])).get(key)
  if (product === undefined) throw new ShopError('product_not_found', { product: key })
  if (isOwn(context.options, seller, userId) || isOwn(context.options, product.seller?.id, userId))
    throw new ShopError('own_product', { product: key })
  const no = forbiddenBy(context.options, buyer, product)
  if (no !== null) throw new ShopError(no.code, { product: key, ...no.details })
  if (product.sold === true) throw new ShopError('item_sold', { product: key })
}
