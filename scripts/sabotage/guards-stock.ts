import { type Guard, patch, tests, unchecked } from './guard.ts'

const ON_POSTGRES = tests('contract/postgres')
const BETWEEN = tests('races/between')
const WRITES = tests('races/guards')

/** Counters and their holds, what is cleaned away or carried over, and the order in which batches take things. */
export const stockGuards: readonly Guard[] = [
  {
    name: 'stock: sold only while there is enough',
    patches: [
      patch('claims/stock-rows.ts', 'moveStock', 'and ${exactSumAtMost(part`reserved`, reserved - onHand, part`on_hand`)}', ''),
      unchecked('postgres', "check (on_hand >= 0 and on_hand <> 'NaN')"),
      unchecked('postgres', 'check (reserved <= on_hand)'),
    ],
    tests: ON_POSTGRES,
  },
  {
    name: 'stock: set aside only while there is enough',
    patches: [
      patch('claims/stock-rows.ts', 'moveStock', 'and ${exactSumAtMost(part`reserved`, reserved - onHand, part`on_hand`)}', ''),
      unchecked('sqlite', 'check (length(reserved) < length(on_hand) or (length(reserved) = length(on_hand) and reserved <= on_hand))'),
    ],
    tests: BETWEEN,
  },
  {
    name: 'stock: not put below what is set aside',
    patches: [
      patch('claims/stock-rows.ts', 'setStock', 'where ${exactSumAtMost(part`stock.reserved`, 0n, onHand)}', ''),
      unchecked('sqlite', 'check (length(reserved) < length(on_hand) or (length(reserved) = length(on_hand) and reserved <= on_hand))'),
    ],
    tests: WRITES,
  },
  {
    name: 'stock: a lapsed hold is taken back once',
    patches: [patch('claims/stock-holds.ts', 'planOf', '.expect(BigInt(lapsed.length))', '.atMost(BigInt(lapsed.length))')],
    tests: BETWEEN,
  },
  {
    name: 'stock: a hold is changed as it was read',
    patches: [
      patch(
        'claims/stock-rows.ts',
        'changeHold',
        "and quantity = ${from.quantity.toString()} and coalesce(attempt_id, '') = ${from.attempt ?? ''}",
        '',
      ),
    ],
    tests: WRITES,
  },
  {
    name: 'stock: a hold is ended as it was read',
    patches: [
      patch(
        'claims/stock-rows.ts',
        'closeHold',
        "and quantity = ${from.quantity.toString()} and coalesce(attempt_id, '') = ${from.attempt ?? ''}",
        '',
      ),
    ],
    tests: WRITES,
  },
  {
    name: 'cleaning: a cart that is used meanwhile stays',
    patches: [patch('upkeep/clean-rows.ts', 'deleteStaleCarts', 'and used_at < ${before}', 'and ${before} > 0')],
    tests: BETWEEN,
  },
  {
    name: 'cleaning: a cart with orders is closed on the version that was read',
    patches: [patch('upkeep/clean-rows.ts', 'closeStaleCart', 'and version = ${version}', 'and ${version} > 0')],
    tests: BETWEEN,
  },
  {
    name: 'import: a cart is carried once',
    patches: [
      patch(
        'django/carry-cart.ts',
        'carryCart',
        '[markCarried(key, likeness, now).orReread(), ...closedCart(',
        '[markCarried(key, likeness, now), ...closedCart(',
      ),
    ],
    tests: BETWEEN,
  },
  {
    name: 'lock order: an add',
    patches: [patch('claims/claim-rows.ts', 'takeClaims', '.sort((left, right) => (left.product < right.product ? -1 : 1))', '')],
    tests: BETWEEN,
  },
  {
    name: 'lock order: an add that sets units aside',
    patches: [
      patch(
        'cart/add-batch.ts',
        'claimSteps',
        'return inOrder([...steps, ...claims.flatMap((claim) => takeOne(claim).map((statement): Step => [claim.product, statement]))])',
        'return [...claims.flatMap((claim) => takeOne(claim)), ...steps.map(([, statement]) => statement)]',
      ),
    ],
    tests: BETWEEN,
  },
  {
    name: 'lock order: holds renewed',
    patches: [
      patch('cart/change-lines.ts', 'renewHolds', '.sort(byProduct)', ''),
      patch('cart/change-lines.ts', 'renewHolds', '...inOrder(renewed)', '...renewed.map(([, statement]) => statement)'),
    ],
    tests: BETWEEN,
  },
  {
    name: 'lock order: holds given back',
    patches: [patch('cart/release-holds.ts', 'releaseHolds', 'inOrder(steps)', 'steps.map(([, statement]) => statement)')],
    tests: BETWEEN,
  },
  {
    name: 'lock order: an order',
    patches: [
      patch(
        'checkout/take-things.ts',
        'productStatements',
        '...inOrder([...unique.flatMap((line) => claimStatements(context, taking, line).map((one): Step => [line.product, one])), ...stock.steps])',
        '...unique.flatMap((line) => claimStatements(context, taking, line)), ...stock.steps.map(([, statement]) => statement)',
      ),
    ],
    tests: BETWEEN,
  },
  {
    name: 'lock order: the end of a payment',
    patches: [
      patch(
        'refunds/undo-sale.ts',
        'moveThings',
        'return inOrder([...claims, ...stock.steps])',
        'return [...claims, ...stock.steps].map(([, statement]) => statement)',
      ),
    ],
    tests: BETWEEN,
  },
]
