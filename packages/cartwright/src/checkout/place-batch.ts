import { cartToPaying, cartToPlaced, deleteLines, freeSlot, insertCart, putLines, touchCartAt } from '../cart/cart-rows.ts'
import type { StoredCart } from '../cart/stored-cart.ts'
import type { CartFacts } from '../cart/view-cart.ts'
import type { Context } from '../context.ts'
import { redeemCampaign, redeemCampaignFor } from '../discounts/campaign-rows.ts'
import type { DiscountReason } from '../discounts/discount-rules.ts'
import { insertRedemption, redeem, redeemForCustomer, takeFirstOrder } from '../discounts/redemption-rows.ts'
import { type NewEvent, recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { freeze, frozenLines } from '../orders/frozen-quote.ts'
import { orderNumber } from '../orders/order-number.ts'
import { insertAttempt, insertOrder, insertOrderLines, insertParcels, insertPayments, type Tender } from '../orders/order-rows.ts'
import { openCashOrder } from '../payments/cash-rows.ts'
import { walletFact } from '../payments/wallet-fact.ts'
import { debit, escrowAccount, heldAccount, holdFunds, insertTransfer, walletAccount } from '../payments/wallet-rows.ts'
import { ownersOf, proceedsStatements } from '../sellers/open-proceeds.ts'
import type { Statement } from '../storage/statement.ts'
import type { CheckoutRequest } from './checkout-types.ts'
import { bindKey, checkoutKey } from './key-rows.ts'
import type { Prepared } from './quote-checkout.ts'
import { productStatements, type Taking } from './take-things.ts'

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

const takingOf = ({ prepared, stored, owner, customer, attempt, pending, now }: Placing): Taking => {
  const { facts, lines, answer } = prepared
  return { stored, facts, lines, discounts: answer.quote.discounts, owner, customer, attempt, pending, now }
}

const DAY = 24n * 60n * 60_000n

/**
 * The one list of statements that makes an order. Lock order: the owner's rows, cart, discounts by code, campaigns by name, products by key, wallet, order, attempt,
 * events. Every limit is guarded by its own statement here, whatever was read before. Only the four that store the order answer rows.
 */
export async function placeBatch(context: Context, placing: Placing, round: number): Promise<Statement[]> {
  const { owner, request, now, order, fingerprint, prepared } = placing
  const owners = ownersOf(context, prepared.answer.quote.lines)
  return [
    bindKey(owner, checkoutKey(request.key), fingerprint, order, now, now + DAY).orReread(),
    ...cashStatements(context, placing),
    ...cartStatements(placing),
    ...discountStatements(takingOf(placing)),
    ...(await productStatements(context, takingOf(placing), round)),
    ...walletStatements(context, placing),
    ...orderStatements(context, placing, owners),
    recordCartEvents(placing.cart, events(context, placing), now),
  ]
}

/** The customer's orders that are paid when they arrive: counted whatever the limit is, so that one that is set later knows them. */
function cashStatements(context: Context, { prepared, request, customer }: Placing): Statement[] {
  if (request.payment !== 'cod' || prepared.answer.due === 0n) return []
  const { cod } = context.options.payments
  return [openCashOrder(customer, cod?.openOrders ?? null).orRefuse('payment_not_eligible', { reason: 'open_orders' })]
}

function cartStatements({ stored, prepared, split, cart, owner, attempt, pending, now }: Placing): Statement[] {
  if (!split) {
    if (pending) return [cartToPaying(cart, stored.version, attempt, now).orReread()]
    return [freeSlot(owner, cart).orReread(), cartToPlaced(cart, stored.version, now).orReread()]
  }
  const ids = prepared.lines.map((line) => line.id)
  const bought = stored.lines.filter((line) => ids.includes(line.id))
  const state = pending ? ({ state: 'paying', attempt } as const) : ({ state: 'placed' } as const)
  return [
    touchCartAt(stored.id, stored.version, now).orReread(),
    deleteLines(stored.id, ids).expect(BigInt(ids.length)).orReread(),
    insertCart({ id: cart, owner, name: stored.name, currency: stored.currency, codes: stored.codes, ...state }, now),
    putLines(cart, bought),
  ]
}

/**
 * Uses of discounts, in the order of codes, then of their campaigns, in the order of names, then the customer's first order. A discount that takes nothing off is not used. One that nobody typed
 * cannot be taken off by the buyer: when it has run out, the quote is made again without it.
 */
export function discountStatements({ facts, discounts, attempt, customer, pending, now }: Taking): Statement[] {
  const used = usedOf(facts, discounts)
  const refuse = (code: string, statement: Statement, reason: DiscountReason): Statement =>
    facts.discounts.get(code)?.automatic === true ? statement.orReread() : statement.orRefuse('discount_invalid', { code, reason })
  const ofCodes = used.flatMap((use) => {
    const { code } = use
    return [
      refuse(code, redeem(code, now), 'used_up'),
      refuse(code, redeemForCustomer(code, customer, facts.discounts.get(code)?.maxUsesPerCustomer ?? UNLIMITED), 'per_customer'),
      insertRedemption(use, attempt, customer, pending ? 'reserved' : 'consumed', now),
    ]
  })
  const ofCampaigns = inCampaigns(used).flatMap(({ code, campaign }) => [
    refuse(code, redeemCampaign(campaign), 'used_up'),
    refuse(code, redeemCampaignFor(campaign, customer, facts.campaigns.get(campaign)?.maxUsesPerCustomer ?? UNLIMITED), 'per_customer'),
  ])
  const statements = [...ofCodes, ...ofCampaigns]
  const isFirst = used.some(({ code }) => facts.discounts.get(code)?.firstOrder === true)
  return isFirst ? [...statements, takeFirstOrder(customer, attempt).orReread()] : statements
}

interface Used {
  readonly code: string
  readonly amount: bigint
  readonly campaign: string | null
}

const usedOf = ({ discounts }: CartFacts, quoted: Taking['discounts']): Used[] =>
  quoted
    .filter(({ amount }) => amount > 0n)
    .sort((left, right) => (left.code < right.code ? -1 : 1))
    .map(({ code, amount }) => ({ code, amount, campaign: discounts.get(code)?.campaign ?? null }))

const inCampaigns = (used: readonly Used[]): { readonly code: string; readonly campaign: string }[] =>
  used
    .flatMap(({ code, campaign }) => (campaign === null ? [] : [{ code, campaign }]))
    .sort((left, right) => (left.campaign < right.campaign ? -1 : left.campaign > right.campaign ? 1 : 0))

/** More uses than anybody will live to see; the anchor row counts all the same. */
const UNLIMITED = 1_000_000_000n

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

function orderStatements(context: Context, placing: Placing, owners: ReadonlyMap<string, string | null>): Statement[] {
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
        customer,
        email,
        state: paid ? 'paid' : 'placed',
        currency: quote.currency,
        total: quote.totals.total,
        quote: freeze(
          quote,
          customer,
          split,
          inCampaigns(usedOf(prepared.facts, quote.discounts)).map(({ campaign }) => campaign),
          owners,
        ),
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
      now,
    ).rows(),
    insertPayments(cart, order, tenders).rows(),
    ...(pending ? [] : proceedsStatements(context, order, { lines: frozenLines(quote.lines), owners }, now)),
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

function events(context: Context, { stored, request, owner, order, attempt, prepared, pending, now }: Placing): NewEvent[] {
  const { due, walletPart, quote } = prepared.answer
  const placed = eventOf(context, 'order.placed', { order, attempt, total: quote.totals.total.toString() }, now)
  const spent = { order, owner, currency: stored.currency, amount: walletPart }
  const wallet = walletFact(context, pending ? 'wallet.held' : 'wallet.paid', spent, now)
  if (pending) return [placed, eventOf(context, 'payment.started', { order, attempt }, now), ...wallet]
  const paid = due === 0n || request.payment === 'wallet' ? [eventOf(context, 'order.paid', { order, attempt }, now)] : []
  const sold = prepared.lines
    .filter((line) => prepared.facts.products.get(line.product)?.stock === 'unique')
    .map((line) => eventOf(context, 'claim.sold', { product: line.product, order }, now))
  const closed = { order, currency: quote.currency, total: quote.totals.total.toString() }
  return [placed, ...paid, eventOf(context, 'cart.checked_out', closed, now), ...sold, ...wallet]
}
