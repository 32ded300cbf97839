import { type Guard, patch, tests } from './guard.ts'

const CONTRACT = tests('contract/memory')
const MATRIX = tests('payments/matrix')
const STRIPE = tests('payments/stripe-card')
const WEBHOOK = tests('payments/stripe-webhook')

/** Money that comes by card or at the door, late, twice, or to the wrong one. */
export const paymentGuards: readonly Guard[] = [
  {
    name: 'cash on delivery: so many orders of a customer at once',
    patches: [
      patch(
        'payments/cash-rows.ts',
        'openCashOrder',
        'where cash_customer.open < ${limit === null ? UNLIMITED : BigInt(limit)}',
        'where cash_customer.open < ${limit === null ? UNLIMITED : 9n * BigInt(limit)}',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'settle: money that comes after a failure',
    patches: [
      patch(
        'checkout/settle.ts',
        'decide',
        "if (settling.state === 'failed') return refundDue(context, settling, reference)",
        "if (settling.state === 'failed') return null",
      ),
    ],
    tests: MATRIX,
  },
  {
    name: 'settle: late money for a thing that is gone',
    patches: [
      patch('checkout/late-things.ts', 'stillThere', 'gone: lines.filter((line) => gone.has(String(line.line_id))),', 'gone: [],'),
      patch(
        'refunds/undo-sale.ts',
        'moveClaim',
        'return [payingToSold(product, attempt).orReread()]',
        'return [payingToSold(product, attempt)]',
      ),
    ],
    tests: MATRIX,
  },
  {
    name: 'settle: late money for a thing that nobody took',
    patches: [
      patch(
        'checkout/late-things.ts',
        'takeAgain',
        'if (claim === undefined) return [takeForPayment(taker, id, now, null).orReread()]',
        'if (claim === undefined) return null',
      ),
    ],
    tests: MATRIX,
  },
  {
    name: 'settle: the policy of the shop for what is gone',
    patches: [patch('checkout/settle.ts', 'decide', "late === 'deliver_rest'", 'late !== null')],
    tests: MATRIX,
  },
  {
    name: 'reconciler: a refund has one key at the provider',
    patches: [patch('checkout/reconcile.ts', 'finish', '`refund:${id}`', 'context.newId()')],
    tests: MATRIX,
  },
  {
    name: 'reconciler: what stays open keeps nothing else waiting',
    patches: [patch('orders/order-rows.ts', 'openAttempts', 'and look_at <= ${now}', 'and ${now} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'reconciler: refunds that fail keep no other waiting',
    patches: [patch('refunds/refund-rows.ts', 'dueRefunds', 'and look_at <= ${now}', 'and ${now} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'stripe: one payment an attempt',
    patches: [patch('stripe/stripe-card.ts', 'stripeCard', '{ idempotencyKey: charge.attempt }', '{}')],
    tests: STRIPE,
  },
  {
    name: 'stripe: a repeated key answers what was, not what is',
    patches: [
      patch(
        'stripe/stripe-card.ts',
        'stripeCard',
        "=== 'true' ? stripe.paymentIntents.retrieve(intent.id) : intent",
        "=== '' ? stripe.paymentIntents.retrieve(intent.id) : intent",
      ),
    ],
    tests: STRIPE,
  },
  {
    name: 'stripe: a refund once, also when its key is forgotten',
    patches: [
      patch(
        'stripe/stripe-card.ts',
        'stripeCard',
        'before ?? (await stripe.refunds.create(body, { idempotencyKey: key }))',
        'await stripe.refunds.create(body, { idempotencyKey: key })',
      ),
    ],
    tests: STRIPE,
  },
  {
    name: 'stripe: events of the other mode',
    patches: [patch('stripe/read-event.ts', 'readEvent', "if (event.livemode !== live) throw wrong('mode')", '')],
    tests: WEBHOOK,
  },
  {
    name: 'stripe: signatures dated ahead',
    patches: [
      patch('stripe/read-event.ts', 'readEvent', 'if (event === undefined || !isRecent(signature, now))', 'if (event === undefined)'),
    ],
    tests: WEBHOOK,
  },
]
