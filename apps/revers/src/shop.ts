import {
  cashOnDelivery,
  createShop,
  type Database,
  notOwnProduct,
  type ShippingCalculator,
  type Shop,
  sellersNeed,
  type TableRate,
  tableRates,
} from 'cartwright'
import { productSources } from './catalogue/sources.ts'
import type { SimulatedCard } from './payments/simulated-card.ts'
import { CURRENCY, type Settings } from './settings.ts'

/** What a parcel costs, in bani; one parcel a seller. The carriers are invented. */
const RATES: readonly TableRate[] = [
  { id: 'curier', name: 'Curier Rapidix', kind: 'street', countries: ['RO'], price: 1_499n },
  { id: 'curier-expres', name: 'Curier Rapidix Expres', kind: 'street', countries: ['RO'], price: 2_499n },
  { id: 'locker', name: 'Cutia Verde (locker)', kind: 'locker', countries: ['RO'], price: 999n },
]

/** What sending one parcel costs at least, in bani. */
export const CHEAPEST_DELIVERY: bigint = RATES.reduce((best, rate) => (rate.price < best.price ? rate : best)).price

/** The shop of revers: its products, its rules, its ways of sending and paying. */
export function openShop(database: Database, card: SimulatedCard, settings: Settings, log: (error: unknown) => void): Promise<Shop> {
  const rates = tableRates({ rows: RATES, country: 'RO' })
  // There is one price for the whole country, so what checkout shows without an address is no guess.
  const firmRates: ShippingCalculator = async (question) => (await rates(question)).map((option) => ({ ...option, estimate: false }))
  return createShop({
    database,
    currency: CURRENCY,
    products: productSources(database),
    buying: [sellersNeed('buyer', 'sellerCanBuy'), notOwnProduct()],
    holds: { policy: settings.holdPolicy, ...settings.holds },
    fees: [settings.protectionFee],
    shipping: firmRates,
    estimate: rates,
    payments: { wallet: true, card, cod: cashOnDelivery({ limit: 150_000n, countries: ['RO'] }) },
    ...(settings.limits ? {} : { guesses: null }),
    log,
  })
}
