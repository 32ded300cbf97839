import { act, firstOf, productKey, type Seller, type Shop, ShopError } from 'cartwright'
import type { GarmentParameters } from '../garments/garment.ts'
import { type Locale, languageOf } from '../i18n/locale.ts'
import { changeItem, meanwhileNobodys, rightOn, searchOf } from './edit-rows.ts'
import type { Item } from './item.ts'
import { type ListingWords, ownItem } from './listings.ts'
import type { SeenItem } from './see-items.ts'

/** A garment of the seller's own, with its drawing as that of a garment. */
export interface Editable extends SeenItem {
  readonly item: Item & { readonly drawing: GarmentParameters }
}

/** One of the seller's own garments, however it stands. Refuses with `not_found`. */
export async function ownGarment(shop: Shop, seller: Seller, id: string): Promise<Editable> {
  const { item, ...seen } = await ownItem(shop, seller, id)
  const { drawing } = item
  if ('goods' in drawing) throw new ShopError('not_found')
  return { ...seen, item: { ...item, drawing } }
}

/**
 * One of the seller's own garments, as long as nobody has a right on it. Refuses with `not_found`, `item_sold`, `item_taken` while it is in a cart or set
 * aside, and `order_state` while it is being paid or auctioned.
 */
export async function editableGarment(shop: Shop, seller: Seller, id: string): Promise<Editable> {
  const own = await ownGarment(shop, seller, id)
  const product = productKey(own.item)
  const claim = await shop.claims.find(own.item)
  if (claim !== null) throw rightOn(product, { state: claim.state, source: claim.source, expires_at: claim.until })
  return own
}

/**
 * Changes what a seller says of a garment, and its price; the picture stays. Nobody finds anything else in the cart than what he put there: the database
 * refuses while anybody has a right on it. Refuses as `editableGarment` does. What is left as it reads in the language of the visit stays in the other one too.
 */
export async function editListing(shop: Shop, seller: Seller, id: string, words: ListingWords, locale: Locale): Promise<SeenItem> {
  const { db, clock, newId } = shop.context
  const decide = async (): Promise<SeenItem> => {
    const { item } = await editableGarment(shop, seller, id)
    const key = productKey(item)
    const [found] = await db.read(searchOf(key))
    const [take, leave] = meanwhileNobodys(key, newId(), clock())
    await db.batch([take, ...changeItem(changed(item, words, locale), String(firstOf(found)?.search)), leave], { key, id: newId() })
    return ownItem(shop, seller, id)
  }
  return act(shop.context, decide, () => ownItem(shop, seller, id))
}

function changed(item: Item, { name, wear, ...words }: ListingWords, locale: Locale): Item {
  const said = (before: Item['wear'], now: string): Item['name'] => (before?.[languageOf(locale)] === now ? before : { ro: now, en: now })
  return { ...item, ...words, name: said(item.name, name), wear: wear === null ? null : said(item.wear, wear) }
}
