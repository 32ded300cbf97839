import { cartToPaying, cartToPlaced, DEFAULT_CART, deleteLines, freeSlot, insertCart, putLines, touchCartAt } from '../cart/cart-rows.ts'
import type { StoredCart, StoredLine } from '../cart/stored-cart.ts'
import { isLive } from '../claims/claim.ts'
import { explainClaim, holdToPaying, holdToSold, reserveStock, rightsOn, sellStock, takeForPayment } from '../claims/claim-rows.ts'
import { type Context, hashOf } from '../context.ts'
import { insertRedemption, redeem, redeemForCustomer } from '../discounts/discount-rows.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { freeze } from '../orders/frozen-quote.ts'
import { insertAttempt, insertOrder, insertOrderLines, insertParcels, insertPayments, type Tender } from '../orders/order-rows.ts'
import { debit, escrowAccount, heldAccount, holdFunds, insertTransfer, walletAccount } from '../payments/wallet-rows.ts'
import type { Explanation, Statement } from '../storage/statement.ts'
import type { CheckoutRequest } from './checkout-types.ts'
import { bindKey, checkoutKey } from './key-rows.ts'
import type { Prepared } from './quote-checkout.ts'

/** Everything that was decided: the batch is made of it and nothing else. */
export interface Placing {
  readonly stored: StoredCart
  readonly prepared: Prepared
  readonly request: CheckoutRequest
  readonly owner: string
  readonly customer: string
  readonly email: string | null
  readonly fingerprint: string
  readonly now: bigint
  /** Only some lines are bought: they go into a cart of their own. */
  readonly split: boolean
  /** The cart the order belongs to. */
  readonly cart: string
  readonly order: string
  readonly attempt: string
  /** A card provider will be asked after the batch. */
  readonly pending: boolean
}

const DAY = 24n * 60n * 60_000n

/**
 * The one list of statements that makes an order. Lock order: the owner's rows, cart, discounts by code, products by key, wallet, order, attempt,
 * events. Every limit is guarded by its own statement here, whatever was read before. Only the four that store the order answer rows.
 */
export function placeBatch(context: Context, placing: Placing): Statement[] {
  const { owner, request, now, order, fingerprint } = placing
  return [
    bindKey(owner, checkoutKey(request.key), fingerprint, order, now, now + DAY).orReread(),
    ...cartStatements(placing),
    ...discountStatements(placing),
    ...productStatements(context, placing),
    ...walletStatements(context, placing),
    ...orderStatements(context, placing),
    recordCartEvents(placing.cart, events(context, placing), now),
  ]
}

function cartStatements({ stored, prepared, split, cart, owner, attempt, pending, now }: Placing): Statement[] {
  if (!split) {
    if (pending) return [cartToPaying(cart, stored.version, attempt, now).orReread()]
    return [freeSlot(owner, stored.name, cart).orReread(), cartToPlaced(cart, stored.version, now).orReread()]
  }
  const ids = prepared.lines.map((line) => line.id)
  const bought = stored.lines.filter((line) => ids.includes(line.id))
  const state = pending ? ({ state: 'paying', attempt } as const) : ({ state: 'placed' } as const)
  return [
    touchCartAt(stored.id, stored.version, now).orReread(),
    deleteLines(stored.id, ids).expect(BigInt(ids.length)).orReread(),
    insertCart({ id: cart, owner, name: DEFAULT_CART, currency: stored.currency, codes: stored.codes, ...state }, now),
    putLines(cart, bought),
  ]
}

function discountStatements({ prepared, attempt, customer, pending, now }: Placing): Statement[] {
  const used = [...prepared.answer.quote.discounts].sort((left, right) => (left.code < right.code ? -1 : 1))
  return used.flatMap(({ code, amount }) => {
    const most = prepared.facts.discounts.get(code)?.maxUsesPerCustomer ?? null
    return [
      redeem(code, now).orRefuse('discount_invalid', { code, reason: 'used_up' }),
      redeemForCustomer(code, customer, most ?? UNLIMITED).orRefuse('discount_invalid', { code, reason: 'per_customer' }),
      insertRedemption(code, attempt, customer, pending ? 'reserved' : 'consumed', amount, now),
    ]
  })
}

/** More uses than anybody will live to see; the anchor row counts all the same. */
const UNLIMITED = 1_000_000_000n

/** One statement a product, in the order of keys (by code unit): carts that share products meet them in the same order. */
function productStatements(context: Context, placing: Placing): Statement[] {
  const { prepared, stored, pending } = placing
  const lines = new Map(stored.lines.map((line) => [line.id, line]))
  const counted = new Map<string, bigint>()
  const statements: [string, Statement][] = []
  for (const { id, product } of prepared.lines) {
    const line = lines.get(id)
    if (line === undefined) continue
    const stock = prepared.facts.products.get(product)?.stock ?? line.snapshot.stock
    if (stock === 'unique') statements.push([product, claimStatement(context, placing, line)])
    if (stock === 'counted') counted.set(product, (counted.get(product) ?? 0n) + line.quantity)
  }
  for (const [product, quantity] of counted) {
    const take = pending ? reserveStock(product, quantity) : sellStock(product, quantity)
    statements.push([product, take.orRefuse('insufficient_stock', explainStock(product))])
  }
  return statements.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, statement]) => statement)
}

