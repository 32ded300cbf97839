import type { Buyer, Context } from '../context.ts'
import { canonicalCode } from '../discounts/discount-rules.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Changed } from '../shop-types.ts'
import { writeCodes } from './cart-rows.ts'
import { changeCart } from './change-cart.ts'
import { factsOf } from './read-cart.ts'
import { drawLines, judgeDiscounts } from './view-cart.ts'

/**
 * Puts a code on the cart; one at a time, and a code that has lapsed makes room. Applying neither counts nor reserves a use: that is done with
 * the order. Refuses with `discount_invalid` and its reason: unknown, expired, not_started, used_up, per_customer, minimum, scope,
 * combination, already_applied.
 */
export function applyDiscount(context: Context, buyer: Buyer, text: string): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const code = canonicalCode(text)
    if (code === null) throw new ShopError('discount_invalid', { reason: 'unknown' })
    if (cart.id === '') throw new ShopError('cart_empty')
    const facts = await factsOf(context, buyer, { ...cart, codes: [...new Set([...cart.codes, code])] })
    const { applied, refused } = judgeDiscounts(facts, drawLines(context.options, facts).quoted)
    const reason = refused.find((one) => one.code === code)?.reason
    if (reason !== undefined) throw new ShopError('discount_invalid', { reason })
    if (cart.codes.includes(code)) throw new ShopError('discount_invalid', { reason: 'already_applied' })
    if (applied.some((one) => one.code !== code)) throw new ShopError('discount_invalid', { reason: 'combination' })
    const event = recordCartEvents(cart.id, [eventOf(context, 'discount.applied', { code }, now)], now)
    return { statements: [writeCodes(cart.id, cart.version, [code], now).orReread(), event] }
  })
}

/** Takes a code off the cart, or all of them; nothing to take off changes nothing. */
export function removeDiscount(context: Context, buyer: Buyer, text?: string): Promise<Changed> {
  return changeCart(context, buyer, (cart, now) => {
    const gone = text === undefined ? cart.codes : cart.codes.filter((code) => code === canonicalCode(text))
    if (gone.length === 0) return null
    const left = cart.codes.filter((code) => !gone.includes(code))
    const events = gone.map((code) => eventOf(context, 'discount.removed', { code }, now))
    return { statements: [writeCodes(cart.id, cart.version, left, now).orReread(), recordCartEvents(cart.id, events, now)] }
  })
}
