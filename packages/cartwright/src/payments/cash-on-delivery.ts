import type { Address } from '../orders/address.ts'

/** What the eligibility of cash on delivery is judged on. */
export interface CodCase {
  readonly address: Address | null
  /** What would be collected, minor units. */
  readonly amount: bigint
  readonly currency: string
  readonly sellers: readonly string[]
  /** Whether any chosen shipping option ends in a locker. */
  readonly locker: boolean
  /** The chosen shipping options, by id. */
  readonly options: readonly string[]
  readonly hasWins: boolean
  /** Orders of this customer that are under way and paid when they arrive. */
  readonly openOrders: number
  /** How often this buyer did not keep to what he had promised. */
  readonly strikes: number
}

export interface CashOnDelivery {
  /** Null = eligible; else a reason code. */
  readonly eligible: (order: CodCase) => string | null
  /** Minor units added to the order when this method is chosen. */
  readonly fee: bigint
  /**
   * How many orders of one customer may be under way at once; absent or null: any number. `eligible` only tells the buyer in time: this is what the
   * statement goes by that places the order, so checkouts at the same moment cannot have more.
   */
  readonly openOrders?: number | null
  /** Whether `eligible` goes by `openOrders` and `strikes` of the case: they are asked for only then, and 0 otherwise. Default false. */
  readonly history?: boolean
}

/** What the usual rules of cash on delivery are made from. */
export interface CodRules {
  /** The most that is collected, minor units. */
  readonly limit: bigint
  /** Two capital letters each; at least one. */
  readonly countries: readonly string[]
  /** Minor units. Default 0. */
  readonly fee?: bigint
  /** Orders one customer may have under way, from 1. Default null: any number. */
  readonly openOrders?: number | null
  /** From how many strikes on a buyer pays in advance, from 1. Default null: never. */
  readonly strikes?: number | null
  /** Sellers whose parcels are paid in advance, by id. */
  readonly sellers?: readonly string[]
  /** Shipping options whose carrier collects nothing, by id. */
  readonly options?: readonly string[]
}

/**
 * Cash on delivery with the usual rules: a limit, the countries served, no lockers, and what is known of the buyer, the sellers and the carrier.
 * Reasons: `amount`, `locker`, `option`, `country`, `seller`, `open_orders`, `strikes`. Throws `RangeError` for rules that nothing could satisfy.
 *
 * @example
 * cashOnDelivery({ limit: 150_000n, countries: ['RO'], openOrders: 1, strikes: 2 })
 */
export function cashOnDelivery(rules: CodRules): CashOnDelivery {
  const { limit, countries, fee = 0n, openOrders = null, strikes: mostStrikes = null, sellers = [], options = [] } = rules
  if (typeof limit !== 'bigint' || limit < 0n) throw new RangeError('cash on delivery: limit must be a bigint from 0n, in minor units')
  if (typeof fee !== 'bigint' || fee < 0n) throw new RangeError('cash on delivery: fee must be a bigint from 0n, in minor units')
  if (!Array.isArray(countries) || countries.length === 0 || !countries.every((country) => /^[A-Z]{2}$/.test(country)))
    throw new RangeError('cash on delivery: countries must name at least one country, by two capital letters')
  for (const [name, count] of Object.entries({ openOrders, strikes: mostStrikes }))
    if (count !== null && !(Number.isSafeInteger(count) && count > 0))
      throw new RangeError(`cash on delivery: ${name} must be a whole number from 1, or null`)
  return {
    fee,
    openOrders,
    history: openOrders !== null || mostStrikes !== null,
    eligible: (order) => {
      const { address, amount, locker } = order
      if (amount > limit) return 'amount'
      if (locker || address?.locker !== undefined) return 'locker'
      if (order.options.some((option) => options.includes(option))) return 'option'
      if (address !== null && !countries.includes(address.country)) return 'country'
      if (order.sellers.some((seller) => sellers.includes(seller))) return 'seller'
      if (openOrders !== null && order.openOrders >= openOrders) return 'open_orders'
      if (mostStrikes !== null && order.strikes >= mostStrikes) return 'strikes'
      return null
    },
  }
}
