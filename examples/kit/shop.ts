import { createShop, type Product, type ProductSource, type Shop } from 'cartwright'
import { sqlite } from 'cartwright/sqlite'

/** What this small shop sells: hats of which there is one each, and mugs. */
export const HATS: readonly Product[] = ['Straw hat', 'Felt hat', 'Wool cap'].map((name, place) => ({
  type: 'hat',
  id: String(place + 1),
  name,
  price: 80_00n + BigInt(place) * 15_00n,
  currency: 'EUR',
  stock: 'unique',
}))
export const MUG: Product = { type: 'mug', id: 'blue', name: 'Blue mug', price: 12_50n, currency: 'EUR', stock: 'counted' }

const sourceOf = (products: readonly Product[]): ProductSource => ({
  getMany: async (ids) => new Map(products.filter(({ id }) => ids.includes(id)).map((product) => [product.id, product])),
})

export const shop: Shop = await createShop({
  database: sqlite(':memory:'),
  currency: 'EUR',
  products: { hat: sourceOf(HATS), mug: sourceOf([MUG]) },
})
await shop.migrate()
await shop.stock.set(MUG, 50n)
