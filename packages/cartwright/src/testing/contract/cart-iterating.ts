import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { ProductRef } from '../../index.ts'
import { ANA, guest, type OpenDatabase, refusalOf, scenario, scenarioWith, times } from './kit.ts'

/** Going through a cart, with its products. */
export function describeIterating(open: OpenDatabase): void {
  describe('going through a cart', () => {
    scenarioWith(
      open,
      { holds: { limit: 50 } },
      '100 lines of 3 types: one call per type, the products along, in the order of adding',
      async (kit) => {
        const { shop, shelf } = kit
        const cart = shop.cart(ANA)
        const refs = times(100, (index): ProductRef => {
          const id = `${(index * 37) % 100}`
          if (index % 3 === 0) return shelf.garment(id, { facts: { size: 'M' } })
          return index % 3 === 1 ? shelf.article(id) : shelf.good(id)
        })
        for (const ref of refs.filter((one) => one.type === 'article')) await shop.stock.set(ref, 5n)
        const before = shelf.calls()
        const { view } = await cart.addMany(refs.map((product) => ({ product })))
        assert.equal(shelf.calls() - before, 3)
        const read = await cart.read()
        assert.equal(shelf.calls() - before, 6)
        for (const one of [view, read]) {
          assert.deepEqual(
            [...one].map((line) => ({ type: line.product.type, id: line.product.id })),
            refs,
          )
          for (const line of one) assert.equal(line.source?.name, line.product.name)
          assert.deepEqual(one.lines[0]?.source?.facts, { size: 'M' })
        }
        assert.equal(shelf.calls() - before, 6)
      },
    )

    scenario(open, 'the order stays when lines are changed, taken out and put in again', async ({ shop, shelf, clock }) => {
      const cart = shop.cart(ANA)
      const refs = times(5, (index) => shelf.good(`${5 - index}`))
      for (const ref of refs) await cart.add(ref)
      for (const ref of refs) await cart.update(ref, { quantity: 9n })
      await cart.add(refs[0] ?? assert.fail())
      const ids = async (): Promise<string[]> => [...(await cart.read())].map((line) => line.product.id)
      assert.deepEqual(await ids(), ['5', '4', '3', '2', '1'])
      clock.advance(1n)
      await cart.remove(refs[1] ?? assert.fail())
      await cart.add(refs[1] ?? assert.fail())
      assert.deepEqual(await ids(), ['5', '3', '2', '1', '4'])
    })

    scenario(open, 'a product that is gone has no source, and is no part of the count', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      await cart.addMany([{ product: tea, quantity: 2n }, { product: salt }])
      shelf.remove(tea)
      const view = await cart.read()
      assert.deepEqual(
        [...view].map((line) => [line.product.name, line.source === null, line.state]),
        [
          ['good tea', true, 'unavailable'],
          ['good salt', false, 'ok'],
        ],
      )
      assert.deepEqual([view.count, view.uniqueCount, view.isEmpty, view.has(tea)], [1n, 2, false, true])
    })

    for (const id of [
      '2147483648',
      '9007199254740993',
      '123e4567-e89b-12d3-a456-426614174000',
      'a-slug_of.things',
      'țesătură ☂ 織物',
      'a:b::c:',
      'x"y\'z\\,{}',
      ' ',
      '%2F/../',
    ]) {
      scenario(open, `a product id may be ${JSON.stringify(id)}`, async (kit) => {
        const { shop, shelf } = kit
        const refs = [shelf.garment(id), shelf.article(id), shelf.good(id)]
        await shop.stock.set({ type: 'article', id }, 9n)
        const from = shop.cart(guest('g'))
        await from.addMany(refs.map((product) => ({ product })))
        for (const ref of refs.slice(1)) await from.update(ref, { quantity: 3n })
        await shop.login(guest('g'), ANA)
        const cart = shop.cart(ANA)
        const view = await cart.read()
        assert.deepEqual([...view].map((line) => [line.product.type, line.product.id, line.quantity, line.state]).sort(), [
          ['article', id, 3n, 'ok'],
          ['garment', id, 1n, 'ok'],
          ['good', id, 3n, 'ok'],
        ])
        assert.equal(
          refs.every((ref) => view.has(ref)),
          true,
        )
        assert.equal((await shop.availability(refs, ANA)).get(`garment:${id}`)?.state, 'in_your_cart')
        await cart.remove({ type: 'good', id })
        await cart.close()
        await refusalOf(shop.cart(guest('h')).add({ type: 'garment', id }), 'item_sold')
      })
    }
  })
}
