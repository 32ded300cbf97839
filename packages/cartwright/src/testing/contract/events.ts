import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { EventName, ShopEvent } from '../../index.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  eventsOf,
  fund,
  guest,
  type Kit,
  type OpenDatabase,
  requestOf,
  scenario,
  scenarioWith,
} from './kit.ts'
import { readTables } from './tables.ts'

const HOUR = 3_600_000n

/** The events that an action has stored, by name, in the order of their sequence within one aggregate. */
async function toldBy({ database }: Kit, action: () => Promise<unknown>): Promise<string[]> {
  const before = new Set((await readTables(database)).event.map((row) => row.id))
  await action()
  const { event } = await readTables(database)
  return event
    .filter((row) => !before.has(row.id ?? ''))
    .sort((left, right) => Number((left.sequence as bigint) - (right.sequence as bigint)))
    .sort((left, right) => String(left.key).localeCompare(String(right.key)))
    .map((row) => String(row.name))
}

const refused = (action: Promise<unknown>): Promise<unknown> =>
  action.then(
    () => assert.fail('was not refused'),
    () => null,
  )

/** The last event of a name as a handler gets it, wherever it was told. */
async function lastOf<Name extends EventName>(kit: Kit, name: Name): Promise<ShopEvent<Name>> {
  const row = (await eventsOf(kit, name)).at(-1)?.row
  const { items } = await kit.shop.events.read(String(row?.key))
  const event = items.find((one) => one.id === row?.id)
  assert.ok(event?.name === name, `no ${name} was told`)
  return event as ShopEvent<Name>
}

