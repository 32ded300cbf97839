/** The shop that is measured: garments and plain goods, one fee and a table of rates, as revers has them; the products are in memory. */
import { createShop, type Database, type Product, type ProductSource, percentFee, type Shop, tableRates } from 'cartwright'

const SELLERS = 12

/** Garments without end, so that every add finds one that is free. The app's own product queries are no part of the figures. */
const garments: ProductSource = {
  getMany: async (ids) => new Map(ids.map((id) => [id, garment(id)])),
}

function garment(id: string): Product {
  const seller = Number(id) % SELLERS
  return {
    type: 'garment',
    id,
    name: `Wool coat ${id}`,
    price: 10_000n + BigInt(seller) * 499n,
    currency: 'RON',
    stock: 'unique',
    seller: { id: `seller-${seller}`, name: `Seller ${seller}` },
    url: `/products/garment/${id}`,
    image: `/pictures/${id}.svg`,
    weight: 800n,
  }
}

/** Goods without end, that never run out: what django-cart sells. */
const goods: ProductSource = {
  getMany: async (ids) =>
    new Map(
      ids.map((id): [string, Product] => [id, { type: 'good', id, name: `Tea ${id}`, price: 1_999n, currency: 'RON', stock: 'unlimited' }]),
    ),
}

export function benchShop(database: Database): Promise<Shop> {
  return createShop({
    database,
    currency: 'RON',
    products: { garment: garments, good: goods },
    fees: [percentFee('buyer-protection', { rate: '5%', plus: 300n })],
    estimate: tableRates({
      rows: [{ id: 'courier', name: 'Courier', kind: 'street', countries: ['RO'], price: 1_499n, freeOver: 50_000n }],
    }),
    payments: { wallet: true },
  })
}
