import type { Buyer, Context } from '../context.ts'
import type { Changed } from '../shop-types.ts'
import { touchCartAt, writeNotices, writeSeenPrice } from './cart-rows.ts'
import { changeCart } from './change-cart.ts'
import { factsOf } from './read-cart.ts'

/** Takes note that the buyer has seen these notices (all without codes): stored ones are forgotten, a changed price is now the price he saw. */
export function seeNotices(context: Context, buyer: Buyer, codes?: readonly string[]): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const left = codes === undefined ? [] : cart.notices.filter((notice) => !codes.includes(notice.code))
    const prices = codes === undefined || codes.includes('price_changed') ? (await factsOf(context, buyer, cart)).products : null
    const changed = cart.lines.flatMap((line) => {
      const price = line.fixedPrice ? undefined : prices?.get(line.product)?.price
      return price === undefined || price === line.unitPrice ? [] : [writeSeenPrice(cart.id, line.id, price)]
    })
    if (left.length === cart.notices.length && changed.length === 0) return null
    const mark =
      left.length === cart.notices.length ? touchCartAt(cart.id, cart.version, now) : writeNotices(cart.id, cart.version, left, now)
    return { statements: [mark.orReread(), ...changed] }
  })
}
