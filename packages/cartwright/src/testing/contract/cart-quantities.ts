import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { quantity } from '../../index.ts'
import { ANA, changesNothing, guest, IOANA, MIHAI, type OpenDatabase, outcomesOf, refusalOf, scenario, scenarioWith, times } from './kit.ts'
import { readTables } from './tables.ts'

const WEI = 18
const MOST = 10n ** 20n

/** Quantities of 0 to 18 digits, the limits on them, and prices that the server sets. */
export function describeQuantities(open: OpenDatabase): void {
  describe('quantities and prices', () => {
    scenarioWith(
      open,
      { limits: { maxQuantity: MOST } },
      'one wei and 123456789.000000000000000001 units are exact all the way',
      async (kit) => {
        const { shop, shelf, database } = kit
        const ether = shelf.article('ether', { scale: WEI, price: 3n })
        const much = quantity('123456789.000000000000000001', WEI)
        await shop.stock.set(ether, 2n * much)
        const from = shop.cart(guest('g'))
        assert.equal((await from.add(ether, { quantity: 1n })).view.lines[0]?.quantity, 1n)
        assert.equal((await from.add(ether, { quantity: much })).view.lines[0]?.quantity, much + 1n)
        assert.equal((await from.update(ether, { quantity: much })).view.lines[0]?.quantity, much)
        await shop.cart(ANA).add(ether, { quantity: 2n })
        const { view } = await shop.login(guest('g'), ANA)
        assert.equal(view.lines[0]?.quantity, much + 2n)
        // 123456789.000000000000000003 at 0.03: half up, once.
        assert.deepEqual([view.lines[0]?.total, view.totals.subtotal], [370_370_367n, 370_370_367n])
        await shop.cart(ANA).close()
        const { stock } = await readTables(database)
        assert.deepEqual([String(stock[0]?.on_hand), String(stock[0]?.sold)], [(much - 2n).toString(), (much + 2n).toString()])
        assert.equal((await shop.carts.history('ana')).items[0]?.lines[0]?.quantity, much + 2n)
      },
    )

    for (const scale of [0, 1, 3, 8, 17, 18]) {
      scenarioWith(
        open,
        { limits: { maxQuantity: MOST } },
        `sums are exact with ${scale} digits behind the point`,
        async ({ shop, shelf }) => {
          const stuff = shelf.good('stuff', { scale, price: 1n })
          const cart = shop.cart(ANA)
          const step = 12_345_678_901_234_567n
          await Promise.all(times(8, () => cart.add(stuff, { quantity: step })))
          const view = await cart.read()
          assert.equal(view.lines[0]?.quantity, 8n * step)
          const one = 10n ** BigInt(scale)
          assert.equal(view.lines[0]?.total, (8n * step + one / 2n) / one)
        },
      )
    }

    scenarioWith(
      open,
      { limits: { maxQuantity: 10n ** 30n } },
      'no quantity has more than 38 digits, in one add or in many',
      async (kit) => {
        const { shop, shelf } = kit
        const wei = shelf.good('wei', { scale: WEI, price: 0n })
        const cart = shop.cart(ANA)
        const largest = 10n ** 38n - 1n
        await changesNothing(kit, () => refusalOf(cart.add(wei, { quantity: largest + 1n }), 'invalid_quantity'))
        assert.equal((await cart.add(wei, { quantity: largest })).view.lines[0]?.quantity, largest)
        await changesNothing(kit, () => refusalOf(cart.add(wei, { quantity: 1n }), 'invalid_quantity'))
        await changesNothing(kit, () => refusalOf(cart.update(wei, { quantity: largest + 1n }), 'invalid_quantity'))
        await cart.update(wei, { quantity: largest - 1n })
        assert.equal((await cart.add(wei, { quantity: 1n })).view.lines[0]?.quantity, largest)
      },
    )

    scenarioWith(open, { limits: { maxQuantity: 5n } }, 'the most of a product counts over lines with different options', async (kit) => {
      const { shop, shelf } = kit
      const ring = shelf.good('ring')
      const cart = shop.cart(ANA)
      const engraved = (text: string) => ({ quantity: 2n, options: { text } })
      await cart.add(ring, engraved('A'))
      await cart.add(ring, engraved('B'))
      const refused = await changesNothing(kit, () => refusalOf(cart.add(ring, engraved('C')), 'invalid_quantity'))
      assert.deepEqual(refused.details, { product: 'good:ring', max: 5n, scale: 0 })
      const line = (await cart.read()).lines[0]?.id ?? assert.fail()
      await changesNothing(kit, () => refusalOf(cart.update(line, { quantity: 4n }), 'invalid_quantity'))
      assert.equal((await cart.update(line, { quantity: 3n })).view.count, 5n)
      const other = shop.cart(guest('g'))
      const three = times(3, (index) => ({ product: ring, ...engraved(`${index}`) }))
      await changesNothing(kit, () => refusalOf(other.addMany(three), 'invalid_quantity'))
      assert.deepEqual(await outcomesOf(times(9, (index) => other.add(ring, engraved(`${index}`)))), { ok: 2, invalid_quantity: 7 })
    })

    scenario(open, 'a product may set a smaller limit of its own, and stock counts over all lines', async (kit) => {
      const { shop, shelf } = kit
      const [medal, tote] = [shelf.good('medal', { maxQuantity: 2n }), shelf.article('tote')]
      await shop.stock.set(tote, 3n)
      const cart = shop.cart(ANA)
      await cart.add(medal, { quantity: 2n })
      const refused = await changesNothing(kit, () => refusalOf(cart.add(medal), 'invalid_quantity'))
      assert.equal(refused.details.max, 2n)
      await cart.add(tote, { quantity: 2n, options: { colour: 'red' } })
      const short = await changesNothing(kit, () =>
        refusalOf(cart.add(tote, { quantity: 2n, options: { colour: 'blue' } }), 'insufficient_stock'),
      )
      assert.deepEqual(short.details, { product: 'article:tote', available: 3n, scale: 0 })
    })

    scenarioWith(open, { limits: { maxPerSeller: 3n } }, 'the most pieces of one seller', async (kit) => {
      const { shop, shelf } = kit
      const [coat, tea, flour] = [
        shelf.garment('coat', { seller: MIHAI }),
        shelf.good('tea', { seller: MIHAI }),
        shelf.good('flour', { seller: MIHAI, scale: 3 }),
      ]
      const cart = shop.cart(ANA)
      await changesNothing(kit, () => refusalOf(cart.add(tea, { quantity: 4n }), 'invalid_quantity'))
      await cart.addMany([{ product: coat }, { product: flour, quantity: 7_500n }, { product: tea }])
      const refused = await changesNothing(kit, () => refusalOf(cart.add(tea), 'invalid_quantity'))
      assert.deepEqual(refused.details, { seller: 'mihai', max: 3n })
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 2n }), 'invalid_quantity'))
      await cart.add(shelf.good('salt', { seller: IOANA }), { quantity: 3n })
      await cart.add(shelf.good('sand'), { quantity: 50n })
      assert.deepEqual(await outcomesOf(times(4, (index) => shop.cart(guest('g')).add(shelf.good(`${index}`, { seller: MIHAI })))), {
        ok: 3,
        invalid_quantity: 1,
      })
    })

    scenario(open, 'an update may set the price too, and have it checked', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea', { price: 2_000n })
      const cart = shop.cart(ANA)
      await cart.add(tea)
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 2n, unitPrice: -1n }), 'invalid_input'))
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 2n, unitPrice: 2n ** 63n }), 'invalid_input'))
      await changesNothing(kit, () => refusalOf(cart.add(tea, { unitPrice: 2n ** 63n }), 'invalid_input'))
      const refused = await changesNothing(kit, () =>
        refusalOf(cart.update(tea, { quantity: 2n, unitPrice: 1_999n, validatePrice: true }), 'price_mismatch'),
      )
      assert.deepEqual(refused.details, { product: 'good:tea', price: 2_000n })
      const shown = async () => (await cart.read()).lines.map((line) => [line.quantity, line.unitPrice, line.state])
      await cart.update(tea, { quantity: 1n, unitPrice: 1_500n })
      assert.deepEqual(await shown(), [[1n, 1_500n, 'ok']])
      // A change of the quantity alone keeps the price, whatever the catalogue says.
      await cart.update(tea, { quantity: 3n })
      assert.deepEqual(await shown(), [[3n, 1_500n, 'ok']])
      await changesNothing(kit, () => cart.update(tea, { quantity: 3n, unitPrice: 1_500n }))
      await cart.update(tea, { quantity: 4n, unitPrice: 2_000n, validatePrice: true })
      assert.deepEqual(await shown(), [[4n, 2_000n, 'ok']])
      await cart.update(tea, { quantity: 4n, unitPrice: 0n })
      assert.deepEqual([await shown(), (await cart.read()).totals.subtotal], [[[4n, 0n, 'ok']], 0n])
    })

    scenario(open, 'many at once, all or nothing: the same one twice is summed, the lines are in order', async (kit) => {
      const { shop, shelf } = kit
      const goods = times(4, (index) => shelf.good(`${9 - index}`))
      const [first, second] = [goods[0] ?? assert.fail(), goods[1] ?? assert.fail()]
      const cart = shop.cart(ANA)
      const wrong: readonly [Parameters<typeof cart.addMany>[0], 'invalid_quantity' | 'product_not_found' | 'price_mismatch'][] = [
        [[{ product: first }, { product: second, quantity: 0n }], 'invalid_quantity'],
        [
          [
            { product: first, quantity: 5n },
            { product: first, quantity: -4n },
          ],
          'invalid_quantity',
        ],
        [
          [
            { product: first, quantity: 60n },
            { product: first, quantity: 60n },
          ],
          'invalid_quantity',
        ],
        [[{ product: first }, { product: { type: 'good', id: 'none' } }], 'product_not_found'],
        [[{ product: first, unitPrice: 1n, validatePrice: true }, { product: first }], 'price_mismatch'],
      ]
      for (const [items, code] of wrong) await changesNothing(kit, () => refusalOf(cart.addMany(items), code))
      await changesNothing(kit, () => cart.addMany([]))
      const { view } = await cart.addMany([...goods, first].map((product) => ({ product, quantity: 2n })))
      assert.deepEqual(
        [...view].map((line) => [line.product.id, line.quantity]),
        [
          ['9', 4n],
          ['8', 2n],
          ['7', 2n],
          ['6', 2n],
        ],
      )
      const again = await cart.addMany(goods.toReversed().map((product) => ({ product })))
      assert.deepEqual(
        [...again.view].map((line) => line.quantity),
        [5n, 3n, 3n, 3n],
      )
    })
  })
}
