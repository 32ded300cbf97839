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

/**
 * Cash on delivery with the usual rules: a limit, the countries served, no lockers.
 * Reasons: `amount`, `country`, `locker`.
 *
 * @example
 * cashOnDelivery({ limit: 150_000n, countries: ['RO'] })
 */
export const cashOnDelivery = (rules: {
  readonly limit: bigint
  readonly countries: readonly string[]
  readonly fee?: bigint
}): CashOnDelivery => ({
  fee: rules.fee ?? 0n,
  eligible: ({ address, amount, locker }) => {
    if (amount > rules.limit) return 'amount'
    if (locker || address?.locker !== undefined) return 'locker'
    if (address !== null && !rules.countries.includes(address.country)) return 'country'
    return null
  },
})
