import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createShop, type Database, type EventHandlers, type Shop, ShopError, type ShopEvent } from '../../index.ts'
import { ANA, BOGDAN, buy, fund, type Kit, type OpenDatabase, refusalOf, scenario, scenarioWith, times } from './kit.ts'
import { readTables } from './tables.ts'

const HOUR = 3_600_000n

/** Another shop on the same database, as another process is. */
const anotherShop = ({ database, shelf, clock, errors }: Kit, options: { readonly on?: EventHandlers } = {}): Promise<Shop> =>
  createShop({ database, clock, currency: 'RON', products: shelf.sources, log: (error) => errors.push(error), ...options })

/** A database that takes everything but the note that somebody was told. */
const forgetful = (database: Database): Database => ({
  engine: database.engine,
  read: (...statements) => database.read(...statements),
  batch: async (statements, receipt) => {
    if (statements.some(({ texts }) => texts.join('').includes('delete from delivery'))) throw new Error('the process is gone')
    return database.batch(statements, receipt)
  },
  migrate: (migrations) => database.migrate(migrations),
  now: () => database.now(),
  faultOf: (error) => database.faultOf(error),
  ping: () => database.ping(),
  close: () => database.close(),
})

/** Sweeps until nothing is left to be told: another shop, or this one right after a batch, may still be at it. */
async function sweepUntilTold({ database }: Kit, shop: Shop): Promise<void> {
  for (let round = 0; round < 500; round += 1) {
    await shop.sweep()
    const { event, delivery } = await readTables(database)
    if (delivery.length === 0 && event.every((row) => row.due_at === null)) return
    await new Promise(setImmediate)
  }
  assert.fail('an event stays due')
}

/** Waits for what happens by itself, with nobody sweeping. */
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100_000; round += 1) {
    if (holds()) return
    await new Promise(setImmediate)
  }
  assert.fail('it never came')
}

