/** Server processes of the bench: started, looked at, stopped. None outlives the bench. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface ServerProcess {
  readonly url: URL
  /** From the start of the process to the line with its address. */
  readonly startMilliseconds: number
  /** Memory that the process has in RAM, in megabytes; null where the system has no `/proc`. */
  readonly residentMegabytes: () => Promise<number | null>
  readonly stop: () => Promise<void>
}

const children = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL')
})

const PACKAGE = new URL('../package.json', import.meta.url)

/** What `npm start` gives to Node: its options, and the script of the app. */
export async function startOfApp(): Promise<readonly string[]> {
  const { scripts }: { scripts: { start: string } } = JSON.parse(await readFile(PACKAGE, 'utf8'))
  // `exec` is for the shell: signals then reach the app and not the shell.
  const [node, ...words] = scripts.start.replace(/^exec /, '').split(' ')
  if (node !== 'node') throw new Error(`npm start does not start Node: ${scripts.start}`)
  return words
}

/** Starts a script that prints its address when it is ready. Throws an `Error` with what it printed when it ends instead. */
export async function startServer(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const begun = performance.now()
  const child = spawn(process.execPath, words, {
    cwd: fileURLToPath(new URL('.', PACKAGE)),
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const ended = once(child, 'exit').then(() => children.delete(child))
  const printed: string[] = []
  const ready = new Promise<URL>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        printed.push(line)
        if (/^http:\/\/127\.0\.0\.1:\d+\/?$/.test(line.trim())) resolve(new URL(line.trim()))
      })
    }
  })
  const url = await Promise.race([ready, ended.then(() => null)])
  if (url === null) throw new Error(`${words.at(-1)} ended before it was ready:\n${printed.join('\n')}`)
  return {
    url,
    startMilliseconds: performance.now() - begun,
    async residentMegabytes() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
      return kilobytes === undefined ? null : Number(kilobytes) / 1_000
    },
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