function claimStatement(context: Context, { prepared, owner, attempt, pending, now }: Placing, line: StoredLine): Statement {
  const claim = prepared.facts.claims.get(line.product)
  const until = now + context.options.paymentDeadline
  if (claim !== undefined && isLive(claim, now) && claim.holder === line.id) {
    return (pending ? holdToPaying(line.product, line.id, attempt, now, until) : holdToSold(line.product, line.id, attempt, now)).orReread()
  }
  const taker = { product: line.product, holder: line.id, owner }
  return takeForPayment(taker, attempt, now, pending ? until : null).orRefuse('item_taken', explainClaim(line.product))
}

const explainStock = (product: string): Explanation => ({
  statement: rightsOn([product]),
  say: (rows) => {
    const row = rows[0]
    const available = row === undefined ? 0n : BigInt(String(row.on_hand)) - BigInt(String(row.reserved))
    return { code: 'insufficient_stock', details: { product, available } }
  },
})

function walletStatements(context: Context, { prepared, stored, owner, order, attempt, pending, now }: Placing): Statement[] {
  const { walletPart } = prepared.answer
  if (walletPart === 0n) return []
  const account = walletAccount(owner.slice('user:'.length), stored.currency)
  const transfer = { account, amount: walletPart, currency: stored.currency, reference: order }
  if (pending) {
    return [
      holdFunds(account, walletPart).orRefuse('wallet_insufficient'),
      insertTransfer(
        { ...transfer, id: `hold:${attempt}`, from: account, to: heldAccount(account), kind: 'hold', place: context.nextPlace() },
        now,
      ),
    ]
  }
  return [
    debit(account, walletPart).orRefuse('wallet_insufficient'),
    insertTransfer(
      { ...transfer, id: `pay:${attempt}`, from: account, to: escrowAccount(order), kind: 'pay', place: context.nextPlace() },
      now,
    ),
  ]
}

function orderStatements(context: Context, placing: Placing): Statement[] {
  const { prepared, stored, request, owner, customer, email, now, cart, order, attempt, pending, split } = placing
  const { quote, due, walletPart } = prepared.answer
  const paid = !pending && (due === 0n || request.payment === 'wallet')
  const lines = new Map(stored.lines.map((line) => [line.id, line]))
  const tenders: Tender[] = []
  if (walletPart > 0n) tenders.push({ id: '1-wallet', method: 'wallet', amount: walletPart, state: pending ? 'authorized' : 'captured' })
  if (due > 0n) tenders.push({ id: `2-${request.payment}`, method: request.payment, amount: due, state: 'pending' })
  if (tenders.length === 0) tenders.push({ id: '0-none', method: 'none', amount: 0n, state: 'captured' })
  return [
    insertOrder(
      {
        cart,
        id: order,
        number: orderNumber(order),
        buyer: owner,
        email,
        state: paid ? 'paid' : 'placed',
        currency: quote.currency,
        total: quote.totals.total,
        quote: freeze(quote, customer, split),
        address: JSON.stringify(request.address),
      },
      now,
    ).rows(),
    insertOrderLines(
      cart,
      order,
      quote.lines.map((line) => ({
        line: line.id,
        seller: line.seller,
        product: line.product,
        quantity: line.quantity,
        scale: line.scale,
        unitPrice: line.unitPrice,
        total: line.total,
        paid: line.paid,
        snapshot: JSON.stringify(lines.get(line.id)?.snapshot ?? {}),
      })),
    ).rows(),
    insertParcels(
      cart,
      order,
      quote.groups.map((group) => ({ seller: group.seller?.id ?? '', shipping: group.shipping ?? 0n })),
    ).rows(),
    insertPayments(cart, order, tenders).rows(),
    insertAttempt(
      {
        cart,
        id: attempt,
        order,
        buyer: owner,
        method: tenders.at(-1)?.method ?? 'none',
        amount: due,
        walletAmount: walletPart,
        currency: quote.currency,
        state: pending ? 'pending' : 'paid',
        deadline: now + context.options.paymentDeadline,
      },
      now,
    ),
  ]
}

/** A number people can read out: ten letters and digits without those that look alike, made from the id. */
function orderNumber(order: string): string {
  const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
  let rest = BigInt(`0x${hashOf(order).slice(0, 16)}`)
  let text = ''
  for (let place = 0; place < 10; place += 1) {
    text += letters[Number(rest % 32n)]
    rest /= 32n
  }
  return `${text.slice(0, 5)}-${text.slice(5)}`
}

function events(context: Context, { order, attempt, prepared, pending, now }: Placing) {
  const total = prepared.answer.quote.totals.total.toString()
  const placed = eventOf(context, 'order.placed', { order, attempt, total }, now)
  if (pending) return [placed, eventOf(context, 'payment.started', { order, attempt }, now)]
  const sold = prepared.lines
    .filter((line) => prepared.facts.products.get(line.product)?.stock === 'unique')
    .map((line) => eventOf(context, 'claim.sold', { product: line.product, order }, now))
  return [placed, eventOf(context, 'cart.checked_out', { order }, now), ...sold]
}