/** Handing facts over to the app's own functions: after the commit, at least once, and nobody waits for it. */
export function describeEventHandlers(open: OpenDatabase): void {
  describe('event handlers', () => {
    scenario(open, 'of several shops on one database are called once for each event', async (kit) => {
      const heard: string[] = []
      const on: EventHandlers = {
        'cart.item_added': ({ payload }) => void heard.push([payload.product, payload.before, payload.after].join(' ')),
      }
      const shops = await Promise.all(times(3, () => anotherShop(kit, { on })))
      const [first] = shops
      assert.ok(first)
      const { shelf } = kit
      const goods = times(20, (index) => shelf.good(`${index}`))
      await first.cart(ANA).addMany(goods.map((product) => ({ product, quantity: 2n })))
      await first.cart(ANA).add(shelf.good('0'), { quantity: 3n })
      await Promise.all(shops.flatMap((shop) => [shop.sweep(), shop.sweep()]))
      await sweepUntilTold(kit, first)
      assert.deepEqual(heard.sort(), [...goods.map((good) => `good:${good.id} 0 2`), 'good:0 2 5'].sort())
    })

    scenario(open, 'hear by themselves soon after the commit, and never of what was undone', async (kit) => {
      const { shelf, database } = kit
      const heard: string[] = []
      const on: EventHandlers = {
        'cart.item_added': async ({ id, key, payload }) => {
          const { event, cart_line } = await readTables(database)
          const stored = event.some((row) => row.id === id) && cart_line.some((row) => row.cart_id === key && row.line_id === payload.line)
          heard.push(`${payload.product} ${stored ? 'stored' : 'not stored'}`)
        },
      }
      const shop = await anotherShop(kit, { on })
      await refusalOf(
        shop.cart(ANA).addMany([{ product: shelf.good('tea') }, { product: { type: 'good', id: 'none' } }]),
        'product_not_found',
      )
      await refusalOf(shop.cart(ANA).add(shelf.good('tea'), { quantity: 100n }), 'invalid_quantity')
      await shop.cart(ANA).add(shelf.good('salt'))
      await until(() => heard.length > 0)
      await sweepUntilTold(kit, shop)
      assert.deepEqual(heard, ['good:salt stored'])
    })

    let failures = 0
    const heard: ShopEvent[] = []
    const away = (): void => {
      failures += 1
      throw new Error('the mail server is away')
    }
    scenarioWith(
      open,
      { on: { 'cart.item_added': away, 'order.placed': (event) => void heard.push(event) } },
      'that fail undo and block nothing, are called again, and at last put aside to be seen and tried anew',
      async (kit) => {
        failures = 0
        heard.length = 0
        const { shop, shelf, clock } = kit
        await fund(kit, ANA, 100_000n)
        await shop.cart(ANA).add(shelf.garment('coat'))
        assert.equal((await buy(shop.cart(ANA), { payment: 'wallet' })).order.state, 'paid')
        for (let round = 0; round < 14; round += 1) {
          await shop.sweep()
          clock.advance(2n * HOUR)
        }
        assert.deepEqual([failures, heard.length], [10, 1])
        const dead = await shop.events.dead()
        assert.deepEqual(
          dead.items.map(({ event, target, tries, failure }) => [event.name, target, tries, failure]),
          [['cart.item_added', 'handlers', 10, 'the mail server is away']],
        )
        const [letter] = dead.items
        assert.ok(letter)
        await shop.events.retry(letter.event.key, letter.event.id)
        await shop.sweep()
        assert.equal(failures, 11)
        assert.deepEqual((await shop.events.dead()).items, [])
        await refusalOf(shop.events.retry(letter.event.key, 'unknown'), 'not_found')
        // The first failure and the giving-up, and the first failure after it was sent anew.
        assert.deepEqual(
          kit.errors.map((error) => /\(the mail server is away\): (it is tried again|given up after 10 tries)/.exec(String(error))?.[1]),
          ['it is tried again', 'given up after 10 tries', 'it is tried again'],
        )
      },
    )

    scenarioWith(
      open,
      {
        on: {
          'cart.item_added': () => {
            throw new ShopError('cart_empty')
          },
          'cart.cleared': async () => Promise.reject('no error at all'),
        },
      },
      'that throw anything are no trouble for the caller',
      async (kit) => {
        const { shop, shelf, clock } = kit
        const products = times(3, (index) => ({ product: shelf.good(`${index}`) }))
        assert.equal((await shop.cart(ANA).addMany(products)).view.count, 3n)
        await shop.cart(ANA).clear()
        for (let round = 0; round < 14; round += 1) {
          await shop.sweep()
          clock.advance(2n * HOUR)
        }
        const seen: string[] = []
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await shop.events.dead({ limit: 1, ...(cursor !== undefined && { cursor }) })
          seen.push(...page.items.map(({ failure }) => failure))
          cursor = page.next
        }
        assert.deepEqual(seen.sort(), [...times(3, () => 'The cart is empty.'), 'threw no error'].sort())
        await refusalOf(shop.events.dead({ cursor: 'nonsense' }), 'invalid_input')
        assert.equal(kit.errors.length, 2 * seen.length)
      },
    )

    const reached: string[] = []
    scenarioWith(
      open,
      {
        eventDeadline: 20,
        on: {
          'cart.cleared': () => new Promise<never>(() => undefined),
          'cart.item_added': ({ payload }) => void reached.push(payload.product),
        },
      },
      'that never end hold up nobody else',
      async (kit) => {
        reached.length = 0
        const { shop, shelf, database } = kit
        await shop.cart(ANA).add(shelf.good('tea'))
        await shop.cart(ANA).clear()
        await shop.cart(BOGDAN).add(shelf.good('salt'))
        await until(() => reached.length === 2)
        await shop.sweep()
        const { delivery } = await readTables(database)
        assert.deepEqual(
          delivery.map(({ failure, tries }) => [failure, tries]),
          [['no answer within 20 ms', 1n]],
        )
      },
    )

    scenario(
      open,
      'that were called, and the process died before it could note it, are called again when its lease is over',
      async (kit) => {
        const { shelf, clock, database } = kit
        const heard: string[] = []
        const on: EventHandlers = { 'cart.item_added': ({ id }) => void heard.push(id) }
        const dying = await anotherShop({ ...kit, database: forgetful(database) }, { on })
        await dying.cart(ANA).add(shelf.good('tea'))
        await dying.sweep().catch(() => null)
        await until(() => kit.errors.length > 0 || heard.length > 0)
        const shop = await anotherShop(kit, { on })
        await shop.sweep()
        assert.equal(heard.length, 1, 'its lease still runs')
        clock.advance(HOUR)
        await shop.sweep()
        assert.deepEqual([heard.length, new Set(heard).size], [2, 1], 'twice, with the same id')
        assert.deepEqual((await readTables(database)).delivery, [])
      },
    )

    scenario(open, 'of one process are not robbed by a sweeper that has none', async (kit) => {
      const told: string[] = []
      const app = await anotherShop(kit, { on: { 'cart.item_added': ({ payload }) => void told.push(payload.product) } })
      const tea = kit.shelf.good('tea')
      await app.cart(ANA).add(tea)
      await Promise.all(times(3, () => kit.shop.sweep()))
      await sweepUntilTold(kit, app)
      assert.deepEqual(told, ['good:tea'])
    })
  })
}
