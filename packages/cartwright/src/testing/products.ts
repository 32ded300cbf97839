import { type Product, type ProductRef, type ProductSource, productKey } from '../index.ts'

/** What a test says of a product; the rest has sensible values. */
export type Described = Partial<Omit<Product, 'type' | 'id' | 'stock'>>

/** Products in memory that a test puts out, changes and takes away. */
export interface Shelf {
  /** A source for each type: `garment` (unique), `article` (counted), `good` (unlimited, sold by weight or without end). */
  readonly sources: Readonly<Record<'garment' | 'article' | 'good', ProductSource>>
  garment(id: string, described?: Described): ProductRef
  article(id: string, described?: Described): ProductRef
  good(id: string, described?: Described): ProductRef
  /** Changes what the source tells of a product. */
  change(ref: ProductRef, described: Described): void
  /** The product is gone from its source. */
  remove(ref: ProductRef): void
  /** How often the sources were called. */
  readonly calls: () => number
}

/**
 * A shelf for tests. A garment costs 100.00 RON, an article 20.00, a good 10.00 a unit, unless described otherwise.
 *
 * @example
 * const shelf = productShelf()
 * const coat = shelf.garment('coat', { price: 28900n, seller: { id: 'mihai', name: 'Mihai' } })
 * const shop = await createShop({ database, currency: 'RON', products: shelf.sources })
 */
export function productShelf(): Shelf {
  const products = new Map<string, Product>()
  let calls = 0
  const put = (type: string, id: string, stock: Product['stock'], price: bigint, described: Described): ProductRef => {
    products.set(`${type}:${id}`, { type, id, name: `${type} ${id}`, price, currency: 'RON', stock, ...described })
    return { type, id }
  }
  const source = (type: string): ProductSource => ({
    async getMany(ids) {
      calls += 1
      const found = ids.flatMap((id): [string, Product][] => {
        const product = products.get(`${type}:${id}`)
        return product === undefined ? [] : [[id, product]]
      })
      return new Map(found)
    },
  })
  return {
    sources: { garment: source('garment'), article: source('article'), good: source('good') },
    garment: (id, described = {}) => put('garment', id, 'unique', 10_000n, described),
    article: (id, described = {}) => put('article', id, 'counted', 2_000n, described),
    good: (id, described = {}) => put('good', id, 'unlimited', 1_000n, described),
    change(ref, described) {
      const product = products.get(productKey(ref))
      if (product === undefined) throw new RangeError(`${productKey(ref)} is not on the shelf`)
      products.set(productKey(ref), { ...product, ...described })
    },
    remove(ref) {
      products.delete(productKey(ref))
    },
    calls: () => calls,
  }
}
