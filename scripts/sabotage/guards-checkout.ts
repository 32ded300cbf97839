import { type Guard, patch, tests, unchecked } from './guard.ts'

const CONTRACT = tests('contract/memory')
const IN_THE_MIDST = tests('races/interleavings')
const BETWEEN = tests('races/between')

/** From a cart to one order that is paid for once. */
export const checkoutGuards: readonly Guard[] = [
  {
    name: 'checkout: sold to the holder of the claim only',
    patches: [patch('claims/claim-rows.ts', 'holdToSold', 'and holder = ${holder}', 'and ${holder} = ${holder}')],
    tests: IN_THE_MIDST,
  },
  {
    name: 'checkout: paying for what the holder holds only',
    patches: [patch('claims/claim-rows.ts', 'holdToPaying', 'and holder = ${holder}', 'and ${holder} = ${holder}')],
    tests: BETWEEN,
  },
  {
    name: 'checkout: the version of the cart, paid at once',
    patches: [patch('cart/cart-rows.ts', 'cartToPlaced', 'and version = ${version}', 'and ${version} > 0')],
    tests: IN_THE_MIDST,
  },
  {
    name: 'checkout: the version of the cart, paid by card',
    patches: [patch('cart/cart-rows.ts', 'cartToPaying', 'and version = ${version}', 'and ${version} > 0')],
    tests: IN_THE_MIDST,
  },
  {
    name: 'checkout: the version of a cart of which some lines are bought',
    patches: [patch('cart/cart-rows.ts', 'touchCartAt', 'and version = ${version}', 'and ${version} > 0')],
    tests: BETWEEN,
  },
  {
    name: 'checkout: the hash of the quote',
    patches: [
      patch(
        'checkout/place-order.ts',
        'decide',
        'const changed = answer.quote.hash !== request.quote',
        'const changed = request.quote === null',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'checkout: the smallest order',
    patches: [patch('checkout/place-order.ts', 'decide', 'if (answer.quote.totals.subtotal < minOrder)', 'if (minOrder < 0n)')],
    tests: CONTRACT,
  },
  {
    name: 'checkout: one order a cart',
    patches: [
      patch('cart/cart-rows.ts', 'cartToPlaced', "and version = ${version} and state = 'open'", 'and ${version} > 0'),
      patch('checkout/place-batch.ts', 'cartStatements', 'freeSlot(owner, cart).orReread()', 'freeSlot(owner, cart)'),
      patch(
        'claims/claim-rows.ts',
        'holdToSold',
        "and holder = ${holder} and state = 'held' and expires_at > ${now}",
        'and ${holder} = ${holder} and ${now} > 0',
      ),
      patch(
        'storage/migrations/0001-core.sqlite.sql',
        null,
        "create unique index placed_order_one_live on placed_order (cart_id) where state <> 'cancelled';",
        '',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'checkout: one card payment a cart',
    patches: [
      patch('cart/cart-rows.ts', 'cartToPaying', "and version = ${version} and state = 'open'", 'and ${version} > 0'),
      patch(
        'claims/claim-rows.ts',
        'holdToPaying',
        "and holder = ${holder} and state = 'held' and expires_at > ${now}",
        'and ${holder} = ${holder} and ${now} > 0',
      ),
      patch(
        'storage/migrations/0001-core.sqlite.sql',
        null,
        "create unique index placed_order_one_live on placed_order (cart_id) where state <> 'cancelled';",
        '',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'key: bound to its order',
    patches: [
      patch(
        'checkout/place-batch.ts',
        'placeBatch',
        'bindKey(owner, checkoutKey(request.key), fingerprint, order, now, now + DAY).orReread(),',
        '',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'key: not bound anew while it lives',
    patches: [
      patch('checkout/key-rows.ts', 'bindKey', 'where idempotency.expires_at <= excluded.made_at', ''),
      // The version of the buyer's cart stands behind it.
      patch('cart/cart-rows.ts', 'touchCartAt', 'and version = ${version}', 'and ${version} > 0'),
    ],
    tests: BETWEEN,
  },
  {
    name: 'key: another request with it is refused',
    patches: [patch('checkout/place-order.ts', 'replayed', 'if (row.request !== fingerprint)', 'if (row.request === null)')],
    tests: CONTRACT,
  },
  {
    name: 'key: freed by a failed payment',
    patches: [patch('checkout/settle-failed.ts', 'failed', 'freeKey(owner, order),', '')],
    tests: CONTRACT,
  },
  {
    name: 'wallet: pays only what is there',
    patches: [patch('payments/wallet-rows.ts', 'debit', 'and balance >= ${amount}', ''), unchecked('sqlite', 'check (balance >= 0)')],
    tests: BETWEEN,
  },
  {
    name: 'wallet: sets aside only what is there',
    patches: [patch('payments/wallet-rows.ts', 'holdFunds', 'and balance >= ${amount}', ''), unchecked('sqlite', 'check (balance >= 0)')],
    tests: BETWEEN,
  },
  {
    name: 'wallet: a transfer for every change of a balance',
    patches: [
      patch(
        'checkout/place-batch.ts',
        'walletStatements',
        "insertTransfer({ ...transfer, id: `pay:${attempt}`, from: account, to: escrowAccount(order), kind: 'pay', place: context.nextPlace() }, now),",
        '',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'wallet: one top-up a key',
    patches: [patch('payments/wallet.ts', 'topUpWallet', 'const id = `top_up:${key}`', 'const id = `top_up:${key}:${context.newId()}`')],
    tests: CONTRACT,
  },
  {
    name: 'settle: the amount it is bound to',
    patches: [patch('checkout/settle.ts', 'decide', 'outcome.amount === settling.amount &&', '')],
    tests: CONTRACT,
  },
  {
    name: 'settle: the currency it is bound to',
    patches: [patch('checkout/settle.ts', 'decide', '&& outcome.currency === settling.currency', '')],
    tests: CONTRACT,
  },
  {
    name: 'settle: once, whoever calls it',
    patches: [
      patch('orders/order-rows.ts', 'moveAttempt', 'and state = ${from}', "and ${from} <> ''"),
      patch('orders/order-rows.ts', 'payAttempt', 'and state = ${from}', "and ${from} <> ''"),
      patch('checkout/settle.ts', 'decide', "if (settling.state !== 'pending') return null", ''),
    ],
    tests: CONTRACT,
  },
  {
    name: 'order: for its buyer only',
    patches: [patch('orders/show-order.ts', 'findOrder', 'row.buyer !== ownerOf(buyer)', 'buyer === null')],
    tests: CONTRACT,
  },
  {
    name: 'order: cancelled only while it is there',
    patches: [
      patch('orders/order-rows.ts', 'moveOrderAt', 'and version = ${version}', 'and ${version} >= 0'),
      patch('orders/order-rows.ts', 'moveParcel', 'and state = ${from}', "and ${from} <> ''"),
    ],
    tests: BETWEEN,
  },
  {
    name: 'plug-in: nonsense is refused',
    patches: [patch('ask.ts', 'ask', 'if (wrong !== null) throw new Error(wrong)', '')],
    tests: CONTRACT,
  },
  {
    name: 'plug-in: a deadline',
    patches: [
      patch(
        'ask.ts',
        'ask',
        'await Promise.race([Promise.resolve().then(call), late])',
        'await Promise.race([Promise.resolve().then(call), new Promise<never>((_, no) => setTimeout(() => no(late), 60_000).unref())])',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'close: once, whoever calls it',
    patches: [
      patch('checkout/close-cart.ts', 'closeBatch', 'freeSlot(owner, stored.id).orReread()', 'freeSlot(owner, stored.id)'),
      patch('cart/cart-rows.ts', 'cartToPlaced', "and version = ${version} and state = 'open'", 'and ${version} > 0'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'close: the version of the cart',
    patches: [patch('cart/cart-rows.ts', 'cartToPlaced', 'and version = ${version}', 'and ${version} > 0')],
    tests: BETWEEN,
  },
  {
    name: 'close: the next order is not the first',
    patches: [patch('checkout/close-cart.ts', 'closeBatch', 'takeFirstOrder(taking.customer, taking.attempt),', '')],
    tests: CONTRACT,
  },
  {
    name: 'event: a delivery is leased by one process',
    patches: [patch('events/delivery-rows.ts', 'leaseDelivery', 'and due_at = ${seen}', 'and ${seen} > 0')],
    tests: tests('races/guards'),
  },
  {
    name: 'event: a failure is noted by who has the lease',
    patches: [patch('events/delivery-rows.ts', 'deliveryFailed', 'and due_at = ${lease}', 'and ${lease} > 0')],
    tests: tests('races/guards'),
  },
  {
    name: 'event: deliveries are made once',
    patches: [patch('events/delivery-rows.ts', 'eventsSpread', 'and due_at is not null', '')],
    tests: tests('races/guards'),
  },
  {
    name: 'webhook: the signature',
    patches: [
      patch(
        'events/sign-webhook.ts',
        'verifyWebhook',
        'if (!given.some((one) => one.length === right.length && timingSafeEqual(one, right))) return null',
        'if (given.length === right.length && timingSafeEqual(right, right)) return null',
      ),
    ],
    tests: tests('events/sign-webhook', 'events/webhooks'),
  },
  {
    name: 'webhook: not long ago',
    patches: [patch('events/sign-webhook.ts', 'verifyWebhook', 'if (age > tolerance || age < -tolerance) return null', '')],
    tests: tests('events/webhooks'),
  },
  {
    name: 'event: kept when its handler fails',
    patches: [
      patch('events/deliver.ts', 'deliver', 'deliveryFailed(key, id, name, lease, reasonOf(error), again)', 'deliveryDone(key, id, name)'),
    ],
    tests: CONTRACT,
  },
]
