import type { AddressJson, OrderLineJson, ParcelState, ProductJson, ProductSummaryJson } from './types.ts'

/*
 * What the line behind a hold and the pages of a seller show. Amounts are decimal strings, times ISO 8601 UTC.
 */

/** A place in the line behind a hold, as the one who waits sees it. */
export interface PlaceJson {
  readonly product: ProductSummaryJson
  readonly position: number
  /** Until when it is held by somebody else. */
  readonly holding_until?: string | undefined
  /** It is one's turn, until then. */
  readonly turn_until?: string | undefined
}

/** One bid on an auction; who it was is said to nobody but himself. */
export interface BidJson {
  /** Who it was, by the order in which bidders came. */
  readonly number: number
  readonly at: string
  /** The visitor made it. */
  readonly own: boolean
  /** The most he would pay, which only he sees. */
  readonly most?: string | undefined
}

export type ListingState = 'available' | 'held' | 'reserved' | 'sold' | 'auction'

/** A product as its seller sees it. Who holds it in a cart is never said, only until when. */
export interface ListingJson extends ProductJson {
  readonly state: ListingState
  /** The buyer the seller has set it aside for, by e-mail. */
  readonly reserved_for?: string | undefined
  readonly reserved_until?: string | undefined
  readonly reserved_price?: string | undefined
}

/** One parcel of a seller. The address is there until it has arrived. */
export interface SaleJson {
  readonly order: string
  readonly number: string
  readonly state: ParcelState
  readonly currency: string
  readonly total: string
  readonly lines: readonly OrderLineJson[]
  readonly placed_at: string
  readonly tracking?: string | undefined
  readonly address?: AddressJson | undefined
}

export interface PayoutsJson {
  readonly currency: string
  readonly waiting: string
  readonly released: string
  readonly refunded: string
  readonly debt: string
}
