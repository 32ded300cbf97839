import { type Guard, patch, tests, unchecked } from './guard.ts'

const CONTRACT = tests('contract/memory')
const WRITES = tests('races/guards')

/** Limits of discounts, and what strangers may learn of them. */
export const discountGuards: readonly Guard[] = [
  {
    name: 'discount: most uses of a code',
    patches: [
      patch('discounts/redemption-rows.ts', 'redeem', 'and (max_uses is null or uses < max_uses)', ''),
      unchecked('sqlite', 'check (uses >= uses_before and (max_uses is null or uses <= max_uses))'),
    ],
    tests: CONTRACT,
  },
  {
    name: 'discount: most uses of a customer',
    patches: [patch('discounts/redemption-rows.ts', 'redeemForCustomer', 'where discount_customer.uses < ${most}', 'where ${most} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'campaign: most uses of all its codes',
    patches: [
      patch('discounts/campaign-rows.ts', 'redeemCampaign', 'and (max_uses is null or uses < max_uses)', ''),
      patch(
        'storage/migrations/0002-marketplace.sqlite.sql',
        null,
        'check (uses >= 0 and (max_uses is null or uses <= max_uses))',
        'check (1 = 1)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'campaign: most uses of a customer',
    patches: [patch('discounts/campaign-rows.ts', 'redeemCampaignFor', 'where campaign_customer.uses < ${most}', 'where ${most} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'campaign: judged before it is used',
    patches: [patch('discounts/discount-rules.ts', 'discountReason', '(campaign !== null && isUsedUp(campaign))', 'false')],
    tests: CONTRACT,
  },
  {
    name: 'campaign: several of its codes at once are several uses',
    patches: [patch('discounts/judge-discounts.ts', 'judgeDiscounts', 'withinCampaigns(facts, fitting, reasons)', 'fitting')],
    tests: CONTRACT,
  },
  {
    name: 'campaign: uses returned with the order',
    patches: [patch('refunds/undo-sale.ts', 'returnDiscounts', '...ofCampaigns, ', '')],
    tests: CONTRACT,
  },
  {
    name: 'campaign: changed on the version that was read',
    patches: [patch('discounts/campaign-rows.ts', 'updateCampaign', 'and version = ${version}', 'and ${version} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'discount: one first order at once',
    patches: [
      patch(
        'checkout/place-batch.ts',
        'discountStatements',
        'takeFirstOrder(customer, attempt).orReread()',
        'takeFirstOrder(customer, attempt)',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'discount: no order before the first',
    patches: [patch('discounts/has-ordered.ts', 'hasOrdered', 'orderOfCustomer(customer), ', '')],
    tests: CONTRACT,
  },
  {
    name: 'discount: the first order is free again after a cancelled one',
    patches: [patch('refunds/undo-sale.ts', 'returnDiscounts', 'freeFirstOrder(quote.customer, attempt)', '')],
    tests: CONTRACT,
  },
  {
    name: 'discount: the first order belongs to its attempt',
    patches: [patch('discounts/redemption-rows.ts', 'freeFirstOrder', 'and attempt_id = ${attempt}', 'and ${attempt} = ${attempt}')],
    tests: WRITES,
  },
  {
    name: 'discount: the window of a code',
    patches: [
      patch(
        'discounts/discount-rules.ts',
        'discountReason',
        "if (discount.endsAt !== null && now >= discount.endsAt) return 'expired'",
        '',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'discount: the window of a code, when it is used',
    patches: [patch('discounts/redemption-rows.ts', 'redeem', 'and (ends_at is null or ends_at > ${now})', '')],
    tests: WRITES,
  },
  {
    name: 'discount: uses returned with the order',
    patches: [patch('refunds/undo-sale.ts', 'returnDiscounts', 'unredeem(code).orReread(),', '')],
    tests: CONTRACT,
  },
  {
    name: 'discount: one that nobody typed is no dead end',
    patches: [
      patch(
        'checkout/place-batch.ts',
        'discountStatements',
        'facts.discounts.get(code)?.automatic === true',
        'facts.discounts.get(code) === undefined',
      ),
    ],
    tests: CONTRACT,
  },
  {
    name: 'discount: changed on the version that was read',
    patches: [patch('discounts/discount-rows.ts', 'updateDiscount', 'and version = ${discount.version}', 'and ${discount.version} > 0')],
    tests: CONTRACT,
  },
  {
    name: 'discount: one of a group',
    patches: [patch('pricing/stack-discounts.ts', 'excludes', '(left !== null && left === right)', 'false')],
    tests: tests('pricing/quote-discounts'),
  },
  {
    name: 'guess: not more than the most',
    patches: [patch('discounts/guess-rows.ts', 'countGuess', 'or guess.tries <= ${BigInt(most - many)}', 'or ${BigInt(most)} > 0')],
    tests: WRITES,
  },
  {
    name: 'guess: a right code is refused as well',
    patches: [patch('discounts/guesses.ts', 'rightCode', '.expect(0n)', '.atMost(1n)')],
    tests: CONTRACT,
  },
  {
    name: 'guess: a guest learns nothing',
    patches: [patch('discounts/discount-rules.ts', 'reasonForGuest', "SECRET.includes(reason) ? 'unknown' : reason", 'reason')],
    tests: CONTRACT,
  },
]
