import { type Availability, type Buyer, productKey, type Shop } from 'cartwright'
import { productJson } from 'cartwright/http'
import { type Locale, languageOf } from '../i18n/locale.ts'
import type { ProductJson, Availability as State } from '../views/types.ts'
import { type Item, productOf } from './item.ts'

/** A thing with what can be done about it at this moment, by the one who asks. */
export interface SeenItem {
  readonly item: Item
  /** The shop's word, or `auction` for what nobody can put into a cart. */
  readonly state: State
  readonly availability: Availability
}

const UNKNOWN: Availability = { state: 'sold', availableAgainAt: null, turnUntil: null, left: 0n }

/** Asks the shop about all things at once, however many there are. */
export async function seeItems(shop: Shop, items: readonly Item[], buyer: Buyer): Promise<SeenItem[]> {
  const known = await shop.availability(items, buyer)
  return items.map((item) => {
    const availability = known.get(productKey(item)) ?? UNKNOWN
    return { item, availability, state: stateOf(item, availability) }
  })
}

/** What is sold by auction waits for one until it is won, and is then held for its winner until it is paid. */
function stateOf(item: Item, { state }: Availability): State {
  if (item.withdrawn) return 'sold'
  return item.auctionOnly && state === 'available' ? 'auction' : state
}

/** The thing as the HTTP contract writes it, named in the language of the visit. */
export const seenJson = ({ item, state, availability }: SeenItem, locale: Locale): ProductJson =>
  productJson({ ...productOf(item), name: item.name[languageOf(locale)], auctionOnly: state === 'auction' }, availability)
