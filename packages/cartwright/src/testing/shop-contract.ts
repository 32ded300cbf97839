import { describe } from 'node:test'
import { describeCardPayments } from './contract/card-payments.ts'
import { describeAdding } from './contract/cart-adding.ts'
import { describeChanging } from './contract/cart-changing.ts'
import { describeLimits } from './contract/cart-limits.ts'
import { describePrices } from './contract/cart-prices.ts'
import { describeReading } from './contract/cart-reading.ts'
import { describeCheckoutChanges } from './contract/checkout-changes.ts'
import { describeKeys } from './contract/checkout-keys.ts'
import { describePaying } from './contract/checkout-paying.ts'
import { describeSlowCarriers } from './contract/checkout-slow.ts'
import { describeHolds } from './contract/claims-holding.ts'
import { describeHoldLimits } from './contract/claims-limits.ts'
import { describeDiscounts } from './contract/discounts.ts'
import { describeEvents } from './contract/events.ts'
import type { OpenDatabase } from './contract/kit.ts'
import { describeMerging } from './contract/merging.ts'
import { describeOrders } from './contract/orders.ts'

/**
 * The behaviour of the whole shop, as tests of `node:test`: what it does must not depend on where it is kept. For a new engine it is run
 * against a function that opens an empty database.
 *
 * @example
 * describeShop('memory', async () => openDatabase('sqlite::memory:'))
 */
export function describeShop(engine: string, open: OpenDatabase): void {
  describe(`the shop on ${engine}`, () => {
    describeAdding(open)
    describeChanging(open)
    describeLimits(open)
    describePrices(open)
    describeReading(open)
    describeHolds(open)
    describeHoldLimits(open)
    describeMerging(open)
    describeDiscounts(open)
    describePaying(open)
    describeKeys(open)
    describeCheckoutChanges(open)
    describeSlowCarriers(open)
    describeCardPayments(open)
    describeOrders(open)
    describeEvents(open)
  })
}
