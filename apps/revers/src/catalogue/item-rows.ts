import { joined, oneOf, part, productKey, type Row, type Statement, sql } from 'cartwright'
import { drawingName, drawingOf } from '../garments/drawing.ts'
import type { ProductTypeName } from '../garments/product-types.ts'
import type { Condition } from '../garments/seed.ts'
import { type Item, kindOf, searchTextOf } from './item.ts'

const COLUMNS = part`type, id, name_ro, name_en, price, currency, scale, seller_id, seller_name, drawing, brand, size, condition, auction_only, listed, withdrawn, place`

/** The things with these keys; one parameter whatever their number. */
export const itemsByKey = (keys: readonly string[]): Statement => sql`select ${COLUMNS} from item where ${oneOf(part`product`, keys)}`

/** What a page of the catalogue is looked up by; an empty text means any. */
export interface ItemFilter {
  /** All of them must be found. */
  readonly words: readonly string[]
  /** A type (`garment`) or a kind (`dress`). */
  readonly type: string
  readonly seller: string
}

/** The place in the catalogue behind which a page begins. */
export interface Mark {
  readonly place: bigint
  readonly product: string
}

/** Listed things behind a mark, from the top of the catalogue down. Words hold letters and digits only (see `searchWords`), so nothing in a pattern needs escaping. */
export function itemsBehind({ words, type, seller }: ItemFilter, mark: Mark, limit: number): Statement {
  const found = words.map((word) => part` and search like ${`%${word}%`}`)
  const searched = found.length === 0 ? part`` : joined(found, '')
  return sql`
    select product, ${COLUMNS} from item
    where listed = 1 and withdrawn = 0 and place <= ${mark.place} and (place < ${mark.place} or product > ${mark.product})
      and (${type} = '' or type = ${type} or kind = ${type}) and (${seller} = '' or seller_id = ${seller})${searched}
    order by place desc, product limit ${BigInt(limit)}`
}

/** What somebody sells, newest first. */
export const itemsOfSeller = (seller: string): Statement =>
  sql`select ${COLUMNS} from item where seller_id = ${seller} order by place desc, product limit 500`

export const allSellers = (): Statement => sql`select id, name from seller order by name, id limit 500`

export const insertSeller = (seller: { readonly id: string; readonly name: string }): Statement => sql`
  insert into seller (id, name) values (${seller.id}, ${seller.name}) on conflict (id) do nothing`

/** Lists a thing; changes no row when it is there already. */
export const insertItem = (item: Item): Statement => sql`
  insert into item (product, type, id, name_ro, name_en, price, currency, scale, seller_id, seller_name, kind, drawing, brand, size, condition, search,
    auction_only, listed, withdrawn, place)
  values (${productKey(item)}, ${item.type}, ${item.id}, ${item.name.ro}, ${item.name.en}, ${item.price}, ${item.currency}, ${BigInt(item.scale)},
    ${item.seller.id}, ${item.seller.name}, ${kindOf(item)}, ${drawingName(item.drawing)}, ${item.brand}, ${item.size}, ${item.condition}, ${searchTextOf(item)},
    ${item.auctionOnly ? 1n : 0n}, ${item.listed ? 1n : 0n}, ${item.withdrawn ? 1n : 0n}, ${item.place})
  on conflict (product) do nothing`

/** Takes a thing back; changes no row when it is not this seller's or was taken back before. */
export const withdrawItem = (product: string, seller: string): Statement => sql`
  update item set withdrawn = 1 where product = ${product} and seller_id = ${seller} and withdrawn = 0`

/** Undoes `withdrawItem`: it is sold already. Changes no row when it was not taken back. */
export const relistItem = (product: string, seller: string): Statement => sql`
  update item set withdrawn = 0 where product = ${product} and seller_id = ${seller} and withdrawn = 1`

export function readItem(row: Row): Item {
  const drawing = drawingOf(String(row.drawing))
  if (drawing === null) throw new TypeError(`item ${row.type}:${row.id} has the drawing ${row.drawing}, which revers does not know`)
  return {
    type: row.type as ProductTypeName,
    id: String(row.id),
    name: { ro: String(row.name_ro), en: String(row.name_en) },
    price: row.price as bigint,
    currency: String(row.currency),
    scale: Number(row.scale),
    seller: { id: String(row.seller_id), name: String(row.seller_name) },
    drawing,
    brand: row.brand as string | null,
    size: row.size as string | null,
    condition: row.condition as Condition | null,
    auctionOnly: row.auction_only === 1n,
    listed: row.listed === 1n,
    withdrawn: row.withdrawn === 1n,
    place: row.place as bigint,
  }
}
