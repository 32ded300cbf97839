import {
  type CardProvider,
  cashOnDelivery,
  createShop,
  type Database,
  minutes,
  notOwnProduct,
  type ShippingCalculator,
  type Shop,
  sellersNeed,
  type TableRate,
  tableRates,
} from 'cartwright'
import { productSources } from './catalogue/sources.ts'
import { AUCTION_STEP, CURRENCY, type Settings } from './settings.ts'

/** What a parcel costs, in bani; one parcel a seller. The carriers are invented. */
const RATES: readonly TableRate[] = [
  { id: 'curier', name: 'Curier Rapidix', kind: 'street', countries: ['RO'], price: 1_499n },
  { id: 'curier-expres', name: 'Curier Rapidix Expres', kind: 'street', countries: ['RO'], price: 2_499n },
  { id: 'locker', name: 'Cutia Verde (locker)', kind: 'locker', countries: ['RO'], price: 999n },
]

/** What sending one parcel costs at least, in bani. */
export const CHEAPEST_DELIVERY: bigint = RATES.reduce((best, rate) => (rate.price < best.price ? rate : best)).price

/** How long the next in line has a thing to himself: five minutes, where things are held as long. */
const turnOf = ({ user }: Settings['holds']): bigint => (user < LONGEST_TURN ? user : LONGEST_TURN)
const LONGEST_TURN = minutes(5)

/** The shop of revers: its products, its rules, its ways of sending and paying. */
export function openShop(database: Database, card: CardProvider, settings: Settings, log: (error: unknown) => void): Promise<Shop> {
  const rates = tableRates({ rows: RATES, country: 'RO' })
  // There is one price for the whole country, so what checkout shows without an address is no guess.
  const firmRates: ShippingCalculator = async (question) => (await rates(question)).map((option) => ({ ...option, estimate: false }))
  return createShop({
    database,
    currency: CURRENCY,
    products: productSources(database),
    buying: [sellersNeed('buyer', 'sellerCanBuy'), notOwnProduct()],
    holds: {
      policy: settings.holdPolicy,
      ...settings.holds,
      turn: turnOf(settings.holds),
      ...(settings.limits ? {} : { perAddress: null }),
    },
    fees: [settings.protectionFee],
    shipping: firmRates,
    estimate: rates,
    payments: { wallet: true, card, cod: cashOnDelivery({ limit: 150_000n, countries: ['RO'], openOrders: 5, strikes: 3 }) },
    auctions: { step: AUCTION_STEP },
    // Ten percent, and whoever sells has the same id as a person.
    sellers: { commission: 1_000n, releaseAfter: minutes(14 * 24 * 60), account: (seller) => seller },
    ...(settings.limits ? {} : { guesses: null }),
    log,
  })
}