/** Facts: what is told, what is not, and what it says. */
export function describeEvents(open: OpenDatabase): void {
  describe('events', () => {
    scenario(open, 'are stored for what happened, once each', async (kit) => {
      const { shop, shelf } = kit
      const [coat, tote] = [shelf.garment('coat'), shelf.article('tote')]
      await shop.stock.set(tote, 9n)
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      assert.deepEqual(await toldBy(kit, () => fund(kit, ANA, 100_000n)), ['wallet.topped_up'])
      const cart = shop.cart(ANA)
      const adding = (): Promise<unknown> => cart.addMany([{ product: coat }, { product: tote, quantity: 2n }])
      assert.deepEqual(await toldBy(kit, adding), ['claim.held', 'cart.item_added', 'cart.item_added'])
      assert.deepEqual(await toldBy(kit, () => cart.add(tote)), ['cart.item_added'])
      assert.deepEqual(await toldBy(kit, () => cart.update(tote, { quantity: 5n })), ['cart.item_updated'])
      assert.deepEqual(await toldBy(kit, () => cart.update(tote, { quantity: 0n })), ['cart.item_updated'])
      assert.deepEqual(await toldBy(kit, () => cart.remove(coat)), ['cart.item_removed', 'claim.released'])
      assert.deepEqual(await toldBy(kit, adding), ['claim.held', 'cart.item_added', 'cart.item_added'])
      assert.deepEqual(await toldBy(kit, () => cart.clear()), ['cart.cleared', 'claim.released'])
      await adding()
      assert.deepEqual(await toldBy(kit, () => cart.saveForLater(coat)), ['claim.released'])
      assert.deepEqual(await toldBy(kit, () => cart.returnSaved(coat)), ['claim.held', 'cart.item_added'])
      assert.deepEqual(await toldBy(kit, () => cart.applyDiscount('TEN')), ['discount.applied'])
      assert.deepEqual(await toldBy(kit, () => cart.removeDiscount()), ['discount.removed'])
      const paying = (): Promise<unknown> => buy(cart, { payment: 'wallet' })
      assert.deepEqual(await toldBy(kit, paying), ['order.placed', 'order.paid', 'cart.checked_out', 'claim.sold', 'wallet.paid'])
    })

    scenario(open, 'of a card payment tell how it ends, and of the wallet that goes with it', async (kit) => {
      const { shop, shelf, card } = kit
      await fund(kit, ANA, 1_000n)
      await shop.cart(ANA).add(shelf.garment('coat'))
      const begin = async (key: string): Promise<string> => {
        const { order } = await buy(shop.cart(ANA), { payment: 'card', useWallet: true, key })
        return attemptOf(kit, order.id)
      }
      let attempt = ''
      const begun = ['order.placed', 'payment.started', 'wallet.held']
      const starting = (key: string) => async (): Promise<void> => {
        attempt = await begin(key)
      }
      assert.deepEqual(await toldBy(kit, starting('first')), begun)
      const failing = (): Promise<unknown> => shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
      assert.deepEqual(await toldBy(kit, failing), ['payment.failed', 'order.cancelled', 'wallet.released'])
      assert.deepEqual(await toldBy(kit, failing), [])
      assert.deepEqual(await toldBy(kit, starting('second')), begun)
      const paid = card.pay(attempt)
      const paying = (): Promise<unknown> => shop.settle(attempt, paid)
      assert.deepEqual(await toldBy(kit, paying), ['order.paid', 'cart.checked_out', 'claim.sold', 'wallet.paid'])
      assert.deepEqual(await toldBy(kit, paying), [])
      const order = attempt.slice(0, attempt.lastIndexOf('-'))
      const cancelling = (): Promise<unknown> => shop.orders.cancel(order, ANA)
      assert.deepEqual(await toldBy(kit, cancelling), [
        'order.cancelled',
        'order.refunded',
        'order.refunded',
        'wallet.refunded',
        'claim.released',
        'order.restocked',
      ])
      assert.deepEqual(await toldBy(kit, cancelling), [])
      assert.deepEqual(await toldBy(kit, () => shop.reconcile()), ['payment.refunded'])
      assert.deepEqual(await toldBy(kit, () => Promise.all([shop.reconcile(), shop.reconcile()])), [])
    })

    scenario(open, 'are not stored for what did not happen', async (kit) => {
      const { shop, shelf } = kit
      const [coat, tote] = [shelf.garment('coat'), shelf.article('tote')]
      await shop.stock.set(tote, 4n)
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      const empty = [() => cart.clear(), () => cart.removeDiscount(), () => cart.read(), () => shop.login({ token: 'nobody' }, ANA)]
      for (const action of empty) assert.deepEqual(await toldBy(kit, action), [], `an empty cart: ${action}`)
      await cart.addMany([{ product: coat }, { product: tote, quantity: 2n }])
      const nothing: (() => Promise<unknown>)[] = [
        () => cart.add(coat),
        () => cart.addMany([{ product: coat }]),
        () => cart.update(tote, { quantity: 2n }),
        () => cart.update(coat, { quantity: 1n }),
        () => cart.removeDiscount(),
        () => cart.noticesSeen(),
        () => cart.quote(),
        () => cart.renew(),
        () => shop.login({ token: 'nobody' }, ANA),
        () => refused(shop.cart(BOGDAN).add(coat)),
        () => refused(shop.cart(BOGDAN).addMany([{ product: tote }, { product: coat }])),
        () => refused(cart.add({ type: 'garment', id: 'nothing' })),
        () => refused(cart.add(tote, { quantity: 3n })),
        () => refused(cart.update(tote, { quantity: 5n })),
        () => refused(cart.remove({ type: 'garment', id: 'nothing' })),
        () => refused(cart.applyDiscount('NOTHING')),
        () => shop.wallets.topUp('ana', 100_000n, 'fund-ana-100000'),
      ]
      for (const action of nothing) assert.deepEqual(await toldBy(kit, action), [], `${action}`)
      await cart.saveForLater(tote)
      assert.deepEqual(await toldBy(kit, () => cart.saveForLater(tote)), [])
      const request = await requestOf(cart, { payment: 'wallet' })
      await cart.checkout(request)
      assert.deepEqual(await toldBy(kit, () => cart.checkout(request)), [], 'the same checkout again')
    })

    scenarioWith(open, { holds: { limit: 1 } }, 'of a batch that is undone are not stored', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(ANA).add(shelf.garment('coat'))
      assert.deepEqual(await toldBy(kit, () => refused(shop.cart(ANA).add(shelf.garment('hat')))), [])
    })

    scenario(open, 'of a closed cart are told once', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const closing = (): Promise<unknown> => Promise.all([cart.close(), cart.close(), shop.cart(ANA).close()])
      assert.deepEqual(await toldBy(kit, closing), ['cart.checked_out', 'claim.sold'])
      assert.deepEqual(await toldBy(kit, closing), [])
      assert.equal((await lastOf(kit, 'cart.checked_out')).payload.order, null)
    })

    scenario(open, 'of a merge are told once, by the cart that lines came into', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      await shop.cart(guest('one')).addMany([{ product: coat }, { product: shelf.good('tea') }])
      const [before] = (await readTables(kit.database)).cart
      const login = (): Promise<unknown> => shop.login(guest('one'), ANA)
      assert.deepEqual(await toldBy(kit, () => Promise.all([login(), login()])), ['cart.merged'])
      assert.deepEqual(await toldBy(kit, login), [])
      const { payload, key } = await lastOf(kit, 'cart.merged')
      assert.deepEqual([payload.from, payload.lines, payload.cart], [before?.cart_id, 2, key])
    })

    scenario(open, 'of a hold that ran out are told once, whoever meets it first', async (kit) => {
      const { shop, shelf, clock } = kit
      const [swept, taken, removed, cleared] = [
        shelf.garment('swept'),
        shelf.garment('taken'),
        shelf.garment('removed'),
        shelf.garment('cleared'),
      ]
      await shop.cart(ANA).addMany([{ product: swept }, { product: taken }, { product: removed }])
      await shop.cart(BOGDAN).add(cleared)
      clock.advance(HOUR)
      assert.deepEqual(await toldBy(kit, () => shop.cart(guest('one')).add(taken)), ['claim.held', 'cart.item_added', 'claim.expired'])
      assert.deepEqual(await toldBy(kit, () => shop.cart(ANA).remove(removed)), ['cart.item_removed', 'claim.expired'])
      assert.deepEqual(await toldBy(kit, () => shop.cart(BOGDAN).clear()), ['cart.cleared', 'claim.expired'])
      await Promise.all([shop.sweep(), shop.sweep()])
      await shop.cart(ANA).clear()
      const expired = (await eventsOf(kit, 'claim.expired')).map(({ row }) => row.key)
      assert.deepEqual(expired.sort(), ['garment:cleared', 'garment:removed', 'garment:swept', 'garment:taken'])
      assert.equal((await eventsOf(kit, 'claim.released')).length, 0)
    })

    scenarioWith(open, { holds: { policy: 'at-checkout' } }, 'of a payment window that ran out are told by who buys then', async (kit) => {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      await fund(kit, BOGDAN, 100_000n)
      await shop.cart(ANA).add(coat)
      await shop.cart(BOGDAN).add(coat)
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      clock.advance(HOUR)
      const buying = (): Promise<unknown> => buy(shop.cart(BOGDAN), { payment: 'wallet' })
      const bought = ['order.placed', 'order.paid', 'cart.checked_out', 'claim.sold', 'wallet.paid']
      assert.deepEqual(await toldBy(kit, buying), [...bought, 'claim.expired'])
      const failed = { state: 'failed', reason: 'cancelled' } as const
      const attempt = await attemptOf(kit, order.id)
      assert.deepEqual(await toldBy(kit, () => shop.settle(attempt, failed)), ['payment.failed', 'order.cancelled'])
    })

    scenario(open, 'of a won item that was not paid for tell that it lapsed', async (kit) => {
      const { shop, shelf, clock } = kit
      const vase = shelf.garment('vase')
      const win = { product: vase, price: 5_000n }
      await shop.auctions.award({ ...win, winner: 'ana', payBy: clock() + HOUR })
      clock.advance(2n * HOUR)
      await shop.auctions.award({ ...win, winner: 'bogdan', payBy: clock() + HOUR })
      const { payload, key } = await lastOf(kit, 'auction.lapsed')
      assert.deepEqual([key, payload], ['garment:vase', { product: 'garment:vase', winner: 'ana', price: '5000' }])
      assert.deepEqual((await eventsOf(kit, 'auction.won')).map((won) => won.payload.winner).sort(), ['ana', 'bogdan'])
    })

    scenario(open, 'tell of a line what it was and what it is, with its options and its steps', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      const cart = shop.cart(ANA)
      const options = { grind: 'fine', size: 'xl' }
      await cart.add(tea, { options, quantity: 2n })
      await cart.add(tea, { options, quantity: 3n })
      const added = await lastOf(kit, 'cart.item_added')
      const line = { cart: added.key, line: added.payload.line, product: 'good:tea', options, scale: 0 }
      assert.deepEqual(added.payload, { ...line, before: '2', after: '5' })
      assert.equal((await cart.read()).lines[0]?.id, added.payload.line)
      await cart.update(tea, { quantity: 9n })
      assert.deepEqual((await lastOf(kit, 'cart.item_updated')).payload, { ...line, before: '5', after: '9', deleted: false })
      await cart.update(tea, { quantity: 0n })
      assert.deepEqual((await lastOf(kit, 'cart.item_updated')).payload, { ...line, before: '9', after: '0', deleted: true })
      await cart.add(tea, { options })
      await cart.remove(tea)
      const removed = await lastOf(kit, 'cart.item_removed')
      assert.deepEqual([removed.payload.before, removed.payload.after, removed.payload.options], ['1', '0', options])
    })

    scenario(open, 'in one cart stand in the order in which they happened, each with a sequence of its own', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: shelf.garment('coat') }, { product: tea }])
      await cart.add(tea, { quantity: 2n })
      await cart.update(tea, { quantity: 9n })
      await cart.remove(tea)
      const [{ cart_id: key } = {}] = (await readTables(kit.database)).cart
      const { items, next } = await shop.events.read(String(key))
      const names = ['claim.held', 'cart.item_added', 'cart.item_added', 'cart.item_added', 'cart.item_updated', 'cart.item_removed']
      assert.deepEqual([items.map((event) => event.name), next], [names, null])
      assert.equal(new Set(items.map((event) => event.sequence)).size, names.length)
      const pages: string[] = []
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const page = await shop.events.read(String(key), { limit: 4, ...(cursor !== undefined && { cursor }) })
        pages.push(...page.items.map((event) => event.name))
        cursor = page.next
      }
      assert.deepEqual(pages, names)
    })
  })
}
