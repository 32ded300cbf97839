/** A discount as it is stored; the code is its key. */
export interface Discount {
  /** Canonical: `[A-Z0-9_-]{3,32}`. */
  readonly code: string
  readonly kind: 'percent' | 'fixed'
  /** Percent: hundredths of a percent (1000 = 10 %). Fixed: minor units. */
  readonly value: bigint
  readonly active: boolean
  readonly startsAt: bigint | null
  /** Half-open: at this millisecond it is over. */
  readonly endsAt: bigint | null
  readonly maxUses: bigint | null
  readonly maxUsesPerCustomer: bigint | null
  readonly uses: bigint
  /** Smallest value of goods, minor units. */
  readonly minOrder: bigint | null
  readonly maxDiscount: bigint | null
  /** Whether auction wins take part. */
  readonly onWins: boolean
}

export interface NewDiscount {
  readonly code: string
  readonly kind: 'percent' | 'fixed'
  readonly value: bigint
  readonly active?: boolean
  readonly startsAt?: bigint
  readonly endsAt?: bigint
  readonly maxUses?: bigint
  readonly maxUsesPerCustomer?: bigint
  readonly minOrder?: bigint
  readonly maxDiscount?: bigint
  readonly onWins?: boolean
}
