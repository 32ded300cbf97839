/** A process of the race table: opens shops where it is told to, and carries acts out when it is let go. It ends when its parent lets it go. */
import { performance } from 'node:perf_hooks'
import { type CardOutcome, type CardProvider, createShop, type Database, openDatabase, ShopError } from '../../../src/index.ts'
import { postgres } from '../../../src/storage/postgres.ts'
import { type FakeClock, fakeClock } from '../../../src/testing/fake-clock.ts'
import { productShelf } from '../../../src/testing/products.ts'
import { ACTS, type Act, type Outcome, type Task, type World } from './acts.ts'
import { rulesOf } from './rules.ts'

interface Room extends World {
  readonly clock: FakeClock
  readonly outcomes: Map<string, CardOutcome>
}

const databases = new Map<string, Database>()
const rooms = new Map<string, Promise<Room>>()

/** As many connections as there are acts: the time to wait for a free one is not what the table is about. */
const open = (address: string): Database =>
  address.startsWith('postgres') ? postgres({ connectionString: address, max: 16 }) : openDatabase(address)

async function furnish({ address, options }: Task): Promise<Room> {
  const database = databases.get(address) ?? open(address)
  databases.set(address, database)
  const clock = fakeClock()
  const shelf = productShelf()
  const outcomes = new Map<string, CardOutcome>()
  const card: CardProvider = {
    start: async ({ attempt }) => outcomes.get(attempt) ?? { next: `https://pay.example.com/${attempt}`, reference: attempt },
    status: async (attempt) => outcomes.get(attempt) ?? { state: 'pending' },
    cancel: async (attempt) => outcomes.get(attempt) ?? { state: 'failed', reason: 'cancelled' },
    refund: async () => undefined,
  }
  const shop = await createShop({ ...rulesOf(card, options), database, products: shelf.sources, clock })
  return { shop, shelf, clock, outcomes }
}

async function prepare(task: Task): Promise<() => Promise<readonly Outcome[]>> {
  const name = `${task.address} ${JSON.stringify(task.options, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`
  const made = rooms.get(name) ?? furnish(task)
  rooms.set(name, made)
  const room = await made
  room.clock.set(task.now)
  room.outcomes.clear()
  for (const [attempt, outcome] of task.outcomes) room.outcomes.set(attempt, outcome)
  for (const [{ type, id }, described] of task.products) room.shelf[type as 'garment' | 'article' | 'good'](id, described)
  return () => Promise.all(task.acts.map((one) => carryOut(room, one)))
}

async function carryOut(world: World, { name, given }: Act): Promise<Outcome> {
  const begun = performance.now()
  const perform = ACTS[name] as (world: World, ...given: readonly unknown[]) => Promise<unknown>
  const end = await perform(world, ...given).then(
    (answer) => ({ answer }),
    (error: unknown) =>
      error instanceof ShopError
        ? { refusal: { code: error.code, details: plain(error.details) } }
        : { error: error instanceof Error ? `${error.stack}` : String(error) },
  )
  return { name, milliseconds: performance.now() - begun, ...end }
}

/** Details may hold views with functions in them, which cannot leave the process. */
const plain = (details: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  JSON.parse(JSON.stringify(details, (_, value) => (typeof value === 'bigint' ? value.toString() : value)))

const ready = new Map<number, () => Promise<readonly Outcome[]>>()
process.on('message', async ({ number, task }: { readonly number: number; readonly task: Task | 'go' }) => {
  try {
    if (task === 'go') {
      const go = ready.get(number)
      ready.delete(number)
      process.send?.({ number, outcomes: await go?.() })
      return
    }
    ready.set(number, await prepare(task))
    process.send?.({ number })
  } catch (error) {
    process.send?.({ number, failure: error instanceof Error ? error.stack : String(error) })
  }
})
process.once('disconnect', () => Promise.all([...databases.values()].map((database) => database.close())))
