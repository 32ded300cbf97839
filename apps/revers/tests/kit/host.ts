/**
 * Whole shops that share a process: each has its own port, database connections, handler, rate limits and sweeper, but the modules are loaded once.
 * For tests that look at a shop over HTTP only, not at its process.
 */
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Engine, type TestDatabase, temporaryDirectory } from './database.ts'
import type { Outcome, Task } from './host-process.ts'
import { ENVIRONMENT, endWithUs, NODE_OPTIONS, type Running, type Settings, START_MILLISECONDS, settingsOn } from './server.ts'

const PROCESS = fileURLToPath(new URL('./host-process.ts', import.meta.url))

/** Has a task carried out and answers the address it was about. Throws an `Error` when it fails, or when the process ends meanwhile. */
type Host = (task: Task) => Promise<string>

// For each engine, because the suites of both run side by side on two cores: one by number, and as many as a test needs that races processes.
const hosts = new Map<string, Host>()

/**
 * Opens a shop on the database in a host process of its engine: those of different numbers are different processes. Throws an `Error` with the
 * reason when it does not start.
 *
 * @example
 * const server = await openHosted(engine, database, { HOLD_SECONDS: '2' })
 */
export async function openHosted(engine: Engine, database: TestDatabase, settings: Settings, number = 0): Promise<Running> {
  const name = `${engine.name} ${number}`
  const host = hosts.get(name) ?? startHost(() => hosts.delete(name))
  hosts.set(name, host)
  const url = await host({ name: 'open', environment: { ...settingsOn(database, settings), PORT: '0' } })
  return { url, stop: () => host({ name: 'close', url }) }
}

function startHost(onEnd: () => void): Host {
  const child = fork(PROCESS, {
    cwd: temporaryDirectory(),
    env: ENVIRONMENT,
    execArgv: [...NODE_OPTIONS],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  endWithUs(child)
  // It waits for tasks as long as we live, so it must not be what keeps us alive.
  child.unref()
  child.channel?.unref()

  const waiting = new Map<number, (outcome: Outcome) => void>()
  child.on('message', ({ id, outcome }: { id: number; outcome: Outcome }) => waiting.get(id)?.(outcome))
  child.once('exit', (code, signal) => {
    onEnd()
    for (const settle of waiting.values()) settle({ error: `the host process ended with ${code ?? signal}` })
  })

  let tasks = 0
  return (task) => {
    tasks += 1
    const id = tasks
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    // Also keeps us alive until the answer is here.
    const guard = setTimeout(() => child.kill('SIGKILL'), START_MILLISECONDS)
    waiting.set(id, (outcome) => {
      clearTimeout(guard)
      waiting.delete(id)
      if (outcome.error === undefined) resolve(outcome.url)
      else reject(new Error(outcome.error))
    })
    child.send({ id, task }, (error) => {
      if (error) waiting.get(id)?.({ error: `the host process is gone: ${error.message}` })
    })
    return promise
  }
}
