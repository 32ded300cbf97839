import type { Guard } from './guard.ts'
import { auctionGuards } from './guards-auctions.ts'
import { cartGuards } from './guards-carts.ts'
import { checkoutGuards } from './guards-checkout.ts'
import { claimGuards } from './guards-claims.ts'
import { discountGuards } from './guards-discounts.ts'
import { doctorGuards } from './guards-doctor.ts'
import { elementGuards } from './guards-elements.ts'
import { listingGuards } from './guards-listings.ts'
import { pageGuards } from './guards-pages.ts'
import { paymentGuards } from './guards-payments.ts'
import { refundGuards } from './guards-refunds.ts'
import { stockGuards } from './guards-stock.ts'
import { storageGuards } from './guards-storage.ts'
import { webGuards } from './guards-web.ts'

/** Every guard whose loss the tests must notice. */
export const guards: readonly Guard[] = [
  ...auctionGuards,
  ...cartGuards,
  ...claimGuards,
  ...checkoutGuards,
  ...discountGuards,
  ...doctorGuards,
  ...elementGuards,
  ...listingGuards,
  ...pageGuards,
  ...paymentGuards,
  ...refundGuards,
  ...stockGuards,
  ...storageGuards,
  ...webGuards,
]
