import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { auctioning, CARMEN, DANA, DAY, ended, HOUR, MINUTE, opened, STAFF, statesOf, vase, winOf } from './auctions-kit.ts'
import { ANA, BOGDAN, buy, changesNothing, eventsOf, fund, guest, MIHAI, type OpenDatabase, outcomesOf, refusalOf, times } from './kit.ts'
import { readTables } from './tables.ts'

/** How auctions begin and end, and what their winners get. */
export function describeAuctions(open: OpenDatabase): void {
  describe('an auction', () => {
    auctioning(open, 'keeps everybody else away from the thing while it runs', async (kit) => {
      const { shop, shelf, clock } = kit
      const lot = await opened(kit)
      const product = vase(kit)
      assert.equal((await shop.availability([product])).get('garment:vase')?.state, 'auction')
      await refusalOf(shop.cart(ANA).add(product), 'auction_only')
      await refusalOf(shop.auctions.award({ product, winner: 'ana', price: 1n, payBy: clock() + DAY }), 'item_taken')
      await refusalOf(opened(kit), 'item_taken')
      shelf.change(product, { auctionOnly: false })
      await refusalOf(shop.cart(ANA).add(product), 'auction_only')
      clock.advance(500n * DAY)
      await refusalOf(shop.cart(ANA).add(product), 'auction_only')
      assert.equal((await shop.auctions.find(lot.id)).state, 'closed')
    })

    auctioning(open, 'is begun once, whoever tries at the same moment', async (kit) => {
      assert.deepEqual(await outcomesOf(times(6, () => opened(kit))), { ok: 1, item_taken: 5 })
    })

    auctioning(open, 'takes what a line is for only once all turns are over, whether or not anybody has tidied', async (kit) => {
      const { shop, shelf, clock } = kit
      for (const id of ['vase', 'jar']) {
        const product = shelf.garment(id, { seller: MIHAI })
        await shop.cart(ANA).add(product)
        await shop.queue.join(product, BOGDAN)
        await shop.queue.join(product, CARMEN)
      }
      const award = (winner: string) =>
        shop.auctions.award({ product: { type: 'garment', id: 'jar' }, winner, price: 5_000n, payBy: clock() + DAY })
      clock.advance(15n * MINUTE)
      await refusalOf(opened(kit), 'item_taken')
      await refusalOf(award('dana'), 'item_taken')
      clock.advance(5n * MINUTE)
      assert.equal((await award('carmen')).state, 'won')
      clock.advance(5n * MINUTE)
      const lot = await opened(kit)
      assert.deepEqual((await readTables(kit.database)).queue_place, [])
      await shop.auctions.bid(lot.id, DANA, 20_000n)
      clock.advance(DAY)
      await shop.sweep()
      assert.deepEqual([await statesOf(kit, DANA), await statesOf(kit, CARMEN)], [['won'], ['lapsed']])
    })

    auctioning(open, 'is begun by the seller or staff, of a thing for auction, with sensible rules', async (kit) => {
      const { shop, shelf, clock } = kit
      const endsAt = clock() + DAY
      const by = { id: MIHAI.id, role: 'seller' } as const
      const lot = { product: vase(kit), startPrice: 100n, endsAt }
      await refusalOf(shop.auctions.open({ ...lot, by: { id: 'ioana', role: 'seller' } }), 'not_found')
      await refusalOf(shop.auctions.open({ ...lot, by: { id: MIHAI.id, role: 'buyer' } }), 'not_found')
      await refusalOf(shop.auctions.open({ ...lot, product: { type: 'garment', id: 'none' } }), 'product_not_found')
      const wrong = [
        { product: shelf.garment('coat') },
        { product: shelf.article('tote') },
        { startPrice: -1n },
        { startPrice: 10n ** 15n + 1n },
        { reservePrice: 99n },
        { step: 0n },
        { softClose: -1n },
        { endsAt: clock() },
        { startsAt: endsAt },
      ]
      for (const rules of wrong) await changesNothing(kit, () => refusalOf(shop.auctions.open({ ...lot, ...rules }), 'invalid_input'))
      shelf.change(vase(kit), { sold: true })
      await refusalOf(shop.auctions.open(lot), 'item_sold')
      shelf.change(lot.product, { sold: false })
      const { id, startsAt, nextMinimum } = await shop.auctions.open({ ...lot, by })
      assert.deepEqual([startsAt, nextMinimum], [clock(), 100n])
      const { audit } = await readTables(kit.database)
      assert.deepEqual(
        audit.map((row) => [row.key, row.actor, row.act]),
        [[id, 'seller:mihai', 'auction.open']],
      )
    })

    auctioning(open, 'gives the thing to its winner, at his price, as a line of his cart', async (kit) => {
      const { shop, clock } = kit
      const lot = await ended(kit, [
        [ANA, 30_000n],
        [BOGDAN, 20_000n],
      ])
      assert.deepEqual([lot.state, lot.price, lot.winner], ['won', 20_500n, 'ana'])
      assert.deepEqual((await shop.auctions.list({ state: 'won' }, STAFF)).items, [lot])
      assert.deepEqual((await shop.auctions.list({ state: 'won' })).items, [await shop.auctions.find(lot.id)])
      const { lines } = await shop.cart(ANA).read()
      assert.deepEqual(
        lines.map((line) => [line.kind, line.unitPrice, line.state, line.heldUntil]),
        [['auction_win', 20_500n, 'ok', clock() + 3n * DAY]],
      )
      const win = await winOf(kit, ANA)
      assert.deepEqual([win.state, win.lot, win.price, win.payBy], ['won', lot.id, 20_500n, clock() + 3n * DAY])
      assert.match(win.id, /^[\w.-]+$/)
      await refusalOf(shop.cart(BOGDAN).add(vase(kit)), 'item_taken')
      await fund(kit, ANA, 100_000n)
      clock.set(win.payBy - 1n)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      assert.equal(order.totals.subtotal, 20_500n)
      assert.deepEqual(await statesOf(kit, ANA), ['paid'])
      clock.advance(10n * DAY)
      await shop.sweep()
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, ANA), ['paid'])
      assert.deepEqual((await readTables(kit.database)).strike, [])
    })

    auctioning(open, 'without bids, or below the reserve, leaves the thing free', async (kit) => {
      assert.equal((await ended(kit, [])).state, 'unsold')
      const lot = await ended(kit, [[ANA, 15_000n]], { reservePrice: 15_001n })
      assert.deepEqual([lot.state, lot.reserveMet, lot.winner], ['unsold', false, null])
      assert.deepEqual((await readTables(kit.database)).claim, [])
      assert.equal((await eventsOf(kit, 'auction.unsold')).length, 2)
      await opened(kit)
    })

    auctioning(open, 'of a thing that is gone when it ends is unsold', async (kit) => {
      const lot = await opened(kit)
      await kit.shop.auctions.bid(lot.id, ANA, 20_000n)
      kit.shelf.remove(vase(kit))
      kit.shelf.remove(lot.product)
      kit.clock.advance(DAY)
      await kit.shop.sweep()
      assert.equal((await kit.shop.auctions.find(lot.id)).state, 'unsold')
      assert.deepEqual(await statesOf(kit, ANA), [])
    })

    auctioning(open, 'is closed once, by however many sweepers', async (kit) => {
      const lot = await opened(kit)
      await kit.shop.auctions.bid(lot.id, ANA, 20_000n)
      kit.clock.advance(DAY)
      await Promise.all(times(5, () => kit.shop.sweep()))
      assert.deepEqual(await statesOf(kit, ANA), ['won'])
      assert.equal((await eventsOf(kit, 'auction.won')).length, 1)
      assert.equal((await kit.shop.cart(ANA).read()).lines.length, 1)
    })

    auctioning(open, 'gives its winner what he won after the payment that he was making', async (kit) => {
      const { shop, shelf, clock, card } = kit
      const lot = await opened(kit)
      await shop.auctions.bid(lot.id, ANA, 20_000n)
      clock.set(lot.endsAt - 1n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'card' })
      clock.set(lot.endsAt)
      await shop.sweep()
      assert.deepEqual(await statesOf(kit, ANA), ['won'])
      const attempt = String((await readTables(kit.database)).attempt.find((row) => row.order_id === order.id)?.id)
      await shop.settle(attempt, card.pay(attempt))
      clock.advance(HOUR)
      await shop.sweep()
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.kind, line.state]),
        [['auction_win', 'ok']],
      )
    })
  })

  describe('a right that was won', () => {
    auctioning(open, 'waits for a winner who is a guest now, and is there when he logs in', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(guest('ana')).add(shelf.garment('coat'))
      await ended(kit, [[ANA, 20_000n]])
      assert.deepEqual(
        (await shop.cart(guest('ana')).read()).lines.map((line) => line.kind),
        ['item'],
      )
      const { view } = await shop.login(guest('ana'), ANA)
      assert.deepEqual(view.lines.map((line) => [line.product.id, line.kind, line.unitPrice]).sort(), [
        ['coat', 'item', 10_000n],
        ['vase', 'auction_win', 10_000n],
      ])
    })

    auctioning(open, 'stays when its line is taken out, and comes back with an add', async (kit) => {
      const { shop } = kit
      await ended(kit, [[ANA, 20_000n]])
      const product = vase(kit)
      await shop.cart(ANA).remove(product)
      assert.deepEqual(await statesOf(kit, ANA), ['won'])
      const { view } = await shop.cart(ANA).add(product)
      assert.deepEqual(
        view.lines.map((line) => [line.kind, line.unitPrice, line.state]),
        [['auction_win', 10_000n, 'ok']],
      )
      await fund(kit, ANA, 100_000n)
      await buy(shop.cart(ANA), { payment: 'wallet' })
      assert.deepEqual(await statesOf(kit, ANA), ['paid'])
    })

    auctioning(open, 'and others of the same seller are one parcel', async (kit) => {
      const { shop, shelf, clock } = kit
      const products = times(3, (index) => vase(kit, `vase-${index}`))
      for (const product of products) {
        const lot = await opened(kit, { product })
        await shop.auctions.bid(lot.id, ANA, 20_000n)
      }
      clock.advance(DAY)
      await shop.sweep()
      await fund(kit, ANA, 100_000n)
      await shop.cart(ANA).add(shelf.garment('coat'))
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      assert.deepEqual(
        order.parcels.map(({ seller }) => seller?.id ?? ''),
        ['', 'mihai'],
      )
      assert.deepEqual(await statesOf(kit, ANA), ['paid', 'paid', 'paid'])
    })

    auctioning(open, 'is over with the order it was paid by', async (kit) => {
      const { shop } = kit
      await ended(kit, [[ANA, 20_000n]])
      await fund(kit, ANA, 100_000n)
      const { order } = await buy(shop.cart(ANA), { payment: 'wallet' })
      await shop.orders.cancel(order.id, ANA)
      assert.deepEqual(await statesOf(kit, ANA), ['lapsed'])
      const again = await ended(kit, [[BOGDAN, 20_000n]])
      assert.equal((await shop.auctions.find(again.id, STAFF)).winner, 'bogdan')
    })
  })
}
