import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { CartView } from '../../index.ts'
import { ANA, BOGDAN, changesNothing, MIHAI, type OpenDatabase, refusalOf, scenario, scenarioWith, times } from './kit.ts'

const quantities = ({ lines, saved }: CartView): (readonly bigint[])[] => [lines, saved].map((some) => some.map(({ quantity }) => quantity))

/** What an add leaves alone, and what is too much or malformed from the start. */
export function describeAddingBeside(open: OpenDatabase): void {
  describe('adding leaves alone', () => {
    for (const reserve of ['checkout', 'add'] as const)
      scenarioWith(
        open,
        { stock: { reserve } },
        `what is saved for later (${reserve}): it stays beside the line`,
        async ({ shop, shelf }) => {
          const cart = shop.cart(ANA)
          const tote = shelf.article('tote')
          await shop.stock.set(tote, 100n)
          for (const product of [shelf.good('tea'), tote]) {
            await cart.add(product, { quantity: 60n })
            await cart.saveForLater(product)
            assert.deepEqual(quantities((await cart.add(product)).view), [[1n], [60n]])
            const added = await cart.addMany([{ product }, { product: shelf.good('other') }])
            assert.deepEqual(quantities(added.view), [[2n, 1n], [60n]])
            assert.deepEqual(quantities((await cart.saveForLater(product)).view), [[1n], [62n]])
            assert.deepEqual(quantities((await cart.add(product)).view), [[1n, 1n], [62n]])
            assert.deepEqual(quantities((await cart.returnSaved(product)).view)[1], [])
            const view = await cart.read()
            assert.equal(view.lines.find((line) => line.product.id === product.id)?.quantity, 63n)
            const payload = await cart.export()
            await cart.saveForLater(product)
            assert.deepEqual(quantities((await cart.restore(payload)).view)[1], [63n])
            await cart.clear()
            await cart.remove((await cart.read()).saved[0]?.id ?? '')
          }
        },
      )

    for (const reserve of ['checkout', 'add'] as const)
      scenarioWith(open, { stock: { reserve } }, `an agreed price (${reserve}): an add without one keeps it`, async ({ shop, shelf }) => {
        const cart = shop.cart(ANA)
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 100n)
        for (const product of [shelf.good('tea'), tote]) {
          const priceIn = (view: CartView): bigint | undefined => view.lines.find((line) => line.product.id === product.id)?.unitPrice
          await cart.add(product, { quantity: 10n, unitPrice: 1n })
          assert.equal(priceIn((await cart.add(product)).view), 1n)
          await cart.saveForLater(product)
          assert.equal(priceIn((await cart.returnSaved(product)).view), 1n)
          assert.equal(priceIn((await cart.add(product, { unitPrice: 7n })).view), 7n)
          await cart.remove(product)
          assert.equal(priceIn((await cart.addMany([{ product, unitPrice: 3n }, { product }])).view), 3n)
        }
      })
  })

  describe('too much or malformed', () => {
    scenarioWith(
      open,
      { limits: { maxLines: 4, maxPerSeller: 3n, maxQuantity: 9n } },
      'is judged before anything is written',
      async (kit) => {
        const { shop, shelf } = kit
        const goods = times(3_000, (index) => shelf.good(`${index}`))
        const refused = await changesNothing(kit, () =>
          refusalOf(shop.cart(ANA).addMany(goods.map((product) => ({ product }))), 'invalid_quantity'),
        )
        assert.deepEqual(refused.details, { maxLines: 4n })
        const own = (many: number) => ({
          version: 1,
          currency: 'RON',
          lines: goods.slice(0, many).map((product) => ({ product, quantity: '1' })),
          codes: [],
        })
        const django = (many: number) => Object.fromEntries(times(many, (index) => [`8:${index}`, { quantity: 1 }]))
        const map = (many: number) => Object.fromEntries(times(many, (index) => [`good:${index}`, 1]))
        const types = { contentTypes: { 8: 'good' } }
        for (const sent of [own(2_001), django(2_001)])
          assert.ok(
            Array.isArray(
              (await changesNothing(kit, () => refusalOf(shop.cart(ANA).restore(sent, types), 'invalid_input'))).details.errors,
            ),
          )
        await changesNothing(kit, () => refusalOf(shop.cart(ANA).mergeMap(map(2_001)), 'invalid_input'))
        for (const [name, sent] of [
          ['own', own(2_000)],
          ['django', django(2_000)],
        ] as const) {
          const { view, dropped } = await shop.cart({ userId: name }).restore(sent, types)
          assert.deepEqual([view.lines.length, dropped.length, dropped[0]?.reason], [4, 1_996, 'invalid_quantity'])
        }
        const { view, report } = await shop.cart(ANA).mergeMap(map(2_000))
        assert.deepEqual([view.lines.length, report.dropped.length, report.dropped[0]?.reason], [4, 1_996, 'max_lines'])

        for (const index of times(4, Number)) shelf.good(`of-seller-${index}`, { seller: MIHAI })
        const more = Object.fromEntries(times(4, (index) => [`good:of-seller-${index}`, 1]))
        const bogdan = await shop.cart(BOGDAN).mergeMap(more)
        assert.deepEqual(
          bogdan.report.dropped.map(({ reason }) => reason),
          ['max_per_seller'],
        )
      },
    )

    scenario(open, 'django rows without a quantity are dropped one by one', async ({ shop, shelf }) => {
      for (const id of ['1', '2', '3']) shelf.good(id)
      const { view, dropped } = await shop
        .cart(ANA)
        .restore(
          { '8:1': { quantity: 0 }, '8:2': { quantity: -3 }, '8:3': { quantity: 2 }, __discount__: null },
          { contentTypes: { 8: 'good' } },
        )
      assert.deepEqual(quantities(view), [[2n], []])
      assert.deepEqual(dropped, [
        { product: 'good:1', reason: 'invalid_quantity' },
        { product: 'good:2', reason: 'invalid_quantity' },
      ])
    })

    scenario(open, 'ids and options that no engine can store are refused', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      const cart = shop.cart(ANA)
      await cart.add(tea)
      for (const broken of ['a\0b', 'a\ud800']) {
        await changesNothing(kit, () => refusalOf(cart.add({ type: 'good', id: broken }), 'product_not_found'))
        await changesNothing(kit, async () => refusalOf((async () => shop.cart({ userId: broken }).add(tea))(), 'invalid_input'))
        await changesNothing(kit, () => refusalOf(cart.add(tea, { options: { text: broken } }), 'invalid_input'))
        const { report } = await changesNothing(kit, () => cart.mergeMap({ [`good:${broken}`]: 1 }))
        assert.deepEqual(
          report.dropped.map(({ reason }) => reason),
          ['product_not_found'],
        )
        const lines = [{ product: { type: 'good', id: broken }, quantity: '1' }]
        await changesNothing(kit, () => refusalOf(cart.restore({ version: 1, currency: 'RON', lines, codes: [] }), 'invalid_input'))
      }
      const wrong: unknown[] = [
        { number: 5 },
        { text: 'x'.repeat(1_001) },
        Object.fromEntries(times(33, (index) => [`option-${index}`, 'x'])),
      ]
      for (const options of wrong)
        await changesNothing(kit, () => refusalOf(cart.add(tea, { options: options as Record<string, string> }), 'invalid_input'))
      await cart.add(tea, { options: { text: 'x'.repeat(1_000) } })
    })
  })
}
