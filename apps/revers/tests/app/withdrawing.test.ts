import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Buyer, productKey, type Shop, ShopError } from 'cartwright'
import { ownItems, withdraw } from '../../src/catalogue/listings.ts'
import type { SeenItem } from '../../src/catalogue/see-items.ts'
import { openApp } from './open-app.ts'

const MIHAI = { id: 'mihai', name: 'Mihai' }
const BUYER: Buyer = { userId: 'ana', email: 'ana@example.com', roles: ['buyer'] }

/** The shop of a process to which something happens right after it has looked at the claim. */
const after1 = (shop: Shop, happens: () => Promise<unknown>): Shop => {
  let looks = 0
  return {
    ...shop,
    claims: {
      ...shop.claims,
      find: async (product) => {
        const claim = await shop.claims.find(product)
        looks += 1
        if (looks === 1) await happens()
        return claim
      },
    },
  }
}

describe('a thing that is taken back in the midst of its sale', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  before(async () => {
    app = await openApp()
  })
  after(() => app.close())

  const free = async (): Promise<SeenItem> => {
    const found = (await ownItems(app.shop, MIHAI.id)).find(({ state }) => state === 'available')
    assert.ok(found)
    return found
  }
  const pay = async (item: SeenItem['item'], payment: 'card' | 'wallet', key: string): Promise<void> => {
    const cart = app.shop.cart(BUYER, { name: key })
    await cart.add(item)
    const address = {
      name: 'Ana Pop',
      line1: 'Strada Lalelelor 5',
      city: 'Cluj-Napoca',
      county: 'CJ',
      postalCode: '400123',
      country: 'RO',
      phone: '0712345678',
    }
    const { quote } = await cart.quote({ payment, address })
    await cart.checkout({ payment, address, key, quote: quote.hash })
  }

  for (const [payment, code, state] of [
    ['wallet', 'item_sold', 'sold'],
    ['card', 'order_state', 'held'],
  ] as const)
    it(`by ${payment}: is sold, the seller is told so, and it stays among his things`, async () => {
      const { item } = await free()
      const shop = after1(app.shop, () => pay(item, payment, `key-${payment}`))
      await assert.rejects(withdraw(shop, MIHAI, item.id), (error) => error instanceof ShopError && error.code === code)
      const seen = (await ownItems(app.shop, MIHAI.id)).find((one) => productKey(one.item) === productKey(item))
      assert.equal(seen?.state, state)
    })

  it('and whose hold has ended is taken back', async () => {
    const { item } = await free()
    await app.shop.cart(BUYER).add(item)
    const shop = after1(app.shop, () => app.shop.cart(BUYER).clear())
    assert.equal((await withdraw(shop, MIHAI, item.id)).state, 'sold')
    assert.ok((await ownItems(app.shop, MIHAI.id)).every((one) => one.item.id !== item.id))
  })
})
