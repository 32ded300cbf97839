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
  readonly hasWins: boolean
}

export interface CashOnDelivery {
  /** Null = eligible; else a reason code. */
  readonly eligible: (order: CodCase) => string | null
  /** Minor units added to the order when this method is chosen. */
  readonly fee: bigint
}

/** What the usual rules of cash on delivery are made from. */
export interface CodRules {
  /** The most that is collected, minor units. */
  readonly limit: bigint
  /** Two capital letters each; at least one. */
  readonly countries: readonly string[]
  /** Minor units. Default 0. */
  readonly fee?: bigint
}

/**
 * Cash on delivery with the usual rules: a limit, the countries served, no lockers.
 * Reasons: `amount`, `country`, `locker`. Throws `RangeError` for rules that nothing could satisfy.
 *
 * @example
 * cashOnDelivery({ limit: 150_000n, countries: ['RO'] })
 */
export function cashOnDelivery({ limit, countries, fee = 0n }: CodRules): CashOnDelivery {
  if (typeof limit !== 'bigint' || limit < 0n) throw new RangeError('cash on delivery: limit must be a bigint from 0n, in minor units')
  if (typeof fee !== 'bigint' || fee < 0n) throw new RangeError('cash on delivery: fee must be a bigint from 0n, in minor units')
  if (!Array.isArray(countries) || countries.length === 0 || !countries.every((country) => /^[A-Z]{2}$/.test(country)))
    throw new RangeError('cash on delivery: countries must name at least one country, by two capital letters')
  return {
    fee,
    eligible: ({ address, amount, locker }) => {
      if (amount > limit) return 'amount'
      if (locker || address?.locker !== undefined) return 'locker'
      if (address !== null && !countries.includes(address.country)) return 'country'
      return null
    },
  }
}
