export type ClaimState = 'held' | 'paying' | 'sold'
export type ClaimSource = 'cart' | 'auction' | 'offer' | 'seller'

/** The one exclusive right on one unique thing. */
export interface Claim {
  /** `type:id`. */
  readonly product: string
  readonly state: ClaimState
  readonly source: ClaimSource
  /** The line (or win) that holds it, so a merge moves lines and leaves claims alone. */
  readonly holder: string
  /** Who took it: `user:<id>` or `guest:<hash>`. A cart's hold follows its line (`holder`) when carts are merged; a won right stays the owner's. */
  readonly owner: string
  /** Locked price in minor units, for wins and offers. */
  readonly price: bigint | null
  /** Null once sold. Half-open: at this millisecond it is over. */
  readonly expiresAt: bigint | null
}

/** Whether it still keeps others away. */
export const isLive = (claim: Claim, now: bigint): boolean => claim.expiresAt === null || now < claim.expiresAt
