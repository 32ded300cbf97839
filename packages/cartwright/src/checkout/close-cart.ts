import { act } from '../act.ts'
import { cartToPlaced, deleteLines, freeSlot, insertCart, placedCart, putLines, takeSlot, writeSeenPrice } from '../cart/cart-rows.ts'
import { estimateTotals } from '../cart/estimate-totals.ts'
import { factsOf, loadCart } from '../cart/read-cart.ts'
import type { StoredCart } from '../cart/stored-cart.ts'
import { type Drawn, drawLines, inputOf, isBuyable } from '../cart/view-cart.ts'
import { withInventory } from '../catalog/inventory.ts'
import { productKey } from '../catalog/product.ts'
import { type Buyer, type Context, customerOf, ownerOf } from '../context.ts'
import { judgeDiscounts } from '../discounts/judge-discounts.ts'
import { takeFirstOrder } from '../discounts/redemption-rows.ts'
import { type ErrorCode, ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { quote } from '../pricing/quote.ts'
import type { Quote } from '../pricing/quote-types.ts'
import { firstOf, Unmet } from '../storage/database.ts'
import type { Statement } from '../storage/statement.ts'
import { lineRefusal } from './line-refusal.ts'
import { discountStatements } from './place-batch.ts'
import { amountsOf, productStatements, type Taking } from './take-things.ts'

/** Why a cart cannot be closed now. */
export interface CheckoutRefusal {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
}

/** Which cart was closed, and whether this call did it: false when an earlier one had. */
export interface Closed {
  readonly cart: string
  readonly closed: boolean
  /** What was closed, priced as `read` shows a cart and with its tax; null where an earlier call closed it: its answer and `cart.checked_out` had the amounts. */
  readonly quote: Quote | null
}

/** What the caller of `close` may ask for. */
export interface CloseRequest {
  /** The hash of the quote the buyer saw (`view.quote.hash`): a cart that comes to another one by now is refused with `quote_changed`. */
  readonly quote?: string
}

/** A cart as it would be closed, and what stands in the way. */
interface Closing {
  readonly stored: StoredCart
  readonly taking: Taking
  readonly drawn: Drawn
  readonly refusal: ShopError | null
  /** The first code of the cart that does not apply any more, and why. */
  readonly lapsed: { readonly code: string; readonly reason: string } | null
}

/**
 * Whether the whole cart could be closed as it stands; writes nothing. Null, or the first refusal: `cart_empty`, `cart_changed` (a payment is under
 * way, or a line cannot be bought: see `details.reason`), what prevents a line from being bought (`item_sold`, `item_taken`, `product_not_found`,
 * a buying rule's code), `minimum_order` with its amounts. Codes are looked at by `close`. (`checkout` is more lenient: it buys the lines that can be
 * bought.)
 *
 * @example
 * const no = await cart.canCheckout()
 * if (no?.code === 'minimum_order') show(no.details.minimum)
 */
export async function canCheckout(context: Context, buyer: Buyer): Promise<CheckoutRefusal | null> {
  const owner = ownerOf(buyer)
  const stored = owner === null ? null : await loadCart(context, owner)
  const refusal = owner === null || stored === null ? new ShopError('cart_empty') : (await look(context, buyer, owner, stored)).refusal
  return refusal === null ? null : { code: refusal.code, details: refusal.details }
}

/**
 * Closes the cart without order, address and payment, for an app that does the rest itself: unique goods and counted stock are sold, the uses of
 * its discounts are consumed, `cart.checked_out` is told once with the amounts, the next add begins a fresh cart. What is saved for later goes along
 * into that one. The tax plug-in is asked, local or not. Called again, by whomever and however often at once, it changes nothing and
 * answers the cart that was closed. Refuses as `canCheckout` tells, with `quote_changed` (`details.quote`: the new one) where a quote was given and the cart
 * comes to another, with `discount_invalid` (`details.code` and `reason`) where a code of the cart does not apply any more and no quote was given, or when
 * somebody else takes its last use at the same instant, with `plugin_failed`; then nothing is changed. Who sends the hash of a quote in which the code
 * takes nothing off has seen that: the code is not consumed.
 *
 * @example
 * const { cart: id, quote } = await shop.cart({ userId: 'ana' }).close({ quote: view.quote.hash })
 */
export function closeCart(context: Context, buyer: Buyer, request: CloseRequest = {}): Promise<Closed> {
  const owner = ownerOf(buyer)
  if (owner === null) return Promise.reject(new ShopError('cart_empty'))
  let tried: string | null = null
  let shown: Quote | null = null
  return act(
    context,
    async (round): Promise<Closed> => {
      const stored = await loadCart(context, owner)
      if (stored === null || isUntouched(stored) || (tried !== null && stored.id !== tried)) {
        const [rows] = await context.db.read(placedCart(owner, context.cartName))
        const last = firstOf(rows)?.cart_id
        if (typeof last === 'string' && (tried === null || last === tried)) return { cart: last, closed: false, quote: null }
        if (stored === null) throw new ShopError('cart_empty')
      }
      const closing = await look(context, buyer, owner, stored)
      tried = stored.id
      const priced = await priceOf(context, closing, request)
      if (priced instanceof ShopError) {
        // What refuses was asked after the cart: a twin of this call may have closed this very cart in between, and sold its things.
        const again = await loadCart(context, owner)
        if (again?.id !== stored.id || again.version !== stored.version) throw new Unmet(0, { kind: 'reread' })
        throw priced
      }
      shown = priced
      const { attempt, facts } = closing.taking
      const amounts = amountsOf(
        facts,
        stored.lines.filter((line) => !line.saved),
      )
      await withInventory(context, buyer, attempt, amounts, async () =>
        context.db.batch(await closeBatch(context, closing, priced, round), { key: stored.id, id: context.newId() }),
      )
      return { cart: stored.id, closed: true, quote: priced }
    },
    async () => ({ cart: tried ?? '', closed: true, quote: shown }),
  )
}

/** What the cart comes to, with its tax, or why it cannot be closed. Who sends the quote he saw knows which of his codes apply; who does not is told. */
async function priceOf(
  context: Context,
  { refusal, lapsed, taking, drawn }: Closing,
  { quote: seen }: CloseRequest,
): Promise<Quote | ShopError> {
  if (refusal !== null) return refusal
  if (lapsed !== null && seen === undefined) return new ShopError('discount_invalid', lapsed)
  const { quote: now } = await estimateTotals(context, taking.facts, drawn, 'ask')
  return seen === undefined || seen === now.hash ? now : new ShopError('quote_changed', { quote: now })
}

/** A cart that nobody has added to: it was made by a closing, for what had been saved for later. */
const isUntouched = (stored: StoredCart): boolean => stored.version === 1n && stored.lines.every((line) => line.saved)

async function look(context: Context, buyer: Buyer, owner: string, stored: StoredCart): Promise<Closing> {
  const facts = await factsOf(context, buyer, stored)
  const drawn = drawLines(context.options, facts)
  const { lines, quoted } = drawn
  const { totals, discounts } = quote(inputOf(context.options, facts, quoted))
  const customer = customerOf(buyer) ?? owner
  return {
    stored,
    drawn,
    lapsed: judgeDiscounts(facts, quoted).refused[0] ?? null,
    taking: { stored, facts, lines: quoted, discounts, owner, customer, attempt: `closed:${stored.id}`, pending: false, now: facts.now },
    refusal: refusalOf(),
  }

  function refusalOf(): ShopError | null {
    if (lines.length === 0) return new ShopError('cart_empty')
    if (stored.state === 'paying') return new ShopError('cart_changed', { reason: 'payment_in_progress' })
    const bad = lines.find((line) => !isBuyable(line))
    if (bad !== undefined) return lineRefusal(bad)
    const { minOrder } = context.options.limits
    if (totals.subtotal < minOrder)
      return new ShopError('minimum_order', { minimum: minOrder, subtotal: totals.subtotal, currency: stored.currency })
    return null
  }
}

/** Lock order as for an order: the owner's rows, carts, discounts by code, campaigns by name, products by key, events. The cart is closed at the version that was judged. */
async function closeBatch(
  context: Context,
  { stored, taking, drawn: { lines } }: Closing,
  shown: Quote,
  round: number,
): Promise<Statement[]> {
  const { owner, now } = taking
  const saved = stored.lines.filter((line) => line.saved)
  const next = context.newId()
  const seen = new Map(stored.lines.map((line) => [line.id, line.unitPrice]))
  const repriced = lines.filter((line) => seen.get(line.id) !== line.unitPrice)
  const sold = lines.filter((line) => line.unique).map((line) => productKey(line.product))
  return [
    freeSlot(owner, stored.id).orReread(),
    ...(saved.length === 0 ? [] : [takeSlot(owner, stored.name, next).orReread()]),
    cartToPlaced(stored.id, stored.version, now).orReread(),
    ...repriced.map((line) => writeSeenPrice(stored.id, line.id, line.unitPrice)),
    ...(saved.length === 0
      ? []
      : [
          deleteLines(
            stored.id,
            saved.map((line) => line.id),
          )
            .expect(BigInt(saved.length))
            .orReread(),
          insertCart({ id: next, owner, name: stored.name, currency: stored.currency }, now),
          putLines(next, saved),
        ]),
    ...discountStatements(taking),
    // A closed cart is an order elsewhere: the customer's next one is not his first.
    takeFirstOrder(taking.customer, taking.attempt),
    ...(await productStatements(context, taking, round)),
    recordCartEvents(
      stored.id,
      [
        eventOf(context, 'cart.checked_out', { order: null, currency: shown.currency, total: shown.totals.total.toString() }, now),
        ...sold.map((product) => eventOf(context, 'claim.sold', { product, order: null }, now)),
      ],
      now,
    ),
  ]
}
