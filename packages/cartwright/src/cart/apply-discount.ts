import type { Buyer, Context } from '../context.ts'
import type { Discount } from '../discounts/discount.ts'
import { canonicalCode, type DiscountReason, reasonForGuest } from '../discounts/discount-rules.ts'
import { rightCode, wrongCode } from '../discounts/guesses.ts'
import { type Judgement, judgeDiscounts } from '../discounts/judge-discounts.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { lineTotal, sum } from '../money/rounding.ts'
import type { QuoteLine } from '../pricing/quote-types.ts'
import { excludes } from '../pricing/stack-discounts.ts'
import type { Changed } from '../shop-types.ts'
import { writeCodes } from './cart-rows.ts'
import { changeCart, refuseWhilePaying } from './change-cart.ts'
import { factsOf } from './read-cart.ts'
import { type CartFacts, drawLines } from './view-cart.ts'

/** Typed codes on one cart: each is judged whenever it is shown. */
const MOST_CODES = 10

/**
 * Puts a code on the cart, beside those it may be combined with (see `exclusive`); a code that has lapsed makes room. Applying neither counts nor
 * reserves a use: that is done with the order. Refuses with `discount_invalid` and its reason: unknown, expired, not_started, used_up,
 * per_customer, first_order, minimum (with `minimum` and what is `missing`, minor units), scope, combination, already_applied; a guest hears `unknown` for the first four. Wrong codes are counted for
 * the owner and for `address` (the network address, where the caller knows it): too many are `rate_limited`, with `retryAfter` in seconds, and so is
 * then a right one.
 *
 * @example
 * await cart.applyDiscount('summer25', { address: request.socket.remoteAddress })
 */
export function applyDiscount(context: Context, buyer: Buyer, text: string, options: { readonly address?: string } = {}): Promise<Changed> {
  return changeCart(context, buyer, async (cart, now) => {
    const code = canonicalCode(text)
    if (code === null) throw new ShopError('discount_invalid', { reason: 'unknown' })
    if (cart.id === '') throw new ShopError('cart_empty')
    refuseWhilePaying(cart)
    const codes = [...new Set([...cart.codes, code])]
    const facts = await factsOf(context, buyer, { ...cart, codes })
    const { quoted } = drawLines(context.options, facts)
    const { kept, refusal, heard } = judgeCode(facts, quoted, cart.codes, code)
    if (refusal !== null) {
      const counted = heard === 'unknown' ? wrongCode : rightCode
      const statements = counted(context, buyer, options.address, now)
      if (statements.length > 0) await context.db.batch(statements)
      const { minOrder = null } = facts.discounts.get(code) ?? {}
      const short = refusal === 'minimum' && minOrder !== null ? { minimum: minOrder, missing: minOrder - worthOf(quoted) } : {}
      throw new ShopError('discount_invalid', { reason: heard, ...short })
    }
    const event = recordCartEvents(cart.id, [eventOf(context, 'discount.applied', { code }, now)], now)
    const written = writeCodes(cart.id, cart.version, [...kept, code], now).orReread()
    return { statements: [...rightCode(context, buyer, options.address, now), written, event] }
  })
}

/** What comes of a code that is put on a cart. */
export interface JudgedCode {
  /** The codes there that stay beside it. */
  readonly kept: readonly string[]
  /** Why it does not apply; null when it does. */
  readonly refusal: DiscountReason | null
  /** As much of that as this buyer may hear: to `unknown` belongs a wrong guess. */
  readonly heard: DiscountReason | null
}

/** Judges one more code against the lines that are bought and the codes that are there; the facts know all of these codes. */
export function judgeCode(facts: CartFacts, quoted: readonly QuoteLine[], codes: readonly string[], code: string): JudgedCode {
  const judgedWith = (some: readonly string[]): Judgement => judgeDiscounts({ ...facts, stored: { codes: some } }, quoted)
  const judged = judgedWith([...new Set([...codes, code])])
  const displaced = (): boolean =>
    judgedWith(codes).applied.some((one) => one.automatic !== true && !judged.applied.some((still) => still.code === one.code))
  const isTypeable = facts.discounts.get(code)?.automatic !== true
  const kept = codes.filter((one) => staysBeside(judged, facts.discounts, one, code))
  const reason = isTypeable ? reasonOf(judged, codes, code, displaced) : 'unknown'
  const refusal = reason ?? (kept.length >= MOST_CODES ? 'combination' : null)
  const heard = refusal !== null && facts.buyer.userId === undefined ? reasonForGuest(refusal) : refusal
  return { kept, refusal, heard }
}

const worthOf = (lines: readonly QuoteLine[]): bigint => sum(lines.map((line) => lineTotal(line.unitPrice, line.quantity, line.scale)))

function reasonOf({ refused }: Judgement, codes: readonly string[], code: string, displaced: () => boolean): DiscountReason | null {
  const reason = refused.find((one) => one.code === code)?.reason
  if (reason !== undefined) return reason
  if (codes.includes(code)) return 'already_applied'
  return displaced() ? 'combination' : null
}

/** A code that applies stays; one that may apply again, when the cart has grown, stays unless the new code excludes it. */
function staysBeside({ refused }: Judgement, discounts: ReadonlyMap<string, Discount>, code: string, added: string): boolean {
  const reason = refused.find((one) => one.code === code)?.reason
  if (reason === undefined) return true
  return (reason === 'minimum' || reason === 'scope') && !excludes(discounts.get(code) ?? {}, discounts.get(added) ?? {})
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
