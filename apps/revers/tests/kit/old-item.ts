import { productKey, type Statement, sql } from 'cartwright'
import { type Item, kindOf, searchTextOf } from '../../src/catalogue/item.ts'
import { drawingName } from '../../src/garments/drawing.ts'

/** Lists a thing as the first three migrations of revers know it. */
export const insertOldItem = (item: Item): Statement => sql`
  insert into item (product, type, id, name_ro, name_en, price, currency, scale, seller_id, seller_name, kind, drawing, brand, size, condition, search,
    auction_only, listed, withdrawn, place)
  values (${productKey(item)}, ${item.type}, ${item.id}, ${item.name.ro}, ${item.name.en}, ${item.price}, ${item.currency}, ${BigInt(item.scale)},
    ${item.seller.id}, ${item.seller.name}, ${kindOf(item)}, ${drawingName(item.drawing)}, ${item.brand}, ${item.size}, ${item.condition}, ${searchTextOf(item)},
    ${item.auctionOnly ? 1n : 0n}, ${item.listed ? 1n : 0n}, ${item.withdrawn ? 1n : 0n}, ${item.place})`
