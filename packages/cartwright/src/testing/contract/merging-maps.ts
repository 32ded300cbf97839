import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, BOGDAN, changesNothing, MIHAI, noticeCodes, type OpenDatabase, scenario, scenarioWith, times } from './kit.ts'
import { amounts } from './merging-strategies.ts'

/** A plain map product -> quantity, as older carts keep it in a session. */
export function describeCartMaps(open: OpenDatabase): void {
  describe('a plain map', () => {
    scenarioWith(open, { limits: { maxQuantity: 10n } }, 'is added: all that can be had, the rest is reported', async ({ shop, shelf }) => {
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 3n)
      const [coat, flour, tea] = [shelf.garment('coat'), shelf.good('flour', { scale: 3 }), shelf.good('tea')]
      shelf.garment('own', { seller: { id: 'ana', name: 'Ana' } })
      const taken = shelf.garment('taken')
      await shop.cart(BOGDAN).add(taken)
      await shop.cart(ANA).add(tea, { quantity: 4n })
      const { view, notices, report } = await shop.cart(ANA).mergeMap({
        'garment:coat': 1n,
        'garment:own': 1n,
        'garment:taken': 1n,
        'garment:none': 1n,
        'article:tote': 5n,
        'good:flour': '1.25',
        'good:tea': 7,
        'good:zero': 0,
        nonsense: 1n,
      })
      assert.deepEqual(amounts(view.lines), { tea: 10n, coat: 1n, tote: 3n, flour: 1_250n })
      const reasons = (lines: typeof report.dropped) => lines.map(({ product, reason }) => [product, reason])
      assert.deepEqual(reasons(report.clamped), [
        ['article:tote', 'insufficient_stock'],
        ['good:tea', 'max_quantity'],
      ])
      assert.deepEqual(reasons(report.dropped), [
        ['garment:own', 'own_product'],
        ['garment:taken', 'item_taken'],
        ['garment:none', 'product_not_found'],
        ['good:zero', 'product_not_found'],
        ['nonsense', 'product_not_found'],
      ])
      assert.deepEqual(
        [report.moved, report.summed].map((lines) => lines.map(({ product }) => product)),
        [['garment:coat', 'article:tote', 'good:flour'], ['good:tea']],
      )
      assert.equal(noticeCodes(notices).filter((code) => code === 'item_dropped').length, 5)
      assert.equal(view.lines.find((line) => line.product.id === coat.id)?.state, 'ok')
      assert.equal(view.lines.find((line) => line.product.id === flour.id)?.scale, 3)
    })

    scenario(open, 'may have ids alone; wrong quantities are left out', async (kit) => {
      const { shop, shelf } = kit
      for (const id of ['1', '2', '3', '4']) shelf.good(id)
      const { view, report } = await shop.cart(ANA).mergeMap({ 1: 2, 2: -1, 3: 1.5, 4: 'many' }, 'good')
      assert.deepEqual(amounts(view.lines), { 1: 2n })
      assert.deepEqual(
        report.dropped.map(({ reason }) => reason),
        times(3, () => 'invalid_quantity'),
      )
      for (const map of [{}, { 9: 1n }]) await changesNothing(kit, () => shop.cart(ANA).mergeMap(map, 'good'))
      await assert.rejects(shop.cart({}).mergeMap({ 1: 1n }, 'good'), RangeError)
    })

    scenarioWith(
      open,
      { holds: { limit: 2 }, limits: { maxPerSeller: 3n } },
      'what a limit of the cart refuses is left out, the rest comes',
      async ({ shop, shelf }) => {
        for (const id of ['a', 'b', 'c']) shelf.garment(id)
        const { view, report } = await shop.cart(ANA).mergeMap({ 'garment:a': 1, 'garment:b': 1, 'garment:c': 1 })
        assert.deepEqual([view.lines.length, report.dropped.map(({ reason }) => reason)], [2, ['hold_limit']])
        for (const id of ['d', 'e', 'f', 'g']) shelf.good(id, { seller: MIHAI })
        const more = await shop.cart(BOGDAN).mergeMap({ 'good:d': 1, 'good:e': 1, 'good:f': 1, 'good:g': 1 })
        assert.deepEqual([more.view.lines.length, more.report.dropped.length], [3, 1])
      },
    )
  })
}
