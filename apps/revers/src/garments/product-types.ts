/** How the things of one type are counted. The id of the type stands before the colon in `garment:42`. */
export interface ProductType {
  /** One piece in the world: no quantity anywhere. */
  readonly unique: boolean
  /** Decimals of a quantity: 0 for pieces, 3 for grams of a kilogram. */
  readonly scale: number
}

export type ProductTypeName = 'garment' | 'article' | 'material'

/** The three types revers sells. */
export const PRODUCT_TYPES: Readonly<Record<ProductTypeName, ProductType>> = {
  garment: { unique: true, scale: 0 },
  article: { unique: false, scale: 0 },
  material: { unique: false, scale: 3 },
}

/** The rules of a type; one that revers does not know is taken as counted in pieces. */
export function productType(name: string): ProductType {
  return Object.hasOwn(PRODUCT_TYPES, name) ? PRODUCT_TYPES[name as ProductTypeName] : PRODUCT_TYPES.article
}
