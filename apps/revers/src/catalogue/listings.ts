import { type Actor, type ClaimView, productKey, type Seller, type Shop, ShopError } from 'cartwright'
import type { GarmentParameters } from '../garments/garment.ts'
import type { Measure } from '../garments/measuring.ts'
import type { Condition } from '../garments/seed.ts'
import { CURRENCY } from '../settings.ts'
import type { Item } from './item.ts'
import { insertItem, insertSeller, itemsOfSeller, readItem, relistItem, withdrawItem } from './item-rows.ts'
import { type SeenItem, seeItems } from './see-items.ts'

/** What a seller says of a garment. */
export interface ListingWords {
  readonly name: string
  /** In bani. */
  readonly price: bigint
  readonly condition: Condition
  readonly brand: string | null
  readonly size: string | null
  readonly measures: readonly Measure[]
  /** Signs of wear, each on a line of its own. */
  readonly wear: string | null
}

/** A garment to be listed; its picture is drawn from three choices. */
export interface NewListing extends ListingWords {
  readonly drawing: GarmentParameters
}

/** What somebody sells, newest first, without what was taken back. */
export async function ownItems(shop: Shop, seller: string): Promise<SeenItem[]> {
  const [rows = []] = await shop.context.db.read(itemsOfSeller(seller))
  const items = rows.map(readItem).filter((item) => !item.withdrawn)
  return seeItems(shop, items, { userId: seller })
}

/** One of the seller's own things that were not taken back. Refuses with `not_found`. */
export async function ownItem(shop: Shop, seller: Seller, id: string): Promise<SeenItem> {
  const own = (await ownItems(shop, seller.id)).find(({ item }) => item.id === id)
  if (own === undefined) throw new ShopError('not_found')
  return own
}

/** The seller as the one who does something. */
export const actorOf = ({ id }: Pick<Seller, 'id'>): Actor => ({ id, role: 'seller' })

/** Puts a garment up for sale, at the top of the catalogue. */
export async function listGarment(shop: Shop, seller: Seller, { name, wear, ...listing }: NewListing): Promise<SeenItem> {
  const { db, clock, newId } = shop.context
  const now = clock()
  const item: Item = {
    ...listing,
    type: 'garment',
    id: newId(),
    name: { ro: name, en: name },
    wear: wear === null ? null : { ro: wear, en: wear },
    currency: CURRENCY,
    scale: 0,
    seller,
    auctionOnly: false,
    listed: true,
    withdrawn: false,
    place: now,
  }
  await db.batch([insertSeller(seller), ...insertItem(item)], { key: productKey(item), id: newId() })
  return firstSeen(shop, item, seller)
}

/**
 * Takes one of the seller's own things back; whoever has it in a cart loses his hold and sees it as unavailable. Refuses with `not_found`, with `item_sold`
 * when it is too late, and with `order_state` while it is being paid or belongs to an auction.
 */
export async function withdraw(shop: Shop, seller: Seller, id: string): Promise<SeenItem> {
  const own = await ownItem(shop, seller, id)
  if (own.state === 'sold') throw new ShopError('item_sold', { product: productKey(own.item) })
  const { db, newId } = shop.context
  const key = productKey(own.item)
  const claim = await shop.claims.find(own.item)
  if (claim !== null && isBound(claim)) throw new ShopError('order_state', { product: key })
  await db.batch([withdrawItem(key, seller.id)], { key, id: newId() })
  // Whatever came since the look counts: a hold ends, a payment has its way, and the thing is not taken back.
  await shop.claims.release(own.item, { by: actorOf(seller), reason: 'withdrawn' }).catch(async (error: unknown) => {
    if (!(error instanceof ShopError)) throw error
    if (error.code === 'not_found') return
    await db.batch([relistItem(key, seller.id)], { key, id: newId() })
    throw (await shop.claims.find(own.item))?.state === 'sold' ? new ShopError('item_sold', { product: key }) : error
  })
  return firstSeen(shop, { ...own.item, withdrawn: true }, seller)
}

/** Whether a right on a thing is not its seller's to end. */
const isBound = ({ state, source }: ClaimView): boolean =>
  state === 'paying' || (state === 'held' && (source === 'auction' || source === 'offer'))

async function firstSeen(shop: Shop, item: Item, { id }: Seller): Promise<SeenItem> {
  const [seen] = await seeItems(shop, [item], { userId: id })
  if (seen === undefined) throw new ShopError('product_not_found')
  return seen
}
