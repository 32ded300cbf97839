import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { CartPayload, CartView, ShopError } from '../../index.ts'
import { ANA, BOGDAN, buy, changesNothing, guest, type Kit, type OpenDatabase, refusalOf, scenario, scenarioWith, times } from './kit.ts'

const quantities = (view: CartView): Record<string, bigint> =>
  Object.fromEntries(view.lines.map((line) => [line.product.id, line.quantity]))
const fieldsOf = (error: ShopError): string[] =>
  (error.details.errors as { field: string; code: string }[]).map(({ field, code }) => `${field} ${code}`)
const overJson = (payload: CartPayload): unknown => JSON.parse(JSON.stringify(payload))
const TYPES = { contentTypes: { 7: 'garment', 8: 'good', 9: 'article' } }

/** Two goods, and a garment that Bogdan holds. */
async function shelves({ shop, shelf }: Kit): Promise<void> {
  for (const id of ['1', '2', '3']) shelf.good(id)
  shelf.garment('1')
  await shop.cart(BOGDAN).add(shelf.garment('2'))
}

/** A cart as JSON, and back. */
export function describeExporting(open: OpenDatabase): void {
  describe('export and restore', () => {
    scenarioWith(
      open,
      { limits: { maxQuantity: 10n ** 12n } },
      'a cart travels through JSON, exact to the last of 18 digits, and prices are those of the catalogue',
      async (kit) => {
        const { shop, shelf } = kit
        const wei = shelf.good('wei', { scale: 18 })
        const steps = 12_345_678_900_000_000_000_000_001n
        const ring = shelf.garment('ring')
        const cart = shop.cart(ANA)
        await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
        await cart.addMany([
          { product: wei, quantity: steps },
          { product: shelf.good('mug'), quantity: 2n, options: { engraving: 'A' } },
          { product: shelf.good('mug'), unitPrice: 1n },
          { product: ring },
        ])
        await cart.applyDiscount('TEN')
        const payload = await changesNothing(kit, () => cart.export())
        assert.equal(payload.lines[0]?.quantity, '12345678.900000000000000001')
        await cart.clear()
        shelf.change(shelf.good('mug'), { price: 777n })
        const { view, dropped, clamped, skipped, notices } = await shop.cart(guest('one')).restore(overJson(payload))
        assert.deepEqual([dropped, clamped, skipped, notices], [[], [], [], []])
        assert.deepEqual(
          view.lines.map(({ product, options, quantity }) => [product.id, options, quantity]),
          [
            ['wei', '', steps],
            ['mug', '[["engraving","A"]]', 2n],
            ['mug', '', 1n],
            ['ring', '', 1n],
          ],
        )
        assert.deepEqual([view.lines[1]?.unitPrice, view.lines[2]?.unitPrice], [777n, 777n])
        assert.deepEqual(
          view.discounts.map((one) => one.code),
          ['TEN'],
        )
        await refusalOf(shop.cart(BOGDAN).add(ring), 'item_taken')
        assert.deepEqual((await shop.cart(guest('one')).export()).lines, payload.lines)
      },
    )

    scenario(open, 'an overlay sets quantities and leaves other lines; again, it changes nothing', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.addMany([
        { product: shelf.good('tea'), quantity: 5n },
        { product: shelf.good('salt'), quantity: 3n },
      ])
      const payload = {
        version: 1,
        currency: 'RON',
        lines: [
          { product: shelf.good('tea'), quantity: '2' },
          { product: shelf.good('rice'), quantity: '4' },
        ],
        codes: [],
      }
      assert.deepEqual(quantities((await cart.restore(payload)).view), { tea: 2n, salt: 3n, rice: 4n })
      const again = await shop.cart(ANA).export()
      await cart.restore(payload)
      assert.deepEqual(await cart.export(), again)
      assert.deepEqual(quantities((await cart.restore(payload, { mode: 'replace' })).view), { tea: 2n, rice: 4n })
      assert.deepEqual(quantities((await cart.restore({})).view), { tea: 2n, rice: 4n })
      assert.deepEqual(quantities((await cart.restore({}, { mode: 'replace' })).view), {})
    })

    scenarioWith(
      open,
      { limits: { maxQuantity: 10n, maxLines: 6 }, holds: { limit: 2 } },
      'nothing is trusted; all that did not fit is told',
      async (kit) => {
        const { shop, shelf } = kit
        const cart = shop.cart(ANA)
        const bag = shelf.article('bag')
        const out = shelf.article('out')
        await shop.stock.set(bag, 3n)
        await shop.stock.set(out, 0n)
        await shop.cart(BOGDAN).add(shelf.garment('taken'))
        await shop.discounts.create({ code: 'OVER', kind: 'percent', value: 5_000n, active: false })
        await cart.add(shelf.good('tea'))
        const line = (product: { type: string; id: string }, quantity: string): object => ({ product, quantity })
        const { view, dropped, clamped, skipped } = await cart.restore({
          version: 1,
          currency: 'RON',
          lines: [
            line(shelf.good('tea'), '50'),
            line(bag, '9'),
            line(out, '1'),
            line({ type: 'good', id: 'gone' }, '1'),
            line({ type: 'nothing', id: '1' }, '1'),
            line({ type: 'garment', id: 'taken' }, '1'),
            line(shelf.garment('lot', { auctionOnly: true }), '1'),
            line(shelf.garment('sold', { sold: true }), '1'),
            line(shelf.garment('own', { seller: { id: 'ana', name: 'Ana' } }), '1'),
            line(shelf.garment('dear', { currency: 'EUR' }), '1'),
            line(shelf.good('whole'), '1.5'),
            ...times(3, (index) => line(shelf.garment(`coat-${index}`), '4')),
            line(shelf.good('salt'), '1'),
            line(shelf.good('rice'), '1'),
            line(shelf.good('many'), '1'),
          ],
          codes: ['OVER', 'no such code'],
        })
        assert.deepEqual(quantities(view), { tea: 10n, bag: 3n, 'coat-0': 1n, 'coat-1': 1n, salt: 1n, rice: 1n })
        assert.deepEqual(Object.fromEntries(dropped.map(({ product, reason }) => [product, reason])), {
          'article:out': 'insufficient_stock',
          'good:gone': 'product_not_found',
          'nothing:1': 'product_not_found',
          'garment:taken': 'item_taken',
          'garment:lot': 'auction_only',
          'garment:sold': 'item_sold',
          'garment:own': 'own_product',
          'garment:dear': 'currency',
          'good:whole': 'invalid_quantity',
          'garment:coat-2': 'hold_limit',
          'good:many': 'invalid_quantity',
        })
        assert.deepEqual(
          clamped.filter((one) => !one.product.startsWith('garment:')),
          [
            { product: 'good:tea', wanted: '50', quantity: '10', reason: 'invalid_quantity' },
            { product: 'article:bag', wanted: '9', quantity: '3', reason: 'insufficient_stock' },
          ],
        )
        assert.deepEqual(skipped, [
          { code: 'OVER', reason: 'unknown' },
          { code: 'no such code', reason: 'unknown' },
        ])
      },
    )

    scenario(open, 'reads both forms of django-cart, and trusts neither', async (kit) => {
      const { shop } = kit
      await shelves(kit)
      await shop.discounts.create({ code: 'SALE', kind: 'percent', value: 1_000n })
      const cart = shop.cart(ANA)
      const answer = await cart.restore(
        {
          '8:1': { content_type_id: 99, object_id: 99, quantity: 2, unit_price: '-5.00', total_price: 'nonsense' },
          '7:1': { quantity: 1, unit_price: '0.01' },
          '7:2': { quantity: 1 },
          '3': { content_type_id: 8, object_id: 3, quantity: 3, unit_price: '0.01' },
          '2': { content_type_id: 8 },
          '9:99999999999': { quantity: 1 },
          '4:1': { quantity: 1 },
          __discount__: { code: 'sale' },
          __note__: 'anything',
        },
        TYPES,
      )
      assert.deepEqual(
        answer.view.lines.map(({ product, quantity, unitPrice }) => `${product.type}:${product.id} ${quantity} ${unitPrice}`).sort(),
        ['garment:1 1 10000', 'good:1 2 1000', 'good:2 1 1000', 'good:3 3 1000'],
      )
      assert.deepEqual(
        answer.dropped,
        [
          { product: '4:1', reason: 'content_type' },
          { product: 'article:99999999999', reason: 'product_not_found' },
          { product: 'garment:2', reason: 'item_taken' },
        ].sort(
          (left, right) =>
            answer.dropped.findIndex((one) => one.product === left.product) -
            answer.dropped.findIndex((one) => one.product === right.product),
        ),
      )
      assert.deepEqual(
        answer.view.discounts.map((one) => one.code),
        ['SALE'],
      )
      const { view } = await cart.restore({ '8:1': {} }, TYPES)
      assert.equal(
        quantities(view)['1'] === 2n ||
          view.lines.some((line) => line.product.type === 'good' && line.product.id === '1' && line.quantity === 2n),
        true,
      )
    })

    scenario(open, 'refuses what is malformed, naming the fields, and changes nothing', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      const own = { version: 1, currency: 'RON', lines: [{ product: { type: 'good', id: 'tea' }, quantity: '2', scale: 0 }], codes: [] }
      const line = own.lines[0]
      const wrong: readonly [unknown, string][] = [
        [null, ' invalid'],
        ['{}', ' invalid'],
        [[], ' invalid'],
        [{ ...own, version: 2 }, 'version choice'],
        [{ ...own, total: '1.00' }, 'total unknown_field'],
        [{ ...own, lines: [{ ...line, unit_price: '0.01' }] }, 'lines.0.unit_price unknown_field'],
        ...['0', '-1', '1e3', 'abc', '', ' 1', '0x10', '٣'].map((quantity): [unknown, string] => [
          { ...own, lines: [{ ...line, quantity }] },
          'lines.0.quantity quantity',
        ]),
        [{ ...own, codes: [5] }, 'codes.0 invalid'],
        [{ abc: { quantity: 1 } }, 'abc format'],
        [{ 'a:b': { quantity: 1 } }, 'a:b format'],
        [{ '8:1': 5 }, '8:1 invalid'],
        [{ '8:1': { quantity: Number.NaN } }, '8:1.quantity invalid'],
        [{ '42': { quantity: 1 } }, '42.content_type_id required'],
        [{ __discount__: 'SALE' }, '__discount__ invalid'],
      ]
      for (const [payload, field] of wrong) {
        const refused = await changesNothing(kit, () => refusalOf(cart.restore(payload, TYPES), 'invalid_input'))
        assert.deepEqual(fieldsOf(refused), [field], JSON.stringify(payload))
      }
    })

    scenario(open, 'a cart in payment is not restored into', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(ANA).add(shelf.good('tea'))
      const payload = await shop.cart(ANA).export()
      await buy(shop.cart(ANA), { payment: 'card' })
      await changesNothing(kit, () => refusalOf(shop.cart(ANA).restore(payload), 'cart_changed'))
    })
  })
}
