import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  createShop,
  decimal,
  flatTax,
  money,
  quantity,
  quantityText,
  type ShippingCalculator,
  sql,
  type TaxCalculator,
  type TaxQuestion,
} from '../../src/index.ts'
import { ADDRESS, ANA, changesNothing, type Kit, refusalOf, scenario, scenarioWith, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { onBothEngines, PLAIN } from './engines.ts'

const wrongQuote = async (kit: Kit, plugin: string): Promise<void> => {
  const cart = kit.shop.cart(ANA)
  await cart.add(kit.shelf.good('tea'))
  const refused = await changesNothing(kit, () => refusalOf(cart.quote({ address: ADDRESS }), 'plugin_failed'))
  assert.equal(refused.details.plugin, plugin)
}

/** 4.2: amounts. */
onBothEngines('faults 4.2', (open) => {
  describe('G10 inexact sums', () => {
    scenarioWith(
      open,
      PLAIN,
      'dimes, tens and amounts of 16 digits are summed to the cent, and written with two decimals',
      async ({ shop, shelf }) => {
        const worth = async (name: string, ...prices: readonly bigint[]): Promise<string> => {
          const items = prices.map((price, index) => ({ product: shelf.good(`${name}-${index}`, { price }) }))
          return decimal((await shop.cart({ token: name }).addMany(items)).view.totals.subtotal, 'RON')
        }
        assert.equal(await worth('tens', 1_000n, 1_000n), '20.00')
        assert.equal(await worth('dimes', 10n, 20n), '0.30')
        assert.equal(await worth('large', 123_456_789_012_345_678n), '1234567890123456.78')
        assert.equal(await worth('both', 123_456_789_012_345_678n, 1n), '1234567890123456.79')
        assert.equal(await worth('thousand', ...times(1_000, () => 10n)), '100.00')
      },
    )

    scenarioWith(open, PLAIN, 'the line, the subtotal, the total and the database say the same', async ({ shop, shelf, database }) => {
      const { view } = await shop.cart(ANA).add(shelf.good('gold', { price: 123_456_789_012_345_678n }))
      const [line] = (await readTables(database)).cart_line
      const said = [view.lines[0]?.unitPrice, view.lines[0]?.total, view.totals.subtotal, view.totals.total, line?.unit_price]
      assert.deepEqual(new Set(said).size, 1)
    })
  })

  describe('G11 prices of three decimals', () => {
    scenario(open, 'are refused at the door, not rounded by whoever stores them', async () => {
      for (const text of ['1.005', '1.025', '0.001', '1.', '1,00', '1e2', ' 1']) {
        assert.throws(
          () => money(text, 'RON'),
          (error: { code?: string }) => error.code === 'invalid_input',
        )
      }
      assert.equal(money('1.02', 'RON'), 102n)
    })

    scenarioWith(
      open,
      PLAIN,
      'where parts of a cent come about, one rule rounds them once: half up, at the line',
      async ({ shop, shelf }) => {
        const spice = shelf.good('spice', { price: 101n, scale: 3 })
        const { view } = await shop.cart(ANA).add(spice, { quantity: 500n })
        assert.deepEqual([view.lines[0]?.total, view.totals.subtotal], [51n, 51n])
      },
    )
  })

  describe('G12 floats as prices', () => {
    scenario(open, 'a source and a caller can give whole minor units only', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      for (const price of [19.99, 1_999, '19.99', Number.NaN, null])
        await changesNothing(kit, async () => {
          shelf.change(tea, { price: price as never })
          assert.equal((await refusalOf(shop.cart(ANA).add(tea), 'plugin_failed')).details.plugin, 'products.good')
        })
      shelf.change(tea, { price: 1_999n })
      assert.equal(typeof (await shop.cart(ANA).add(tea)).view.lines[0]?.unitPrice, 'bigint')
    })

    for (const unitPrice of [19.99, 1_999, '1999', Number.NaN, null, true]) {
      scenario(open, `a unit price of ${JSON.stringify(unitPrice)} (${typeof unitPrice}) is refused`, async (kit) => {
        const tea = kit.shelf.good('tea')
        const given = { unitPrice: unitPrice as never }
        await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).add(tea, given), 'invalid_input'))
        await kit.shop.cart(ANA).add(tea)
        await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).update(tea, { quantity: 2n, ...given }), 'invalid_input'))
      })
    }
  })

  describe('G13 negative prices', () => {
    scenario(open, 'are refused from callers and sources, and by the tables themselves', async (kit) => {
      const { shop, shelf, database } = kit
      const tea = shelf.good('tea')
      const cart = shop.cart(ANA)
      await changesNothing(kit, () => refusalOf(cart.add(tea, { unitPrice: -500n }), 'invalid_input'))
      await cart.add(tea)
      await changesNothing(kit, () => refusalOf(cart.update(tea, { quantity: 1n, unitPrice: -1n }), 'invalid_input'))
      await changesNothing(kit, () => assert.rejects(database.batch([sql`update cart_line set unit_price = -1`])))
    })
  })

  describe('G14 a coupon that is not rounded', () => {
    scenarioWith(open, PLAIN, '15 % of 99.99: what is saved and what is paid add up, and so do the lines', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'SAVE', kind: 'percent', value: 1_500n })
      const cart = shop.cart(ANA)
      await cart.addMany([3_333n, 3_333n, 3_333n].map((price, index) => ({ product: shelf.good(`${index}`, { price }) })))
      const { quote, totals } = (await cart.applyDiscount('SAVE')).view
      assert.deepEqual([totals.discount, totals.total], [1_500n, 8_499n])
      const summed = (part: 'discount' | 'paid'): bigint => quote.lines.reduce((sum, line) => sum + line[part], 0n)
      assert.deepEqual([summed('discount'), summed('paid')], [totals.discount, totals.total])
    })
  })

  describe('G15 currencies and taxes', () => {
    scenario(
      open,
      'a shop has its currency, with its own decimals, and a product in another one is not summed up',
      async ({ database, shelf }) => {
        shelf.good('tea', { currency: 'JPY', price: 1_234n })
        shelf.good('dear', { currency: 'EUR' })
        const shop = await createShop({ database, currency: 'JPY', products: shelf.sources })
        const cart = shop.cart(ANA)
        const [tea, dear] = [
          { type: 'good', id: 'tea' },
          { type: 'good', id: 'dear' },
        ]
        await refusalOf(cart.addMany([{ product: tea }, { product: dear }]), 'invalid_input')
        shelf.change(dear, { currency: 'JPY' })
        await cart.addMany([{ product: tea }, { product: dear }])
        shelf.change(dear, { currency: 'EUR' })
        const view = await cart.read()
        assert.deepEqual([decimal(view.totals.subtotal, view.currency), view.lines[1]?.reason], ['1234', 'currency'])
      },
    )

    scenarioWith(
      open,
      { ...PLAIN, tax: flatTax({ rate: '21%', mode: 'included' }) },
      'prices may contain the tax',
      async ({ shop, shelf }) => {
        const { totals } = (await shop.cart(ANA).add(shelf.good('tea', { price: 12_100n }))).view
        assert.deepEqual([totals.tax, totals.taxIncluded, totals.total], [0n, 2_100n, 12_100n])
      },
    )

    const asked: TaxQuestion[] = []
    const tax: TaxCalculator = async (question) => {
      asked.push(question)
      return { added: 0n, included: 0n, lines: new Map() }
    }
    scenarioWith(
      open,
      { ...PLAIN, tax },
      'the calculator is told the address, the currency, and each line after its discount',
      async ({ shop, shelf }) => {
        asked.length = 0
        await shop.discounts.create({ code: 'HALF', kind: 'percent', value: 5_000n })
        const cart = shop.cart(ANA)
        await cart.add(shelf.good('tea', { taxClass: 'food' }))
        await cart.applyDiscount('HALF')
        await cart.quote({ address: ADDRESS })
        const [question] = asked
        assert.deepEqual(
          [question?.currency, question?.address?.country, question?.lines[0]?.net, question?.lines[0]?.taxClass],
          ['RON', 'RO', 500n, 'food'],
        )
      },
    )
  })

  describe('G16 negative answers of plug-ins', () => {
    const tax: TaxCalculator = async () => ({ added: -100n, included: 0n, lines: new Map() })
    scenarioWith(open, { ...PLAIN, tax }, 'a negative tax is refused, not taken off the total', (kit) => wrongQuote(kit, 'tax'))

    const shipping: ShippingCalculator = async ({ groups }) =>
      groups.map(({ seller }) => ({ id: 'van', name: 'Van', price: -1n, estimate: false, seller, kind: 'street' }))
    scenarioWith(open, { ...PLAIN, shipping }, 'so is a negative price of shipping', (kit) => wrongQuote(kit, 'shipping'))
  })

  describe('G17 parts of a unit', () => {
    scenarioWith(
      open,
      { ...PLAIN, limits: { maxQuantity: 10n ** 20n } },
      'grams, satoshi and wei are exact through add, update and sums',
      async ({ shop, shelf }) => {
        const cart = shop.cart(ANA)
        for (const [scale, text] of [
          [3, '1.255'],
          [8, '0.00000001'],
          [18, '123456789.000000000000000001'],
        ] as const) {
          const stuff = shelf.good(`of ${scale}`, { scale })
          const steps = quantity(text, scale)
          await cart.add(stuff, { quantity: steps })
          const { view } = await cart.add(stuff, { quantity: steps })
          const line = view.lines.find(({ product }) => product.id === stuff.id)
          assert.equal(line?.quantity, 2n * steps)
          assert.equal(
            quantityText(
              (await cart.update(stuff, { quantity: steps })).view.lines.find(({ product }) => product.id === stuff.id)?.quantity ?? 0n,
              scale,
            ),
            text,
          )
        }
      },
    )
  })
})
