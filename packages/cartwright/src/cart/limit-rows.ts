import { entriesOf, exactTotalAtMost, oneOf, textInJson } from '../storage/exact.ts'
import { type Fragment, joined, part, type Statement, sql } from '../storage/statement.ts'

/** What a cart may hold, as one question to its own lines. */
export interface Limits {
  /** Most lines; null where none of them is new. */
  readonly lines: number | null
  /** Most live holds in all carts of the buyer; null where nothing is taken. (Two of his carts at the same instant do not see each other.) */
  readonly holds: { readonly carts: readonly string[]; readonly most: number } | null
  /** Most steps of each of these products, over all lines. */
  readonly products: ReadonlyMap<string, bigint>
  /** Most pieces of each of these sellers; null for any number. */
  readonly sellers: { readonly ids: readonly string[]; readonly most: bigint } | null
}

const SELLER = part`${textInJson(part`snapshot`, ['seller', 'id'])}`

/**
 * Answers a row for each limit that the cart is beyond, none when all is well. Asked after the writes of a batch, under the cart's own row, which
 * the batch has taken first.
 */
export function beyondLimits(cart: string, { lines, holds, products, sellers }: Limits, now: bigint): Statement {
  const questions: Fragment[] = []
  if (lines !== null)
    questions.push(
      part`select 'lines' from (select count(*) as many from cart_line where cart_id = ${cart}) l where l.many > ${BigInt(lines)}`,
    )
  if (holds !== null)
    questions.push(part`select 'holds' from (select count(*) as many from cart_line
      where ${oneOf(part`cart_id`, holds.carts)} and held_until > ${now} and kind = 'item' and ${textInJson(part`snapshot`, ['stock'])} = 'unique') h
      where h.many > ${BigInt(holds.most)}`)
  // Options are named so that the lines are found by their unique key, and not by going through the whole cart for each product.
  if (products.size > 0) {
    const most = new Map([...products].map(([product, steps]) => [product, steps.toString()]))
    questions.push(part`select 'product' from ${entriesOf(most)} m
      cross join cart_line l where l.cart_id = ${cart} and l.product = m.key and l.options >= '' and l.saved = 0
      group by m.key having not (${exactTotalAtMost(part`l.quantity`, part`min(m.value)`)})`)
  }
  if (sellers !== null && sellers.ids.length > 0)
    questions.push(part`select 'seller' from cart_line where cart_id = ${cart} and saved = 0 and ${oneOf(SELLER, sellers.ids)}
      group by ${SELLER} having not (${exactTotalAtMost(part`case when scale = 0 then quantity else '1' end`, part`${sellers.most.toString()}`)})`)
  return sql`${joined(questions, ' union all ')}`
}
