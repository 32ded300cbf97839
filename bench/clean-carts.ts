/**
 * Cleaning a large heap of stale carts while buyers go on adding: how long it takes, and how long an add waits beside it. Prints, and never judges.
 *
 * `node --conditions=cartwright-source bench/clean-carts.ts` takes about ten minutes; `--carts 50000` about one. The cleaner is the command in a process
 * of its own, or with `--same` the function in the process of the buyers.
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createShop, type Shop } from 'cartwright'
import { Client } from 'pg'
import { productShelf } from '../packages/cartwright/src/testing/products.ts'
import { type Engine, postgresEngine, sqliteEngine } from './engines.ts'
import { machineFacts } from './machine.ts'

const { values } = parseArgs({
  options: {
    carts: { type: 'string', default: '1000000' },
    lines: { type: 'string', default: '2' },
    batch: { type: 'string', default: '100' },
    engine: { type: 'string', default: 'both' },
    same: { type: 'boolean', default: false },
  },
})
const carts = Number(values.carts)
const lines = Number(values.lines)
const batch = Number(values.batch)
const WRITERS = 4
const BASELINE_SECONDS = 10
const MAIN = fileURLToPath(new URL('../packages/cartwright/src/cli/main.ts', import.meta.url))
const SNAPSHOT = '{"name":"tea","url":null,"image":null,"seller":null,"stock":"unlimited","taxClass":null,"weight":null}'

/** Statements that make the heap, for an engine's own way to count to a number and to make an id of it. */
const heap = (numbers: (most: number) => string, id: string): string[] => [
  `insert into cart (cart_id, owner, name, currency, state, version, codes, notices, attempt_id, made_at, used_at)
    select ${id}, 'guest:' || ${id}, 'default', 'RON', 'open', 1, '[]', '[]', null, 1, 1 from ${numbers(carts)}`,
  `insert into cart_slot (owner, name, cart_id) select owner, name, cart_id from cart`,
  ...Array.from(
    { length: lines },
    (
      _,
      line,
    ) => `insert into cart_line (cart_id, line_id, product, options, kind, saved, rest, quantity, scale, unit_price, fixed_price, snapshot, held_until,
      renewals, added_at, place)
    select cart_id, 'line-${line}-' || cart_id, 'good:${line}', '', 'item', 0, 0, '1', 0, 1000, 0, '${SNAPSHOT}', null, 0, 1, ${line} from cart`,
  ),
  `insert into event (key, id, sequence, name, payload, line_id, quantity, made_at, targets, due_at)
    select cart_id, 'event-' || cart_id, 1, 'cart.item_added', '{}', null, null, 1, '[]', null from cart`,
]

/** Fills a database without the library: it would take hours. */
async function fill(engine: Engine, address: string): Promise<void> {
  if (engine.name === 'sqlite') {
    const handle = new DatabaseSync(address)
    handle.exec('pragma synchronous = off')
    const numbers = (most: number): string =>
      `(with recursive n (i) as (select 1 union all select i + 1 from n where i < ${most}) select i from n)`
    for (const text of heap(numbers, `printf('%08x', (i * 2654435761) & 4294967295) || printf('%024d', i)`)) handle.exec(text)
    handle.exec('pragma wal_checkpoint(truncate)')
    handle.close()
    return
  }
  const client = new Client({ connectionString: address })
  await client.connect()
  const numbers = (most: number): string => `generate_series(1, ${most}) i`
  for (const text of heap(numbers, 'md5(cast(i as text))')) await client.query(text.replace("'1', 0, 1000", '1, 0, 1000'))
  await client.query('analyze')
  await client.end()
}

/** Buyers who add to carts of their own until they are told to stop; answers how long each add took, in milliseconds. */
function startWriters(shop: Shop): { stop: () => Promise<number[]> } {
  const waits: number[] = []
  let isOver = false
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let add = 0; !isOver; add += 1) {
      const began = performance.now()
      await shop.cart({ userId: `writer-${writer}-${Math.floor(add / 50)}` }).add({ type: 'good', id: String(add % 50) })
      waits.push(performance.now() - began)
      await pause(5)
    }
  })
  return {
    async stop() {
      isOver = true
      await Promise.all(writers)
      return waits
    },
  }
}

const figures = (waits: readonly number[]): string => {
  const sorted = [...waits].sort((left, right) => left - right)
  const at = (part: number): string => (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1)
  return `${sorted.length} adds, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms, longest ${at(1)} ms`
}

const cleanElsewhere = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const words = ['--conditions=cartwright-source', MAIN, 'clean-carts', '--database', url, '--batch', String(batch)]
    spawn(process.execPath, words, { stdio: ['ignore', 'inherit', 'ignore'] }).on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`the command ended with ${code}`)),
    )
  })

async function measure(engine: Engine): Promise<void> {
  const address = await engine.create()
  const database = engine.open(address)
  const shelf = productShelf()
  for (let good = 0; good < 50; good += 1) shelf.good(String(good))
  const shop = await createShop({ database, currency: 'RON', products: shelf.sources })
  await shop.migrate()
  const filling = performance.now()
  await fill(engine, address)
  console.log(`${engine.name}: ${carts} stale carts of ${lines} lines made in ${((performance.now() - filling) / 1_000).toFixed(0)} s`)
  const alone = startWriters(shop)
  await pause(BASELINE_SECONDS * 1_000)
  console.log(`  writers alone:    ${figures(await alone.stop())}`)
  const beside = startWriters(shop)
  const began = performance.now()
  if (values.same) await shop.cleanCarts({ batch })
  else await cleanElsewhere(engine.name === 'sqlite' ? `sqlite:${address}` : address)
  const seconds = (performance.now() - began) / 1_000
  console.log(`  beside cleaning:  ${figures(await beside.stop())}`)
  console.log(`  cleaned in ${seconds.toFixed(1)} s, ${Math.round(carts / seconds)} carts a second, ${batch} a batch`)
  await shop.close()
}

const folder = await mkdtemp(join(tmpdir(), 'cartwright-clean-'))
const engines = [
  ...(values.engine === 'postgres' ? [] : [sqliteEngine(folder)]),
  ...(values.engine === 'sqlite' ? [] : [await postgresEngine()]),
]
try {
  for (const fact of machineFacts(engines)) console.log(fact)
  for (const engine of engines) await measure(engine)
} finally {
  for (const engine of engines) await engine.close()
  await rm(folder, { recursive: true, force: true })
}
