import { StartError } from './app.ts'
import { openServer } from './open-server.ts'
import { SettingError } from './settings.ts'

// The contract says five seconds, and the shop takes four of them to finish its requests.
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
  const server = await openServer(process.env, report)

  let isStopping = false
  /** Takes no new requests, finishes those in flight, closes the database and ends. */
  const stop = async (code: number): Promise<void> => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(code), LAST_MILLISECONDS).unref()
    await server.close()
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
