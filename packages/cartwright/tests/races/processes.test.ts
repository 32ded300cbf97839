import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createShop, openDatabase } from '../../src/index.ts'
import { times } from '../../src/testing/contract/kit.ts'
import { readTables, type Tables } from '../../src/testing/contract/tables.ts'
import { productShelf } from '../../src/testing/products.ts'
import { newPostgres, temporaryFolder } from '../storage/open-databases.ts'

const adder = fileURLToPath(new URL('./adder.ts', import.meta.url))

/** Starts a process that waits for the word. */
async function start(address: string, ids: readonly string[], rounds: number): Promise<ChildProcess> {
  const child = fork(adder, [address, 'ana', ids.join(','), String(rounds)], { execArgv: ['--disable-warning=ExperimentalWarning'] })
  await once(child, 'message')
  return child
}

/** Lets all begin at once, and answers what the database holds when all have ended. */
async function together(address: string, children: readonly ChildProcess[]): Promise<Tables> {
  const reports = await Promise.all(
    children.map(async (child) => {
      const report = once(child, 'message')
      child.send('go')
      const [errors] = await report
      await once(child, 'exit')
      return errors as string[]
    }),
  )
  assert.deepEqual(reports.flat(), [])
  const database = openDatabase(address)
  try {
    return await readTables(database)
  } finally {
    await database.close()
  }
}

const ENGINES: Readonly<Record<string, (context: TestContext) => Promise<string>>> = {
  SQLite: async (context) => {
    const folder = await temporaryFolder()
    context.after(() => folder.remove())
    return `sqlite:${join(folder.path, 'shop.db')}`
  },
  PostgreSQL: () => newPostgres(),
}

async function prepared(context: TestContext, engine: string): Promise<string> {
  const address = (await ENGINES[engine]?.(context)) ?? assert.fail()
  const shop = await createShop({ database: openDatabase(address), currency: 'RON', products: productShelf().sources })
  await shop.migrate()
  await shop.stock.set({ type: 'article', id: 'tote' }, 1_000n)
  await shop.close()
  return address
}

for (const engine of Object.keys(ENGINES)) {
  describe(`four processes, ${engine}`, () => {
    it('64 adds of one counted product: the quantity is 64 more', async (context) => {
      const address = await prepared(context, engine)
      const first = await start(address, ['article:tote'], 1)
      await together(address, [first])
      const children = await Promise.all(times(4, () => start(address, ['article:tote'], 16)))
      const { cart, cart_line } = await together(address, children)
      assert.equal(cart.length, 1)
      assert.deepEqual(
        cart_line.map((line) => String(line.quantity)),
        ['65'],
      )
    })

    it('20 first adds into one fresh cart: one cart, all lines', async (context) => {
      const address = await prepared(context, engine)
      const children = await Promise.all(
        times(4, (process) =>
          start(
            address,
            times(5, (index) => `good:${process}-${index}`),
            1,
          ),
        ),
      )
      const { cart, cart_slot, cart_line } = await together(address, children)
      assert.deepEqual([cart.length, cart_slot.length, cart_line.length], [1, 1, 20])
    })
  })
}
