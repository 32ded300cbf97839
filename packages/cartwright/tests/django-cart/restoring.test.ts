import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, changesNothing, guest, type Kit, refusalOf, scenario, scenarioWith } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { holding, onBothEngines } from './engines.ts'

/** Content type 7 are garments, 8 are goods. */
const TYPES = { contentTypes: { 7: 'garment', 8: 'good' } }

/** Goods 1 to 3 and a garment 1. */
function shelves({ shelf }: Kit): void {
  for (const id of ['1', '2', '3']) shelf.good(id)
  shelf.garment('1')
}

onBothEngines('export and restore', (open) => {
  describe('2.13 export', () => {
    scenario(open, 'a cart is plain JSON: each product with its exact quantity, and the code; no price, no person', async (kit) => {
      shelves(kit)
      const cart = kit.shop.cart(ANA)
      await kit.shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await cart.addMany([{ product: { type: 'good', id: '1' }, quantity: 2n }, { product: { type: 'garment', id: '1' } }])
      await cart.applyDiscount('TEN')
      assert.deepEqual(JSON.parse(JSON.stringify(await changesNothing(kit, () => cart.export()))), {
        version: 1,
        currency: 'RON',
        lines: [
          { product: { type: 'good', id: '1' }, quantity: '2', scale: 0 },
          { product: { type: 'garment', id: '1' }, quantity: '1', scale: 0 },
        ],
        codes: ['TEN'],
      })
    })

    scenario(open, 'no cart is an empty payload, which restores to nothing', async (kit) => {
      const payload = await kit.shop.cart(ANA).export()
      assert.deepEqual([payload.lines, payload.codes], [[], []])
      await changesNothing(kit, () => kit.shop.cart(ANA).restore(payload))
    })

    scenario(open, 'there and back: the same lines, the same code, in another session', async (kit) => {
      shelves(kit)
      await kit.shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await kit.shop.cart(guest('one')).add({ type: 'good', id: '2' }, { quantity: 4n })
      await kit.shop.cart(guest('one')).applyDiscount('TEN')
      const { view } = await kit.shop.cart(ANA).restore(await kit.shop.cart(guest('one')).export())
      assert.deepEqual([holding(view), view.discounts[0]?.code], [[['2', 4n]], 'TEN'])
    })
  })

  describe('2.13 restore of its own export', () => {
    scenarioWith(
      open,
      { stock: { reserve: 'add' } },
      'changes nothing: units that are kept for the cart are not in its own way',
      async (kit) => {
        const tote = kit.shelf.article('tote')
        await kit.shop.stock.set(tote, 4n)
        const cart = kit.shop.cart(ANA)
        await cart.add(tote, { quantity: 3n })
        const payload = await cart.export()
        const { dropped, clamped } = await changesNothing(kit, () => cart.restore(payload))
        assert.deepEqual([dropped, clamped], [[], []])
      },
    )
  })

  describe('2.13 restore of a payload of django-cart', () => {
    scenario(open, 'is an overlay: a line gets the payload’s quantity, a new one comes, all others stay', async (kit) => {
      shelves(kit)
      const cart = kit.shop.cart(ANA)
      await cart.addMany(['1', '2'].map((id) => ({ product: { type: 'good', id }, quantity: 5n })))
      const { view } = await cart.restore({ '8:1': { quantity: 2 }, '8:3': { quantity: 4 } }, TYPES)
      assert.deepEqual(holding(view), [
        ['1', 2n],
        ['2', 5n],
        ['3', 4n],
      ])
      await changesNothing(kit, () => cart.restore({}, TYPES))
    })

    scenario(open, 'a value without a quantity keeps what is there, and is one for a new line', async (kit) => {
      shelves(kit)
      await kit.shop.cart(ANA).add({ type: 'good', id: '1' }, { quantity: 5n })
      assert.deepEqual(holding((await kit.shop.cart(ANA).restore({ '8:1': {}, '8:2': {} }, TYPES)).view), [
        ['1', 5n],
        ['2', 1n],
      ])
    })

    scenario(open, 'keys of both forms; a bare one needs its content type, by name of the field', async (kit) => {
      shelves(kit)
      const cart = kit.shop.cart(ANA)
      const both = { '8:1': { quantity: 1 }, 2: { content_type_id: 8, quantity: 2 } }
      assert.equal((await cart.restore(both, TYPES)).view.count, 3n)
      const { details } = await changesNothing(kit, () => refusalOf(cart.restore({ 1: { quantity: 1 } }, TYPES), 'invalid_input'))
      assert.deepEqual(details.errors, [{ field: '1.content_type_id', code: 'required' }])
    })

    for (const key of ['a:b', 'abc', '8:', ':1', '8:1:2', '-8:1', '8.5:1']) {
      scenario(open, `the key ${key} is refused`, async (kit) => {
        await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).restore({ [key]: { quantity: 1 } }, TYPES), 'invalid_input'))
      })
    }

    scenario(open, 'with a key of two ids, those inside the value do not count', async (kit) => {
      shelves(kit)
      const { view } = await kit.shop.cart(ANA).restore({ '8:1': { content_type_id: 7, object_id: 3, quantity: 1 } }, TYPES)
      assert.deepEqual([view.lines[0]?.product.type, view.lines[0]?.product.id], ['good', '1'])
    })

    scenario(open, 'reserved keys are passed over; an unknown code too, and it is told', async (kit) => {
      shelves(kit)
      const payload = { '8:1': { quantity: 1 }, __discount__: { code: 'NONE' }, __note__: 'x' }
      const { view, skipped } = await kit.shop.cart(ANA).restore(payload, TYPES)
      assert.deepEqual([view.count, skipped], [1n, [{ code: 'NONE', reason: 'unknown' }]])
    })

    scenario(open, 'the same id under two types is two lines, both ways', async (kit) => {
      shelves(kit)
      const { view } = await kit.shop.cart(ANA).restore({ '7:1': { quantity: 1 }, '8:1': { quantity: 3 } }, TYPES)
      assert.deepEqual(view.lines.map(({ product, quantity }) => `${product.type} ${quantity}`).sort(), ['garment 1', 'good 3'])
      assert.equal((await kit.shop.cart(ANA).export()).lines.length, 2)
    })

    for (const quantity of [0, -1, 'abc']) {
      scenario(open, `quantity ${quantity}: the row is left out and told, the others are carried`, async (kit) => {
        shelves(kit)
        const { dropped, view } = await kit.shop.cart(ANA).restore({ '8:1': { quantity }, '8:2': { quantity: 2 } }, TYPES)
        assert.deepEqual(
          dropped.map(({ product, reason }) => `${product} ${reason}`),
          ['good:1 invalid_quantity'],
        )
        assert.deepEqual([view.count, view.lines[0]?.product.id], [2n, '2'])
      })
    }

    const malformed: readonly (readonly [string, unknown])[] = [
      ['no map as a value', { '8:1': 5 }],
      ['a list', []],
      ['nothing', null],
    ]
    for (const [what, payload] of malformed) {
      scenario(open, `${what}: refused by one kind of error, and nothing of it is done`, async (kit) => {
        shelves(kit)
        await kit.shop.cart(ANA).add({ type: 'good', id: '1' }, { quantity: 2n })
        await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).restore(payload, TYPES), 'invalid_input'))
      })
    }

    scenario(open, 'a product and a content type that nobody knows are left out and told', async (kit) => {
      shelves(kit)
      const { dropped, view } = await kit.shop.cart(ANA).restore({ '8:404': { quantity: 1 }, '99:1': { quantity: 1 }, '8:1': {} }, TYPES)
      assert.deepEqual([...dropped].map(({ product, reason }) => `${product} ${reason}`).sort(), [
        '99:1 content_type',
        'good:404 product_not_found',
      ])
      assert.equal(view.count, 1n)
      assert.equal((await readTables(kit.database)).cart_line.length, 1)
    })
  })
})
