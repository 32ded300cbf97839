import { type Guard, patch, tests } from './guard.ts'

const CONTRACT = tests('contract/memory')

/** What goes back to buyers, what sellers get, and who may say so. */
export const refundGuards: readonly Guard[] = [
  {
    name: 'sales: what a card never paid was not sold',
    patches: [patch('orders/order-rows.ts', 'parcelsOf', "payment.state = 'failed'", "payment.state = 'never'")],
    tests: CONTRACT,
  },
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
    patches: [patch('refunds/refund-order.ts', 'isReplay', 'if (before.size === 0) return false', 'if (before.size >= 0) return false')],
    tests: CONTRACT,
  },
  {
    name: 'refund: a key means the same lines and amounts',
    patches: [
      patch('refunds/refund-order.ts', 'isReplay', "if (!same) throw new ShopError('idempotency_mismatch')", 'if (!same) return true'),
    ],
    tests: CONTRACT,
  },
  {
    name: "refund: a key is its actor's own",
    patches: [patch('refunds/refund-order.ts', 'nameOf', 'JSON.stringify([by.role, by.id, key])', 'JSON.stringify([by === null, key])')],
    tests: CONTRACT,
  },
  {
    name: 'refund: not while the cash is under way',
    patches: [patch('refunds/refund-order.ts', 'isCashUnderWay', "=== 'shipped'", "=== 'returned'")],
    tests: CONTRACT,
  },
  {
    name: 'refund: cash into wallets that there are',
    patches: [patch('refunds/refund-statements.ts', 'refundsOf', 'options.payments.wallet &&', '(options.payments.wallet || true) &&')],
    tests: CONTRACT,
  },
  {
    name: 'refund: a card is closed with a reason',
    patches: [patch('refunds/make-refunds.ts', 'noteRefunded', "row.method === 'card' && errors.length > 0", "row.method === ''")],
    tests: CONTRACT,
  },
  {
    name: 'refund: closed by staff, not asked for at the provider',
    patches: [patch('refunds/make-refunds.ts', 'makeRefund', "|| firstOf(current)?.state !== 'due'", '|| firstOf(current) === null')],
    tests: CONTRACT,
  },
  {
    name: 'refund: a payment is refunded when it has gone back',
    patches: [patch('orders/show-order.ts', 'paymentState', "state === 'refunded' && refunds.some(", "state === '' && refunds.some(")],
    tests: CONTRACT,
  },
  {
    name: 'refund: a refunded order stays so',
    patches: [patch('refunds/change-order.ts', 'stateAfter', "order.state === 'refunded' ?", "order.state === 'cancelled' ?")],
    tests: CONTRACT,
  },
  {
    name: "refund: an app's own inventory gets back those lines",
    patches: [
      patch(
        'checkout/release-inventory.ts',
        'releaseLines',
        'chosen === null || chosen.includes(String(line.line_id))',
        'chosen === null || String(line.line_id)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: "refund: an app's own inventory gets back what was gone",
    patches: [patch('checkout/settle-paid.ts', 'paid', "eventOf(context, 'order.restocked', { order, lines: lost }, now)", '')],
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
    patches: [patch('seller-user.ts', 'isSellerOf', 'userOfSeller(options, seller) === id', "id !== ''")],
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
      patch('sellers/release-proceeds.ts', 'releaseStatements', 'id: `sale:${order}:${seller}`', 'id: `sale:${context.newId()}`'),
      patch(
        'sellers/release-proceeds.ts',
        'releaseStatements',
        'id: `commission:${order}:${seller}`',
        'id: `commission:${context.newId()}`',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: what the wallet has not is owed',
    patches: [patch('sellers/take-back.ts', 'takeBack', 'smaller(accounts.balance + commission, amount)', 'amount')],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: who shares a wallet gives back what is there once',
    patches: [patch('refunds/refund-statements.ts', 'sellersPart', 'left.set(owner, back.left)', '')],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: not released beside a return',
    patches: [patch('sellers/proceeds-rows.ts', 'changeProceeds', 'and coalesce(due_at, -1) = ${from.dueAt ?? -1n}', '')],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: what came back nobody gets by itself',
    patches: [patch('sellers/proceeds-rows.ts', 'holdBack', 'set due_at = null', 'set due_at = due_at')],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: what came back staff release',
    patches: [patch('sellers/release-by-staff.ts', 'releaseByStaff', "checkSeller(context, '', given(by, 'by'))", '')],
    tests: CONTRACT,
  },
  {
    name: 'seller: nothing of his own, by either id',
    patches: [patch('seller-user.ts', 'isOwn', '(seller === userId || userOfSeller(settings, seller) === userId)', 'seller === userId')],
    tests: CONTRACT,
  },
  {
    name: 'seller: kept with the order',
    patches: [patch('checkout/place-batch.ts', 'placeBatch', 'ownersOf(context, prepared.answer.quote.lines)', 'ownersOf(context, [])')],
    tests: CONTRACT,
  },
  {
    name: 'payout: what is owed first',
    patches: [
      patch('payments/pay-out.ts', 'payOutWallet', 'if (balance < amount + owed) throw', 'if (balance < amount) throw'),
      patch('payments/pay-out.ts', 'payOutWallet', 'debit(account, amount + owed)', 'debit(account, amount)'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'payout: what came to be owed meanwhile',
    patches: [patch('payments/pay-out.ts', 'payOutWallet', 'owing(debt).atMost(0n).orReread(),', '')],
    tests: CONTRACT,
  },
  {
    name: 'proceeds: debts are paid first',
    patches: [
      patch('sellers/release-proceeds.ts', 'releaseStatements', 'const paid = smaller(owed, net)', 'const paid = smaller(owed, 0n)'),
    ],
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
