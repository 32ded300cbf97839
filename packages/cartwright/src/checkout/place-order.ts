import { act } from '../act.ts'
import type { CartView } from '../cart/cart-view.ts'
import { loadCart } from '../cart/read-cart.ts'
import { withInventory } from '../catalog/inventory.ts'
import { productKey } from '../catalog/product.ts'
import { type Buyer, type Context, customerOf, hashOf, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { checkDelivery } from '../orders/address.ts'
import { orderPlaced } from '../orders/show-order.ts'
import { quoteChanges } from '../pricing/quote-changes.ts'
import { firstOf, Unmet } from '../storage/database.ts'
import { checkRequest } from './check-request.ts'
import type { CheckoutAnswer, CheckoutRequest } from './checkout-types.ts'
import { checkoutKey, readKey } from './key-rows.ts'
import { type Placing, placeBatch } from './place-batch.ts'
import { type Prepared, prepare } from './quote-checkout.ts'
import { startCard } from './start-card.ts'
import { amountsOf } from './take-things.ts'

/**
 * Turns the cart into an order and pays for it. One script: the quote is made anew and compared with the one the buyer saw; one batch makes the
 * order (and, for wallet, cash on delivery and nothing due, ends it); a card provider is asked outside, after the batch. The same key answers
 * the same order, however often it comes; a failure binds no key.
 *
 * Refuses with `idempotency_key_required`, `invalid_input`, `idempotency_mismatch`, `cart_empty`, `cart_changed` (a payment is under way), `item_not_found`, `item_sold`, `item_taken`,
 * `insufficient_stock`, `minimum_order`, `address_required`, `address_invalid`, `shipping_unavailable`, `quote_changed` (with the new quote and the changes), `discount_invalid`,
 * `login_required`, `payment_not_eligible`, `wallet_insufficient`, `plugin_failed`.
 */
export async function placeOrder(context: Context, buyer: Buyer, given: CheckoutRequest): Promise<CheckoutAnswer> {
  const owner = ownerOf(buyer)
  if (owner === null) throw new ShopError('cart_empty')
  const request = checkRequest(given)
  const fingerprint = hashOf(
    JSON.stringify([
      request.quote,
      request.payment,
      request.address,
      request.shipping ?? null,
      request.useWallet === true,
      request.lines ?? null,
      request.email ?? null,
    ]),
  )
  const replay = async (): Promise<CheckoutAnswer> => {
    const answer = await replayed(context, owner, request.key, fingerprint)
    if (answer === null) throw new ShopError('unavailable')
    return answer
  }
  const placed = await act(
    context,
    async (round): Promise<CheckoutAnswer | string> => {
      const before = await replayed(context, owner, request.key, fingerprint)
      if (before !== null) return before
      try {
        const placing = await decide(context, buyer, owner, request, fingerprint)
        const answers = await withInventory(
          context,
          buyer,
          placing.attempt,
          amountsOf(placing.prepared.facts, placing.prepared.lines),
          async () => context.db.batch(await placeBatch(context, placing, round), { key: placing.cart, id: context.newId() }),
        )
        return placing.pending ? placing.attempt : { order: orderPlaced(answers), next: null }
      } catch (error) {
        if (!(error instanceof ShopError)) throw error
        // A twin of this request may have ended while this one was deciding on what the twin has changed: then its answer is the answer.
        const twin = await replayed(context, owner, request.key, fingerprint)
        if (twin === null) throw error
        return twin
      }
    },
    replay,
  )
  return typeof placed === 'string' ? startCard(context, placed) : placed
}

/** The answer of an earlier checkout with this key; null when there was none. A card payment that nobody could start is started now. */
async function replayed(context: Context, owner: string, key: string, fingerprint: string): Promise<CheckoutAnswer | null> {
  const [keys] = await context.db.read(readKey(owner, checkoutKey(key)))
  const row = firstOf(keys)
  if (row === null || typeof row.reference !== 'string' || (row.expires_at as bigint) <= context.clock()) return null
  if (row.request !== fingerprint) throw new ShopError('idempotency_mismatch')
  return startCard(context, row.reference)
}

async function decide(context: Context, buyer: Buyer, owner: string, request: CheckoutRequest, fingerprint: string): Promise<Placing> {
  const stored = await loadCart(context, owner)
  if (stored?.state === 'paying') throw new ShopError('cart_changed', { reason: 'payment_in_progress' })
  const prepared = await prepare(context, buyer, stored, request)
  const { answer, lines } = prepared
  if (stored === null || answer.cart.isEmpty) throw new ShopError('cart_empty')
  const changed = answer.quote.hash !== request.quote
  const no = changed || lines.length === 0 ? itemRefusal(answer.cart, request) : null
  if (no !== null) throw no
  // A quote that another process has shown, or one of long ago, is not known here: then prices and codes are what can be told of it.
  const moved = async (): Promise<ShopError> => {
    const shown = context.memory.quotes.peek(request.quote) ?? (await prepared.seenBefore())
    return new ShopError('quote_changed', { quote: answer, changes: quoteChanges(shown, answer.quote) })
  }
  if (lines.length === 0) throw changed ? await moved() : new ShopError('cart_empty')
  const { minOrder } = context.options.limits
  if (answer.quote.totals.subtotal < minOrder)
    throw new ShopError('minimum_order', { minimum: minOrder, subtotal: answer.quote.totals.subtotal, currency: answer.quote.currency })
  if (context.options.shipping !== null && prepared.shipping === null) throw new ShopError('shipping_unavailable')
  if (changed) throw await moved()
  for (const { option, seller } of prepared.shipping ?? []) {
    checkDelivery(request.address, answer.shippingOptions.find((one) => one.id === option && one.seller === seller)?.kind ?? 'street')
  }
  try {
    checkPayment(buyer, request, answer)
  } catch (error) {
    // The wallet was asked after the cart: a twin of this checkout may have spent the money on this very cart in between.
    const again = await loadCart(context, owner)
    if (again?.id !== stored.id || again.version !== stored.version) throw new Unmet(0, { kind: 'reread' })
    throw error
  }

  const now = context.clock()
  const bought = new Set(lines.map((line) => line.id))
  const split = stored.lines.some((line) => !bought.has(line.id))
  const cart = split ? context.newId() : stored.id
  const order = `${cart}-${context.newId().slice(-10)}`
  const email = request.email ?? buyer.email ?? request.address.email ?? null
  return {
    stored,
    prepared,
    request,
    owner,
    customer: customerOf(buyer, request.email ?? request.address.email) ?? owner,
    email,
    fingerprint,
    now,
    split,
    cart,
    order,
    attempt: `${order}-${context.newId().slice(-6)}`,
    pending: request.payment === 'card' && answer.due > 0n,
  }
}

/** The worst that happened to an item the buyer wants: forbidden to him, sold, in somebody else's hands; null when only prices moved. */
function itemRefusal(cart: CartView, request: CheckoutRequest): ShopError | null {
  const wanted = cart.lines.filter((line) => request.lines === undefined || request.lines === null || request.lines.includes(line.id))
  for (const code of ['own_product', 'buyer_not_allowed', 'auction_only', 'item_sold', 'item_taken'] as const) {
    const line = wanted.find((one) => one.reason === code)
    if (line === undefined) continue
    const details = { line: line.id, product: productKey(line.product) }
    return new ShopError(code, code === 'item_taken' ? { ...details, availableAgainAt: line.availableAgainAt } : details)
  }
  return null
}

function checkPayment(buyer: Buyer, request: CheckoutRequest, answer: Prepared['answer']): void {
  if (buyer.userId === undefined && (request.payment === 'wallet' || request.useWallet === true)) throw new ShopError('login_required')
  const option = answer.paymentOptions.find((one) => one.id === request.payment)
  if (option === undefined) throw new ShopError('payment_not_eligible', { reason: 'unknown' })
  if (option.eligible) return
  if (option.reason === 'login_required') throw new ShopError('login_required')
  if (option.reason === 'wallet_insufficient') throw new ShopError('wallet_insufficient')
  if (answer.due > 0n) throw new ShopError('payment_not_eligible', { reason: option.reason })
}
