import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  guest,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  scenarioWith,
  times,
} from './kit.ts'
import { ADD, counterOf, MINUTE, toteOf } from './stock-kit.ts'

/** Counted stock kept from the add on: units follow their lines, for as long as they are held. */
export function describeStock(open: OpenDatabase): void {
  describe('units kept from the add on', () => {
    scenarioWith(open, ADD, 'follow their line: added, changed, removed, cleared, saved for later, taken up again', async (kit) => {
      const { shop, clock } = kit
      const tote = await toteOf(kit, 10n)
      const cart = shop.cart(ANA)
      const { view } = await cart.add(tote, { quantity: 3n })
      assert.equal(view.lines[0]?.heldUntil, clock() + 15n * MINUTE)
      assert.deepEqual(await counterOf(kit, tote), [10n, 3n, 0n])
      clock.advance(MINUTE)
      assert.equal((await cart.add(tote, { quantity: 2n })).view.lines[0]?.heldUntil, clock() + 15n * MINUTE)
      assert.deepEqual(await counterOf(kit, tote), [10n, 5n, 0n])
      await cart.update(tote, { quantity: 9n })
      assert.deepEqual(await counterOf(kit, tote), [10n, 9n, 0n])
      await cart.update(tote, { quantity: 4n })
      assert.deepEqual(await counterOf(kit, tote), [10n, 4n, 0n])
      await cart.saveForLater(tote)
      assert.deepEqual(await counterOf(kit, tote), [10n, 0n, 0n])
      const again = await cart.returnSaved(tote)
      assert.deepEqual([again.view.lines[0]?.quantity, again.view.lines[0]?.heldUntil], [4n, clock() + 15n * MINUTE])
      assert.deepEqual(await counterOf(kit, tote), [10n, 4n, 0n])
      await cart.add(tote, { quantity: 1n, options: { colour: 'red' } })
      assert.deepEqual(await counterOf(kit, tote), [10n, 5n, 0n])
      await cart.clear()
      assert.deepEqual(await counterOf(kit, tote), [10n, 0n, 0n])
      await cart.add(tote, { quantity: 1n })
      await cart.remove(tote)
      assert.deepEqual(await counterOf(kit, tote), [10n, 0n, 0n])
    })

    scenarioWith(open, ADD, 'are refused by name when there are not enough, and the cart stays', async (kit) => {
      const { shop, shelf } = kit
      const tote = await toteOf(kit, 5n)
      await shop.cart(ANA).add(tote, { quantity: 3n })
      const bogdan = shop.cart(BOGDAN)
      const no = await changesNothing(kit, () => refusalOf(bogdan.add(tote, { quantity: 3n }), 'insufficient_stock'))
      assert.equal(no.details.available, 2n)
      await bogdan.add(tote, { quantity: 1n })
      assert.equal(
        (await changesNothing(kit, () => refusalOf(bogdan.update(tote, { quantity: 3n }), 'insufficient_stock'))).details.available,
        2n,
      )
      await changesNothing(kit, () =>
        refusalOf(bogdan.addMany([{ product: shelf.garment('coat') }, { product: tote, quantity: 2n }]), 'insufficient_stock'),
      )
      await bogdan.update(tote, { quantity: 2n })
      await changesNothing(kit, () => refusalOf(bogdan.add(shelf.article('never counted')), 'insufficient_stock'))
    })

    scenarioWith(open, ADD, 'are free again at the millisecond of their end, for the taker himself, without a sweeper', async (kit) => {
      const { shop, clock } = kit
      const tote = await toteOf(kit, 4n)
      await shop.cart(ANA).add(tote, { quantity: 3n })
      const bogdan = shop.cart(BOGDAN)
      clock.advance(15n * MINUTE - 1n)
      await refusalOf(bogdan.add(tote, { quantity: 2n }), 'insufficient_stock')
      clock.advance(1n)
      assert.deepEqual(await counterOf(kit, tote), [4n, 0n, 0n])
      assert.deepEqual((await shop.availability([tote])).get('article:tote')?.left, 4n)
      await bogdan.add(tote, { quantity: 2n })
      assert.deepEqual(await counterOf(kit, tote), [4n, 2n, 0n])
      assert.deepEqual(
        (await eventsOf(kit, 'claim.expired')).map(({ payload }) => payload.product),
        ['article:tote'],
      )
      const [line] = (await shop.cart(ANA).read()).lines
      assert.deepEqual([line?.state, line?.reason, line?.heldUntil], ['expired', 'hold_expired', null])
      await bogdan.remove(tote)
      const [free] = (await shop.cart(ANA).read()).lines
      assert.deepEqual([free?.state, free?.heldUntil], ['ok', null])
      await shop.cart(ANA).update(tote, { quantity: 4n })
      assert.deepEqual(await counterOf(kit, tote), [4n, 4n, 0n])
    })

    scenarioWith(open, ADD, 'that lapsed are taken up again by their own line, whatever was done to it', async (kit) => {
      const { shop, clock } = kit
      const tote = await toteOf(kit, 5n)
      const cart = shop.cart(ANA)
      const lapse = async (): Promise<void> => {
        await cart.clear()
        await cart.add(tote, { quantity: 4n })
        clock.advance(15n * MINUTE)
      }
      await lapse()
      assert.equal((await cart.add(tote)).view.lines[0]?.quantity, 5n)
      assert.deepEqual(await counterOf(kit, tote), [5n, 5n, 0n])
      await lapse()
      await cart.update(tote, { quantity: 2n })
      assert.deepEqual(await counterOf(kit, tote), [5n, 2n, 0n])
      await lapse()
      await cart.saveForLater(tote)
      await cart.returnSaved(tote)
      assert.deepEqual(await counterOf(kit, tote), [5n, 4n, 0n])
      await lapse()
      await cart.remove(tote)
      assert.deepEqual(await counterOf(kit, tote), [5n, 0n, 0n])
      await lapse()
      assert.equal((await buy(cart, { payment: 'cod' })).order.lines[0]?.quantity, 4n)
      assert.deepEqual(await counterOf(kit, tote), [1n, 0n, 4n])
    })

    scenarioWith(open, ADD, 'are renewed with the other holds, and do not count among them', async (kit) => {
      const { shop, shelf, clock } = kit
      const tote = await toteOf(kit, 100n)
      const cart = shop.cart(ANA)
      await cart.addMany(times(25, (index) => ({ product: tote, options: { place: String(index) } })))
      await cart.addMany(times(20, (index) => ({ product: shelf.garment(`coat-${index}`) })))
      clock.advance(14n * MINUTE)
      await cart.renew()
      clock.advance(14n * MINUTE)
      assert.deepEqual(await counterOf(kit, tote), [100n, 25n, 0n])
      assert.equal((await cart.read()).lines.filter((line) => line.state === 'ok' && line.heldUntil === clock() + MINUTE).length, 45)
    })

    scenarioWith(open, ADD, 'are swept once, and safety never needed it', async (kit) => {
      const { shop, clock } = kit
      const tote = await toteOf(kit, 9n)
      for (const name of ['one', 'two', 'three']) await shop.cart(guest(name)).add(tote, { quantity: 3n })
      clock.advance(15n * MINUTE)
      const swept = await Promise.all(times(3, () => shop.sweep()))
      assert.equal(
        swept.reduce((sum, one) => sum + one.claims, 0),
        3,
      )
      assert.equal((await eventsOf(kit, 'claim.expired')).length, 3)
      assert.equal((await shop.cart(BOGDAN).add(tote, { quantity: 9n })).view.count, 9n)
    })

    scenarioWith(open, ADD, 'come along at login, with the sums of their lines', async (kit) => {
      const { shop, shelf } = kit
      const tote = await toteOf(kit, 10n)
      const cap = shelf.article('cap')
      await shop.stock.set(cap, 10n)
      await shop.cart(ANA).add(tote, { quantity: 2n })
      await shop.cart(guest('ana')).addMany([
        { product: tote, quantity: 3n },
        { product: cap, quantity: 4n },
      ])
      await shop.login(guest('ana'), ANA)
      assert.deepEqual(
        [await counterOf(kit, tote), await counterOf(kit, cap)],
        [
          [10n, 5n, 0n],
          [10n, 4n, 0n],
        ],
      )
      await shop.cart(ANA).clear()
      assert.deepEqual(
        [await counterOf(kit, tote), await counterOf(kit, cap)],
        [
          [10n, 0n, 0n],
          [10n, 0n, 0n],
        ],
      )
    })

    for (const end of ['paid', 'failed'] as const) {
      scenarioWith(
        open,
        ADD,
        `stay while a card is asked, however long, and are ${end === 'paid' ? 'sold' : 'held again'}`,
        async (kit) => {
          const { shop, card, clock } = kit
          const tote = await toteOf(kit, 5n)
          const cart = shop.cart(ANA)
          await cart.add(tote, { quantity: 3n })
          const { order } = await buy(cart, { payment: 'card' })
          clock.advance(20n * MINUTE)
          await refusalOf(shop.cart(BOGDAN).add(tote, { quantity: 3n }), 'insufficient_stock')
          assert.equal((await cart.read()).lines[0]?.state, 'ok')
          const attempt = await attemptOf(kit, order.id)
          await shop.settle(attempt, end === 'paid' ? card.pay(attempt) : { state: 'failed', reason: 'no' })
          assert.deepEqual(await counterOf(kit, tote), end === 'paid' ? [2n, 0n, 3n] : [5n, 3n, 0n])
          if (end === 'failed') assert.equal((await cart.read()).lines[0]?.heldUntil, clock() + 15n * MINUTE)
          else assert.deepEqual([(await shop.orders.cancel(order.id, ANA)).state, await counterOf(kit, tote)], ['cancelled', [5n, 0n, 0n]])
        },
      )
    }

    scenarioWith(open, ADD, 'of lines that were bought apart join the line the buyer has by now', async (kit) => {
      const { shop, shelf } = kit
      const tote = await toteOf(kit, 9n)
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: tote, quantity: 3n }, { product: shelf.good('tea') }])
      const { order } = await buy(cart, { payment: 'card', lines: [view.lines[0]?.id ?? ''] })
      await cart.add(tote, { quantity: 2n })
      assert.deepEqual(await counterOf(kit, tote), [9n, 5n, 0n])
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'no' })
      assert.deepEqual(await counterOf(kit, tote), [9n, 5n, 0n])
      await cart.update(tote, { quantity: 1n })
      assert.deepEqual(await counterOf(kit, tote), [9n, 1n, 0n])
    })

    scenarioWith(open, ADD, 'are closed with their cart', async (kit) => {
      const tote = await toteOf(kit, 5n)
      const cart = kit.shop.cart(ANA)
      await cart.add(tote, { quantity: 3n })
      await cart.close()
      assert.deepEqual(await counterOf(kit, tote), [2n, 0n, 3n])
    })

    scenarioWith(open, ADD, '40 adds of one line at once all survive, and hold their units', async (kit) => {
      const tote = await toteOf(kit, 99n)
      const cart = kit.shop.cart(ANA)
      await cart.add(tote)
      assert.deepEqual(await outcomesOf(times(40, () => cart.add(tote))), { ok: 40 })
      assert.equal((await cart.read()).count, 41n)
      assert.deepEqual(await counterOf(kit, tote), [99n, 41n, 0n])
    })

    scenarioWith(open, { stock: { byType: { article: { reserve: 'add', for: MINUTE } } } }, 'are a rule of single types', async (kit) => {
      const tote = await toteOf(kit, 5n)
      const { view } = await kit.shop.cart(ANA).add(tote)
      assert.equal(view.lines[0]?.heldUntil, kit.clock() + MINUTE)
      assert.deepEqual(await counterOf(kit, tote), [5n, 1n, 0n])
    })
  })
}
