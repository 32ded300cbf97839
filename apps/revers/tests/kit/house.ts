/** A shop with its seed, its servers and the people who are signed in to it. */
import { type Client, openClient } from './client.ts'
import type { Engine, TestDatabase } from './database.ts'
import { openHosted } from './host.ts'
import { type Running, type Settings, startServer } from './server.ts'
import { login } from './shopper.ts'

// Checking a password takes a tenth of a second of processor time by design. These people sign in once per engine; their sessions are in the
// database and go along with its copies.
const PEOPLE = [
  'ana',
  'bogdan',
  'mihai',
  'ioana',
  ...Array.from({ length: 10 }, (_, index) => `buyer${String(index + 1).padStart(2, '0')}`),
]

interface Original {
  readonly database: TestDatabase
  readonly sessions: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** A copy of the seeded database, and the browsers of people signed in to it. */
export interface Seeded {
  readonly database: TestDatabase
  /** A browser of this person at the server; without a cart of its own so far, but for what Ana has won. */
  signedIn(person: string, url: string): Client
}

// Migrating, seeding and signing in take some seconds; every test gets a copy instead.
const originals = new Map<Engine, Promise<Original>>()

async function prepare(engine: Engine): Promise<Original> {
  const database = await engine.create()
  const server = await startServer(database, { SWEEP_SECONDS: '0' })
  const sessions = new Map<string, ReadonlyMap<string, string>>()
  const signIn = async (person: string): Promise<void> => {
    const client = openClient(server.url)
    await login(client, person)
    sessions.set(person, client.cookies)
  }
  await Promise.all(PEOPLE.map(signIn))
  const code = await server.stop()
  if (code !== 0) throw new Error(`the server answered SIGTERM with exit code ${code}:\n${server.output()}`)
  return { database, sessions }
}

/** A fresh database with the shop's seed in it. */
export async function seededDatabase(engine: Engine): Promise<Seeded> {
  const prepared = originals.get(engine) ?? prepare(engine)
  originals.set(engine, prepared)
  const original = await prepared
  return {
    database: await engine.copy(original.database),
    signedIn(person, url) {
      const session = original.sessions.get(person)
      if (!session) throw new Error(`${person} is not signed in; these are: ${PEOPLE.join(', ')}`)
      return openClient(url, session)
    },
  }
}

/** A seeded database and the servers that run on it. */
export interface House {
  readonly database: TestDatabase
  readonly servers: readonly Running[]
  /** The address of the first server, for tests that need no other. */
  readonly url: string
  /** A browser without any cookie. */
  visitor(): Client
  signedIn(person: string, url?: string): Client
  close(): Promise<void>
}

/** Opens a seeded database with one server for each of the settings, the first and the second of them in different processes. */
export async function openHouse(engine: Engine, ...settings: readonly Settings[]): Promise<House> {
  const { database, signedIn } = await seededDatabase(engine)
  const servers = await Promise.all(
    (settings.length > 0 ? settings : [{}]).map((each, place) => openHosted(engine, database, each, place % 2)),
  )
  const url = servers[0]?.url ?? ''
  return {
    database,
    servers,
    url,
    visitor: () => openClient(url),
    signedIn: (person, at = url) => signedIn(person, at),
    async close() {
      await Promise.all(servers.map((each) => each.stop()))
      await database.drop()
    },
  }
}
