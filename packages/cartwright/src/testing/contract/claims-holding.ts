import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  BOGDAN,
  changesNothing,
  eventsOf,
  guest,
  noticeCodes,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  scenario,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n

/** The hold on a unique item: who has it, until when, and how it ends. */
export function describeHolds(open: OpenDatabase): void {
  describe('holds', () => {
    scenario(open, '40 takers at once: one holds it, the others are told until when', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      assert.deepEqual(await outcomesOf(times(40, (index) => shop.cart(guest(`${index}`)).add(coat))), { ok: 1, item_taken: 39 })
      const refused = await changesNothing(kit, () => refusalOf(shop.cart(ANA).add(coat), 'item_taken'))
      assert.deepEqual(refused.details, { product: 'garment:coat', availableAgainAt: clock() + 10n * MINUTE })
      const { claim, cart_line } = await readTables(kit.database)
      assert.deepEqual([claim.length, cart_line.length, (await eventsOf(kit, 'claim.held')).length], [1, 1, 1])
    })

    scenario(open, 'a user holds longer than a guest', async ({ shop, shelf, clock }) => {
      const held = async (buyer: Parameters<typeof shop.cart>[0], id: string) =>
        (await shop.cart(buyer).add(shelf.garment(id))).view.lines[0]?.heldUntil
      assert.equal(await held(ANA, 'coat'), clock() + 15n * MINUTE)
      assert.equal(await held(guest('one'), 'hat'), clock() + 10n * MINUTE)
    })

    scenario(open, 'at the very millisecond of its expiry a hold is over, and not before', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      const until = clock() + 15n * MINUTE
      clock.set(until - 1n)
      await changesNothing(kit, () => refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken'))
      assert.equal((await shop.cart(ANA).read()).lines[0]?.state, 'ok')
      clock.set(until)
      const lapsed = await shop.cart(ANA).read()
      assert.deepEqual([lapsed.lines[0]?.state, lapsed.lines[0]?.reason, lapsed.lines[0]?.heldUntil], ['expired', 'hold_expired', null])
      assert.deepEqual([noticeCodes(lapsed.notices), lapsed.totals.total], [['hold_expired'], 0n])
      const { view } = await shop.cart(BOGDAN).add(coat)
      assert.equal(view.lines[0]?.heldUntil, until + 15n * MINUTE)
    })

    scenario(open, 'who was too slow is told by whom, and gets it when it is free again', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      const [slow, quick] = [shop.cart(ANA), shop.cart(guest('quick'))]
      await slow.add(coat)
      clock.advance(15n * MINUTE)
      await quick.add(coat)
      const view = await slow.read()
      assert.deepEqual(
        [view.lines[0]?.state, view.lines[0]?.reason, view.lines[0]?.availableAgainAt],
        ['expired', 'item_taken', clock() + 10n * MINUTE],
      )
      assert.deepEqual(noticeCodes(view.notices), ['item_taken'])
      await refusalOf(slow.add(coat), 'item_taken')
      await quick.remove(coat)
      assert.equal((await slow.read()).lines[0]?.reason, 'hold_expired')
      const { view: again } = await slow.add(coat)
      assert.deepEqual(
        again.lines.map((line) => [line.state, line.heldUntil]),
        [['ok', clock() + 15n * MINUTE]],
      )
      await refusalOf(quick.add(coat), 'item_taken')
    })

    scenario(open, '20 takers at the instant of expiry: one', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      clock.advance(15n * MINUTE)
      const takers = [shop.cart(ANA), ...times(19, (index) => shop.cart(guest(`${index}`)))]
      assert.deepEqual(await outcomesOf(takers.map((cart) => cart.add(coat))), { ok: 1, item_taken: 19 })
    })

    scenario(open, 'removing, clearing and saving for later each give the hold back once', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      const [ana, bogdan] = [shop.cart(ANA), shop.cart(BOGDAN)]
      await ana.add(coat)
      for (const end of [() => ana.remove(coat), () => ana.clear(), () => ana.saveForLater(coat)]) {
        await end()
        await bogdan.add(coat)
        await refusalOf(ana.add(coat), 'item_taken')
        await bogdan.remove(coat)
        await ana.add(coat)
      }
    })

    scenario(open, 'removing a lapsed line does not touch the hold of the next one', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      for (const end of ['remove', 'clear', 'saveForLater'] as const) {
        const [slow, quick] = [shop.cart(guest(`slow-${end}`)), shop.cart(guest(`quick-${end}`))]
        await slow.add(coat)
        clock.advance(10n * MINUTE)
        await quick.add(coat)
        await slow[end](coat)
        assert.equal((await quick.read()).lines[0]?.state, 'ok')
        await quick.remove(coat)
      }
    })

    scenario(open, 'saved for later holds nothing, and comes back as it was added', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, tote] = [shelf.garment('coat'), shelf.article('tote')]
      await shop.stock.set(tote, 9n)
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: coat }, { product: tote, quantity: 4n, options: { colour: 'red' } }])
      await cart.saveForLater(coat)
      const { view } = await cart.saveForLater(tote)
      assert.deepEqual(
        [view.isEmpty, view.count, view.totals.total, view.saved.map((line) => line.product.id)],
        [true, 0n, 0n, ['coat', 'tote']],
      )
      await changesNothing(kit, () => cart.saveForLater(tote))
      clock.advance(MINUTE)
      await cart.returnSaved(coat)
      const back = await cart.returnSaved(tote)
      assert.deepEqual(
        back.view.lines.map((line) => [line.product.id, line.quantity, line.heldUntil]),
        [
          ['coat', 1n, clock() + 15n * MINUTE],
          ['tote', 4n, null],
        ],
      )
      assert.deepEqual(back.view.saved, [])
      await refusalOf(cart.returnSaved(coat), 'item_not_found')
    })

    scenario(open, 'saved for later and taken by somebody else: it stays saved', async (kit) => {
      const coat = kit.shelf.garment('coat')
      const cart = kit.shop.cart(ANA)
      await cart.add(coat)
      await cart.saveForLater(coat)
      await kit.shop.cart(BOGDAN).add(coat)
      await changesNothing(kit, () => refusalOf(cart.returnSaved(coat), 'item_taken'))
      assert.deepEqual(
        (await cart.read()).saved.map((line) => line.product.id),
        ['coat'],
      )
    })

    scenario(
      open,
      'adding a piece that is saved takes it out of the saved ones; of other things what is saved stays beside the line',
      async ({ shop, shelf }) => {
        const [coat, tea] = [shelf.garment('coat'), shelf.good('tea')]
        const cart = shop.cart(ANA)
        await cart.addMany([{ product: coat }, { product: tea, quantity: 5n }])
        await cart.saveForLater(coat)
        await cart.saveForLater(tea)
        const { view } = await cart.addMany([{ product: coat }, { product: tea, quantity: 2n }])
        assert.deepEqual(
          [view.saved, view.lines].map((lines) => lines.map((line) => [line.product.id, line.quantity])),
          [
            [['tea', 5n]],
            [
              ['coat', 1n],
              ['tea', 2n],
            ],
          ],
        )
      },
    )
  })
}
