import { drawingAlternative } from '../garments/drawing.ts'
import type { Locale } from '../i18n/locale.ts'
import type { CatalogueItem, ProductDetails } from '../views/parts/product-card.ts'
import type { Item } from './item.ts'
import { type SeenItem, seenJson } from './see-items.ts'

/** What a page says of a thing beyond the contract's product. */
export const detailsOf = ({ brand, size, condition, drawing }: Item, locale: Locale): ProductDetails => ({
  brand,
  size,
  condition,
  alternative: drawingAlternative(drawing, locale),
})

/** A thing as a card of a page. */
export const cardOf = (seen: SeenItem, locale: Locale): CatalogueItem => ({
  product: seenJson(seen, locale),
  details: detailsOf(seen.item, locale),
})
