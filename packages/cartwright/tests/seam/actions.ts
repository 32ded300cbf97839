import { ON_AUCTIONS } from './actions-auctions.ts'
import { ON_CARTS } from './actions-carts.ts'
import { ON_CLAIMS } from './actions-claims.ts'
import { ON_DISCOUNTS } from './actions-discounts.ts'
import { KEEPING } from './actions-kept-units.ts'
import { type Action, KEPT } from './actions-kit.ts'
import { ON_ORDERS } from './actions-orders.ts'
import { ON_PAYMENTS } from './actions-payments.ts'
import { ON_REFUNDS } from './actions-refunds.ts'

/** Every action that changes something: faults and cuts are tried at each statement of each. */
export const ACTIONS: readonly Action[] = [
  ...KEEPING.map((action) => ({ ...action, options: KEPT })),
  ...ON_CARTS,
  ...ON_CLAIMS,
  ...ON_AUCTIONS,
  ...ON_ORDERS,
  ...ON_DISCOUNTS,
  ...ON_REFUNDS,
  ...ON_PAYMENTS,
]
