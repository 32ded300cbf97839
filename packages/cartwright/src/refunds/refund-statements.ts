import { inOrder, type Step } from '../claims/stock-holds.ts'
import type { Actor, Context } from '../context.ts'
import type { NewEvent } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { sum } from '../money/rounding.ts'
import { changePayment } from '../orders/order-rows.ts'
import { isCollected } from '../orders/parcel-states.ts'
import { walletFact } from '../payments/wallet-fact.ts'
import { credit, escrowAccount, insertTransfer, walletAccount } from '../payments/wallet-rows.ts'
import { readSellerAccounts, type SellerAccounts } from '../sellers/seller-accounts.ts'
import { givenBack, partsOf } from '../sellers/seller-share.ts'
import { type TakenBack, takeBack } from '../sellers/take-back.ts'
import type { Statement } from '../storage/statement.ts'
import type { StoredOrder } from './load-order.ts'
import { insertRefundLines, insertRefunds, type NewRefund, refundLine, refundWholeLines } from './refund-rows.ts'
import { otherPayment, type PaidLine, paidLines, splitRefund, walletPayment } from './tender-shares.ts'

/** What is to be given back of an order, by whom and why. */
export interface Refunding {
  /** As it is when these statements are carried out: a late payment has captured what it says by then. */
  readonly order: Pick<StoredOrder, 'id' | 'buyer' | 'currency' | 'quote' | 'lines' | 'parcels' | 'payments' | 'proceeds'>
  /** Minor units by line, each above zero and at most what is left of the line. */
  readonly amounts: ReadonlyMap<string, bigint>
  /** Names the refund: the same name again is the same refund. Begins with the order's id and `-`. */
  readonly name: string
  readonly by: Actor
  readonly reason: string
}

/** The parts of a batch that give money back, in the order of locks. The statement that moves the order is the caller's, between `accounts` and `rows`. */
export interface RefundParts {
  readonly accounts: readonly Statement[]
  readonly rows: readonly Statement[]
  readonly facts: readonly NewEvent[]
  /** What of each payment is given back by now, by its id. */
  readonly refunded: ReadonlyMap<string, bigint>
  readonly methods: ReadonlySet<NewRefund['method']>
}

/**
 * Gives parts of what was paid back, each the way it had come: into the wallet at once, to the card by the reconciler, cash into the buyer's wallet (by the
 * staff where he or the shop has none); what was never collected is not collected any more. Sellers who are owed less, or have their money already, are part of it.
 * Payments stay in their state: who knows what else the batch does ends them.
 */
export async function refundStatements(context: Context, refunding: Refunding, now: bigint): Promise<RefundParts> {
  const { order, amounts, by, reason } = refunding
  if (amounts.size === 0) return { accounts: [], rows: [], facts: [], refunded: new Map(), methods: new Set() }
  const lines = paidLines(order.lines, order.payments)
  const chosen = lines.filter(({ id }) => amounts.has(id))
  const refunds = refundsOf(context, refunding, chosen)
  const sellers = await sellersPart(context, refunding, lines, now)
  const cause = { reason, madeBy: `${by.role}:${by.id}` }
  const refunded = refundedBy(order, refunds)
  return {
    accounts: inOrder([...walletSteps(context, order, refunds, now), ...sellers.flatMap(({ accounts }) => accounts)]),
    rows: [
      ...lineStatements(order.id, chosen, amounts),
      ...[...refunded].map(([payment, amount]) => {
        const state = String(order.payments.find(({ id }) => id === payment)?.state)
        return changePayment(order.id, payment, state, state, amount).orReread()
      }),
      insertRefunds(order.id, refunds, cause, now).expect(BigInt(refunds.length)).orReread(),
      insertRefundLines(order.id, refunds),
      ...sellers.flatMap(({ rows }) => rows),
    ],
    facts: [...factsOf(context, order, refunds, now), ...sellers.flatMap(({ facts }) => facts)],
    refunded,
    methods: new Set(refunds.map(({ method }) => method)),
  }
}

type Order = Refunding['order']

/** One refund for each way in which money goes back. */
function refundsOf({ options }: Context, { order, amounts, name }: Refunding, lines: readonly PaidLine[]): NewRefund[] {
  const method = String(otherPayment(order.payments)?.method)
  const cash = options.payments.wallet && order.buyer.startsWith('user:') ? 'done' : 'due'
  const split = lines.map((line) => ({ line, ...splitRefund(line, amounts.get(line.id) ?? 0n) }))
  const taken = (line: PaidLine): boolean => isCollected(order.parcels.get(line.seller) ?? 'placed')
  const part = (way: NewRefund['method'], state: NewRefund['state'], some: readonly (readonly [string, bigint])[]): NewRefund => ({
    id: `${name}-${way}`,
    method: way,
    state,
    lines: new Map(some.filter(([, amount]) => amount > 0n)),
    amount: sum(some.map(([, amount]) => amount)),
  })
  const others = split.filter(({ other }) => other > 0n)
  const of = (some: typeof others): (readonly [string, bigint])[] => some.map(({ line, other }) => [line.id, other])
  return [
    part(
      'wallet',
      'done',
      split.map(({ line, wallet }) => [line.id, wallet]),
    ),
    ...(method === 'card' ? [part('card', 'due', of(others))] : []),
    ...(method === 'cod'
      ? [
          part('cod', cash, of(others.filter(({ line }) => taken(line)))),
          part('none', 'done', of(others.filter(({ line }) => !taken(line)))),
        ]
      : []),
  ].filter(({ amount }) => amount > 0n)
}

