import {
  type CardProvider,
  cashOnDelivery,
  notOwnProduct,
  percentFee,
  type ShopOptions,
  sellersNeed,
  tableRates,
} from '../../../src/index.ts'

import type { PlainOptions } from './acts.ts'

/** The rules of the race table's shop. All processes of a race, and the one that prepares it, must price alike. */
export const rulesOf = (
  card: CardProvider,
  { openOrders, ...options }: PlainOptions,
): Omit<ShopOptions, 'database' | 'products' | 'clock'> => ({
  ...options,
  currency: 'RON',
  buying: [sellersNeed('buyer', 'sellerCanBuy'), notOwnProduct()],
  fees: [percentFee('buyer-protection', { rate: '5%', plus: 300n })],
  estimate: tableRates({ rows: [{ id: 'courier', name: 'Courier', kind: 'street', countries: ['RO'], price: 1_499n }] }),
  payments: { wallet: true, card, cod: cashOnDelivery({ limit: 150_000n, countries: ['RO'], fee: 500n, openOrders: openOrders ?? null }) },
})
