import { describe } from 'node:test'
import { describeBidding } from './contract/auctions-bidding.ts'
import { describeAuctions } from './contract/auctions-closing.ts'
import { describeLadder } from './contract/auctions-ladder.ts'
import { describeMovedRights } from './contract/auctions-moving.ts'
import { describeBidPrices } from './contract/auctions-prices.ts'
import { describeUndoneWins } from './contract/auctions-undone.ts'
import { describeAudit } from './contract/audit.ts'
import { describeAbandonedCards } from './contract/card-abandoned.ts'
import { describeLateCards } from './contract/card-late.ts'
import { describeCardPayments } from './contract/card-payments.ts'
import { describeAdding } from './contract/cart-adding.ts'
import { describeAddingBeside } from './contract/cart-beside.ts'
import { describeChanging } from './contract/cart-changing.ts'
import { describeClosing } from './contract/cart-closing.ts'
import { describeIterating } from './contract/cart-iterating.ts'
import { describeLimits } from './contract/cart-limits.ts'
import { describeNamedCarts } from './contract/cart-named.ts'
import { describePrices } from './contract/cart-prices.ts'
import { describeQuantities } from './contract/cart-quantities.ts'
import { describeReading } from './contract/cart-reading.ts'
import { describeCashOnDelivery } from './contract/cash-on-delivery.ts'
import { describeCheckoutChanges } from './contract/checkout-changes.ts'
import { describeKeys } from './contract/checkout-keys.ts'
import { describePaying } from './contract/checkout-paying.ts'
import { describeSlowCarriers } from './contract/checkout-slow.ts'
import { describeBudgets } from './contract/claims-budgets.ts'
import { describeHolds } from './contract/claims-holding.ts'
import { describeHoldLimits } from './contract/claims-limits.ts'
import { describeRightsInPayment } from './contract/claims-paying.ts'
import { describePolicies } from './contract/claims-policies.ts'
import { describeQueue } from './contract/claims-queue.ts'
import { describeQueueRaces } from './contract/claims-queue-races.ts'
import { describeReleasing } from './contract/claims-releasing.ts'
import { describeCleaning } from './contract/cleaning.ts'
import { describeDiscounts } from './contract/discounts.ts'
import { describeAutomatic } from './contract/discounts-automatic.ts'
import { describeCampaigns } from './contract/discounts-campaigns.ts'
import { describeCampaignKeeping } from './contract/discounts-campaigns-keeping.ts'
import { describeGuesses } from './contract/discounts-guesses.ts'
import { describeKeeping } from './contract/discounts-keeping.ts'
import { describeCodesInPayment } from './contract/discounts-paying.ts'
import { describeDiscountRaces } from './contract/discounts-races.ts'
import { describeStacking } from './contract/discounts-stacking.ts'
import { describeDoctor } from './contract/doctor.ts'
import { describeFixing } from './contract/doctor-fixing.ts'
import { describeEventHandlers } from './contract/event-handlers.ts'
import { describeEvents } from './contract/events.ts'
import { describeExporting } from './contract/exporting.ts'
import { describeFigures } from './contract/figures.ts'
import type { OpenDatabase } from './contract/kit.ts'
import { describeMerging } from './contract/merging.ts'
import { describeMergedHolds } from './contract/merging-holds.ts'
import { describeMergeLimits } from './contract/merging-limits.ts'
import { describeCartMaps } from './contract/merging-maps.ts'
import { describeGuestOrders } from './contract/merging-orders.ts'
import { describeLoginInPayment } from './contract/merging-payments.ts'
import { describeMergeStrategies } from './contract/merging-strategies.ts'
import { describeUndo } from './contract/merging-undo.ts'
import { describeNonsense } from './contract/nonsense.ts'
import { describeOrders } from './contract/orders.ts'
import { describeParcels } from './contract/parcels.ts'
import { describePayouts } from './contract/payouts.ts'
import { describePlugIns } from './contract/plug-ins.ts'
import { describeProceeds } from './contract/proceeds.ts'
import { describeOwners } from './contract/proceeds-owners.ts'
import { describeReturns } from './contract/proceeds-returns.ts'
import { describeReconciling } from './contract/reconciling.ts'
import { describeRefunds } from './contract/refunds.ts'
import { describeRefundLimits } from './contract/refunds-limits.ts'
import { describeRestoring } from './contract/restoring.ts'
import { describeStaffLists } from './contract/staff-lists.ts'
import { describeStaffTools } from './contract/staff-tools.ts'
import { describeCounters } from './contract/stock-counters.ts'
import { describeInventory } from './contract/stock-inventory.ts'
import { describeStockRaces } from './contract/stock-races.ts'
import { describeStock } from './contract/stock-reserving.ts'
import { describeWrongInput } from './contract/wrong-input.ts'

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
    describeQuantities(open)
    describeIterating(open)
    describeNamedCarts(open)
    describeClosing(open)
    describeWrongInput(open)
    describeHolds(open)
    describeHoldLimits(open)
    describeRightsInPayment(open)
    describePolicies(open)
    describeQueue(open)
    describeQueueRaces(open)
    describeReleasing(open)
    describeBudgets(open)
    describeMerging(open)
    describeMergeStrategies(open)
    describeMergeLimits(open)
    describeMergedHolds(open)
    describeUndo(open)
    describeLoginInPayment(open)
    describeGuestOrders(open)
    describeCartMaps(open)
    describeDiscounts(open)
    describeStacking(open)
    describeAutomatic(open)
    describeKeeping(open)
    describeGuesses(open)
    describeDiscountRaces(open)
    describeCampaigns(open)
    describeCampaignKeeping(open)
    describeCodesInPayment(open)
    describePaying(open)
    describeKeys(open)
    describeCheckoutChanges(open)
    describeSlowCarriers(open)
    describeNonsense(open)
    describePlugIns(open)
    describeCardPayments(open)
    describeAbandonedCards(open)
    describeLateCards(open)
    describeReconciling(open)
    describeCashOnDelivery(open)
    describeOrders(open)
    describeRefunds(open)
    describeRefundLimits(open)
    describeParcels(open)
    describeProceeds(open)
    describeOwners(open)
    describeReturns(open)
    describePayouts(open)
    describeBidPrices(open)
    describeBidding(open)
    describeAuctions(open)
    describeLadder(open)
    describeUndoneWins(open)
    describeMovedRights(open)
    describeStock(open)
    describeStockRaces(open)
    describeCounters(open)
    describeInventory(open)
    describeEvents(open)
    describeEventHandlers(open)
    describeCleaning(open)
    describeAddingBeside(open)
    describeExporting(open)
    describeRestoring(open)
    describeDoctor(open)
    describeFixing(open)
    describeAudit(open)
    describeStaffLists(open)
    describeFigures(open)
    describeStaffTools(open)
  })
}
