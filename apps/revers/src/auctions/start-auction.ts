import { act, productKey, type Seller, type Shop, ShopError, type Statement, sql } from 'cartwright'
import type { Item } from '../catalogue/item.ts'
import { actorOf, ownItem } from '../catalogue/listings.ts'
import type { SeenItem } from '../catalogue/see-items.ts'

/** How a seller wants a thing auctioned. Amounts are bani, the time milliseconds. */
export interface AuctionTerms {
  readonly startPrice: bigint
  /** Null: whatever is bid. */
  readonly reservePrice: bigint | null
  readonly lasts: bigint
}

/** Sells a thing by auction only; changes no row when it was changed since it was seen, or taken back. */
const sellByAuction = (product: string, seller: string): Statement => sql`
  update item set auction_only = 1 where product = ${product} and seller_id = ${seller} and auction_only = 0 and withdrawn = 0`

/** Undoes `sellByAuction`: no auction came of it. */
const sellAsBefore = (product: string, seller: string): Statement => sql`
  update item set auction_only = 0 where product = ${product} and seller_id = ${seller} and auction_only = 1`

/** The catalogue shows the price at which the auction began. */
const priceFrom = (product: string, startPrice: bigint): Statement => sql`update item set price = ${startPrice} where product = ${product}`

/**
 * Begins an auction of one of the seller's own unique things, which nobody can put into a cart from then on. Refuses with `not_found`, `item_sold`,
 * `item_taken`, `order_state` (it is in an auction, or was changed meanwhile) and what `shop.auctions.open` refuses; the thing is then sold as before. A
 * process that stops in between leaves it without an auction, and the seller can begin one again.
 */
export async function startAuction(shop: Shop, seller: Seller, id: string, terms: AuctionTerms): Promise<SeenItem> {
  const { item, state, availability } = await ownItem(shop, seller, id)
  const key = productKey(item)
  if (state === 'sold') throw new ShopError('item_sold', { product: key })
  // Seen before anything is changed: who has it in a cart must not notice the try.
  if (state === 'held' || state === 'in_your_cart') throw takenUntil(key, availability.availableAgainAt)
  const { db, newId } = shop.context
  const mark = async (): Promise<void> => {
    await db.batch([sellByAuction(key, seller.id).orRefuse('order_state')], { key, id: newId() })
  }
  if (!item.auctionOnly) await act(shop.context, mark, async () => {})
  await open(shop, item, seller, terms).catch(async (error: unknown) => {
    if (!(error instanceof ShopError)) throw error
    const said = error.code === 'item_taken' ? takenUntil(key, error.details.availableAgainAt) : error
    // Where somebody else has begun one at the same moment, it is right that the thing is sold by auction.
    if (!item.auctionOnly && said.code !== 'order_state') await db.batch([sellAsBefore(key, seller.id)], { key, id: newId() })
    throw said
  })
  await db.batch([priceFrom(key, terms.startPrice)], { key, id: newId() })
  return ownItem(shop, seller, id)
}

const open = (shop: Shop, product: Item, seller: Seller, { startPrice, reservePrice, lasts }: AuctionTerms) =>
  shop.auctions.open({
    product,
    startPrice,
    ...(reservePrice !== null && { reservePrice }),
    endsAt: shop.context.clock() + lasts,
    by: actorOf(seller),
  })

/** A right that has no end by the clock is that of an auction. */
const takenUntil = (product: string, end: unknown): ShopError =>
  typeof end === 'bigint' ? new ShopError('item_taken', { product, availableAgainAt: end }) : new ShopError('order_state', { product })
