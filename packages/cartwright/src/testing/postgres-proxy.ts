/** A loopback proxy in front of a PostgreSQL server that understands the protocol: counts what passes, slows it down, cuts it off. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { type Counts, type Cut, createLink, type Link, type Rules } from './postgres-proxy-link.ts'

export type { Counts, Cut }

/** A running proxy. */
export interface PostgresProxy {
  /** Address of the target through this proxy. */
  readonly url: string
  /** What passed on each connection since the last `reset`, oldest connection first; silent ones are left out. */
  counts(): readonly Counts[]
  /** Counts from zero again. */
  reset(): void
  /** From now on each statement reaches the server so many milliseconds later. */
  delay(milliseconds: number): void
  /** Each rule cuts one connection, the first to which it applies, and then it is the next rule's turn. Rules given before are forgotten. */
  cut(...cuts: readonly Cut[]): void
  /** From now on nobody new is let in; with `all`, those who are in are cut as well. `none` opens the door again. */
  refuse(whom: 'none' | 'new' | 'all'): void
  /** Cuts all connections and stops. */
  close(): Promise<void>
}

/**
 * Starts a proxy on a free port of this machine. Connections through it are not encrypted.
 * @param options.target address of the database it leads to
 * @example
 * const proxy = await startProxy({ target: await server.createDatabase() })
 * const database = postgres({ connectionString: proxy.url })
 * proxy.cut({ after: 'commit' })
 */
export async function startProxy({ target }: { readonly target: string }): Promise<PostgresProxy> {
  const address = new URL(target)
  const links = new Set<Link>()
  const spoken: Link[] = []
  const rules: Rules = { delay: 0, cuts: [] }
  let isRefusing = false

  const accept = (client: Socket): void => {
    if (isRefusing) {
      client.destroy()
      return
    }
    const server = connect(Number(address.port || 5432), address.hostname)
    const link = createLink(client, server, rules)
    links.add(link)
    spoken.push(link)
    client.once('close', () => links.delete(link))
  }

  const listener = createServer(accept).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const own = listener.address()
  if (own === null || typeof own === 'string') throw new Error('the system gave no TCP port')
  const url = new URL(target)
  url.host = `127.0.0.1:${own.port}`

  const cutAll = (): void => {
    for (const link of links) link.cut()
  }

  return {
    url: url.href,
    counts: () => spoken.map((link) => link.counts()).filter((counts) => counts.roundTrips > 0),
    reset() {
      for (const link of spoken) link.reset()
    },
    delay(milliseconds) {
      rules.delay = milliseconds
    },
    cut(...cuts) {
      rules.cuts = [...cuts]
    },
    refuse(whom) {
      isRefusing = whom !== 'none'
      if (whom === 'all') cutAll()
    },
    async close() {
      isRefusing = true
      cutAll()
      listener.close()
      await once(listener, 'close')
    },
  }
}
