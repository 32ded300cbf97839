import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createShop, type Inventory, type ShopOptions } from '../../index.ts'
import { productShelf } from '../products.ts'
import { ANA, attemptOf, BOGDAN, buy, changesNothing, fund, type Kit, type OpenDatabase, openKit, refusalOf, requestOf } from './kit.ts'

/** The stock of an app: a count for each product, and what each attempt has reserved. */
interface Warehouse extends Inventory {
  readonly counts: Map<string, bigint>
  readonly reserved: Map<string, bigint>
  /** Every call, as `what product quantity`. */
  readonly calls: string[]
  /** Made instead of the next call of this name. */
  readonly instead: Map<string, () => unknown>
}

function warehouse(settings: Pick<Inventory, 'always'> = {}): Warehouse {
  const counts = new Map<string, bigint>()
  const reserved = new Map<string, bigint>()
  const calls: string[] = []
  const instead = new Map<string, () => unknown>()
  const answer = <Answer>(what: string, product: { readonly id: string }, quantity: bigint, work: () => Answer): Answer => {
    calls.push(`${what} ${product.id} ${quantity}`)
    const other = instead.get(what)
    instead.delete(what)
    return other === undefined ? work() : (other() as Answer)
  }
  return {
    ...settings,
    counts,
    reserved,
    calls,
    instead,
    check: (product, quantity) => answer('check', product, quantity, () => (counts.get(product.id) ?? 0n) >= quantity),
    reserve: async (product, quantity, { attempt }) =>
      answer('reserve', product, quantity, () => {
        const left = counts.get(product.id) ?? 0n
        if (left < quantity) return false
        counts.set(product.id, left - quantity)
        reserved.set(`${attempt} ${product.id}`, quantity)
        return true
      }),
    release: async (product, quantity, { attempt }) =>
      answer('release', product, quantity, () => {
        const key = `${attempt} ${product.id}`
        counts.set(product.id, (counts.get(product.id) ?? 0n) + (reserved.get(key) ?? 0n))
        reserved.delete(key)
      }),
  }
}

