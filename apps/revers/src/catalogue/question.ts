import { money, ShopError } from 'cartwright'
import { PRODUCT_TYPES } from '../garments/product-types.ts'
import { CURRENCY } from '../settings.ts'
import type { CatalogueFilters } from '../views/catalogue-page.ts'
import type { Availability, FieldErrorJson } from '../views/types.ts'

export const SORTS = ['newest', 'price_up', 'price_down'] as const
export type Sort = (typeof SORTS)[number]

/** What the catalogue is asked for; an empty text or null means any. */
export interface CatalogueQuestion {
  /** Free text. */
  readonly q: string
  /** A type (`garment`) or a category (`dress`). */
  readonly category: string
  readonly seller: string
  readonly brand: string
  readonly size: string
  readonly condition: string
  readonly colour: string
  /** In bani. */
  readonly least: bigint | null
  readonly most: bigint | null
  readonly sale: 'buy' | 'auction' | ''
  /** Leaves out what is in somebody's cart. */
  readonly free: boolean
  /** `open`: whatever is not sold. */
  readonly availability: Availability | 'open' | ''
  readonly sort: Sort
  readonly limit: number
  /** Where an earlier page ended; null for the first page. */
  readonly cursor: string | null
}

/** Everything, the newest first. */
export const ANYTHING: CatalogueQuestion = {
  q: '',
  category: '',
  seller: '',
  brand: '',
  size: '',
  condition: '',
  colour: '',
  least: null,
  most: null,
  sale: '',
  free: false,
  availability: '',
  sort: 'newest',
  limit: 24,
  cursor: null,
}

export const isType = (category: string): boolean => Object.hasOwn(PRODUCT_TYPES, category)

/**
 * The question that the filters of an address ask. What is wrong with a price is among the errors, and both prices are left out, so that the rest
 * is still answered.
 */
export function questionOf(filters: CatalogueFilters): {
  readonly question: CatalogueQuestion
  readonly errors: readonly FieldErrorJson[]
} {
  const errors: FieldErrorJson[] = []
  const priceOf = (field: 'price_min' | 'price_max'): bigint | null => {
    const text = filters[field].trim().replace(',', '.')
    if (text === '') return null
    try {
      return money(text, CURRENCY, { field })
    } catch (error) {
      if (!(error instanceof ShopError)) throw error
      errors.push({ field, code: 'amount' })
      return null
    }
  }
  const [least, most] = [priceOf('price_min'), priceOf('price_max')]
  if (least !== null && most !== null && least > most) errors.push({ field: 'price_max', code: 'too_small' })
  const { reserved, price_min: _, price_max: __, ...same } = filters
  const range = errors.length > 0 ? {} : { least, most }
  return { question: { ...ANYTHING, ...same, ...range, free: reserved === 'hide' }, errors }
}
