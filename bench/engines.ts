/** Fresh databases for every run, on both engines: each run begins with a copy of what was prepared. */
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from 'cartwright'
import { postgres } from 'cartwright/postgres'
import { sqlite } from 'cartwright/sqlite'
import { Client } from 'pg'
import { startPostgres } from '../packages/cartwright/src/testing/postgres-server.ts'
import type { Task } from './callers.ts'
import { postgresFloor } from './floor-postgres.ts'
import { sqliteFloor } from './floor-sqlite.ts'
import type { TracedTask } from './trace.ts'

/** The same statements without the library. */
export interface Floor {
  readonly tasksOf: (traced: readonly TracedTask[]) => readonly Task[]
  readonly close: () => Promise<void>
}

export interface Engine {
  readonly name: 'sqlite' | 'postgres'
  /** What the figures depend on: version and settings. */
  readonly facts: readonly string[]
  /** Makes an empty database and answers its address. */
  readonly create: () => Promise<string>
  /** Makes a copy of a database that nobody has open. */
  readonly copy: (address: string) => Promise<string>
  readonly drop: (address: string) => Promise<void>
  readonly open: (address: string) => Database
  readonly openFloor: (address: string, callers: number) => Promise<Floor>
  readonly close: () => Promise<void>
}

export const CONNECTIONS = 16

/** SQLite files in a folder. */
export function sqliteEngine(folder: string): Engine {
  let made = 0
  const next = (): string => {
    made += 1
    return join(folder, `${made}.db`)
  }
  return {
    name: 'sqlite',
    facts: [`${process.versions.sqlite}`, 'WAL, synchronous=FULL, one connection in the process'],
    create: async () => next(),
    async copy(address) {
      const path = next()
      await copyFile(address, path)
      return path
    },
    async drop(address) {
      for (const end of ['', '-wal', '-shm']) await rm(`${address}${end}`, { force: true })
    },
    open: (address) => sqlite(address),
    openFloor: async (address, callers) => sqliteFloor(address, callers),
    close: async () => undefined,
  }
}

/** A PostgreSQL server of our own. */
export async function postgresEngine(): Promise<Engine> {
  const server = await startPostgres({ durable: true })
  const admin = new Client({ connectionString: server.url })
  await admin.connect()
  let made = 0
  const nameOf = (address: string): string => new URL(address).pathname.slice(1)
  const shown: string[] = []
  for (const name of ['server_version', 'fsync', 'synchronous_commit', 'shared_buffers']) {
    const { rows } = await admin.query(`show ${name}`)
    shown.push(name === 'server_version' ? rows[0][name] : `${name}=${rows[0][name]}`)
  }
  return {
    name: 'postgres',
    facts: [...shown, `${CONNECTIONS} connections over loopback`],
    create: () => server.createDatabase(),
    async copy(address) {
      made += 1
      const copy = new URL(address)
      copy.pathname = `${copy.pathname}_copy_${made}`
      await admin.query(`create database ${nameOf(copy.href)} template ${nameOf(address)}`)
      return copy.href
    },
    async drop(address) {
      await admin.query(`drop database ${nameOf(address)} with (force)`)
    },
    open: (address) => postgres({ connectionString: address, max: CONNECTIONS }),
    openFloor: (address, callers) => postgresFloor(address, callers),
    async close() {
      await admin.end()
      await server.stop()
    },
  }
}
