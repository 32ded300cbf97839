/** Money that went back, or will not be collected any more. */
export interface RefundKnown {
  readonly id: string
  readonly method: string
  readonly amount: string
  readonly state: 'due' | 'done'
  readonly reason: string
  readonly at: string
}

/** What an order is drawn with besides the order of the contract. */
export interface OrderKnown {
  /** ISO 8601. */
  readonly placed_at: string
  readonly email: string | null
  /** The carrier's number of each parcel, in the order of the parcels. */
  readonly tracking: readonly (string | null)[]
  /** Whether all that was paid for each parcel was given back. */
  readonly refunded: readonly boolean[]
  /** Oldest first. */
  readonly refunds: readonly RefundKnown[]
}
