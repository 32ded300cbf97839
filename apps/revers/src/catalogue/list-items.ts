import { type Buyer, firstOf, type Page, productKey, type Shop, ShopError } from 'cartwright'
import { namedCategory } from './category-words.ts'
import type { Item } from './item.ts'
import { conditionsOf, countWord, type Fragment } from './item-filter.ts'
import { countItems, itemsBehind, type Mark, readItem } from './item-rows.ts'
import type { CatalogueQuestion, Sort } from './question.ts'
import { searchWords } from './search-text.ts'
import { type SeenItem, seeItems } from './see-items.ts'

/** Beyond this a count says no more than that there are many. */
export const MOST_COUNTED = 1_000
// What a buyer sees of a thing is the shop's to say: where the question asks for that, larger bites until the page is full.
const BITE = 100
// A word that so many things have is soon met on the way through the catalogue.
const MANY = 20_000

/**
 * One page of the catalogue. Each order is that of something which stays as it is, and so no page skips or repeats a thing. Refuses with `invalid_input`
 * when the cursor is none of ours, or of another order.
 */
export async function listItems(shop: Shop, question: CatalogueQuestion, buyer: Buyer): Promise<Page<SeenItem>> {
  const { availability, limit, sort } = question
  const conditions = await conditionsFor(shop, question)
  const first = markOf(question.cursor, sort)
  const found: SeenItem[] = []
  const seenByBuyer = availability !== '' && availability !== 'open'
  const bite = seenByBuyer ? BITE : limit + 1
  for (let mark = first; ; ) {
    const [rows = []] = await shop.context.db.read(itemsBehind(question, conditions, mark, bite))
    const seen = await seeItems(shop, rows.map(readItem), buyer)
    found.push(...seen.filter((one) => !seenByBuyer || one.state === availability))
    const last = seen.at(-1)
    if (found.length > limit || seen.length < bite || last === undefined) break
    mark = markAt(last.item, sort)
  }
  const items = found.slice(0, limit)
  const end = items.at(-1)
  return { items, next: found.length > limit && end !== undefined ? cursorAt(markAt(end.item, sort), sort) : null }
}

/** How many things a question finds, `MOST_COUNTED + 1` standing for more. */
export async function countFound(shop: Shop, question: CatalogueQuestion): Promise<number> {
  const conditions = await conditionsFor(shop, question)
  const [rows] = await shop.context.db.read(countItems(conditions, MOST_COUNTED + 1))
  return Number(firstOf(rows)?.n ?? 0)
}

/**
 * The conditions of a question. What only some things have is looked up by its words, so that a search for hardly anything does not read everything; one
 * word that very many have is soon met on the way, and so is a kind of thing.
 */
async function conditionsFor(shop: Shop, question: CatalogueQuestion): Promise<Fragment> {
  const now = shop.context.clock()
  const [word, ...others] = (searchWords(question.q) ?? []).filter((one) => namedCategory(one) === null)
  if (word === undefined) return conditionsOf(question, now)
  if (others.length > 0) return conditionsOf(question, now, true)
  const [rows] = await shop.context.db.read(countWord(word, MANY))
  return conditionsOf(question, now, Number(firstOf(rows)?.n) < MANY)
}

const markAt = (item: Item, sort: Sort): Mark => ({ value: sort === 'newest' ? item.place : item.price, product: productKey(item) })

/** Opaque to clients: it names the last thing of the page. */
const cursorAt = ({ value, product }: Mark, sort: Sort): string => Buffer.from(`${sort} ${value} ${product}`).toString('base64url')

function markOf(cursor: string | null, sort: Sort): Mark | null {
  if (cursor === null) return null
  const mark = markIn(cursor, sort)
  if (mark === null) throw new ShopError('invalid_input', { errors: [{ field: 'cursor', code: 'format' }] })
  return mark
}

function markIn(cursor: string, sort: Sort): Mark | null {
  const [, order = '', value = '', product = ''] =
    /^([a-z_]{1,20}) ([0-9]{1,18}) ([\x21-\x7e]{1,100})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  return product === '' || order !== sort ? null : { value: BigInt(value), product }
}

/** The cursor of an address if it is one of ours and of this order, else null: a page then begins at the beginning. */
export const ourCursor = (cursor: string | undefined, sort: Sort): string | null =>
  cursor !== undefined && markIn(cursor, sort) !== null ? cursor : null
