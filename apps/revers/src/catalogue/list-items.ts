import { type Buyer, type Page, productKey, type Shop, ShopError } from 'cartwright'
import type { Availability } from '../views/types.ts'
import type { Item } from './item.ts'
import { itemsBehind, type Mark, readItem } from './item-rows.ts'
import { searchWords } from './search-text.ts'
import { type SeenItem, seeItems } from './see-items.ts'

export interface CatalogueQuestion {
  /** Free text; empty = anything. */
  readonly q: string
  /** A type or a kind of thing; empty = any. */
  readonly type: string
  /** A seller's id; empty = any. */
  readonly seller: string
  readonly availability: Availability | ''
  readonly limit: number
  /** Where an earlier page ended; null for the first page. */
  readonly cursor: string | null
}

// The first page begins above the highest place there can be: int8 ends here.
const TOP: Mark = { place: 2n ** 63n - 1n, product: '' }
// Availability is decided by claims, which the catalogue does not know: with such a filter, larger bites until the page is full.
const BITE = 100

/**
 * One page of the catalogue, in an order that stays: newer things come on top, so no page skips or repeats one. Refuses with `invalid_input` when the
 * cursor is none of ours.
 */
export async function listItems(shop: Shop, question: CatalogueQuestion, buyer: Buyer): Promise<Page<SeenItem>> {
  const { availability, limit } = question
  const words = searchWords(question.q)
  if (words === null) return { items: [], next: null }
  const found: SeenItem[] = []
  const bite = availability === '' ? limit + 1 : BITE
  for (let mark = markOf(question.cursor); ; ) {
    const [rows = []] = await shop.context.db.read(itemsBehind({ ...question, words }, mark, bite))
    const seen = await seeItems(shop, rows.map(readItem), buyer)
    found.push(...seen.filter((one) => availability === '' || one.state === availability))
    const last = seen.at(-1)
    if (found.length > limit || seen.length < bite || last === undefined) break
    mark = markAt(last.item)
  }
  const items = found.slice(0, limit)
  const end = items.at(-1)
  return { items, next: found.length > limit && end !== undefined ? cursorAt(markAt(end.item)) : null }
}

const markAt = (item: Item): Mark => ({ place: item.place, product: productKey(item) })

/** Opaque to clients: it names the last thing of the page. */
const cursorAt = ({ place, product }: Mark): string => Buffer.from(`${place} ${product}`).toString('base64url')

function markOf(cursor: string | null): Mark {
  if (cursor === null) return TOP
  const [, place = '', product = ''] =
    /^([0-9]{1,18}) ([\x21-\x7e]{1,100})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  if (product === '') throw new ShopError('invalid_input', { errors: [{ field: 'cursor', code: 'format' }] })
  return { place: BigInt(place), product }
}
