import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer } from '../../index.ts'
import { ADDRESS, ANA, changesNothing, guest, type OpenDatabase, refusalOf, scenario } from './kit.ts'
import { readTables, TABLE_NAMES } from './tables.ts'

/** Reading: what it shows, and that it writes nothing. */
export function describeReading(open: OpenDatabase): void {
  describe('reading', () => {
    const strangers: Readonly<Record<string, Buyer>> = {
      unknown: guest('nobody'),
      empty: { token: '' },
      'of nobody at all': {},
      'made up to look like a key': { token: "x' or owner like 'guest:%" },
      'the hash of a real one': { token: 'guest:0000' },
      'of an unknown user': { userId: 'nobody' },
    }
    for (const [kind, buyer] of Object.entries(strangers)) {
      scenario(open, `a token that is ${kind} is a clean empty cart`, async (kit) => {
        await kit.shop.cart(ANA).add(kit.shelf.garment('coat'))
        const view = await changesNothing(kit, () => kit.shop.cart(buyer).read())
        assert.deepEqual([view.id, view.lines, view.count, view.uniqueCount, view.isEmpty], [null, [], 0n, 0, true])
        assert.deepEqual([view.totals.subtotal, view.totals.total, view.notices, view.paying], [0n, 0n, [], false])
        assert.equal(view.has({ type: 'garment', id: 'coat' }), false)
        const { quote } = await changesNothing(kit, () => kit.shop.cart(buyer).quote({ address: ADDRESS }))
        assert.equal(quote.totals.total, 0n)
      })
    }

    scenario(open, "a guest's token is stored nowhere, and another one opens nothing", async ({ shop, shelf, database }) => {
      const token = 'kJ2n-secret-of-the-guest'
      await shop.cart({ token }).add(shelf.garment('coat'))
      const stored = JSON.stringify(await readTables(database), (_, value) => (typeof value === 'bigint' ? value.toString() : value))
      assert.equal(stored.includes(token), false)
      const { cart_slot } = await readTables(database)
      const hash = String(cart_slot[0]?.owner).slice('guest:'.length)
      for (const forged of [hash, `guest:${hash}`, token.slice(1), `${token} `, token.toUpperCase()])
        assert.equal((await shop.cart({ token: forged }).read()).id, null)
    })

    scenario(open, 'no read writes a row, whoever asks', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await shop.cart(ANA).applyDiscount('TEN')
      shelf.change(coat, { price: 20_000n })
      clock.advance(60n * 60_000n)
      const before = await readTables(kit.database)
      for (const buyer of [ANA, guest('new'), {}]) {
        const cart = shop.cart(buyer)
        await Promise.all([
          cart.read(),
          cart.read(),
          cart.quote(),
          shop.availability([coat], buyer),
          shop.orders.list(buyer),
          shop.discounts.find('TEN'),
        ])
        await refusalOf(shop.orders.find('no-such', buyer), 'not_found')
      }
      await shop.wallets.read('ana')
      await shop.login({ token: 'never-seen' }, ANA)
      await shop.reconcile()
      const after = await readTables(kit.database)
      for (const name of TABLE_NAMES) assert.deepEqual(after[name], before[name], name)
    })

    scenario(open, 'what is counted: unique lines, units, a weighed line once', async ({ shop, shelf }) => {
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 9n)
      const { view } = await shop
        .cart(ANA)
        .addMany([
          { product: shelf.garment('coat') },
          { product: tote, quantity: 3n },
          { product: shelf.good('tea', { scale: 3 }), quantity: 2_500n },
        ])
      assert.deepEqual([view.count, view.uniqueCount, view.isEmpty], [5n, 3, false])
      assert.deepEqual([view.has(tote), view.has({ type: 'article', id: 'other' })], [true, false])
    })

    scenario(open, 'one call a product type, however many lines', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.addMany(Array.from({ length: 30 }, (_, index) => ({ product: shelf.good(`${index}`) })))
      await cart.add(shelf.garment('coat'))
      const before = shelf.calls()
      await cart.read()
      assert.equal(shelf.calls() - before, 2)
    })

    scenario(open, 'who may still get an item is told by the eyes of the one who asks', async ({ shop, shelf, clock }) => {
      const [coat, hat, tote] = [shelf.garment('coat'), shelf.garment('hat'), shelf.article('tote')]
      await shop.stock.set(tote, 4n)
      await shop.cart(ANA).add(coat)
      const seen = async (buyer: Buyer) =>
        [...(await shop.availability([coat, hat, tote], buyer)).values()].map((one) => [one.state, one.availableAgainAt, one.left])
      const until = clock() + 15n * 60_000n
      assert.deepEqual(await seen(ANA), [
        ['in_your_cart', null, null],
        ['available', null, null],
        ['available', null, 4n],
      ])
      assert.deepEqual(await seen(guest('other')), [
        ['held', until, null],
        ['available', null, null],
        ['available', null, 4n],
      ])
      clock.set(until)
      assert.deepEqual(await seen(guest('other')), [
        ['available', null, null],
        ['available', null, null],
        ['available', null, 4n],
      ])
    })
  })
}
