import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  changesNothing,
  eventsOf,
  guest,
  MIHAI,
  noticeCodes,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

/** Adding to a cart, alone and at once. */
export function describeAdding(open: OpenDatabase): void {
  describe('adding', () => {
    scenario(open, 'the cart is born with the first add, its line keeps what the product said', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat', { name: 'Loden coat', price: 28_900n, seller: MIHAI, url: '/p/coat', image: '/i/coat.svg' })
      const cart = shop.cart(ANA)
      assert.equal((await cart.read()).id, null)

      const { view, notices } = await cart.add(coat)
      assert.deepEqual(notices, [])
      assert.equal(view.lines.length, 1)
      const [line] = view.lines
      assert.deepEqual(line?.product, { ...coat, name: 'Loden coat', url: '/p/coat', image: '/i/coat.svg', seller: MIHAI })
      assert.deepEqual([line?.quantity, line?.unitPrice, line?.total, line?.state, line?.unique], [1n, 28_900n, 28_900n, 'ok', true])
      assert.equal(line?.heldUntil, clock() + 15n * 60_000n)
      // 28900 + 5 % + 3.00 + 14.99
      assert.deepEqual(
        [view.totals.subtotal, view.totals.fees[0]?.amount, view.totals.shipping, view.totals.total],
        [28_900n, 1_745n, 1_499n, 32_144n],
      )

      shelf.remove(coat)
      const [gone] = (await cart.read()).lines
      assert.deepEqual(
        [gone?.product.name, gone?.product.url, gone?.product.seller, gone?.state, gone?.reason],
        ['Loden coat', '/p/coat', MIHAI, 'unavailable', 'gone'],
      )
      assert.deepEqual(
        (await eventsOf(kit, 'cart.item_added')).map((event) => event.payload.product),
        ['garment:coat'],
      )
    })

    scenario(open, 'what a change answers is what a read answers', async ({ shop, shelf }) => {
      const cart = shop.cart(guest('one'))
      await cart.add(shelf.article('tote'), { quantity: 1n }).catch(() => undefined)
      await shop.stock.set({ type: 'article', id: 'tote' }, 9n)
      await cart.add(shelf.garment('coat'))
      const { view } = await cart.add({ type: 'article', id: 'tote' }, { quantity: 3n })
      const { has: _, ...answered } = view
      const { has: __, ...read } = await cart.read()
      assert.deepEqual(answered, read)
    })

    scenario(open, 'a unique item twice is one line: remarked, same version, no event', async (kit) => {
      const cart = kit.shop.cart(guest('one'))
      const coat = kit.shelf.garment('coat')
      const first = await cart.add(coat)
      const again = await changesNothing(kit, () => cart.add(coat))
      assert.deepEqual(noticeCodes(again.notices), ['already_in_cart'])
      assert.equal(again.view.version, first.view.version)
      assert.equal(again.view.count, 1n)
      assert.deepEqual(noticeCodes((await changesNothing(kit, () => cart.add(coat, { quantity: 1n }))).notices), ['already_in_cart'])
    })

    scenario(open, 'one unique item added ten times at once is one line', async (kit) => {
      const coat = kit.shelf.garment('coat')
      const answers = await Promise.all(times(10, () => kit.shop.cart(guest('one')).add(coat)))
      assert.equal(answers.filter((answer) => noticeCodes(answer.notices).includes('already_in_cart')).length, 9)
      assert.equal((await kit.shop.cart(guest('one')).read()).uniqueCount, 1)
      assert.equal((await eventsOf(kit, 'cart.item_added')).length, 1)
    })

    scenario(open, 'counted goods are summed; other options are another line', async ({ shop, shelf, clock }) => {
      const tote = shelf.article('tote', { price: 2_500n })
      await shop.stock.set(tote, 50n)
      const cart = shop.cart(ANA)
      await cart.add(tote, { quantity: 2n })
      await cart.add(tote)
      clock.advance(1n)
      await cart.add(tote, { quantity: 4n, options: { engraving: 'Ana', colour: 'red' } })
      const { view } = await cart.add(tote, { quantity: 1n, options: { colour: 'red', engraving: 'Ana' } })
      assert.deepEqual(
        view.lines.map((line) => [line.quantity, line.total]),
        [
          [3n, 7_500n],
          [5n, 12_500n],
        ],
      )
      assert.deepEqual([view.count, view.uniqueCount, view.totals.subtotal], [8n, 2, 20_000n])
    })

    scenario(open, 'the same product twice in one call is one line with the sum', async ({ shop, shelf }) => {
      const tote = shelf.article('tote')
      const coat = shelf.garment('coat')
      await shop.stock.set(tote, 50n)
      const { view } = await shop
        .cart(ANA)
        .addMany([
          { product: tote },
          { product: tote },
          { product: tote, quantity: 3n },
          { product: coat },
          { product: coat, quantity: 1n },
        ])
      assert.deepEqual(
        view.lines.map((line) => line.quantity),
        [5n, 1n],
      )
    })

    scenarioWith(
      open,
      { limits: { maxQuantity: 100n } },
      '64 adds at once are 64 more, each event with its place in the sum',
      async (kit) => {
        const tote = kit.shelf.article('tote')
        await kit.shop.stock.set(tote, 500n)
        const cart = kit.shop.cart(ANA)
        await cart.add(tote, { quantity: 7n })
        await Promise.all(times(64, () => cart.add(tote)))
        const view = await cart.read()
        assert.deepEqual(
          view.lines.map((line) => line.quantity),
          [71n],
        )
        const events = await eventsOf(kit, 'cart.item_added')
        assert.deepEqual(
          events.map((event) => event.row.quantity),
          ['7', ...times(64, (index) => String(8 + index))],
        )
        assert.equal(new Set(events.map((event) => event.row.sequence)).size, 65)
      },
    )

    scenario(open, '20 first adds at once are one cart with all lines', async ({ shop, shelf, database }) => {
      const coats = times(20, (index) => shelf.garment(`coat-${index}`))
      assert.deepEqual(await outcomesOf(coats.map((coat) => shop.cart(guest('new')).add(coat))), { ok: 20 })
      const view = await shop.cart(guest('new')).read()
      assert.deepEqual(view.lines.map((line) => line.product.id).sort(), coats.map((coat) => coat.id).sort())
      const { cart, cart_slot } = await readTables(database)
      assert.deepEqual([cart.length, cart_slot.length], [1, 1])
    })

    scenario(open, 'many at once are all or nothing', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      const hat = shelf.garment('hat')
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 2n)
      await shop.cart(guest('other')).add(hat)
      const cart = shop.cart(ANA)
      for (const [items, code] of [
        [[{ product: coat }, { product: { type: 'garment', id: 'no-such' } }], 'product_not_found'],
        [[{ product: coat }, { product: hat }], 'item_taken'],
        [[{ product: coat }, { product: tote, quantity: 3n }], 'insufficient_stock'],
      ] as const) {
        await changesNothing(kit, () => refusalOf(cart.addMany(items), code))
      }
      const { view } = await cart.addMany([{ product: tote, quantity: 2n }, { product: coat }])
      assert.deepEqual(
        view.lines.map((line) => line.product.id),
        ['tote', 'coat'],
      )
      await changesNothing(kit, () => cart.addMany([]))
    })

    scenario(open, 'bundles that share items in opposite orders end without a deadlock: one buyer gets them', async ({ shop, shelf }) => {
      const coats = times(8, (index) => shelf.garment(`coat-${index}`))
      const bundles = times(12, (index) => (index % 2 === 0 ? coats : coats.toReversed()).map((product) => ({ product })))
      assert.deepEqual(await outcomesOf(bundles.map((items, index) => shop.cart(guest(`${index}`)).addMany(items))), {
        ok: 1,
        item_taken: 11,
      })
    })

    scenarioWith(
      open,
      { limits: { maxQuantity: 200_000_000n } },
      'weighed goods are exact to the last digit',
      async ({ shop, shelf, clock }) => {
        const tea = shelf.good('tea', { price: 24_000n, scale: 3 })
        const ether = shelf.good('ether', { price: 7n, scale: 18 })
        const cart = shop.cart(ANA)
        await cart.add(tea, { quantity: 1_250n })
        clock.advance(1n)
        await cart.add(ether, { quantity: 1n })
        await cart.add(ether, { quantity: 123_456_789_000_000_000_000_000_000n })
        const { view } = await cart.add(tea, { quantity: 1n })
        assert.deepEqual(
          view.lines.map((line) => [line.quantity, line.scale]),
          [
            [1_251n, 3],
            [123_456_789_000_000_000_000_000_001n, 18],
          ],
        )
        // 1.251 kg at 240.00 and 123456789.000000000000000001 at 0.07
        assert.deepEqual(
          view.lines.map((line) => line.total),
          [30_024n, 864_197_523n],
        )
        assert.equal(view.totals.subtotal, 864_227_547n)
        assert.equal(view.count, 2n)

        await cart.update(ether, { quantity: 123_456_788_999_999_999_999_999_999n })
        await cart.add(ether, { quantity: 2n })
        const read = await cart.read()
        assert.equal(read.lines[1]?.quantity, 123_456_789_000_000_000_000_000_001n)
        const { quote } = await cart.quote()
        assert.equal(quote.lines[1]?.quantity, 123_456_789_000_000_000_000_000_001n)
        const [wei] = (await cart.update(ether, { quantity: 1n })).view.lines.slice(1)
        assert.deepEqual([wei?.quantity, wei?.total], [1n, 0n])
      },
    )

    scenario(open, 'the stock of weighed goods is exact as well', async ({ shop, shelf }) => {
      const gold = shelf.article('gold', { price: 5n, scale: 18 })
      await shop.stock.set(gold, 10_000_000_000_000_000_000n)
      const cart = shop.cart(ANA)
      const refused = await refusalOf(cart.add(gold, { quantity: 10_000_000_000_000_000_001n }), 'insufficient_stock')
      assert.deepEqual(refused.details, { product: 'article:gold', available: 10_000_000_000_000_000_000n, scale: 18 })
      await cart.add(gold, { quantity: 9_999_999_999_999_999_999n })
      await refusalOf(cart.add(gold, { quantity: 2n }), 'insufficient_stock')
      assert.equal((await cart.add(gold, { quantity: 1n })).view.lines[0]?.quantity, 10_000_000_000_000_000_000n)
    })

    scenario(open, 'nobody has no cart to add to', async ({ shop, shelf }) => {
      const coat = shelf.garment('coat')
      assert.throws(() => shop.cart({}).add(coat), RangeError)
      assert.throws(() => shop.cart({ token: '' }).add(coat), RangeError)
    })
  })
}
