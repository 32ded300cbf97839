import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, it, type TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createShop, openDatabase } from '../../src/index.ts'
import { times } from '../../src/testing/contract/kit.ts'
import { readTables, type Tables } from '../../src/testing/contract/tables.ts'
import { productShelf } from '../../src/testing/products.ts'
import { newPostgres, temporaryFolder } from '../storage/open-databases.ts'
import type { Task } from './adder.ts'

const adder = fileURLToPath(new URL('./adder.ts', import.meta.url))

/** Gives each process its task, lets all begin at once when all have opened the database, and answers what it holds when all are done. */
async function together(tasks: readonly (readonly [child: ChildProcess, task: Task])[]): Promise<Tables> {
  await Promise.all(tasks.map(([child, task]) => tell(child, task)))
  const errors = await Promise.all(tasks.map(([child]) => tell(child, 'go')))
  assert.deepEqual(errors.flat(), [])
  const database = openDatabase(tasks[0]?.[1].address ?? assert.fail())
  try {
    return await readTables(database)
  } finally {
    await database.close()
  }
}

/** Tells a process something and waits for what it says to that. */
async function tell(child: ChildProcess, said: Task | 'go'): Promise<unknown> {
  const reply = once(child, 'message')
  child.send(said)
  const [answer] = await reply
  return answer
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

describe('four processes', () => {
  // Loading the library is most of what such a process costs, so the same four serve every test, each time with a shop of their own.
  let children: readonly ChildProcess[]
  before(() => {
    children = times(4, () => fork(adder, { execArgv: ['--disable-warning=ExperimentalWarning'] }))
  })
  // They have closed their shops, so nothing may keep them.
  after(async () => {
    const codes = children.map(async (child) => {
      const ended = once(child, 'exit')
      child.disconnect()
      const [code] = await ended
      return code
    })
    assert.deepEqual(await Promise.all(codes), [0, 0, 0, 0])
  })

  for (const engine of Object.keys(ENGINES)) {
    it(`64 adds of one counted product: the quantity is 64 more, ${engine}`, async (context) => {
      const task = { address: await prepared(context, engine), userId: 'ana', products: ['article:tote'], rounds: 16 }
      await together(children.slice(0, 1).map((child) => [child, { ...task, rounds: 1 }]))
      const { cart, cart_line } = await together(children.map((child) => [child, task]))
      assert.equal(cart.length, 1)
      assert.deepEqual(
        cart_line.map((line) => String(line.quantity)),
        ['65'],
      )
    })

    it(`20 first adds into one fresh cart: one cart, all lines, ${engine}`, async (context) => {
      const address = await prepared(context, engine)
      const goods = (index: number): string[] => times(5, (good) => `good:${index}-${good}`)
      const { cart, cart_slot, cart_line } = await together(
        children.map((child, index) => [child, { address, userId: 'ana', products: goods(index), rounds: 1 }]),
      )
      assert.deepEqual([cart.length, cart_slot.length, cart_line.length], [1, 1, 20])
    })
  }
})
