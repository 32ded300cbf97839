/** Real server processes of revers, started, stopped and killed by tests. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type TestDatabase, temporaryDirectory } from './database.ts'

export const MAIN: string = fileURLToPath(new URL('../../src/main.mjs', import.meta.url))
// Generous: a loaded machine may take long over the first start, which also migrates and seeds.
export const START_MILLISECONDS = 60_000
const STOP_MILLISECONDS = 20_000
const PORT_TRIES = 5

export const NODE_OPTIONS: readonly string[] = ['--conditions=cartwright-source', '--disable-warning=ExperimentalWarning']

/**
 * What the processes of the shop get of our own environment: settings of the machine must not reach it. Compiled code that is kept between starts
 * halves the work of a start (0.65 -> 0.3 s of processor time), and there are some thirty of them.
 */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  PATH: process.env.PATH,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? temporaryDirectory(),
}

/** Settings of the shop by environment; see the HTTP contract. */
export type Settings = Readonly<Record<string, string>>

/** A shop that answers at `url` until it is stopped. */
export interface Running {
  readonly url: string
  stop(): Promise<unknown>
}

/** One running server process. */
export interface Server extends Running {
  readonly port: number
  /** What it printed so far, both streams. */
  output(): string
  /** Sends SIGTERM, waits for the end and returns the exit code; null when it had to be killed. */
  stop(): Promise<number | null>
  /** kill -9, without any warning. */
  kill(): Promise<void>
  isRunning(): boolean
}

const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

/** Sees to it that the process is gone when we are. */
export function endWithUs(child: ChildProcess): void {
  children.add(child)
  child.once('exit', () => children.delete(child))
}

/** The settings of a shop on this database. Load comes from one address here, so rate limits are off unless a test asks for them. */
export const settingsOn = (database: TestDatabase, settings: Settings): Settings => ({
  DATABASE_URL: database.url,
  RATE_LIMIT: 'off',
  ...settings,
})

/**
 * Starts a server process on a free port, or on `settings.PORT`, and waits until it says it is ready.
 * Throws an `Error` with all the process printed when it ends instead.
 *
 * @example
 * const server = await startServer(database, { HOLD_SECONDS: '2' })
 */
export async function startServer(database: TestDatabase, settings: Settings = {}): Promise<Server> {
  if (settings.PORT !== undefined) return launch(database, settings, Number(settings.PORT))
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch(database, settings, await freePort())
    } catch (error) {
      // Somebody took the port between our asking and the server's listening.
      if (tries === PORT_TRIES || !String(error).includes('EADDRINUSE')) throw error
    }
  }
}

async function launch(database: TestDatabase, settings: Settings, port: number): Promise<Server> {
  const child = spawn(process.execPath, [...NODE_OPTIONS, MAIN], {
    cwd: database.directory,
    env: { ...ENVIRONMENT, ...settingsOn(database, settings), PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  endWithUs(child)
  const ended = once(child, 'exit')
  const printed: string[] = []
  const url = `http://127.0.0.1:${port}`

  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        if (line.trim().replace(/\/$/, '') === url) resolve()
      })
    }
  })
  const guard = setTimeout(() => child.kill('SIGKILL'), START_MILLISECONDS)
  const first = await Promise.race([ready.then(() => 'ready'), ended.then(() => 'ended')])
  clearTimeout(guard)
  if (first === 'ended') throw new Error(`the server ended before it was ready:\n${printed.join('\n')}`)

  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null
  return {
    url,
    port,
    output: () => printed.join('\n'),
    isRunning,
    async stop() {
      if (isRunning()) child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MILLISECONDS)
      await ended
      clearTimeout(late)
      return child.exitCode
    },
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the system gave no port')
  server.close()
  await once(server, 'close')
  return address.port
}
