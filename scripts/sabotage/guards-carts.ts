import { type Guard, patch, tests } from './guard.ts'

const CONTRACT = tests('contract/memory')

/** Who may have a thing, and how much of it. */
export const cartGuards: readonly Guard[] = [
  {
    name: 'claim: taken over only when it has expired',
    patches: [patch('claims/claim-rows.ts', 'takeClaims', "(claim.state = 'free' or claim.expires_at <= excluded.taken_at) and", '')],
    tests: CONTRACT,
  },
  {
    name: 'claim: the first to pay takes only what is free',
    patches: [patch('claims/claim-rows.ts', 'takeForPayment', "(claim.state = 'free' or claim.expires_at <= excluded.taken_at) and", '')],
    tests: CONTRACT,
  },
  {
    name: 'claim: expiry is decided by reading',
    patches: [patch('claims/claim.ts', 'isLive', 'claim.expiresAt === null || now < claim.expiresAt', 'true')],
    tests: CONTRACT,
  },
  {
    name: 'claim: over at the very millisecond',
    patches: [patch('claims/claim.ts', 'isLive', 'now < claim.expiresAt', 'now <= claim.expiresAt')],
    tests: CONTRACT,
  },
  {
    name: 'claim: released by its holder only',
    patches: [patch('claims/claim-rows.ts', 'freeHold', 'and holder = ${holder}', '')],
    tests: CONTRACT,
  },
  {
    name: 'claim: renewed by its holder only',
    patches: [
      patch('cart/change-lines.ts', 'renewHolds', '&& line.heldUntil > now', ''),
      patch('cart/change-lines.ts', 'renewHolds', 'claims.get(line.product)?.holder === line.id', 'claims.has(line.product)'),
      patch('claims/claim-rows.ts', 'renewClaim', 'and holder = ${holder}', 'and ${holder} = ${holder}'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'claim: the sweeper frees what has expired only',
    patches: [
      patch('upkeep/sweep-rows.ts', 'expiredClaims', 'where expires_at <= ${now} and', 'where expires_at > 0 and ${now} > 0 and'),
      patch('upkeep/sweep-rows.ts', 'freeExpired', 'and expires_at <= ${now}', 'and ${now} > 0'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'claim: only so many at once',
    patches: [patch('cart/limit-rows.ts', 'beyondLimits', 'if (holds !== null)', 'if (holds !== null && holds.most < 0)')],
    tests: CONTRACT,
  },
  {
    name: 'cart: most lines',
    patches: [patch('cart/limit-rows.ts', 'beyondLimits', 'where l.many > ${BigInt(lines)}', 'where l.many > 1000000 + ${BigInt(lines)}')],
    tests: CONTRACT,
  },
  {
    name: 'cart: most of one seller',
    patches: [
      patch('cart/limit-rows.ts', 'beyondLimits', 'sellers !== null && sellers.ids.length > 0', 'sellers !== null && sellers.most < 0n'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'claim: only so many renewals',
    patches: [patch('cart/cart-rows.ts', 'renewLine', 'and renewals < ${BigInt(renewals)}', 'and ${BigInt(renewals)} >= 0')],
    tests: CONTRACT,
  },
  {
    name: 'slot: one open cart an owner',
    patches: [
      patch(
        'cart/add-items.ts',
        'addOnce',
        'takeSlot(owner, context.cartName, cartId).orReread()',
        'takeSlot(owner, context.cartName, cartId)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'cart: most of one product',
    patches: [patch('cart/limit-rows.ts', 'beyondLimits', 'if (products.size > 0)', 'if (products.size < 0)')],
    tests: CONTRACT,
  },
  {
    name: 'cart: frozen while its payment is under way',
    patches: [
      patch('cart/change-cart.ts', 'refuseWhilePaying', "if (cart.state === 'paying')", 'if (false)'),
      patch('cart/cart-rows.ts', 'touchCart', "and state = 'open'", ''),
    ],
    tests: CONTRACT,
  },
  {
    name: 'cart: a guest cart is merged once',
    patches: [
      patch('cart/plan-merge.ts', 'planMerge', 'freeSlot(from, source.id).orReread()', 'freeSlot(from, source.id)'),
      patch('cart/cart-rows.ts', 'writeMerged', "and version = ${version} and state = 'open'", 'and ${version} > 0'),
      patch('cart/cart-rows.ts', 'cartToMerged', "and version = ${version} and state = 'open'", 'and ${version} > 0'),
      patch('cart/plan-merge.ts', 'planMerge', '.expect(BigInt(source.lines.length)).orReread()', ''),
    ],
    tests: CONTRACT,
  },
  {
    name: 'cart: a payment that ends during a login finds its new owner',
    patches: [
      patch('cart/cart-rows.ts', 'payingToPlaced', 'and owner = ${owner}', "and ${owner} <> ''"),
      patch('cart/cart-rows.ts', 'payingToOpen', 'and owner = ${owner}', "and ${owner} <> ''"),
    ],
    tests: tests('races/merging'),
  },
  {
    name: 'cart: of two payments that fail at once only one gets the place',
    patches: [
      patch(
        'checkout/give-back-cart.ts',
        'giveBackCart',
        'touchPaying(slot, there.version, now).orReread()',
        'touchPaying(slot, there.version, now)',
      ),
    ],
    tests: tests('races/merging'),
  },
  {
    name: 'cart: a payment that fails during a login finds its place taken',
    patches: [
      patch('checkout/give-back-cart.ts', 'giveBackCart', '[moveSlot(owner, slot, cart).orReread()]', '[moveSlot(owner, slot, cart)]'),
      patch(
        'cart/plan-merge.ts',
        'planMerge',
        'touchPaying(pair.target.id, pair.target.version, now).orReread()',
        'touchPaying(pair.target.id, pair.target.version, now)',
      ),
    ],
    tests: tests('races/merging'),
  },
  {
    name: 'restore: on the version that was read',
    patches: [
      patch(
        'cart/restore-cart.ts',
        'cartStatements',
        '(isSame ? touchCartAt(id, version, now) : writeCodes(id, version, codes, now)).orReread()',
        'isSame ? touchCartAt(id, version, now) : writeCodes(id, version, codes, now)',
      ),
    ],
    tests: tests('contract/postgres'),
  },
  {
    name: 'merge: undone on the version that was read',
    patches: [
      patch(
        'cart/undo-merge.ts',
        'undoMerge',
        'writeMerged(cart.id, cart.version, codes, notices, now).orReread()',
        'writeMerged(cart.id, cart.version, codes, notices, now)',
      ),
      patch('cart/undo-merge.ts', 'undoMerge', 'forgetMerge(cart.id, String(row.id)).orReread()', 'forgetMerge(cart.id, String(row.id))'),
    ],
    tests: tests('races/merging'),
  },
  {
    name: 'merge: undone within its time',
    patches: [
      patch('cart/undo-merge.ts', 'undoMerge', 'if (now >= (row.made_at as bigint) + UNDO_MILLISECONDS)', 'if (UNDO_MILLISECONDS < 0n)'),
    ],
    tests: CONTRACT,
  },
  {
    name: "cart: another user's cart is not given away",
    patches: [patch('cart/bind-cart.ts', 'bindCart', 'buyer.userId !== undefined && buyer.userId !== userId', "userId === ''")],
    tests: CONTRACT,
  },
  {
    name: "cart: a history is its owner's",
    patches: [patch('cart/cart-rows.ts', 'placedCartsOf', 'where owner = ${owner} and', "where ${owner} <> '' and")],
    tests: CONTRACT,
  },
  {
    name: 'cart: a cart that is merged with itself stays as it is',
    patches: [patch('cart/merge-carts.ts', 'pairsOf', 'left === null || left === right', 'left === null')],
    tests: CONTRACT,
  },
  {
    name: 'cart: reading writes nothing',
    patches: [
      patch('cart/read-cart.ts', null, 'import { cartWithLines, findSlot } from', 'import { cartWithLines, findSlot, touchCart } from'),
      patch(
        'cart/read-cart.ts',
        'readCart',
        'return viewOf(',
        'if (stored !== null) await context.db.batch([touchCart(stored.id, context.clock())])\n  return viewOf(',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'cart: the token is stored as a hash',
    patches: [patch('context.ts', 'ownerOf', '`guest:${hashOf(token)}`', '`guest:${token}`')],
    tests: CONTRACT,
  },
  {
    name: 'buying: nobody buys an own product',
    patches: [patch('buying-rules.ts', 'notOwnProduct', 'own || (buyer.userId', 'false && own && (buyer.userId')],
    tests: CONTRACT,
  },
  {
    name: 'buying: sellers need the rights to buy',
    patches: [patch('buying-rules.ts', 'sellersNeed', "if (!roles.includes('seller')) return null", 'if (roles.length >= 0) return null')],
    tests: CONTRACT,
  },
]
