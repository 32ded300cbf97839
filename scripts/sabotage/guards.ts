import type { Guard } from './guard.ts'
import { cartGuards } from './guards-carts.ts'
import { checkoutGuards } from './guards-checkout.ts'
import { discountGuards } from './guards-discounts.ts'
import { stockGuards } from './guards-stock.ts'
import { storageGuards } from './guards-storage.ts'
import { webGuards } from './guards-web.ts'

/** Every guard whose loss the tests must notice. */
export const guards: readonly Guard[] = [
  ...cartGuards,
  ...checkoutGuards,
  ...discountGuards,
  ...stockGuards,
  ...storageGuards,
  ...webGuards,
]
