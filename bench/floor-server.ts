/**
 * The floor of an add over HTTP: a bare Hono route that parses the same body, carries out the statements of the library's add by hand, and answers
 * as many bytes of JSON as the app does. Started by `http.ts` as a process of its own.
 */
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { sqliteEngine } from './engines.ts'
import { LINES, scenarios } from './scenarios.ts'
import { traceScenario } from './trace-scenario.ts'

const [add] = scenarios
const { FOLDER = '', ADDS = '0', ANSWER_BYTES = '0' } = process.env
if (add === undefined) throw new Error('there is no scenario')

const engine = sqliteEngine(FOLDER)
const { prepared, traced } = await traceScenario(engine, add, Number(ADDS))
const floor = await engine.openFloor(prepared, Number.POSITIVE_INFINITY)
const tasks = floor.tasksOf(traced)
const answer = { html: 'x'.repeat(Math.max(0, Number(ANSWER_BYTES) - '{"html":""}'.length)) }

const app = new Hono()
app.post('/cart/items', async (context) => {
  const { product } = await context.req.json<{ product: string }>()
  const number = Number(product.slice(product.lastIndexOf('-') + 1))
  await tasks[Math.floor(number / LINES)]?.[number % LINES]?.()
  return context.json(answer)
})

const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) => console.log(`http://127.0.0.1:${port}`))
process.on('SIGTERM', () => {
  server.close()
  process.exit(0)
})
