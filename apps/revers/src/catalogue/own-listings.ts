import { type ClaimView, decimal, type Seller, type Shop, ShopError } from 'cartwright'
import { isoTime } from 'cartwright/http'
import type { Locale } from '../i18n/locale.ts'
import { personWithId } from '../people/people.ts'
import type { ListingJson } from '../views/market-types.ts'
import { actorOf, ownItem } from './listings.ts'
import { type SeenItem, seenJson } from './see-items.ts'

/** A reservation of a listing: for whom, until when, at which price (bani; null: the listing's). */
export interface ListingReservation {
  readonly buyer: string
  readonly until: bigint
  readonly price: bigint | null
}

/** Sets one of the seller's own things aside for one buyer. Refuses with `not_found`, and what `shop.claims.reserve` refuses. */
export async function reserveListing(
  shop: Shop,
  seller: Seller,
  id: string,
  { buyer, until, price }: ListingReservation,
): Promise<SeenItem> {
  const { item } = await ownItem(shop, seller, id)
  await shop.claims.reserve(item, { buyer, until, ...(price !== null && { price }), by: actorOf(seller) })
  return ownItem(shop, seller, id)
}

/**
 * Ends whatever keeps one of the seller's own things, short of a payment and an auction; what nothing keeps stays as it is. Refuses with `not_found`,
 * `order_state`.
 */
export async function releaseListing(shop: Shop, seller: Seller, id: string): Promise<SeenItem> {
  const { item } = await ownItem(shop, seller, id)
  await shop.claims.release(item, { by: actorOf(seller) }).catch(unlessGone)
  return ownItem(shop, seller, id)
}

/** The thing is the seller's own, so what is not there is the right on it. */
function unlessGone(error: unknown): void {
  if (!(error instanceof ShopError && error.code === 'not_found')) throw error
}

/** Things of the seller as he sees them: who holds one in a cart is not said, but for whom he has set it aside. */
export const listingsJson = (shop: Shop, items: readonly SeenItem[], locale: Locale): Promise<ListingJson[]> =>
  Promise.all(items.map((seen) => listingJson(shop, seen, locale)))

export async function listingJson(shop: Shop, seen: SeenItem, locale: Locale): Promise<ListingJson> {
  const product = seenJson(seen, locale)
  const claim = seen.state === 'held' ? await shop.claims.find(seen.item) : null
  if (claim?.source === 'seller' && claim.state === 'held')
    return { ...product, state: 'reserved', ...(await reservationJson(shop, claim, seen.item.currency)) }
  // Won at an auction and not paid yet: its seller can neither release it nor take it back.
  if (claim?.source === 'auction' || claim?.source === 'offer') return { ...product, state: 'auction' }
  return { ...product, state: seen.state === 'in_your_cart' ? 'held' : seen.state }
}

async function reservationJson(shop: Shop, { owner, until, price }: ClaimView, currency: string): Promise<Partial<ListingJson>> {
  const buyer = owner?.startsWith('user:') === true ? await personWithId(shop, owner.slice('user:'.length)) : null
  return {
    ...(buyer !== null && { reserved_for: buyer.email }),
    ...(until !== null && { reserved_until: isoTime(until) }),
    ...(price !== null && { reserved_price: decimal(price, currency) }),
  }
}
