import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient } from '@redis/client'

/** Where the machine's own server is; null when it has none. */
export const redisBinary = (): string | null =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    }) ?? null

// The shell's standard input closes when the test ends the server or dies in any way; then it ends the server and removes the folder.
const SUPERVISOR = `
directory=$1 binary=$2 port=$3
exec 3<&0 </dev/null
"$binary" --bind 127.0.0.1 --port "$port" --dir "$directory" --save '' --appendonly no >"$directory/log" 2>&1 3<&- &
server=$!
cat <&3 >/dev/null
kill "$server"
wait "$server"
rm -rf "$directory"
`

export interface RedisServer {
  readonly url: string
  stop(): Promise<void>
}

async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts a server on this machine alone, in a folder of its own that goes with it. */
export async function startRedis(binary: string): Promise<RedisServer> {
  const port = await freePort()
  const directory = await mkdtemp(join(tmpdir(), 'cartwright-redis-'))
  const shell = spawn('sh', ['-c', SUPERVISOR, 'redis', directory, binary, String(port)], { stdio: ['pipe', 'ignore', 'ignore'] })
  const url = `redis://127.0.0.1:${port}`
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => undefined)
  for (let looks = 400; !client.isReady; looks -= 1) {
    await client.connect().catch(async (error: unknown) => {
      if (looks === 0 || shell.exitCode !== null) throw error
      await sleep(25)
    })
  }
  await client.close()
  return {
    url,
    stop: async () => {
      const ended = once(shell, 'exit')
      shell.stdin.end()
      await ended
    },
  }
}
