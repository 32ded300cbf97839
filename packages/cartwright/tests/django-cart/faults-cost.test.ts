import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createShop, flatShipping } from '../../src/index.ts'
import { ADDRESS, ANA, guest, refusalOf, scenario, scenarioWith, times } from '../../src/testing/contract/kit.ts'
import { counted } from './counted.ts'
import { onBothEngines, PLAIN } from './engines.ts'

/** 4.6: plug-ins and settings. 4.7: what it costs. 4.8: what its documents say. */
onBothEngines('faults 4.6 to 4.8', (open) => {
  describe('4.6 plug-ins', () => {
    class FlatTax {
      readonly rate = 10n
    }
    for (const name of ['tax', 'shipping', 'estimate'] as const) {
      scenario(open, `a class or a name in the place of ${name} stops the start, and is no zero`, async ({ database, shelf }) => {
        const base = { database, currency: 'RON', products: shelf.sources }
        for (const wrong of ['myapp.tax.FlatTax', FlatTax, new FlatTax(), { calculate: () => 0n }, undefined, null])
          await assert.rejects(createShop({ ...base, [name]: wrong as never }), new RegExp(name))
      })
    }

    scenario(open, 'so does a wrong inventory, rule, handler, card or currency', async ({ database, shelf }) => {
      const base = { database, currency: 'RON', products: shelf.sources }
      const wrong: readonly object[] = [
        { inventory: FlatTax },
        { buying: ['rule'] },
        { on: { 'cart.item_added': 'handler' } },
        { on: { 'cart.item_addded': () => undefined } },
        { payments: { card: {} } },
        { currency: 'lei' },
        { products: {} },
      ]
      for (const options of wrong) await assert.rejects(createShop({ ...base, ...(options as object) } as never), RangeError)
    })

    const ways = [
      { id: 'van', name: 'Van', price: 1_000n, estimate: false, kind: 'street' as const },
      { id: 'fast', name: 'Fast van', price: 2_500n, estimate: false, kind: 'street' as const },
    ]
    scenarioWith(
      open,
      { ...PLAIN, shipping: async ({ groups }) => groups.flatMap(({ seller }) => ways.map((way) => ({ ...way, seller }))) },
      'the chosen way of shipping is what is paid, and one that is not offered is refused',
      async ({ shop, shelf }) => {
        const cart = shop.cart(ANA)
        await cart.add(shelf.good('tea'))
        assert.equal((await cart.quote({ address: ADDRESS })).quote.totals.shipping, 1_000n)
        assert.equal((await cart.quote({ address: ADDRESS, shipping: 'fast' })).quote.totals.shipping, 2_500n)
        await refusalOf(cart.quote({ address: ADDRESS, shipping: 'drone' }), 'shipping_unavailable')
      },
    )

    scenario(open, 'prices of shipping are whole minor units, in the settings as in the answers', async () => {
      for (const price of ['0.00', 9.99, -1n]) assert.throws(() => flatShipping({ price: price as never }), RangeError)
    })
  })

  describe('4.7 cost', () => {
    counted(open, 'add, update and remove cost the same in a cart of 1 line and of 300', async ({ shop, shelf, statementsOf }) => {
      const costs: number[][] = []
      for (const lines of [1, 300]) {
        const cart = shop.cart(guest(`${lines}`))
        await cart.addMany(times(lines, (index) => ({ product: shelf.good(`${index}`) })))
        costs.push([
          await statementsOf(() => cart.add(shelf.good('new'))),
          await statementsOf(() => cart.add(shelf.good('new'))),
          await statementsOf(() => cart.update(shelf.good('new'), { quantity: 5n })),
          await statementsOf(() => cart.remove(shelf.good('new'))),
        ])
      }
      assert.deepEqual(costs[0], costs[1])
    })

    counted(open, 'many at once cost what a few cost: no statement for each', async ({ shop, shelf, statementsOf }) => {
      const cost = (buyer: string, lines: number) =>
        statementsOf(() => shop.cart(guest(buyer)).addMany(times(lines, (index) => ({ product: shelf.good(`${index}`) }))))
      await cost('warm', 30)
      // Above 20 lines: fewer ones in a fresh cart cannot reach any limit, and do without that question.
      assert.equal(await cost('few', 30), await cost('many', 300))
    })

    counted(open, 'a merge of 10 and 10 lines: at most 12 statements, as many as of 100 and 100', async ({ shop, shelf, statementsOf }) => {
      const costs: number[] = []
      for (const lines of [10, 100]) {
        const [from, to] = [guest(`from-${lines}`), guest(`to-${lines}`)]
        for (const buyer of [from, to]) await shop.cart(buyer).addMany(times(lines, (index) => ({ product: shelf.good(`${index}`) })))
        costs.push(await statementsOf(() => shop.cart(to).merge(from)))
      }
      assert.equal(costs[0], costs[1])
      assert.ok((costs[0] ?? 99) <= 12, `${costs[0]} statements`)
    })

    counted(
      open,
      'going through 10 products of 3 types: one call a type, no statement for a product',
      async ({ shop, shelf, statementsOf }) => {
        const refs = times(9, (index) => [shelf.good, shelf.article, shelf.garment][index % 3]?.(`${index}`) ?? assert.fail())
        for (const ref of refs.filter(({ type }) => type === 'article')) await shop.stock.set(ref, 1n)
        await shop.cart(ANA).addMany(refs.map((product) => ({ product })))
        const calls = shelf.calls()
        const statements = await statementsOf(async () => {
          for (const line of await shop.cart(ANA).read()) assert.ok(line.source?.name)
        })
        assert.equal(shelf.calls() - calls, 3)
        assert.ok(statements <= 3, `${statements} statements`)
      },
    )
  })

  describe('4.8 what its documents say and it does not do', () => {
    const short = { check: (_: unknown, quantity: bigint) => quantity <= 2n }
    scenarioWith(open, { inventory: short }, 'update can ask the inventory', async ({ shop, shelf }) => {
      await shop.cart(ANA).add(shelf.good('tea'))
      await refusalOf(shop.cart(ANA).update(shelf.good('tea'), { quantity: 3n, checkInventory: true }), 'insufficient_stock')
    })

    scenario(open, 'a price of zero is compared as every other price is', async ({ shop, shelf }) => {
      await refusalOf(shop.cart(ANA).add(shelf.good('free', { price: 0n }), { unitPrice: 1n, validatePrice: true }), 'price_mismatch')
    })
  })
})
