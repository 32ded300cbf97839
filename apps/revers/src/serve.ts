import { serveNode } from 'cartwright/http'
import { createApp, StartError } from './app.ts'
import { readSettings, SettingError } from './settings.ts'

// The contract says five seconds; the last second is for closing the database.
const FINISH_MILLISECONDS = 4_000
const LAST_MILLISECONDS = 4_900
const WRONG_SETTING = 2
const WRONG_START = 1

const report = (error: unknown): void => console.error(error)

// Whoever read our output has gone; the shop has not.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

try {
  await run()
} catch (error) {
  if (!(error instanceof SettingError) && !(error instanceof StartError)) throw error
  console.error(`revers: ${error.message}`)
  process.exit(error instanceof SettingError ? WRONG_SETTING : WRONG_START)
}

async function run(): Promise<void> {
  const settings = readSettings(process.env)
  const app = await createApp(settings, report)
  const server = await serveNode(app.handle, settings).catch(async (error: NodeJS.ErrnoException) => {
    await app.close()
    throw new StartError(`cannot listen on ${settings.host}:${settings.port} (${error.code ?? error.message})`)
  })
  const endRounds = app.startRounds()

  let isStopping = false
  /** Takes no new requests, finishes those in flight, closes the database and ends. */
  const stop = async (code: number): Promise<void> => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(code), LAST_MILLISECONDS).unref()
    await Promise.all([server.stop(FINISH_MILLISECONDS), endRounds()])
    await app.close()
    process.exit(code)
  }
  process.on('SIGTERM', () => void stop(0))
  process.on('SIGINT', () => void stop(0))
  process.on('unhandledRejection', report)
  process.on('uncaughtException', (error) => {
    report(error)
    void stop(WRONG_START)
  })
  console.log(server.url)
}
