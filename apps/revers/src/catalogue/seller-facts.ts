import { firstOf, productKey, type Shop, sql } from 'cartwright'
import { isoTime } from 'cartwright/http'
import type { SellerFacts } from '../views/parts/seller-card.ts'
import type { Item } from './item.ts'
import { conditionsOf } from './item-filter.ts'
import { countItems } from './item-rows.ts'
import { ANYTHING } from './question.ts'

// Beyond these a number says no more than that there are many.
const MOST_PIECES = 100
const MOST_SALES = 1_000

/** What the shop knows of a seller: the pieces he has for sale and the parcels he has sent. And the day a thing was sold on, when it was. */
export async function factsAround(shop: Shop, item: Item): Promise<{ readonly seller: SellerFacts; readonly soldAt: string | null }> {
  const pieces = conditionsOf({ ...ANYTHING, seller: item.seller.id, availability: 'open' }, shop.context.clock())
  const [listed = [], sent = [], sales = []] = await shop.context.db.read(
    countItems(pieces, MOST_PIECES + 1),
    sql`select count(*) as n from (
      select 1 from parcel where seller = ${item.seller.id} and state in ('shipped', 'delivered', 'received') limit ${BigInt(MOST_SALES)}) as sent`,
    sql`select taken_at from claim where product = ${productKey(item)} and state = 'sold'`,
  )
  const count = Number(firstOf(listed)?.n ?? 0)
  const sold = firstOf(sales)
  return {
    seller: { pieces: Math.min(count, MOST_PIECES), many: count > MOST_PIECES, sales: Number(firstOf(sent)?.n ?? 0) },
    soldAt: sold === null ? null : isoTime(sold.taken_at as bigint),
  }
}
