import { type Database, type Product, type ProductSource, productKey } from 'cartwright'
import { PRODUCT_TYPES } from '../garments/product-types.ts'
import { productOf } from './item.ts'
import { itemsByKey, readItem } from './item-rows.ts'

/** A source for each type revers sells; each reads all it is asked for in one statement. */
export const productSources = (database: Database): Readonly<Record<string, ProductSource>> =>
  Object.fromEntries(Object.keys(PRODUCT_TYPES).map((type) => [type, sourceOf(database, type)]))

const sourceOf = (database: Database, type: string): ProductSource => ({
  async getMany(ids) {
    if (ids.length === 0) return new Map<string, Product>()
    const [rows = []] = await database.read(itemsByKey(ids.map((id) => productKey({ type, id }))))
    return new Map(rows.map((row) => readItem(row)).map((item) => [item.id, productOf(item)]))
  },
})
