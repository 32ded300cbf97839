import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ANA, BOGDAN, guest, MIHAI, noticeCodes, type OpenDatabase, refusalOf, scenario, scenarioWith, times } from './kit.ts'
import { amounts } from './merging-strategies.ts'

const GUEST = guest('ana')

/** What becomes of things that do not fit when carts are joined: they are saved for later, nothing is lost. */
export function describeMergeLimits(open: OpenDatabase): void {
  describe('a merge beyond a limit', () => {
    scenarioWith(
      open,
      { limits: { maxQuantity: 10n } },
      'the most of a product stays in the cart, the rest is saved beside it',
      async ({ shop, shelf }) => {
        const tea = shelf.good('tea')
        await shop.cart(GUEST).add(tea, { quantity: 7n })
        await shop.cart(ANA).add(tea, { quantity: 8n })
        const { view, notices, report } = await shop.login({ token: GUEST.token }, ANA)
        assert.deepEqual([amounts(view.lines), amounts(view.saved)], [{ tea: 10n }, { tea: 5n }])
        assert.deepEqual(noticeCodes(notices), ['quantity_clamped', 'merged'])
        assert.deepEqual(
          [report.clamped, report.saved].map(([line]) => [line?.quantity, line?.reason]),
          [
            [5n, 'max_quantity'],
            [5n, 'max_quantity'],
          ],
        )

        // The rest is a line of its own: it comes back when there is room, and a change by product means the line in the cart.
        const cart = shop.cart(ANA)
        const rest = view.saved[0]?.id ?? ''
        await refusalOf(cart.returnSaved(rest), 'invalid_quantity')
        await cart.update(tea, { quantity: 4n })
        const back = (await cart.returnSaved(rest)).view
        assert.deepEqual([amounts(back.lines), amounts(back.saved)], [{ tea: 9n }, {}])
        await refusalOf(cart.returnSaved(rest), 'item_not_found')
      },
    )

    scenarioWith(
      open,
      { limits: { maxQuantity: 3n } },
      'rests are summed, may be taken out, and outlive the line in the cart',
      async ({ shop, shelf }) => {
        const tea = shelf.good('tea')
        const cart = shop.cart(ANA)
        await cart.add(tea, { quantity: 2n })
        for (const name of ['one', 'two']) {
          await shop.cart(guest(name)).add(tea, { quantity: 3n })
          await cart.merge(guest(name))
        }
        const { view } = await cart.remove(tea)
        assert.deepEqual([amounts(view.lines), amounts(view.saved)], [{}, { tea: 5n }])
        assert.deepEqual(amounts((await cart.add(tea)).view.lines), { tea: 1n })
        assert.deepEqual(amounts((await cart.saveForLater(tea)).view.lines), {})
        // Saved as well, it is one line with its rest.
        assert.deepEqual(amounts((await cart.read()).saved), { tea: 6n })
        assert.equal((await cart.read()).saved.length, 1)
        for (const line of (await cart.read()).saved) await cart.remove(line.id)
        assert.equal((await cart.read()).saved.length, 0)
      },
    )

    for (const reserve of ['checkout', 'add'] as const) {
      scenarioWith(open, { stock: { reserve } }, `no more than there is (set aside at ${reserve})`, async ({ shop, shelf }) => {
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 7n)
        await shop.cart(GUEST).add(tote, { quantity: 4n })
        await shop.cart(ANA).add(tote, { quantity: 3n })
        await refusalOf(shop.cart(BOGDAN).add(tote, { quantity: reserve === 'add' ? 1n : 8n }), 'insufficient_stock')
        const { view, report } = await shop.login({ token: GUEST.token }, ANA)
        assert.deepEqual([amounts(view.lines), report.clamped], [{ tote: 7n }, []])
        // The units set aside went along: they are free again with the line.
        await shop.cart(ANA).remove(tote)
        assert.deepEqual(amounts((await shop.cart(BOGDAN).add(tote, { quantity: 7n })).view.lines), { tote: 7n })
      })
    }

    scenario(open, 'stock that has shrunk clamps what comes, not what is there', async ({ shop, shelf }) => {
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 9n)
      await shop.cart(GUEST).add(tote, { quantity: 5n })
      await shop.cart(ANA).add(tote, { quantity: 6n })
      await shop.stock.set(tote, 8n)
      const { view, report } = await shop.login({ token: GUEST.token }, ANA)
      assert.deepEqual([amounts(view.lines), amounts(view.saved)], [{ tote: 8n }, { tote: 3n }])
      assert.equal(report.clamped[0]?.reason, 'insufficient_stock')
    })

    scenarioWith(
      open,
      { limits: { maxLines: 3 } },
      'lines that are too many are saved, and their holds are free',
      async ({ shop, shelf }) => {
        await shop
          .cart(GUEST)
          .addMany([{ product: shelf.good('rice') }, { product: shelf.garment('coat') }, { product: shelf.garment('hat') }])
        await shop.cart(ANA).addMany([{ product: shelf.good('tea') }, { product: shelf.good('salt') }])
        const { view, notices, report } = await shop.login({ token: GUEST.token }, ANA)
        assert.deepEqual(
          [amounts(view.lines), amounts(view.saved)],
          [
            { tea: 1n, salt: 1n, rice: 1n },
            { coat: 1n, hat: 1n },
          ],
        )
        assert.deepEqual(
          report.saved.map(({ product, reason }) => [product, reason]),
          [
            ['garment:coat', 'max_lines'],
            ['garment:hat', 'max_lines'],
          ],
        )
        assert.deepEqual(noticeCodes(notices), ['moved_to_saved', 'moved_to_saved', 'merged'])
        await shop.cart(BOGDAN).add({ type: 'garment', id: 'coat' })
        // Twice as many lines as may be bought is the end.
        await shop.cart(guest('two')).addMany(times(3, (index) => ({ product: shelf.good(`more-${index}`) })))
        const { report: last } = await shop.login({ token: guest('two').token }, ANA)
        assert.deepEqual([last.saved.length, last.dropped.map(({ reason }) => reason)], [1, ['max_lines', 'max_lines']])
      },
    )

    scenarioWith(open, { limits: { maxPerSeller: 3n } }, 'no more of one seller', async ({ shop, shelf }) => {
      const garment = (id: string) => ({ product: shelf.garment(id, { seller: MIHAI }) })
      await shop.cart(GUEST).addMany([garment('a'), garment('b')])
      await shop.cart(ANA).addMany([garment('c'), garment('d')])
      const { view, report } = await shop.login({ token: GUEST.token }, ANA)
      assert.deepEqual([amounts(view.lines), amounts(view.saved)], [{ a: 1n, c: 1n, d: 1n }, { b: 1n }])
      assert.equal(report.saved[0]?.reason, 'max_per_seller')
    })

    scenarioWith(open, { limits: { maxQuantity: 10n } }, 'of one product, over all its lines', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      await shop.cart(GUEST).add(tea, { quantity: 6n, options: { wrap: 'gift' } })
      await shop.cart(ANA).add(tea, { quantity: 7n })
      const { view } = await shop.login({ token: GUEST.token }, ANA)
      const quantities = [...view.lines, ...view.saved].map((line) => [line.options === '', line.quantity])
      assert.deepEqual(quantities, [
        [false, 3n],
        [true, 7n],
        [false, 3n],
      ])
    })

    scenario(open, 'what a guest had saved stays saved, beside a line of the same product', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      await shop.cart(GUEST).addMany([{ product: tea, quantity: 2n }, { product: shelf.garment('coat') }])
      await shop.cart(GUEST).saveForLater(tea)
      await shop.cart(ANA).add(tea, { quantity: 3n })
      const { view } = await shop.login({ token: GUEST.token }, ANA)
      assert.deepEqual([amounts(view.lines), amounts(view.saved)], [{ tea: 3n, coat: 1n }, { tea: 2n }])
      await shop.cart(ANA).saveForLater(tea)
      await shop.cart(guest('two')).add(tea, { quantity: 9n })
      const again = (await shop.login({ token: guest('two').token }, ANA)).view
      assert.deepEqual([amounts(again.lines), amounts(again.saved)], [{ tea: 9n, coat: 1n }, { tea: 5n }])
    })
  })
}
