import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createShop, ShopError, sql } from '../../src/index.ts'
import { Lost } from '../../src/storage/database.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { productShelf } from '../../src/testing/products.ts'
import { boundDatabase } from './bound-database.ts'

it('a fix whose answer got lost is done when the receipt proves it, and unknown when nothing does', async () => {
  const plain = sqlite(':memory:')
  let committed: boolean | null = true
  const losing = {
    ...boundDatabase(plain),
    async batch(...[statements, receipt]: Parameters<typeof plain.batch>) {
      const answers = await plain.batch(statements, receipt)
      if (receipt !== undefined) throw new Lost(committed)
      return answers
    },
  }
  const shop = await createShop({ database: losing, currency: 'RON', products: productShelf().sources })
  await shop.migrate()
  const plant = (): Promise<unknown> =>
    plain.batch([sql`insert into cart_slot (owner, name, cart_id) values ('user:nobody', 'default', 'gone')`])
  await plant()
  const fixed = await shop.fix(await shop.doctor({ pause: 0 }))
  assert.deepEqual(
    fixed.map(({ outcome }) => outcome),
    ['done'],
  )
  assert.deepEqual(await shop.doctor({ pause: 0 }), [])
  await plant()
  committed = null
  await assert.rejects(shop.fix(await shop.doctor({ pause: 0 })), (error) => error instanceof ShopError && error.code === 'unavailable')
  await shop.close()
})
