import { firstOf, oneOf, part, productKey, type Row, ShopError, type Statement, sql } from 'cartwright'
import { measuresText } from '../garments/measuring.ts'
import { type Item, searchTextOf } from './item.ts'
import { insertWords, wordsIn } from './item-rows.ts'

/** The text by which a thing is found, as it is stored. */
export const searchOf = (product: string): Statement => sql`select search from item where product = ${product}`

/**
 * Takes the row of the right on a thing for this batch, so that an add or a payment comes before it or after it; two statements, the second puts the row
 * back as it was. Refuses where anybody has a right on the thing, or waits for it, and where a payment may still come in.
 */
export function meanwhileNobodys(product: string, holder: string, now: bigint): readonly [take: Statement, leave: Statement] {
  const claim = sql`select state, source, expires_at from claim where product = ${product}`
  const take = sql`
    insert into claim (product, state, source, holder, owner, attempt_id, price, taken_at, expires_at, waiters, takes)
    values (${product}, 'free', 'cart', ${holder}, '', null, null, ${now}, ${now}, 0, 0)
    on conflict (product) do update set taken_at = claim.taken_at
    where claim.waiters = 0 and (claim.state = 'free' or (claim.state = 'held' and claim.expires_at <= excluded.taken_at))`
  return [
    take.orRefuse('item_taken', { statement: claim, say: (rows) => rightOn(product, firstOf(rows)) }),
    sql`delete from claim where product = ${product} and holder = ${holder}`,
  ]
}

/** Why a thing with this right on it stays as it is. A right of an auction and a payment have no end that its seller could wait for. */
export function rightOn(product: string, right: Row | null): ShopError {
  if (right?.state === 'sold') return new ShopError('item_sold', { product })
  if (right?.state === 'paying' || right?.source === 'auction' || right?.source === 'offer')
    return new ShopError('order_state', { product })
  return new ShopError('item_taken', { product, ...(right?.state === 'held' && { availableAgainAt: right.expires_at }) })
}

/** Writes down what its seller says of a thing now. `found`: what it was found by when it was read; has that moved, the action starts again. */
export function changeItem(item: Item, found: string): readonly Statement[] {
  const product = productKey(item)
  const search = searchTextOf(item)
  const [before, words] = [wordsIn(found), wordsIn(search)]
  const gone = before.filter((word) => !words.includes(word))
  const change = sql`
    update item set name_ro = ${item.name.ro}, name_en = ${item.name.en}, price = ${item.price}, brand = ${item.brand}, size = ${item.size},
      condition = ${item.condition}, measures = ${measuresText(item.measures)}, wear_ro = ${item.wear?.ro ?? null}, wear_en = ${item.wear?.en ?? null},
      search = ${search}
    where product = ${product} and seller_id = ${item.seller.id} and withdrawn = 0 and search = ${found}`
  return [
    change.orReread(),
    ...(gone.length === 0 ? [] : [sql`delete from item_word where product = ${product} and ${oneOf(part`word`, gone)}`]),
    ...(words.length === 0 ? [] : [insertWords(product, words)]),
  ]
}
