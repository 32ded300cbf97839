import { serveNode } from 'cartwright/http'
import { createApp, StartError } from './app.ts'
import { compressed } from './compress.ts'
import { type Environment, readSettings } from './settings.ts'

// The contract says five seconds; the last second is for closing the database.
const FINISH_MILLISECONDS = 4_000

/** A shop that listens. */
export interface OpenServer {
  /** Its address, with the port it took. */
  readonly url: string
  /** Takes no new requests, finishes those in flight and closes the database. Call it once. */
  readonly close: () => Promise<void>
}

/**
 * Opens the shop of these settings, with a database, rate limits and rounds of its own, and listens. Several may be open in one process.
 * Throws `SettingError` for a setting that cannot be used, and `StartError` when the database or the port cannot be had.
 *
 * @example
 * const server = await openServer({ DATABASE_URL: 'sqlite::memory:', PORT: '0' }, console.error)
 * await server.close()
 */
export async function openServer(environment: Environment, log: (error: unknown) => void): Promise<OpenServer> {
  const settings = readSettings(environment)
  const app = await createApp(settings, log)
  const server = await serveNode(compressed(app.handle), settings).catch(async (error: NodeJS.ErrnoException) => {
    await app.close()
    throw new StartError(`cannot listen on ${settings.host}:${settings.port} (${error.code ?? error.message})`)
  })
  const endRounds = app.startRounds()
  return {
    url: server.url,
    async close() {
      app.watch.close()
      await Promise.all([server.stop(FINISH_MILLISECONDS), endRounds()])
      await app.close()
    },
  }
}
