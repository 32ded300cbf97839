import { joined, oneOf, part, productKey, type Row, type Statement, sql } from 'cartwright'
import { drawingName, drawingOf } from '../garments/drawing.ts'
import { categoryOf, colourOf } from '../garments/facets.ts'
import { measuresOfText, measuresText } from '../garments/measuring.ts'
import type { ProductTypeName } from '../garments/product-types.ts'
import type { Condition } from '../garments/seed.ts'
import { type Item, kindOf, searchTextOf } from './item.ts'
import { behind, type Fragment } from './item-filter.ts'
import type { CatalogueQuestion } from './question.ts'

const COLUMNS = part`type, id, name_ro, name_en, price, currency, scale, seller_id, seller_name, drawing, brand, size, condition, measures, wear_ro, wear_en,
  auction_only, listed, withdrawn, place`

/** The things with these keys; one parameter whatever their number. */
export const itemsByKey = (keys: readonly string[]): Statement => sql`select ${COLUMNS} from item where ${oneOf(part`product`, keys)}`

/** The place in the catalogue behind which a page begins: the last thing of the page before, by what the pages are sorted by. */
export interface Mark {
  readonly value: bigint
  readonly product: string
}

/** Things of the catalogue behind a mark, in the order of the question. */
export function itemsBehind(question: CatalogueQuestion, conditions: Fragment, mark: Mark | null, limit: number): Statement {
  const { after, order } = behind(question, mark)
  return sql`select ${COLUMNS} from item where ${conditions}${after} order by ${order} limit ${BigInt(limit)}`
}

/** How many things there are, counted no further than `most`. */
export const countItems = (conditions: Fragment, most: number): Statement =>
  sql`select count(*) as n from (select 1 from item where ${conditions} limit ${BigInt(most)}) as found`

/** The different brands or sizes of the catalogue, each found by one step through its index. */
export const valuesOf = (column: Fragment): Statement => sql`
  with recursive step (value) as (
    select min(${column}) from item where listed = 1 and withdrawn = 0
    union all
    select (select min(${column}) from item where listed = 1 and withdrawn = 0 and ${column} > step.value) from step where step.value is not null
  )
  select value from step where value is not null limit 300`

/** What somebody sells, newest first. */
export const itemsOfSeller = (seller: string): Statement =>
  sql`select ${COLUMNS} from item where seller_id = ${seller} order by place desc, product limit 500`

export const allSellers = (): Statement => sql`select id, name from seller order by name, id limit 500`

export const insertSeller = (seller: { readonly id: string; readonly name: string }): Statement => sql`
  insert into seller (id, name) values (${seller.id}, ${seller.name}) on conflict (id) do nothing`

/** Lists a thing, with the words it is found by; changes no row when it is there already. */
export function insertItem(item: Item): readonly Statement[] {
  const words = wordsIn(searchTextOf(item))
  return words.length === 0 ? [insertListed(item)] : [insertListed(item), insertWords(productKey(item), words)]
}

/** The different words of a search text. */
export const wordsIn = (search: string): string[] => [...new Set(search.split(' '))].filter(Boolean)

/** Lets a thing be found by these words; those it is found by already do no harm. */
export const insertWords = (product: string, words: readonly string[]): Statement => sql`
  insert into item_word (word, product) values ${joined(
    words.map((word) => part`(${word}, ${product})`),
    ', ',
  )} on conflict (word, product) do nothing`

const insertListed = (item: Item): Statement => sql`
  insert into item (product, type, id, name_ro, name_en, price, currency, scale, seller_id, seller_name, kind, drawing, brand, size, condition, measures,
    wear_ro, wear_en, search, category, colour, auction_only, listed, withdrawn, place)
  values (${productKey(item)}, ${item.type}, ${item.id}, ${item.name.ro}, ${item.name.en}, ${item.price}, ${item.currency}, ${BigInt(item.scale)},
    ${item.seller.id}, ${item.seller.name}, ${kindOf(item)}, ${drawingName(item.drawing)}, ${item.brand}, ${item.size}, ${item.condition},
    ${measuresText(item.measures)}, ${item.wear?.ro ?? null}, ${item.wear?.en ?? null}, ${searchTextOf(item)},
    ${categoryOf(item.drawing)}, ${colourOf(item.drawing)}, ${item.auctionOnly ? 1n : 0n}, ${item.listed ? 1n : 0n}, ${item.withdrawn ? 1n : 0n}, ${item.place})
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
    measures: measuresOfText(String(row.measures)),
    wear: row.wear_ro === null ? null : { ro: String(row.wear_ro), en: String(row.wear_en) },
    auctionOnly: row.auction_only === 1n,
    listed: row.listed === 1n,
    withdrawn: row.withdrawn === 1n,
    place: row.place as bigint,
  }
}
