import { ShopError } from '../errors.ts'

/** Names anything sold: the type says which source knows it, the id is any text (numbers, UUIDs, slugs). */
export interface ProductRef {
  readonly type: string
  readonly id: string
}

/** What a product source tells about one product. */
export interface Product {
  readonly type: string
  readonly id: string
  readonly name: string
  /** Minor units of `currency`, per whole unit. */
  readonly price: bigint
  readonly currency: string
  /** `unique`: one piece, sold by claim. `counted`: the shop's own stock counter. `unlimited`: never runs out. */
  readonly stock: 'unique' | 'counted' | 'unlimited'
  /** A quantity is a whole number of steps of 10^-scale units: 0 for pieces, 3 for grams of a kilo, 18 for wei. Default 0. */
  readonly scale?: number
  /** Most whole units of it in one cart, where that is less than the shop's own limit. */
  readonly maxQuantity?: bigint
  readonly seller?: Seller
  readonly image?: string
  readonly url?: string
  /** For the tax plug-in, as it likes. */
  readonly taxClass?: string
  /** Grams of one whole unit, for shipping. */
  readonly weight?: bigint
  /** Sold by auction only: no direct add. */
  readonly auctionOnly?: boolean
  /** Not for sale any more, by the source's own word. */
  readonly sold?: boolean
  /** Other facts the app wants to find again in views and plug-ins. */
  readonly facts?: Readonly<Record<string, string>>
}

export interface Seller {
  readonly id: string
  readonly name: string
}

/** Reads products of one type: one call however many are asked for. Missing ids are simply absent from the answer. */
export interface ProductSource {
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, Product>>
}

/** The one text key of a product: `type:id`. The type has no colon, so it can be taken apart again. What names no product is `product_not_found`. */
export function productKey(ref: ProductRef): string {
  if (typeof ref !== 'object' || ref === null) throw new ShopError('product_not_found')
  return `${ref.type}:${ref.id}`
}

/**
 * Takes a key apart; null when it is none.
 *
 * @example
 * productRef('garment:42') // { type: 'garment', id: '42' }
 */
export function productRef(key: string): ProductRef | null {
  const colon = key.indexOf(':')
  if (colon < 1 || colon === key.length - 1) return null
  return { type: key.slice(0, colon), id: key.slice(colon + 1) }
}
