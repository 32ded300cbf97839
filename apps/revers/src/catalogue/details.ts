import { type Buyer, decimal, oneOf, part, productKey, type Shop, sql } from 'cartwright'
import { isoTime } from 'cartwright/http'
import { drawingAlternative } from '../garments/drawing.ts'
import type { Locale } from '../i18n/locale.ts'
import type { CardLot, CatalogueItem, ProductDetails } from '../views/parts/product-card.ts'
import type { Item } from './item.ts'
import { obstacleOf } from './obstacle.ts'
import { protectionOf } from './protection.ts'
import { type SeenItem, seenJson } from './see-items.ts'

/** What a page says of a thing beyond the contract's product. */
export const detailsOf = ({ brand, size, condition, drawing }: Item, locale: Locale): ProductDetails => ({
  brand,
  size,
  condition,
  alternative: drawingAlternative(drawing, locale),
})

/** Things as the cards of a page: with the whole price, the auctions that run, and what is the visitor's own. One statement more where there are auctions. */
export async function cardsOf(
  shop: Shop,
  seen: readonly SeenItem[],
  { buyer, locale }: { buyer: Buyer; locale: Locale },
): Promise<CatalogueItem[]> {
  const lots = await liveLots(
    shop,
    seen.flatMap(({ item, state }) => (state === 'auction' ? [productKey(item)] : [])),
  )
  return seen.map((one) => {
    const { item } = one
    const lot = lots.get(productKey(item)) ?? null
    const own = buyer.userId !== undefined && item.seller.id === buyer.userId
    const whole = lot === null ? protectionOf(shop, item)?.whole : undefined
    const quick = item.type === 'garment' && one.state === 'available' && obstacleOf(shop, item, buyer) === null
    return {
      product: seenJson(one, locale),
      details: detailsOf(item, locale),
      lot,
      own,
      quick,
      ...(whole !== undefined && { with_protection: whole }),
    }
  })
}

/** The running auctions of these things. */
export async function liveLots(shop: Shop, keys: readonly string[]): Promise<ReadonlyMap<string, CardLot>> {
  if (keys.length === 0) return new Map()
  const [rows = []] = await shop.context.db.read(
    sql`select product, currency, price, bids, ends_at from auction_lot where state = 'live' and ${oneOf(part`product`, keys)}`,
  )
  return new Map(
    rows.map((row) => [
      String(row.product),
      { price: decimal(row.price as bigint, String(row.currency)), bids: Number(row.bids), ends_at: isoTime(row.ends_at as bigint) },
    ]),
  )
}