/** What of each payment goes back, by its id. */
function refundedBy(order: Order, refunds: readonly NewRefund[]): ReadonlyMap<string, bigint> {
  const [wallet, other] = [walletPayment(order.payments), otherPayment(order.payments)]
  const amountOf = (is: (refund: NewRefund) => boolean): bigint => sum(refunds.filter(is).map(({ amount }) => amount))
  return new Map(
    [
      [String(wallet?.id), amountOf(({ method }) => method === 'wallet')] as const,
      [String(other?.id), amountOf(({ method }) => method !== 'wallet')] as const,
    ].filter(([, amount]) => amount > 0n),
  )
}

/** Whether a refund goes into the buyer's wallet. */
const intoWallet = ({ method, state }: NewRefund): boolean => method === 'wallet' || (method === 'cod' && state === 'done')

function walletSteps(context: Context, order: Order, refunds: readonly NewRefund[], now: bigint): Step[] {
  const mine = refunds.filter(intoWallet)
  if (mine.length === 0) return []
  const { currency } = order
  const account = walletAccount(order.buyer.slice('user:'.length), currency)
  const transfers = mine.map(({ id, amount }) => {
    const entry = { account, id: `refund:${id}`, from: escrowAccount(order.id), to: account, amount, currency, kind: 'refund' } as const
    return insertTransfer({ ...entry, place: context.nextPlace(), reference: order.id }, now).orReread()
  })
  const whole = credit(account, currency, sum(mine.map(({ amount }) => amount)), now)
  return [whole, ...transfers].map((statement): Step => [account, statement])
}

/** Lines that go back whole and for the first time are one statement, whatever their number. */
function lineStatements(order: string, lines: readonly PaidLine[], amounts: Refunding['amounts']): Statement[] {
  const isWhole = ({ id, paid, refunded }: PaidLine): boolean => refunded === 0n && amounts.get(id) === paid
  const whole = lines.filter(isWhole).map(({ id }) => id)
  const others = lines.filter((line) => !isWhole(line))
  return [
    ...(whole.length === 0 ? [] : [refundWholeLines(order, whole).expect(BigInt(whole.length)).orReread()]),
    ...others.map(({ id, refunded }) => refundLine(order, id, refunded, amounts.get(id) ?? 0n).orReread()),
  ]
}

/** Sellers who share a wallet give back one after the other out of what the one before has left: what was read is there once. */
async function sellersPart(context: Context, { order, amounts, name }: Refunding, lines: readonly PaidLine[], now: bigint) {
  const taken: TakenBack[] = []
  const left = new Map<string, SellerAccounts>()
  for (const proceeds of order.proceeds) {
    const own = lines.filter(({ seller }) => seller === proceeds.seller)
    if (!own.some(({ id }) => amounts.has(id))) continue
    const parts = partsOf(
      proceeds.amount,
      order.quote.lines.filter(({ seller }) => seller === proceeds.seller),
    )
    const part = (line: PaidLine, refunded: bigint): bigint => givenBack(parts.get(line.id) ?? 0n, line.paid, refunded)
    const amount = sum(own.map((line) => part(line, line.refunded + (amounts.get(line.id) ?? 0n)) - part(line, line.refunded)))
    const whole = own.every((line) => line.refunded + (amounts.get(line.id) ?? 0n) === line.paid)
    const { owner } = proceeds
    const accounts = left.get(owner) ?? (await readSellerAccounts(context, owner, order.currency))
    const back = takeBack(context, proceeds, { amount, refund: name, currency: order.currency, whole, accounts }, now)
    left.set(owner, back.left)
    taken.push(back)
  }
  return taken
}

function factsOf(context: Context, order: Order, refunds: readonly NewRefund[], now: bigint): NewEvent[] {
  const told = refunds.map(({ id, method, amount }) =>
    eventOf(context, 'order.refunded', { order: order.id, refund: id, method, amount: amount.toString() }, now),
  )
  const amount = sum(refunds.filter(intoWallet).map((refund) => refund.amount))
  return [
    ...told,
    ...walletFact(context, 'wallet.refunded', { order: order.id, owner: order.buyer, currency: order.currency, amount }, now),
  ]
}
