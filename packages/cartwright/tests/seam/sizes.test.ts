import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Cart, Database } from '../../src/index.ts'
import { ANA, guest, type Kit, type KitOptions, type OpenDatabase, openKit, times } from '../../src/testing/contract/kit.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'

/** Counts the statements that the shop hands to its database. */
function counting(database: Database): { readonly database: Database; readonly count: () => number } {
  let count = 0
  return {
    count: () => count,
    database: {
      engine: database.engine,
      read: (...statements) => {
        count += statements.length
        return database.read(...statements)
      },
      batch: (statements, receipt) => {
        count += statements.length
        return database.batch(statements, receipt)
      },
      migrate: (migrations) => database.migrate(migrations),
      now: () => database.now(),
      faultOf: (error) => database.faultOf(error),
      ping: () => database.ping(),
      close: () => database.close(),
    },
  }
}

interface Counted {
  readonly kit: Kit
  readonly cart: Cart
  /** Statements and calls of product sources that an action takes. */
  costs(action: () => Promise<unknown>): Promise<readonly [statements: number, calls: number]>
}

async function counted<Answer>(open: OpenDatabase, run: (counted: Counted) => Promise<Answer>, options: KitOptions = {}): Promise<Answer> {
  const counter = counting(await open())
  const kit = await openKit(async () => counter.database, options)
  try {
    return await run({
      kit,
      cart: kit.shop.cart(ANA),
      async costs(action) {
        const [statements, calls] = [counter.count(), kit.shelf.calls()]
        await action()
        return [counter.count() - statements, kit.shelf.calls() - calls]
      },
    })
  } finally {
    await kit.shop.close()
  }
}

const goods = ({ shelf }: Kit, count: number, from = 0) => times(count, (index) => ({ product: shelf.good(`${from + index}`) }))

/** Every change of a cart that has so many lines already. */
const changes = (open: OpenDatabase, lines: number) =>
  counted(open, async ({ kit, cart, costs }) => {
    const { shop, shelf } = kit
    const [tote, coat] = [shelf.article('tote'), shelf.garment('coat')]
    await shop.stock.set(tote, 50n)
    await cart.addMany(goods(kit, lines - 1))
    await cart.add(tote)
    const found = {
      'add of a new line': await costs(() => cart.add(shelf.good('new'))),
      'add to a line': await costs(() => cart.add(shelf.good('new'), { quantity: 3n })),
      'add of a counted product': await costs(() => cart.add(tote, { quantity: 3n })),
      'add of a piece': await costs(() => cart.add(coat)),
      update: await costs(() => cart.update(tote, { quantity: 7n })),
      'update with a price': await costs(() => cart.update(tote, { quantity: 8n, unitPrice: 5n })),
      remove: await costs(() => cart.remove(shelf.good('new'))),
    }
    // How many types there are in the cart differs: the calls are told apart from the statements.
    return Object.fromEntries(Object.entries(found).map(([name, [statements]]) => [name, statements]))
  })

function describeSizes(engine: string, open: OpenDatabase): void {
  describe(`statements do not grow with the cart, ${engine}`, () => {
    it('changes of a cart of 1, 100 and 990 lines', async () => {
      const [one, hundred, many] = [await changes(open, 1), await changes(open, 100), await changes(open, 990)]
      assert.deepEqual(hundred, one)
      assert.deepEqual(many, one)
    })

    it('many at once: 100 are as many statements as 1000, into a fresh cart and into one that is full of them', async () => {
      const costsOf = (count: number) =>
        counted(open, async ({ kit, cart, costs }) => [
          await costs(() => cart.addMany(goods(kit, count))),
          await costs(() => cart.addMany(goods(kit, count))),
        ])
      const [hundred, thousand] = [await costsOf(100), await costsOf(1_000)]
      assert.deepEqual(thousand, hundred)
      for (const [statements, calls] of thousand) assert.ok(statements <= 11 && calls === 1, `${statements} statements, ${calls} calls`)
    })

    it('reading 1000 lines: two statements, and one call per type', async () => {
      const [statements, calls] = await counted(open, async ({ kit, cart, costs }) => {
        const { shop, shelf } = kit
        const totes = times(400, (index) => shelf.article(`${index}`))
        for (const tote of totes) await shop.stock.set(tote, 9n)
        await cart.addMany([...goods(kit, 600), ...totes.map((product) => ({ product }))])
        return costs(async () => assert.equal((await cart.read()).lines.length, 1_000))
      })
      assert.deepEqual([statements, calls], [2, 2])
    })

    it('merging 1 line and 400 lines into as many', async () => {
      const costsOf = (count: number) =>
        counted(open, async ({ kit, cart, costs }) => {
          await cart.addMany(goods(kit, count))
          await kit.shop.cart(guest('g')).addMany([...goods(kit, count), ...goods(kit, 1, 5_000)])
          return costs(() => kit.shop.login(guest('g'), ANA))
        })
      assert.deepEqual(await costsOf(400), await costsOf(1))
    })

    it('restoring 3 lines and 900 lines, into no cart, again, in other quantities, and in place of as many others', async () => {
      const costsOf = (count: number) =>
        counted(
          open,
          async ({ kit, cart, costs }) => {
            const third = count / 3
            const { shop, shelf } = kit
            const totes = times(third, (index) => shelf.article(`${index}`))
            for (const tote of totes) await shop.stock.set(tote, 9n)
            await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
            const products = [
              ...goods(kit, third).map(({ product }) => product),
              ...totes,
              ...times(third, (index) => shelf.garment(`${index}`)),
            ]
            const payload = (quantity: string): object => ({
              version: 1,
              currency: 'RON',
              lines: products.map((product) => ({ product, quantity: product.type === 'garment' ? '1' : quantity })),
              codes: ['TEN', 'NONE'],
            })
            const found = [
              await costs(() => cart.restore(payload('2'))),
              await costs(() => cart.restore(payload('2'))),
              await costs(() => cart.restore(payload('3'))),
            ]
            await cart.clear()
            await cart.addMany(goods(kit, count, 5_000))
            found.push(await costs(() => cart.restore(payload('2'), { mode: 'replace' })))
            assert.equal((await cart.read()).lines.length, count)
            return found.map(([statements]) => statements)
          },
          { holds: { limit: 1_000 } },
        )
      const [few, many] = [await costsOf(3), await costsOf(900)]
      assert.deepEqual(many, few)
      assert.ok(
        few.every((statements) => statements <= 20),
        few.join(', '),
      )
    })

    it('closing a cart of 1 line and of 1000', async () => {
      const costsOf = (count: number) =>
        counted(open, async ({ kit, cart, costs }) => {
          await cart.addMany(goods(kit, count))
          return costs(() => cart.close())
        })
      assert.deepEqual(await costsOf(1_000), await costsOf(1))
    })
  })
}

describeSizes('SQLite', recycled(openMemory))
describeSizes('PostgreSQL', recycled(openPostgres))
