import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, changesNothing, guest, MIHAI, noticeCodes, type OpenDatabase, refusalOf, scenario, scenarioWith } from './kit.ts'

/** Prices, products that change by themselves, and who may buy what. */
export function describePrices(open: OpenDatabase): void {
  describe('prices and products', () => {
    scenario(open, "the price is the catalogue's; the server may override it, and have it checked", async (kit) => {
      const { shop, shelf, clock } = kit
      const [tea, coat] = [shelf.good('tea', { price: 2_400n }), shelf.garment('coat')]
      const cart = shop.cart(ANA)
      assert.equal((await cart.add(tea, { unitPrice: 1_999n })).view.lines[0]?.unitPrice, 1_999n)
      shelf.change(tea, { price: 9_900n })
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.unitPrice, line.state]),
        [[1_999n, 'ok']],
      )

      const refused = await changesNothing(kit, () =>
        refusalOf(cart.add(coat, { unitPrice: 9_999n, validatePrice: true }), 'price_mismatch'),
      )
      assert.deepEqual(refused.details, { product: 'garment:coat', price: 10_000n })
      await changesNothing(kit, () => refusalOf(cart.add(coat, { unitPrice: -1n }), 'invalid_input'))
      clock.advance(1n)
      assert.equal((await cart.add(coat, { unitPrice: 10_000n, validatePrice: true })).view.lines[1]?.unitPrice, 10_000n)
    })

    scenario(open, 'a price that moved is shown at once and said, until the buyer has seen it', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea', { price: 2_000n })
      const cart = shop.cart(ANA)
      await cart.add(tea, { quantity: 3n })
      for (const [price, severity] of [
        [2_500n, 'warning'],
        [1_500n, 'info'],
      ] as const) {
        const before = (await cart.read()).lines[0]?.unitPrice
        shelf.change(tea, { price })
        const view = await changesNothing(kit, () => cart.read())
        assert.deepEqual([view.lines[0]?.state, view.lines[0]?.unitPrice, view.totals.subtotal], ['price_changed', price, 3n * price])
        const [notice] = view.notices
        assert.deepEqual(
          [notice?.code, notice?.severity, notice?.details],
          ['price_changed', severity, { name: 'good tea', before: String(before), after: String(price) }],
        )
        const { view: seen } = await cart.noticesSeen(['price_changed'])
        assert.deepEqual([seen.lines[0]?.state, seen.notices, seen.totals.subtotal], ['ok', [], 3n * price])
      }
      await changesNothing(kit, () => cart.noticesSeen())
    })

    scenario(open, 'a vanished product is remarked, not counted, and can be removed; back again, it counts', async ({ shop, shelf }) => {
      const [tea, salt] = [shelf.good('tea', { price: 2_000n }), shelf.good('salt', { price: 300n })]
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: tea, quantity: 2n }, { product: salt }])
      shelf.remove(tea)
      const view = await cart.read()
      assert.deepEqual(
        view.lines.map((line) => [line.state, line.reason]),
        [
          ['unavailable', 'gone'],
          ['ok', null],
        ],
      )
      assert.deepEqual([noticeCodes(view.notices), view.count, view.totals.subtotal, view.isEmpty], [['unavailable'], 1n, 300n, false])
      assert.equal(view.has(tea), true)
      await refusalOf(cart.add(tea), 'product_not_found')
      shelf.good('tea', { price: 2_000n })
      assert.equal((await cart.read()).totals.subtotal, 4_300n)
      shelf.remove(tea)
      const { view: left } = await cart.remove(tea)
      assert.deepEqual([left.uniqueCount, left.notices], [1, []])
    })

    scenario(open, 'what the source calls sold or for auction only is not added, and not kept', async (kit) => {
      const { shop, shelf } = kit
      const [sold, lot, coat] = [shelf.garment('sold', { sold: true }), shelf.garment('lot', { auctionOnly: true }), shelf.garment('coat')]
      const cart = shop.cart(ANA)
      await changesNothing(kit, () => refusalOf(cart.add(sold), 'item_sold'))
      await changesNothing(kit, () => refusalOf(cart.add(lot), 'auction_only'))
      await cart.add(coat)
      shelf.change(coat, { auctionOnly: true })
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.state, line.reason]),
        [['unavailable', 'auction_only']],
      )
      shelf.change(coat, { sold: true })
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.state, line.reason]),
        [['unavailable', 'item_sold']],
      )
    })

    scenario(open, 'nobody buys an own product, by any route', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat', { seller: MIHAI })
      const hat = shelf.garment('hat')
      const mihai = { userId: 'mihai', roles: ['seller', 'buyer', 'sellerCanBuy'] }
      const cart = shop.cart(mihai)
      await changesNothing(kit, () => refusalOf(cart.add(coat), 'own_product'))
      await changesNothing(kit, () => refusalOf(cart.addMany([{ product: hat }, { product: coat }]), 'own_product'))
      await shop.cart(guest('mihai')).addMany([{ product: coat }, { product: hat }])
      const { view, notices } = await shop.login({ token: 'token-of-mihai' }, mihai)
      assert.deepEqual(
        view.lines.map((line) => line.product.id),
        ['hat'],
      )
      assert.ok(noticeCodes(notices).includes('own_product_dropped'))
      assert.equal((await shop.cart(ANA).add(coat)).view.lines[0]?.state, 'ok')
    })

    scenario(open, 'a seller buys only with both rights, and not any more when one is withdrawn', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      const roles = ['seller', 'buyer', 'sellerCanBuy']
      for (const [missing, reason] of [
        ['buyer', 'buyer'],
        ['sellerCanBuy', 'sellerCanBuy'],
      ] as const) {
        const cart = shop.cart({ userId: 'ioana', roles: roles.filter((role) => role !== missing) })
        const refused = await changesNothing(kit, () => refusalOf(cart.add(coat), 'buyer_not_allowed'))
        assert.equal(refused.details.reason, reason)
      }
      await shop.cart({ userId: 'ioana', roles }).add(coat)
      const cart = shop.cart({ userId: 'ioana', roles: ['seller', 'buyer'] })
      const view = await cart.read()
      assert.deepEqual(
        view.lines.map((line) => [line.state, line.reason]),
        [['unavailable', 'buyer_not_allowed']],
      )
      assert.deepEqual([view.count, view.totals.total], [0n, 0n])
      const { quote } = await cart.quote()
      assert.equal(quote.lines.length, 0)
      await refusalOf(
        cart.checkout({
          key: 'k',
          quote: quote.hash,
          payment: 'card',
          address: { name: 'I', line1: 'x', city: 'y', county: 'B', postalCode: '010101', country: 'RO' },
        }),
        'buyer_not_allowed',
      )
    })

    scenario(open, 'a line worth more than can be added up is parked, and the cart can be read', async ({ shop, shelf }) => {
      const palace = shelf.article('palace', { price: 9_000_000_000_000_000_000n })
      await shop.stock.set(palace, 9n)
      const cart = shop.cart({ token: 'rich' })
      const { view } = await cart.add(palace, { quantity: 3n })
      assert.deepEqual([view.lines[0]?.state, view.lines[0]?.reason, view.totals.total], ['unavailable', 'amount_too_large', 0n])
      assert.equal((await cart.remove(palace)).view.isEmpty, true)
    })

    scenario(open, 'what costs another currency is not taken in, and nothing is held', async (kit) => {
      const coat = kit.shelf.garment('coat', { currency: 'EUR' })
      const refusal = await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).add(coat), 'invalid_input'))
      assert.deepEqual(refusal.details, { errors: [{ field: 'product', code: 'currency' }] })
    })

    scenario(open, 'a line in another currency is parked, not deleted', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      const cart = shop.cart(ANA)
      await cart.add(tea)
      shelf.change(tea, { currency: 'EUR' })
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.state, line.reason]),
        [['unavailable', 'currency']],
      )
      shelf.change(tea, { currency: 'RON' })
      assert.equal((await cart.read()).lines[0]?.state, 'ok')
    })
  })

  describe('a product source that fails', () => {
    const sick: Record<string, () => Promise<never> | Promise<ReadonlyMap<string, never>>> = {
      throws: () => Promise.reject(new Error('the catalogue is away')),
      hangs: () => new Promise<never>(() => undefined),
      'answers nonsense': async () => ({}) as ReadonlyMap<string, never>,
      'answers a price below zero': async () =>
        new Map([
          ['coat', { type: 'garment', id: 'coat', name: 'c', price: -1n, currency: 'RON', stock: 'unique' }],
        ]) as unknown as ReadonlyMap<string, never>,
    }
    for (const [how, answer] of Object.entries(sick)) {
      scenarioWith(open, { pluginDeadline: 60 }, `${how}: plugin_failed, and the cart is as it was`, async (kit) => {
        const { shop, shelf } = kit
        const coat = shelf.garment('coat')
        const cart = shop.cart(ANA)
        await cart.add(shelf.good('tea'))
        const source = shelf.sources.garment
        const { getMany } = source
        source.getMany = answer
        const refused = await changesNothing(kit, () => refusalOf(cart.add(coat), 'plugin_failed'))
        assert.equal(refused.details.plugin, 'products.garment')
        assert.equal((await cart.read()).count, 1n)
        source.getMany = getMany
        assert.equal((await cart.add(coat)).view.count, 2n)
      })
    }
  })
}
