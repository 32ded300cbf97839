import { type Guard, patch, tests } from './guard.ts'

const CONTRACT = tests('contract/memory')

/** What goes back to buyers, what sellers get, and who may say so. */
export const refundGuards: readonly Guard[] = [
  {
    name: 'refund: each payment gives back what it brought',
    patches: [
      patch(
        'refunds/tender-shares.ts',
        'splitRefund',
        'smaller(refunded + amount, wallet) - smaller(refunded, wallet)',
        'smaller(amount, wallet) - smaller(0n, refunded)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'refund: the same key is the same refund',
    patches: [
      patch('refunds/refund-order.ts', 'refundOrder', 'if (before.length > 0) return replayed(context, order, before, request)', ''),
    ],
    tests: CONTRACT,
  },
  {
    name: 'refund: at once, of a line as it was read',
    patches: [
      patch('orders/order-rows.ts', 'moveOrderAt', 'and version = ${version}', 'and ${version} >= 0'),
      patch('refunds/refund-rows.ts', 'refundWholeLines', 'and refunded = 0 and paid > 0', 'and paid > 0'),
      patch('orders/order-rows.ts', 'changePayment', 'and state = ${from} and refunded + ${refunded} <= amount', "and ${from} <> ''"),
      patch('orders/order-rows.ts', 'changePayment', 'set refunded = refunded + ${refunded}', 'set refunded = ${refunded}'),
      patch(
        'refunds/change-order.ts',
        'changeStatements',
        "moveAttempt(attempt, 'paid', 'refunded').orReread()",
        "moveAttempt(attempt, 'paid', 'refunded')",
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'refund: at the provider by its own key',
    patches: [patch('refunds/make-refunds.ts', 'makeRefund', 'refund.amount as bigint, id,', 'refund.amount as bigint, context.newId(),')],
    tests: CONTRACT,
  },
  {
    name: 'refund: cash that was never collected is not given back',
    patches: [patch('orders/parcel-states.ts', 'isCollected', "parcel !== 'placed' && parcel !== 'shipped'", "parcel !== 'cancelled'")],
    tests: CONTRACT,
  },
  {
    name: 'refund: goods are on sale again once',
    patches: [patch('refunds/change-order.ts', 'notRestocked', 'lines.filter((line) => line.restocked === 0n)', 'lines')],
    tests: CONTRACT,
  },
  {
    name: 'parcel: of its own seller',
    patches: [patch('sellers/seller-actor.ts', 'isSellerOf', 'account(seller) === id', "(account(seller) === id || id !== '')")],
    tests: CONTRACT,
  },
  {
    name: 'parcel: sent when it is paid for',
    patches: [
      patch(
        'refunds/move-parcel.ts',
        'shipParcel',
        "order.attemptState !== 'paid' || nothingLeft || !maySend(order.payments)",
        'nothingLeft',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'parcel: that cash was paid no seller can say',
    patches: [
      patch('refunds/move-parcel.ts', 'deliverParcel', "parcel.by.role === 'seller' && owesCash(order)", "parcel.seller === 'nobody'"),
    ],
    tests: CONTRACT,
  },
  {
    name: 'parcel: that cash was paid no buyer can say',
    patches: [patch('refunds/receive-order.ts', 'receiveOrder', "&& !(cash && state === 'shipped')", '&& (cash || !cash)')],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: released at their moment',
    patches: [
      patch('sellers/proceeds-rows.ts', 'proceedsDue', 'and due_at <= ${now}', 'and due_at > 0 and ${now} > 0'),
      patch('sellers/release-proceeds.ts', 'release', '|| proceeds.dueAt > now', ''),
    ],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: released once',
    patches: [
      patch('sellers/proceeds-rows.ts', 'changeProceeds', 'and state = ${from.state} and refunded = ${from.refunded}', ''),
      patch('sellers/release-proceeds.ts', 'statementsOf', 'id: `sale:${order}:${seller}`', 'id: `sale:${context.newId()}`'),
      patch('sellers/release-proceeds.ts', 'statementsOf', 'id: `commission:${order}:${seller}`', 'id: `commission:${context.newId()}`'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: what the wallet has not is owed',
    patches: [patch('sellers/take-back.ts', 'takeBack', 'smaller(accounts.balance + commission, amount)', 'amount')],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: debts are paid first',
    patches: [patch('sellers/release-proceeds.ts', 'statementsOf', 'const paid = smaller(owed, net)', 'const paid = smaller(owed, 0n)')],
    tests: CONTRACT,
  },
  {
    name: 'payout: once a key',
    patches: [
      patch('payments/pay-out.ts', 'payOutWallet', 'if (before !== null) return readWallet(context, userId)', ''),
      patch('payments/pay-out.ts', 'payOutWallet', 'const id = `payout:${key}`', 'const id = `payout:${key}:${context.newId()}`'),
    ],
    tests: CONTRACT,
  },
]
