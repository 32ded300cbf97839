/** Another process for `processes.test.ts`: adds to one cart several times at once, as often as it is told to. It ends when its parent lets it go. */
import { createShop, openDatabase, type Product, type ProductSource, type Shop } from '../../src/index.ts'

/** Told: the database, whose cart, the products (`type:id`), and how often each. */
export interface Task {
  readonly address: string
  readonly userId: string
  readonly products: readonly string[]
  readonly rounds: number
}

const source = (type: string, stock: Product['stock']): ProductSource => ({
  getMany: async (wanted) =>
    new Map(wanted.map((id): [string, Product] => [id, { type, id, name: id, price: 100n, currency: 'RON', stock }])),
})

const open = (address: string): Promise<Shop> =>
  createShop({
    database: openDatabase(address),
    currency: 'RON',
    products: { article: source('article', 'counted'), good: source('good', 'unlimited') },
  })

/** Adds all at once, closes the shop and answers what went wrong. */
async function add(shop: Shop, { userId, products, rounds }: Task): Promise<readonly string[]> {
  const wanted = Array.from({ length: rounds }, () => products).flat()
  const outcomes = await Promise.allSettled(
    wanted.map((key) => {
      const [type = '', id = ''] = key.split(':')
      return shop.cart({ userId }).add({ type, id })
    }),
  )
  await shop.close()
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
}

let ready: (() => Promise<readonly string[]>) | null = null
process.on('message', async (said: Task | 'go') => {
  if (said === 'go') {
    process.send?.(await ready?.())
    return
  }
  const shop = await open(said.address)
  ready = () => add(shop, said)
  process.send?.('ready')
})
