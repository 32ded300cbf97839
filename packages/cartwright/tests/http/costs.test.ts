import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { guest } from '../../src/testing/contract/kit.ts'
import { type CountedKit, counted } from '../django-cart/counted.ts'
import { type Client, clientOf, ENGINES, shopRoutes, siteOf } from './site.ts'

/** A browser of the shop's routes. Its address is not told: an action that is called directly has none either. */
const browserOf = ({ shop }: CountedKit): Client => clientOf(siteOf(shop, shopRoutes(shop), { clientAddress: () => '' }))

/** The statements of a request that must succeed. */
const costOf = (kit: CountedKit, request: () => Promise<Response>): Promise<number> =>
  kit.statementsOf(async () => assert.equal((await request()).status, 200))

for (const [engine, open] of Object.entries(ENGINES)) {
  describe(`a request on ${engine} asks the database`, () => {
    counted(open, 'nothing beside what an add asks by itself, the first one and those after it', async (kit) => {
      const browser = browserOf(kit)
      const direct = kit.shop.cart(guest('direct'))
      // Asked once in five seconds, whoever comes.
      await kit.shop.cart(guest('earlier')).add(kit.shelf.garment('earlier'))
      for (const number of [1, 2, 3]) {
        const [sent, called] = [kit.shelf.garment(`sent-${number}`), kit.shelf.garment(`called-${number}`)]
        const overHttp = await costOf(kit, () => browser.send('POST', '/cart/items', { product: `${sent.type}:${sent.id}` }))
        assert.equal(overHttp, await kit.statementsOf(() => direct.add(called)))
      }
    })

    counted(open, 'one question for the scale of a line, beside what a new quantity asks by itself', async (kit) => {
      const browser = browserOf(kit)
      const tea = kit.shelf.good('tea')
      const direct = kit.shop.cart(guest('direct'))
      const { view } = await direct.add(tea)
      const [line] = view.lines
      const called = await kit.statementsOf(() => direct.update(line?.id ?? '', { quantity: 2n }))
      const answer = await browser.send('POST', '/cart/items', { product: `${tea.type}:${tea.id}` })
      const { cart } = (await answer.json()) as { readonly cart: { readonly lines: readonly { readonly id: string }[] } }
      const sent = await costOf(kit, () => browser.send('PATCH', `/cart/items/${cart.lines[0]?.id}`, { quantity: 2 }))
      assert.equal(sent, called + 1)
    })

    counted(open, 'nothing at all for a plain visitor who looks into the cart', async (kit) => {
      assert.equal(await costOf(kit, () => browserOf(kit).get('/cart')), 0)
    })
  })
}
