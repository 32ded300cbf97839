import { type ProductRef, productRef } from '../catalog/product.ts'
import type { Buyer, Context } from '../context.ts'
import { userOfSeller } from '../seller-user.ts'
import type { Row } from '../storage/statement.ts'

/** What is to be auctioned, and how. Amounts are minor units of the product's currency, times milliseconds. */
export interface NewLot {
  readonly product: ProductRef
  /** The price of the first bid. */
  readonly startPrice: bigint
  /** Below it the thing is not sold; nobody but the seller sees it. */
  readonly reservePrice?: bigint
  /** The smallest step up. Default `auctions.step`. */
  readonly step?: bigint
  /** A bid this close to the end that changes the price or the leader moves the end to so long after the bid. Default `auctions.softClose`; 0n for none. */
  readonly softClose?: bigint
  /** Default now. */
  readonly startsAt?: bigint
  /** Half-open: at this moment no bid is taken any more. */
  readonly endsAt: bigint
}

/** `closed`: it is over and nobody has the right to buy yet, or the next bidder was offered the thing. */
export type LotState = 'live' | 'closed' | 'won' | 'unsold'

/** An auction as somebody sees it. Amounts are minor units, times milliseconds. */
export interface LotView {
  readonly id: string
  readonly product: ProductRef
  /** User id of the seller; empty where the product names none. */
  readonly seller: string
  readonly currency: string
  /** What the leader would pay now; the start price before the first bid. */
  readonly price: bigint
  readonly bids: number
  /** Whether there is no reserve, or a bid has reached it. */
  readonly reserveMet: boolean
  /** The least that somebody else than the leader must bid. */
  readonly nextMinimum: bigint
  readonly startsAt: bigint
  readonly endsAt: bigint
  readonly state: LotState
  /** Rises with every bid and every other change. */
  readonly version: bigint
  /** The most this buyer has bid; null for none. */
  readonly yourMost: bigint | null
  /** Whether this buyer leads, or led at the end. */
  readonly leading: boolean
  /** For the seller and for staff only: user id of whose right it is now, or of who leads; null for nobody. */
  readonly winner?: string | null
}

/** One bid, as somebody sees it; the first comes first. */
export interface BidView {
  /** Who it was, by the order in which bidders came: 1, 2, 3. */
  readonly number: number
  readonly madeAt: bigint
  /** User id; to a bidder his own only, to others null. */
  readonly bidder: string | null
  /** The most he would pay; null to others, and to the seller while the auction runs. */
  readonly most: bigint | null
}

/** A lot as it is stored. */
export interface Lot {
  readonly id: string
  readonly product: string
  readonly seller: string
  readonly currency: string
  readonly startPrice: bigint
  readonly reservePrice: bigint | null
  readonly step: bigint
  readonly softClose: bigint
  /** As long as it was meant to last; a bid near the end makes it longer. */
  readonly duration: bigint
  readonly price: bigint
  /** User id. */
  readonly leader: string | null
  readonly leaderMost: bigint | null
  readonly bids: bigint
  readonly state: LotState
  readonly startsAt: bigint
  readonly endsAt: bigint
  readonly relists: bigint
  readonly version: bigint
}

/** Amounts beyond it are refused: far above any price, and a sum of two still fits where amounts are stored. */
export const LARGEST_BID: bigint = 10n ** 15n

/** The claim of a running auction does not end by itself: the close decides. The last moment a date can say. */
export const UNTIL_CLOSED = 8_640_000_000_000_000n

export const readLot = (row: Row): Lot => ({
  id: String(row.lot_id),
  product: String(row.product),
  seller: String(row.seller),
  currency: String(row.currency),
  startPrice: row.start_price as bigint,
  reservePrice: row.reserve_price as bigint | null,
  step: row.step as bigint,
  softClose: row.soft_close as bigint,
  duration: row.duration as bigint,
  price: row.price as bigint,
  leader: row.leader as string | null,
  leaderMost: row.leader_most as bigint | null,
  bids: row.bids as bigint,
  state: String(row.state) as LotState,
  startsAt: row.starts_at as bigint,
  endsAt: row.ends_at as bigint,
  relists: row.relists as bigint,
  version: row.version as bigint,
})

/** The least that somebody who does not lead must bid. */
export const nextMinimum = ({ bids, startPrice, price, step }: Lot): bigint => (bids === 0n ? startPrice : price + step)

/** The price jumps to the reserve with the bid that reaches it, so the two never disagree. */
export const reserveMet = ({ reservePrice, bids, price }: Lot): boolean => reservePrice === null || (bids > 0n && price >= reservePrice)

/** The state now: an auction past its end is over, whether or not anybody has closed it yet. */
export const stateAt = ({ state, endsAt }: Lot, now: bigint): LotState => (state === 'live' && endsAt <= now ? 'closed' : state)

/** Who asks about an auction: his user id, and whether he may see what bidders may not. */
export interface Asking {
  readonly userId: string | null
  readonly staff: boolean
  /** Whether he is this seller. */
  readonly isSeller: (seller: string) => boolean
}

export const askingOf = ({ options }: Pick<Context, 'options'>, { userId, roles }: Buyer): Asking => ({
  userId: userId ?? null,
  staff: roles?.includes('staff') === true,
  isSeller: (seller) => userId !== undefined && userOfSeller(options, seller) === userId,
})

export const maySee = (lot: Lot, { staff, isSeller }: Asking): boolean => staff || isSeller(lot.seller)

export function viewLot(lot: Lot, asking: Asking, yourMost: bigint | null, winner: string | null, now: bigint): LotView {
  return {
    id: lot.id,
    product: productRef(lot.product) ?? { type: '', id: lot.product },
    seller: lot.seller,
    currency: lot.currency,
    price: lot.price,
    bids: Number(lot.bids),
    reserveMet: reserveMet(lot),
    nextMinimum: nextMinimum(lot),
    startsAt: lot.startsAt,
    endsAt: lot.endsAt,
    state: stateAt(lot, now),
    version: lot.version,
    yourMost,
    leading: lot.leader !== null && lot.leader === asking.userId,
    ...(maySee(lot, asking) && { winner: winner ?? (lot.state === 'live' ? lot.leader : null) }),
  }
}
