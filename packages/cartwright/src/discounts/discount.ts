/** Which products a discount speaks of. */
export interface DiscountScope {
  /** Keys of products, `type:id` as `productKey` makes them. */
  readonly products?: readonly string[]
  /** Product types. */
  readonly types?: readonly string[]
  /** Ids of sellers. */
  readonly sellers?: readonly string[]
}

/** What a new discount may say; only `code`, `kind` and `value` have no default. For all others null means as little as nothing. */
export interface NewDiscount {
  readonly code: string
  readonly kind: 'percent' | 'fixed'
  /** Percent: hundredths of a percent (1000 = 10 %), up to 10000. Fixed: minor units of the shop's currency. */
  readonly value: bigint
  /** Default true. */
  readonly active?: boolean
  /** Milliseconds since 1970; from this one on. */
  readonly startsAt?: bigint | null
  /** Half-open: at this millisecond it is over. */
  readonly endsAt?: bigint | null
  readonly maxUses?: bigint | null
  readonly maxUsesPerCustomer?: bigint | null
  /** The campaign whose limits it shares with other codes (see `shop.discounts.campaign`). Uses before it had one stay outside. */
  readonly campaign?: string | null
  /** Uses from elsewhere, such as another shop's: they count towards `maxUses`. Default 0; later changes do not touch it. */
  readonly usesBefore?: bigint
  /** Smallest value of goods in the cart, before discounts, minor units. */
  readonly minOrder?: bigint | null
  /** The most it takes off, minor units. */
  readonly maxDiscount?: bigint | null
  /** Whether auction wins take part. Default false. */
  readonly onWins?: boolean
  /** A line takes part when it is in every list that is given. */
  readonly only?: DiscountScope | null
  /** A line does not take part when it is in any of the lists. */
  readonly except?: DiscountScope | null
  /** Only for customers who have no order yet but cancelled ones. Default false. */
  readonly firstOrder?: boolean
  /** Applied by itself wherever it fits; nobody can type its code. Default false. */
  readonly automatic?: boolean
  /** When it is taken, 0 (default) to 99: a percentage is one of what the discounts taken before it have left. */
  readonly phase?: bigint
  /** Of discounts that do not combine the one of the highest priority stays, -1000000 to 1000000. Default 0; among equals, the code typed first. */
  readonly priority?: bigint
  /**
   * The exclusive group: of one group, one discount applies. `*`: it combines with nothing. Null: it combines with everything but `*`.
   * Default `code` for typed codes, so one at a time; null for automatic ones.
   */
  readonly exclusive?: string | null
}

/** A discount as it is stored; the code is its key. */
export interface Discount extends Readonly<Required<Omit<NewDiscount, 'usesBefore'>>> {
  /** Canonical: `[A-Z0-9_-]{3,32}`. */
  readonly code: string
  /** Uses altogether, those from elsewhere included. */
  readonly uses: bigint
  readonly usesBefore: bigint
  /** Rises with every change of the discount itself. */
  readonly version: bigint
}

/** What may be changed later; null takes a limit away. */
export type DiscountChange = Partial<Omit<NewDiscount, 'code' | 'usesBefore'>>
