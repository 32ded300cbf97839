import { act } from '../act.ts'
import { cartWithLines, freeSlot, payingToPlaced } from '../cart/cart-rows.ts'
import { readStored, type StoredLine } from '../cart/stored-cart.ts'
import { claimsOn } from '../claims/claim-rows.ts'
import type { StockPlan } from '../claims/stock-holds.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { type FrozenQuote, thaw } from '../orders/frozen-quote.ts'
import { linesOfOrder, moveAttempt, moveOrder, moveParcels, movePayments, readAttempt, readOrder } from '../orders/order-rows.ts'
import type { OrderView } from '../orders/order-view.ts'
import { showOrder } from '../orders/show-order.ts'
import type { CardOutcome, CardStatus } from '../payments/card.ts'
import { walletFact } from '../payments/wallet-fact.ts'
import { captureFunds, escrowAccount, heldAccount, insertTransfer, releaseFunds, walletAccount } from '../payments/wallet-rows.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Rows, Statement } from '../storage/statement.ts'
import { giveBackCart } from './give-back-cart.ts'
import { freeKey } from './key-rows.ts'
import { heldStock, linesHeldAgain, soldStock } from './payment-stock.ts'
import { consumeDiscounts, moveThings, returnDiscounts, uniqueThings } from './undo-sale.ts'

/** One attempt with what hangs on it. */
interface Settling {
  readonly id: string
  readonly cart: string
  readonly order: string
  readonly owner: string
  readonly state: string
  readonly amount: bigint
  readonly walletAmount: bigint
  readonly currency: string
  readonly quote: FrozenQuote
  readonly lines: Rows
}

/**
 * The one completion routine. Page, provider event and reconciler call it with what they know, any number of times, in any order; the state of the
 * attempt only moves forward. Paid: things sold, funds captured, cart closed. Failed: things held again, funds and uses returned, the cart is the
 * buyer's again. Paid too late, or with another amount or currency than the attempt is bound to: the refund is due, and the reconciler makes it.
 * Refuses with `not_found`.
 */
export function settle(context: Context, attempt: string, outcome: CardStatus): Promise<OrderView> {
  return act(
    context,
    async () => {
      const settling = await load(context, attempt)
      const statements = outcome.state === 'pending' || outcome.state === 'unknown' ? null : await decide(context, settling, outcome)
      if (statements !== null) await context.db.batch(statements, { key: settling.cart, id: context.newId() })
      return showOrder(context, settling.order)
    },
    async () => showOrder(context, (await load(context, attempt)).order),
  )
}

async function load(context: Context, attempt: string): Promise<Settling> {
  const [attempts] = await context.db.read(readAttempt(attempt))
  const row: Row | null = firstOf(attempts)
  if (row === null) throw new ShopError('not_found')
  const order = String(row.order_id)
  const [orders, lines = []] = await context.db.read(readOrder(order), linesOfOrder(order))
  return {
    id: attempt,
    cart: String(row.cart_id),
    order,
    owner: String(row.buyer),
    state: String(row.state),
    amount: row.amount as bigint,
    walletAmount: row.wallet_amount as bigint,
    currency: String(row.currency),
    quote: thaw(String(firstOf(orders)?.quote)),
    lines,
  }
}

async function decide(
  context: Context,
  settling: Settling,
  outcome: Exclude<CardOutcome, { state: 'pending' }>,
): Promise<Statement[] | null> {
  if (outcome.state === 'failed') return settling.state === 'pending' ? failed(context, settling, 'failed') : null
  if (settling.state === 'failed') return refundDue(context, settling)
  if (settling.state !== 'pending') return null
  const bound = outcome.amount === settling.amount && outcome.currency === settling.currency
  const unique = uniqueProducts(settling)
  const ours = await stillOurs(context, settling, unique)
  const sellable = bound && unique.every((product) => ours.has(product))
  const now = context.clock()
  const stock = sellable ? await soldStock(context, settling.lines, settling.id, now) : null
  return stock === null ? failed(context, settling, 'refund_due') : paid(context, settling, stock, now)
}

const uniqueProducts = ({ lines }: Settling): string[] => uniqueThings(lines).map(({ product }) => product)

/** The products whose claim is this payment's still: it was not taken over after the payment window had lapsed. */
async function stillOurs(context: Context, { id }: Settling, products: readonly string[]): Promise<ReadonlySet<string>> {
  if (products.length === 0) return new Set()
  const [claims = []] = await context.db.read(claimsOn(products))
  return new Set(claims.filter((claim) => claim.attempt_id === id && claim.state === 'paying').map((claim) => String(claim.product)))
}

