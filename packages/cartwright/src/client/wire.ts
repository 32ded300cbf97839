import type { AddressJson, OrderJson, ProductJson, ProductSummaryJson } from '../http/wire-types.ts'

/** A product, by its key `type:id` or by its parts. */
export type ProductName = string | { readonly type: string; readonly id: string }

/** How something is read. */
export interface ReadOptions {
  /** Calls the question off: it answers `network` at once. A change cannot be called off, because nobody would know whether it was done. */
  readonly signal?: AbortSignal
}

/** How a list is asked for: 1 to 100 of it, from where the last page ended. */
export interface ListQuestion {
  readonly limit?: number
  readonly cursor?: string
}

export interface OrderQuestion extends ListQuestion {
  /** Only those that are that far. */
  readonly progress?: 'under_way' | 'finished' | 'cancelled'
}

export interface ProductQuestion extends ListQuestion {
  readonly q?: string
  readonly type?: string
  readonly seller?: string
  readonly availability?: ProductJson['availability']
}

export interface ProductsJson {
  readonly items: readonly ProductJson[]
  readonly next?: string
}

/** What is chosen at checkout, before it is ordered. */
export interface CheckoutChoice {
  /** One option for all sellers, or seller id -> option id. Without it the cheapest street delivery is quoted. */
  readonly shipping?: string | Readonly<Record<string, string>>
  readonly payment?: 'wallet' | 'card' | 'cod'
  readonly use_wallet?: boolean
  /** Ids of the lines to order; absent: all. */
  readonly lines?: readonly string[]
  /** The id of a kept address, or an address. */
  readonly address?: string | AddressJson
}

/** An order as it is placed. */
export interface CheckoutOrder extends CheckoutChoice {
  readonly payment: 'wallet' | 'card' | 'cod'
  /** The hash of the quote that the buyer has seen. */
  readonly quote: string
  /** Guests only. */
  readonly email?: string
  /** Default: a new one for each call. Who gives the same again after `network` gets the order that was made, if it was. */
  readonly key?: string
}

/** `next`: where a card payment goes on. */
export interface PlacedJson {
  readonly order: OrderJson
  readonly next?: { readonly url: string }
}

/** A place in the queue behind a hold; 1 is the next in line. */
export interface PlaceJson {
  readonly product: ProductSummaryJson
  readonly position: number
  readonly holding_until?: string
}