/** An app that counts by itself: asked where it should be, and nothing it does can hurt a cart. */
export function describeInventory(open: OpenDatabase): void {
  const withStock = (title: string, inventory: () => Warehouse, run: (kit: Kit, stock: Warehouse) => Promise<void>): void => {
    it(title, async () => {
      const stock = inventory()
      const kit = await openKit(open, { inventory: stock, pluginDeadline: 50 })
      try {
        await run(kit, stock)
      } finally {
        await kit.shop.close()
      }
    })
  }

  describe("an inventory of the app's own", () => {
    withStock('is asked for what is there and what is added, where the caller says so', warehouse, async (kit, stock) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      stock.counts.set('tea', 5n)
      const cart = shop.cart(ANA)
      await cart.add(tea, { quantity: 9n })
      assert.deepEqual(stock.calls, [])
      await cart.clear()
      await cart.add(tea, { quantity: 3n, checkInventory: true })
      await cart.add(tea, { quantity: 2n, checkInventory: true, options: { tin: 'red' } })
      const no = await changesNothing(kit, () =>
        refusalOf(cart.add(tea, { quantity: 1n, unitPrice: 1n, checkInventory: true }), 'insufficient_stock'),
      )
      assert.equal(no.details.product, 'good:tea')
      assert.deepEqual(stock.calls, ['check tea 3', 'check tea 5', 'check tea 6'])
      const [line] = (await cart.read()).lines
      await changesNothing(kit, () => refusalOf(cart.update(line?.id ?? '', { quantity: 4n, checkInventory: true }), 'insufficient_stock'))
      await cart.update(line?.id ?? '', { quantity: 1n, checkInventory: true })
      assert.deepEqual(stock.calls.slice(3), ['check tea 6', 'check tea 3'])
    })

    withStock(
      'is asked always when the shop says so, for many at once too',
      () => warehouse({ always: true }),
      async (kit, stock) => {
        const { shop, shelf } = kit
        const [tea, coat] = [shelf.good('tea'), shelf.garment('coat')]
        stock.counts.set('tea', 5n)
        const both = [{ product: tea, quantity: 2n }, { product: coat }]
        await changesNothing(kit, () => refusalOf(shop.cart(ANA).addMany(both), 'insufficient_stock'))
        stock.counts.set('coat', 1n)
        await shop.cart(ANA).addMany(both)
        await changesNothing(kit, () => refusalOf(shop.cart(ANA).update(tea, { quantity: 6n }), 'insufficient_stock'))
        assert.deepEqual(stock.calls.toSorted(), ['check coat 1', 'check coat 1', 'check tea 2', 'check tea 2', 'check tea 6'])
      },
    )

    for (const [what, answer] of [
      ['throws', () => assert.fail('the warehouse burns')],
      ['hangs', () => new Promise(() => undefined)],
      ['answers nonsense', () => 'plenty'],
      ['answers nothing', () => undefined],
    ] as const) {
      withStock(
        `that ${what} is named, and the cart stays as it was`,
        () => warehouse(),
        async (kit, stock) => {
          const { shop, shelf } = kit
          const tea = shelf.good('tea')
          stock.counts.set('tea', 5n)
          const cart = shop.cart(ANA)
          const failing = async (call: string, action: () => Promise<unknown>): Promise<void> => {
            stock.instead.set(call, answer)
            const no = await changesNothing(kit, () => refusalOf(action(), 'plugin_failed'))
            assert.equal(no.details.plugin, `inventory.${call}`)
          }
          await failing('check', () => cart.add(tea, { checkInventory: true }))
          await cart.add(tea)
          await failing('check', () => cart.update(tea, { quantity: 2n, checkInventory: true }))
          const request = await requestOf(cart, { payment: 'cod' })
          await failing('reserve', () => cart.checkout(request))
          await failing('reserve', () => cart.close())
          assert.deepEqual([stock.counts.get('tea'), stock.reserved.size], [5n, 0])
          assert.equal((await cart.checkout(request)).order.state, 'placed')
        },
      )
    }

    withStock('reserves for an order, and gets back what is not sold', warehouse, async (kit, stock) => {
      const { shop, shelf, card } = kit
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      stock.counts.set('tea', 5n).set('salt', 1n)
      const cart = shop.cart(ANA)
      await cart.addMany([
        { product: tea, quantity: 2n },
        { product: salt, quantity: 2n },
      ])
      await refusalOf(buy(cart, { payment: 'cod' }), 'insufficient_stock')
      assert.deepEqual(
        [...stock.counts],
        [
          ['tea', 5n],
          ['salt', 1n],
        ],
      )
      await cart.update(salt, { quantity: 1n })
      const { order } = await buy(cart, { payment: 'card' })
      assert.deepEqual([...stock.counts.values()], [3n, 0n])
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'no' })
      await shop.sweep()
      assert.deepEqual([...stock.counts.values()], [5n, 1n])
      const second = await buy(cart, { payment: 'card', key: 'key-2' })
      const attempt = await attemptOf(kit, second.order.id)
      await shop.settle(attempt, card.pay(attempt))
      await shop.sweep()
      assert.deepEqual([...stock.counts.values()], [3n, 0n])
      await shop.orders.cancel(second.order.id, ANA)
      stock.instead.set('release', () => assert.fail('not now'))
      await shop.sweep()
      kit.clock.advance(60_000n)
      await shop.sweep()
      assert.deepEqual([[...stock.counts.values()], stock.reserved.size], [[5n, 1n], 0])
    })

    withStock('gets its reservation back when the batch is refused', warehouse, async (kit, stock) => {
      const { shop, shelf } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 1n)
      stock.counts.set('tote', 9n)
      await shop.cart(ANA).add(tote)
      await shop.cart(BOGDAN).add(tote)
      const requests = [
        await requestOf(shop.cart(ANA), { payment: 'cod' }),
        await requestOf(shop.cart(BOGDAN), { payment: 'cod' }),
      ] as const
      await fund(kit, ANA, 1n)
      await shop.cart(ANA).checkout(requests[0])
      await refusalOf(shop.cart(BOGDAN).checkout(requests[1]), 'insufficient_stock')
      assert.deepEqual([stock.counts.get('tote'), stock.reserved.size], [8n, 1])
      await refusalOf(shop.cart(BOGDAN).close(), 'insufficient_stock')
      assert.deepEqual([stock.counts.get('tote'), stock.reserved.size], [8n, 1])
    })

    for (const [name, wrong] of [
      ['inventory', { inventory: 'shop.Warehouse' }],
      ['inventory.check', { inventory: { reserve: () => true } }],
      ['inventory.reserve', { inventory: { check: () => true, reserve: 7 } }],
      ['inventory.always', { inventory: { check: () => true, always: 'yes' } }],
      ['stock.reserve', { stock: { reserve: 'sometimes' } }],
      ['stock.for', { stock: { for: 0n } }],
      ['stock.byType', { stock: { byType: { ghost: { reserve: 'add' } } } }],
      ['stock.byType.article.for', { stock: { byType: { article: { for: 15 } } } }],
    ] as const) {
      it(`a wrong ${name} stops the start`, async () => {
        const database = await open()
        const options = { database, currency: 'RON', products: productShelf().sources, ...wrong } as unknown as ShopOptions
        await assert.rejects(createShop(options), (error) => error instanceof RangeError && error.message.includes(name))
        await database.close()
      })
    }
  })
}
