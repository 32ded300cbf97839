/** revers as a process of its own: how fast it starts, how fast it adds, how much memory that takes. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { inFlight, type Task } from './callers.ts'
import { type Connection, openConnection } from './http-client.ts'
import { type Spread, spreadOf } from './measure.ts'
import { LINES } from './scenarios.ts'
import { type ServerProcess, startOfApp, startServer } from './server-process.ts'

export interface HttpFigures {
  /** Migrates and seeds; milliseconds. */
  readonly firstStart: number
  readonly start: Spread
  /** Adds a second. */
  readonly app: number
  readonly floor: number
  readonly ratio: Spread
  readonly adds: number
  /** After all those adds. */
  readonly residentMegabytes: number | null
}

const CONNECTIONS = 16
const STARTS = 5
const FLOOR = fileURLToPath(new URL('./floor-server.ts', import.meta.url))

/** Measures the app against the bare route, in turns, both with so many adds a run. */
export async function measureHttp(folder: string, { runs, count }: { runs: number; count: number }): Promise<HttpFigures> {
  const file = join(folder, 'revers.db')
  const environment = { DATABASE_URL: `sqlite:${file}`, PORT: '0', RATE_LIMIT: 'off' }
  const words = await startOfApp()
  const startApp = (): Promise<ServerProcess> => startServer(words, environment)

  const first = await startApp()
  await first.stop()
  const guests = Math.ceil(((runs + 1) * count) / LINES)
  listGarments(file, guests * LINES)
  const starts: number[] = []
  for (let start = 0; start < STARTS; start += 1) {
    const server = await startApp()
    starts.push(server.startMilliseconds)
    await server.stop()
  }

  const app = await startApp()
  const warmUp = await rateOf(app.url, 0, count)
  const bare = await startServer(['--conditions=cartwright-source', '--disable-warning=ExperimentalWarning', FLOOR], {
    FOLDER: folder,
    ADDS: String(guests * LINES),
    ANSWER_BYTES: String(warmUp.answerBytes),
  })
  await rateOf(bare.url, 0, count)
  const pairs: { app: number; floor: number }[] = []
  for (let run = 1; run <= runs; run += 1) {
    const onApp = await rateOf(app.url, run, count)
    const onFloor = await rateOf(bare.url, run, count)
    pairs.push({ app: onApp.rate, floor: onFloor.rate })
  }
  const residentMegabytes = await app.residentMegabytes()
  await Promise.all([app.stop(), bare.stop()])
  return {
    firstStart: first.startMilliseconds,
    start: spreadOf(starts),
    app: spreadOf(pairs.map((pair) => pair.app)).median,
    floor: spreadOf(pairs.map((pair) => pair.floor)).median,
    ratio: spreadOf(pairs.map((pair) => pair.app / pair.floor)),
    adds: (runs + 1) * count,
    residentMegabytes,
  }
}

/** The seed has 60 garments; here are more of the first one, `garment:bench-<number>`. */
function listGarments(file: string, count: number): void {
  const handle = new DatabaseSync(file)
  const columns = handle.prepare(`select name from pragma_table_info('item')`).all()
  const values = columns.map(({ name }) =>
    name === 'product' ? `'garment:bench-' || number` : name === 'id' ? `'bench-' || number` : String(name),
  )
  handle.exec(`
    with recursive numbers (number) as (select 0 union all select number + 1 from numbers where number + 1 < ${count})
    insert into item select ${values.join(', ')} from numbers, (select * from item where type = 'garment' and auction_only = 0 limit 1)`)
  handle.close()
}

/** Adds a second: guests of this run, five adds each, with 16 connections. */
async function rateOf(url: URL, run: number, count: number): Promise<{ rate: number; answerBytes: number }> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => openConnection(url)))
  const free = [...connections]
  const guests = Math.floor(count / LINES)
  const sizes: number[] = []
  const tasks = Array.from(
    { length: guests },
    (_, guest): Task => [
      async () => {
        const connection = free.pop() as Connection
        await fillCart(connection, (run * guests + guest) * LINES, sizes)
        free.push(connection)
      },
    ],
  )
  const begun = performance.now()
  await inFlight(CONNECTIONS, tasks)
  const seconds = (performance.now() - begun) / 1_000
  for (const connection of connections) connection.close()
  return { rate: (guests * LINES) / seconds, answerBytes: Math.round(sizes.reduce((sum, size) => sum + size, 0) / sizes.length) }
}

async function fillCart(connection: Connection, first: number, sizes: number[]): Promise<void> {
  let cookies: readonly string[] = []
  for (let number = first; number < first + LINES; number += 1) {
    const answer = await connection.post('/cart/items', JSON.stringify({ product: `garment:bench-${number}` }), cookies)
    if (answer.status !== 200) throw new Error(`an add was answered by ${answer.status}`)
    if (answer.cookies.length > 0) cookies = answer.cookies
    sizes.push(answer.size)
  }
}
