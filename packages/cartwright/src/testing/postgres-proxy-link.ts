import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { createFrames, type Frame } from './postgres-frames.ts'

/** When to cut a connection. */
export type Cut =
  /** The server never hears of the statement. Counted inside a transaction, without `begin`, `commit` and `rollback`, from 1. */
  | { readonly before: 'statement'; readonly after?: never; readonly number: number }
  /** The server never hears of the COMMIT. */
  | { readonly before: 'commit'; readonly after?: never }
  /**
   * The server carries out the COMMIT, and the client never hears of it. With `held`, the client is cut at once and the COMMIT reaches the server
   * only so many milliseconds later: until then the transaction is open.
   */
  | { readonly before?: never; readonly after: 'commit'; readonly held?: number }
  /** The same for a statement that leaves alone, outside a transaction, and has this in its text. */
  | { readonly before?: never; readonly after: 'statement'; readonly text: string }

/** What passed on one connection. */
export interface Counts {
  readonly parses: number
  readonly binds: number
  readonly executes: number
  readonly queries: number
  /** How often the client sent something while nothing of it was unanswered: flushes that each cost a way there and back. */
  readonly roundTrips: number
  /** The texts that were executed, in order. */
  readonly statements: readonly string[]
}

/** What the proxy was told; looked at for each message. */
export interface Rules {
  delay: number
  /** The first one counts. */
  cuts: readonly Cut[]
}

/** One connection through the proxy. */
export interface Link {
  counts(): Counts
  reset(): void
  cut(): void
}

const none = (): { -readonly [Name in keyof Counts]: Counts[Name] } & { statements: string[] } => ({
  parses: 0,
  binds: 0,
  executes: 0,
  queries: 0,
  roundTrips: 0,
  statements: [],
})

/** Ties a client to a server. */
export function createLink(client: Socket, server: Socket, rules: Rules): Link {
  let counts = none()
  let unanswered = 0
  let isSwallowing = false
  let inTransaction = 0
  const texts = new Map<string, string>()
  let bound = ''

  const cut = (): void => {
    client.destroy()
    server.destroy()
  }
  for (const socket of [client, server]) {
    socket.setNoDelay(true)
    socket.on('error', cut)
    socket.on('close', () => (isSwallowing ? undefined : cut()))
  }

  const take = (): void => {
    rules.cuts = rules.cuts.slice(1)
  }

  /** Looks whether a COMMIT is to be cut off; answers whether it may go on to the server. */
  const mayCommit = async (): Promise<boolean> => {
    const rule = rules.cuts[0]
    if (rule?.before !== 'commit' && rule?.after !== 'commit') return true
    take()
    if (rule.before !== undefined) {
      cut()
      return false
    }
    isSwallowing = true
    if (rule.held !== undefined) {
      client.destroy()
      await pause(rule.held)
    }
    return true
  }

  /** The same for any other statement. */
  const mayExecute = (text: string): boolean => {
    inTransaction += 1
    const rule = rules.cuts[0]
    if (rule?.after === 'statement' && text.includes(rule.text)) {
      take()
      isSwallowing = true
      return true
    }
    if (rule?.before !== 'statement' || rule.number !== inTransaction) return true
    take()
    cut()
    return false
  }

  const pass = async (frame: Frame): Promise<void> => {
    const text = frame.type === 'Q' ? frame.texts(1)[0] : frame.type === 'E' ? bound : undefined
    if (text === undefined) {
      note(frame)
      server.write(frame.bytes)
      return
    }
    counts.statements.push(text)
    if (rules.delay > 0) await pause(rules.delay)
    if (/^begin\b/i.test(text)) inTransaction = 0
    else if (/^commit\b/i.test(text)) {
      if (!(await mayCommit())) return
    } else if (!/^rollback\b/i.test(text) && !mayExecute(text)) return
    server.write(frame.bytes)
  }

  /** Remembers which text is behind a name, to know it again when it is executed. */
  const note = (frame: Frame): void => {
    if (frame.type === 'P') {
      const [name = '', text = ''] = frame.texts(2)
      texts.set(name, text)
    }
    if (frame.type === 'B') bound = texts.get(frame.texts(2)[1] ?? '') ?? ''
  }

  const count = (frame: Frame): void => {
    if (frame.type === 'P') counts.parses += 1
    if (frame.type === 'B') counts.binds += 1
    if (frame.type === 'E') counts.executes += 1
    if (frame.type === 'Q') counts.queries += 1
    if (frame.type !== 'Q' && frame.type !== 'S') return
    if (unanswered === 0) counts.roundTrips += 1
    unanswered += 1
  }

  // One after the other, because a frame may be held; counted at once, because the client has sent it.
  let passing = Promise.resolve()
  const forward = createFrames('client', (frame) => {
    if (frame.type === 'ssl') {
      client.write('N')
      return
    }
    count(frame)
    passing = passing.then(() => pass(frame))
  })
  const answer = createFrames('server', (frame) => {
    if (frame.type === 'Z') unanswered = Math.max(0, unanswered - 1)
    if (!isSwallowing) client.write(frame.bytes)
    else if (frame.type === 'Z') cut()
  })
  client.on('data', forward)
  server.on('data', answer)

  return {
    counts: () => ({ ...counts, statements: [...counts.statements] }),
    reset() {
      counts = none()
    },
    cut,
  }
}
