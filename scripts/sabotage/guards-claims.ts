import { type Guard, patch, tests } from './guard.ts'

const WRITES = tests('races/claim-guards')
const CONTRACT = tests('contract/memory')

/** Lines behind rights, whose turn it is, how often and from where a right is taken, and who may end or reserve one. */
export const claimGuards: readonly Guard[] = [
  {
    name: 'queue: what others wait for is not taken in the plain way',
    patches: [patch('claims/claim-rows.ts', 'takeClaims', 'and claim.waiters = 0', '')],
    tests: WRITES,
  },
  {
    name: 'queue: what others wait for is not paid in the plain way',
    patches: [patch('claims/claim-rows.ts', 'takeForPayment', 'and claim.waiters = 0', '')],
    tests: WRITES,
  },
  {
    name: 'queue: a turn is taken from the right as it was read',
    patches: [
      patch('claims/claim-rows.ts', 'takeInTurn', 'and ${asSeen(seen)} and waiters <= ${most}', 'and waiters <= ${most}'),
      patch('claims/claim-rows.ts', 'leaveSteps', '.expect(BigInt(leaving.length)).orReread()', ''),
    ],
    tests: WRITES,
  },
  {
    name: 'queue: what is free for all is taken from the line as it was read',
    patches: [patch('claims/claim-rows.ts', 'takeInTurn', 'and waiters <= ${most}', 'and ${most} >= 0')],
    tests: WRITES,
  },
  {
    name: 'queue: a line moves on the right as it was read',
    patches: [
      patch('claims/claim-rows.ts', 'moveQueue', 'where product = ${seen.product} and ${asSeen(seen)}', 'where product = ${seen.product}'),
    ],
    tests: WRITES,
  },
  {
    name: 'queue: so many may wait',
    patches: [patch('claims/claim-rows.ts', 'countIn', 'and waiters < ${BigInt(most)}', 'and ${BigInt(most)} > 0')],
    tests: WRITES,
  },
  {
    name: 'queue: each place is behind the last',
    patches: [patch('claims/claim-rows.ts', 'countIn', ', places = places + 1', '')],
    tests: CONTRACT,
  },
  {
    name: 'queue: nobody joins behind a right that has changed',
    patches: [patch('claims/claim-rows.ts', 'countIn', 'and ${asSeen(seen)}', '')],
    tests: WRITES,
  },
  {
    name: 'queue: the row of a right that is given back stays while somebody waits',
    patches: [patch('claims/claim-rows.ts', 'forgetFree', "and owner = '' and waiters = 0", "and owner = ''")],
    tests: WRITES,
  },
  {
    name: 'queue: a hold given back late begins no turn anew',
    patches: [patch('claims/claim-rows.ts', 'freeHold', 'case when expires_at <= ${now} then expires_at else ${now} end', '${now}')],
    tests: CONTRACT,
  },
  {
    name: 'queue: one buyer waits for so many',
    patches: [patch('cart/join-queue.ts', 'takeLast', ".atMost(0n).orRefuse('hold_limit', most)", '')],
    tests: CONTRACT,
  },
  {
    name: 'queue: a turn is over at the very millisecond',
    patches: [
      patch('claims/queue.ts', 'queueBehind', '(now - expiresAt) / turn', '(now - expiresAt - (now > expiresAt ? 1n : 0n)) / turn'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'queue: a turn is told once',
    patches: [
      patch('upkeep/sweep-queues.ts', 'nextOf', 'first.toldAt === null || first.toldAt < startsAt', 'first.toldAt !== startsAt - 1n'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'cool-down: held by the statement',
    patches: [
      patch('claims/claim-rows.ts', 'takeClaims', 'claim.takes <= ${BigInt(retakes)}', 'claim.takes <= 1000000 + ${BigInt(retakes)}'),
    ],
    tests: WRITES,
  },
  {
    name: 'cool-down: the sweeper forgets nobody too early',
    patches: [patch('upkeep/sweep.ts', 'sweep', 'staleFree(now - context.options.holds.coolDown)', 'staleFree(now)')],
    tests: CONTRACT,
  },
  {
    name: 'budget: holds of one address',
    patches: [
      patch('claims/budget-rows.ts', 'countHolds', 'or hold_budget.taken <= ${BigInt(most - many)}', 'or ${BigInt(most - many)} >= 0'),
    ],
    tests: WRITES,
  },
  {
    name: 'claim: ended by the seller of the product, and by staff',
    patches: [
      patch('cart/release-right.ts', 'releaseRight', "checkSeller(context, products.get(key)?.seller?.id ?? '', by, { product: key })", ''),
    ],
    tests: CONTRACT,
  },
  {
    name: 'claim: not ended while it is paid, or when it was won',
    patches: [
      patch('cart/release-right.ts', 'releasable', "state !== 'held' || source === 'auction' || source === 'offer'", "state === 'free'"),
    ],
    tests: CONTRACT,
  },
  {
    name: 'claim: a payment shortens no right that was won or reserved',
    patches: [
      patch(
        'claims/claim-rows.ts',
        'holdToPaying',
        "case when source <> 'cart' and expires_at > ${until} then expires_at else ${until} end",
        '${until}',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'claim: what is taken again for late money is still for sale',
    patches: [
      patch(
        'checkout/late-things.ts',
        'isForSale',
        'product !== undefined && product.sold !== true && product.auctionOnly !== true',
        'product !== null',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'claim: the line of an ended hold says so',
    patches: [patch('cart/release-right.ts', 'releaseRight', '...forgetHold(held, now),', '')],
    tests: CONTRACT,
  },
]
