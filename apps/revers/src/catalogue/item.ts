import type { Product, Seller } from 'cartwright'
import { type Drawing, drawingAlternative } from '../garments/drawing.ts'
import type { Measure } from '../garments/measuring.ts'
import { DRAWN, type View } from '../garments/pictures.ts'
import { type ProductTypeName, productType } from '../garments/product-types.ts'
import type { Condition } from '../garments/seed.ts'
import { type Language, LOCALES, type Locale, languageOf } from '../i18n/locale.ts'
import type { ProductSummaryJson } from '../views/types.ts'
import { fold } from './search-text.ts'

/** One thing of the catalogue, as revers stores it. The price is in bani, for one piece or one kilogram. */
export interface Item {
  readonly type: ProductTypeName
  readonly id: string
  readonly name: Readonly<Record<Language, string>>
  readonly price: bigint
  readonly currency: string
  readonly scale: number
  readonly seller: Seller
  readonly drawing: Drawing
  readonly brand: string | null
  readonly size: string | null
  readonly condition: Condition | null
  readonly measures: readonly Measure[]
  /** Signs of wear, each on a line of its own; null where nothing is said of any. */
  readonly wear: Readonly<Record<Language, string>> | null
  readonly auctionOnly: boolean
  /** Whether the catalogue shows it; what is not listed can still be bought by whoever won it. */
  readonly listed: boolean
  /** Taken back by its seller: nobody can buy it any more. */
  readonly withdrawn: boolean
  /** The higher, the nearer to the top of the catalogue. */
  readonly place: bigint
}

/** What kind of thing it is: `dress`, `bag`, `tote`. */
export const kindOf = ({ drawing }: Item): string => ('goods' in drawing ? drawing.goods : drawing.silhouette)

/** Everything about a thing that a search may ask for, folded. */
export const searchTextOf = (item: Item): string =>
  fold(
    [
      item.name.ro,
      item.name.en,
      item.brand,
      item.size,
      item.seller.name,
      kindOf(item),
      ...LOCALES.map((locale) => drawingAlternative(item.drawing, locale)),
    ].join(' '),
  )

export const pagePath = ({ type, id }: Pick<Item, 'type' | 'id'>): string => `/p/${type}/${encodeURIComponent(id)}`

/** The address of a picture changes when it is drawn in another way, so a browser may keep it for ever. */
export const picturePath = ({ type, id }: Pick<Item, 'type' | 'id'>, view: View = 'front'): string =>
  `/img/${type}/${encodeURIComponent(id)}.svg?${view === 'front' ? '' : `view=${view}&`}v=${DRAWN}`

/** The part of a thing that lines, lots, wins and places carry. */
export const summaryOf = (item: Item, locale: Locale): ProductSummaryJson => ({
  type: item.type,
  id: item.id,
  name: item.name[languageOf(locale)],
  url: pagePath(item),
  image: picturePath(item),
  seller: item.seller,
})

/** The thing as the shop sells it. Cart lines keep the Romanian name, because they outlive the language of a visit. */
export const productOf = (item: Item): Product => ({
  type: item.type,
  id: item.id,
  name: item.name.ro,
  price: item.price,
  currency: item.currency,
  stock: productType(item.type).unique ? 'unique' : 'counted',
  scale: item.scale,
  seller: item.seller,
  image: picturePath(item),
  url: pagePath(item),
  auctionOnly: item.auctionOnly,
  sold: item.withdrawn,
  facts: {
    ...Object.fromEntries(
      (['brand', 'size', 'condition'] as const).flatMap((name) => (item[name] === null ? [] : [[name, item[name]] as const])),
    ),
    name_en: item.name.en,
    ...(item.withdrawn && { withdrawn: 'yes' }),
  },
})
