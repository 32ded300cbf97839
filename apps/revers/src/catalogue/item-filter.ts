import { joined, part, type Statement, sql } from 'cartwright'
import { namedCategory } from './category-words.ts'
import type { Mark } from './item-rows.ts'
import { type CatalogueQuestion, isType } from './question.ts'
import { searchWords } from './search-text.ts'

/** A piece of SQL. */
export type Fragment = ReturnType<typeof part>

// A right that keeps others away: of a cart, a payment or a buyer, but not of an auction that runs, which is nobody's yet.
const HELD = part`select 1 from claim where claim.product = item.product and claim.state <> 'sold' and claim.holder not like 'lot:%'`
const SOLD = part`select 1 from claim where claim.product = item.product and claim.state = 'sold'`
const COUNTED = part`item.type <> 'garment'`
const GONE = part`select 1 from stock where stock.product = item.product and stock.on_hand = stock.reserved`

/** The things that have a word which begins like this one. */
const having = (word: string): Fragment => part`from item_word where word >= ${word} and word < ${`${word}\u{10ffff}`}`

/** How many things have a word, counted no further than `most`. */
export const countWord = (word: string, most: number): Statement =>
  sql`select count(*) as n from (select 1 ${having(word)} limit ${BigInt(most)}) as found`

/**
 * The conditions of a question as they stand in SQL. Rights are asked about here so that a page is filled in one go: what a buyer sees of a thing at this
 * moment is the shop's to say afterwards. `byWord`: things are looked up by the
 * words of the search; otherwise each thing is met in its order and asked for them, as it always is for a word that names a kind of thing.
 */
export function conditionsOf(question: CatalogueQuestion, now: bigint, byWord = false): Fragment {
  const words = searchWords(question.q)
  // A search of signs without letters finds nothing.
  if (words === null) return part`1 = 0`
  const { category, seller, brand, size, condition, colour, least, most, sale, free } = question
  const conditions: Fragment[] = [part`listed = 1 and withdrawn = 0`]
  if (category !== '') conditions.push(isType(category) ? part`type = ${category}` : part`category = ${category}`)
  if (seller !== '') conditions.push(part`seller_id = ${seller}`)
  if (brand !== '') conditions.push(part`brand = ${brand}`)
  if (size !== '') conditions.push(part`size = ${size}`)
  if (condition !== '') conditions.push(part`condition = ${condition}`)
  if (colour !== '') conditions.push(part`colour = ${colour}`)
  if (least !== null) conditions.push(part`price >= ${least}`)
  if (most !== null) conditions.push(part`price <= ${most}`)
  if (sale === 'buy') conditions.push(part`auction_only = 0`)
  if (sale === 'auction') conditions.push(part`auction_only = 1`)
  if (free) conditions.push(part`not exists (${HELD} and claim.expires_at > ${now})`)
  // Words hold letters and digits only (see `searchWords`), so nothing in a pattern needs escaping.
  const rare = byWord ? words.filter((word) => namedCategory(word) === null) : []
  if (rare.length > 0) {
    const sets = rare.map((word) => part`select product ${having(word)}`)
    conditions.push(part`product in (${joined(sets, ' intersect ')})`)
  }
  for (const word of words) if (!rare.includes(word)) conditions.push(withWord(word))
  const states = statesOf(question, now)
  return joined(states === null ? conditions : [...conditions, states], ' and ')
}

/** Things that have a word, or are of the kind it names: `rochii` finds what is called `rochie`. */
function withWord(word: string): Fragment {
  const said = part`' ' || search like ${`% ${word}%`}`
  const named = namedCategory(word)
  return named === null ? said : part`(category = ${named} or ${said})`
}

/** What may be in a state, and perhaps a little more. */
function statesOf({ availability }: CatalogueQuestion, now: bigint): Fragment | null {
  switch (availability) {
    case 'available':
      return part`auction_only = 0 and not exists (${SOLD}) and not exists (${HELD} and claim.expires_at > ${now}) and not exists (${GONE})`
    case 'open':
      return part`not exists (${SOLD}) and not exists (${GONE})`
    case 'sold':
      return part`(exists (${SOLD}) or (${COUNTED} and not exists (select 1 from stock where stock.product = item.product and stock.on_hand <> stock.reserved)))`
    case 'held':
      return part`exists (${HELD})`
    case 'auction':
      return part`auction_only = 1 and not exists (${SOLD})`
    // Where carts hold nothing, what is in one has no right on it.
    case 'in_your_cart':
    case '':
      return null
  }
}

/** What comes behind a mark, and in which order. */
export function behind({ sort }: CatalogueQuestion, mark: Mark | null): { readonly after: Fragment; readonly order: Fragment } {
  const value = mark?.value ?? 0n
  const product = mark?.product ?? ''
  switch (sort) {
    case 'newest':
      return {
        after: mark === null ? part`` : part` and (place, product) < (${value}, ${product})`,
        order: part`place desc, product desc`,
      }
    case 'price_up':
      return { after: mark === null ? part`` : part` and (price, product) > (${value}, ${product})`, order: part`price, product` }
    case 'price_down':
      return {
        after: mark === null ? part`` : part` and (price, product) < (${value}, ${product})`,
        order: part`price desc, product desc`,
      }
  }
}