function paid(context: Context, settling: Settling, stock: StockPlan, now: bigint): Statement[] {
  const { id, cart, order, owner, lines, quote, amount, walletAmount, currency } = settling
  const account = walletAccount(owner.slice('user:'.length), currency)
  return [
    freeSlot(owner, cart),
    payingToPlaced(cart, owner, id, now).orReread(),
    ...consumeDiscounts(quote, id),
    ...moveThings(lines, id, 'sold', stock),
    ...recordExpired(context, stock.lapsed, now),
    ...(walletAmount === 0n
      ? []
      : [
          captureFunds(account, walletAmount).orReread(),
          insertTransfer(
            {
              account,
              id: `capture:${id}`,
              from: heldAccount(account),
              to: escrowAccount(order),
              amount: walletAmount,
              currency,
              kind: 'capture',
              place: context.nextPlace(),
              reference: order,
            },
            now,
          ).orReread(),
        ]),
    moveOrder(order, ['placed'], 'paid').orReread(),
    movePayments(order, ['pending', 'authorized'], 'captured'),
    moveAttempt(id, 'pending', 'paid').orReread(),
    recordCartEvents(
      cart,
      [
        eventOf(context, 'order.paid', { order, attempt: id }, now),
        eventOf(context, 'cart.checked_out', { order, currency, total: (amount + walletAmount).toString() }, now),
        ...uniqueProducts(settling).map((product) => eventOf(context, 'claim.sold', { product, order }, now)),
        ...walletFact(context, 'wallet.paid', { order, owner, currency, amount: walletAmount }, now),
      ],
      now,
    ),
  ]
}

/** Everything goes back; `to` says whether money is to be returned as well. */
async function failed(context: Context, settling: Settling, to: 'failed' | 'refund_due'): Promise<Statement[]> {
  const { id, cart, order, owner, lines, quote, walletAmount, currency } = settling
  const now = context.clock()
  const account = walletAccount(owner.slice('user:'.length), currency)
  const [rows = []] = await context.db.read(cartWithLines(cart))
  const bought = readStored(rows)
  const unique = await heldAgain(context, settling, bought?.lines ?? [], now)
  const { lines: back, units } = await linesHeldAgain(context, lines, unique, id, now)
  const deadlines = new Map(back.flatMap((line): [string, bigint][] => (line.heldUntil === null ? [] : [[line.product, line.heldUntil]])))
  const home = await giveBackCart(context, settling, bought, back, now)
  const kept = new Map(back.map((line) => [line.id, line]))
  return [
    freeKey(owner, order),
    ...home.statements,
    ...returnDiscounts(quote, id),
    ...moveThings(lines, id, 'held', heldStock(lines, id, units, kept, home.joined, now), deadlines),
    ...(walletAmount === 0n
      ? []
      : [
          releaseFunds(account, walletAmount).orReread(),
          insertTransfer(
            {
              account,
              id: `release:${id}`,
              from: heldAccount(account),
              to: account,
              amount: walletAmount,
              currency,
              kind: 'release',
              place: context.nextPlace(),
              reference: order,
            },
            now,
          ).orReread(),
        ]),
    moveOrder(order, ['placed'], 'cancelled').orReread(),
    moveParcels(order, ['placed'], 'cancelled'),
    movePayments(order, ['pending', 'authorized'], 'failed'),
    moveAttempt(id, 'pending', to).orReread(),
    recordCartEvents(
      cart,
      [
        eventOf(context, to === 'failed' ? 'payment.failed' : 'payment.refund_due', { order, attempt: id }, now),
        eventOf(context, 'order.cancelled', { order, reason: 'payment' }, now),
        ...walletFact(context, 'wallet.released', { order, owner, currency, amount: walletAmount }, now),
      ],
      now,
    ),
  ]
}

/** The lines as they come back: held for a while from now, a win until its own deadline, nothing held where somebody has taken the item over. */
async function heldAgain(context: Context, settling: Settling, lines: readonly StoredLine[], now: bigint): Promise<StoredLine[]> {
  const ours = await stillOurs(context, settling, uniqueProducts(settling))
  const until = now + (settling.owner.startsWith('user:') ? context.options.holds.user : context.options.holds.guest)
  return lines.map((line) => {
    if (line.snapshot.stock !== 'unique' || line.saved) return line
    if (!ours.has(line.product)) return { ...line, heldUntil: null }
    return line.kind === 'auction_win' ? line : { ...line, heldUntil: until }
  })
}

/** Money came for a payment that had failed: it is given back. */
function refundDue(context: Context, { id, cart, order }: Settling): Statement[] {
  const now = context.clock()
  return [
    moveAttempt(id, 'failed', 'refund_due').orReread(),
    recordCartEvents(cart, [eventOf(context, 'payment.refund_due', { order, attempt: id }, now)], now),
  ]
}
