/** `free`: nobody has it, and the row is kept because others wait for it, or because the one who had it last may not take it again and again. */
export type ClaimState = 'held' | 'paying' | 'sold' | 'free'
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
  /** Null once sold. Half-open: at this millisecond it is over. Where others wait, the turn of the first of them begins with it. */
  readonly expiresAt: bigint | null
  /** How many wait for it: as many as it has places in `queue_place`. */
  readonly waiters: bigint
  /** How often the owner took it in a row. */
  readonly takes: bigint
}

/** Whether it still keeps others away. (Those who wait for it may keep them away as well: see `turnOf`.) */
export const isLive = (claim: Claim, now: bigint): boolean => claim.state !== 'free' && (claim.expiresAt === null || now < claim.expiresAt)

/** The holder of a right that a seller reserved: its line is marked by it, because it is no cart's hold and nothing that was won. */
const RESERVED = 'reserved-'
export const reservedHolder = (id: string): string => `${RESERVED}${id}`
export const isReservedLine = (line: string): boolean => line.startsWith(RESERVED)

/** Who holds a thing while it is auctioned: nobody yet. */
const AUCTION = 'lot:'
export const lotHolder = (lot: string): string => `${AUCTION}${lot}`
export const isAuctioned = ({ holder, state }: Pick<Claim, 'holder' | 'state'>): boolean => state === 'held' && holder.startsWith(AUCTION)

/** A right of the owner's own that is no hold of a cart: won, or reserved for him by the seller. An offer is none before it is accepted. */
export const isOwnRight = ({ owner, state, source }: Claim, buyer: string): boolean =>
  owner === buyer && state === 'held' && (source === 'auction' || source === 'seller')
