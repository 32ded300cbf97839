/** Another process for `processes.test.ts`: adds to one cart several times at once. Told: the database, whose cart, the products, how often. */
import { createShop, openDatabase, type Product, type ProductSource } from '../../src/index.ts'

const [address = '', userId = '', ids = '', rounds = ''] = process.argv.slice(2)

const source = (type: string, stock: Product['stock']): ProductSource => ({
  getMany: async (wanted) =>
    new Map(wanted.map((id): [string, Product] => [id, { type, id, name: id, price: 100n, currency: 'RON', stock }])),
})

const shop = await createShop({
  database: openDatabase(address),
  currency: 'RON',
  products: { article: source('article', 'counted'), good: source('good', 'unlimited') },
})
const wanted = Array.from({ length: Number(rounds) }, () => ids.split(',')).flat()
process.send?.('ready')
process.once('message', async () => {
  const outcomes = await Promise.allSettled(
    wanted.map((key) => {
      const [type = '', id = ''] = key.split(':')
      return shop.cart({ userId }).add({ type, id })
    }),
  )
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
  await shop.close()
  process.send?.(errors, () => process.disconnect())
})
